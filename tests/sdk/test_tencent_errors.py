"""Every error code of Tencent Cloud that the server knows, as the exceptions of the vendor's SDKs tell it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

PAGES = json.loads(
    (Path(__file__).parents[1] / "protocols" / "tencent" / "fixtures" / "error_codes.json").read_text("utf-8")
)["pages"]
HKID, PERMIT, MACAO = ACTIONS = ("HKIDCardOCR", "HmtResidentPermitOCR", "RecognizeMacaoIDCardOCR")
PYTHONS = ("tencent-intl", "tencent-mainland")
LIMIT = "InvalidParameterValue.InvalidParameterValueLimit"
TOO_LARGE = 7 * 2**20 + 4
"""Characters of Base64."""

Call = dict[str, Any]


class Calls:
    """Makes calls of the clients clients/tencent.py and clients/tencent_*.js."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        """Take what is called from the fixtures."""
        self.server, self.plugged, self.busy = map(request.getfixturevalue, ("server", "plugged", "busy"))
        self.refused, self.temporary = map(request.getfixturevalue, ("refused", "temporary"))
        self.base64_of, self.url_of = map(request.getfixturevalue, ("base64_of", "url_of"))
        self.broken, good = request.getfixturevalue("broken")
        made = {live.endpoint: live.make_key("tencent") for live in (self.plugged, self.busy)}
        secrets = request.getfixturevalue("secrets")
        self.keys = {self.server.endpoint: secrets, self.broken.endpoint: good, **made}

    def call(
        self,
        action: str = HKID,
        picture: str | None = "hk-id-2018",
        parameters: Mapping[str, Any] | None = None,
        *,
        at: Any = None,
        by: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Call:
        """A call of an action with a picture, at a server, by a key; options are those of the client."""
        live = at or self.server
        secrets = by or self.keys[live.endpoint]
        given = {} if picture is None else {"ImageBase64": self.base64_of(picture)}
        named = {"endpoint": live.endpoint, "id": secrets["TENCENT_SECRET_ID"], "key": secrets["TENCENT_SECRET_KEY"]}
        return {**named, "action": action, "parameters": {**given, **(parameters or {})}, **options}

    def of_the_pages(self, action: str, code: str) -> list[Call]:
        """What brings about a code that the action's page lists, in one or several ways."""
        at, call = {"at": self.plugged}, self.call
        match code:
            case "FailedOperation.DownLoadError":
                gone, refused = self.url_of("no-such-file"), "http://10.0.0.1/a.jpg"
                return [call(action, None, {"ImageUrl": url}) for url in (gone, refused)]
            case "FailedOperation.EmptyImageError":
                return [call(action, None), call(action, None, {"ImageUrl": self.url_of("empty")})]
            case "FailedOperation.ImageDecodeFailed":
                data_uri = {"ImageBase64": f"data:image/jpeg;base64,{self.base64_of('hk-id-2018')}"}
                bad = [call(action, None, data_uri), call(action, None, {"ImageBase64": "no Base64!"})]
                return [*bad, *(call(action, name) for name in ("picture", "cut", "text"))]
            case "FailedOperation.NoHKIDCard" | "FailedOperation.ImageNoText":
                return [call(action, "no-card"), call(action, "mo-id-2013")]
            case "FailedOperation.ImageNoSpecifiedCard":
                wrong_back = {"BackImageBase64": self.base64_of("no-card")}
                return [call(action, "no-card"), call(action, "mo-id-2013", wrong_back)]
            case "FailedOperation.OcrFailed":
                failed = [call(action, f"plug-{word}", **at) for word in ("ModelError", "unreadable")]
                warned = [call(action, "plug-WarningsFailedError", **at)] if action == PERMIT else []
                return failed + warned
            case "FailedOperation.UnKnowError":
                return [call(action, "plug-RuntimeError", **at)]
            case "FailedOperation.UnOpenError":
                return [call(action, by=self.refused["not-enabled"])]
            case "FailedOperation.WarningServiceFailed":
                return [call(action, "plug-WarningsFailedError", **at)]
            case "InvalidParameter.ConfigFormatError":
                return [call(action, "mo-id-2013", {"Config": text}) for text in ("portrait", "[]")]
            case "InvalidParameterValue.InvalidParameterValueLimit":
                others = {
                    HKID: [call(action, None)],
                    PERMIT: [call(action, parameters={"CardSide": "LEFT"})],
                    MACAO: [call(action, parameters={"Config": '{"RetImage":"all"}'})],
                }
                return [call(action, "tiny"), *others[action]]
            case "LimitExceeded.TooLargeFileError":
                by_url = call(action, None, {"ImageUrl": self.url_of("large")})
                return [call(action, None, fill={"ImageBase64": TOO_LARGE}), by_url]
            case "ResourceUnavailable.InArrears":
                return [call(action, by=self.refused["arrears"])]
            case "ResourcesSoldOut.ChargeStatusException":
                why = ["used-up", "suspended", *(["arrears"] if action == PERMIT else [])]
                return [call(action, by=self.refused[name]) for name in why]
        raise AssertionError(code)

    def common(self, condition: str) -> list[Call]:
        """What brings about a code that any call may meet."""
        call = self.call
        v1 = {"picture": None, "method": "GET", "sign": "HmacSHA1"}
        match condition:
            case "a method other than GET and POST":
                return [call(wire={"method": "PUT"})]
            case "a body over 10 MB":
                return [call(picture=None, fill={"ImageBase64": 11 * 10**6})]
            case "a URL over 32 KB":
                return [call(picture=None, method="GET", fill={"ImageUrl": 33 * 1024})]
            case "a broken multipart body":
                return [call(multipart=True, unsigned=True, wire={"body": "no parts"})]
            case "a malformed Authorization":
                return [call(wire={"headers": {"Authorization": text}}) for text in ("Bearer me", "TC3-HMAC-SHA256")]
            case "a SecretId that is none":
                return [call(id="no*id")]
            case "an unknown SecretId":
                return [call(id="AKID" + 32 * "x")]
            case "a disabled key":
                return [call(by=self.refused["disabled"])]
            case "an expired key":
                return [call(by=self.refused["expired"])]
            case "a clock that is wrong":
                return [call(skew=seconds) for seconds in (-310, 310)]
            case "a wrong SecretKey":
                return [call(key="wrong", sign=sign) for sign in (None, "HmacSHA1", "HmacSHA256")]
            case "a changed body":
                return [call(wire={"body": "{}"})]
            case "a wrong token":
                return [call(by=self.temporary, token=token) for token in (None, "wrong")]
            case "no X-TC-Timestamp":
                return [call(wire={"headers": {"X-TC-Timestamp": None}})]
            case "no Nonce":
                return [call(**v1, wire={"query": {"Nonce": None}})]
            case "another version":
                return [call(version="2017-03-12")]
            case "a host of another product":
                host = self.server.endpoint.replace("127.0.0.1", "cvm.tencentcloudapi.com")
                return [call(endpoint=host, resolve=True)]
            case "an unknown action":
                return [call("IDCardOCR")]
            case "an unknown parameter":
                return [call(parameters={"CropPortrait": True})]
            case "a parameter of the wrong type":
                return [call(parameters={"ReturnHeadImage": 5}), call(parameters={"ImageUrl": 5})]
            case "a body that is not JSON":
                return [call(unsigned=True, wire={"body": "neither"})]
            case "an unknown SignatureMethod":
                return [call(**v1, wire={"query": {"SignatureMethod": "HmacMD5"}})]
            case "more calls a second than the key may make":
                return [call(picture="text", by=self.refused["slow"]) for _ in range(6)]
            case "more calls a second of the permit than the server lets in":
                return [call(PERMIT, "text", at=self.busy) for _ in range(6)]
            case "a full queue":
                return [call(at=self.busy, picture="plug-slow") for _ in range(2)]
            case "accounts that cannot be looked up":
                return [call(at=self.broken, picture="text")]
        raise AssertionError(condition)


