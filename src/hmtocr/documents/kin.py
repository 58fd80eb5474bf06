"""Tells fields apart that look alike: dates by their order, the parts of a name by the comma or the place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise, permutations, product

from hmtocr.checks import dates
from hmtocr.checks.mrz import is_line, names_agree
from hmtocr.documents.days import backwards, contradict, in_order, parted
from hmtocr.documents.looks import Looks, Read
from hmtocr.documents.spec import Face, FieldSpec
from hmtocr.text.line import LineReading
from hmtocr.text.places import WIDTH, Row

Choice = tuple[int | None, ...]
"""For each field the row that is its own."""
_CLEAR = 0.85
"""Of all that a row looks like: what one field must have of it."""
_ABSENT = math.log(0.02)
"""What it costs to leave a field without a row."""
_LEAST = 1e-3
_LEGIBLE, _LIKE = 0.97, 0.35
"""Probability of each character, on the average, of a row that is read clearly, and how much it looks like a part of a
name."""
_BOTH = 0.1
"""How much a row must look like either of two fields to hold both."""
_ASTRAY = 0.15
"""Of a row's run: how far from where one field seems to end the gap may be."""
_WIDER = 1.25
"""Of the narrowest gap between two words: that between two fields, where there are others."""
_CODE = 4
"""Digits of a telegraph code."""
_AGAINST = 4.0
"""What it costs that two dates are in the wrong order."""


def read_kin(
    face: Face, names: Sequence[str], rows: Sequence[Row], looks: Looks, zone: str = "", surname: str = ""
) -> Mapping[str, LineReading]:
    """Read rows that may each be any of the fields `names`; every field gets one of them at most.

    Args:
        face: that the card shows; fields that it has not are left out.
        names: of the fields, in the order in which their dates lie, or in which they stand.
        rows: of print, from the top.
        looks: how they are read.
        zone: the line of names of the card's machine-readable zone, if it was read.
        surname: in Chinese characters, if it was read: it has as many telegraph codes.
    """
    specs = [spec for name in names for spec in face.fields if spec.name == name]
    if not specs or not rows:
        return {}
    by_date = specs[0].name.endswith("_date")
    if by_date:
        rows = parted(specs, rows, looks.glance)
    chosen: Choice | None = _as_in_zone(specs, rows, looks.glance, zone) if is_line(zone) else None
    joint = chosen is None and len(specs) == 2 and specs[0].name.startswith("surname")
    for row in _joint(specs, rows) if joint and not _apart(specs, rows, looks.glance) else ():
        parts = _taken_apart(specs, row, looks, max(1, len(surname)))
        if parts:
            return parts
    chosen = in_order(specs, rows, looks.glance) if by_date else chosen
    chosen = chosen or _by_looks(specs, rows)
    if chosen is None or _out_of_order(specs, chosen, rows, looks.glance):
        chosen = _weighed(specs, rows, looks.glance)
    told = (
        (spec.name, None if i is None else looks.read(spec, rows[i])) for spec, i in zip(specs, chosen, strict=True)
    )
    return {name: reading for name, reading in told if reading is not None}


def _as_in_zone(specs: Sequence[FieldSpec], rows: Sequence[Row], glance: Read, zone: str) -> Choice | None:
    """The rows that say what the machine-readable zone calls surname and given name; None where no two do."""
    if [spec.name for spec in specs] != ["surname_en", "given_en"]:
        return None
    told = [(i, reading.text) for i, row in enumerate(rows) if (reading := glance(specs[0], row)) is not None]
    pairs = ((i, j) for (i, surname), (j, given) in permutations(told, 2) if names_agree(zone, surname, given))
    return next(pairs, None)


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
    return contradict(told)


def _weighed(specs: Sequence[FieldSpec], rows: Sequence[Row], glance: Read) -> Choice:
    """The choice that looks and texts together speak for."""
    by_date = specs[0].name.endswith("_date")
    scores: list[list[float]] = []
    days: list[list[date | None]] = []
    for spec in specs:
        told = [glance(spec, row) for row in rows]
        fits = [_fit(spec, row, reading) for row, reading in zip(rows, told, strict=True)]
        scores.append([*fits, _ABSENT])
        days.append([dates.parse_full(r.text) if by_date and r is not None else None for r in told] + [None])
    # The last place stands for none, and any number of fields may have that.
    nowhere = len(rows)
    best: tuple[float, tuple[int, ...]] = (-math.inf, ())
    for chosen in product(range(nowhere + 1), repeat=len(specs)):
        taken = [i for i in chosen if i != nowhere]
        if len(set(taken)) == len(taken):
            score = sum(own[i] for own, i in zip(scores, chosen, strict=True))
            score -= _AGAINST * backwards([own[i] for own, i in zip(days, chosen, strict=True)])
            best = max(best, (score, chosen))
    return tuple(None if i == nowhere else i for i in best[1])


