"""Symbols under the birth date of a Hong Kong card, and the code letters of a Macao card.

Hong Kong prints, without blanks: stars (age and eligibility for a Re-entry Permit), one letter for the
status, one for the birthplace as reported, and marks for changes since first registration. Older
computerised cards add letters with a digit for lost cards and issuing offices. Source: the Immigration
Department's list of symbols.

Macao prints the birthplace, S if a birth certificate is on file, and the sex. Source: the list of code
letters in the Chinese Wikipedia's article on the card.

>>> parse_hong_kong("***AZ")
HongKongSymbols(stars='***', status='A', birthplace='Z', marks=())
>>> [part for part, meaning in meanings("***AXN")]
['***', 'A', 'X', 'N']
>>> parse_macao("ASM")
MacaoSymbols(birthplace='A', birth_certificate=True, residence_authorisation=False, sex='M')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from hmtocr.checks.dates import age

_HONG_KONG = re.compile(r"(\*{3}|\*)?([ACRU])([ZXWO])((?:[BNY]|[LHKSPV][0-9])*)")
_MARK = re.compile(r"[A-Z][0-9]?")
# Where T stands is not documented, so both places are taken.
_MACAO = re.compile(r"([ABCDN])(S?)(T?)([MF]?)(T?)")

HONG_KONG_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "***": "aged 18 or over and eligible for a Re-entry Permit",
        "*": "aged 11 to 17 and eligible for a Re-entry Permit",
        "A": "has the right of abode in Hong Kong",
        "C": "stay in Hong Kong was limited at registration",
        "R": "has the right to land in Hong Kong",
        "U": "stay in Hong Kong was not limited at registration",
        "Z": "reported birthplace: Hong Kong",
        "X": "reported birthplace: the Mainland",
        "W": "reported birthplace: Macao",
        "O": "reported birthplace: elsewhere",
        "B": "birth date or birthplace changed since first registration",
        "N": "name changed since first registration",
        "Y": "birth date verified",
    }
)
"""Meaning of each symbol of a Hong Kong card; of the marks with a digit see `meanings`."""

MACAO_BIRTHPLACES: Mapping[str, str] = MappingProxyType(
    {"A": "Macao", "B": "Hong Kong", "C": "the Mainland or Taiwan", "D": "elsewhere", "N": "unknown"}
)
"""Meaning of the first letter of a Macao card's code."""


@dataclass(frozen=True, slots=True)
class HongKongSymbols:
    """The parts of a Hong Kong card's symbols; `stars` is empty where none is printed."""

    stars: str
    status: str
    birthplace: str
    marks: tuple[str, ...]

    @property
    def permanent(self) -> bool:
        """Whether the status is that of a permanent resident: the right of abode."""
        return self.status == "A"


@dataclass(frozen=True, slots=True)
class MacaoSymbols:
    """The parts of a Macao card's code letters."""

    birthplace: str
    birth_certificate: bool
    residence_authorisation: bool
    sex: str


def parse_hong_kong(text: str) -> HongKongSymbols | None:
    """The parts, or None where the text is no such symbols; blanks are not counted.

    >>> parse_hong_kong("CO")
    HongKongSymbols(stars='', status='C', birthplace='O', marks=())
    >>> parse_hong_kong("**AZ"), parse_hong_kong("AZA")
    (None, None)
    """
    match = _HONG_KONG.fullmatch("".join(text.split()))
    if not match:
        return None
    return HongKongSymbols(match[1] or "", match[2], match[3], tuple(_MARK.findall(match[4])))


def meanings(text: str) -> tuple[tuple[str, str], ...]:
    """Each symbol of a Hong Kong card with its meaning in English, in printed order; empty if not readable.

    >>> meanings("CXL1")[1:]
    (('X', 'reported birthplace: the Mainland'), ('L1', 'card lost once'))
    """
    symbols = parse_hong_kong(text)
    if symbols is None:
        return ()
    parts = [part for part in (symbols.stars, symbols.status, symbols.birthplace) if part]
    return tuple((part, _meaning(part)) for part in (*parts, *symbols.marks))


def is_permanent(text: str) -> bool | None:
    """Whether a Hong Kong card's symbols are a permanent resident's; None where they are not readable.

    >>> is_permanent("***AZ"), is_permanent("CX"), is_permanent("*RX"), is_permanent("")
    (True, False, False, None)
    """
    symbols = parse_hong_kong(text)
    return symbols.permanent if symbols else None


def age_agrees(text: str, birth: date | None, issue: date | None) -> bool | None:
    """Whether the stars fit the holder's age on the day of issue: three from 18, one from 11 to 17.

    None where there are no stars (children under 11, cards issued overseas, most non-permanent
    residents), or where something is not readable.

    >>> age_agrees("***AZ", date(1989, 4, 16), date(2018, 11, 26))
    True
    >>> age_agrees("***AZ", date(2005, 4, 16), date(2018, 11, 26))
    False
    >>> age_agrees("AZ", date(2015, 4, 16), date(2018, 11, 26)) is None
    True
    """
    symbols = parse_hong_kong(text)
    if symbols is None or not symbols.stars or birth is None or issue is None:
        return None
    years = age(birth, issue)
    return years >= 18 if symbols.stars == "***" else 11 <= years < 18


def parse_macao(text: str) -> MacaoSymbols | None:
    """The parts of a Macao card's code letters, or None; blanks are not counted. The sex may be left out ("").

    >>> parse_macao("C F")
    MacaoSymbols(birthplace='C', birth_certificate=False, residence_authorisation=False, sex='F')
    >>> parse_macao("ESM") is None
    True
    """
    match = _MACAO.fullmatch("".join(text.split()))
    if not match or (match[3] and match[5]):
        return None
    return MacaoSymbols(match[1], bool(match[2]), bool(match[3] or match[5]), match[4])


def macao_sex_agrees(text: str, sex: str) -> bool | None:
    """Whether the code letters hold the printed sex, "M" or "F"; None where either is not readable.

    >>> macao_sex_agrees("ASM", "M"), macao_sex_agrees("ASM", "F"), macao_sex_agrees("", "F")
    (True, False, None)
    """
    symbols = parse_macao(text)
    return None if symbols is None or not symbols.sex or sex not in ("M", "F") else symbols.sex == sex


def _meaning(part: str) -> str:
    if part in HONG_KONG_MEANINGS:
        return HONG_KONG_MEANINGS[part]
    if not part.startswith("L"):
        return f"issuing office code {part}"
    return {"L1": "card lost once", "L2": "card lost twice"}.get(part, f"card lost {part[1:]} times")
