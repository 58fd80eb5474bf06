"""How rows of a card are read: each as it is cut out of the picture, by the small recogniser or the large one."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
import regex

from hmtocr.documents.beyond import beyond
from hmtocr.documents.span import own_span, row_of
from hmtocr.documents.spec import OVERPRINT, FieldSpec
from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import Floats, Pixels
from hmtocr.models.crew import ALONE, Crew
from hmtocr.models.engine import Engine
from hmtocr.text.alphabet import NO_ALPHABET
from hmtocr.text.ctc import BEAM, Candidate, choose, search, steps_of, weigh
from hmtocr.text.dashes import CLEAR, are_dashes
from hmtocr.text.latin import LINE_HEIGHT as LATIN_HEIGHT
from hmtocr.text.latin import LatinRecogniser
from hmtocr.text.line import Box, LineReading, alphabet_for
from hmtocr.text.places import HEIGHT, WIDTH, Row
from hmtocr.text.recogniser import LINE_HEIGHT, Posterior, Recogniser
from hmtocr.text.strip import cut, widened

Read = Callable[[FieldSpec, Row], LineReading | None]

_SURE, _SHARP = 0.93, 0.995
"""Probability below which the small recogniser's reading of a row is checked against the large one's; of words, that
for each character is enough: of 0.995 sixteen letters have 0.92."""
_INK = 0.35
"""Of a row's height: half of a character."""
_NEARLY_ALL = 0.93
"""Of a row's run: a second crop would be no tighter."""
_CONTESTED = 0.5
"""What is left of the probability of a number that breaks its rule, and that not every recogniser reads so."""
_NARROW, _NARROWEST = 0.65, 0.36
"""Of its width: what a row is drawn at for the large recogniser, whose time goes by the width; the second where it is
one of few texts. Measured on drawn cards, 0.6 to 0.75 reads as many Chinese rows right as the full width does, and of
few texts 0.3 to 0.45 all 84; 0.25 loses 16."""
_LONG = 0.5
"""Of the likeliest row's run: what another one must have to be a name instead."""
_SEEN = 0.6
"""Score of a row that something is printed in."""
_CLEARLY = 0.96
"""Probability of each character, on the average, from which print beside a row is more of its text: where captions,
stamps and ornaments are read as letters it is less than 0.71."""
_HALVED = 0.03
"""Of all probability: what must be left to readings that fit, for the rest to be taken for their look-alikes'."""
_CLOSED = 0.05
"""Probability of each character, on the average, from which a row may be one of few texts: of blurred print it is more,
of other print less than a hundredth."""
_FEW = 2
"""Beginnings of a text that are followed where only the likeliest text is wanted."""
_FINALISTS, _BLIND = 5, 1e-5
"""Readings of each recogniser that both weigh, and the least that one makes of what it does not see: it may be blind to
a letter that the other one knows."""
ENDLESS = "------"
"""What stands for a day that never comes."""
_UNSPELT = 0.1
"""Probability up to which a row that may be of dashes is looked at for them."""
_TALL, _ROOM = 40, (0.5, 0.8)
"""Pixels at which that is done, and row heights of room above and below, and beside."""
_HAN = ("hans", "hant")
"""Alphabets of nothing but Chinese characters."""
_ANY = FieldSpec("", "hans+latin", loosely=True)
"""Whatever a row says."""


@dataclass(frozen=True)
class Eyes:
    """The networks of the quick way, and the threads that share its work."""

    finder: Engine
    latin: LatinRecogniser
    general: Recogniser
    crew: Crew = ALONE


@dataclass(frozen=True)
class Looks:
    """How rows are read.

    Attributes:
        glance: one row as a field, quickly: what is decided by.
        read: one row as a field, as well as can be.
        best: a field of which several rows may be the one, the likeliest first.
        part: a field that is printed in a part of a row that was read as a whole: the steps from the first number to
            the second.
        ahead: reads rows, each as a field, all at once, where there are several threads: then they are known.
    """

    glance: Read
    read: Read
    best: Callable[[FieldSpec, Sequence[Row]], LineReading | None]
    part: Callable[[FieldSpec, Row, LineReading, int, int], LineReading | None]
    ahead: Callable[[Sequence[tuple[FieldSpec, Row]]], None]


