"""Reads one field's crop: recognise, search under the field's alphabet and grammar, keep the alternatives."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hmtocr.checks import telecode
from hmtocr.text.alphabet import Alphabet, Charset
from hmtocr.text.ctc import Candidate, search
from hmtocr.text.recogniser import Posterior, Recogniser

Pixels = NDArray[np.uint8]
Box = tuple[float, float, float, float]
"""x0, y0, x1, y1 in pixels of the flat card."""
_REACH = 0.45
"""Of the line's height, from a character's middle to its end."""
_SAME_END = 0.7
"""Of the line's height, between the end of what was read and that of the ink, if they are the same end."""


@dataclass(frozen=True)
class LineReading:
    """What one crop may say.

    Attributes:
        candidates: best first; never empty.
        posterior: what the recogniser saw, for fusion with other fields.
        alphabet: the alphabet that was searched.
        box: the crop's place on the flat card.
        ink: where the print in the crop begins and ends along it, if that was seen: x0, x1 in pixels of the flat card.
    """

    candidates: tuple[Candidate, ...]
    posterior: Posterior
    alphabet: Alphabet
    box: Box
    ink: tuple[float, float] | None = None

    @property
    def text(self) -> str:
        """The best candidate's characters."""
        return self.candidates[0].text

    @property
    def probability(self) -> float:
        """The recogniser's probability of the best candidate."""
        return self.candidates[0].probability

    @property
    def share(self) -> float:
        """The best candidate's part of all candidates' probability: how much it stands out."""
        return self.probability / max(1e-30, sum(c.probability for c in self.candidates))

    @property
    def sharpness(self) -> float:
        """The best candidate's probability per character (geometric mean), comparable between lengths."""
        return math.exp(math.log(max(self.probability, 1e-30)) / max(1, len(self.text)))

    def places(self) -> tuple[float, ...]:
        """Where the best candidate's characters have their middles along the line, in pixels of the flat card."""
        x0, _, x1, _ = self.box
        total = self.posterior.probabilities.shape[0] * self.posterior.used
        return tuple(x0 + (step + 0.5) / total * (x1 - x0) for step in self.candidates[0].steps)

    def extent(self) -> Box:
        """The box, cut to where the best candidate's characters are along the line."""
        x0, y0, x1, y1 = self.box
        places = self.places()
        if not places:
            return self.box
        reach = (y1 - y0) * _REACH
        left, right = max(x0, places[0] - reach), min(x1, places[-1] + reach)
        if self.ink is not None:
            # A recogniser tells which characters begin and end the print, the ink exactly where.
            near = (y1 - y0) * _SAME_END
            left = self.ink[0] if abs(self.ink[0] - left) < near else left
            right = self.ink[1] if abs(self.ink[1] - right) < near else right
        return (left, y0, right, y1)


def crop(flat: Pixels, box: Box) -> Pixels | None:
    """The pixels of a box, or None if it holds fewer than 4 x 4 of them."""
    height, width = flat.shape[:2]
    x0, y0 = max(0, math.floor(box[0])), max(0, math.floor(box[1]))
    x1, y1 = min(width, math.ceil(box[2])), min(height, math.ceil(box[3]))
    return flat[y0:y1, x0:x1] if x1 - x0 >= 4 and y1 - y0 >= 4 else None


def read_line(
    recogniser: Recogniser, flat: Pixels, box: Box, alphabet: Alphabet, grammar: str | None
) -> LineReading | None:
    """Read the line in `box`; None if there is nothing that fits the alphabet and the grammar."""
    pixels = crop(flat, box)
    if pixels is None:
        return None
    posterior = recogniser(pixels)
    candidates = search(posterior.probabilities, alphabet, grammar)
    if not candidates or not candidates[0].text:
        return None
    return LineReading(candidates, posterior, alphabet, box)


def alphabet_for(charset: Charset, chars: str, keeps_space: bool) -> Alphabet:
    """The alphabet of a field: its own characters, or sets by name ("hant", "hans", "latin", "address"), with +."""
    if chars.split("+", maxsplit=1)[0] not in _SETS:
        return charset.alphabet(chars, not keeps_space)
    unlikely = telecode.simplified_forms() if chars.startswith("hant") else ""
    return charset.alphabet(_union(charset, chars), not keeps_space, unlikely)


@lru_cache(maxsize=16)
def _union(charset: Charset, names: str) -> str:
    return "".join(_SETS[name](charset) for name in names.split("+"))


def traditional(charset: Charset) -> str:
    """The Han characters that Hong Kong prints: Big5 with the HKSCS."""
    return _han(charset, "big5hkscs")


def simplified(charset: Charset) -> str:
    """The Han characters that the mainland prints (GB 18030 within the first plane: Traditional names occur)."""
    return _han(charset, "gbk")


def _han(charset: Charset, codec: str) -> str:
    return "".join(c for c in charset.index if c and _is_han(c) and _encodes(c, codec))


def _is_han(char: str) -> bool:
    point = ord(char)
    return 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or 0x20000 <= point <= 0x323AF or point == 0x3007


def _encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _latin(_: Charset) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    return letters + "ÀÁÂÃÇÉÊÍÓÔÕÚÜàáâãçéêíóôõúüªº°" + "()<>*,-.':/·"


def _address(_: Charset) -> str:
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-()#"


_SETS: Mapping[str, Callable[[Charset], str]] = {
    "hant": traditional,
    "hans": simplified,
    "latin": _latin,
    "address": _address,
    "comma": lambda _: ",",
}
