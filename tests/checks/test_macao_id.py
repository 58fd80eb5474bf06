"""Macao resident identity card numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmtocr.checks import macao_id


@given(st.from_regex(r"[157][0-9]{6}\([0-9]\)", fullmatch=True))
def test_every_number_of_the_form_is_accepted(number: str) -> None:
    assert macao_id.is_valid_format(number)
    assert macao_id.registration(number)
    assert macao_id.mrz_agrees(number, macao_id.compact(number) or "") is True


def test_the_old_form_is_the_same_number() -> None:
    assert macao_id.compact("5/123456/7") == macao_id.compact("5123456(7)") == "51234567"


@pytest.mark.parametrize("text", ["", "12345678", "123456(7)", "A234567(8)", "1234567(A)", "1/234567(8)"])
def test_other_forms_are_refused(text: str) -> None:
    assert not macao_id.is_valid_format(text)
    assert macao_id.compact(text) is None
    assert macao_id.registration(text) is None


def test_first_digits_differ_in_meaning() -> None:
    assert len({macao_id.registration(f"{digit}234567(8)") for digit in "157"}) == 3
    assert macao_id.registration("8234567(8)") is None


def test_zone_of_another_card() -> None:
    assert macao_id.mrz_agrees("1234567(8)", "12345687") is False
    assert macao_id.mrz_agrees("1234567", "12345678") is None
