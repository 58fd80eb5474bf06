"""Forms are decoded as everybody decodes them, only faster."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from hypothesis import given, settings
from hypothesis import strategies as st

from hmtocr.protocols.tencent.bodies import from_form, media_type
from hmtocr.protocols.tencent.errors import TencentError

PIECES = st.lists(
    st.sampled_from(["%", "2", "B", "b", "F", "3", "D", "+", "/", "=", "%25", "%2B", "%E4%B8%AD", "a", "&"])
)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.dictionaries(st.text(min_size=1), st.text(), max_size=5))
def test_what_is_encoded_comes_back(form: dict[str, str]) -> None:
    assert from_form(urlencode(form, errors="ignore")) == dict(parse_qsl(urlencode(form, errors="ignore"), True))


@settings(derandomize=True, max_examples=60, deadline=None)
@given(PIECES.map("".join))
def test_any_text_is_decoded_as_the_library_does(text: str) -> None:
    try:
        expected = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return
    try:
        assert from_form(text) == dict(expected)
    except TencentError:
        assert len(dict(expected)) < len(expected)


def test_media_types() -> None:
    assert media_type("") == ("", "")
    assert media_type("Application/JSON;charset=UTF-8") == ("application/json", "")
    assert media_type('multipart/form-data; charset=utf-8; Boundary="a b"') == ("multipart/form-data", "a b")
    assert media_type("multipart/form-data; xboundary=a") == ("multipart/form-data", "")
