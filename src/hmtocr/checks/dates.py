"""Dates as the three documents print them, what they mean, and whether they make sense together.

Printed forms:

* Hong Kong: birth ``DD-MM-YYYY``, first registration ``(MM-YY)``, this issue ``DD-MM-YY``;
* Macao: ``DD-MM-YYYY`` throughout, ``------`` for a card that never expires (holders of 60 and over);
* residence permit: birth ``YYYY年M月D日``, validity ``YYYY.MM.DD-YYYY.MM.DD``, always five years (State
  Council General Office notice [2018] No. 81, article 6);
* machine-readable zone: ``YYMMDD`` (ICAO Doc 9303-3).

A year of two digits in the past is the latest such year that is not after a reference year given by the
caller.

>>> iso("16-04-1989", 2025), iso("(04-00)", 2025), iso("26-11-18", 2025)
('1989-04-16', '2000-04', '2018-11-26')
>>> iso("1997年6月2日", 2025), iso("2018.09.06-2023.09.06", 2025), iso("– – – – – –", 2025)
('1997-06-02', '2018-09-06/2023-09-06', '------')
"""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

NO_EXPIRY = "------"
"""What stands in place of the date on a Macao card that never expires."""

OLDEST_AGE = 125
"""Years; no verified age of a human being is higher (Jeanne Calment, 122)."""

_FULL = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4})")
_SHORT = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"\(([0-9]{2})-([0-9]{2})\)")
_CHINESE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
_DOTTED = r"([0-9]{4})\.([0-9]{2})\.([0-9]{2})"
_VALIDITY = re.compile(_DOTTED + "-" + _DOTTED)
_MRZ = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－", "-"))


def parse_full(text: str) -> date | None:
    """``DD-MM-YYYY``; None for any other form and for a date that does not exist.

    >>> parse_full("01-01-1968"), parse_full("31-02-1968")
    (datetime.date(1968, 1, 1), None)
    """
    match = _FULL.fullmatch(_plain(text))
    return _date(match[3], match[2], match[1]) if match else None


def parse_short(text: str, reference_year: int) -> date | None:
    """``DD-MM-YY``, in the hundred years up to and including `reference_year`.

    >>> parse_short("15-09-03", 2025), parse_short("15-09-83", 2025)
    (datetime.date(2003, 9, 15), datetime.date(1983, 9, 15))
    """
    match = _SHORT.fullmatch(_plain(text))
    return _date(_past_year(match[3], reference_year), match[2], match[1]) if match else None


def parse_month(text: str, reference_year: int) -> date | None:
    """``(MM-YY)`` as the first day of that month, in the hundred years up to and including `reference_year`.

    >>> parse_month("(01-79)", 2025), parse_month("(13-79)", 2025)
    (datetime.date(1979, 1, 1), None)
    """
    match = _MONTH.fullmatch(_plain(text))
    return _date(_past_year(match[2], reference_year), match[1], 1) if match else None


def parse_chinese(text: str) -> date | None:
    """``YYYY年M月D日``, with or without zeros and blanks.

    >>> parse_chinese("1997年6月2日"), parse_chinese("1997 年 12 月 31 日")
    (datetime.date(1997, 6, 2), datetime.date(1997, 12, 31))
    """
    match = _CHINESE.fullmatch(_plain(text))
    return _date(match[1], match[2], match[3]) if match else None


def parse_validity(text: str) -> tuple[date, date] | None:
    """``YYYY.MM.DD-YYYY.MM.DD``, first and last day.

    >>> parse_validity("2018.09.06-2023.09.06")
    (datetime.date(2018, 9, 6), datetime.date(2023, 9, 6))
    """
    match = _VALIDITY.fullmatch(_plain(text))
    if not match:
        return None
    start, end = _date(match[1], match[2], match[3]), _date(match[4], match[5], match[6])
    return (start, end) if start and end else None


def is_no_expiry(text: str) -> bool:
    """Whether a Macao card prints dashes in place of an expiry date.

    >>> is_no_expiry("------"), is_no_expiry("– – – – – –"), is_no_expiry("01-01-2030")
    (True, True, False)
    """
    return re.fullmatch(r"-{3,}", _plain(text)) is not None


def parse_mrz_birth(text: str, reference_year: int) -> date | None:
    """``YYMMDD`` of a birth date, in the hundred years up to and including `reference_year`.

    >>> parse_mrz_birth("740812", 2025), parse_mrz_birth("1208", 2025)
    (datetime.date(1974, 8, 12), None)
    """
    match = _MRZ.fullmatch(text)
    return _date(_past_year(match[1], reference_year), match[2], match[3]) if match else None


