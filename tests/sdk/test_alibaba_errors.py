"""Every error code of Alibaba Cloud that the server knows, as the exceptions of the vendor's SDKs tell it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

Call = dict[str, Any]

PYTHONS = {"ACS3": "alibaba_tea.py", "V1": "alibaba_core.py"}
"""The vendor's two ways to sign, and the client whose SDK signs so."""


class Calls:
    """Makes calls of the clients clients/alibaba_*.py and clients/alibaba.js."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        """Take what is called from the fixtures."""
        self.server, self.plugged, self.busy = map(request.getfixturevalue, ("server", "plugged", "busy"))
        self.refused, self.temporary = map(request.getfixturevalue, ("refused", "temporary"))
        self.pictures: Mapping[str, Path] = request.getfixturevalue("pictures")
        self.url_of = request.getfixturevalue("url_of")
        self.broken, good = request.getfixturevalue("broken")
        made = {live.endpoint: live.make_key("alibaba") for live in (self.plugged, self.busy)}
        self.keys = {
            self.server.endpoint: request.getfixturevalue("secrets"),
            self.broken.endpoint: good,
            **made,
        }
        self.nonces = (f"used-twice-{i}" for i in itertools.count())

    def call(
        self,
        picture: str | None = "hk-id-2018",
        *,
        at: Any = None,
        by: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Call:
        """A call with a picture as its body, at a server, by a key; options are those of the client."""
        live = at or self.server
        secrets = by or self.keys[live.endpoint]
        body = {} if picture is None else {"file": str(self.pictures[picture])}
        named = {"endpoint": live.endpoint, "id": secrets["ALIBABA_AK"], "key": secrets["ALIBABA_SK"]}
        return {**named, **body, **options}

    def spoilt(self, way: str, name: str, value: str | None) -> Call:
        """A call with a header of ACS3, or the parameter of V1 that it stands for, changed or taken away."""
        if way == "V1":
            return self.call(wire={"query": {name: value}})
        header = {"Timestamp": "x-acs-date", "SignatureNonce": "x-acs-signature-nonce", "Signature": "Authorization"}
        return self.call(wire={"headers": {header.get(name, f"x-acs-{name.lower()}"): value}})

    def of(self, condition: str, way: str) -> list[Call]:
        """What brings a condition about for the SDK that signs in that way."""
        call = self.call
        if condition.startswith("no parameter "):
            return [self.spoilt(way, condition.removeprefix("no parameter "), None)]
        match condition:
            case "a method other than GET and POST":
                return [call(wire={"method": "PUT"})]
            case "an unknown Format":
                return [call(wire={"query": {"Format": "YAML"}})]
            case "another version":
                return [self.spoilt(way, "Version", "2019-12-30")]
            case "an unknown action":
                return [self.spoilt(way, "Action", "RecognizeIdcard")]
            case "an unknown signature method":
                if way == "V1":
                    return [call(wire={"query": {"SignatureMethod": "HMAC-MD5"}})]
                return [call(wire={"headers": {"Authorization": "ACS3-HMAC-SM3 Credential=a"}})]
            case "an unknown signature version":
                return [call(wire={"query": {"SignatureVersion": "2.0"}})]
            case "a malformed Authorization":
                told = [{"Authorization": "ACS3-HMAC-SHA256 nonsense"}, {"x-acs-unsigned": "1"}]
                return [call(wire={"headers": headers}) for headers in told]
            case "a timestamp that is none":
                return [self.spoilt(way, "Timestamp", "yesterday")]
            case "a clock that is wrong":
                return [call(skew=seconds) for seconds in (-910, 910)]
            case "an unknown AccessKeyId":
                return [call(id="LTAInobody")]
            case "a disabled key":
                return [call(by=self.refused["disabled"])]
            case "an expired key":
                return [call(by=self.refused["expired"])]
            case "a wrong AccessKeySecret":
                return [call(key="wrong")]
            case "a changed request":
                return [call(wire={"query": {"Url": self.url_of("hk-id-2018")}})]
            case "a nonce that comes again":
                nonce = next(self.nonces)
                return [call("text", nonce=nonce), call("text", nonce=nonce)]
            case "a wrong STS token":
                return [call(by=self.temporary, token=token) for token in (None, "wrong")]
            case "a suspended account":
                return [call(by=self.refused["suspended"])]
            case "an API that the key may not call":
                return [call(by=self.refused["not-enabled"])]
            case "a quota that is used up, or arrears":
                return [call(by=self.refused[name]) for name in ("used-up", "arrears")]
            case "more calls a second than the key may make":
                return [call("text", by=self.refused["slow"]) for _ in range(6)]
            case "a full queue":
                return [call("plug-slow", at=self.busy) for _ in range(2)]
            case "accounts that cannot be looked up":
                return [call("text", at=self.broken)]
            case "both Url and a body":
                return [call(url=self.url_of("hk-id-2018"))]
            case "neither Url nor a body":
                return [call(None)]
            case "a Url of more than 2048 bytes":
                return [call(None, url="http://127.0.0.1/" + "a" * 2048)]
            case "a Url whose escapes are broken":
                return [call(None, url="http://127.0.0.1/%zz")]
            case "a Url that is not allowed":
                return [call(None, url=f"http://{host}/a.jpg") for host in ("10.0.0.1", "pictures.example", "[::1]")]
            case "a Url that cannot be fetched":
                return [call(None, url=url) for url in (self.url_of("no-such-file"), "a.jpg")]
            case "a picture over 10 MB":
                return [call("large", whole=True), call(None, url=self.url_of("large"))]
            case "what is no picture":
                return [call(name) for name in ("text", "cut")] + [call(None, url=self.url_of("text"))]
            case "a picture that is too small":
                return [call("tiny")]
            case "a picture without such a card":
                return [call(name) for name in ("no-card", "picture", "mo-id-2013")]
            case "a card that cannot be read":
                return [call(f"plug-{word}", at=self.plugged) for word in ("ModelError", "unreadable", "RuntimeError")]
        raise AssertionError(condition)


BOTH, ACS3, V1 = ("ACS3", "V1"), ("ACS3",), ("V1",)
CONDITIONS = {
    "a method other than GET and POST": ("UnsupportedHTTPMethod", 400, BOTH),
    "both Url and a body": ("InvalidParameter", 400, BOTH),
    "an unknown Format": ("InvalidFormat", 400, BOTH),
    "another version": ("InvalidVersion", 400, BOTH),
    "an unknown signature method": ("InvalidSignatureMethod", 400, BOTH),
    "an unknown signature version": ("InvalidSignatureVersion", 400, V1),
    "an unknown action": ("InvalidAction.NotFound", 404, BOTH),
    "a malformed Authorization": ("IncompleteSignature", 400, ACS3),
    "a timestamp that is none": ("InvalidTimeStamp.Format", 400, BOTH),
    "a clock that is wrong": ("InvalidTimeStamp.Expired", 400, BOTH),
    "an unknown AccessKeyId": ("InvalidAccessKeyId.NotFound", 404, BOTH),
    "a disabled key": ("InvalidAccessKeyId.Inactive", 400, BOTH),
    "an expired key": ("InvalidAccessKeyId.Inactive", 400, BOTH),
    "a wrong AccessKeySecret": ("SignatureDoesNotMatch", 400, BOTH),
    "a changed request": ("SignatureDoesNotMatch", 400, BOTH),
    "a nonce that comes again": ("SignatureNonceUsed", 400, BOTH),
    "a full queue": ("Throttling", 400, BOTH),
    "more calls a second than the key may make": ("Throttling.User", 400, BOTH),
    "accounts that cannot be looked up": ("InternalError", 500, BOTH),
    "no parameter AccessKeyId": ("MissingAccessKeyId", 400, V1),
    "no parameter Signature": ("MissingSignature", 400, V1),
    "no parameter SignatureMethod": ("MissingSignatureMethod", 400, V1),
    "no parameter SignatureVersion": ("MissingSignatureVersion", 400, V1),
    "no parameter SignatureNonce": ("MissingSignatureNonce", 400, BOTH),
    "no parameter Timestamp": ("MissingTimestamp", 400, BOTH),
    "no parameter Version": ("MissingVersion", 400, BOTH),
    "no parameter Action": ("MissingAction", 400, BOTH),
    "a wrong STS token": ("invalidStsToken", 400, BOTH),
    "a suspended account": ("noPermission", 401, BOTH),
    "an API that the key may not call": ("ocrServiceNotOpen", 401, BOTH),
    "a quota that is used up, or arrears": ("OcrServiceExpired", 401, BOTH),
    "neither Url nor a body": ("MissingImageUrl", 400, BOTH),
    "a Url of more than 2048 bytes": ("exceededImageUrlLength", 400, BOTH),
    "a Url whose escapes are broken": ("unsupportedEncodeImageUrl", 400, BOTH),
    "a Url that is not allowed": ("notSafeImageUrl", 400, BOTH),
    "a Url that cannot be fetched": ("IllegalImageUrl", 400, BOTH),
    "a picture over 10 MB": ("exceededImageContent", 413, BOTH),
    "what is no picture": ("unsupportedImageFormat", 415, BOTH),
    "a picture that is too small": ("unsupportedImageFormat", 415, BOTH),
    "a picture without such a card": ("unmatchedImageType", 400, BOTH),
    "a card that cannot be read": ("algorithmError", 503, BOTH),
}
"""Conditions, the vendor's code and HTTP status for each, and the ways to sign in which it can come about."""
CASES = [(way, c, code, status) for c, (code, status, ways) in CONDITIONS.items() for way in ways]
FIRST_PASS = {"more calls a second than the key may make", "a nonce that comes again"}
"""Conditions in which a first call is let in; its picture is none."""
OF_NODE = (
    "a wrong AccessKeySecret",
    "an unknown AccessKeyId",
    "a wrong STS token",
    "a full queue",
    "a quota that is used up, or arrears",
    "a Url that is not allowed",
    "a picture without such a card",
    "a picture over 10 MB",
)


