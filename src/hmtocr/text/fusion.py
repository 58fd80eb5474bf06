"""Reads a Chinese name and its telegraph code together: two printed views of one name.

A genuine card's code and characters say the same, so the pair is chosen whose joint probability is highest: the
recogniser's for the characters, the recogniser's for the digits, and that of the two agreeing. This settles
look-alikes, and recovers characters that no recogniser's alphabet holds. What is clearly printed stays: a code
cannot talk a character away that the pixels show beyond doubt, nor the reverse.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from hmtocr.checks import telecode
from hmtocr.text.ctc import steps_of
from hmtocr.text.line import LineReading

_AGREE = math.log(0.97)
_VARIANT = math.log(0.3)
"""The code is that of a variant of the character (啟 printed, 啓 coded)."""
_SIMPLIFIED = math.log(0.03)
"""The code is the character's only in the mainland's book: these cards print the Traditional form."""
_UNCODED = math.log(0.3)
"""A character without a code beside 0000, or a code that no table holds: unusual, but nothing contradicts."""
_DISAGREE = math.log(0.004)
_UNKNOWN_TO_NETWORK = 0.03
"""Probability granted to a character outside the recogniser's alphabet, whatever stands in its place."""
_STAMPED = 0.02
"""Probability granted to a character that is read in the name's place and is none of it."""
_STAMPS = "樣本样副"
_STAMP = 0.3
"""The same for the characters that specimens and copies are stamped with."""
_LEFT_OUT = 0.05
"""Probability granted to a character that has a code, and whose code is not printed."""
_ILLEGIBLE = 0.6
"""Probability per character below which a name counts as blurred: then its code may spell all of it."""
_POOR, _SECONDED = 0.5, 0.1
"""How much of a pair's own weight, per character, goes into its belief; the second where name and code, read
for themselves, say the same."""
_CLEAR = 0.8
"""Probability from which a code is clear."""
_FLOOR = 2e-4
_ASTRAY = 0.1
"""Of the probability that a recogniser leaves open, what may belong to any one character: on blurred print it is often
wrong and seldom knows by how much, so only what it is sure of stands against a legible code."""
_NO_CODE = "0000"


@dataclass(frozen=True)
class Fused:
    """A name and its code, and how sure the pair is against all other pairs, 0..1."""

    name: str
    code: str
    probability: float
    alternatives: tuple[tuple[str, float], ...]


def fuse(name: LineReading | None, code: LineReading | None) -> Fused | None:
    """Choose the pair of name and code (digits without blanks); None if neither was read."""
    if code is None:
        return None if name is None else _alone(name)
    scored: dict[tuple[str, str], float] = {}
    for code_text, code_log in ((c.text, _log(c.probability)) for c in code.candidates):
        groups = [code_text[i : i + 4] for i in range(0, len(code_text), 4)]
        for name_text, name_log in _names(name, groups):
            key = (name_text, code_text)
            score = name_log + code_log + _agreement(name_text, groups)
            scored[key] = max(scored.get(key, -math.inf), score)
    if not scored:
        return None
    top = max(scored.values())
    total = sum(math.exp(s - top) for s in scored.values())
    ranked = sorted(scored.items(), key=lambda item: -item[1])
    (best_name, best_code), best = ranked[0]
    names: dict[str, float] = {}
    for (text, _), s in ranked:
        names[text] = names.get(text, 0.0) + math.exp(s - top) / total
    alternatives = tuple((t, p) for t, p in sorted(names.items(), key=lambda item: -item[1])[1:4])
    # The pair's own weight matters too: the best of many poor explanations is still poor. A clear code that spells the
    # very name that was read is no such thing: by chance one in thousands would.
    seconded = name is not None and best_name == name.text and _spells(best_code, best_name, code)
    poor = _SECONDED if seconded else _POOR
    belief = names[best_name] * min(1.0, math.exp((best - _AGREE) / max(1, len(best_name)) * poor))
    return Fused(best_name, best_code, belief, alternatives)


def _spells(text: str, name: str, code: LineReading) -> bool:
    """Whether the code that was read for itself is clear, and is the name's, character by character."""
    groups = [text[i : i + 4] for i in range(0, len(text), 4)]
    if text != code.text or code.probability < _CLEAR or len(groups) != len(name):
        return False
    return all(char in telecode.candidates(group)[:1] for char, group in zip(name, groups, strict=True))


