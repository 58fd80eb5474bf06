"""The three OCR lines of a Macao card: ICAO Doc 9303 part 5, TD1 (3 x 30 characters).

What the optional places hold is not known (DOCUMENTS.md, section 2, OCR lines): the dates of issue and the
birthplace code are put there in several arrangements.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from hmtocr.checks.mrz import check_digit

LENGTH = 30
_TYPES = ("ID", "IR", "I<", "CR", "C<", "IP")
_NATIONS = ("CHN", "CHN", "CHN", "MAC", "PRT", "PHL", "XXX")


def td1_lines(
    rng: np.random.Generator,
    number: str,
    names: tuple[str, str],
    sex: str,
    birth: date,
    dates: tuple[date, date, date | None],
    birthplace: str,
) -> tuple[str, str, str]:
    """Three lines whose check digits are right.

    `number` is the printed `1234567(8)`, `names` surname and given name in capitals, `dates` the first
    issue, this issue and the expiry (None for a card that does not expire).
    """
    first, issue, expiry = dates
    digits = number[:7] + (number[8] if rng.random() < 0.5 else "")
    document = digits.ljust(9, "<")
    extra = (
        "",
        f"{_short(first)}{_short(issue)}",
        f"{_short(first)}{_short(issue)}{birthplace}",
        f"{birthplace}<{_short(issue)}",
    )[int(rng.integers(4))]
    one = _TYPES[int(rng.integers(len(_TYPES)))] + "MAC" + document + check_digit(document) + extra.ljust(15, "<")
    born = _short(birth)
    ends = _short(expiry) if expiry else ("<<<<<<", "991231")[int(rng.integers(2))]
    nation = _NATIONS[int(rng.integers(len(_NATIONS)))]
    more = ("", "", birthplace, _short(first))[int(rng.integers(4))].ljust(11, "<")
    two = f"{born}{check_digit(born)}{sex}{ends}{check_digit(ends)}{nation}{more}"
    two += check_digit(one[5:30] + two[0:7] + two[8:15] + two[18:29])
    return one, two, _name_line(*names)


def _short(day: date) -> str:
    return day.strftime("%y%m%d")


def _name_line(surname: str, given: str) -> str:
    """Surname and given name with fillers, cut to the line's length; a lone surname stands alone."""
    parts = [_plain(surname), _plain(given)]
    return "<<".join(p for p in parts if p)[:LENGTH].ljust(LENGTH, "<")


def _plain(name: str) -> str:
    """Letters and fillers only: an apostrophe is left out, any other mark is a filler (Doc 9303 part 3)."""
    letters = "".join(c if "A" <= c <= "Z" else "" if c == "'" else "<" for c in name)
    return "<".join(word for word in letters.split("<") if word)
