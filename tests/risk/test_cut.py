"""A card that the frame cuts is told from one that a scan shows whole, up to its edges."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import Floats, rectangle
from hmtocr.risk.cut import SIDES, cut
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight


def sight(width: int, height: int, quad: Floats) -> Sight:
    """An empty picture with a card at the quad."""
    pixels = np.zeros((height, width, 3), np.uint8)
    return Sight(pixels, 1.0, quad, flatten(pixels, quad, WIDTH, HEIGHT), ("hk-id", "2018", "front"), {})


@pytest.mark.parametrize("off", [-2.0, 0.0, 2.0])
def test_a_scan_at_the_cards_edges_is_whole(off: float) -> None:
    assert cut(sight(856, 540, rectangle(off, off, 856 - off, 540 + off)))[0] < 0.35


def test_a_card_in_the_middle_is_whole_however_it_is_seen() -> None:
    quad = np.array([[300.0, 100.0], [700.0, 160.0], [650.0, 500.0], [280.0, 380.0]])
    assert cut(sight(1000, 700, quad))[0] == 0


@pytest.mark.parametrize(
    ("quad", "side"),
    [
        (rectangle(-60, 100, 500, 453), "left"),
        (rectangle(100, -50, 660, 303), "top"),
        (rectangle(300, 100, 860, 453), "right"),
        (rectangle(100, 300, 660, 653), "bottom"),
    ],
)
def test_an_outline_that_goes_on_beyond_the_frame_is_cut_there(quad: Floats, side: str) -> None:
    score, where = cut(sight(800, 600, quad))
    assert score > 0.6
    assert SIDES[where] == side


def test_an_outline_that_follows_the_frame_is_cut_where_its_shape_is_no_cards() -> None:
    assert cut(sight(800, 600, rectangle(240, 120, 800, 473)))[0] < 0.35
    score, where = cut(sight(800, 600, rectangle(340, 120, 800, 473)))
    assert score > 0.6
    assert SIDES[where] == "right"


def test_a_rounded_corner_outside_is_no_cut() -> None:
    quad = np.array([[-6.0, 60.0], [500.0, -4.0], [540.0, 320.0], [30.0, 390.0]])
    assert cut(sight(800, 600, quad))[0] < 0.3