@pytest.fixture(scope="module")
def calls(request: pytest.FixtureRequest) -> Calls:
    return Calls(request)


@pytest.fixture(scope="module")
def told(calls: Calls, run_python: Callable[..., Any]) -> Mapping[tuple[str, str], list[Call]]:
    """All answers by way and condition, from one run of each SDK."""
    answers: dict[tuple[str, str], list[Call]] = {}
    for way, script in PYTHONS.items():
        made = {condition: calls.of(condition, way) for w, condition, *_ in CASES if w == way}
        each = iter(run_python("clouds", script, calls=[call for part in made.values() for call in part]))
        answers |= {(way, condition): [next(each) for _ in part] for condition, part in made.items()}
    return answers


@pytest.mark.parametrize(
    ("way", "condition", "code", "status"), CASES, ids=[f"{way}-{c.replace(' ', '-')}" for way, c, *_ in CASES]
)
def test_codes(told: Mapping[tuple[str, str], list[Call]], way: str, condition: str, code: str, status: int) -> None:
    """The code, the status, the class of exception that goes with it, a message and the request's id."""
    errors = [answer["error"] for answer in told[way, condition]]
    if condition in FIRST_PASS:
        errors = [error for error in errors if error["code"] != "unsupportedImageFormat"]
    assert errors
    kind = "ServerException" if way == "V1" or status >= 500 else "ClientException"
    if way == "ACS3" and code.startswith("Throttling"):
        kind = "ThrottlingException"
    for error in errors:
        assert (error["code"], error["status_code"], error["type"]) == (code, status, kind), error
        assert error["message"]
        assert error["request_id"] == error["request_id"].upper()


def test_python_core_gets_xml_if_it_asks(calls: Calls, run_python: Callable[..., Any]) -> None:
    (answer,) = run_python("clouds", "alibaba_core.py", calls=[calls.call("no-card", format="XML")])
    told = ElementTree.fromstring(answer["text"])
    assert (told.tag, told.findtext("Code")) == ("Error", "unmatchedImageType")
    assert told.findtext("RequestId")
    assert told.findtext("HostId") == calls.server.endpoint


def test_node(calls: Calls, run_node: Callable[..., Any]) -> None:
    """The newer SDK, with a picture, and pop-core, which has only Url."""
    made = [(condition, call) for condition in OF_NODE for call in calls.of(condition, "ACS3")]
    gone = calls.url_of("no-such-file")
    made += [("a Url that cannot be fetched", calls.call(None, url=gone, pop=True))]
    made += [("an unknown action", calls.call(None, url=gone, pop=True, action="RecognizeIdcard"))]
    answers = run_node("alibaba.js", calls=[call for _, call in made])
    for (condition, _), answer in zip(made, answers, strict=True):
        assert answer["error"]["code"] == CONDITIONS[condition][0], answer
        assert answer["error"]["message"]
        assert answer["error"]["request"]
