"""What a card tells, as the public values: texts with calibrated confidences and quads on the original picture."""

from __future__ import annotations

import numpy as np

from hmtocr.documents.spec import Face
from hmtocr.documents.told import Told
from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import Floats, inverse, move, rectangle, shared
from hmtocr.reading import Field, Quad
from hmtocr.text.confidence import calibrated, kind_of
from hmtocr.text.outcome import Outcome
from hmtocr.text.places import KIN

_ALIKE = {**KIN, "mrz": ("mrz1", "mrz2", "mrz3")}
_SHARED = 0.3
"""Of a row: what lies on another that was read belongs to that one."""


def fields_of(told: Told, scale: float) -> dict[str, Field]:
    """The fields that were read, in their document's order; `scale` is what the picture was made smaller by."""
    outcomes = told.outcomes
    names = (spec.name for spec in told.face.fields if spec.name in outcomes)
    return {name: _field(told.face, name, outcomes[name], told.flat, scale) for name in names}


def unread(told: Told, scale: float) -> dict[str, Quad]:
    """Where rows were seen of fields that were not read, by their names, and what of them is on no field that was.

    Of fields that look alike it is not told here which of them a row is: it has the name of one that was not read.
    """
    on_flat = inverse(told.flat.homography)
    height, width = told.flat.pixels.shape[:2]
    read = [rectangle(*outcome.box) for outcome in told.outcomes.values()]
    names = {spec.name for spec in told.face.fields}
    found: dict[str, Quad] = {}
    for kind, row in told.rows:
        lacking = [name for name in _ALIKE.get(kind, (kind,)) if name in names - told.outcomes.keys() - found.keys()]
        place = move(row, on_flat) * (width, height)
        if lacking and all(shared(place, box) < _SHARED for box in read):
            found[lacking[0]] = as_quad(row * scale)
    return found


def legible(told: Told, scale: float) -> float:
    """How much of a card was read: its fields, each for as much as it is likely to be right."""
    return sum(field.confidence for field in fields_of(told, scale).values())


def as_quad(points: Floats) -> Quad:
    """Four points (4 x 2) as plain numbers."""
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return (a, b, c, d)


def _field(face: Face, name: str, told: Outcome, flat: Flat, scale: float) -> Field:
    spec = face.field(name)
    quad = flat.to_picture(rectangle(*told.box)) * scale
    height = float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    kind = kind_of(spec.chars)
    return Field(
        text=told.text,
        value=spec.value(told.text),
        confidence=calibrated(kind, told.probability, height),
        quad=as_quad(quad),
        alternatives=tuple((text, min(1.0, p)) for text, p in told.alternatives),
    )
