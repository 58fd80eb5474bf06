"""What every request must say, in whatever form: version, action, key, time, signature, size."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from dataclasses import replace
from typing import Any

import pytest

from hmtocr.protocols.exchange import Request
from hmtocr.protocols.tencent import DIALECT

URL = "https://pictures.example/a.jpg"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"version": "2018-11-20"}, "NoSuchVersion"),
        ({"version": ""}, "MissingParameter"),
        ({"action": "GeneralBasicOCR"}, "InvalidAction"),
        ({"action": "hkidcardocr"}, "InvalidAction"),
        ({"action": ""}, "MissingParameter"),
        ({"x_tc_timestamp": ""}, "MissingParameter"),
        ({"x_tc_timestamp": "yesterday"}, "InvalidParameter"),
        ({"x_tc_timestamp": "-5"}, "InvalidParameter"),
        ({"secret_id": "AKIDother"}, "AuthFailure.SecretIdNotFound"),
        ({"secret_id": "not an id"}, "AuthFailure.InvalidAuthorization"),
        ({"secret_id": "AKID*****"}, "AuthFailure.InvalidSecretId"),
        ({"secret": "another"}, "AuthFailure.SignatureFailure"),
        ({"authorization": ""}, "AuthFailure.InvalidAuthorization"),
        ({"authorization": "SKIP"}, "AuthFailure.InvalidAuthorization"),
        ({"content_type": "application/octet-stream"}, "InvalidRequest"),
        ({"content_type": "application/x-www-form-urlencoded"}, "InvalidRequest"),
        ({"content_type": "multipart/form-data; boundary=b"}, "InvalidRequest"),
    ],
    ids=str,
)
def test_what_every_request_must_say(caller: Any, changes: dict[str, str], code: str) -> None:
    action = changes.pop("action", "HKIDCardOCR")
    assert caller.code(action, **changes) == code


@pytest.mark.parametrize(("seconds", "refused"), [(-301, True), (-299, False), (299, False), (301, True)])
def test_the_clock_may_be_five_minutes_off(caller: Any, seconds: int, refused: bool) -> None:
    answer = caller.call(at=caller.world.now + seconds)
    assert answer.get("Error", {}).get("Code") == ("AuthFailure.SignatureExpire" if refused else None)


def test_the_date_of_the_scope_is_that_of_the_timestamp(caller: Any) -> None:
    request = caller.request_v3(at=caller.world.now - 10)
    other = tuple((k, v.replace("2026-11-20", "2026-11-21")) for k, v in request.headers)
    assert "Error" not in caller.ask(request)
    assert caller.ask(replace(request, headers=other))["Error"]["Code"] == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize("changes", [{"state": "disabled"}, {"expires": 1.0}], ids=str)
def test_keys_that_are_no_more(caller: Any, changes: dict[str, Any]) -> None:
    caller.world.accounts.change_key(**changes)
    assert caller.code() == "AuthFailure.SecretIdNotFound"


def test_temporary_keys(caller: Any) -> None:
    caller.world.accounts.change_credential("tencent", "AKIDtest", token="t0ken", expires=caller.world.now + 60)
    assert caller.code() == "AuthFailure.TokenFailure"
    assert caller.code(x_tc_token="t0kem") == "AuthFailure.TokenFailure"
    assert "Error" not in caller.call(x_tc_token="t0ken")
    caller.world.now += 61
    assert caller.code(x_tc_token="t0ken") == "AuthFailure.TokenFailure"


def test_a_permanent_key_may_come_with_a_token(caller: Any) -> None:
    assert "Error" not in caller.call(x_tc_token="whatever")


def test_another_product_of_the_cloud(caller: Any) -> None:
    caller.host = "cvm.tencentcloudapi.com"
    assert caller.code() == "NoSuchProduct"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_methods_other_than_get_and_post(caller: Any, method: str) -> None:
    answer = caller.ask(replace(caller.request_v3(), method=method))
    assert answer["Error"]["Code"] == "UnsupportedProtocol"


def test_requests_that_are_too_large(caller: Any) -> None:
    request = replace(caller.request_v3(), body=b"", oversized=True)
    assert caller.ask(request)["Error"]["Code"] == "RequestSizeLimitExceeded"
    request = caller.request_v1({"ImageUrl": URL + "x" * 2**15}, method="GET")
    assert caller.ask(request)["Error"]["Code"] == "RequestSizeLimitExceeded"
    assert caller.code(body=b" " * (10 * 2**20 + 2**17)) == "RequestSizeLimitExceeded"
    assert DIALECT.largest > 10 * 2**20


@pytest.mark.parametrize(
    ("language", "host", "message"),
    [
        ("zh-CN", "ocr.intl.tencentcloudapi.com", "接口不存在。"),
        ("en-US", "ocr.tencentcloudapi.com", "This version has no such action."),
        ("", "ocr.tencentcloudapi.com", "接口不存在。"),
        ("", "ocr.intl.tencentcloudapi.com", "This version has no such action."),
        ("pt-PT", "127.0.0.1:8080", "This version has no such action."),
    ],
)
def test_messages_in_two_languages(caller: Any, language: str, host: str, message: str) -> None:
    caller.host = host
    assert caller.call("Nothing", x_tc_language=language)["Error"]["Message"] == message
    request = caller.request_v1({}, Action="Nothing", Language=language)
    assert caller.ask(request)["Error"]["Message"] == message


def test_a_failure_of_the_server_says_nothing_of_itself(caller: Any, caplog: pytest.LogCaptureFixture) -> None:
    async def fail(dialect: str, identifier: str) -> None:
        raise RuntimeError(f"{dialect} {identifier}")

    caller.world.accounts.find = fail
    answer = caller.call()
    assert answer["Error"] == {"Code": "InternalError", "Message": "Internal error."}
    assert "unexpected RuntimeError" in caplog.text
    assert "AKIDtest" not in caplog.text


def test_a_bare_request_is_answered_too(caller: Any) -> None:
    for request in (
        Request("GET", "/", (("host", "127.0.0.1"),)),
        Request("POST", "/", ()),
        Request("POST", "/", (("content-type", "application/json"),), b"{}"),
        Request("GET", "", ()),
    ):
        assert DIALECT.claims(request)
        assert caller.ask(request)["Error"]["Code"] == "MissingParameter"


def test_request_ids_are_all_different(caller: Any) -> None:
    assert len({caller.call()["RequestId"] for _ in range(20)}) == 20


def test_calls_at_the_same_time_do_not_mix(caller: Any) -> None:
    pictures = {b"\xff\xd8\xff" + bytes([i]): f"A{i:06d}(0)" for i in range(30)}
    make = caller.world
    caller.world.recognise.answers = {
        data: make.make_reading(make.make_card("hk-2018", number=number)) for data, number in pictures.items()
    }
    requests = [caller.request_v3("HKIDCardOCR", {"ImageBase64": b64encode(data).decode()}) for data in pictures]

    async def together() -> list[str]:
        answers = await asyncio.gather(*(DIALECT.answer(r, caller.world.services) for r in requests))
        return [json.loads(a.body)["Response"]["IdNum"] for a in answers]

    assert asyncio.run(together()) == list(pictures.values())


def test_forms_and_queries_are_decoded_before_they_are_checked(caller: Any) -> None:
    for method in ("GET", "POST"):
        for digest in ("", "HmacSHA1", "HmacSHA256"):
            request = caller.request_v1(
                {"ImageBase64": caller.base64, "ReturnHeadImage": "True"},
                method=method,
                SignatureMethod=digest,
                Region="ap-hongkong",
                RequestClient="a client with blanks & 中文",
            )
            assert caller.ask(request)["HeadImage"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"Action": ""}, "MissingParameter"),
        ({"Version": ""}, "MissingParameter"),
        ({"Timestamp": ""}, "MissingParameter"),
        ({"Nonce": ""}, "MissingParameter"),
        ({"SecretId": ""}, "MissingParameter"),
        ({"Version": "2017-03-12"}, "NoSuchVersion"),
        ({"Action": "Other"}, "InvalidAction"),
        ({"SecretId": "AKIDother"}, "AuthFailure.SecretIdNotFound"),
        ({"SecretId": "two words"}, "AuthFailure.InvalidSecretId"),
        ({"Timestamp": "1"}, "AuthFailure.SignatureExpire"),
        ({"Timestamp": "now"}, "InvalidParameter"),
        ({"SignatureMethod": "HmacMD5"}, "InvalidParameterValue"),
        ({"Other": "1"}, "UnknownParameter"),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_every_form_must_say(caller: Any, method: str, changes: dict[str, str], code: str) -> None:
    request = caller.request_v1({"ImageBase64": caller.base64}, method=method, **changes)
    assert caller.ask(request)["Error"]["Code"] == code


def test_the_same_nonce_may_come_twice(caller: Any) -> None:
    request = caller.request_v1({"ImageBase64": caller.base64})
    assert "Error" not in caller.ask(request)
    assert "Error" not in caller.ask(request)


@pytest.mark.parametrize("form", [b"Action=a&Action=b", b"Action=%FF%FE", b"\xff", b"&".join([b"a=1"] * 200)], ids=repr)
def test_forms_that_cannot_be_decoded(caller: Any, form: bytes) -> None:
    request = Request("POST", "/", (("content-type", "application/x-www-form-urlencoded"),), form)
    assert DIALECT.claims(request)
    assert caller.ask(request)["Error"]["Code"] == "InvalidParameter"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'--b\r\nContent-Disposition: form-data; name="ImageBase64"\r\n\r\n%s\r\n--b--\r\n', None),
        (b'--b\r\ncontent-disposition: FORM-DATA; filename="x"; name="ImageBase64"\r\nA: b\r\n\r\n%s\r\n--b--', None),
        (b'--b\r\nContent-Disposition: form-data; name="ImageBase64"\r\n\r\n%s\r\n', "InvalidRequest"),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\n%s\r\n--b--\r\n", "InvalidRequest"),
        (b'--b\r\nContent-Disposition: form-data; name="ImageBase64"\r\n%s\r\n--b--\r\n', "InvalidRequest"),
        (b"%s", "InvalidRequest"),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff%s\r\n--b--\r\n', "InvalidParameter"),
        (b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n%s\r\n--b--\r\n', "UnknownParameter"),
        (b"", "InvalidParameterValue.InvalidParameterValueLimit"),
    ],
)
def test_multipart(caller: Any, body: bytes, code: str | None) -> None:
    body = body.replace(b"%s", caller.base64.encode())
    answer = caller.call(body=body, content_type="multipart/form-data; boundary=b")
    assert answer.get("Error", {}).get("Code") == code


def test_requests_of_other_dialects_are_left_alone(caller: Any) -> None:
    alibaba = {"Action": "RecognizeHKIdcard", "SignatureNonce": "1", "AccessKeyId": "LTAItest"}
    for request in (
        Request("POST", "/", (("authorization", "ACS3-HMAC-SHA256 Credential=LTAItest"), ("x-acs-action", "a"))),
        Request("POST", "/", (("x-acs-action", "RecognizeHKIdcard"),)),
        Request("GET", "/?" + "&".join(f"{k}={v}" for k, v in alibaba.items()), ()),
        Request("POST", "/v2/0123/ocr/hk-id-card", (("authorization", "SDK-HMAC-SHA256 Access=x"),)),
        Request("POST", "/v1/read", ()),
    ):
        assert not DIALECT.claims(request)
    assert DIALECT.claims(caller.request_v3())
    assert DIALECT.claims(caller.request_v1({}))
    assert DIALECT.claims(caller.request_v1({}, method="GET"))
