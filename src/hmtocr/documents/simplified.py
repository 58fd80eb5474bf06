"""Simplified and Traditional forms of one character, which print alike: permits are printed in Simplified Chinese.

悦 and 悅 differ by two strokes that no camera of 640 pixels sees. What is as good as alike is taken for the Simplified
form; what is clearly printed in Traditional form stays, for a holder's name may be.
"""

from __future__ import annotations

from dataclasses import replace

from hmtocr.checks import telecode
from hmtocr.text.alphabet import Alphabet
from hmtocr.text.ctc import Candidate, steps_of, weigh
from hmtocr.text.recogniser import Posterior

_IN_NAMES, _ELSEWHERE = 0.1, 0.01
"""How likely Traditional forms are, of Simplified ones: names keep them now and then, addresses never should."""


def as_name(candidates: tuple[Candidate, ...], posterior: Posterior, alphabet: Alphabet) -> tuple[Candidate, ...]:
    """Readings of a name, the likeliest first, Simplified forms before Traditional ones that print alike."""
    return _simplified(candidates, posterior, alphabet, _IN_NAMES)


def as_text(candidates: tuple[Candidate, ...], posterior: Posterior, alphabet: Alphabet) -> tuple[Candidate, ...]:
    """The same of what the authority itself words: addresses and its own name."""
    return _simplified(candidates, posterior, alphabet, _ELSEWHERE)


def _simplified(
    candidates: tuple[Candidate, ...], posterior: Posterior, alphabet: Alphabet, traditional: float
) -> tuple[Candidate, ...]:
    text = candidates[0].text if candidates else ""
    other = "".join(telecode.simplified(char) for char in text)
    if other == text:
        return candidates
    seen = posterior.probabilities
    own, its = traditional * weigh(seen, alphabet, text), weigh(seen, alphabet, other)
    if its <= own:
        return candidates
    best = Candidate(other, candidates[0].probability * its / (its + own), steps_of(seen, alphabet, other))
    rest = (c if c.text != text else replace(c, probability=c.probability * own / (its + own)) for c in candidates)
    return (best, *(c for c in rest if c.text != other))