def looks_at(pixels: Pixels, flat: Flat, eyes: Eyes, places: Mapping[str, Sequence[Row]] | None = None) -> Looks:
    """Ways to read rows of the card that lies flat as `flat`; no network looks twice at the same crop of `pixels`.

    `places` are all rows that were found on the card, by their fields.
    """

    @cache
    def small(row: Row) -> Posterior | None:
        line = cut(pixels, flat.to_picture(widened(row.quad * (WIDTH, HEIGHT))), LATIN_HEIGHT)
        return None if line is None else eyes.latin(line)

    @cache
    def large(row: Row, narrow: float) -> Posterior | None:
        line = cut(pixels, flat.to_picture(widened(row.quad * (WIDTH, HEIGHT))), LINE_HEIGHT, narrow)
        return None if line is None else eyes.general(line)

    @cache
    def spelt(like: FieldSpec, row: Row) -> LineReading | None:
        seen = large(row, _NARROWEST if like.options else _NARROW) if _is_chinese(like) else small(row)
        told = _reading(like, row, seen, eyes)
        if seen is None or (told is not None and told.probability > _UNSPELT):
            return told
        return _dashed(like, row, seen, pixels, flat) or told

    def glance(spec: FieldSpec, row: Row) -> LineReading | None:
        return spelt(_spelling(spec), row)

    @cache
    def read(spec: FieldSpec, row: Row) -> LineReading | None:
        first = glance(spec, row)
        if (spec.keeps_space or spec.opens is not None) and places is not None:
            others = [other for name, rows in places.items() if name != spec.name for other in rows]
            for longer in beyond(pixels, flat, row, others):
                more = glance(spec, longer)
                if more is not None and _goes_on(spec, first, more):
                    row, first = longer, more
                    break
        if spec.options or _is_sure(spec, first):
            return first
        tried = [first]
        if not _is_chinese(spec):
            if first is not None and (tight := _tightened(row, first)) is not None:
                # A caption or a comma beside the text may have come into the crop.
                tried.append(glance(spec, tight))
                if _is_sure(spec, tried[-1]):
                    return tried[-1]
            second = _reading(spec, row, large(row, _NARROW), eyes)
            tried = [*tried[1:], *_seconded(spec, first, second)]
        numeric = any(c.isdigit() for c in spec.chars)
        if not (tried and _is_sure(spec, tried[-1])) and (
            spec.chars in _HAN or spec.grammar is not None or _is_words(spec)
        ):
            run = _reading(_ANY, row, large(row, _NARROW), eyes)
            if run is not None and _is_another(spec, run):
                return None
            span = None if run is None else own_span(spec, run)
            if run is not None and span is not None:
                own = glance(spec, row_of(row, run, *span))
                # Of letters the large recogniser's own alphabet would have to be left to know a caption by.
                tried += _seconded(spec, own, part(spec, row, run, *_steps_of(run, *span))) if numeric else [own]
        return surest(spec, [reading for reading in tried if reading is not None])

    def best(spec: FieldSpec, rows: Sequence[Row]) -> LineReading | None:
        told: dict[float, Row] = {}
        free = not any(c.isdigit() for c in spec.chars)
        least = _LONG * float(np.ptp(rows[0].quad[:, 0])) if rows and free else 0.0
        for row in (row for row in rows if float(np.ptp(row.quad[:, 0])) >= least):
            reading, size = glance(spec, row), row.score * float(np.ptp(row.quad[:, 0]))
            told[0.0 if reading is None else reading.probability * size] = row
            if reading is not None and reading.probability > _CONTESTED:
                return read(spec, row)
        # A caption beside the text may leave nothing to be told at a glance.
        readings = [reading for weight in sorted(told, reverse=True) if (reading := read(spec, told[weight]))]
        return max(readings, key=lambda reading: reading.probability, default=None)

    def part(spec: FieldSpec, row: Row, whole: LineReading, first: int, last: int) -> LineReading | None:
        return _cut_out(spec, row, whole, (first, last), eyes)

    def ahead(wanted: Sequence[tuple[FieldSpec, Row]]) -> None:
        if not eyes.crew.alone:
            # What takes longest comes first: Chinese rows, by their length.
            costs = {(spec, row): (_is_chinese(spec), float(np.ptp(row.quad[:, 0]))) for spec, row in wanted}
            eyes.crew.each(lambda item: read(*item), sorted(costs, key=lambda item: costs[item], reverse=True))

    return Looks(glance, read, best, part, ahead)


def _is_chinese(spec: FieldSpec) -> bool:
    return spec.chars.startswith("han")


def _is_words(spec: FieldSpec) -> bool:
    """Whether it is all in letters, of which a Chinese name may stand close by."""
    return "A" in spec.chars and not any(c.isdigit() for c in spec.chars)


