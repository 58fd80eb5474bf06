"""Whatever comes in, an answer in the vendor's envelope goes out."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hmtocr.protocols.alibaba import DIALECT
from hmtocr.protocols.exchange import Request

NAMES = (
    "authorization",
    "content-type",
    "host",
    "x-acs-action",
    "x-acs-version",
    "x-acs-date",
    "x-acs-signature-nonce",
    "x-acs-content-sha256",
    "x-acs-security-token",
)
LATIN = st.text(st.characters(max_codepoint=255), max_size=60)
VALUES = LATIN | st.sampled_from(
    (
        "ACS3-HMAC-SHA256 Credential=LTAItest,SignedHeaders=host;x-acs-action;x-acs-version,Signature=0",
        "application/x-www-form-urlencoded",
        "RecognizeHKIdcard",
        "2021-07-07",
        "2026-11-21T00:00:00Z",
        "2026-02-30T25:00:00Z",
    )
)
HEADERS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=7).map(tuple)
_settings = settings(
    derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80
)


@_settings
@given(st.sampled_from(["GET", "POST", "TRACE"]), LATIN, HEADERS, st.binary(max_size=80))
def test_any_request_is_answered(
    caller: Any, method: str, query: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    request = Request(method, f"/?{query}", headers, body)
    assert DIALECT.claims(request) in (True, False)
    answer = caller.send(request)
    assert 400 <= answer.status < 500
    assert b"InternalError" not in answer.body


@_settings
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.sampled_from(["JSON", "XML"]))
def test_any_url_is_answered(caller: Any, url: str, told: str) -> None:
    answer = caller.send(caller.v1(Url=url, Format=told))
    assert answer.status == 400
    assert b"ImageUrl" in answer.body