COMMON = {
    "a method other than GET and POST": "UnsupportedProtocol",
    "a body over 10 MB": "RequestSizeLimitExceeded",
    "a URL over 32 KB": "RequestSizeLimitExceeded",
    "a broken multipart body": "InvalidRequest",
    "a malformed Authorization": "AuthFailure.InvalidAuthorization",
    "a SecretId that is none": "AuthFailure.InvalidSecretId",
    "an unknown SecretId": "AuthFailure.SecretIdNotFound",
    "a disabled key": "AuthFailure.SecretIdNotFound",
    "an expired key": "AuthFailure.SecretIdNotFound",
    "a clock that is wrong": "AuthFailure.SignatureExpire",
    "a wrong SecretKey": "AuthFailure.SignatureFailure",
    "a changed body": "AuthFailure.SignatureFailure",
    "a wrong token": "AuthFailure.TokenFailure",
    "no X-TC-Timestamp": "MissingParameter",
    "no Nonce": "MissingParameter",
    "another version": "NoSuchVersion",
    "a host of another product": "NoSuchProduct",
    "an unknown action": "InvalidAction",
    "an unknown parameter": "UnknownParameter",
    "a parameter of the wrong type": "InvalidParameter",
    "a body that is not JSON": "InvalidParameter",
    "an unknown SignatureMethod": "InvalidParameterValue",
    "more calls a second than the key may make": "RequestLimitExceeded",
    "more calls a second of the permit than the server lets in": "RequestLimitExceeded",
    "a full queue": "RequestLimitExceeded",
    "accounts that cannot be looked up": "InternalError",
}
"""Conditions, and the vendor's code for each."""
SOME_PASS = "more calls a second"
"""How conditions begin in which the first calls are let in; their picture is none."""
OF_NODE = {"FailedOperation.NoHKIDCard", "FailedOperation.UnOpenError", "FailedOperation.WarningServiceFailed"}
OF_THE_PAGES = [(page["action"], code) for page in PAGES for code in page["codes"]]


