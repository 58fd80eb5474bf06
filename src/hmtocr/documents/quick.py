"""The quick way: one glance finds the fields' places, and each row is read as it is cut out of the picture.

It is quick because nothing is searched: no text detection, no captions, no second crops. Where it leaves something
doubtful (`doubts`), the card is read the thorough way instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from hmtocr.documents import face_of
from hmtocr.documents.captions import join
from hmtocr.documents.kin import Looks, read_kin
from hmtocr.documents.spec import Face, FieldSpec
from hmtocr.documents.told import Told
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import Floats, Pixels
from hmtocr.models.engine import Engine
from hmtocr.text.ctc import Candidate, choose, search
from hmtocr.text.latin import LINE_HEIGHT as LATIN_HEIGHT
from hmtocr.text.latin import LatinRecogniser
from hmtocr.text.line import Box, LineReading, alphabet_for
from hmtocr.text.places import HEIGHT, KIN, WIDTH, Row, find_places
from hmtocr.text.recogniser import LINE_HEIGHT, Posterior, Recogniser
from hmtocr.text.strip import cut, widened

_ROWS = {"mrz1": 0, "mrz2": 1, "mrz3": 2}
_SURE, _SHARP = 0.93, 0.99
"""Probability below which the small recogniser's reading of a row is checked against the large one's; of words, that
for each character is enough."""
_INK = 0.35
"""Of a row's height: half of a character."""
_NEARLY_ALL = 0.93
"""Of a row's run: a second crop would be no tighter."""
_CONTESTED = 0.5
"""What is left of the probability of a number that breaks its rule, and that not every recogniser reads so."""
_NARROW, _NARROWEST = 0.65, 0.45
"""Of its width: what a row is drawn at for the large recogniser, whose time goes by the width; the second where it is
one of few texts. Measured on drawn cards, 0.6 to 0.75 reads as many Chinese rows right as the full width does."""
_HALVED = 0.03
"""Of all probability: what must be left to readings that fit, for the rest to be taken for their look-alikes'."""


@dataclass(frozen=True)
class Eyes:
    """The networks of the quick way."""

    finder: Engine
    latin: LatinRecogniser
    general: Recogniser


def read_quickly(face: Face, pixels: Pixels, quad: Floats, eyes: Eyes, aside: tuple[int, int] = (0, 0)) -> Told:
    """Read every field, whose place is seen, of the `face` at `quad` (4 x 2, on the picture).

    `aside` is what `find_places` takes.
    """
    flat = flatten(pixels, quad, WIDTH, HEIGHT)
    places = find_places(flat.pixels, eyes.finder, aside)
    readings: dict[str, LineReading] = {}

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
        return _reading(like, row, seen, eyes)

    def glance(spec: FieldSpec, row: Row) -> LineReading | None:
        return spelt(_spelling(spec), row)

    def read(spec: FieldSpec, row: Row) -> LineReading | None:
        first = glance(spec, row)
        if _is_chinese(spec) or _is_sure(spec, first):
            return first
        tried = [first]
        if first is not None and (tight := _tightened(row, first)) is not None:
            # A caption or a comma beside the text may have come into the crop.
            tried.append(glance(spec, tight))
            if _is_sure(spec, tried[-1]):
                return tried[-1]
        tried.append(_reading(spec, row, large(row, _NARROW), eyes))
        return surest(spec, [reading for reading in tried if reading is not None])

    def part(spec: FieldSpec, row: Row, whole: LineReading, first: int, last: int) -> LineReading | None:
        steps = len(whole.posterior.probabilities) * whole.posterior.used
        if last <= first:
            return None
        own = Posterior(whole.posterior.probabilities[first:last], whole.posterior.width, 1.0)
        reading = _reading(spec, row, own, eyes)
        if reading is None:
            return None
        x0, y0, x1, y1 = whole.box
        box = (x0 + first / steps * (x1 - x0), y0, x0 + last / steps * (x1 - x0), y1)
        return replace(reading, box=box)

    for spec in face.fields:
        parts = [read(spec, row) for row in _rows_of(spec.name, places)]
        seen = [part for part in parts if part is not None]
        if spec.options:
            # One row has it all; the others are of a title, and say none of it.
            seen = sorted(seen, key=lambda part: -part.probability)[:1]
        elif len(seen) < len(parts):
            continue
        whole = join(seen, " " if spec.keeps_space else "")
        if whole is not None:
            readings[spec.name] = whole
    for key, names in KIN.items():
        readings.update(read_kin(face, names, places.get(key, ()), Looks(glance, read, part)))
    if face.captions is not None and face.captions.design is not None and face.captions.told_by_values:
        face = face_of(face.document, face.captions.design((), readings) or face.design, face.side)
    boxes = (_around(row.quad * (WIDTH, HEIGHT)) for rows in places.values() for row in rows)
    faint = frozenset(name for name, rows in places.items() if not rows)
    return Told(face, flat, face.settle(readings), tuple(boxes), frozenset(places), faint)


def _rows_of(name: str, places: Mapping[str, tuple[Row, ...]]) -> tuple[Row, ...]:
    if name in _ROWS:
        rows = places.get("mrz", ())
        return (rows[_ROWS[name]],) if len(rows) == len(_ROWS) else ()
    return places.get(name, ())


def _is_chinese(spec: FieldSpec) -> bool:
    return spec.chars.startswith("han")


def _spelling(spec: FieldSpec) -> FieldSpec:
    """Of a field what decides how its row is spelt: fields that are spelt alike are read once."""
    return FieldSpec("", spec.chars, spec.grammar, spec.keeps_space, options=spec.options)


def _is_sure(spec: FieldSpec, reading: LineReading | None) -> bool:
    if reading is None:
        return False
    words = not any(c.isdigit() for c in spec.chars) and reading.sharpness > _SHARP
    return (words or reading.probability > _SURE) and bool(spec.valid(reading.text))


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
        if sum(candidate.probability for candidate in candidates) < _HALVED:
            return None
    else:
        candidates = search(posterior.probabilities, alphabet, spec.grammar)
    if not candidates or not candidates[0].text:
        return None
    if spec.options or _is_mixed(spec.chars):
        candidates = _by_share(candidates)
    quad = row.quad * (WIDTH, HEIGHT)
    return LineReading(candidates, posterior, alphabet, _box(quad, widened(quad)))


def _is_mixed(chars: str) -> bool:
    """Whether digits and capitals may both stand, as in numbers: only a grammar tells their look-alikes apart."""
    return chars.isupper() and any(c.isdigit() for c in chars)


def _by_share(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Where pixels leave two look-alikes open (O and 0) and the grammar admits one, that one is as sure as both."""
    total = sum(candidate.probability for candidate in candidates)
    if not _HALVED < total < 1.0:
        return candidates
    return tuple(replace(candidate, probability=candidate.probability / total) for candidate in candidates)


def _around(quad: Floats) -> Box:
    (x0, y0), (x1, y1) = quad.min(0), quad.max(0)
    return float(x0), float(y0), float(x1), float(y1)


def _box(quad: Floats, room: Floats) -> Box:
    """Level: as high as the ink, as wide as the crop."""
    x0, x1 = float(room[[0, 3], 0].mean()), float(room[[1, 2], 0].mean())
    return x0, float(quad[:2, 1].mean()), x1, float(quad[2:, 1].mean())
