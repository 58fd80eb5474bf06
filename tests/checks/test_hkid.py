"""Hong Kong identity card numbers."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmtocr.checks import hkid

bodies = st.from_regex(r"[A-Z]{1,2}[0-9]{6}", fullmatch=True)


@pytest.mark.parametrize(
    "number",
    [
        "A123456(3)",
        "AB987654(3)",
        "WX123456(9)",
        "XA000001(6)",
        "C668668(9)",
        "D862828(A)",
        "Z683365(A)",
        "G908833(3)",
    ],
)
def test_worked_examples_are_valid(number: str) -> None:
    assert hkid.is_valid_format(number)
    assert hkid.is_valid(number) is True


@pytest.mark.parametrize("number", ["Z683365(5)", "Z691338(2)", "D899336(5)"])
def test_specimens_with_a_wrong_digit_keep_their_form_but_fail(number: str) -> None:
    assert hkid.is_valid_format(number)
    assert hkid.is_valid(number) is False


@pytest.mark.parametrize(
    "text", ["C668668(E)", "c668668(9)", "A123456", "A1234563", "ABC123456(3)", "A12345(3)", "Ａ123456(3)"]
)
def test_other_forms_are_not_numbers(text: str) -> None:
    assert not hkid.is_valid_format(text)
    assert hkid.is_valid(text) is False


def test_nothing_to_judge() -> None:
    assert hkid.is_valid("  ") is None


@given(bodies)
def test_a_generated_number_is_valid(body: str) -> None:
    number = f"{body}({hkid.check_digit(body)})"
    assert hkid.is_valid(number) is True
    assert hkid.body(number) == body
    assert hkid.window_agrees(number, body) is True


@given(bodies, st.data())
def test_one_wrong_digit_is_always_noticed(body: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(len(body) - 6, len(body) - 1))
    digit = data.draw(st.sampled_from([d for d in string.digits if d != body[place]]))
    wrong = body[:place] + digit + body[place + 1 :]
    assert hkid.is_valid(f"{wrong}({hkid.check_digit(body)})") is False


@given(bodies, st.data())
def test_swapped_neighbours_are_always_noticed(body: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(len(body) - 6, len(body) - 2))
    swapped = body[:place] + body[place + 1] + body[place] + body[place + 2 :]
    assert hkid.is_valid(f"{swapped}({hkid.check_digit(body)})") is (swapped == body)


@given(bodies)
def test_just_one_check_digit_is_right(body: str) -> None:
    assert sum(hkid.is_valid(f"{body}({digit})") is True for digit in "0123456789A") == 1


@pytest.mark.parametrize("body", ["", "123456", "A12345", "A1234567", "a123456"])
def test_no_check_digit_for_what_is_no_number(body: str) -> None:
    with pytest.raises(ValueError, match="letters and six digits"):
        hkid.check_digit(body)


@given(st.text(max_size=14))
def test_any_text_is_judged(text: str) -> None:
    assert hkid.is_valid(text) in (True, False, None)
    assert hkid.window_agrees(text, text) in (True, None)