def parse_mrz_expiry(text: str) -> date | None:
    """``YYMMDD`` of an expiry date; every card with a zone expires in this century.

    >>> parse_mrz_expiry("330415")
    datetime.date(2033, 4, 15)
    """
    match = _MRZ.fullmatch(text)
    return _date(2000 + int(match[1]), match[2], match[3]) if match else None


def iso(text: str, reference_year: int) -> str | None:
    """Any printed form in ISO 8601, a validity as an interval; None for anything else.

    A date that never comes is `NO_EXPIRY`, for which ISO 8601 has no form.
    """
    if validity := parse_validity(text):
        return f"{validity[0].isoformat()}/{validity[1].isoformat()}"
    if month := parse_month(text, reference_year):
        return month.strftime("%Y-%m")
    if is_no_expiry(text):
        return NO_EXPIRY
    day = parse_full(text) or parse_short(text, reference_year) or parse_chinese(text)
    return day.isoformat() if day else None


def age(birth: date, on: date) -> int:
    """Completed years on a day.

    >>> age(date(2000, 2, 29), date(2018, 2, 28)), age(date(2000, 2, 29), date(2018, 3, 1))
    (17, 18)
    """
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


def is_plausible_birth(birth: date | None, today: date) -> bool | None:
    """Whether a birth date is not in the future and nobody would be older than ever recorded.

    >>> is_plausible_birth(date(1968, 1, 1), date(2025, 1, 1)), is_plausible_birth(None, date(2025, 1, 1))
    (True, None)
    >>> is_plausible_birth(date(1868, 1, 1), date(2025, 1, 1))
    False
    """
    return None if birth is None else birth <= today and age(birth, today) <= OLDEST_AGE


def hong_kong_in_order(birth: date | None, first_issue: date | None, issue: date | None) -> bool | None:
    """Birth, first registration and this issue in that order, compared by month.

    `first_issue` is known to the month only. None where fewer than two of the dates are readable.

    >>> hong_kong_in_order(date(1989, 4, 16), date(2000, 4, 1), date(2018, 11, 26))
    True
    >>> hong_kong_in_order(date(1989, 4, 16), date(2000, 4, 1), date(1999, 11, 26))
    False
    """
    months = [(day.year, day.month) for day in (birth, first_issue, issue) if day]
    return months == sorted(months) if len(months) > 1 else None


def macao_in_order(
    birth: date | None, first_issue: date | None, issue: date | None, expiry: date | None
) -> bool | None:
    """Birth before first issue, this issue not before the first, expiry after both.

    Pass None for a date that is not printed, not readable, or that never comes. None where fewer than
    two are left.

    >>> macao_in_order(date(1960, 12, 3), date(1995, 1, 1), date(1995, 1, 1), date(2005, 1, 1))
    True
    >>> macao_in_order(date(1960, 12, 3), None, date(2015, 1, 1), date(2014, 1, 1))
    False
    """
    issues = [day for day in (first_issue, issue) if day]
    stages = [stage for stage in ([birth] if birth else [], issues, [expiry] if expiry else []) if stage]
    if sum(map(len, stages)) < 2:
        return None
    apart = all(max(earlier) < min(later) for earlier, later in pairwise(stages))
    return apart and issues == sorted(issues)


def is_five_years(start: date, end: date) -> bool:
    """Whether a permit's validity is exactly five years, day for day; 29 February may end on its neighbours.

    >>> is_five_years(date(2018, 9, 6), date(2023, 9, 6)), is_five_years(date(2018, 9, 6), date(2028, 9, 6))
    (True, False)
    >>> [is_five_years(date(2020, 2, 29), end) for end in (date(2025, 2, 28), date(2025, 3, 1))]
    [True, True]
    """
    first, last = (start.month, start.day), (end.month, end.day)
    same_day = last in ((2, 28), (3, 1)) if first == (2, 29) else last == first
    return same_day and end.year == start.year + 5


def permit_in_order(birth: date | None, start: date | None, end: date | None) -> bool | None:
    """A permit's validity is five years and begins after birth; None where the validity is not readable.

    >>> permit_in_order(date(1997, 6, 2), date(2018, 9, 6), date(2023, 9, 6))
    True
    """
    if start is None or end is None:
        return None
    return is_five_years(start, end) and (birth is None or birth < start)


def _plain(text: str) -> str:
    return "".join(text.translate(_DASHES).split())


def _past_year(two_digits: str, reference_year: int) -> int:
    return reference_year - (reference_year - int(two_digits)) % 100


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
