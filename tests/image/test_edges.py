"""Corners are set onto the edges that the picture shows, and left alone where it shows none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hmtocr.image.edges import to_edges

QUAD = np.array([[120.0, 90.0], [520.0, 130.0], [500.0, 380.0], [100.0, 330.0]])


def _picture(ground: int, card: int) -> np.ndarray:
    picture = np.full((480, 640, 3), ground, np.uint8)
    cv2.fillConvexPoly(picture, np.rint(QUAD * 16).astype(np.int32), (card,) * 3, cv2.LINE_AA, 4)
    noise = np.random.default_rng(3).normal(0, 4, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(("ground", "card"), [(60, 210), (230, 150)])
def test_a_rough_quad_lands_on_the_edges(ground: int, card: int) -> None:
    rough = QUAD + np.random.default_rng(1).normal(0, 3.0, (4, 2))
    found, _ = to_edges(_picture(ground, card), rough)
    # fillConvexPoly draws from pixel centres, which lie half a pixel inside.
    assert np.linalg.norm(found - (QUAD + 0.5), axis=1).max() < 1.5
    assert np.linalg.norm(found - QUAD, axis=1).mean() < np.linalg.norm(rough - QUAD, axis=1).mean()


def test_without_an_edge_nothing_moves_far() -> None:
    found, _ = to_edges(_picture(200, 200), QUAD)
    assert np.linalg.norm(found - QUAD, axis=1).max() < 8.0


def test_a_scan_cut_at_the_card_ends_where_the_picture_does() -> None:
    picture = np.random.default_rng(5).integers(150, 160, (300, 480, 3)).astype(np.uint8)
    # A printed line, broken by the letters that cross it, is no edge.
    picture[np.arange(300) // 12 % 3 == 0, 6:8] = 90
    quad = np.array([[0.0, 0.0], [480.0, 0.0], [480.0, 300.0], [0.0, 300.0]])
    rough = quad + np.array([[3.0, 2.0], [-3.0, 1.0], [-1.0, -3.0], [2.0, -2.0]])
    found, _ = to_edges(picture, rough)
    assert np.linalg.norm(found - quad, axis=1).max() < 0.5


def test_a_card_with_a_sliver_of_ground_is_not_the_whole_picture() -> None:
    picture = np.full((300, 480, 3), 250, np.uint8)
    picture[5:295, 5:475] = 120
    quad = np.array([[5.0, 5.0], [475.0, 5.0], [475.0, 295.0], [5.0, 295.0]])
    found, _ = to_edges(picture, quad + np.random.default_rng(2).normal(0, 2.0, (4, 2)))
    assert np.linalg.norm(found - quad, axis=1).max() < 1.0


def test_an_empty_scan_keeps_its_corners() -> None:
    picture = np.random.default_rng(5).integers(150, 160, (300, 480, 3)).astype(np.uint8)
    quad = np.array([[0.0, 0.0], [480.0, 0.0], [480.0, 300.0], [0.0, 300.0]])
    found, _ = to_edges(picture, quad)
    assert np.linalg.norm(found - quad, axis=1).max() < 8.0


def test_what_lies_outside_of_the_picture_is_told_as_hidden() -> None:
    whole = _picture(60, 210)
    _, clear = to_edges(whole, QUAD)
    assert clear.hidden == 0.0
    # All of the left side, a tenth of the top, some of the bottom.
    found, clear = to_edges(np.ascontiguousarray(whole[:, 160:]), QUAD - (160.0, 0.0))
    assert 0.27 < clear.hidden < 0.35
    assert np.linalg.norm(found[1:3] - (QUAD[1:3] - (160.0, 0.0)), axis=1).max() < 2.0
