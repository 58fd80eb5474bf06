"""Signatures: what genuine clients sent is accepted, and refused as soon as anything in it is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hmtocr.accounts.key import Credential
from hmtocr.protocols.alibaba import sign
from hmtocr.protocols.exchange import Request

FIXTURES = Path(__file__).parent / "fixtures"
GENUINE = json.loads((FIXTURES / "signed_requests.json").read_text())
WORKED = json.loads((FIXTURES / "worked_examples.json").read_text())
PICTURES = ("http://pictures.example/a b.jpg", "https://pictures.example/a.jpg?x=1&y=中")


def as_request(told: dict[str, Any]) -> Request:
    headers = tuple((name, value) for name, value in told["headers"])
    return Request(told["method"], told["target"], headers, told["body"].encode("latin-1"))


@pytest.fixture
def vector(request: pytest.FixtureRequest, world: Any) -> dict[str, Any]:
    """A genuine request, in a world that knows its key at the time it was made."""
    told: dict[str, Any] = request.param
    world.now = told["timestamp"] + 2.0
    session = GENUINE["session"]
    credential = Credential(world.accounts.key, session["access_key_id"], session["secret"], session["token"])
    world.accounts.credentials["alibaba", session["access_key_id"]] = credential
    for url in PICTURES:
        world.fetch.pictures[url] = b"\xff\xd8\xff a picture"
    return told


every_vector = pytest.mark.parametrize("vector", GENUINE["requests"], ids=lambda v: v["name"], indirect=True)


@every_vector
def test_genuine_requests_of_the_sdks_are_accepted(vector: dict[str, Any], caller: Any) -> None:
    status, answer = caller.ask(as_request(vector["request"]))
    assert status == 200
    assert json.loads(answer["Data"])["data"]["idNumber"] == "Z683365(5)"


@every_vector
def test_nothing_is_accepted_twice(vector: dict[str, Any], caller: Any) -> None:
    request = as_request(vector["request"])
    assert caller.ask(request)[0] == 200
    assert caller.error(request) == (400, "SignatureNonceUsed")


def changed(text: str) -> Iterator[str]:
    """The text with one character another, in a few places, and cut short, and longer."""
    for at in {0, len(text) // 2, len(text) - 1}:
        yield text[:at] + ("1" if text[at] != "1" else "2") + text[at + 1 :]
    yield text[:-1]
    yield text + "0"


def tampered(request: Request) -> Iterator[Request]:
    """Copies in which one thing that a signature covers is another."""
    yield replace(request, method="GET" if request.method == "POST" else "POST")
    acs3 = request.header("authorization") is not None
    told = sign.parse_authorization(request.header("authorization") or "")
    signed = {"authorization", *(told.signed_headers if told else ())}
    for at, (name, value) in enumerate(request.headers):
        if acs3 and name in signed:
            for text in changed(value):
                yield replace(request, headers=(*request.headers[:at], (name, text), *request.headers[at + 1 :]))
            yield replace(request, headers=(*request.headers[:at], *request.headers[at + 1 :]))
    if request.query:
        for pair in request.query.split("&"):
            rest = [other for other in request.query.split("&") if other != pair]
            yield replace(request, target="/?" + "&".join(rest))
            yield replace(request, target="/?" + "&".join((*rest, pair + "0")))
    if "form" in (request.header("content-type") or ""):
        pairs = request.body.split(b"&")
        for at, pair in enumerate(pairs):
            yield replace(request, body=b"&".join((*pairs[:at], *pairs[at + 1 :])))
            yield replace(request, body=b"&".join((*pairs[:at], pair + b"0", *pairs[at + 1 :])))
    elif request.body and acs3:
        for text in changed(request.body.decode("latin-1")):
            yield replace(request, body=text.encode("latin-1"))
    yield replace(request, target=f"{request.target}{'&' if request.query else '?'}Extra=1")


@every_vector
def test_every_tampering_is_refused(vector: dict[str, Any], caller: Any) -> None:
    copies = list(tampered(as_request(vector["request"])))
    assert len(copies) >= 20
    for copy in copies:
        assert caller.send(copy).status >= 400
    assert caller.world.accounts.admitted == []
    # A forgery must not use up the nonce of the genuine request.
    assert caller.ask(as_request(vector["request"]))[0] == 200


@every_vector
def test_another_secret_is_refused_with_the_string_to_sign(vector: dict[str, Any], caller: Any) -> None:
    for name in ("LTAItest", "STS.test"):
        caller.world.accounts.change_credential("alibaba", name, secret="another")
    status, answer = caller.ask(as_request(vector["request"]))
    assert (status, answer["Code"]) == (400, "SignatureDoesNotMatch")
    prefix, told = answer["Message"].split(":", 1)
    assert prefix == "Specified signature is not matched with our calculation. server string to sign is"
    assert told.startswith(("ACS3-HMAC-SHA256\n", "GET&%2F&AccessKeyId%3D", "POST&%2F&AccessKeyId%3D"))
    # aliyun-python-sdk-core compares what stands between the first colon and the next.
    assert ":" not in told


@pytest.mark.parametrize(
    "vector", [v for v in GENUINE["requests"] if v["session"]], ids=lambda v: v["name"], indirect=True
)
@pytest.mark.parametrize("changes", [{"token": "another"}, {"expires": 1.0}], ids=str)
def test_a_session_needs_its_token(vector: dict[str, Any], caller: Any, changes: dict[str, Any]) -> None:
    caller.world.accounts.change_credential("alibaba", "STS.test", **changes)
    assert caller.error(as_request(vector["request"])) == (400, "invalidStsToken")


def test_the_worked_example_of_acs3() -> None:
    example = WORKED["acs3"]
    request = as_request({**example, "body": ""})
    told = sign.parse_authorization(request.header("authorization") or "")
    assert told is not None
    assert sign.string_to_sign_acs3(request, told) == example["string_to_sign"]
    assert sign.verify_acs3(request, told, example["secret"])
    assert not sign.verify_acs3(request, told, example["secret"] + "x")
    assert not sign.verify_acs3(replace(request, body=b"x"), told, example["secret"])


def test_the_worked_example_of_v1() -> None:
    example = WORKED["v1"]
    told = example["parameters"]
    assert sign.string_to_sign_v1("GET", told) == example["string_to_sign"]
    assert sign.verify_v1("GET", told, example["secret"])
    assert not sign.verify_v1("POST", told, example["secret"])
    assert not sign.verify_v1("GET", told, example["secret"] + "x")
    assert not sign.verify_v1("GET", {**told, "SignatureMethod": "HMAC-SHA256"}, example["secret"])
    assert not sign.verify_v1("GET", {**told, "SignatureMethod": "MD5"}, example["secret"])


@pytest.mark.parametrize("method", ["HMAC-SHA1", "HMAC-SHA256"])
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_both_methods_of_v1(caller: Any, method: str, verb: str) -> None:
    assert caller.ask(caller.v1(method=verb, SignatureMethod=method))[0] == 200
    request = caller.v1(method=verb, SignatureMethod=method, secret="another")
    assert caller.error(request) == (400, "SignatureDoesNotMatch")


def test_the_order_and_escapes_of_the_query_do_not_matter(caller: Any) -> None:
    url = "https://pictures.example/ä b.jpg?c=1&d=2"
    caller.world.fetch.pictures[url] = caller.picture
    request = caller.acs3(b"", query={"Url": url, "A": "", "z": "*~"})
    other = "z=*%7E&A=&Url=https%3a%2f%2fpictures.example/%c3%a4+b.jpg?c%3d1%26d%3D2"
    assert caller.ask(replace(request, target=f"/?{other}"))[0] == 200


@pytest.mark.parametrize("name", ["host", "x-acs-action", "x-acs-date", "x-acs-content-sha256", "x-acs-security-token"])
def test_headers_that_must_be_signed(caller: Any, name: str) -> None:
    request = caller.acs3(unsigned=(name,), x_acs_security_token="t0ken")
    assert caller.error(request) == (400, "IncompleteSignature")


def test_the_hash_of_the_body_is_checked(caller: Any) -> None:
    lying = caller.acs3(x_acs_content_sha256="0" * 64)
    assert caller.error(lying) == (400, "SignatureDoesNotMatch")
    assert caller.error(replace(caller.acs3(), body=b"\xff\xd8\xff another")) == (400, "SignatureDoesNotMatch")


def test_a_header_sent_twice_is_refused(caller: Any) -> None:
    request = caller.acs3()
    twice = replace(request, headers=(*request.headers, ("x-acs-action", "RecognizeHKIdcard")))
    assert caller.error(twice) == (400, "IncompleteSignature")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "IncompleteSignature"),
        ("SKIP", "IncompleteSignature"),
        ("ACS3-HMAC-SHA256", "IncompleteSignature"),
        ("ACS3-HMAC-SHA256 Credential=LTAItest,SignedHeaders=host", "IncompleteSignature"),
        ("ACS3-HMAC-SHA256 Credential=LTAItest,SignedHeaders=host,Signature=00", "IncompleteSignature"),
        ("ACS3-HMAC-SM3 Credential=LTAItest,SignedHeaders=host,Signature=00", "InvalidSignatureMethod"),
    ],
)
def test_other_authorizations(caller: Any, text: str, code: str) -> None:
    request = caller.acs3()
    headers = tuple((k, text if k == "authorization" else v) for k, v in request.headers)
    assert caller.error(replace(request, headers=headers)) == (400, code)
