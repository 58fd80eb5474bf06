"""Rows of print cut straight out of the picture."""

from __future__ import annotations

import cv2
import numpy as np

from hmtocr.image.geometry import homography, move, rectangle, warp
from hmtocr.text.strip import cut, widened

SHEET = np.full((60, 400, 3), 255, np.uint8)
cv2.putText(SHEET, "A123456(7)", (20, 44), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (0, 0, 0), 3)
ROW = rectangle(18, 10, 300, 48)


def turned(size: float) -> tuple[np.ndarray, np.ndarray]:
    """The sheet in a picture, leaning, `size` times as large; and the row's quad there."""
    quad = np.array([[40, 60], [420, 130], [410, 190], [30, 120]], np.float64) * size
    matrix = homography(rectangle(0, 0, 400, 60), quad)
    side = round(480 * size)
    return warp(SHEET, matrix, side, side, outside=255), move(ROW, matrix)


def test_a_leaning_row_comes_out_level_whatever_its_size() -> None:
    rows = []
    for size in (0.5, 1.0, 4.0):
        line = cut(*turned(size), 32)
        assert line is not None
        assert line.shape[0] == 32
        rows.append(cv2.resize(line, (240, 32), interpolation=cv2.INTER_AREA).astype(float))
    for row in rows[1:]:
        assert np.corrcoef(rows[0].ravel(), row.ravel())[0, 1] > 0.9


def test_room_is_made_in_heights_of_the_row() -> None:
    wide = widened(ROW, above=0.5, beside=1.0)
    np.testing.assert_allclose(wide, rectangle(18 - 38, 10 - 19, 300 + 38, 48 + 19))


def test_what_is_no_row_is_not_cut() -> None:
    picture = np.zeros((50, 50, 3), np.uint8)
    assert cut(picture, rectangle(10, 10, 11, 40), 32) is None
    assert cut(picture, rectangle(0, 10, 5000, 20), 32) is None
