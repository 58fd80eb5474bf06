"""Signatures: what genuine clients sent is accepted, and refused as soon as anything in it is changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hmtocr.accounts.key import Credential
from hmtocr.protocols.exchange import Request
from hmtocr.protocols.tencent import sign

FIXTURES = Path(__file__).parent / "fixtures"
GENUINE = json.loads((FIXTURES / "signed_requests.json").read_text())
WORKED = json.loads((FIXTURES / "worked_examples.json").read_text())


def as_request(told: dict[str, Any]) -> Request:
    headers = tuple((name, value) for name, value in told["headers"])
    return Request(told["method"], told["target"], headers, told["body"].encode("latin-1"))


@pytest.fixture
def vector(request: pytest.FixtureRequest, world: Any) -> dict[str, Any]:
    """A genuine request, in a world that knows its key at the time it was made."""
    told: dict[str, Any] = request.param
    world.now = told["timestamp"] + 2.0
    credential = Credential(world.accounts.key, GENUINE["secret_id"], GENUINE["secret_key"], token=told["token"])
    world.accounts.credentials["tencent", GENUINE["secret_id"]] = credential
    return told


every_vector = pytest.mark.parametrize("vector", GENUINE["requests"], ids=lambda v: v["name"], indirect=True)


@every_vector
def test_genuine_requests_of_the_sdks_are_accepted(vector: dict[str, Any], caller: Any) -> None:
    answer = caller.ask(as_request(vector["request"]))
    assert "Error" not in answer
    assert answer["IdNum"] == "Z683365(5)"
    assert answer["HeadImage"] is not None


def changed(text: str) -> Iterator[str]:
    """The text with one character another, in a few places, and cut short, and longer."""
    for at in {0, len(text) // 2, len(text) - 1}:
        yield text[:at] + ("1" if text[at] != "1" else "2") + text[at + 1 :]
    yield text[:-1]
    yield text + "0"


def tampered(request: Request) -> Iterator[Request]:
    """Copies in which one thing that a signature covers is another."""
    yield replace(request, method="GET" if request.method == "POST" else "POST")
    protected = {"authorization", "host", "content-type", "x-tc-timestamp"}
    v3 = request.header("authorization") is not None
    for at, (name, value) in enumerate(request.headers):
        # v1 signs the host only, and that without its port for some clients.
        if name not in protected or (not v3 and name != "host"):
            continue
        texts = changed(value.partition(":")[0]) if name == "host" else changed(value)
        for text in texts:
            yield replace(request, headers=(*request.headers[:at], (name, text), *request.headers[at + 1 :]))
    if request.query:
        for text in changed(request.query):
            yield replace(request, target=f"/?{text}")
    if request.body and request.header("x-tc-content-sha256") is None:
        for text in changed(request.body.decode()):
            yield replace(request, body=text.encode())
    yield replace(request, target=f"{request.target}{'&' if request.query else '?'}Extra=1")


@every_vector
def test_every_tampering_is_refused(vector: dict[str, Any], caller: Any) -> None:
    copies = list(tampered(as_request(vector["request"])))
    assert len(copies) >= 10
    for copy in copies:
        assert "Error" in caller.ask(copy)
    assert caller.world.accounts.admitted == []


@every_vector
def test_another_secret_is_refused(vector: dict[str, Any], caller: Any) -> None:
    caller.world.accounts.change_credential("tencent", GENUINE["secret_id"], secret="another")
    answer = caller.ask(as_request(vector["request"]))
    assert answer["Error"]["Code"] == "AuthFailure.SignatureFailure"


@pytest.mark.parametrize(
    "vector", [v for v in GENUINE["requests"] if v["token"]], ids=lambda v: v["name"], indirect=True
)
def test_a_temporary_key_needs_its_token(vector: dict[str, Any], caller: Any) -> None:
    caller.world.accounts.change_credential("tencent", GENUINE["secret_id"], token="another")
    answer = caller.ask(as_request(vector["request"]))
    assert answer["Error"]["Code"] == "AuthFailure.TokenFailure"


@pytest.mark.parametrize("example", WORKED["v3"])
def test_the_worked_examples_of_v3(example: dict[str, Any]) -> None:
    request = as_request(example["request"])
    told = sign.parse_authorization(request.header("authorization") or "")
    assert told is not None
    assert sign.verify_v3(request, told, example["timestamp"], example["secret_key"])
    assert not sign.verify_v3(request, told, example["timestamp"], example["secret_key"] + "x")


@pytest.mark.parametrize("example", WORKED["v1"])
@pytest.mark.parametrize("port", ["", ":443"])
def test_the_worked_examples_of_v1(example: dict[str, Any], port: str) -> None:
    request = Request("GET", "/", (("host", example["host"] + port),))
    assert sign.verify_v1(request, example["form"], example["secret_key"])
    assert not sign.verify_v1(request, {**example["form"], "Limit": "21"}, example["secret_key"])
    assert not sign.verify_v1(request, {**example["form"], "SignatureMethod": "HmacSHA256"}, example["secret_key"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "SKIP",
        "Bearer abc",
        "TC3-HMAC-SHA256",
        "TC3-HMAC-SHA256 Credential=a/2026-11-21/ocr/tc3_request, SignedHeaders=host, Signature=00",
        "TC3-HMAC-SHA256 Credential=a/2026-11-21/ocr/tc3_request, SignedHeaders=content-type, Signature=00",
        "TC3-HMAC-SHA256 Credential=a/2026-11-21/ocr, SignedHeaders=content-type;host, Signature=00",
        "TC3-HMAC-SHA256 Credential=a/21-11-2026/ocr/tc3_request, SignedHeaders=content-type;host, Signature=00",
        "TC3-HMAC-SM3 Credential=a/2026-11-21/ocr/tc3_request, SignedHeaders=content-type;host, Signature=00",
    ],
)
def test_other_authorizations_are_none(text: str) -> None:
    assert sign.parse_authorization(text) is None
