"""Alibaba Cloud's SDK of ocr-api for Python. Reads {"calls": [...]} from standard input, prints {"answers": [...]}.

A call has endpoint, id, key, and file (a path) or url; and, where they matter, token, signature ("v2" is the older
one), skew (seconds by which the client's clock is wrong) or nonce (the same in each request), protocol ("https"), ca
(a file with the certificate to trust), and wire and resolve as in wire.py. whole: send bytes and not a stream, which
the SDK reads in pieces of 1 KB that it adds up in time quadratic to their number.
"""

import datetime
import io
import json
import sys
from pathlib import Path

import requests
import wire
from alibabacloud_ocr_api20210707.client import Client
from alibabacloud_ocr_api20210707.models import RecognizeHKIdcardRequest
from alibabacloud_tea_openapi import utils as openapi_utils
from alibabacloud_tea_openapi.models import Config
from darabonba.exceptions import DaraException
from darabonba.runtime import RuntimeOptions

REAL_TIMESTAMP, REAL_NONCE = openapi_utils.Utils.get_timestamp, openapi_utils.Utils.get_nonce


def skewed(seconds):
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def answer(call):
    skew, nonce = call.get("skew", 0), call.get("nonce")
    openapi_utils.Utils.get_timestamp = staticmethod((lambda: skewed(skew)) if skew else REAL_TIMESTAMP)
    openapi_utils.Utils.get_nonce = staticmethod((lambda: nonce) if nonce else REAL_NONCE)
    config = Config(
        access_key_id=call["id"],
        access_key_secret=call["key"],
        security_token=call.get("token"),
        endpoint=call["endpoint"],
        protocol=call.get("protocol", "http"),
        signature_algorithm=call.get("signature"),
    )
    body = Path(call["file"]).read_bytes() if "file" in call else None
    if body is not None and not call.get("whole"):
        body = io.BytesIO(body)
    try:
        request = RecognizeHKIdcardRequest(body=body, url=call.get("url"))
        options = RuntimeOptions(read_timeout=30_000, connect_timeout=30_000, ca=call.get("ca"))
        with wire.changed(requests.adapters, call.get("wire")), wire.resolved(call.get("resolve")):
            response = Client(config).recognize_hkidcard_with_options(request, options)
    except DaraException as error:
        told = {"code": error.code, "message": error.message, "type": type(error).__name__}
        return {"error": told | {name: getattr(error, name, None) for name in ("status_code", "request_id")}}
    told = {"RequestId": response.body.request_id, "Code": response.body.code, "Message": response.body.message}
    return {"status": response.status_code, **told, "Data": json.loads(response.body.data)}


print(json.dumps({"answers": [answer(call) for call in json.load(sys.stdin)["calls"]]}))
