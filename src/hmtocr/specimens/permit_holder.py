"""Invents who a residence permit belongs to, in the formats of DOCUMENTS.md, section 3."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from hmtocr.checks.permit_number import check_character
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.people import Half, invent_person
from hmtocr.specimens.places import invent_address, invent_authority

_FIRST_ISSUED = date(2018, 9, 1)
"""The measures came into force (国办发〔2018〕81号)."""
_LAST_ISSUED = date(2026, 12, 31)


@dataclass(frozen=True)
class PermitHolder:
    """What is printed on one permit, both sides; `sex` is 男 or 女, `age` in years at issue."""

    name: str
    sex: str
    birth: date
    age: int
    address: str
    number: str
    authority: str
    validity: str
    permit_number: str
    issue_count: str


def invent_permit_holder(rng: np.random.Generator, design: str, fonts: FontPack, half: Half) -> PermitHolder:
    """A holder of a permit of `design`, "hk-macao" or "taiwan", whose name the fonts can print."""
    issue = _FIRST_ISSUED + timedelta(days=int(rng.integers((_LAST_ISSUED - _FIRST_ISSUED).days + 1)))
    person = invent_person(rng, fonts, "hans", chinese=1.0, half=half, ages=(1, 95), on=issue)
    birth = person.birth_date
    region = "T" if design == "taiwan" else "HM"[int(rng.random() < 0.35)]
    return PermitHolder(
        name=person.name_zh,
        sex="男" if person.sex == "M" else "女",
        birth=birth,
        age=person.age,
        address=invent_address(rng, half),
        number=_number(rng, region, birth, person.sex),
        authority=invent_authority(rng, half),
        validity=f"{issue:%Y.%m.%d}-{_five_years_on(issue):%Y.%m.%d}",
        permit_number=_permit_number(rng, region),
        issue_count=("01", "01", "01", "1", "02", "2", "03", "04")[int(rng.integers(8))],
    )


def _number(rng: np.random.Generator, region: str, birth: date, sex: str) -> str:
    """81, 82 or 83 by region, the birth date, a sequence that is odd for men, the MOD 11-2 character."""
    sequence = 2 * int(rng.integers(0, 60 if rng.random() < 0.6 else 498)) + (1 if sex == "M" else 2)
    stem = {"H": "810000", "M": "820000", "T": "830000"}[region] + f"{birth:%Y%m%d}{sequence:03d}"
    return stem + check_character(stem)


def _permit_number(rng: np.random.Generator, region: str) -> str:
    """H or M and eight digits, seldom the old form with two more; for Taiwan eight digits alone."""
    digits = f"{int(rng.integers(100_000_000)):08d}"
    if region == "T":
        return digits
    return region + digits + (f"{int(rng.integers(10)):02d}" if rng.random() < 0.1 else "")


def _five_years_on(day: date) -> date:
    try:
        return day.replace(year=day.year + 5)
    except ValueError:
        return day.replace(year=day.year + 5, day=28)
