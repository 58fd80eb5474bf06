"""The quick way: one glance finds the fields' places, and each row is read as it is cut out of the picture.

It is quick because nothing is searched: no text detection, no captions. Where it leaves something doubtful (doubt.py),
the card is glanced at again (glance.py), and then read the thorough way as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import regex

from hmtocr.documents import FACES, face_of
from hmtocr.documents.beneath import beneath
from hmtocr.documents.captions import join
from hmtocr.documents.doubt import TELLING
from hmtocr.documents.kin import read_kin
from hmtocr.documents.looks import Eyes, Looks, looks_at
from hmtocr.documents.regions import ASTRAY
from hmtocr.documents.spec import OVERPRINT, Face, FieldSpec, nothing
from hmtocr.documents.told import Told
from hmtocr.image.flatten import Flat, flatten
from hmtocr.image.geometry import Floats, Pixels, move
from hmtocr.text.line import LineReading
from hmtocr.text.places import HEIGHT, KIN, RUN_ON, WIDTH, Row, find_places

_ROWS = {"mrz1": 0, "mrz2": 1, "mrz3": 2}
_ALIGNED = 1.5
"""Of a row's height: how far the rows of one text may begin from one another."""
_CAPTIONED = 7.0
"""The same where a caption has come into the first of them."""
_PRINTED = 0.9
"""Probability from which a design's own field is one that is printed."""
_CLEARLY = 0.9
"""Probability of each character, on the average, from which a row beneath a text is the rest of it."""
_REPEATED = 0.85
"""The same from which a row says again what another field does: by chance no other print does."""


def read_quickly(face: Face, pixels: Pixels, quad: Floats, eyes: Eyes, aside: tuple[int, int] = (0, 0)) -> Told:
    """Read every field, whose place is seen, of the `face` at `quad` (4 x 2, on the picture).

    `aside` is what `find_places` takes.
    """
    flat = flatten(pixels, quad, WIDTH, HEIGHT)
    places = find_places(flat.pixels, eyes.finder, aside)
    looks = looks_at(pixels, flat, eyes, places)
    face = _as_printed(face, places, looks)
    looks.ahead(_likely(face, places))
    readings: dict[str, LineReading] = {}
    for spec in face.fields:
        rows = _rows_of(spec.name, places)
        runs_on = spec.name in RUN_ON
        if runs_on and spec.opens is not None and len(rows) > 1:
            rows = tuple(row for row in rows if not _is_stamp(looks.glance(spec, row)))
        run = _column(rows) if runs_on else ()
        if spec.options:
            parts = [_of_few(spec, rows, looks)]
        else:
            parts = [looks.read(spec, row) for row in run] if runs_on else [_best(spec, rows, readings, looks)]
        if run and spec.opens is not None:
            parts += _rest(spec, pixels, flat, run[-1], places, looks)
        parts = _from_first(spec, parts)
        seen = [part for part in parts if part is not None]
        if len(seen) < len(parts):
            continue
        whole = join(seen, " " if spec.keeps_space else "")
        if whole is not None:
            readings[spec.name] = whole
    zone = readings["mrz3"].text if "mrz3" in readings else ""
    for key, names in KIN.items():
        surname = readings["surname_zh"].text if "surname_zh" in readings else ""
        readings.update(read_kin(face, names, places.get(key, ()), looks, zone, surname))
    if face.captions is not None and face.captions.design is not None and face.captions.told_by_values:
        face = face_of(face.document, face.captions.design((), readings) or face.design, face.side)
    faint = frozenset(name for name, rows in places.items() if not rows)
    return Told(face, flat, face.settle(readings), frozenset(places), faint, tuple(_seen(flat, places)))


def _as_printed(face: Face, places: Mapping[str, tuple[Row, ...]], looks: Looks) -> Face:
    """The face, or the design of it that has what is clearly printed on the card and the face has not."""
    own = {spec.name for spec in face.fields}
    for key in sorted(TELLING & places.keys()):
        name = KIN.get(key, (key,))[0]
        others = [other for other in FACES if (other.document, other.side) == (face.document, face.side)]
        able = [other for other in others if any(spec.name == name for spec in other.fields)]
        if name in own or not able:
            continue
        # The later of two designs is the commoner.
        told = [looks.glance(able[-1].field(name), row) for row in places[key]]
        if any(reading is not None and reading.probability > _PRINTED for reading in told):
            return able[-1]
    return face


def _seen(flat: Flat, places: Mapping[str, tuple[Row, ...]]) -> Iterator[tuple[str, Floats]]:
    """Every row that may be there to be read, on the picture; of those that may be one field the likeliest."""
    for name, rows in places.items():
        for row in rows if name in KIN or name in RUN_ON else rows[:1]:
            yield name, move(row.quad, flat.homography)


