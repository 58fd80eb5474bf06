"""What the network can read: its classes are the CTC blank, these characters, and the space."""

from __future__ import annotations

from hmtocr.documents.spec import DIGITS, LATIN_LOWER, LATIN_UPPER, PORTUGUESE

MARKS = "*()<,-.'/:"
HAN = "年月日男女"
"""The five Chinese characters that stand among digits and letters in permit dates and Hong Kong's sexes."""
CHARACTERS = DIGITS + LATIN_UPPER + LATIN_LOWER + MARKS + PORTUGUESE + HAN
CLASSES = len(CHARACTERS) + 2

_CLASS = {char: i + 1 for i, char in enumerate(CHARACTERS + " ")}


def readable(text: str) -> bool:
    """Whether the network has a class for every character."""
    return bool(text) and all(char in _CLASS for char in text)


def encode(text: str) -> list[int]:
    """The classes of the characters."""
    return [_CLASS[char] for char in text]


def decode(classes: list[int]) -> str:
    """The text of a path: one class a step."""
    chars = ["", *CHARACTERS, " "]
    return "".join(chars[c] for c, before in zip(classes, [-1, *classes], strict=False) if c != before)
