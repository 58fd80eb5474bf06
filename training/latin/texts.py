"""Texts as the cards print them, and texts at random, so that no habit of language hides what is on the pixels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hmtocr.documents.spec import DIGITS, LATIN_LOWER, LATIN_UPPER, PORTUGUESE
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.hk_holder import invent_hk_number
from hmtocr.specimens.people import invent_person
from training.latin.alphabet import MARKS

Writer = Callable[[np.random.Generator, FontPack], str]

_UPPER_PT = "".join(c for c in PORTUGUESE if c.isupper())
_SYMBOLS = "ACRUZXWOBNLHKSPVY"


def invent_text(rng: np.random.Generator, fonts: FontPack) -> str:
    """Any text that a Latin field may hold, or any characters at all."""
    writer = _WRITERS[int(rng.choice(len(_WRITERS), p=_SHARES))]
    return writer(rng, fonts).strip() or "0"


def _some(rng: np.random.Generator, chars: str, least: int, most: int) -> str:
    return "".join(chars[int(i)] for i in rng.integers(len(chars), size=int(rng.integers(least, most + 1))))


def _number(rng: np.random.Generator, _: FontPack) -> str:
    style = rng.random()
    if style < 0.4:
        return invent_hk_number(rng)
    if style < 0.5:
        return f"{_some(rng, LATIN_UPPER, 1, 2)}{_some(rng, DIGITS, 6, 6)}({_some(rng, DIGITS + 'ABCDE', 1, 1)})"
    if style < 0.7:
        return f"{_some(rng, DIGITS, 7, 7)}({_some(rng, DIGITS, 1, 1)})"
    if style < 0.8:
        return _some(rng, "HM", 0, 1) + _some(rng, DIGITS, 8, 10)
    return _some(rng, DIGITS, 17, 17) + _some(rng, DIGITS + "XX", 1, 1)


def _date(rng: np.random.Generator, _: FontPack) -> str:
    day, month = int(rng.integers(1, 32)), int(rng.integers(1, 13))
    year = int(rng.integers(1900, 2040))
    if rng.random() < 0.3:
        # No calendar: 88-80-6689 has to be read as well as any day.
        day, month, year = int(rng.integers(100)), int(rng.integers(100)), int(rng.integers(10000))
    forms = (
        f"({month:02d}-{year % 100:02d})",
        f"{day:02d}-{month:02d}-{year:04d}",
        f"{day:02d}-{month:02d}-{year:04d}",
        f"{day:02d}-{month:02d}-{year % 100:02d}",
        f"{day:02d}/{month:02d}/{year:04d}",
        f"{year:04d}.{month:02d}.{day:02d}-{year + 5:04d}.{month:02d}.{day:02d}",
        f"{year:04d}年{month}月{day}日",
        "------",
    )
    return forms[int(rng.choice(len(forms), p=(0.22, 0.2, 0.1, 0.25, 0.03, 0.1, 0.07, 0.03)))]


def _telecode(rng: np.random.Generator, _: FontPack) -> str:
    return " ".join(_some(rng, DIGITS, 4, 4) for _ in range(int(rng.integers(1, 5))))


def _symbols(rng: np.random.Generator, _: FontPack) -> str:
    stars = ("***", "*", "", "**")[int(rng.choice(4, p=(0.5, 0.25, 0.2, 0.05)))]
    if rng.random() < 0.6:
        return stars + "ACRU"[int(rng.integers(4))] + "ZXWO"[int(rng.integers(4))] + _some(rng, "BN", 0, 1)
    if rng.random() < 0.5:
        return stars + _some(rng, _SYMBOLS, 1, 4) + _some(rng, DIGITS, 0, 1)
    return _some(rng, "ABCDN", 1, 1) + _some(rng, "S", 0, 1) + _some(rng, "MF", 0, 1) + _some(rng, "T", 0, 1)


def _name(rng: np.random.Generator, fonts: FontPack) -> str:
    person = invent_person(rng, fonts, half="even")
    style = rng.random()
    if style < 0.5:
        return person.name_en
    if style < 0.75:
        return (person.surname_en if rng.random() < 0.4 else person.given_en or person.surname_en).upper()
    return _accented(rng, person.name_en.upper() if rng.random() < 0.6 else person.name_en)


def _accented(rng: np.random.Generator, text: str) -> str:
    """Some letters with the accents that Portuguese gives them."""
    more = {"A": "ÀÁÂÃ", "C": "Ç", "E": "ÉÊ", "I": "Í", "O": "ÓÔÕ", "U": "ÚÜ"}
    more |= {upper.lower(): forms.lower() for upper, forms in more.items()}
    return "".join(more[c][int(rng.integers(len(more[c])))] if c in more and rng.random() < 0.35 else c for c in text)


def _words(rng: np.random.Generator, _: FontPack) -> str:
    """Names that nobody has: each letter is as likely as any other."""
    surname = " ".join(_some(rng, LATIN_UPPER, 1, 8) for _ in range(int(rng.integers(1, 3))))
    count = int(rng.integers(0, 4))
    given = [_some(rng, LATIN_UPPER, 1, 1) + _some(rng, LATIN_LOWER, 0, 7) for _ in range(count)]
    joint = "-'. "[int(rng.integers(4))] if rng.random() < 0.2 else " "
    text = surname + ("," if rng.random() < 0.9 else "") + " " + joint.join(given) if given else surname
    return text.upper() if rng.random() < 0.2 else text


def _rows(rng: np.random.Generator, _: FontPack) -> str:
    """Rows of thirty characters as machines read them."""
    style = rng.random()
    if style < 0.35:
        text = ("ID", "IR", "I<", "CR", "C<")[int(rng.integers(5))] + "MAC" + _some(rng, DIGITS, 7, 8)
        text += "<" * int(rng.integers(0, 3)) + _some(rng, DIGITS, 0, 13) + _some(rng, "ABCDNSMF", 0, 3)
    elif style < 0.6:
        text = f"{_some(rng, DIGITS, 7, 7)}{_some(rng, 'MF<', 1, 1)}{_some(rng, DIGITS, 7, 7)}CHN"
        text = text.ljust(29, "<") + _some(rng, DIGITS, 1, 1)
    else:
        text = f"{_some(rng, LATIN_UPPER, 2, 9)}<<" + "<".join(_some(rng, LATIN_UPPER, 2, 7) for _ in range(2))
    return text[:30].ljust(30, "<")


def _short(rng: np.random.Generator, _: FontPack) -> str:
    """Sexes, heights, numbers of issues."""
    forms = ("M", "F", "男 M", "女 F", "男", "女", f"{rng.uniform(0.4, 2.1):.2f}", f"0{_some(rng, DIGITS, 1, 1)}")
    style = rng.random()
    return _some(rng, DIGITS, 1, 2) if style < 0.2 else forms[int(rng.integers(len(forms)))]


def _random(rng: np.random.Generator, _: FontPack) -> str:
    sets = (
        DIGITS,
        LATIN_UPPER,
        LATIN_UPPER + DIGITS,
        LATIN_UPPER + LATIN_LOWER + DIGITS,
        LATIN_UPPER + LATIN_LOWER + DIGITS + MARKS * 2 + "    ",
        LATIN_UPPER + _UPPER_PT + " ",
        DIGITS + "()-/.,:*<",
    )
    return _some(rng, sets[int(rng.integers(len(sets)))], 1, 16)


_WRITERS: tuple[Writer, ...] = (_number, _date, _telecode, _symbols, _name, _words, _rows, _short, _random)
_SHARES = (0.15, 0.13, 0.08, 0.13, 0.14, 0.12, 0.06, 0.05, 0.14)
