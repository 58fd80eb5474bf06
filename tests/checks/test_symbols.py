"""Symbols of Hong Kong cards and code letters of Macao cards."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmtocr.checks import symbols


@pytest.mark.parametrize(
    ("text", "permanent"),
    [
        ("***AZ", True),
        ("*AZ", True),
        ("AZ", True),
        ("***AXN", True),
        ("CX", False),
        ("CO", False),
        ("*RX", False),
    ],
)
def test_symbols_of_the_specimens(text: str, permanent: bool) -> None:
    assert symbols.is_permanent(text) is permanent
    assert "".join(part for part, _ in symbols.meanings(text)) == text


@given(st.from_regex(r"(\*\*\*|\*)?[ACRU][ZXWO]([BNY]|[LHKSPV][0-9]){0,3}", fullmatch=True))
def test_every_part_has_a_meaning(text: str) -> None:
    parts = symbols.meanings(text)
    assert "".join(part for part, _ in parts) == text
    assert all(meaning for _, meaning in parts)


@pytest.mark.parametrize("text", ["", "**AZ", "****AZ", "ZA", "A", "***", "***A2", "***AZX", "＊AZ", "kAZ"])
def test_what_is_no_symbols(text: str) -> None:
    assert symbols.parse_hong_kong(text) is None
    assert symbols.meanings(text) == ()
    assert symbols.is_permanent(text) is None


def test_marks_of_older_cards() -> None:
    parsed = symbols.parse_hong_kong("***AZL2K1Y")
    assert parsed is not None
    assert parsed.marks == ("L2", "K1", "Y")
    assert dict(symbols.meanings("AZL2K1"))["L2"] == "card lost twice"


@pytest.mark.parametrize(
    ("text", "age", "verdict"),
    [
        ("***AZ", 18, True),
        ("***AZ", 17, False),
        ("*AZ", 17, True),
        ("*AZ", 11, True),
        ("*AZ", 10, False),
        ("*AZ", 18, False),
        ("AZ", 5, None),
        ("CX", 40, None),
        ("?", 40, None),
    ],
)
def test_stars_tell_the_age_at_issue(text: str, age: int, verdict: bool | None) -> None:
    issue = date(2018, 11, 26)
    assert symbols.age_agrees(text, issue.replace(year=issue.year - age), issue) is verdict


def test_age_needs_both_dates() -> None:
    assert symbols.age_agrees("***AZ", None, date(2018, 11, 26)) is None
    assert symbols.age_agrees("***AZ", date(1990, 1, 1), None) is None


@pytest.mark.parametrize(
    ("text", "birthplace", "certificate", "sex"),
    [
        ("ASM", "A", True, "M"),
        ("CF", "C", False, "F"),
        ("N M", "N", False, "M"),
        ("DSTF", "D", True, "F"),
    ],
)
def test_macao_code_letters(text: str, birthplace: str, certificate: bool, sex: str) -> None:
    parsed = symbols.parse_macao(text)
    assert parsed is not None
    assert (parsed.birthplace, parsed.birth_certificate, parsed.sex) == (birthplace, certificate, sex)
    assert parsed.birthplace in symbols.MACAO_BIRTHPLACES
    assert symbols.macao_sex_agrees(text, sex) is True
    assert symbols.macao_sex_agrees(text, "M" if sex == "F" else "F") is False


def test_code_letters_may_leave_the_sex_out() -> None:
    parsed = symbols.parse_macao("AS")
    assert parsed is not None
    assert (parsed.birthplace, parsed.sex) == ("A", "")
    assert symbols.macao_sex_agrees("AS", "M") is None


@pytest.mark.parametrize("text", ["", "ASX", "ESM", "ATMT", "asm"])
def test_what_are_no_code_letters(text: str) -> None:
    assert symbols.parse_macao(text) is None
    assert symbols.macao_sex_agrees(text, "M") is None