def _spelling(spec: FieldSpec) -> FieldSpec:
    """Of a field what decides how its row is spelt: fields that are spelt alike are read once."""
    chars, grammar, options = spec.chars, spec.grammar, spec.options
    known = FieldSpec("", chars, grammar, spec.keeps_space, spec.shape, options=options, loosely=spec.loosely)
    return replace(known, weighed=spec.weighed)


def _is_sure(spec: FieldSpec, reading: LineReading | None) -> bool:
    if reading is None:
        return False
    words = not any(c.isdigit() for c in spec.chars) and reading.sharpness > _SHARP
    return (words or reading.probability > _SURE) and bool(spec.valid(reading.text))


def _goes_on(spec: FieldSpec, cut: LineReading | None, whole: LineReading) -> bool:
    """Whether a row says more, as clearly, than what is nearer: the letters at its ends may have been cut through."""
    known = "" if cut is None else cut.text
    # A lone letter beside a word may be of a stamp or an ornament.
    lone = known and regex.fullmatch(rf"(?:. )?{regex.escape(known)}(?: .)?", whole.text)
    # A title that was cut through is no beginning of an address, nor is a caption before it.
    if spec.opens is not None and (
        cut is None or cut.sharpness < _CLEARLY or (spec.opens(known) and not spec.opens(whole.text))
    ):
        return False
    more = len(whole.text) > len(known) and known[1:-1] in whole.text and not lone
    return more and whole.sharpness > _CLEARLY and spec.plausible(whole.text)


def _is_another(spec: FieldSpec, run: LineReading) -> bool:
    """Whether a row clearly says something else: a caption or a stamp for a number, digits for words."""
    return not _is_chinese(spec) and run.sharpness > _CLEARLY and not any(char in spec.chars for char in run.text)


