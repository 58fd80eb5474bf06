"""A field that cannot be read is suspicious where all else is read well and nothing lies over the card."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from hmtocr.image.flatten import flatten
from hmtocr.models.engine import Engine, load
from hmtocr.risk.illegible import illegible
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight


@pytest.fixture(scope="module")
def overlayer() -> Engine:
    """The network that tells what lies over a card."""
    return load("card-overlay", 1)


def without(sight: Sight, name: str) -> Sight:
    """With that field missing."""
    return replace(sight, fields={n: field for n, field in sight.fields.items() if n != name}, missing=(name,))


def test_nothing_is_told_of_a_card_that_is_read_well(honest: Sight, overlayer: Engine) -> None:
    assert illegible(honest, overlayer) == (0.0, ())


def test_a_missing_field_is_suspicious_and_a_doubtful_one_less(honest: Sight, overlayer: Engine) -> None:
    number = replace(honest.fields["number"], confidence=0.2)
    doubtful, which = illegible(replace(honest, fields={**honest.fields, "number": number}), overlayer)
    lacking, names = illegible(without(honest, "number"), overlayer)
    assert lacking > doubtful > 0.5
    assert which == names == ("number",)


def test_in_a_bad_picture_it_is_not(honest: Sight, overlayer: Engine) -> None:
    weak = {name: replace(field, confidence=0.5) for name, field in honest.fields.items()}
    assert illegible(without(replace(honest, fields=weak), "number"), overlayer)[0] < 0.5


def test_nor_where_something_lies_over_the_card(honest: Sight, overlayer: Engine) -> None:
    pixels = honest.pixels.copy()
    (x0, y0), _, (x1, y1), _ = honest.fields["number"].quad
    cv2.rectangle(pixels, (round(x0) - 60, round(y0) - 40), (round(x1) + 60, round(y1) + 200), (190, 140, 110), -1)
    covered = replace(honest, pixels=pixels, flat=flatten(pixels, honest.quad, WIDTH, HEIGHT))
    assert illegible(without(covered, "number"), overlayer)[0] < illegible(without(honest, "number"), overlayer)[0] / 2


def test_nor_in_a_blurred_picture(honest: Sight, overlayer: Engine) -> None:
    pixels = np.asarray(cv2.GaussianBlur(honest.pixels, (0, 0), 6.0), np.uint8)
    blurred = replace(honest, pixels=pixels, flat=flatten(pixels, honest.quad, WIDTH, HEIGHT))
    assert illegible(without(blurred, "number"), overlayer)[0] < illegible(without(honest, "number"), overlayer)[0] / 2


def test_fields_that_are_made_otherwise_do_not_count(honest: Sight, overlayer: Engine) -> None:
    engraved = {**honest.fields, "window_text": replace(honest.fields["number"], confidence=0.0)}
    assert illegible(replace(honest, fields=engraved), overlayer, ("window_text",)) == (0.0, ())
