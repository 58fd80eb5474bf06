"""Hong Kong identity card number: one or two letters, six digits and a check digit in brackets.

``X123456(C)`` or ``XY123456(C)``; C is 0-9 or A. A letter counts 10 (A) to 35 (Z), the blank before a
single letter 36; the eight values are weighted 9, 8, 7, 6, 5, 4, 3, 2, and C makes the sum, with C
weighted 1, divisible by 11; a C of 10 is written A. This is the rule in general use; no official
publication of it is at hand.

Official specimens carry wrong check digits on purpose, so a number that fails may well be what is printed.

>>> check_digit("A123456"), check_digit("AB987654"), check_digit("Z683365")
('3', '3', 'A')
>>> all(map(is_valid, ["WX123456(9)", "XA000001(6)", "C668668(9)", "D862828(A)", "G908833(3)"]))
True
>>> is_valid("Z683365(5)"), is_valid("C668668(E)"), is_valid("")
(False, False, None)
"""

from __future__ import annotations

import re

_BODY = re.compile(r"[A-Z]{1,2}[0-9]{6}")
_NUMBER = re.compile(r"([A-Z]{1,2}[0-9]{6})\(([0-9A])\)")
_BLANK = 36


def check_digit(body: str) -> str:
    """The check digit, 0-9 or A, of one or two letters and six digits; ValueError for anything else.

    >>> check_digit("C668668")
    '9'
    """
    if not _BODY.fullmatch(body):
        raise ValueError("an identity card number has one or two letters and six digits")
    values = [int(char, 36) for char in body]
    if len(values) == 7:
        values.insert(0, _BLANK)
    total = sum(weight * value for weight, value in zip(range(9, 1, -1), values, strict=True))
    return "0123456789A"[-total % 11]


def is_valid_format(text: str) -> bool:
    """Whether the text has the form of a number with its check digit in brackets; blanks are not counted.

    >>> is_valid_format("Z683365(5)"), is_valid_format("C668668(E)"), is_valid_format("Z683365")
    (True, False, False)
    """
    return _NUMBER.fullmatch(_unspaced(text)) is not None


def is_valid(text: str) -> bool | None:
    """Whether form and check digit are right; None if there is no text.

    >>> is_valid("A123456(3)"), is_valid("A123456(4)")
    (True, False)
    """
    if not text.strip():
        return None
    match = _NUMBER.fullmatch(_unspaced(text))
    return match is not None and check_digit(match[1]) == match[2]


def compact(text: str) -> str:
    """The number without brackets and blanks.

    >>> compact("A123456(3)")
    'A1234563'
    """
    return _unspaced(text).replace("(", "").replace(")", "")


def body(text: str) -> str | None:
    """The number without its check digit, as the see-through window of the 2018 card repeats it.

    >>> body("Z683367(2)"), body("Z683367"), body("Z68336")
    ('Z683367', 'Z683367', None)
    """
    match = _BODY.match(_unspaced(text))
    return match[0] if match else None


def window_agrees(number: str, window_text: str) -> bool | None:
    """Whether the window repeats the number; None where either has not the form of one.

    >>> window_agrees("Z683367(2)", "Z683367"), window_agrees("Z683367(2)", "Z683361")
    (True, False)
    >>> window_agrees("Z683367(2)", "Z6833") is None
    True
    """
    if not is_valid_format(number) or not _BODY.fullmatch(_unspaced(window_text)):
        return None
    return body(number) == _unspaced(window_text)


def _unspaced(text: str) -> str:
    return "".join(text.split())
