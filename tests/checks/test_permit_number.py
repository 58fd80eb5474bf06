"""Citizen identity numbers on residence permits, and travel permits."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmtocr.checks import permit_number

VALID = [
    "810000199003070015",
    "820000198512310125",
    "830000199706020042",
    "830000200101011237",
    "82000019990106003X",
]
births = st.dates(date(1900, 1, 1), date(2030, 12, 31))


@st.composite
def numbers(draw: st.DrawFn) -> str:
    prefix = draw(st.sampled_from(["810000", "820000", "830000"]))
    body = f"{prefix}{draw(births):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + permit_number.check_character(body)


@pytest.mark.parametrize("number", VALID)
def test_worked_examples_are_valid(number: str) -> None:
    assert permit_number.is_valid(number) is True


@given(numbers())
def test_a_generated_number_is_valid(number: str) -> None:
    assert permit_number.is_valid(number) is True


@given(numbers(), st.data())
def test_one_wrong_character_is_always_noticed(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 17))
    alphabet = string.digits + ("X" if place == 17 else "")
    other = data.draw(st.sampled_from([c for c in alphabet if c != number[place]]))
    assert permit_number.is_valid(number[:place] + other + number[place + 1 :]) is False


@given(numbers(), st.integers(0, 15))
def test_swapped_neighbours_are_always_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert permit_number.is_valid(swapped) is (swapped == number)


@given(st.from_regex(r"[0-9]{17}", fullmatch=True))
def test_the_table_of_weights_gives_the_same_character(body: str) -> None:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    assert permit_number.check_character(body) == "10X98765432"[total % 11]


@given(births, st.integers(0, 999))
def test_birth_and_sex_are_read_from_the_number(birth: date, sequence: int) -> None:
    body = f"820000{birth:%Y%m%d}{sequence:03}"
    number = body + permit_number.check_character(body)
    assert permit_number.birth_agrees(number, birth) is True
    assert permit_number.sex_agrees(number, "M" if sequence % 2 else "F") is True
    assert permit_number.sex_agrees(number, "F" if sequence % 2 else "M") is False


@pytest.mark.parametrize(
    "text", ["81000019900307001", "110000199003070015", "810001199003070015", "81000019990106003x"]
)
def test_other_forms_are_refused(text: str) -> None:
    assert permit_number.is_valid(text) is False
    assert permit_number.sex_agrees(text, "M") is None


def test_a_day_that_does_not_exist_is_refused() -> None:
    body = "81000019900230001"
    assert permit_number.is_valid(body + permit_number.check_character(body)) is False


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("H01234567", "HK"),
        ("M01234567", "MO"),
        ("H0123456702", "HK"),
        ("01234567", "TW"),
        ("0123456789", None),
        ("H012345678", None),
        ("T01234567", None),
        ("", None),
    ],
)
def test_travel_permits(text: str, region: str | None) -> None:
    assert permit_number.travel_permit_region(text) == region


def test_number_and_travel_permit_of_two_regions_disagree() -> None:
    assert permit_number.travel_permit_agrees(VALID[1], "M01234567") is True
    assert permit_number.travel_permit_agrees(VALID[1], "H01234567") is False
    assert permit_number.travel_permit_agrees(VALID[1], "H01") is None


@given(st.text(max_size=20))
def test_any_text_is_judged(text: str) -> None:
    assert permit_number.is_valid(text) in (True, False, None)
    permit_number.travel_permit_agrees(text, text)
