"""Prefix beam search over CTC probabilities, held to a field's alphabet and, where it has one, its grammar."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

import numpy as np
import regex
from numpy.typing import NDArray

from hmtocr.text.alphabet import Alphabet

BEAM = 12
"""Prefixes that are followed, unless told otherwise."""
_FLOOR = 1e-4
"""Characters less likely than this at a step are not tried, unless none is likelier."""
_NOTHING = 0.5
"""The blank's probability from which a step without any other character is one between characters."""
_CERTAIN = 0.96
"""The probability of the likeliest classes, step by step, from which nothing else is looked for."""
_HOPELESS = 1e-6
"""Of the best prefix's weight: what has less is given up."""
_UNSEEN = 1e-6
"""Characters of a large alphabet that no step holds for likelier than this are left out from the start."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading of one line.

    Attributes:
        text: its characters.
        probability: of this reading under the recogniser, all alignments added up, 0..1.
        steps: the step at which each character is most itself; of the best candidate only (see `steps_of`).
    """

    text: str
    probability: float
    steps: tuple[int, ...]


def search(
    probabilities: NDArray[np.float32], alphabet: Alphabet, grammar: str | None = None, beam: int = BEAM
) -> tuple[Candidate, ...]:
    """The likeliest readings, best first.

    Args:
        probabilities: steps x classes.
        alphabet: the characters that may be read.
        grammar: a regular expression that the whole reading must match; None for any text.
        beam: how many prefixes are followed.

    Returns:
        Up to `beam` candidates; none if no reading fits the grammar; one where no other has any weight.
    """
    alphabet = alphabet.within(probabilities, _UNSEEN)
    narrowed = alphabet.narrow(probabilities)
    certain = _certain(narrowed, alphabet, grammar)
    if certain is not None:
        return (certain,)
    if not alphabet.chars:
        return ()
    beams: dict[str, tuple[float, float]] = {"": (1.0, 0.0)}  # prefix -> ends in blank, ends in its last character
    scale, between, may_grow = 0.0, True, _beginnings(grammar)
    likeliest = narrowed[:, 1:].argmax(axis=1)
    steps, columns = np.nonzero(narrowed[:, 1:] > _FLOOR)
    choices: list[list[tuple[str, float]]] = [[] for _ in narrowed]
    for step, column, p in zip(steps.tolist(), columns.tolist(), narrowed[steps, columns + 1].tolist(), strict=True):
        choices[step].append((alphabet.chars[column], p))
    for step, (blank, chars) in enumerate(zip(narrowed[:, 0].tolist(), choices, strict=True)):
        if not chars and blank > _NOTHING:
            # Most of a line lies between characters: every prefix goes on as it is.
            if not between:
                beams = {prefix: (b + c, 0.0) for prefix, (b, c) in beams.items()}
                between = True
            scale += math.log(blank)
            continue
        between = False
        if not chars:
            column = int(likeliest[step])
            chars = [(alphabet.chars[column], float(narrowed[step, column + 1]))]  # noqa: PLW2901
        stay: dict[str, float] = {}
        grow: dict[str, float] = {}
        for prefix, (ends_blank, ends_char) in beams.items():
            total = ends_blank + ends_char
            stay[prefix] = total * blank
            last = prefix[-1:]
            for char, p in chars:
                if char == last:
                    grow[prefix] = grow.get(prefix, 0.0) + ends_char * p
                    fresh = ends_blank * p
                else:
                    fresh = total * p
                if fresh > _HOPELESS and may_grow(prefix + char):
                    grow[prefix + char] = grow.get(prefix + char, 0.0) + fresh
        weights = stay.copy()
        for prefix, weight in grow.items():
            weights[prefix] = weights.get(prefix, 0.0) + weight
        top = max(1e-30, *weights.values())
        scale += math.log(top)
        least = _HOPELESS * top
        best = [prefix for prefix, weight in weights.items() if weight > least]
        if len(best) > beam:
            best = sorted(best, key=weights.__getitem__, reverse=True)[:beam]
        beams = {prefix: (stay.get(prefix, 0.0) / top, grow.get(prefix, 0.0) / top) for prefix in best}
    found = [(text, b + c) for text, (b, c) in beams.items() if grammar is None or _fits(grammar, text)]
    # A gap at either end is no part of what is printed: texts that differ in it alone are one.
    texts: dict[str, tuple[float, str]] = {}
    for text, weight in sorted(found, key=lambda item: -item[1]):
        known, spelt = texts.get(text.strip(), (0.0, text))
        texts[text.strip()] = (known + weight, spelt)
    ranked = sorted(texts.items(), key=lambda item: -item[1][0])
    return tuple(
        Candidate(text, math.exp(scale) * weight, _steps(narrowed, spelt, alphabet) if first else ())
        for first, (text, (weight, spelt)) in zip(chain((True,), repeat(False)), ranked, strict=False)
    )


def _steps(narrowed: NDArray[np.float32], spelt: str, alphabet: Alphabet) -> tuple[int, ...]:
    """The steps of a text's characters without the gaps at its ends."""
    before = len(spelt) - len(spelt.lstrip())
    return _align(narrowed, spelt, alphabet)[before : before + len(spelt.strip())]


def _certain(narrowed: NDArray[np.float32], alphabet: Alphabet, grammar: str | None) -> Candidate | None:
    """What the likeliest classes spell, if they leave no room for anything else."""
    path = narrowed.argmax(axis=1)
    weight = float(narrowed[np.arange(len(path)), path].astype(np.float64).prod())
    if weight < _CERTAIN:
        return None
    starts = np.flatnonzero((path != 0) & (path != np.concatenate(([0], path[:-1]))))
    text = "".join(alphabet.chars[path[start] - 1] for start in starts)
    if grammar is not None and not _fits(grammar, text):
        return None
    return Candidate(text.strip(), weight, _steps(narrowed, text, alphabet))


