"""Tencent Cloud's Python SDK, of either cloud. Reads {"calls": [...]} from standard input, prints {"answers": [...]}.

A call has endpoint, id, key, action and parameters; and, where they matter, token, region, protocol, method ("GET"),
sign ("HmacSHA1"), language, version, unsigned (UNSIGNED-PAYLOAD), multipart, model (use the class of the action's
request), skew (seconds by which the client's clock is wrong), fill (parameters of so many letters), ca (a file with
the certificate to trust), and wire and resolve as in wire.py.
"""

import json
import sys
import time

import requests
import wire
from tencentcloud.common.common_client import CommonClient
from tencentcloud.common.credential import Credential
from tencentcloud.common.exception.tencent_cloud_sdk_exception import TencentCloudSDKException
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.ocr.v20181119 import models, ocr_client

REAL_TIME = time.time


def profile_of(call):
    http = HttpProfile(protocol=call.get("protocol", "http"), endpoint=call["endpoint"], reqTimeout=30)
    http.certification = call.get("ca")
    http.reqMethod = call.get("method", "POST")
    profile = ClientProfile(signMethod=call.get("sign"), httpProfile=http)
    if call.get("language"):
        profile.language = call["language"]
    profile.unsignedPayload = call.get("unsigned", False)
    return profile


def answer(call):
    time.time = lambda: REAL_TIME() + call.get("skew", 0)
    with wire.changed(requests.adapters, call.get("wire")), wire.resolved(call.get("resolve")):
        return made(call)


def made(call):
    credential = Credential(call["id"], call["key"], call.get("token"))
    region, action = call.get("region", "ap-hongkong"), call["action"]
    parameters = call["parameters"] | {name: "A" * length for name, length in call.get("fill", {}).items()}
    try:
        if call.get("model"):
            client = ocr_client.OcrClient(credential, region, profile_of(call))
            request = getattr(models, action + "Request")()
            request.from_json_string(json.dumps(parameters))
            return {"Response": json.loads(getattr(client, action)(request).to_json_string())}
        client = CommonClient("ocr", call.get("version", "2018-11-19"), credential, region, profile_of(call))
        if call.get("multipart"):
            return json.loads(client.call(action, parameters, options={"IsMultipart": True, "BinaryParams": []}))
        return client.call_json(action, parameters)
    except TencentCloudSDKException as error:
        told = {"code": error.get_code(), "message": error.get_message(), "request": error.get_request_id()}
        return {"error": told | {"type": type(error).__name__}}


print(json.dumps({"answers": [answer(call) for call in json.load(sys.stdin)["calls"]]}))
