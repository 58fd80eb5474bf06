"""Genuine requests of the vendor's SDKs are accepted, every tampering with them is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hmtocr.protocols.exchange import Request
from hmtocr.protocols.huawei.sign import parse_authorization, verify

VECTORS = json.loads((Path(__file__).parent / "fixtures" / "signed_requests.json").read_text(encoding="utf-8"))
SECRET = VECTORS["secret"]


def _request(case: dict[str, Any]) -> Request:
    headers = tuple((name, value) for name, value in case["headers"])
    return Request(case["method"], case["target"], headers, case["body"].encode("latin-1"))


REQUESTS = [_request(case) for case in VECTORS["requests"]]


def _genuine(request: Request, secret: str = SECRET) -> bool:
    authorization = parse_authorization(request.header("authorization") or "")
    return authorization is not None and verify(request, authorization, secret)


def _tampered(request: Request) -> Iterator[Request]:
    yield replace(request, body=request.body + b" ")
    yield replace(request, method="PUT")
    yield replace(request, target=request.target.replace("/v", "/w", 1))
    yield replace(request, target=request.target + ("&" if request.query else "?") + "more=1")
    if request.header("x-security-token") is None:
        yield replace(request, headers=(*request.headers, ("x-security-token", "added")))
    for at, (name, value) in enumerate(request.headers):
        told = parse_authorization(request.header("authorization") or "")
        if name == "authorization" or (told and name in told.signed_headers):
            changed = value[:-1] + ("0" if value[-1:] != "0" else "1")
            yield replace(request, headers=(*request.headers[:at], (name, changed), *request.headers[at + 1 :]))


@pytest.mark.parametrize("request_", REQUESTS)
def test_genuine_requests_are_accepted(request_: Request) -> None:
    assert _genuine(request_)
    assert not _genuine(request_, "another secret")


@pytest.mark.parametrize("request_", REQUESTS)
def test_every_tampering_is_refused(request_: Request) -> None:
    assert not [tampered for tampered in _tampered(request_) if _genuine(tampered)]


def test_an_unsigned_hash_does_not_switch_the_check_of_the_body_off() -> None:
    for request in REQUESTS:
        headers = (*request.headers, ("x-sdk-content-sha256", "UNSIGNED-PAYLOAD"))
        assert _genuine(replace(request, headers=headers))
        assert not _genuine(replace(request, headers=headers, body=b"{}{}"))