def choose(probabilities: NDArray[np.float32], alphabet: Alphabet, options: tuple[str, ...]) -> tuple[Candidate, ...]:
    """The texts of a closed list, the likeliest first: print too blurred to be spelt may still be told apart."""
    alphabet = alphabet.of(options)
    narrowed = alphabet.narrow(probabilities)
    known = [text for text in options if text and all(char in alphabet.column for char in text)]
    weights = _weights(narrowed, known, alphabet)
    found = [Candidate(text, weight, ()) for text, weight in zip(known, weights, strict=True) if weight > 0.0]
    found.sort(key=lambda c: -c.probability)
    return tuple(replace(c, steps=_align(narrowed, c.text, alphabet)) if c is found[0] else c for c in found)


def steps_of(probabilities: NDArray[np.float32], alphabet: Alphabet, text: str) -> tuple[int, ...]:
    """The step at which each character of a text is most itself."""
    own = alphabet.of((text,))
    return _align(own.narrow(probabilities), text, own)


def weigh(probabilities: NDArray[np.float32], alphabet: Alphabet, text: str) -> float:
    """The probability of one text, all its alignments added up; 0 if the alphabet lacks one of its characters."""
    if not all(char in alphabet.column for char in text):
        return 0.0
    own = alphabet.of((text,))
    return _weights(own.narrow(probabilities), (text,), own)[0]


def _weights(narrowed: NDArray[np.float32], texts: Sequence[str], alphabet: Alphabet) -> list[float]:
    """The probability of each text, all alignments added up (the forward algorithm, for all of them at once)."""
    if not texts:
        return []
    ends = 2 * np.array([len(text) for text in texts])
    labels = np.zeros((len(texts), int(ends.max()) + 1), np.intp)
    for line, text in zip(labels, texts, strict=True):
        line[1 : 2 * len(text) : 2] = [alphabet.column[char] for char in text]
    rows = narrowed[:, labels].astype(np.float64) + 1e-7
    rows *= np.arange(labels.shape[1]) <= ends[:, None]
    skip = (labels[:, 2:] != 0) & (labels[:, 2:] != labels[:, :-2])
    state = np.zeros(labels.shape)
    state[:, :2] = rows[0, :, :2]
    scale = np.zeros(len(texts))
    for row in rows[1:]:
        grown = state.copy()
        grown[:, 1:] += state[:, :-1]
        grown[:, 2:] += state[:, :-2] * skip
        grown *= row
        top = np.maximum(grown.max(axis=1), 1e-300)
        state, scale = grown / top[:, None], scale + np.log(top)
    each = np.arange(len(texts))
    told = np.exp(scale) * (state[each, ends] + np.where(ends > 0, state[each, ends - 1], 0.0))
    return [float(weight) for weight in told]


def _align(narrowed: NDArray[np.float32], text: str, alphabet: Alphabet) -> tuple[int, ...]:
    """The step of each character on the likeliest path (Viterbi over blank, char, blank, ...)."""
    if not text:
        return ()
    path = narrowed.argmax(axis=1)
    begins = (path != 0) & (path != np.concatenate(([0], path[:-1])))
    if [alphabet.column[char] for char in text] == path[begins].tolist():
        # The likeliest classes spell the text by themselves: each character's run has its best step.
        weights = narrowed[np.arange(len(path)), path].tolist()
        best_of: list[tuple[float, int]] = []
        for step, (column, begin) in enumerate(zip(path.tolist(), begins.tolist(), strict=True)):
            if begin:
                best_of.append((weights[step], step))
            elif column and weights[step] > best_of[-1][0]:
                best_of[-1] = weights[step], step
        return tuple(step for _, step in best_of)
    labels = [0]
    for char in text:
        labels += [alphabet.column[char], 0]
    log = np.log(narrowed[:, labels] + 1e-12)
    steps, states = log.shape
    score = np.full(states, -np.inf)
    score[:2] = log[0, :2]
    back = np.zeros((steps, states), np.int8)
    skip = np.array([s >= 2 and labels[s] != 0 and labels[s] != labels[s - 2] for s in range(states)])
    for t in range(1, steps):
        stay = score
        one = np.concatenate(([-np.inf], score[:-1]))
        two = np.where(skip, np.concatenate(([-np.inf, -np.inf], score[:-2])), -np.inf)
        choices = np.stack((stay, one, two))
        back[t] = choices.argmax(axis=0)
        score = choices.max(axis=0) + log[t]
    state = states - 1 if score[-1] >= score[-2] else states - 2
    best: dict[int, tuple[float, int]] = {}
    for t in range(steps - 1, -1, -1):
        if state % 2:
            here = (float(log[t, state]), t)
            best[state] = max(best.get(state, here), here)
        state -= int(back[t, state])
    return tuple(best[s][1] for s in sorted(best))


@lru_cache(maxsize=200)
def _compiled(grammar: str) -> Any:
    return regex.compile(grammar)


def _beginnings(grammar: str | None) -> Callable[[str], bool]:
    """Tells whether a text can begin what the grammar admits; each is asked for many times while one line is read."""
    if grammar is None:
        return lambda _: True
    fullmatch, known = _compiled(grammar).fullmatch, dict[str, bool]()

    def may_grow(text: str) -> bool:
        told = known.get(text)
        if told is None:
            told = known[text] = fullmatch(text, partial=True) is not None
        return told

    return may_grow


def _fits(grammar: str, text: str) -> bool:
    return _compiled(grammar).fullmatch(text) is not None
