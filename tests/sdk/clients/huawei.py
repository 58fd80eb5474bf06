"""Huawei Cloud's Python SDK: OCR and IAM. Reads {"calls": [...]} from standard input, prints {"answers": [...]}.

A call has endpoint, id, key and api: "hk-id-card" and "macao-id-card" with project and body (and token for temporary
keys, enterprise_project); "id-card", which the server does not have; "projects" with name; "token" with domain, user
and password. skew: seconds by which the client's clock is wrong. look_up: let the SDK ask IAM for the project. fill:
members of the body of so many letters. ca: a file with the certificate to trust; protocol "https" needs one. wire and
resolve: as in wire.py.
"""

import datetime
import json
import sys

import requests
import wire
from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
from huaweicloudsdkcore.http.http_config import HttpConfig
from huaweicloudsdkcore.region.region import Region
from huaweicloudsdkcore.signer import signer
from huaweicloudsdkcore.utils.http_utils import sanitize_for_serialization
from huaweicloudsdkiam import v3 as iam
from huaweicloudsdkocr import v1 as ocr


def skewed(seconds):
    """The class datetime, on a clock that is wrong by so much."""

    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return super().now(tz) + datetime.timedelta(seconds=seconds)

        @classmethod
        def utcnow(cls):
            return super().now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(seconds=seconds)

    return Clock


def url_of(call):
    return f"{call.get('protocol', 'http')}://{call['endpoint']}"


def config_of(call):
    config = HttpConfig.get_default_config()
    config.ssl_ca_cert = call.get("ca")
    return config


def ocr_client(call):
    url, builder = url_of(call), ocr.OcrClient.new_builder().with_http_config(config_of(call))
    if call.get("look_up"):
        credentials = BasicCredentials(call["id"], call["key"]).with_iam_endpoint(url)
        return builder.with_credentials(credentials).with_region(Region("ap-southeast-1", url)).build()
    credentials = BasicCredentials(call["id"], call["key"], call["project"])
    if call.get("token"):
        credentials = credentials.with_security_token(call["token"])
    return builder.with_credentials(credentials).with_endpoint(url).build()


def iam_client(call):
    builder = iam.IamClient.new_builder().with_http_config(config_of(call))
    return (
        builder.with_credentials(GlobalCredentials(call["id"], call["key"], "any")).with_endpoint(url_of(call)).build()
    )


def respond(call):
    filled = {name: "A" * length for name, length in call.get("fill", {}).items()}
    match call["api"]:
        case "hk-id-card":
            body = ocr.HkIdCardRequestBody(**call["body"], **filled)
            request = ocr.RecognizeHkIdCardRequest(enterprise_project_id=call.get("enterprise_project"), body=body)
            return ocr_client(call).recognize_hk_id_card(request)
        case "macao-id-card":
            request = ocr.RecognizeMacaoIdCardRequest(body=ocr.MacaoIdCardRequestBody(**call["body"], **filled))
            return ocr_client(call).recognize_macao_id_card(request)
        case "id-card":
            request = ocr.RecognizeIdCardRequest(body=ocr.IdCardRequestBody(**call["body"]))
            return ocr_client(call).recognize_id_card(request)
        case "projects":
            return iam_client(call).keystone_list_projects(iam.KeystoneListProjectsRequest(name=call["name"]))
        case "token":
            domain = iam.PwdPasswordUserDomain(name=call["domain"])
            user = iam.PwdPasswordUser(domain=domain, name=call["user"], password=call["password"])
            identity = iam.PwdIdentity(methods=["password"], password=iam.PwdPassword(user=user))
            project = {"id": call["project"]} if call.get("project") else {"name": "ap-southeast-1"}
            scope = iam.AuthScope(project=iam.AuthScopeProject(**project))
            body = iam.KeystoneCreateUserTokenByPasswordRequestBody(auth=iam.PwdAuth(identity=identity, scope=scope))
            request = iam.KeystoneCreateUserTokenByPasswordRequest(body=body)
            return iam_client(call).keystone_create_user_token_by_password(request)
    raise SystemExit(f"no such api: {call['api']}")


def answer(call):
    signer.datetime = skewed(call.get("skew", 0))
    try:
        with wire.changed(requests.adapters, call.get("wire")), wire.resolved(call.get("resolve")):
            response = respond(call)
    except ServiceResponseException as error:
        told = {"status": error.status_code, "code": error.error_code, "message": error.error_msg}
        return {"error": told | {"request": error.request_id, "type": type(error).__name__}}
    return {"status": response.status_code, **sanitize_for_serialization(response)}


print(json.dumps({"answers": [answer(call) for call in json.load(sys.stdin)["calls"]]}, default=float))
