"""Texts with Chinese characters as the cards print them, and characters at random, so that no name is a habit."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from hmtocr.models.manifest import Network
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.people import invent_person
from hmtocr.specimens.places import invent_address, invent_authority
from hmtocr.text.alphabet import Charset
from training.han.graph import load
from training.latin import texts as latin

BASE = Network(
    "base",
    "rapidocr",
    "models/PP-OCRv6_rec_small.onnx",
    "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
    "Apache-2.0",
    "PP-OCRv6 small text recognition, by the PaddleOCR authors; CTC over 18,708 characters, lines of 48 pixels",
)
"""The network that is trained on."""
LONGEST = 18
_COMMAS = (",", ",", ", ", "，")
_CAPTIONS = (
    "出生日期 Date of Birth",
    "簽發日期",
    "姓名",
    "性別",
    "有效期限",
    "签发机关",
    "香港永久性居民身份證",
    "澳門居民身份證",
    "住址",
)


@lru_cache(maxsize=1)
def charset() -> Charset:
    """The network's classes."""
    properties = {p.key: p.value for p in load(BASE.read()).metadata_props}
    return Charset(properties["character"].split("\n"))


@lru_cache(maxsize=4)
def characters(codec: str) -> tuple[str, ...]:
    """The network's Chinese characters that a codec has; "big5-1" for the 5,401 common ones of Big5."""
    found = []
    for char in charset().classes:
        if len(char) == 1 and is_chinese(char):
            code = char.encode(codec.removesuffix("-1"), "ignore")
            if code and (codec != "big5-1" or code < b"\xc9"):
                found.append(char)
    return tuple(found)


def is_chinese(text: str) -> bool:
    """Whether a character of the text is a Chinese one."""
    return any("\u4e00" <= char <= "\u9fff" for char in text)


def readable(text: str) -> bool:
    """Whether the network knows all characters of a short text with Chinese ones, or of a Latin name."""
    name = text[:1].isalpha() and sum(map(str.isalpha, text)) > 3 and "<" not in text
    short = len(text) <= LONGEST if is_chinese(text) else name
    return short and all(char in charset().index for char in text)


def encode(text: str) -> list[int]:
    """The classes of the characters; gaps between Chinese characters are none.

    Raises:
        KeyError: the network does not know one.
    """
    return [charset().index[char] for char in (text.replace(" ", "") if is_chinese(text) else text)]


def invent_text(rng: np.random.Generator, fonts: FontPack) -> str:
    """A name, a part of an address or of an authority, characters at random, a caption, or a Latin text."""
    style = rng.random()
    if style < 0.18:
        name = invent_person(rng, fonts, half="even").name_zh or _some(rng, "big5-1", 2, 4)
        # As on the Macao cards of 2002.
        return name[:1] + _COMMAS[int(rng.integers(len(_COMMAS)))] + name[1:] if rng.random() < 0.3 else name
    if style < 0.24:
        return invent_person(rng, fonts, script="hans", half="even").name_zh or _some(rng, "gb2312", 2, 3)
    if style < 0.4:
        text = (invent_address if rng.random() < 0.6 else invent_authority)(rng, "even")
        count = int(rng.integers(4, 13))
        first = int(rng.integers(0, max(1, len(text) - count))) if rng.random() < 0.6 else 0
        return text[first : first + count]
    if style < 0.64:
        codec, most = (("big5-1", 5), ("big5", 4), ("gb2312", 8))[int(rng.choice(3, p=(0.3, 0.45, 0.25)))]
        return _some(rng, codec, 1, most)
    return _CAPTIONS[int(rng.integers(len(_CAPTIONS)))] if style < 0.68 else latin.invent_text(rng, fonts)


def _some(rng: np.random.Generator, codec: str, least: int, most: int) -> str:
    chars = characters(codec)
    return "".join(chars[int(i)] for i in rng.integers(len(chars), size=int(rng.integers(least, most + 1))))
