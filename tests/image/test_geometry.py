"""Points and pixels move together."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.geometry import GREY, area, homography, inverse, move, overlap, rectangle, shared, sides, warp


def test_a_homography_takes_the_four_points_to_the_four_others() -> None:
    source, target = rectangle(0, 0, 10, 6), np.array([[3.0, 1.0], [40.0, 4.0], [37.0, 30.0], [1.0, 22.0]])
    matrix = homography(source, target)
    assert move(source, matrix) == pytest.approx(target, abs=1e-3)
    assert move(target, inverse(matrix)) == pytest.approx(source, abs=1e-3)


def test_there_is_no_way_back_from_a_line() -> None:
    with pytest.raises(np.linalg.LinAlgError, match="singular"):
        inverse(np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [0.0, 0.0, 1.0]]))


def test_enlarging_keeps_the_edges_of_a_picture_where_they_are() -> None:
    pixels = np.zeros((4, 4, 3), np.uint8)
    pixels[:, 2:] = 200
    large = warp(pixels, homography(rectangle(0, 0, 4, 4), rectangle(0, 0, 40, 40)), 40, 40)
    # The edge between columns 1 and 2 is at x = 2, so at x = 20: the middle of the ramp from black to light.
    assert large[20, 19:21, 0].mean() == pytest.approx(100, abs=3)


def test_outside_a_picture_is_grey_unless_asked_otherwise() -> None:
    pixels = np.zeros((4, 4, 3), np.uint8)
    away = np.array([[1.0, 0.0, 100.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert (warp(pixels, away, 4, 4) == GREY).all()
    assert (warp(pixels, away, 4, 4, outside=255) == 255).all()


def test_area_is_positive_clockwise_on_the_screen() -> None:
    assert area(rectangle(0, 0, 4, 3)) == pytest.approx(12)
    assert area(rectangle(0, 0, 4, 3)[::-1]) == pytest.approx(-12)
    assert sides(rectangle(0, 0, 4, 3)) == pytest.approx((4, 3))


@pytest.mark.parametrize(
    ("other", "share"),
    [(rectangle(0, 0, 2, 2), 1.0), (rectangle(1, 0, 3, 2), 1 / 3), (rectangle(5, 5, 6, 6), 0.0)],
)
def test_overlap_is_intersection_over_union(other: np.ndarray, share: float) -> None:
    assert overlap(rectangle(0, 0, 2, 2), other) == pytest.approx(share, abs=1e-5)


@pytest.mark.parametrize("off", [1e-14, 1e-9, 1e-6, 1e-3])
def test_a_card_that_fills_its_picture_lies_in_it(off: float) -> None:
    rng = np.random.default_rng(5)
    for _ in range(200):
        frame = rectangle(0, 0, *rng.integers(100, 1500, 2))
        quad = np.roll(frame + rng.normal(0, off, (4, 2)) * (rng.random((4, 2)) < 0.5), rng.integers(4), axis=0)
        assert shared(quad, frame) == pytest.approx(1, abs=1e-3)
        assert overlap(quad, frame[::-1]) == pytest.approx(1, abs=1e-3)


def test_what_two_quads_share_is_cut_by_every_side() -> None:
    diamond = np.array([[5.0, -1.0], [11.0, 5.0], [5.0, 11.0], [-1.0, 5.0]])
    # Of the square's corners the diamond leaves out triangles of 4 by 4.
    assert shared(rectangle(0, 0, 10, 10), diamond) == pytest.approx(1 - 4 * 8 / 100)
    assert shared(diamond, rectangle(0, 0, 10, 10)) == pytest.approx((100 - 32) / 72)
