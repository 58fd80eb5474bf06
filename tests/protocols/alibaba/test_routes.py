"""What every request must say, in whatever form; whose it is; what it is answered in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from hmtocr.protocols import tencent
from hmtocr.protocols.alibaba import DIALECT
from hmtocr.protocols.exchange import Request

HOST = ("host", "127.0.0.1:8080")
FORM = ("content-type", "application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"x_acs_action": ""}, 400, "MissingAction"),
        ({"x_acs_version": ""}, 400, "MissingVersion"),
        ({"x_acs_date": ""}, 400, "MissingTimestamp"),
        ({"x_acs_signature_nonce": ""}, 400, "MissingSignatureNonce"),
        ({"x_acs_content_sha256": ""}, 400, "IncompleteSignature"),
        ({"x_acs_action": "RecognizeIdcard"}, 404, "InvalidAction.NotFound"),
        ({"x_acs_action": "recognizehkidcard"}, 404, "InvalidAction.NotFound"),
        ({"x_acs_version": "2019-12-30"}, 400, "InvalidVersion"),
        ({"x_acs_date": "20261121T000000Z"}, 400, "InvalidTimeStamp.Format"),
        ({"x_acs_date": "2026-13-41T00:00:00Z"}, 400, "InvalidTimeStamp.Format"),
        ({"access_key": "LTAIother"}, 404, "InvalidAccessKeyId.NotFound"),
        ({"secret": "another"}, 400, "SignatureDoesNotMatch"),
        ({"query": {"Format": "YAML"}}, 400, "InvalidFormat"),
    ],
    ids=str,
)
def test_what_acs3_must_say(caller: Any, changes: dict[str, Any], status: int, code: str) -> None:
    assert caller.error(caller.acs3(**changes)) == (status, code)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        *(({name: ""}, 400, f"Missing{name}") for name in ("Action", "Version", "AccessKeyId", "SignatureMethod")),
        *(({name: ""}, 400, f"Missing{name}") for name in ("SignatureVersion", "SignatureNonce", "Timestamp")),
        ({"Action": "RecognizeIdcard"}, 404, "InvalidAction.NotFound"),
        ({"Version": "2019-12-30"}, 400, "InvalidVersion"),
        ({"SignatureMethod": "HMAC-MD5"}, 400, "InvalidSignatureMethod"),
        ({"SignatureVersion": "2.0"}, 400, "InvalidSignatureVersion"),
        ({"Timestamp": "1795219200"}, 400, "InvalidTimeStamp.Format"),
        ({"AccessKeyId": "LTAIother"}, 404, "InvalidAccessKeyId.NotFound"),
        ({"secret": "another"}, 400, "SignatureDoesNotMatch"),
        ({"Format": "YAML"}, 400, "InvalidFormat"),
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_v1_must_say(caller: Any, method: str, changes: dict[str, str], status: int, code: str) -> None:
    assert caller.error(caller.v1(method=method, **changes)) == (status, code)


def test_v1_without_a_signature(caller: Any) -> None:
    request = Request("GET", "/?AccessKeyId=LTAItest&Action=RecognizeHKIdcard&Format=JSON", (HOST,))
    status, answer = caller.ask(request)
    assert (status, answer["Code"]) == (400, "MissingSignature")
    assert answer["Message"] == "Signature is mandatory for this action."
    anonymous = Request("POST", "/", (HOST, ("x-acs-action", "RecognizeHKIdcard")), caller.picture)
    assert caller.error(anonymous) == (400, "MissingAccessKeyId")


@pytest.mark.parametrize(("seconds", "refused"), [(-901, True), (-899, False), (899, False), (901, True)])
def test_the_clock_may_be_fifteen_minutes_off(caller: Any, seconds: int, refused: bool) -> None:
    moment = caller.moment(caller.world.now + seconds)
    for request in (caller.acs3(x_acs_date=moment), caller.v1(Timestamp=moment)):
        status, answer = caller.ask(request)
        assert (status, answer.get("Code")) == ((400, "InvalidTimeStamp.Expired") if refused else (200, None))


@pytest.mark.parametrize("offset", [-800, 0, 800])
def test_a_nonce_is_remembered_while_its_timestamp_is_good(caller: Any, offset: int) -> None:
    caller.ask(caller.acs3(at=caller.world.now + offset, x_acs_signature_nonce="n"))
    (seconds,) = caller.world.nonces.seen.values()
    assert offset + 900 <= seconds <= offset + 910
    assert caller.error(caller.acs3(x_acs_signature_nonce="n")) == (400, "SignatureNonceUsed")
    assert caller.error(caller.v1(SignatureNonce="n")) == (400, "SignatureNonceUsed")


@pytest.mark.parametrize("changes", [{"state": "disabled"}, {"expires": 1.0}], ids=str)
def test_keys_that_are_no_more(caller: Any, changes: dict[str, Any]) -> None:
    caller.world.accounts.change_key(**changes)
    assert caller.error(caller.acs3()) == (400, "InvalidAccessKeyId.Inactive")


def test_sessions(caller: Any) -> None:
    caller.world.accounts.change_credential("alibaba", "LTAItest", token="t0ken", expires=caller.world.now + 60)
    for request in (
        caller.acs3(),
        caller.acs3(x_acs_security_token="t0kem"),
        caller.v1(),
        caller.v1(SecurityToken="t"),
    ):
        assert caller.error(request) == (400, "invalidStsToken")
    assert caller.error(caller.acs3(x_acs_security_token="t0ken")) == (200, "None")
    assert caller.error(caller.v1(SecurityToken="t0ken")) == (200, "None")
    caller.world.now += 61
    assert caller.error(caller.acs3(x_acs_security_token="t0ken")) == (400, "invalidStsToken")


def test_a_permanent_key_may_come_with_a_token(caller: Any) -> None:
    assert caller.error(caller.acs3(x_acs_security_token="whatever")) == (200, "None")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_methods_other_than_get_and_post(caller: Any, method: str) -> None:
    assert caller.error(caller.acs3(method=method)) == (400, "UnsupportedHTTPMethod")


def test_a_name_twice_is_refused(caller: Any) -> None:
    request = caller.v1()
    again = replace(request, target=request.target + "&Url=x")
    assert caller.error(again) == (400, "InvalidParameter")


def test_an_error_tells_where_to_look(caller: Any) -> None:
    _, answer = caller.ask(caller.acs3(b""))
    assert {name: answer[name] for name in answer if name != "RequestId"} == {
        "HostId": "127.0.0.1:8080",
        "Code": "MissingImageUrl",
        "Message": "You must specify image URL.",
        "Recommend": "https://api.aliyun.com/troubleshoot?q=MissingImageUrl&product=ocr-api",
    }


@pytest.mark.parametrize("told", ["XML", "xml", ""])
def test_v1_answers_xml_if_asked_or_not_told(caller: Any, told: str) -> None:
    answer = caller.send(caller.v1(Format=told))
    assert dict(answer.headers)["Content-Type"] == "text/xml;charset=utf-8"
    root = ElementTree.fromstring(answer.body)
    assert (root.tag, [child.tag for child in root]) == ("RecognizeHKIdcardResponse", ["RequestId", "Data"])
    assert json.loads(root.findtext("Data") or "")["data"]["nameCn"] == "樂永晴"

    answer = caller.send(replace(caller.v1(Format=told, secret="another"), headers=(("host", "a<b\x01"),)))
    root = ElementTree.fromstring(answer.body)
    assert (answer.status, root.tag, root.findtext("Code")) == (400, "Error", "SignatureDoesNotMatch")
    assert [child.tag for child in root] == ["RequestId", "HostId", "Code", "Message", "Recommend"]
    assert (root.findtext("Message") or "").split(":")[1].startswith("GET&%2F&AccessKeyId%3DLTAItest%26")


def test_acs3_answers_json_unless_told_otherwise(caller: Any) -> None:
    assert caller.ask(caller.acs3(query={"Format": "json"}))[0] == 200
    answer = caller.send(caller.acs3(query={"Format": "XML"}))
    assert answer.body.startswith(b"<?xml")


def test_a_failure_of_the_server_says_nothing_of_itself(caller: Any, caplog: pytest.LogCaptureFixture) -> None:
    async def fail(dialect: str, identifier: str) -> None:
        raise RuntimeError(f"{dialect} {identifier}")

    caller.world.accounts.find = fail
    assert caller.error(caller.acs3()) == (500, "InternalError")
    assert "unexpected RuntimeError" in caplog.text
    assert "LTAItest" not in caplog.text


def test_every_request_at_the_root_is_one_vendors(caller: Any) -> None:
    ours = (
        caller.acs3(),
        caller.v1(),
        caller.v1(method="POST"),
        caller.v1(method="POST", body=caller.picture),
        Request("POST", "/", (HOST, ("x-acs-action", "RecognizeHKIdcard"))),
        Request("POST", "/", (HOST, ("authorization", "ACS3-HMAC-SM3 x"))),
        Request("POST", "", (HOST, FORM), b"a=b&AccessKeyId=x"),
        Request("GET", "/?SignatureVersion=1.0", (HOST,)),
    )
    theirs = (
        Request("GET", "/", (HOST,)),
        Request("POST", "/", (HOST, ("x-tc-action", "HKIDCardOCR")), b"{}"),
        Request("POST", "/", (HOST, ("authorization", "TC3-HMAC-SHA256 x")), b"AccessKeyId="),
        Request("POST", "/", (HOST, FORM), b"Action=HKIDCardOCR&SecretId=x&Nonce=1"),
    )
    assert all(DIALECT.claims(r) and not tencent.DIALECT.claims(r) for r in ours)
    assert all(tencent.DIALECT.claims(r) and not DIALECT.claims(r) for r in theirs)
    assert not DIALECT.claims(Request("POST", "/v1/read", (HOST, ("x-acs-action", "RecognizeHKIdcard"))))
