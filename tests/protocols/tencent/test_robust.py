"""Whatever comes in, an answer in the vendor's envelope goes out."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hmtocr.protocols.exchange import Request
from hmtocr.protocols.tencent import DIALECT

NAMES = (
    "authorization",
    "content-type",
    "host",
    "x-tc-action",
    "x-tc-version",
    "x-tc-timestamp",
    "x-tc-token",
    "x-tc-language",
    "x-tc-content-sha256",
    "x-acs-action",
)
LATIN = st.text(st.characters(max_codepoint=255), max_size=60)
VALUES = st.one_of(
    LATIN,
    st.sampled_from(
        (
            "TC3-HMAC-SHA256 Credential=AKID/2026-11-21/ocr/tc3_request, SignedHeaders=content-type;host, Signature=0",
            "multipart/form-data; boundary=b",
            "application/x-www-form-urlencoded",
            "1795219200",
            "99999999999",
            "http://[::1]:8080",
        )
    ),
)
HEADERS = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=6).map(tuple)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=3,
)


@settings(derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(st.sampled_from(["GET", "POST", "TRACE"]), LATIN, HEADERS, st.binary(max_size=80))
def test_any_request_is_answered(
    caller: Any, method: str, query: str, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    request = Request(method, f"/?{query}", headers, body)
    assert DIALECT.claims(request) in (True, False)
    code = caller.ask(request)["Error"]["Code"]
    assert code != "InternalError"


@settings(derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(
    st.sampled_from(DIALECT.apis),
    st.dictionaries(
        st.sampled_from(["ImageBase64", "ImageUrl", "CardSide", "Config", "BackImageUrl", "ReturnHeadImage"])
        | st.text(),
        JSON,
        max_size=4,
    ),
)
def test_any_parameters_are_answered(caller: Any, action: str, parameters: dict[str, Any]) -> None:
    answer = caller.call(action, parameters)
    assert answer.get("Error", {}).get("Code") not in ("InternalError", "FailedOperation.UnKnowError")
    json.dumps(answer).encode()
