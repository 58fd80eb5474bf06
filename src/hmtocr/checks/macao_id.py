"""Macao resident identity card number: seven digits and a check digit in brackets.

``NNNNNNN(C)``; cards before 2002 print ``N/NNNNNN/C``. How the check digit is made has never been
published, so only the form can be judged. The first digit tells how its holder came to be registered:

* 1: registered from 1992 on, or in the regularisation of 1990; all new numbers;
* 5: holds or held a Portuguese identity document;
* 7: once held the police's residence permit (the "blue card"), mostly arrivals of the 1970s and 1980s.

Other first digits are rare and their meaning is not documented.

>>> is_valid_format("1234567(8)"), is_valid_format("5/123456/7"), is_valid_format("1234567")
(True, True, False)
>>> registration("7123456(0)")
'once held a police residence permit (blue card)'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_NUMBER = re.compile(r"([0-9]{7})\(([0-9])\)|([0-9])/([0-9]{6})/([0-9])")

REGISTRATIONS: Mapping[str, str] = MappingProxyType(
    {
        "1": "registered from 1992 on, or in the regularisation of 1990",
        "5": "holds or held a Portuguese identity document",
        "7": "once held a police residence permit (blue card)",
    }
)
"""Meaning of the first digit."""


def is_valid_format(text: str) -> bool:
    """Whether the text has one of the two printed forms; blanks are not counted."""
    return compact(text) is not None


def compact(text: str) -> str | None:
    """The eight digits, check digit last, or None where the form is wrong.

    >>> compact("1234567(8)"), compact("1/234567/8"), compact("A234567(8)")
    ('12345678', '12345678', None)
    """
    match = _NUMBER.fullmatch("".join(text.split()))
    return "".join(group for group in match.groups() if group) if match else None


def registration(text: str) -> str | None:
    """What the first digit says, in English; None where the form is wrong or the digit undocumented.

    >>> registration("1234567(8)")
    'registered from 1992 on, or in the regularisation of 1990'
    >>> registration("8234567(8)") is None
    True
    """
    digits = compact(text)
    return REGISTRATIONS.get(digits[0]) if digits else None


def mrz_agrees(text: str, mrz_number: str) -> bool | None:
    """Whether the number of the machine-readable zone is the printed one; None where either is not readable.

    The zone's number is taken with or without the check digit.

    >>> mrz_agrees("1234567(8)", "12345678"), mrz_agrees("1234567(8)", "1234567")
    (True, True)
    >>> mrz_agrees("1234567(8)", "12345679"), mrz_agrees("1234567(8)", "")
    (False, None)
    """
    digits = compact(text)
    if digits is None or not mrz_number:
        return None
    return mrz_number in (digits, digits[:-1])
