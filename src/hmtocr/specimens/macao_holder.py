"""Invents who a Macao card belongs to: every text on it, in the formats of DOCUMENTS.md, section 2."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

import numpy as np

from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.macao_mrz import td1_lines
from hmtocr.specimens.people import Half, invent_person, printed_telecode

_ISSUED = {
    "2002": (date(2002, 12, 2), date(2013, 10, 30)),
    "2013": (date(2013, 10, 31), date(2023, 12, 14)),
    "2023": (date(2023, 12, 15), date(2026, 12, 31)),
}
"""First and last day of issue of a design's cards (2023 has no last day yet; DOCUMENTS.md, Designs)."""
_FOREVER = "------"
"""In place of the expiry of a card that does not end (holders of sixty and over)."""
_AGES = ((1, 17), (18, 59), (60, 95))
_ONLY_OLD_FACES = ("first_issue_date", "height", "symbols", "surname_telecode", "given_telecode")


@dataclass(frozen=True)
class MacaoHolder:
    """What is printed on one card.

    Attributes:
        sex: "M" or "F".
        age: in years when the card was issued.
        permanent: which of the two titles.
        texts: the front's texts by field name; what is not printed is absent.
        lines: the three OCR lines.
    """

    sex: Literal["M", "F"]
    age: int
    permanent: bool
    texts: Mapping[str, str]
    lines: tuple[str, str, str]


def invent_holder(rng: np.random.Generator, design: str, fonts: FontPack, half: Half) -> MacaoHolder:
    """A holder of a card of `design` ("2002", "2013" or "2023") whose name the fonts can print."""
    start, end = _ISSUED[design]
    issue = start + timedelta(days=int(rng.integers((end - start).days + 1)))
    ages = _AGES[int(rng.choice(len(_AGES), p=(0.15, 0.65, 0.2)))]
    person = invent_person(rng, fonts, half=half, ages=ages, on=issue)
    birth, age = person.birth_date, person.age
    earliest = max(birth + timedelta(days=5), date(1985, 1, 1))
    first = issue if rng.random() < 0.1 else earliest + timedelta(days=int(rng.integers((issue - earliest).days + 1)))
    expiry = None if age >= 60 and rng.random() < 0.7 else _later(issue, 5 if age < 18 or rng.random() < 0.25 else 10)
    number = _number(rng)
    permanent = bool(rng.random() < 0.75)
    birthplace = "ABCDN"[int(rng.choice(5, p=(0.4, 0.12, 0.35, 0.1, 0.03)))]
    codes = birthplace + ("S" if rng.random() < 0.6 else "") + (person.sex if rng.random() < 0.8 else "")
    texts = {
        "number": number,
        "surname_zh": person.surname_zh,
        "given_zh": person.given_zh,
        "surname_en": person.surname_en.upper(),
        "given_en": person.given_en.upper(),
        "surname_telecode": printed_telecode(rng, person.surname_zh),
        "given_telecode": printed_telecode(rng, person.given_zh),
        "birth_date": _printed(birth),
        "sex": person.sex,
        "height": f"{_height(rng, age):.2f}",
        "symbols": codes,
        "first_issue_date": _printed(first),
        "issue_date": _printed(issue),
        "expiry_date": _printed(expiry) if expiry else _FOREVER,
    }
    gone = _ONLY_OLD_FACES if design == "2023" else ()
    kept = {name: text for name, text in texts.items() if text and name not in gone}
    names = (texts["surname_en"], texts["given_en"])
    lines = td1_lines(rng, number, names, person.sex, birth, (first, issue, expiry), codes)
    return MacaoHolder(person.sex, age, permanent, MappingProxyType(kept), lines)


def _number(rng: np.random.Generator) -> str:
    """`1234567(8)`: the first digit tells how the holder registered, the rule of the last is not public."""
    first = "1578"[int(rng.choice(4, p=(0.62, 0.2, 0.16, 0.02)))]
    return f"{first}{int(rng.integers(1_000_000)):06d}({int(rng.integers(10))})"


def _height(rng: np.random.Generator, age: int) -> float:
    """Metres."""
    grown = float(np.clip(rng.normal(1.67, 0.09), 1.4, 1.98))
    return grown if age >= 16 else max(0.48, 0.5 + (grown - 0.55) * age / 16)


def _later(day: date, years: int) -> date:
    """The same day `years` on; 28 February for a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _printed(day: date) -> str:
    return day.strftime("%d-%m-%Y")