def _fit(spec: FieldSpec, row: Row, reading: LineReading | None) -> float:
    """Log of how well a row goes with a field, by its looks and by what it says."""
    if reading is None:
        return _ABSENT
    return math.log(max(_LEAST, row.shares.get(spec.name, 0.0))) + 0.5 * math.log(max(_LEAST, reading.probability))


def _joint(specs: Sequence[FieldSpec], rows: Sequence[Row]) -> list[Row]:
    """The rows that may hold both parts of a name, the likeliest first."""
    shares = {row: min(row.shares.get(spec.name, 0.0) for spec in specs) for row in rows}
    able = [row for row in rows if shares[row] > _BOTH or row.turn is not None]
    return sorted(able, key=lambda row: -shares[row])


def _apart(specs: Sequence[FieldSpec], rows: Sequence[Row], glance: Read) -> bool:
    """Whether either part of a name in letters has a row of its own: two rows that say something clearly."""
    if not specs[0].name.endswith("_en"):
        return False
    told = [(row, reading) for row in rows if (reading := glance(specs[0], row)) is not None]
    clear = [row for row, reading in told if reading.sharpness > _LEGIBLE and max(row.shares.values()) > _LIKE]
    return len(clear) > 1


def _whole(specs: Sequence[FieldSpec]) -> FieldSpec:
    """Both parts as one text: a comma between them, or, of telegraph codes, sometimes nothing."""
    first = specs[0]
    if first.name.endswith("telecode"):
        return replace(first, name="", chars=first.chars + ",", grammar=r"(\d{4}){1,3},?(\d{4}){1,5}")
    comma = "+comma" if first.chars.startswith("han") else ","
    return replace(first, name="", chars=first.chars + comma, grammar=None)


def _taken_apart(specs: Sequence[FieldSpec], row: Row, looks: Looks, codes: int) -> Mapping[str, LineReading]:
    """The two parts of a joint row; nothing where it was not seen where they meet. Without a comma, a surname has as
    many telegraph codes as are told."""
    whole = looks.glance(_whole(specs), row)
    if whole is None or len(whole.candidates[0].steps) != len(whole.text):
        return {}
    steps, chinese = whole.candidates[0].steps, specs[0].chars.startswith("han")
    total = len(whole.posterior.probabilities) * whole.posterior.used
    at = whole.text.find(",")
    if at < 0 and specs[0].name.endswith("telecode"):
        at = codes * _CODE
        at = at if at < len(whole.text) else _CODE
    if at < 0 and row.turn is not None and not chinese:
        # No comma: the gap between two words that is nearest to where the one seems to end and the other to begin.
        x0, _, x1, _ = whole.box
        left, right = (float(row.quad[ends, 0].mean()) * WIDTH for ends in ((0, 3), (1, 2)))
        turn = (left + row.turn * (right - left) - x0) / (x1 - x0) * total
        gaps = {i: steps[i + 1] - steps[i - 1] for i, char in enumerate(whole.text) if char == " "}
        usual = _WIDER * min(gaps.values()) if len(gaps) > 1 else 0.0
        near = [i for i in gaps if abs(steps[i] - turn) < _ASTRAY * total and gaps[i] >= usual]
        at = min(near, key=lambda i: abs(steps[i] - turn), default=-1)
    if not 0 < at < len(whole.text) - 1:
        return {}
    last = math.ceil(total)
    # Telegraph codes may follow one another; between the words of a name stands the comma, as wide as its room.
    between = [(a + b + 1) // 2 for a, b in pairwise(steps)]
    ends = (between[at - 1], between[at] if whole.text[at] in ", " else between[at - 1])
    told = [looks.part(specs[0], row, whole, 0, ends[0]), looks.part(specs[1], row, whole, ends[1], last)]
    return {spec.name: part for spec, part in zip(specs, told, strict=True) if part is not None} if all(told) else {}
