"""The mainland's provinces, cities and counties: what an address, or the name of a police authority, opens with.

Nearly every permit's address opens with a county-level place, and its authority with that of its police station. A
reading that is one character away from such an opening is weighed against it: 硚口区, a district of Wuhan, against
桥口区, of which there is none. What is clearly printed stays.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from hmtocr.documents.simplified import as_text
from hmtocr.text.alphabet import Alphabet
from hmtocr.text.ctc import Candidate, steps_of, weigh
from hmtocr.text.recogniser import Posterior

_WORTH = 1.5
"""Natural logarithm of how much likelier each character of a known opening makes a reading."""
_MOST = 7.0
"""The most by which an opening may outdo another: no print is talked away that is a thousand times likelier."""
_SHORTEST = 3
_PER_WRONG = 3
"""Characters of an opening for each one that may have been misread."""
_LIKELY = 6
"""Openings that are weighed."""
ASTRAY, _CERTAIN = 3, 5
"""Characters of a caption or a stamp that may have come in before a text, and those that an opening must have to tell
so: a street may be called after a city."""


@dataclass(frozen=True)
class Openings:
    """Texts of one length each as rows of code points, by length."""

    texts: tuple[tuple[str, ...], ...]
    codes: tuple[NDArray[np.int32], ...]

    def astray(self, text: str) -> int:
        """How many characters stand before a text that opens as is known; 0 where that is not to be told."""
        if self.opens(text, _SHORTEST):
            return 0
        return next((before for before in range(1, ASTRAY + 1) if self.opens(text[before:])), 0)

    def opens(self, text: str, least: int = _CERTAIN) -> bool:
        """Whether a text opens as is known, with no fewer characters than `least`."""
        seen = _codes(text)
        fitting = (codes for codes in self.codes if least <= codes.shape[1] <= len(seen))
        return any(bool((codes == seen[: codes.shape[1]]).all(axis=1).any()) for codes in fitting)

    def alike(self, text: str) -> list[tuple[str, float]]:
        """Texts with openings that are worth more than the text's own, the nearest first, and by how much."""
        seen, own, found = _codes(text), 0.0, list[tuple[int, float, str]]()
        for texts, codes in zip(self.texts, self.codes, strict=True):
            length = codes.shape[1]
            if length > len(seen):
                continue
            wrong = (codes != seen[:length]).sum(axis=1)
            if not wrong.all():
                own = _WORTH * length
            near = np.flatnonzero((wrong > 0) & (wrong * _PER_WRONG <= length))
            found += [(int(wrong[i]), _WORTH * length, texts[i] + text[length:]) for i in near]
        better = sorted((item for item in found if item[1] > own), key=lambda item: (item[0], -item[1]))
        return [(other, min(_MOST, worth - own)) for _, worth, other in better[:_LIKELY]]


def as_known(
    candidates: tuple[Candidate, ...], posterior: Posterior, alphabet: Alphabet, openings: Openings
) -> tuple[Candidate, ...]:
    """Readings of a row, the likeliest first, with openings that are known taken for likelier than others."""
    if not candidates:
        return candidates
    before = openings.astray(candidates[0].text)
    if 0 < before < len(candidates[0].steps):
        return (_without(candidates[0], before, posterior.probabilities, alphabet), *candidates)
    text, seen = candidates[0].text, posterior.probabilities
    others = openings.alike(text)
    if not others:
        return candidates
    told = {text: weigh(seen, alphabet, text)}
    told |= {other: math.exp(worth) * weigh(seen, alphabet, other) for other, worth in others}
    best = max(told, key=lambda t: told[t])
    if best == text:
        return candidates
    # What spoke for the text that was read speaks for the best one, as far as that outweighs the rest.
    probability = candidates[0].probability * told[best] / sum(told.values())
    steps = steps_of(seen, alphabet, best)
    rest = (candidate for candidate in candidates if candidate.text != best)
    return (Candidate(best, probability, steps), *rest)


def _without(candidate: Candidate, before: int, seen: NDArray[np.float32], alphabet: Alphabet) -> Candidate:
    """A reading without its first characters, which are another print's."""
    text, first = candidate.text[before:], (candidate.steps[before - 1] + candidate.steps[before] + 1) // 2
    steps = tuple(first + step for step in steps_of(seen[first:], alphabet, text))
    return Candidate(text, weigh(seen[first:], alphabet, text), steps)


def as_address(candidates: tuple[Candidate, ...], posterior: Posterior, alphabet: Alphabet) -> tuple[Candidate, ...]:
    """`as_known` for the first row of an address; other rows open like none. Any row is in Simplified Chinese."""
    return as_known(as_text(candidates, posterior, alphabet), posterior, alphabet, of_addresses())


def as_authority(candidates: tuple[Candidate, ...], posterior: Posterior, alphabet: Alphabet) -> tuple[Candidate, ...]:
    """`as_known` for the name of a police authority, in Simplified Chinese."""
    return as_known(as_text(candidates, posterior, alphabet), posterior, alphabet, of_authorities())


def opens_address(text: str) -> bool:
    """Whether a text is surely the first row of an address."""
    return of_addresses().opens(text)


def opens_authority(text: str) -> bool:
    """Whether a text is surely the first row of the name of a police authority."""
    return of_authorities().opens(text)


@lru_cache(maxsize=1)
def of_addresses() -> Openings:
    """Of addresses: a county with or without what it belongs to, or a city that has none."""
    return _openings(name for place in _places() for name in _spelt(*place))


@lru_cache(maxsize=1)
def of_authorities() -> Openings:
    """Of police authorities: 某市公安局某分局, 某县公安局, or the city's own."""
    return _openings(name for place in _places() for name in _offices(*place))


def _spelt(province: str, city: str, county: str) -> Iterator[str]:
    whole = city if province == city else province + city
    yield whole + county
    yield city + county
    yield province + county


def _offices(province: str, city: str, county: str) -> Iterator[str]:
    station = "公安局"
    if county:
        yield county + station
        yield city + county + station
        yield province + county + station
    if city:
        bare = county[:-1] if county.endswith("区") and len(county) > 2 else county
        yield f"{city}{station}{bare}分局" if county else city + station


def _places() -> Iterator[tuple[str, str, str]]:
    """Province, city and county; "" for the county of a city as such, and for the city of what belongs to none."""
    rows = files("hmtocr.documents").joinpath("regions.tsv").read_text("utf-8").splitlines()
    for row in rows:
        if not row.startswith("#"):
            province, city, counties = row.split("\t")
            for county in (*counties.split(), *([""] if city else [])):
                yield province, city, county


def _openings(names: Iterator[str]) -> Openings:
    by_length: dict[int, dict[str, None]] = {}
    for name in names:
        if len(name) >= _SHORTEST:
            by_length.setdefault(len(name), {})[name] = None
    texts = tuple(tuple(found) for _, found in sorted(by_length.items()))
    return Openings(texts, tuple(np.stack([_codes(text) for text in found]) for found in texts))


def _codes(text: str | Sequence[str]) -> NDArray[np.int32]:
    return np.array([ord(char) for char in text], np.int32)
