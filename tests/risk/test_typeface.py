"""Digits of another type than the card's other digits are strange; the card's own are not."""

from __future__ import annotations

from collections.abc import Mapping

import cv2
import numpy as np
import pytest

from hmtocr.image.geometry import rectangle
from hmtocr.risk.sheet import Sheet, lay
from hmtocr.risk.typeface import strangeness

TEXTS = {0: "2621 2535 5174", 1: "01-05-1968", 2: "15-09-03", 3: "C668351(E)"}
PLAIN, OTHER = cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_COMPLEX
HIGH, WIDE = 30, 19


def sheet(fonts: Mapping[int, int] | None = None, texts: Mapping[int, str] = TEXTS) -> Sheet:
    """Rows one under the other, in the plain font unless told otherwise."""
    page = np.full((90 * len(texts), 420, 3), 225, np.uint8)
    quads = []
    for row, text in texts.items():
        top = 40 + 80 * row
        font = (fonts or {}).get(row, PLAIN)
        for place, char in enumerate(text):
            spot = (40 + WIDE * place, top + HIGH - 4)
            cv2.putText(page, char, spot, font, 0.85, (40, 40, 40), 2, cv2.LINE_AA)
        quads.append(rectangle(38, top, 40 + WIDE * len(text), top + HIGH))
    laid = lay(cv2.GaussianBlur(page, (0, 0), 0.7), quads)
    assert laid is not None
    return laid


def test_rows_of_one_type_are_not_strange() -> None:
    assert max(strangeness(sheet(), TEXTS).values()) < 0.5


@pytest.mark.parametrize("row", [0, 1, 3])
def test_a_row_of_another_type_is_the_strange_one(row: int) -> None:
    told = strangeness(sheet({row: OTHER}), TEXTS)
    assert max(told, key=lambda each: told[each]) == row
    assert told[row] > 0.7


def test_ink_that_is_no_digit_does_not_make_a_row_strange() -> None:
    laid = sheet()
    x, wide, pad, high, _ = laid.places[1]
    pixels = laid.pixels.copy()
    pixels[pad : pad + high, x + wide - pad + 1 : x + wide - pad + 5] = 40
    smeared = Sheet(pixels, laid.places, laid.first, laid.last, laid.owner, laid.spots, laid.heights)
    assert max(strangeness(smeared, TEXTS).values()) < 0.5


def test_a_mark_that_is_like_a_digit_is_none() -> None:
    odd = {**TEXTS, 1: "01-05-196²"}
    assert strangeness(sheet(), odd).keys() == strangeness(sheet(), TEXTS).keys()


def test_of_two_rows_neither_can_be_told() -> None:
    assert strangeness(sheet(), {row: TEXTS[row] for row in (1, 2)}) == {}


def test_rows_without_ink_tell_nothing() -> None:
    laid = sheet()
    bare = Sheet(
        np.full_like(laid.pixels, 225), laid.places, laid.first, laid.last, laid.owner, laid.spots, laid.heights
    )
    assert strangeness(bare, TEXTS) == {}