def _steps_of(run: LineReading, first: int, last: int) -> tuple[int, int]:
    """The steps that the characters `first` to `last` (not included) of a reading take up."""
    steps, total = run.candidates[0].steps, len(run.posterior.probabilities) * run.posterior.used
    between = [0, *((a + b + 1) // 2 for a, b in pairwise(steps)), math.ceil(total)]
    return between[first], between[last]


def _seconded(spec: FieldSpec, first: LineReading | None, second: LineReading | None) -> list[LineReading]:
    """What two recognisers make of a row: both readings where they agree, else the one that both together speak for."""
    both = [reading for reading in (first, second) if reading is not None]
    if len(both) < 2 or both[0].text == both[1].text:
        return both
    weights: dict[str, float] = {}
    for text in (c.text for reading in both for c in reading.candidates[:_FINALISTS]):
        seen = (weigh(reading.posterior.probabilities, reading.alphabet, text) for reading in both)
        weights[text] = math.prod(max(share, _BLIND) for share in seen) * (1.0 if spec.valid(text) else _CONTESTED)
    best = max(weights, key=lambda text: weights[text])
    share = weights[best] / sum(weights.values())
    told = [(c.probability, c, reading) for reading in both for c in reading.candidates if c.text == best]
    probability, own, reading = max(told, key=lambda item: item[0])
    steps = own.steps or steps_of(reading.posterior.probabilities, reading.alphabet, best)
    rest = (replace(c, probability=c.probability * (1 - share)) for c in reading.candidates if c is not own)
    return [replace(reading, candidates=(replace(own, probability=probability * share, steps=steps), *rest))]


def surest(spec: FieldSpec, readings: Sequence[LineReading]) -> LineReading | None:
    """Of several readings of one row the likeliest; one that breaks its own rule is doubted unless all agree on it."""
    if not readings:
        return None
    best = max(readings, key=lambda reading: reading.probability)
    if spec.valid(best.text) or (len(readings) > 1 and all(reading.text == best.text for reading in readings)):
        return best
    doubted = (replace(c, probability=c.probability * _CONTESTED) for c in best.candidates)
    return replace(best, candidates=tuple(doubted))


def _tightened(row: Row, reading: LineReading) -> Row | None:
    """The row cut to what was read in it; None where that is nearly all of it."""
    left, right = float(row.quad[[0, 3], 0].mean()) * WIDTH, float(row.quad[[1, 2], 0].mean()) * WIDTH
    places, tall = reading.places(), reading.box[3] - reading.box[1]
    if not places:
        return None
    first = (places[0] - _INK * tall - left) / (right - left)
    last = (places[-1] + _INK * tall - left) / (right - left)
    first, last = max(0.0, first), min(1.0, last)
    return row.part(first, last) if last - first < _NEARLY_ALL else None


def _reading(spec: FieldSpec, row: Row, posterior: Posterior | None, eyes: Eyes) -> LineReading | None:
    if posterior is None:
        return None
    latin = posterior.probabilities.shape[1] == len(eyes.latin.charset.classes)
    alphabet = alphabet_for((eyes.latin if latin else eyes.general).charset, spec.chars, spec.keeps_space)
    if spec.options:
        candidates = choose(posterior.probabilities, alphabet, spec.options)
        if not candidates or candidates[0].probability < _CLOSED ** len(candidates[0].text):
            return None
    else:
        candidates = search(posterior.probabilities, alphabet, spec.grammar, _FEW if spec.loosely else BEAM)
    if not candidates or not candidates[0].text or (spec.grammar is None and not _says_something(candidates[0].text)):
        return None
    if not spec.options and regex.fullmatch(OVERPRINT, candidates[0].text, regex.IGNORECASE):
        return None
    candidates = as_printed(spec, candidates)
    if spec.weighed is not None:
        candidates = spec.weighed(candidates, posterior, alphabet)
    if spec.options or _is_mixed(spec.chars):
        candidates = _by_share(candidates, 0.0 if spec.options else _HALVED)
    quad = row.quad * (WIDTH, HEIGHT)
    ink = (float(quad[[0, 3], 0].mean()), float(quad[[1, 2], 0].mean())) if row.score > _SEEN else None
    return LineReading(candidates, posterior, alphabet, _box(quad, widened(quad)), ink)


def _cut_out(spec: FieldSpec, row: Row, whole: LineReading, steps: tuple[int, int], eyes: Eyes) -> LineReading | None:
    """What a field's text is in a part of a row that was read as a whole."""
    first, last = steps
    if last <= first:
        return None
    own = Posterior(whole.posterior.probabilities[first:last], whole.posterior.width, 1.0)
    reading = _reading(spec, row, own, eyes)
    if reading is None:
        return None
    x0, y0, x1, y1 = whole.box
    total = len(whole.posterior.probabilities) * whole.posterior.used
    return replace(reading, box=(x0 + first / total * (x1 - x0), y0, x0 + last / total * (x1 - x0), y1))


def _dashed(spec: FieldSpec, row: Row, seen: Posterior, pixels: Pixels, flat: Flat) -> LineReading | None:
    """A row of dashes, which recognisers hardly see, where the field may have one."""
    if regex.fullmatch(spec.grammar or "", ENDLESS) is None:
        return None
    own = row.quad * (WIDTH, HEIGHT)
    room = widened(own, *_ROOM)
    strip = cut(pixels, flat.to_picture(room), round(_TALL * (1 + 2 * _ROOM[0])))
    if strip is None or not are_dashes(strip, _TALL):
        return None
    return LineReading((Candidate(ENDLESS, CLEAR, ()),), seen, NO_ALPHABET, _box(own, room))


def _says_something(text: str) -> bool:
    """Whether there is a letter or a digit."""
    return any(char.isalnum() for char in text)


def as_printed(spec: FieldSpec, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Readings that stand for one text (dashes, however many were counted) as one, of all their probability."""
    told: dict[str, Candidate] = {}
    for candidate in candidates:
        known = told.get(spec.shape(candidate.text))
        more = candidate if known is None else replace(known, probability=known.probability + candidate.probability)
        told[spec.shape(candidate.text)] = more
    return tuple(told.values()) if len(told) < len(candidates) else candidates


def _is_mixed(chars: str) -> bool:
    """Whether digits and capitals may both stand, as in numbers: only a grammar tells their look-alikes apart."""
    return chars.isupper() and any(c.isdigit() for c in chars)


def _by_share(candidates: tuple[Candidate, ...], least: float) -> tuple[Candidate, ...]:
    """Where pixels leave two look-alikes open (O and 0) and the grammar admits one, that one is as sure as both.

    The same if only few texts can be; `least` is what must be left to readings that fit.
    """
    total = sum(candidate.probability for candidate in candidates)
    if not least < total < 1.0:
        return candidates
    return tuple(replace(candidate, probability=candidate.probability / total) for candidate in candidates)


def _box(quad: Floats, room: Floats) -> Box:
    """Level: as high as the ink, as wide as the crop."""
    x0, x1 = float(room[[0, 3], 0].mean()), float(room[[1, 2], 0].mean())
    return x0, float(quad[:2, 1].mean()), x1, float(quad[2:, 1].mean())
