"""Huawei Cloud's Python SDK: OCR and IAM. Reads {"calls": [...]} from standard input, prints {"answers": [...]}.

A call has endpoint, id, key and api: "hk-id-card" and "macao-id-card" with project and body (and token for temporary
keys, enterprise_project); "projects" with name; "token" with domain, user and password. skew: seconds by which the
client's clock is wrong. look_up: let the SDK ask IAM for the project.
"""

import datetime
import json
import sys

from huaweicloudsdkcore.auth.credentials import BasicCredentials, GlobalCredentials
from huaweicloudsdkcore.exceptions.exceptions import ServiceResponseException
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


def ocr_client(call):
    url = "http://" + call["endpoint"]
    if call.get("look_up"):
        credentials = BasicCredentials(call["id"], call["key"]).with_iam_endpoint(url)
        return (
            ocr.OcrClient.new_builder().with_credentials(credentials).with_region(Region("ap-southeast-1", url)).build()
        )
    credentials = BasicCredentials(call["id"], call["key"], call["project"])
    if call.get("token"):
        credentials = credentials.with_security_token(call["token"])
    return ocr.OcrClient.new_builder().with_credentials(credentials).with_endpoint(url).build()


def iam_client(call):
    credentials = GlobalCredentials(call["id"], call["key"], "any")
    return iam.IamClient.new_builder().with_credentials(credentials).with_endpoint("http://" + call["endpoint"]).build()


def respond(call):
    match call["api"]:
        case "hk-id-card":
            body = ocr.HkIdCardRequestBody(**call["body"])
            request = ocr.RecognizeHkIdCardRequest(enterprise_project_id=call.get("enterprise_project"), body=body)
            return ocr_client(call).recognize_hk_id_card(request)
        case "macao-id-card":
            request = ocr.RecognizeMacaoIdCardRequest(body=ocr.MacaoIdCardRequestBody(**call["body"]))
            return ocr_client(call).recognize_macao_id_card(request)
        case "projects":
            return iam_client(call).keystone_list_projects(iam.KeystoneListProjectsRequest(name=call["name"]))
        case "token":
            domain = iam.PwdPasswordUserDomain(name=call["domain"])
            user = iam.PwdPasswordUser(domain=domain, name=call["user"], password=call["password"])
            identity = iam.PwdIdentity(methods=["password"], password=iam.PwdPassword(user=user))
            scope = iam.AuthScope(project=iam.AuthScopeProject(name="ap-southeast-1"))
            body = iam.KeystoneCreateUserTokenByPasswordRequestBody(auth=iam.PwdAuth(identity=identity, scope=scope))
            request = iam.KeystoneCreateUserTokenByPasswordRequest(body=body)
            return iam_client(call).keystone_create_user_token_by_password(request)
    raise SystemExit(f"no such api: {call['api']}")


def answer(call):
    signer.datetime = skewed(call.get("skew", 0))
    try:
        response = respond(call)
    except ServiceResponseException as error:
        told = {"status": error.status_code, "code": error.error_code, "message": error.error_msg}
        return {"error": told | {"request": error.request_id, "type": type(error).__name__}}
    return {"status": response.status_code, **sanitize_for_serialization(response)}


print(json.dumps({"answers": [answer(call) for call in json.load(sys.stdin)["calls"]]}, default=float))
