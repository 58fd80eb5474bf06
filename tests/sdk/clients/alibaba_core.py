"""Alibaba Cloud's older core SDK for Python. Reads {"calls": [...]} from standard input, prints {"answers": [...]}.

A call has endpoint, id, key, and file (a path), url (in the query) or form_url; and, where they matter, token, method,
format ("XML"), action, version, query (further parameters of the query), and skew, nonce, protocol, ca, wire and
resolve as in alibaba_tea.py.
"""

import datetime
import json
import sys
from pathlib import Path

import wire
from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.http import protocol_type
from aliyunsdkcore.request import CommonRequest
from aliyunsdkcore.utils import parameter_helper
from aliyunsdkcore.vendored.requests import adapters

REAL_DATE, REAL_NONCE = parameter_helper.get_iso_8061_date, parameter_helper.get_uuid


def skewed(seconds):
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def request_of(call):
    request = CommonRequest()
    request.set_domain(call["endpoint"])
    # Its own constant: the SDK compares by identity.
    request.set_protocol_type(protocol_type.HTTPS if call.get("protocol") == "https" else protocol_type.HTTP)
    request.set_version(call.get("version", "2021-07-07"))
    request.set_action_name(call.get("action", "RecognizeHKIdcard"))
    request.set_method(call.get("method", "POST"))
    if "file" in call:
        request.set_content(Path(call["file"]).read_bytes())
        request.set_content_type("application/octet-stream")
    if "url" in call:
        request.add_query_param("Url", call["url"])
    if "form_url" in call:
        request.add_body_params("Url", call["form_url"])
    for name, value in call.get("query", {}).items():
        request.add_query_param(name, value)
    if "format" in call:
        request.set_accept_format(call["format"])
    return request


def answer(call):
    skew, nonce = call.get("skew", 0), call.get("nonce")
    parameter_helper.get_iso_8061_date = (lambda: skewed(skew)) if skew else REAL_DATE
    parameter_helper.get_uuid = (lambda: nonce) if nonce else REAL_NONCE
    options = {"region_id": "cn-hangzhou", "timeout": 30, "connect_timeout": 30, "verify": call.get("ca")}
    client = AcsClient(call["id"], call["key"], **options)
    if call.get("token"):
        client = AcsClient(credential=StsTokenCredential(call["id"], call["key"], call["token"]), **options)
    client.set_auto_retry(False)
    with wire.changed(adapters, call.get("wire")), wire.resolved(call.get("resolve")):
        return made(client, call)


def made(client, call):
    if call.get("format") == "XML":
        # The method that raises asks for JSON in any case.
        return {"text": client.do_action(request_of(call)).decode()}
    try:
        text = client.do_action_with_exception(request_of(call)).decode()
    except ServerException as error:
        told = {"code": error.get_error_code(), "message": error.get_error_msg(), "type": type(error).__name__}
        return {"error": told | {"status_code": error.get_http_status(), "request_id": error.get_request_id()}}
    told = json.loads(text)
    return told | {"Data": json.loads(told["Data"])}


print(json.dumps({"answers": [answer(call) for call in json.load(sys.stdin)["calls"]]}))
