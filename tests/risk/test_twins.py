"""A character that was copied over another is its twin; characters that were printed alike are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hmtocr.image.geometry import Floats, Pixels, rectangle
from hmtocr.risk.pieces import pieces
from hmtocr.risk.twins import Twins, twins

TEXTS = ("2621 2535 5174", "01-05-1968", "15-09-03", "C668351(E)")
HIGH, WIDE = 30, 19


def page(noise: float = 5.0) -> tuple[Pixels, list[Floats]]:
    """Rows one under the other on uneven ground, as a camera sees them, and where they are."""
    rng = np.random.default_rng(4)
    fine = 4
    paper = np.full((90 * len(TEXTS) * fine, 420 * fine, 3), 225, np.uint8)
    quads = []
    for row, text in enumerate(TEXTS):
        top = 40 + 80 * row
        for place, char in enumerate(text):
            # A camera's pixels do not keep step with the print.
            spot = (round((40 + 1.013 * WIDE * place) * fine), round((top + HIGH - 4 + 0.01 * place) * fine))
            cv2.putText(paper, char, spot, cv2.FONT_HERSHEY_SIMPLEX, 0.85 * fine, (40,) * 3, 2 * fine, cv2.LINE_AA)
        quads.append(rectangle(38, top, 42 + 1.013 * WIDE * len(text), top + HIGH))
    small = cv2.resize(paper, None, fx=1 / fine, fy=1 / fine, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.clip(small + rng.normal(0, noise, small.shape), 0, 255).astype(np.uint8), quads


def look(pixels: Pixels, quads: list[Floats]) -> Twins | None:
    seen = pieces(pixels, quads, [0] * len(quads))
    assert seen is not None
    return twins(pixels, quads, seen.sheet, seen.ink)


def box(row: int, place: int) -> tuple[slice, slice]:
    """Where one character is."""
    x, y = round(40 + 1.013 * WIDE * place), 40 + 80 * row
    return slice(y - 3, y + HIGH + 3), slice(x - 1, x + WIDE)


def refiled(pixels: Pixels, quality: int) -> Pixels:
    done, file = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    assert done
    return np.asarray(cv2.imdecode(file, cv2.IMREAD_COLOR), np.uint8)


def test_characters_printed_alike_are_no_twins() -> None:
    told = look(*page())
    assert told is not None
    assert told.alike < 0.3


@pytest.mark.parametrize("quality", [98, 94])
def test_a_character_copied_within_a_row_or_from_another_has_a_twin(quality: int) -> None:
    pixels, quads = page()
    for source, target in (((0, 1), (0, 7)), ((0, 1), (3, 6))):
        edited = pixels.copy()
        edited[box(*target)] = pixels[box(*source)]
        told = look(refiled(edited, quality), quads)
        assert told is not None
        assert told.alike > 0.5
        assert set(told.rows) == {source[0], target[0]}


def test_a_picture_with_too_few_characters_tells_nothing() -> None:
    pixels, _ = page()
    assert look(pixels[:100], [rectangle(38, 40, 38 + 3 * WIDE, 40 + HIGH)]) is None


def test_characters_so_close_that_they_cannot_be_told_apart_tell_nothing() -> None:
    pixels, _ = page()
    crowd = np.full_like(pixels[:100], 225)
    for place in range(8):
        cv2.line(crowd, (40 + 3 * place, 40), (40 + 3 * place, 68), (40,) * 3, 1)
    assert look(crowd, [rectangle(38, 40, 66, 70)]) is None