def _alone(name: LineReading) -> Fused:
    others = tuple((c.text, c.probability) for c in name.candidates[1:4])
    return Fused(name.text, "", name.probability, others)


def _names(name: LineReading | None, groups: list[str]) -> Iterable[tuple[str, float]]:
    """Names to weigh against a code: what was read, and what the code spells where the pixels leave room for it."""
    spelt = [telecode.candidates(g) for g in groups]
    if name is None:
        if all(spelt):
            yield "".join(s[0] for s in spelt), len(groups) * math.log(_UNKNOWN_TO_NETWORK)
        return
    for candidate in name.candidates:
        yield candidate.text, _log(candidate.probability)
    whole = "".join(options[0] for options in spelt if options)
    shared = _shared(name.text, whole)
    if len(name.text) != len(groups) and all(spelt) and (shared or name.sharpness < _ILLEGIBLE):
        # What was seen besides (a stamp across the name) or not seen (a character unknown to the network).
        unseen, besides = len(whole) - shared, [c for c in name.text if c not in whole]
        doubt = unseen * math.log(_UNKNOWN_TO_NETWORK)
        doubt += sum(math.log(_STAMP if c in _STAMPS else _STAMPED) for c in besides)
        yield whole, _log(name.probability) + doubt
    read = next((c for c in name.candidates if len(c.text) == len(groups)), None)
    if read is None:
        return
    steps = read.steps or steps_of(name.posterior.probabilities, name.alphabet, read.text)
    rows = name.alphabet.narrow(name.posterior.probabilities[list(steps)])
    column = name.alphabet.column
    mixed, log = "", _log(read.probability)
    for char, options, row in zip(read.text, spelt, rows, strict=True):
        own = before = _log(max(float(row[column[char]]), _FLOOR))
        best, best_log = char, own + _match(char, options)
        for option in options:
            seen = math.log(_UNKNOWN_TO_NETWORK)
            if option in column:
                open_part = max(0.0, 1.0 - float(row[column[char]]))
                seen = _log(max(float(row[column[option]]), _FLOOR + _ASTRAY * open_part))
            if option != char and seen + _match(option, options) > best_log:
                best, best_log, own = option, seen + _match(option, options), seen
        mixed += best
        log += own - before
    yield mixed, log


def _agreement(name: str, groups: list[str]) -> float:
    coded = [g for g in groups if g != _NO_CODE]
    if len(name) != len(groups):
        apart = _DISAGREE * abs(len(name) - len(groups)) + _DISAGREE
        # Characters without a code may be left out of the code altogether.
        return max([apart, *_skipping(name, coded)])
    total = 0.0
    for char, group in zip(name, groups, strict=True):
        options = telecode.candidates(group)
        unknown = (group == _NO_CODE and not telecode.codes(char)) or not options
        total += _UNCODED if unknown else _match(char, options)
    return total


def _skipping(name: str, coded: list[str]) -> Iterable[float]:
    """How well a longer name agrees with its codes, for every way to leave characters without one."""
    if not coded or not len(coded) < len(name) <= len(coded) + 2:
        return
    for kept in combinations(range(len(name)), len(coded)):
        score = sum(_match(name[i], telecode.candidates(g)) for i, g in zip(kept, coded, strict=True))
        left = [name[i] for i in range(len(name)) if i not in kept]
        yield score + sum(math.log(_LEFT_OUT) if telecode.codes(c) else _UNCODED for c in left)


def _match(char: str, options: tuple[str, ...]) -> float:
    """Log of how well a character goes with what a code may mean (the Taiwan book's character first)."""
    if not options:
        return _UNCODED
    if char == options[0]:
        return _AGREE
    if telecode.same_character(char, options[0]):
        return _VARIANT
    return _SIMPLIFIED if char in options else _DISAGREE


def _shared(first: str, second: str) -> int:
    """How many characters two texts have in common, in the same order."""
    return sum(block.size for block in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks())


def _log(probability: float) -> float:
    return math.log(max(probability, 1e-12))
