"""Invents card holders: Chinese and Latin names that belong together, sex, and birth date.

Names are put together at random from lists of surnames and of given-name characters with their Hong Kong
spelling. Nobody is meant by any of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

import numpy as np

from hmtocr.checks import telecode
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.places import Half, in_half

__all__ = ["Half", "Person", "Script", "invent_person", "printed_telecode"]

Script = Literal["hant", "hans"]
Sex = Literal["M", "F"]

LONGEST_NAME = 39
"""Characters of a Latin name that fit on a card's line."""

_ROLES: Mapping[Script, tuple[str, ...]] = {
    "hant": ("hant-ming", "hant-hei"),
    "hans": ("hans-hei", "hans-song"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """An invented holder.

    Attributes:
        surname_zh, given_zh: Chinese characters, both "" for a person without a Chinese name.
        surname_en: in capitals, as in "AU YEUNG".
        given_en: with initial capitals, as in "Tai Man" or "Ka-yan"; may be "".
        sex: "M" or "F".
        birth_date: day of birth.
        age: full years on the day that `invent_person` was told.
    """

    surname_zh: str
    given_zh: str
    surname_en: str
    given_en: str
    sex: Sex
    birth_date: date
    age: int

    @property
    def name_zh(self) -> str:
        """The whole Chinese name, "" if there is none."""
        return self.surname_zh + self.given_zh

    @property
    def name_en(self) -> str:
        """The whole Latin name as Hong Kong prints it: `CHAN, Tai Man`."""
        return f"{self.surname_en}, {self.given_en}" if self.given_en else self.surname_en


@dataclass(frozen=True, slots=True)
class _Spelt:
    """Characters and, one for one, how Hong Kong spells them."""

    chars: tuple[str, ...]
    spellings: tuple[str, ...]


def invent_person(
    rng: np.random.Generator,
    fonts: FontPack,
    script: Script = "hant",
    rare: float = 0.1,
    chinese: float = 0.9,
    half: Half = "all",
    ages: tuple[int, int] = (18, 95),
    on: date | None = None,
) -> Person:
    """A holder whose Chinese name some one font of the pack can print.

    `rare` is the probability that a name holds a rare character, `chinese` that there is a Chinese name.
    `half` keeps names apart: no name of "even" is ever invented for "odd". `ages` are the least and the
    greatest age in full years on the day `on` (a random day of 2003 to 2025 by default).
    """
    sex: Sex = "M" if rng.random() < 0.5 else "F"
    day = on or date(2003, 8, 18) + timedelta(int(rng.integers(8000)))
    age = int(rng.integers(ages[0], ages[1] + 1))
    birth = _birthday(rng, day, age)
    while True:
        is_chinese = rng.random() < chinese
        names = _chinese_name(rng, sex, script, rare) if is_chinese else ("", "", *_foreign_name(rng, sex))
        person = Person(*names, sex, birth, age)
        if len(person.name_en) > LONGEST_NAME or not in_half(person.name_zh or person.name_en, half):
            continue
        if not person.name_zh or any(fonts.able(role, person.name_zh) for role in _ROLES[script]):
            return person


def printed_telecode(rng: np.random.Generator, name: str) -> str:
    """The codes of a name's characters as a card prints them: groups with one blank between.

    A character without a code gets `0000`, or its group is left out (which of the two cards do is unknown).
    """
    groups = [telecode.encode(char) for char in name]
    unknown = telecode.UNKNOWN if rng.random() < 0.5 else ""
    return " ".join(group for group in (g or unknown for g in groups) if group)


def _birthday(rng: np.random.Generator, day: date, age: int) -> date:
    """A birth date of someone who is `age` years old on `day`; a fair part on the first of January."""
    latest = _years_before(day, age)
    earliest = _years_before(day, age + 1) + timedelta(1)
    if rng.random() < 0.05 and earliest <= date(latest.year, 1, 1):
        return date(latest.year, 1, 1)
    return earliest + timedelta(int(rng.integers((latest - earliest).days + 1)))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 2, 28)


def _chinese_name(rng: np.random.Generator, sex: Sex, script: Script, rare: float) -> tuple[str, str, str, str]:
    common, seldom = _surnames()
    surname, surname_en = _pick(rng, seldom if rng.random() < 0.12 else common)
    short = 0.12 if len(surname) == 1 else 0.55
    picked = [_pick(rng, _given("names_given.tsv")) for _ in range(1 if rng.random() < short else 2)]
    if rng.random() < rare:
        picked[int(rng.integers(len(picked)))] = _rare(rng)
    given = "".join(char for char, _ in picked)
    # A holder's name on a mainland card may keep its traditional characters (DOCUMENTS.md, section 3).
    if script == "hans" and rng.random() < 0.92:
        surname, given = _simplified(surname), _simplified(given)
    return surname, given, surname_en, _given_en(rng, [s for _, s in picked], sex)


def _given_en(rng: np.random.Generator, syllables: list[str], sex: Sex) -> str:
    """`Tai Man`, `Tai-man`, `Taiman`, with an English name after, before, or instead of them."""
    style = rng.random()
    if style < 0.78 or len(syllables) == 1:
        spelt = " ".join(syllables)
    elif style < 0.93:
        spelt = "-".join([syllables[0], *(s.lower() for s in syllables[1:])])
    elif style < 0.96:
        spelt = "-".join(syllables)
    else:
        spelt = syllables[0] + "".join(s.lower() for s in syllables[1:])
    names = _english()[sex]
    english = names[int(rng.integers(len(names)))]
    style = rng.random()
    if style < 0.72:
        return spelt
    if style < 0.86:
        return f"{spelt} {english}"
    return f"{english} {spelt}" if style < 0.97 else english


def _foreign_name(rng: np.random.Generator, sex: Sex) -> tuple[str, str]:
    """Surname and given names of one tradition, now and then with a second surname or further given names."""
    traditions = _foreign()
    tradition = sorted(traditions)[int(rng.integers(len(traditions)))]
    surnames, names = traditions[tradition]["surname"], traditions[tradition][sex]
    surname = surnames[int(rng.integers(len(surnames)))]
    given = names[int(rng.integers(len(names)))]
    style = rng.random()
    if style < 0.2:
        given = f"{given} {names[int(rng.integers(len(names)))]}"
    elif style < 0.3:
        surname = f"{surname} {surnames[int(rng.integers(len(surnames)))]}"
    elif style < 0.36:
        given = f"{given} {surnames[int(rng.integers(len(surnames)))].title()}"
    elif style < 0.39:
        # People with one name only.
        given = ""
    return surname, given


def _pick(rng: np.random.Generator, spelt: _Spelt) -> tuple[str, str]:
    i = int(rng.integers(len(spelt.chars)))
    return spelt.chars[i], spelt.spellings[i]


def _rare(rng: np.random.Generator) -> tuple[str, str]:
    """A rare character of the list or, as often, any character that has a telecode, spelt anyhow."""
    if rng.random() < 0.5:
        return _pick(rng, _given("names_rare.tsv"))
    coded, spellings = _coded(), _given("names_given.tsv").spellings
    return coded[int(rng.integers(len(coded)))], spellings[int(rng.integers(len(spellings)))]


def _simplified(text: str) -> str:
    pairs = _simple_forms()
    return "".join(pairs.get(char, char) for char in text)


def _rows(file: str) -> list[list[str]]:
    text = files("hmtocr.specimens").joinpath(file).read_text("utf-8")
    return [row.split("\t") for row in text.splitlines() if row and not row.startswith("#")]


_TWO = ("歐陽", "司徒", "上官", "司馬", "諸葛", "夏侯")
"""Surnames of two characters in names_surnames.tsv."""


@cache
def _surnames() -> tuple[_Spelt, _Spelt]:
    """The common surnames, and the others."""
    columns: tuple[list[tuple[str, str]], list[tuple[str, str]]] = ([], [])
    for spelling, chars in _rows("names_surnames.tsv"):
        for column, part in zip(columns, chars.split(";"), strict=True):
            column.extend((char, spelling) for char in ([part] if part in _TWO else part))
    common, seldom = (_Spelt(*(tuple(side) for side in zip(*column, strict=True))) for column in columns)
    return common, seldom


@cache
def _given(file: str) -> _Spelt:
    pairs = [(char, spelling) for spelling, chars in _rows(file) for char in chars]
    return _Spelt(tuple(char for char, _ in pairs), tuple(spelling for _, spelling in pairs))


@cache
def _coded() -> tuple[str, ...]:
    """Every character of the main block that has a telecode."""
    return tuple(c for c in map(chr, range(0x4E00, 0x9FA6)) if telecode.encode(c))


@cache
def _english() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({sex: tuple(names.split()) for sex, names in _rows("names_english.tsv")})


@cache
def _foreign() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for tradition, kind, names in _rows("names_foreign.tsv"):
        found.setdefault(tradition, {})[kind] = tuple(names.split("|"))
    return MappingProxyType(found)


@cache
def _simple_forms() -> Mapping[str, str]:
    return MappingProxyType({pair[0]: pair[1] for row in _rows("names_simplified.tsv") for pair in row[0].split()})