def _likely(face: Face, places: Mapping[str, tuple[Row, ...]]) -> list[tuple[FieldSpec, Row]]:
    """What will be read: every field with its rows, or the likeliest of them."""
    specs = {spec.name: spec for spec in face.fields}
    wanted: list[tuple[FieldSpec, Row]] = []
    for name, spec in specs.items():
        # What may repeat another field is read after that one.
        rows = _rows_of(name, places) if spec.repeats is nothing else ()
        first = _longest_first(rows)[:1] if spec.options else rows[:1]
        likely = _column(rows) if name in RUN_ON and not spec.options else first
        wanted += [(spec, row) for row in likely]
    for key, names in KIN.items():
        own = [name for name in names if name in specs]
        for row in places.get(key, ()) if own else ():
            wanted.append((specs[max(own, key=lambda name: row.shares.get(name, 0.0))], row))
    return wanted


def _best(
    spec: FieldSpec, rows: Sequence[Row], readings: Mapping[str, LineReading], looks: Looks
) -> LineReading | None:
    """The field that one of the rows is; at a glance, where that repeats what another field says."""
    known = spec.repeats(readings)
    seen = (looks.glance(spec, row) for row in rows) if known else ()
    again = (told for told in seen if told is not None and told.text == known and told.sharpness > _REPEATED)
    return next(again, None) or looks.best(spec, rows)


def _of_few(spec: FieldSpec, rows: Sequence[Row], looks: Looks) -> LineReading | None:
    """The likeliest text of a closed list. One row has it all; the others are of a title, and say none of it."""
    best: LineReading | None = None
    for row in _longest_first(rows):
        told = looks.read(spec, row)
        if told is not None and (best is None or told.probability > best.probability):
            best = told
        if best is not None and best.probability > _PRINTED:
            break
    return best


def _from_first(spec: FieldSpec, parts: list[LineReading | None]) -> list[LineReading | None]:
    """The rows of a text without a short one before them that is another print's, if it is known how such open."""
    if spec.opens is None or len(parts) < 2 or parts[0] is None or parts[1] is None:
        return parts
    astray = len(parts[0].text) <= ASTRAY and not spec.opens(parts[0].text) and spec.opens(parts[1].text)
    return parts[1:] if astray else parts


def _rest(
    spec: FieldSpec, pixels: Pixels, flat: Flat, last: Row, places: Mapping[str, tuple[Row, ...]], looks: Looks
) -> list[LineReading | None]:
    """What a text ends with in a short row beneath the last that was seen."""
    row = beneath(pixels, flat, last, [other for rows in places.values() for other in rows])
    reading = None if row is None else looks.glance(spec, row)
    return [reading] if reading is not None and reading.sharpness > _CLEARLY else []


def _is_stamp(reading: LineReading | None) -> bool:
    return reading is not None and regex.fullmatch(rf"(?:{OVERPRINT})+", reading.text, regex.IGNORECASE) is not None


def _rows_of(name: str, places: Mapping[str, tuple[Row, ...]]) -> tuple[Row, ...]:
    if name in _ROWS:
        rows = places.get("mrz", ())
        return (rows[_ROWS[name]],) if len(rows) == len(_ROWS) else ()
    return places.get(name, ())


def _longest_first(rows: Sequence[Row]) -> Sequence[Row]:
    return sorted(rows, key=lambda row: -row.score * _length(row))


def _column(rows: Sequence[Row]) -> Sequence[Row]:
    """Those that begin where the longest does: what stands aside is another text.

    The first may begin before the others, with its caption.
    """
    if not rows:
        return ()
    first, lower = rows[0], rows[1:]
    if lower:
        longest = max(lower, key=_length)
        before = (_start(longest) - _start(first)) / _height(longest)
        if -_ALIGNED < before < _CAPTIONED:
            return [first, *_aligned(lower, longest)]
    return _aligned(rows, max(rows, key=_length))


def _aligned(rows: Sequence[Row], longest: Row) -> list[Row]:
    return [row for row in rows if abs(_start(row) - _start(longest)) < _ALIGNED * _height(longest)]


def _length(row: Row) -> float:
    return float(np.ptp(row.quad[:, 0]))


def _start(row: Row) -> float:
    return float(row.quad[0, 0])


def _height(row: Row) -> float:
    """In parts of the card's width, as lengths are."""
    return float(np.ptp(row.quad[:, 1])) * HEIGHT / WIDTH
