"""Citizen identity number on the residence permit of HK, Macao and Taiwan residents, and its travel permit.

The citizen identity number has 18 characters (GB 11643): six address digits, the birth date YYYYMMDD, a
sequence of three digits (odd for men, even for women) and an ISO 7064 MOD 11-2 check character, 0-9 or
X. On these permits the address digits are 810000 (Hong Kong), 820000 (Macao) or 830000 (Taiwan) (State
Council General Office notice [2018] No. 81, article 3).

The permit also prints the number of the holder's mainland travel permit: H (Hong Kong) or M (Macao) and
eight digits, ten with an issue count on old permits, or eight digits alone (Taiwan).

>>> [check_character(body) for body in ("81000019900307001", "82000019990106003", "83000019970602004")]
['5', 'X', '2']
>>> is_valid("820000198512310125"), is_valid("830000200101011237"), is_valid("830000200101011238")
(True, True, False)
>>> region("820000198512310125"), birth_date("820000198512310125"), sex("820000198512310125")
('MO', datetime.date(1985, 12, 31), 'F')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

_BODY = re.compile(r"[0-9]{17}")
_NUMBER = re.compile(r"(81|82|83)0000([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{2}([0-9])[0-9X]")
_TRAVEL_PERMIT = re.compile(r"([HM]?)[0-9]{8}|([HM])[0-9]{10}")

REGIONS: Mapping[str, str] = MappingProxyType({"81": "HK", "82": "MO", "83": "TW"})
"""Region, ISO 3166 alpha-2, by the first two digits of the citizen identity number."""

_TRAVEL_PERMIT_REGIONS: Mapping[str, str] = MappingProxyType({"H": "HK", "M": "MO", "": "TW"})


def check_character(body: str) -> str:
    """The ISO 7064 MOD 11-2 check character, 0-9 or X, of 17 digits; ValueError for anything else.

    >>> check_character("83000020010101123")
    '7'
    """
    if not _BODY.fullmatch(body):
        raise ValueError("the check character is made from 17 digits")
    # A digit's weight is 2 to the power of its place, counted from the check character, which is place 0.
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(body))
    return "0123456789X"[(1 - total) % 11]


def is_valid_format(text: str) -> bool:
    """Whether the text is 18 characters with a permit's address digits and a date that exists.

    >>> is_valid_format("810000199003070010"), is_valid_format("110000199003070015")
    (True, False)
    >>> is_valid_format("810000199002300015")
    False
    """
    return birth_date(text) is not None


def is_valid(text: str) -> bool | None:
    """Whether form, birth date and check character are right; None if there is no text.

    >>> is_valid("810000199003070015"), is_valid("810000199003070014"), is_valid("")
    (True, False, None)
    """
    number = _unspaced(text)
    if not number:
        return None
    return is_valid_format(number) and check_character(number[:17]) == number[17]


def region(text: str) -> str | None:
    """ "HK", "MO" or "TW", or None where the form is wrong.

    >>> region("830000199706020042")
    'TW'
    """
    match = _NUMBER.fullmatch(_unspaced(text))
    return REGIONS[match[1]] if match else None


def birth_date(text: str) -> date | None:
    """The birth date within the number, or None where the form is wrong or the date does not exist."""
    match = _NUMBER.fullmatch(_unspaced(text))
    if not match:
        return None
    try:
        return date(int(match[2]), int(match[3]), int(match[4]))
    except ValueError:
        return None


def sex(text: str) -> str | None:
    """ "M" or "F" by the last digit of the sequence, or None where the form is wrong.

    >>> sex("810000199003070015")
    'M'
    """
    match = _NUMBER.fullmatch(_unspaced(text))
    return "FM"[int(match[5]) % 2] if match else None


def birth_agrees(text: str, printed: date | None) -> bool | None:
    """Whether the number holds the printed birth date; None where either is not readable.

    >>> birth_agrees("810000199003070015", date(1990, 3, 7)), birth_agrees("810000199003070015", None)
    (True, None)
    """
    within = birth_date(text)
    return None if within is None or printed is None else within == printed


def sex_agrees(text: str, printed: str) -> bool | None:
    """Whether the sequence fits the printed sex, "M" or "F"; None where either is not readable.

    >>> sex_agrees("810000199003070015", "M"), sex_agrees("810000199003070015", "F")
    (True, False)
    """
    within = sex(text)
    return None if within is None or printed not in ("M", "F") else within == printed


def is_valid_travel_permit(text: str) -> bool:
    """Whether the text has the form of a mainland travel permit's number.

    >>> [is_valid_travel_permit(text) for text in ("H01234567", "M0123456702", "01234567", "X0123456")]
    [True, True, True, False]
    """
    return travel_permit_region(text) is not None


def travel_permit_region(text: str) -> str | None:
    """ "HK", "MO" or "TW", or None where the form is wrong; only the letter tells.

    >>> travel_permit_region("H01234567"), travel_permit_region("01234567"), travel_permit_region("H0123")
    ('HK', 'TW', None)
    """
    match = _TRAVEL_PERMIT.fullmatch(_unspaced(text))
    return _TRAVEL_PERMIT_REGIONS[match[1] or match[2] or ""] if match else None


def travel_permit_agrees(text: str, travel_permit: str) -> bool | None:
    """Whether number and travel permit are of one region; None where either is not readable.

    >>> travel_permit_agrees("810000199003070015", "H01234567")
    True
    >>> travel_permit_agrees("810000199003070015", "01234567")
    False
    """
    one, other = region(text), travel_permit_region(travel_permit)
    return None if one is None or other is None else one == other


def _unspaced(text: str) -> str:
    return "".join(text.split())
