"""The thorough way: detect all print on the flat card, then make fields of it by layout or by captions."""

from __future__ import annotations

from hmtocr.documents import face_of
from hmtocr.documents.captions import read_captions
from hmtocr.documents.layout import read_layout
from hmtocr.documents.spec import Face
from hmtocr.documents.told import Told
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import Floats, Pixels
from hmtocr.text.detector import Detector
from hmtocr.text.level import levelling_quad
from hmtocr.text.recogniser import Recogniser

_FLAT_WIDTH = 1600
"""Pixels; print that a person can read in the picture is then tall enough for the recogniser."""


def read_thoroughly(
    face: Face, pixels: Pixels, quad: Floats, detector: Detector, recogniser: Recogniser, zone: bool = True
) -> Told:
    """Read the card at `quad` (4 x 2, on the picture) as a `face`, and as the design that its print speaks for.

    `zone` is whether a machine-readable zone may be printed: it takes a fifth of the time to tell that none is.
    """
    flat = flatten(pixels, quad, _FLAT_WIDTH)
    lines = detector(flat.pixels)
    level = levelling_quad(lines, flat.pixels.shape[1], flat.pixels.shape[0])
    if level is not None:
        flat = flatten(pixels, flat.to_picture(level), _FLAT_WIDTH)
        lines = detector(flat.pixels)
    if face.layout is not None:
        readings = read_layout(face, flat.pixels, lines, detector, recogniser)
    else:
        lines = detector.thorough(flat.pixels, lines)
        readings, design = read_captions(face, flat.pixels, lines, detector, recogniser, zone)
        face = face_of(face.document, design, face.side)
    return Told(face, flat, face.settle(readings))
