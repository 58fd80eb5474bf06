"""A flat card is what was seen inside its quad, and its points lead back to the picture."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import rectangle


@pytest.fixture
def quarters() -> np.ndarray:
    """A 400 x 252 card of four colours in the middle of a white 600 x 400 picture."""
    pixels = np.full((400, 600, 3), 255, np.uint8)
    pixels[74:200, 100:300] = (200, 0, 0)
    pixels[74:200, 300:500] = (0, 200, 0)
    pixels[200:326, 300:500] = (0, 0, 200)
    pixels[200:326, 100:300] = (90, 90, 90)
    return pixels


@pytest.mark.parametrize("width", [160, 400, 1280])
@pytest.mark.parametrize("turn", [0, 2])
def test_the_cards_own_top_left_comes_to_the_top_left(quarters: np.ndarray, turn: int, width: int) -> None:
    quad = np.roll(rectangle(100, 74, 500, 326), turn, axis=0)
    flat = flatten(quarters, quad, width)
    height = round(width * 53.98 / 85.60)
    assert flat.pixels.shape == (height, width, 3)
    first = flat.pixels[height // 4, width // 4].tolist()
    assert first == ([200, 0, 0] if turn == 0 else [0, 0, 200])


def test_points_and_boxes_lead_back_to_the_picture(quarters: np.ndarray) -> None:
    quad = np.array([[110.0, 80.0], [480.0, 60.0], [500.0, 330.0], [90.0, 300.0]])
    flat = flatten(quarters, quad, 640)
    height = flat.pixels.shape[0]
    assert flat.to_picture(rectangle(0, 0, 640, height)) == pytest.approx(quad, abs=0.01)
    assert flat.to_picture(np.array([[640.0, 0.0]]))[0] == pytest.approx(quad[1], abs=0.01)


def test_what_lies_outside_the_picture_is_white(quarters: np.ndarray) -> None:
    flat = flatten(quarters, rectangle(-200, 74, 200, 326), 400)
    assert (flat.pixels[:, :150] == 255).all()
