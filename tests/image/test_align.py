"""The crop that the aligner looks at, and what its answer means on the picture."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image import align
from hmtocr.image.geometry import move, rectangle
from hmtocr.specimens import card


def test_the_faces_are_those_that_can_be_drawn() -> None:
    assert align.FACES == card.FACES


def test_a_crop_shows_the_quad_with_its_margin() -> None:
    pixels = np.zeros((900, 1400, 3), np.uint8)
    quad = rectangle(200, 150, 1200, 780)
    pixels[150:780, 200:1200] = 255
    cut, matrix = align.crop(pixels, quad)
    assert cut.shape == (align.CROP_HEIGHT, align.CROP_WIDTH, 3)
    assert move(quad, matrix) == pytest.approx(align.target(), abs=1e-3)
    x0, y0 = align.target()[0]
    white = np.argwhere(cut[..., 0] > 127)
    assert white.min(0) == pytest.approx((y0, x0), abs=1)


def test_what_is_outside_the_picture_is_grey_in_the_crop() -> None:
    cut, _ = align.crop(np.zeros((300, 480, 3), np.uint8), rectangle(0, 0, 480, 300))
    assert (cut[:8] == 127).all()
    assert (cut[align.CROP_HEIGHT // 2, align.CROP_WIDTH // 2] == 0).all()


def test_landscape_begins_with_a_long_edge() -> None:
    standing = rectangle(0, 0, 100, 160)
    assert align.landscape(standing)[0].tolist() == [100, 0]
    lying = rectangle(0, 0, 160, 100)
    assert align.landscape(lying).tolist() == lying.tolist()
