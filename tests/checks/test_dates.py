"""Dates: printed forms, order, sense."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmtocr.checks import dates

YEAR = 2025
recent = st.dates(date(YEAR - 99, 1, 1), date(YEAR, 12, 31))


@given(recent)
def test_every_form_gives_the_day_back(day: date) -> None:
    assert dates.parse_full(f"{day:%d-%m-%Y}") == day
    assert dates.parse_short(f"{day:%d-%m-%y}", YEAR) == day
    assert dates.parse_month(f"({day:%m-%y})", YEAR) == day.replace(day=1)
    assert dates.parse_chinese(f"{day.year}年{day.month}月{day.day}日") == day
    assert dates.parse_mrz_birth(f"{day:%y%m%d}", YEAR) == day
    assert dates.parse_validity(f"{day:%Y.%m.%d}-{day:%Y.%m.%d}") == (day, day)


@given(recent)
def test_iso_tells_the_forms_apart(day: date) -> None:
    forms = (f"{day:%d-%m-%Y}", f"{day:%d-%m-%y}", f"{day.year}年{day.month}月{day.day}日")
    assert {dates.iso(form, YEAR) for form in forms} == {day.isoformat()}
    assert dates.iso(f"({day:%m-%y})", YEAR) == day.isoformat()[:7]


def test_two_digits_never_mean_the_future() -> None:
    assert dates.parse_short("01-01-25", YEAR) == date(2025, 1, 1)
    assert dates.parse_short("01-01-26", YEAR) == date(1926, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31-02-2000",
        "00-01-2000",
        "1-1-2000",
        "01/01/2000",
        "(00-99)",
        "2000年13月1日",
        "二〇〇〇年",
        "٠١-٠١-٢٠٠٠",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates.iso(text, YEAR) is None


@pytest.mark.parametrize("text", ["------", "– – – – – –", "— — —", "－－－－－－"])
def test_a_card_that_never_expires(text: str) -> None:
    assert dates.is_no_expiry(text)
    assert dates.parse_full(text) is None
    assert dates.iso(text, YEAR) == dates.NO_EXPIRY


def test_zone_dates() -> None:
    assert dates.parse_mrz_expiry("991231") == date(2099, 12, 31)
    assert dates.parse_mrz_expiry("") is None
    assert dates.parse_mrz_birth("990230", YEAR) is None


def test_plausible_births() -> None:
    today = date(YEAR, 6, 1)
    assert dates.is_plausible_birth(today, today) is True
    assert dates.is_plausible_birth(today + timedelta(days=1), today) is False
    assert dates.is_plausible_birth(date(1899, 1, 1), today) is False
    assert dates.is_plausible_birth(None, today) is None


def test_hong_kong_order_is_by_month() -> None:
    assert dates.hong_kong_in_order(date(1990, 5, 5), date(2003, 9, 1), date(2003, 9, 15)) is True
    assert dates.hong_kong_in_order(date(1990, 5, 5), date(1990, 5, 1), None) is True
    assert dates.hong_kong_in_order(date(1990, 5, 5), date(2018, 12, 1), date(2018, 11, 26)) is False
    assert dates.hong_kong_in_order(date(2019, 5, 5), None, date(2018, 11, 26)) is False
    assert dates.hong_kong_in_order(None, None, date(2018, 11, 26)) is None


def test_macao_order() -> None:
    birth, first, issue, expiry = date(1960, 12, 3), date(1995, 1, 1), date(2015, 1, 1), date(2025, 1, 1)
    assert dates.macao_in_order(birth, first, issue, expiry) is True
    assert dates.macao_in_order(birth, first, first, None) is True
    assert dates.macao_in_order(birth, issue, first, expiry) is False
    assert dates.macao_in_order(birth, first, issue, issue) is False
    assert dates.macao_in_order(first, birth, issue, expiry) is False
    assert dates.macao_in_order(birth, None, None, expiry) is True
    assert dates.macao_in_order(birth, None, None, None) is None


@given(st.dates(), st.dates())
def test_any_two_days_are_judged(start: date, end: date) -> None:
    assert not (dates.is_five_years(start, end) and dates.is_five_years(end, start))


def test_permit_validity() -> None:
    start, end = date(2018, 9, 6), date(2023, 9, 6)
    assert dates.permit_in_order(date(1997, 6, 2), start, end) is True
    assert dates.permit_in_order(None, start, end) is True
    assert dates.permit_in_order(date(2019, 6, 2), start, end) is False
    assert dates.permit_in_order(None, start, end - timedelta(days=1)) is False
    assert dates.permit_in_order(None, start, None) is None


@given(st.text(max_size=24))
def test_any_text_is_read(text: str) -> None:
    dates.iso(text, YEAR)
