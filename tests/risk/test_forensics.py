"""A card cut out of its picture: native pixels on the grid of the file's blocks."""

from __future__ import annotations

import numpy as np

from hmtocr.image.geometry import rectangle
from hmtocr.risk.forensics import CELL, WIDEST, cut_card

PICTURE = np.random.default_rng(0).integers(0, 256, (700, 1900, 3), np.uint8)


def test_pixels_are_the_pictures_own_and_begin_on_a_block() -> None:
    cut = cut_card(PICTURE, rectangle(101, 53, 501, 305))
    x, y = (int(edge) for edge in cut.origin)
    assert (x % CELL, y % CELL) == (0, 0)
    height, width = 305 - y, 501 - x
    assert (cut.pixels[:height, :width] == PICTURE[y:305, x:501]).all()


def test_only_cells_of_the_card_are_inside() -> None:
    cut = cut_card(PICTURE, np.array([[300.0, 100], [500, 200], [437, 326], [237, 226]]))
    assert cut.inside[0, 0] == 0
    assert cut.inside[tuple(reversed((cut.cells(np.array([[368.0, 213.0]]))[0]).astype(int)))] == 1
    assert 0.8 < cut.inside.sum() * CELL**2 / (223.6 * 140.9) < 1.2


def test_a_wide_card_is_looked_at_at_half_its_resolution() -> None:
    cut = cut_card(PICTURE, rectangle(0, 0, WIDEST * 1.4, 650))
    assert cut.times == 2
    assert cut.pixels.shape[1] < WIDEST


def test_a_card_may_hang_out_of_its_picture() -> None:
    cut = cut_card(PICTURE, rectangle(-50, -30, 300, 190))
    assert cut.origin == (0, 0)
    assert cut.inside[0, 0] == 1


def test_planes_fit_together() -> None:
    light, tint, inside = cut_card(PICTURE, rectangle(10, 10, 363, 233)).planes()
    assert light.shape[2] == 4 * tint.shape[2] == 8 * inside.shape[2]
    assert light.shape[3] == 4 * tint.shape[3] == 8 * inside.shape[3]
