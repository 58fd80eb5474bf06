"""The truth moves along with the pixels, and every level keeps to its bounds."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from hmtocr.reading import Quad
from hmtocr.specimens.camera import Photograph, blank_scene, photograph
from hmtocr.specimens.card import Box, DrawnCard, DrawnField
from hmtocr.specimens.degrade import LEVELS, Level

WIDTH, HEIGHT, SPOT = 800, 504, 40
SPOTS: dict[str, Box] = {
    name: (x, y, x + SPOT, y + SPOT)
    for name, (x, y) in {
        "nw": (60, 60),
        "ne": (700, 60),
        "se": (700, 400),
        "sw": (60, 400),
        "c": (380, 230),
    }.items()
}


@pytest.fixture(scope="module")
def card() -> DrawnCard:
    """A light card with five dark squares for print."""
    pixels = np.full((HEIGHT, WIDTH, 3), 235, np.uint8)
    for x0, y0, x1, y1 in SPOTS.values():
        pixels[int(y0) : int(y1), int(x0) : int(x1)] = 15
    alpha = np.full((HEIGHT, WIDTH), 255, np.uint8)
    fields = {name: DrawnField(name, box) for name, box in SPOTS.items()}
    return DrawnCard("hk-id", "2018", "front", pixels, alpha, fields, {"large": SPOTS["c"]})


def shoot(card: DrawnCard, level: Level, seed: int) -> Photograph:
    """A photograph of the card."""
    return photograph(np.random.default_rng(seed), [card], level)


def off_by(picture: Photograph, quad: Quad) -> float:
    """How far, in pixels, a dark square's middle lies from that of its quad."""
    points = np.array(quad)
    reach = 0.25 * float(np.ptp(points, axis=0).max())
    x0, y0 = np.floor(points.min(0) - reach).astype(int)
    x1, y1 = np.ceil(points.max(0) + reach).astype(int)
    patch = picture.pixels[y0:y1, x0:x1].mean(-1)
    dark = np.clip((np.percentile(patch, 90) - patch) / np.ptp(patch) - 0.15, 0, None)
    y, x = np.mgrid[y0:y1, x0:x1] + 0.5
    found = np.array([(x * dark).sum(), (y * dark).sum()]) / dark.sum()
    return float(np.linalg.norm(found - points.mean(0)))


def test_several_cards_stand_in_the_order_given(card: DrawnCard) -> None:
    other = replace(card, design="2003")
    picture = photograph(np.random.default_rng(3), [card, other, card], "hard")
    assert [c.design for c in picture.cards] == ["2018", "2003", "2018"]
    assert max(off_by(picture, quad) for c in picture.cards for _, quad in c.fields.values()) < 3.0


@pytest.mark.parametrize("level", LEVELS)
def test_print_stands_where_the_truth_says(card: DrawnCard, level: Level) -> None:
    errors = []
    for seed in range(3):
        picture = shoot(card, level, seed)
        errors += [off_by(picture, quad) for _, quad in picture.cards[0].fields.values()]
    assert np.median(errors) < 0.3
    assert max(errors) < 3.0


def test_hard_pictures_may_cut_corners_but_no_field(card: DrawnCard) -> None:
    cut = 0
    for seed in range(12):
        picture = shoot(card, "hard", seed)
        height, width = picture.pixels.shape[:2]
        quads = np.array([quad for _, quad in picture.cards[0].fields.values()]).reshape(-1, 2)
        assert quads.min() >= 0
        assert (quads <= (width, height)).all()
        corners = np.array(picture.cards[0].quad)
        cut += bool((corners < 0).any() or (corners > (width, height)).any())
    assert 0 < cut < 9


def test_pixels_are_those_of_the_file(card: DrawnCard) -> None:
    picture = shoot(card, "hard", 2)
    with Image.open(io.BytesIO(picture.jpeg)) as file:
        assert file.format == "JPEG"
        assert (np.asarray(file.convert("RGB")) == picture.pixels).all()


def test_same_seed_same_picture(card: DrawnCard) -> None:
    assert shoot(card, "vga", 4).jpeg == shoot(card, "vga", 4).jpeg
    assert shoot(card, "vga", 4).jpeg != shoot(card, "vga", 5).jpeg


def test_round_corners_show_the_ground(card: DrawnCard) -> None:
    holed = replace(card, alpha=np.zeros_like(card.alpha))
    picture = photograph(np.random.default_rng(0), [holed], "vga", size=(640, 480))
    x, y = np.mean(picture.cards[0].fields["c"][1], axis=0).astype(int)
    whole = photograph(np.random.default_rng(0), [card], "vga", size=(640, 480))
    assert whole.pixels[y, x].mean() < 60
    assert (picture.pixels[y, x] != whole.pixels[y, x]).any()


def test_a_scene_without_cards() -> None:
    scene = blank_scene(np.random.default_rng(1), (320, 240))
    assert scene.shape == (240, 320, 3)
    with pytest.raises(ValueError, match="blank_scene"):
        photograph(np.random.default_rng(1), [], "vga")