@pytest.fixture(scope="module")
def calls(request: pytest.FixtureRequest) -> Calls:
    return Calls(request)


@pytest.fixture(scope="module", params=PYTHONS)
def told(request: pytest.FixtureRequest, calls: Calls, run_python: Callable[..., Any]) -> Mapping[Any, list[Call]]:
    """All answers, by condition or by action and code, from one run of the SDK."""
    conditions: list[Any] = [*COMMON, *OF_THE_PAGES]
    made = [calls.common(c) if isinstance(c, str) else calls.of_the_pages(*c) for c in conditions]
    answers = iter(run_python(request.param, "tencent.py", calls=[call for part in made for call in part]))
    return {condition: [next(answers) for _ in part] for condition, part in zip(conditions, made, strict=True)}


def assert_told(answer: Mapping[str, Any], code: str) -> None:
    assert "error" in answer, answer
    error = answer["error"]
    assert (error["code"], error["type"]) == (code, "TencentCloudSDKException"), error
    assert error["message"]
    assert len(error["request"]) == 36


@pytest.mark.parametrize(("action", "code"), OF_THE_PAGES, ids=lambda value: value)
def test_codes_of_the_pages(told: Mapping[Any, list[Call]], action: str, code: str) -> None:
    for answer in told[action, code]:
        assert_told(answer, code)


@pytest.mark.parametrize(("condition", "code"), COMMON.items(), ids=[c.replace(" ", "-") for c in COMMON])
def test_common_codes(told: Mapping[Any, list[Call]], condition: str, code: str) -> None:
    answers = told[condition]
    if condition.startswith(SOME_PASS):
        answers = [answer for answer in answers if answer["error"]["code"] != "FailedOperation.ImageDecodeFailed"]
    assert answers
    for answer in answers:
        assert_told(answer, code)


def test_the_permit_has_the_rate_of_its_page_by_default(calls: Calls) -> None:
    """A maximum of 20 requests can be initiated per second; the server that is tried above lets one in."""
    assert (calls.server.settings.permit_rate, calls.busy.settings.permit_rate) == (20, 1)


@pytest.mark.parametrize(
    ("python", "message"),
    [
        ("tencent-intl", "The signature does not match; check the SecretKey and how the request is signed."),
        ("tencent-mainland", "签名错误，请检查 SecretKey 和签名的计算过程。"),
    ],
    ids=PYTHONS,
)
def test_messages_are_in_the_language_that_the_sdk_asks_for(
    python: str, message: str, calls: Calls, run_python: Callable[..., Any]
) -> None:
    """Each of the two clouds' SDKs has one of its own."""
    (answer,) = run_python(python, "tencent.py", calls=[calls.call(key="wrong")])
    assert answer["error"]["message"] == message


def test_command_line(calls: Calls, run_python: Callable[..., Any]) -> None:
    """tccli ends with the code, the message and the id of the request."""
    (answer,) = run_python("tencent-cli", "tencent_cli.py", calls=[calls.call(picture="no-card", key="wrong")])
    assert answer["error"]["code"] == "AuthFailure.SignatureFailure"
    assert len(answer["error"]["request"]) == 36


@pytest.mark.parametrize("script", ["tencent_mainland.js", "tencent_intl.js"])
def test_node(script: str, calls: Calls, run_node: Callable[..., Any]) -> None:
    """The code, the message and the id of the request, whichever way the call was signed."""
    told = {
        "AuthFailure.SignatureFailure": calls.common("a wrong SecretKey"),
        "AuthFailure.SecretIdNotFound": calls.common("an unknown SecretId") + calls.common("a disabled key"),
        "AuthFailure.TokenFailure": calls.common("a wrong token"),
        "RequestLimitExceeded": calls.common("a full queue"),
        **{code: calls.of_the_pages(HKID, code) for code in OF_NODE},
    }
    answers = iter(run_node(script, calls=[call for part in told.values() for call in part]))
    for code, part in told.items():
        for _ in part:
            error = next(answers)["error"]
            assert (error["code"], bool(error["message"]), len(error["request"])) == (code, True, 36)
