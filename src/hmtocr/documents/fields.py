"""What a card tells, as the public values: texts with calibrated confidences and quads on the original picture."""

from __future__ import annotations

import numpy as np

from hmtocr.documents.spec import Face
from hmtocr.documents.told import Told
from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import Floats, rectangle
from hmtocr.reading import Field, Quad
from hmtocr.text.confidence import calibrated, kind_of
from hmtocr.text.outcome import Outcome


def fields_of(told: Told, scale: float) -> dict[str, Field]:
    """The fields that were read, in their document's order; `scale` is what the picture was made smaller by."""
    outcomes = told.outcomes
    names = (spec.name for spec in told.face.fields if spec.name in outcomes)
    return {name: _field(told.face, name, outcomes[name], told.flat, scale) for name in names}


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
