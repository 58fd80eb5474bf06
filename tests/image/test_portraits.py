"""Portraits are told where they are, and not where a child's card has none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hmtocr.image.portraits import find_portraits
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

KNOWN = {"large": (100.0, 400.0, 500.0, 950.0), "small": (1200.0, 600.0, 1330.0, 830.0)}


def card() -> np.ndarray:
    """A light card with lines of print."""
    flat = np.full((1009, 1600, 3), 215, np.uint8)
    for y in range(150, 950, 90):
        cv2.putText(flat, "01-01-1990 ABC", (650, y), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (30, 30, 30), 3)
    return flat


def draw_head(flat: np.ndarray, x0: int, y0: int, x1: int, y1: int) -> None:
    """Hair, a face and shoulders in a box."""
    w, h = x1 - x0, y1 - y0
    cv2.rectangle(flat, (x0 + w // 10, y1 - h // 3), (x1 - w // 10, y1), (40, 40, 70), -1)
    cv2.ellipse(flat, ((x0 + x1) // 2, y0 + h * 2 // 5), (w * 3 // 10, h * 3 // 10), 0, 0, 360, (45, 40, 40), -1)
    cv2.ellipse(flat, ((x0 + x1) // 2, y0 + h * 9 // 20), (w // 5, h // 5), 0, 0, 360, (150, 140, 130), -1)


def test_a_layout_s_portraits_are_told_only_if_they_are_there() -> None:
    flat = card()
    assert find_portraits(flat, KNOWN, []) == {}
    draw_head(flat, 100, 400, 500, 950)
    assert find_portraits(flat, KNOWN, []) == {"large": KNOWN["large"]}


def test_a_small_portrait_is_told_where_it_is_seen_not_where_the_layout_has_it() -> None:
    flat = card()
    draw_head(flat, 100, 400, 500, 950)
    small = cv2.resize(flat[400:950, 100:500], (130, 179), interpolation=cv2.INTER_AREA)
    flat[640 : 640 + 179, 1216 : 1216 + 130] = small
    x0, y0, x1, y1 = find_portraits(flat, KNOWN, [])["small"]
    assert abs((x0 + x1) / 2 - 1281) < 9
    assert abs((y0 + y1) / 2 - 729) < 9
    assert (x1 - x0, y1 - y0) == (130, 230)


def test_a_card_that_has_no_copy_is_not_searched_for_one() -> None:
    flat = card()
    draw_head(flat, 100, 400, 500, 950)
    small = cv2.resize(flat[400:950, 100:500], (160, 220), interpolation=cv2.INTER_AREA)
    flat[400:620, 1300:1460] = small
    assert set(find_portraits(flat, None, [])) == {"large", "small"}
    assert set(find_portraits(flat, None, [], copies=False)) == {"large"}


def test_an_unknown_layout_s_portrait_is_found() -> None:
    flat = card()
    assert find_portraits(flat, None, []) == {}
    draw_head(flat, 100, 400, 500, 950)
    x0, y0, x1, y1 = find_portraits(flat, None, [])["large"]
    across = min(x1, 500) - max(x0, 100)
    down = min(y1, 950) - max(y0, 400)
    union = (x1 - x0) * (y1 - y0) + 400 * 550 - across * down
    assert across * down / union > 0.6


def test_a_face_without_portraits_has_none() -> None:
    flat = card()
    draw_head(flat, 100, 400, 500, 950)
    assert find_portraits(flat, {}, []) == {}


def test_nothing_is_told_of_a_card_with_no_contrast() -> None:
    assert find_portraits(np.full((1009, 1600, 3), 128, np.uint8), None, []) == {}


@pytest.mark.parametrize(("document", "design"), [("mo-id", "2002"), ("mo-id", "2023"), ("hmt-permit", "taiwan")])
def test_a_drawn_card_s_portrait_is_found_on_either_side_of_it(document: str, design: str) -> None:
    drawn = draw_card(np.random.default_rng(3), document, design, "front", font_pack(), 1600)
    text = [field.box for field in drawn.fields.values()]
    found, truth = find_portraits(drawn.pixels, None, text)["large"], drawn.portraits["large"]
    wide = min(found[2], truth[2]) - max(found[0], truth[0])
    high = min(found[3], truth[3]) - max(found[1], truth[1])
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (found, truth)]
    assert wide * high / (sum(areas) - wide * high) > 0.7
