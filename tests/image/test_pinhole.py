"""A camera's view of a card is told from shapes that no camera makes of one."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.geometry import Floats, rectangle
from hmtocr.image.pinhole import misfit

WIDTH, HEIGHT = 1000, 750


def seen(tilt: float, way: float, turn: float, focal: float = 900.0) -> Floats:
    """The corners of a card tilted by so many degrees about an axis at `way`, in the middle of the picture."""
    card = np.column_stack((rectangle(-42.80, -26.99, 42.80, 26.99), np.zeros(4)))
    t, w, r = np.radians((tilt, way, turn))
    flat = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    axis = np.array([[np.cos(w), -np.sin(w), 0], [np.sin(w), np.cos(w), 0], [0, 0, 1]])
    lean = np.array([[1, 0, 0], [0, np.cos(t), -np.sin(t)], [0, np.sin(t), np.cos(t)]])
    space = card @ (axis @ lean @ axis.T @ flat).T + np.array([0, 0, 180.0])
    return np.asarray(space[:, :2] / space[:, 2:] * focal + np.array([WIDTH, HEIGHT]) / 2, np.float64)


@pytest.mark.parametrize("tilt", [0.0, 20.0, 45.0])
@pytest.mark.parametrize("way", [0.0, 50.0, 90.0])
@pytest.mark.parametrize("turn", [0.0, 33.0, 180.0])
def test_a_card_seen_by_a_camera_fits(tilt: float, way: float, turn: float) -> None:
    assert misfit(seen(tilt, way, turn)[None], WIDTH, HEIGHT)[0] < 0.04


def test_a_card_whose_corner_was_taken_for_another_point_does_not_fit() -> None:
    quad = seen(25.0, 40.0, 10.0)
    for corner in range(4):
        wrong = quad.copy()
        wrong[corner] += 0.25 * (quad[(corner + 1) % 4] - quad[corner])
        assert misfit(wrong[None], WIDTH, HEIGHT)[0] > 0.08


def test_a_card_cut_off_by_the_picture_and_other_papers_do_not_fit() -> None:
    square, slip = rectangle(100, 100, 500, 500), rectangle(100, 100, 900, 300)
    assert misfit(np.stack((square, slip)), WIDTH, HEIGHT).min() > 0.2


def test_quads_are_judged_one_by_one() -> None:
    quads = np.stack([seen(30.0, way, 5.0) for way in (0.0, 60.0, 120.0)])
    each = [misfit(quad[None], WIDTH, HEIGHT)[0] for quad in quads]
    assert misfit(quads, WIDTH, HEIGHT) == pytest.approx(each)
