"""What characters a field can hold, and which of the recogniser's classes stand for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.intp]

BLANK = 0
"""The CTC blank's class, first in PP-OCR's networks."""

# Full-width forms and look-alikes that stand for the plain character wherever it is allowed.
_ALWAYS: Mapping[str, str] = {
    "（": "(", "）": ")", "，": ",", "、": ",", "－": "-", "—": "-", "–": "-", "‐": "-", "−": "-", "一": "-",
    "＊": "*", "★": "*", "☆": "*", "※": "*", "：": ":", "．": ".", "。": ".", "·": ".", "’": "'", "‘": "'",
    "′": "'", "`": "'", "´": "'", "〈": "<", "＜": "<", "《": "<", "く": "<", "［": "(", "[": "(", "］": ")",
    "]": ")", "{": "(", "}": ")", "【": "(", "】": ")", "／": "/", "~": "-", "_": "-", "=": "-",
}  # fmt: skip

# Look-alikes that stand for a digit where letters are not allowed, and for a letter where digits are not.
_AS_DIGIT: Mapping[str, str] = {
    "O": "0", "o": "0", "D": "0", "Q": "0", "〇": "0", "○": "0", "Ø": "0", "ø": "0", "I": "1", "l": "1",
    "|": "1", "i": "1", "!": "1", "Z": "2", "z": "2", "A": "4", "S": "5", "s": "5", "b": "6", "G": "6",
    "T": "7", "B": "8", "g": "9", "q": "9",
}  # fmt: skip
_UNLIKELY = 0.04
_MIXED: Mapping[str, str] = {"0": "O", "O": "0", "1": "I", "I": "1", "2": "Z", "Z": "2", "5": "S", "S": "5", "8": "B",
          "B": "8", "o": "0", "l": "1", "6": "G", "G": "6", "D": "0", "Q": "0"}  # fmt: skip
_MIXED_WEIGHT = 0.05
"""Where digits and letters may both stand, a look-alike lends the other this part of its probability: enough for a
grammar to choose between them, too little to win without one."""
_LARGE = 500
"""Characters from which an alphabet is worth cutting to those that are seen."""
_AS_LETTER: Mapping[str, str] = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}


@dataclass(frozen=True)
class Alphabet:
    """A field's characters as columns over the recogniser's classes.

    Attributes:
        chars: the characters; column i of a narrowed posterior is chars[i - 1], column 0 the blank.
        sources: classes whose probability is gathered, ordered by the column that they go to.
        starts: for each column, where its sources begin.
        weights: for each of `sources`, the part of its probability that goes there.
        column: each character's column.
    """

    chars: str
    sources: Ints
    starts: Ints
    weights: NDArray[np.float32]
    column: Mapping[str, int]

    def narrow(self, probabilities: NDArray[np.float32]) -> NDArray[np.float32]:
        """Steps x classes to steps x (1 + len(chars)); what no character stands for is left out, not renormalised."""
        gathered = probabilities[:, self.sources] * self.weights
        return np.asarray(np.add.reduceat(gathered, self.starts, axis=1), np.float32)

    def of(self, texts: Iterable[str]) -> Alphabet:
        """Its part that spells texts, and the blank; itself if it is small. Characters that it lacks are left out.

        >>> latin = Charset("ABC").alphabet("ABC")
        >>> latin.of(("CAB",)) is latin
        True
        """
        if len(self.chars) < _LARGE:
            return self
        columns = [BLANK, *sorted({self.column[char] for text in texts for char in text if char in self.column})]
        ends = [int(self.starts[i + 1]) if i + 1 < len(self.starts) else len(self.sources) for i in columns]
        spans = [np.arange(int(self.starts[i]), end) for i, end in zip(columns, ends, strict=True)]
        kept = np.concatenate(spans)
        starts = np.cumsum([0, *(len(span) for span in spans[:-1])]).astype(np.intp)
        chars = "".join(self.chars[i - 1] for i in columns[1:])
        return Alphabet(
            chars, self.sources[kept], starts, self.weights[kept], {char: i + 1 for i, char in enumerate(chars)}
        )

    def within(self, probabilities: NDArray[np.float32], least: float) -> Alphabet:
        """Its part that some step (of steps x classes) holds for likelier than `least`, and the blank.

        Of thousands of characters a line has a dozen: narrowing to those is many times quicker.
        """
        if len(self.chars) < _LARGE:
            return self
        live = probabilities.max(axis=0) > least
        live[BLANK] = True
        kept = np.flatnonzero(live[self.sources])
        targets = np.searchsorted(self.starts, kept, side="right") - 1
        present, starts = np.unique(targets, return_index=True)
        chars = "".join(self.chars[target - 1] for target in present[1:])
        return Alphabet(
            chars,
            self.sources[kept],
            starts.astype(np.intp),
            self.weights[kept],
            {char: i + 1 for i, char in enumerate(chars)},
        )


class Charset:
    """The recogniser's classes: blank, then the characters of its own list, then the space."""

    def __init__(self, characters: Iterable[str]) -> None:
        """Take the list that the network's file carries."""
        self.classes: tuple[str, ...] = ("", *characters, " ")
        index: dict[str, int] = {}
        for i, char in enumerate(self.classes):
            index.setdefault(char, i)
        self.index: Mapping[str, int] = index
        self.alphabet = lru_cache(maxsize=64)(self._alphabet)

    def _alphabet(self, chars: str, space_is_blank: bool = True, unlikely: str = "") -> Alphabet:
        """The alphabet of `chars`. With `space_is_blank` printed gaps separate characters and are no characters.

        Characters of `unlikely` count for a part of their probability: they win only where nothing like them does.
        """
        allowed = dict.fromkeys(chars)
        column = {c: i + 1 for i, c in enumerate(allowed)}
        folds = dict(_ALWAYS)
        if not any(c.isascii() and c.isalpha() for c in allowed):
            folds.update(_AS_DIGIT)
        elif not any(c.isdigit() for c in allowed):
            folds.update(_AS_LETTER)
        upper_only = not any("a" <= c <= "z" for c in allowed)
        pairs: dict[int, int] = {BLANK: 0}
        if space_is_blank and " " not in allowed:
            pairs[self.index[" "]] = 0
        for char, i in self.index.items():
            if not char or (char == " " and " " not in allowed):
                continue
            stands_for = char if char in column else folds.get(char, "")
            if stands_for not in column and upper_only and char.isascii():
                stands_for = char.upper()
            if stands_for in column:
                pairs[i] = column[stands_for]
        faint = {column[c] for c in unlikely if c in column}
        flow = [(source, target, _UNLIKELY if target in faint else 1.0) for source, target in pairs.items()]
        if any(c.isdigit() for c in allowed) and "A" in allowed:
            flow += [
                (self.index[c], column[d], _MIXED_WEIGHT) for c, d in _MIXED.items() if d in column and c in self.index
            ]
        flow.sort(key=lambda item: item[1])
        present = sorted({target for _, target, _ in flow})
        sources, targets, weights = (np.array(part) for part in zip(*flow, strict=True))
        letters = tuple(allowed)
        kept = "".join(letters[target - 1] for target in present[1:])
        return Alphabet(
            kept,
            sources.astype(np.intp),
            np.searchsorted(targets, present).astype(np.intp),
            weights.astype(np.float32),
            {char: i + 1 for i, char in enumerate(kept)},
        )


NO_ALPHABET = Alphabet("", np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.float32), {})
"""Of what is not spelt by a recogniser."""
