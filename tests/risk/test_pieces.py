"""Traits of pieces of print: what was made differently stands out from the rest of its card."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hmtocr.image.geometry import Floats, Pixels, rectangle
from hmtocr.risk.pieces import RAW, RELATIVE, TRAITS, Pieces, pieces

ROWS = [rectangle(40, 40 + 60 * i, 280, 64 + 60 * i) for i in range(5)]


def card(noise: float = 3.0) -> Pixels:
    """Five rows of digits on a light ground, with a camera's grain."""
    sheet = np.full((360, 400, 3), 205, np.uint8)
    for quad in ROWS:
        x, y = quad[3].astype(int)
        cv2.putText(
            sheet, "123456789012", (int(x), int(y) - 1), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (40, 40, 40), 2, cv2.LINE_AA
        )
    sheet = cv2.GaussianBlur(sheet, (0, 0), 0.8)
    grain = np.random.default_rng(0).normal(0, noise, (*sheet.shape[:2], 1))
    return np.asarray(np.clip(sheet + grain, 0, 255), np.uint8)


def seen(pixels: Pixels, quads: list[Floats] = ROWS) -> Pieces:
    """The pieces of the rows, all of one script."""
    found = pieces(pixels, quads, [0] * len(quads))
    assert found is not None
    return found


def test_every_row_is_cut_into_pieces_about_as_wide_as_it_is_high() -> None:
    found = seen(card())
    assert found.traits.shape == (len(found.rows), TRAITS)
    assert [int((found.rows == row).sum()) for row in range(5)] == [10] * 5
    assert found.spots[0] == pytest.approx((52, 52, 12, 12))
    assert np.isfinite(found.traits).all()


def test_a_row_without_grain_stands_out() -> None:
    pixels = card()
    pixels[150:190, 30:290] = cv2.medianBlur(pixels[150:190, 30:290], 5)
    found = seen(pixels)
    assert found.traits[found.rows == 2, 0].max() < found.traits[found.rows != 2, 0].min()


def test_a_seam_along_a_row_is_seen() -> None:
    pixels = card(1.0)
    pixels[92:134, 30:290] = np.clip(pixels[92:134, 30:290].astype(int) + 12, 0, 255)
    found = seen(pixels)
    stronger = RAW + RELATIVE.index(14)
    assert found.traits[found.rows == 1, stronger].min() > found.traits[found.rows != 1, stronger].max()


def test_paler_ink_stands_out_from_the_rest() -> None:
    pixels = card(1.0)
    pixels[270:310] = 205 - (205 - pixels[270:310].astype(int)) // 2
    found = seen(pixels)
    contrast = RAW + RELATIVE.index(9)
    assert np.median(found.traits[found.rows == 4, contrast]) < found.traits[found.rows != 4, contrast].min()


def test_print_too_small_or_outside_the_picture_is_left_out() -> None:
    assert pieces(card(), [rectangle(10, 10, 60, 13), rectangle(-5, 40, 100, 64)], [0, 0]) is None
