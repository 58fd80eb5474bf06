"""What callers with a token get, and every error code with its condition."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hmtocr import errors
from hmtocr.protocols.exchange import Request
from hmtocr.protocols.huawei import DIALECT

PROJECT = "0123456789abcdef0123456789abcdef"
PICTURE = b"\xff\xd8\xff\xe0 a picture"
BASE64 = b64encode(PICTURE).decode()
SIGNED = json.loads((Path(__file__).parent / "fixtures" / "signed_requests.json").read_text(encoding="utf-8"))[
    "requests"
]
URL = "https://pictures.example/a.jpg"
LOGIN = {
    "auth": {
        "identity": {
            "methods": ["password"],
            "password": {"user": {"name": "a-user", "password": "a-password", "domain": {"name": "a-domain"}}},
        },
        "scope": {"project": {"name": "ap-southeast-1"}},
    }
}


def ask(world: Any, path: str, body: Any, *, method: str = "POST", **headers: str) -> tuple[int, Any, dict[str, str]]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    answer = asyncio.run(DIALECT.answer(Request(method, path, sent, data), world.services))
    told = dict(answer.headers)
    assert told["X-Request-Id"]
    return answer.status, json.loads(answer.body), told


def login(world: Any) -> str:
    status, told, headers = ask(world, "/v3/auth/tokens", LOGIN)
    assert status == 201
    assert told["token"]["project"]["id"] == PROJECT
    assert told["token"]["expires_at"] == "2026-11-22T00:00:00.000000Z"
    return headers["X-Subject-Token"]


def ocr(world: Any, body: Any, *, api: str = "hk-id-card", project: str = PROJECT) -> tuple[int, Any]:
    status, told, _ = ask(world, f"/v2/{project}/ocr/{api}", body, x_auth_token=login(world))
    return status, told.get("error_code") or told["result"]


def test_a_call_is_counted_for_its_api(world: Any) -> None:
    assert ocr(world, {"image": BASE64})[0] == 200
    assert world.accounts.admitted == [(7, "hk-id-card")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, "AIS.0101"),
        ({"image": BASE64, "url": URL}, "AIS.0101"),
        ({"image": 1}, "AIS.0101"),
        ({"image": BASE64, "return_portrait_image": "yes"}, "AIS.0101"),
        ({"image": "data:image/jpeg;base64," + BASE64}, "AIS.0102"),
        ({"image": "!"}, "AIS.0102"),
        ({"image": b64encode(b"GIF89a").decode()}, "AIS.0102"),
        ({"image": "A" * (10 * 2**20 + 4)}, "AIS.0103"),
        (b"{", "ModelArts.4105"),
        (b"[]", "ModelArts.4105"),
        ({"url": "no url"}, "ModelArts.4601"),
        ({"url": URL}, "ModelArts.4603"),
    ],
)
def test_bad_parameters(world: Any, body: Any, expected: str) -> None:
    assert ocr(world, body) == (400, expected)


@pytest.mark.parametrize(
    ("raised", "status", "expected"),
    [
        (errors.ImageTooSmallError(), 400, "AIS.0103"),
        (errors.TruncatedImageError(), 400, "AIS.0102"),
        (errors.ModelError(), 400, "AIS.0105"),
        (errors.BusyError(), 429, "APIGW.0308"),
        (RuntimeError("a fault"), 500, "ModelArts.4301"),
    ],
)
def test_faults_of_recognition(world: Any, raised: Exception, status: int, expected: str) -> None:
    world.recognise.default = raised
    assert ocr(world, {"image": BASE64}) == (status, expected)


@pytest.mark.parametrize(
    ("refusal", "status", "expected"),
    [
        (errors.ApiNotEnabledError(), 403, "ModelArts.4204"),
        (errors.QuotaUsedUpError(), 429, "APIGW.0308"),
        (errors.RateExceededError(), 429, "APIGW.0308"),
        (errors.ArrearsError(), 403, "ModelArts.4106"),
        (errors.SuspendedError(), 403, "ModelArts.6201"),
    ],
)
def test_refusals_of_the_account(world: Any, refusal: errors.AccountError, status: int, expected: str) -> None:
    world.accounts.refusal = refusal
    assert ocr(world, {"image": BASE64}) == (status, expected)


def test_not_such_a_card(world: Any) -> None:
    world.recognise.default = world.make_reading("mo-2013")
    assert ocr(world, {"image": BASE64}) == (400, "AIS.0104")
    assert ocr(world, {"image": BASE64, "side": "back"}, api="macao-id-card") == (400, "AIS.0104")


def test_tokens_and_paths(world: Any) -> None:
    path, token = f"/v2/{PROJECT}/ocr/hk-id-card", login(world)

    def code(path: str, **headers: str) -> tuple[int, str]:
        status, told, _ = ask(world, path, {"image": BASE64}, **headers)
        return status, told["error_code"]

    assert code(path) == (401, "APIGW.0301")
    assert code(path, x_auth_token="wrong") == (401, "APIGW.0301")
    assert code(path, x_auth_token="") == (401, "ModelArts.4101")
    assert code("/v2/another/ocr/hk-id-card", x_auth_token=token) == (403, "ModelArts.4203")
    assert code(f"/v2/{PROJECT}/ocr/nothing", x_auth_token=token) == (404, "APIGW.0101")
    world.now += 24 * 3600
    assert code(path, x_auth_token=token) == (401, "APIGW.0307")


def test_a_wrong_password_is_refused(world: Any) -> None:
    world.accounts.password = ("a-domain", "a-user", "another")
    status, told, _ = ask(world, "/v3/auth/tokens", LOGIN)
    assert (status, told["error"]["title"]) == (401, "Unauthorized")
    assert ask(world, "/v3/auth/tokens", b"{")[0] == 400


def _signed(world: Any) -> Request:
    """The Python SDK's request with a temporary key, at the time when it was sent."""
    case = next(c for c in SIGNED if any(name == "x-security-token" for name, _ in c["headers"]))
    headers = tuple((name, value) for name, value in case["headers"])
    stamp = dict(headers)["x-sdk-date"]
    world.now = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    credential = world.accounts.credentials["huawei", "HUAWEIAKTEST"]
    world.accounts.credentials["huawei", "HUAWEITEMP"] = replace(credential, token="temporary-token")
    return Request(case["method"], case["target"], headers, case["body"].encode("latin-1"))


def _status(world: Any, request: Request) -> tuple[int, str | None]:
    answer = asyncio.run(DIALECT.answer(request, world.services))
    return answer.status, json.loads(answer.body).get("error_code")


def test_signed_requests_have_a_window_of_fifteen_minutes(world: Any) -> None:
    request = _signed(world)
    assert _status(world, request) == (200, None)
    sent = world.now
    for off, expected in ((900, 200), (-900, 200), (901, 401), (-901, 401)):
        world.now = sent + off
        assert _status(world, request)[0] == expected


def test_temporary_and_disabled_keys(world: Any) -> None:
    request = _signed(world)
    world.accounts.change_credential("huawei", "HUAWEITEMP", token="another")
    assert _status(world, request) == (401, "ModelArts.4107")
    world.accounts.change_credential("huawei", "HUAWEITEMP", token="temporary-token", expires=world.now)
    assert _status(world, request) == (401, "ModelArts.4107")
    world.accounts.change_key(state="disabled")
    assert _status(world, request) == (401, "APIGW.0301")


def test_a_body_too_long_is_told_before_its_signature_is_checked(world: Any) -> None:
    request = Request("POST", f"/v2/{PROJECT}/ocr/hk-id-card", (), oversized=True)
    assert _status(world, request) == (400, "ModelArts.4104")
