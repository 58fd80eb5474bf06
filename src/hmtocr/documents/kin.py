"""Tells fields apart that look alike: dates by their order, the parts of a name by the comma or the place."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np

from hmtocr.checks import dates
from hmtocr.documents.spec import Face, FieldSpec
from hmtocr.text.line import LineReading
from hmtocr.text.places import WIDTH, Row
from hmtocr.text.strip import BESIDE

Read = Callable[[FieldSpec, Row], LineReading | None]
Choice = tuple[int | None, ...]
"""For each field the row that is its own."""
_CLEAR = 0.85
"""Of all that a row looks like: what one field must have of it."""
_ABSENT = math.log(0.02)
"""What it costs to leave a field without a row."""
_LEAST = 1e-3
_AGAINST = 4.0
"""What it costs that two dates are in the wrong order."""


def read_kin(
    face: Face, names: Sequence[str], rows: Sequence[Row], glance: Read, read: Read
) -> Mapping[str, LineReading]:
    """Read rows that may each be any of the fields `names`; every field gets one of them at most.

    Args:
        face: that the card shows; fields that it has not are left out.
        names: of the fields, in the order in which their dates lie, or in which they stand.
        rows: of print, from the top.
        glance: reads one row as a field, quickly: what is decided by.
        read: reads it as well as can be.
    """
    specs = [spec for name in names for spec in face.fields if spec.name == name]
    if not specs or not rows:
        return {}
    joint = _joint(specs, rows) if len(specs) == 2 and specs[0].name.startswith("surname") else None
    if joint is not None:
        parts = _taken_apart(specs, rows[joint], read)
        if parts:
            return parts
    chosen = _by_looks(specs, rows)
    if chosen is None or _out_of_order(specs, chosen, rows, glance):
        chosen = _weighed(specs, rows, glance)
    told = ((spec.name, None if i is None else read(spec, rows[i])) for spec, i in zip(specs, chosen, strict=True))
    return {name: reading for name, reading in told if reading is not None}


def _by_looks(specs: Sequence[FieldSpec], rows: Sequence[Row]) -> Choice | None:
    """Each field's row where every row looks clearly like one field, and no two like the same; else None."""
    chosen: dict[str, int] = {}
    for i, row in enumerate(rows):
        name, share = max(row.shares.items(), key=lambda item: item[1])
        if share < _CLEAR * sum(row.shares.values()) or name in chosen:
            return None
        chosen[name] = i
    return tuple(chosen.get(spec.name) for spec in specs)


def _out_of_order(specs: Sequence[FieldSpec], chosen: Choice, rows: Sequence[Row], glance: Read) -> bool:
    """Whether the dates of a choice contradict each other."""
    if not specs[0].name.endswith("_date"):
        return False
    told = [None if i is None else glance(spec, rows[i]) for spec, i in zip(specs, chosen, strict=True)]
    return _contradictions(told) > 0


def _contradictions(told: Sequence[LineReading | None]) -> int:
    days = [dates.parse_full(reading.text) for reading in told if reading is not None]
    return sum(a > b for a, b in pairwise([day for day in days if day is not None]))


def _weighed(specs: Sequence[FieldSpec], rows: Sequence[Row], glance: Read) -> Choice:
    """The choice that looks and texts together speak for."""
    by_date = specs[0].name.endswith("_date")
    read_as = {spec.name: [glance(spec, row) for row in rows] for spec in specs}
    places: list[int | None] = [*range(len(rows)), *[None] * len(specs)]
    best: tuple[float, Choice] = (-math.inf, (None,) * len(specs))
    for chosen in set(permutations(places, len(specs))):
        told = [None if i is None else read_as[spec.name][i] for spec, i in zip(specs, chosen, strict=True)]
        score = -_AGAINST * _contradictions(told) if by_date else 0.0
        for spec, i, reading in zip(specs, chosen, told, strict=True):
            if i is None or reading is None:
                score += _ABSENT
            else:
                score += math.log(max(_LEAST, rows[i].shares.get(spec.name, 0.0)))
                score += 0.5 * math.log(max(_LEAST, reading.probability))
        best = max(best, (score, chosen), key=lambda pair: pair[0])
    return best[1]


def _joint(specs: Sequence[FieldSpec], rows: Sequence[Row]) -> int | None:
    """The row that holds both parts of a name, if one does."""
    shares = [min(row.shares.get(spec.name, 0.0) for spec in specs) for row in rows]
    best = int(np.argmax(shares))
    return best if shares[best] > 0.2 else None


def _whole(specs: Sequence[FieldSpec]) -> FieldSpec:
    """Both parts as one text: a comma between them, or, of telegraph codes, nothing."""
    first = specs[0]
    if first.name.endswith("telecode"):
        return replace(first, name="", grammar=r"(\d{4}){2,6}")
    comma = "+comma" if first.chars.startswith("han") else ","
    return replace(first, name="", chars=first.chars + comma, grammar=None)


def _taken_apart(specs: Sequence[FieldSpec], row: Row, read: Read) -> Mapping[str, LineReading]:
    """The two parts of a joint row, each read by itself; nothing where it was not seen where they meet."""
    whole = read(_whole(specs), row)
    if whole is None or len(whole.text) < 2:
        return {}
    centres, x0, x1 = whole.places(), float(row.quad[:, 0].min()) * WIDTH, float(row.quad[:, 0].max()) * WIDTH
    if len(centres) != len(whole.text):
        return {}
    step = (centres[-1] - centres[0]) / (len(centres) - 1)
    # The crop of a part takes in BESIDE of its height beyond its ends: not the comma.
    reach = BESIDE * (whole.box[3] - whole.box[1])
    if specs[0].name.endswith("telecode"):
        ends = ((centres[3] + centres[4]) / 2,) * 2 if len(centres) >= 8 else None
    else:
        at = whole.text.find(",")
        ends = (
            (centres[at] - 0.2 * step - reach, centres[at] + 0.2 * step + reach) if 0 < at < len(centres) - 1 else None
        )
    if ends is None:
        return {}
    first, last = (min(1.0, max(0.0, (end - x0) / (x1 - x0))) for end in ends)
    out = {}
    for spec, part in zip(specs, (_between(row, 0.0, first), _between(row, last, 1.0)), strict=True):
        reading = read(spec, part)
        if reading is None:
            return {}
        out[spec.name] = reading
    return out


def _between(row: Row, first: float, last: float) -> Row:
    """A part of a row, by shares of its run."""
    top, bottom = row.quad[1] - row.quad[0], row.quad[2] - row.quad[3]
    quad = np.array(
        [row.quad[0] + first * top, row.quad[0] + last * top, row.quad[3] + last * bottom, row.quad[3] + first * bottom]
    )
    return replace(row, quad=quad)
