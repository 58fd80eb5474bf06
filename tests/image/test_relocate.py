"""A card whose outline was doubted is found once more, where it is, and not on its neighbours."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from hmtocr.image.align import FACES
from hmtocr.image.geometry import Floats, Pixels, homography, overlap, rectangle
from hmtocr.image.locate import Located, rough_quads
from hmtocr.image.relocate import evened, glimpse_in_parts, look_again, look_everywhere
from hmtocr.models.engine import load
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

QUAD = np.array([[180.0, 210.0], [730.0, 180.0], [760.0, 530.0], [150.0, 560.0]])


@pytest.fixture(scope="module")
def picture() -> Pixels:
    """A card on a brown desk."""
    card = draw_card(np.random.default_rng(7), "hk-id", "2018", "front", font_pack(), 700, "odd")
    full = rectangle(0, 0, card.pixels.shape[1], card.pixels.shape[0])
    sheet = np.dstack((card.pixels, card.alpha))
    seen = cv2.warpPerspective(sheet, homography(full, QUAD), (900, 720), flags=cv2.INTER_AREA)
    alpha = seen[..., 3:].astype(float) / 255
    return (seen[..., :3] * alpha + np.array([120, 85, 60]) * (1 - alpha)).astype(np.uint8)


def at(quad: Floats, worth: float = 0.7) -> Located:
    return Located(quad, FACES[1], tuple(float(i == 1) for i in range(len(FACES))), 0.99, worth)


def look(pixels: Pixels, doubted: Located, *neighbours: Located) -> tuple[Located, ...]:
    return look_again(pixels, doubted, neighbours, load("card-locator"), load("card-aligner"))


def test_a_card_is_found_though_its_outline_was_the_whole_picture(picture: Pixels) -> None:
    best, *_ = look(picture, at(rectangle(0, 0, 900, 720)))
    assert overlap(best.quad, QUAD) > 0.97
    assert best.face[:2] == ("hk-id", "2018")


def test_a_right_outline_has_no_other(picture: Pixels) -> None:
    assert look(picture, replace(at(QUAD), worth=0.95)) == ()


def test_no_outline_lies_on_a_neighbour(picture: Pixels) -> None:
    assert look(picture, at(rectangle(0, 0, 900, 720)), at(QUAD)) == ()


def test_where_no_card_was_found_one_is_if_there_is_one(picture: Pixels) -> None:
    networks = load("card-locator"), load("card-aligner")
    (found,) = look_everywhere(picture, *networks)
    assert overlap(found.quad, QUAD) > 0.97
    desk = np.full((720, 900, 3), (120, 85, 60), np.uint8)
    assert look_everywhere(desk, *networks) == ()
    desk[200:500, 200:600] = 230
    assert look_everywhere(desk, *networks) == ()


def test_a_shade_no_longer_hides_what_lies_in_it() -> None:
    grain = np.random.default_rng(3).normal(0, 1, (200, 300, 1))
    light, deep = (
        np.where(np.arange(300) < 150, 200, 60)[None, :, None],
        np.where(np.arange(300) < 150, 20, 3)[None, :, None],
    )
    shaded = np.repeat(np.clip(light + deep * grain, 0, 255), 3, axis=2).astype(np.uint8)
    before, after = (float(p[:, 200:].std()) for p in (shaded, evened(shaded)))
    assert after > 2 * before


def test_a_card_that_hardly_stands_out_is_marked_when_faint_ones_are_asked_for(picture: Pixels) -> None:
    locator, faded = load("card-locator"), np.asarray(0.15 * picture + 0.85 * np.array([120, 85, 60]), np.uint8)
    assert rough_quads(faded, locator) == []
    (found,) = rough_quads(faded, locator, faint=True)
    assert overlap(found, QUAD) > 0.6


def test_a_glimpse_in_parts_finds_the_one_card_and_none_of_two(picture: Pixels) -> None:
    networks = load("card-locator"), load("card-aligner")
    (found,) = glimpse_in_parts(picture, *networks)
    assert overlap(found.quad, QUAD) > 0.97
    assert glimpse_in_parts(np.full((720, 900, 3), (120, 85, 60), np.uint8), *networks) == ()
    assert glimpse_in_parts(np.hstack((picture, picture)), *networks) == ()
