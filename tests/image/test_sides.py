"""The four sides of a card are found together, where one by one they would be taken for other lines."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hmtocr.image.geometry import Floats, Pixels
from hmtocr.image.sides import likely_quads

# A card of 400 pixels, turned a little.
START, ALONG, DOWN = np.array([140.0, 90.0]), np.array([396.0, 40.0]), np.array([-25.2, 249.7])
CARD = np.stack((START, START + ALONG, START + ALONG + DOWN, START + DOWN))


def picture(width: int = 640, height: int = 480, at: Floats = CARD) -> Pixels:
    """A light card with rows of print on a dark ground."""
    pixels = np.full((height, width, 3), 70, np.uint8)
    cv2.fillConvexPoly(pixels, np.rint(at * 16).astype(np.int32), (205, 210, 200), cv2.LINE_AA, 4)
    for row in (0.25, 0.45, 0.65):
        ends = [tuple(int(v) for v in at[0] + x * (at[1] - at[0]) + row * (at[3] - at[0])) for x in (0.1, 0.5)]
        cv2.line(pixels, ends[0], ends[1], (60, 60, 60), 3, cv2.LINE_AA)
    noise = np.random.default_rng(3).normal(0, 3, pixels.shape)
    return np.asarray(np.clip(pixels + noise, 0, 255), np.uint8)


def off(found: Floats, true: Floats) -> float:
    return float(np.linalg.norm(found - true, axis=1).max() / np.linalg.norm(ALONG))


@pytest.mark.parametrize("side", range(4))
def test_a_side_that_was_put_far_inside_is_found(side: int) -> None:
    rough = CARD.copy()
    a, b = side, (side + 1) % 4
    rough[a] += 0.1 * (CARD[a - 1] - CARD[a])
    rough[b] += 0.1 * (CARD[(b + 1) % 4] - CARD[b])
    assert off(likely_quads(picture(), rough, 1)[0], CARD) < 0.015


def test_a_shadow_across_the_card_is_not_its_side() -> None:
    pixels = picture()
    # Everything to the left of a line that runs through the card at an angle is in the dark.
    lit = cv2.fillConvexPoly(
        np.full(pixels.shape[:2], 0.5), np.array([[185, 0], [640, 0], [640, 480], [160, 480]], np.int32), (1.0,)
    )
    rough = CARD.copy()
    rough[0], rough[3] = CARD[0] + 0.1 * ALONG, CARD[3] + 0.08 * ALONG
    shaded = np.asarray(pixels * lit[..., None], np.uint8)
    assert min(off(quad, CARD) for quad in likely_quads(shaded, rough, 3)) < 0.02


def test_a_corner_beyond_the_picture_is_put_where_its_sides_meet() -> None:
    out = CARD @ np.array([[0.95, 0.31], [-0.31, 0.95]])
    out += np.array([-20.0, 60.0]) - out[3]
    # What the eye sees is a card whose corner is cut off by the picture's border.
    cut = out.copy()
    cut[3] += (out[2] - out[3]) * (-out[3, 0] / (out[2] - out[3])[0])
    pixels = picture(height=640, at=out + np.array([0.0, 300.0]))
    found = likely_quads(pixels, cut + np.array([0.0, 300.0]), 1)[0]
    assert off(cut, out) > 0.04
    assert off(found, out + np.array([0.0, 300.0])) < 0.015


def test_an_even_picture_has_quads_near_the_rough_one_or_none() -> None:
    empty = np.full((480, 640, 3), 128, np.uint8)
    assert all(off(quad, CARD) < 0.3 for quad in likely_quads(empty, CARD, 3))
