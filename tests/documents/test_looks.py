"""Of several rows the one that says something is read."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.documents import face_of
from hmtocr.documents.looks import Eyes, looks_at
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import rectangle
from hmtocr.models.engine import load
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.text.latin import LatinRecogniser
from hmtocr.text.places import HEIGHT, WIDTH, Row
from hmtocr.text.recogniser import Recogniser

FACE = face_of("hk-id", "2018", "front")
CARD = draw_card(np.random.default_rng(6), "hk-id", "2018", "front", font_pack("default"), 900)
DOWN, ACROSS = CARD.pixels.shape[:2]
FLAT = flatten(CARD.pixels, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT)


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    """The networks."""
    latin, general = (load(name, 1) for name in ("latin-recogniser", "text-recogniser"))
    return Eyes(load("field-finder", 1), LatinRecogniser(latin), Recogniser(general))


def row_of(name: str) -> Row:
    """Where a field is printed."""
    return Row(rectangle(*CARD.fields[name].box) / (ACROSS, DOWN), 0.9)


def test_a_row_that_says_nothing_that_fits_gives_way_to_one_that_does(eyes: Eyes) -> None:
    looks = looks_at(CARD.pixels, FLAT, eyes)
    told = looks.best(FACE.field("number"), [row_of("name_en"), row_of("number")])
    assert told is not None
    assert told.text == CARD.fields["number"].text
