"""What either way of reading a card tells: the quick one and the thorough one give the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hmtocr.documents.spec import Face
from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import Floats
from hmtocr.text.outcome import Outcome


@dataclass(frozen=True)
class Told:
    """A card as it was read.

    Attributes:
        face: with the design that the print speaks for.
        flat: the flat card; the outcomes' boxes are in its pixels.
        outcomes: by field.
        marked: names of what was seen to be printed, whether it could be read or not (hmtocr.text.places).
        faint: of them those of which too little is seen to read it.
        rows: where the rows of what is marked are, by its names: quads (4 x 2) on the picture.
    """

    face: Face
    flat: Flat
    outcomes: Mapping[str, Outcome]
    marked: frozenset[str] = frozenset()
    faint: frozenset[str] = frozenset()
    rows: tuple[tuple[str, Floats], ...] = ()
