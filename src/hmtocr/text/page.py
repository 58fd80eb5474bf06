"""All the text of a flat card as pieces: runs of characters with their places, cut where the print leaves a gap."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import regex
from numpy.typing import NDArray

from hmtocr.text.alphabet import BLANK, Alphabet
from hmtocr.text.detector import Line
from hmtocr.text.line import Box, crop
from hmtocr.text.recogniser import Posterior, Recogniser

Pixels = NDArray[np.uint8]

_GAP = 1.25
"""Line heights between two characters' middles that part two pieces, beyond the characters' own width."""
_UNSEEN = 1e-3
"""Characters that no step holds for likelier than this are nowhere the likeliest."""


@dataclass(frozen=True)
class Piece:
    """A run of print on one line.

    Attributes:
        text: as read freely; blanks are left out.
        centres: x of each character's middle, in pixels of the flat card.
        y0, y1: the line's upper and lower edge.
        confidence: mean probability of the characters.
        seen: the part of the line's posterior that these characters come from; None for a piece put together.
        steps: of the posterior, at which the characters begin.
        then: the separator that follows it on its line, if one was cut off there.
    """

    text: str
    centres: tuple[float, ...]
    y0: float
    y1: float
    confidence: float
    seen: Posterior | None = None
    steps: tuple[int, ...] = ()
    then: str = ""

    @property
    def height(self) -> float:
        """Of the line, in pixels."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """The y of its axis."""
        return (self.y0 + self.y1) / 2

    @property
    def plain(self) -> str:
        """The text in lower case without accents, character for character, for finding captions in."""
        return "".join(unicodedata.normalize("NFD", c)[0].lower() for c in self.text)

    def box(self, first: int = 0, last: int | None = None) -> Box:
        """The box of characters `first` to `last` (not included)."""
        inside = self.centres[first:last]
        ends = self.text[first:last]
        half = self.height * 0.40
        return (inside[0] - half * _width(ends[0]), self.y0, inside[-1] + half * _width(ends[-1]), self.y1)

    def part(self, first: int, last: int) -> Piece:
        """Characters `first` to `last` (not included) as a piece."""
        text, centres = self.text[first:last], self.centres[first:last]
        then = self.then if last == len(self.text) else ""
        if self.seen is None:
            return Piece(text, centres, self.y0, self.y1, self.confidence, then=then)
        # Cut half way between the last character left out and the first one kept.
        low = (self.steps[first - 1] + self.steps[first] + 1) // 2 if first else 0
        end = len(self.seen.probabilities)
        high = (self.steps[last - 1] + self.steps[last] + 1) // 2 if last < len(self.text) else end
        part = Posterior(self.seen.probabilities[low:high], self.seen.width, 1.0)
        steps = tuple(step - low for step in self.steps[first:last])
        return Piece(text, centres, self.y0, self.y1, self.confidence, part, steps, then)


def read_page(flat: Pixels, lines: Sequence[Line], recogniser: Recogniser, alphabet: Alphabet) -> tuple[Piece, ...]:
    """Every piece of print on the card, top to bottom and left to right."""
    pieces: list[Piece] = []
    level = [line for line in lines if line.height <= 1.6 * (line.x1 - line.x0)]
    crops = [(line, crop(flat, (line.x0, line.y0, line.x1, line.y1))) for line in level]
    seen = [(line, pixels) for line, pixels in crops if pixels is not None]
    for (line, _), posterior in zip(seen, recogniser.each([pixels for _, pixels in seen]), strict=True):
        text, places, steps, confidence = _greedy(posterior, alphabet)
        centres = tuple(line.x0 + place * (line.x1 - line.x0) for place in places)
        pieces += _cut(Piece(text, centres, line.y0, line.y1, confidence, posterior, steps))
    return tuple(pieces)


def cut_out(piece: Piece, forms: str) -> list[Piece]:
    """The piece in parts: every run that matches the regular expression `forms` by itself, and what is between."""
    parts: list[Piece] = []
    start = 0
    for match in regex.finditer(forms, piece.text):
        parts += [piece.part(first, last) for first, last in ((start, match.start()), match.span()) if first < last]
        start = match.end()
    if start < len(piece.text):
        parts.append(piece.part(start, len(piece.text)))
    return parts


def _greedy(posterior: Posterior, alphabet: Alphabet) -> tuple[str, list[float], tuple[int, ...], float]:
    """Text, the characters' places along the line (0..1), the steps they begin at, and their mean probability."""
    alphabet = alphabet.within(posterior.probabilities, _UNSEEN)
    narrowed = alphabet.narrow(posterior.probabilities)
    best = narrowed.argmax(axis=1)
    kept = np.flatnonzero((best != BLANK) & (best != np.concatenate(([-1], best[:-1]))))
    total = narrowed.shape[0] * posterior.used
    places = []
    for start in kept:
        end = start
        while end + 1 < len(best) and best[end + 1] == best[start]:
            end += 1
        places.append(((start + end) / 2 + 0.5) / total)
    text = "".join(alphabet.chars[best[i] - 1] for i in kept)
    confidence = float(narrowed.max(axis=1)[kept].mean()) if kept.size else 0.0
    return text, places, tuple(int(step) for step in kept), confidence


def _cut(piece: Piece) -> list[Piece]:
    if not piece.text:
        return []
    cuts = [0]
    for i in range(1, len(piece.text)):
        own = (_width(piece.text[i - 1]) + _width(piece.text[i])) * 0.4
        if (piece.centres[i] - piece.centres[i - 1]) / piece.height - own > _GAP:
            cuts.append(i)
    cuts.append(len(piece.text))
    return [piece.part(a, b) for a, b in itertools.pairwise(cuts)]


def _width(char: str) -> float:
    """A character's width in line heights, roughly: Chinese ones fill the line, Latin ones half of it."""
    return 1.0 if ord(char) > 0x2E80 else 0.55
