"""Invents the holder of a Hong Kong card: who, which of the seven card types, and all printed texts.

Rules and card types are those of DOCUMENTS.md, section 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

import numpy as np

from hmtocr.checks import hkid
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.people import Half, Person, invent_person, printed_telecode

_ISSUED = {"2003": (date(2003, 8, 18), date(2018, 11, 25)), "2018": (date(2018, 11, 26), date(2026, 12, 31))}


@dataclass(frozen=True, slots=True)
class CardType:
    """One of the seven: title, ages in full years on the day of issue, share among the cards drawn."""

    permanent: bool
    overseas: bool
    ages: tuple[int, int]
    share: float


CARD_TYPES: Mapping[str, CardType] = MappingProxyType(
    {
        "permanent 18+": CardType(True, False, (18, 99), 0.48),
        "permanent 11-17": CardType(True, False, (11, 17), 0.1),
        "permanent under 11": CardType(True, False, (0, 10), 0.09),
        "non-permanent 18+": CardType(False, False, (18, 90), 0.18),
        "non-permanent 11-17": CardType(False, False, (11, 17), 0.05),
        "overseas 11+": CardType(True, True, (11, 90), 0.06),
        "overseas under 11": CardType(True, True, (0, 10), 0.04),
    }
)


@dataclass(frozen=True, slots=True)
class HkHolder:
    """A holder and the card's texts by field name, exactly as printed; `window` is the number's body."""

    person: Person
    kind: CardType
    texts: Mapping[str, str]
    window: str

    @property
    def pictured(self) -> bool:
        """Children under 11 have no portrait."""
        return self.person.age >= 11


def invent_hk_holder(
    rng: np.random.Generator, design: str, fonts: FontPack, half: Half = "all", kind: str = ""
) -> HkHolder:
    """A holder of a card of `design`, "2003" or "2018"; `kind` asks for one of CARD_TYPES."""
    shares = np.array([t.share for t in CARD_TYPES.values()])
    chosen = CARD_TYPES[kind or list(CARD_TYPES)[int(rng.choice(len(shares), p=shares / shares.sum()))]]
    start, end = _ISSUED[design]
    issue = start + timedelta(days=int(rng.integers((end - start).days + 1)))
    chinese = 0.92 if chosen.permanent else 0.6
    person = invent_person(rng, fonts, "hant", 0.14, chinese, half, chosen.ages, issue)
    number = invent_hk_number(rng)
    texts = {
        "name_zh": person.name_zh,
        "name_en": person.name_en,
        "telecode": printed_telecode(rng, person.name_zh),
        "birth_date": f"{person.birth_date:%d-%m-%Y}",
        "sex": "男 M" if person.sex == "M" else "女 F",
        "symbols": _symbols(rng, chosen, person.age),
        "first_issue_date": f"({_first_issue(rng, person.birth_date, issue):%m-%y})",
        "issue_date": f"{issue:%d-%m-%y}",
        "number": number,
    }
    printed = MappingProxyType({name: text for name, text in texts.items() if text})
    return HkHolder(person, chosen, printed, number.partition("(")[0])


def invent_hk_number(rng: np.random.Generator) -> str:
    """`A123456(3)` or `WX123456(9)`; sometimes with a wrong check digit, as on official specimens."""
    letters = "".join(chr(65 + int(rng.integers(26))) for _ in range(2 if rng.random() < 0.12 else 1))
    body = f"{letters}{int(rng.integers(1_000_000)):06d}"
    digit = hkid.check_digit(body)
    style = rng.random()
    if style < 0.01:
        # One specimen prints a letter that no rule can give: C668668(E).
        digit = "BCDE"[int(rng.integers(4))]
    elif style < 0.15:
        digit = "0123456789A"[int(rng.integers(11))]
    return f"{body}({digit})"


def _symbols(rng: np.random.Generator, kind: CardType, age: int) -> str:
    """Stars, status, birthplace, then changes; seldom the office and loss codes of older cards."""
    # Only the right of abode makes a permanent card; the stars need a status without limit of stay.
    status = "A" if kind.permanent else "CUR"[int(rng.choice(3, p=(0.5, 0.27, 0.23)))]
    stars = ""
    if not kind.overseas and age >= 11 and status != "C" and rng.random() < (0.93 if kind.permanent else 0.5):
        stars = "***" if age >= 18 else "*"
    birthplace = "ZXWO"[int(rng.choice(4, p=(0.45, 0.3, 0.07, 0.18) if kind.permanent else (0.1, 0.4, 0.05, 0.45)))]
    changes = ("B" if rng.random() < 0.08 else "") + ("N" if rng.random() < 0.12 else "")
    old = ""
    if rng.random() < 0.08:
        codes = ("L1", "L2", "L3", "L4", "H1", "K1", "K2", "S1", "P1", "V1")
        old = codes[int(rng.integers(len(codes)))]
    return stars + status + birthplace + changes + old


def _first_issue(rng: np.random.Generator, birth: date, issue: date) -> date:
    """A day between birth (or 1949, when registration began) and the day of issue."""
    earliest = max(birth + timedelta(days=3), date(1949, 10, 1))
    if rng.random() < 0.12 or earliest >= issue:
        return issue
    return earliest + timedelta(days=int(rng.integers((issue - earliest).days + 1)))
