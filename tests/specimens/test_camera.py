"""The truth moves along with the pixels, and every level keeps to its bounds."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from hmtocr.image.geometry import area, overlap, sides
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


def shoot(card: DrawnCard, level: Level, seed: int, count: int = 1) -> Photograph:
    """A photograph of `count` such cards."""
    return photograph(np.random.default_rng(seed), [card] * count, level)


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


@pytest.mark.parametrize("level", LEVELS)
def test_print_stands_where_the_truth_says(card: DrawnCard, level: Level) -> None:
    errors = []
    for seed in range(6):
        picture = shoot(card, level, seed)
        errors += [off_by(picture, quad) for _, quad in picture.cards[0].fields.values()]
    assert np.median(errors) < 0.6
    assert max(errors) < 3.0


@pytest.mark.parametrize("level", ["scan", "photo", "vga"])
def test_cards_lie_within_the_frame_clockwise(card: DrawnCard, level: Level) -> None:
    for seed in range(20, 25):
        picture = shoot(card, level, seed)
        height, width = picture.pixels.shape[:2]
        quad = np.array(picture.cards[0].quad)
        assert area(quad) > 0
        assert quad.min() > -0.01
        assert (quad < (width + 0.01, height + 0.01)).all()


def test_hard_pictures_may_cut_corners_but_no_field(card: DrawnCard) -> None:
    cut = 0
    for seed in range(25):
        picture = shoot(card, "hard", seed)
        height, width = picture.pixels.shape[:2]
        quads = np.array([quad for _, quad in picture.cards[0].fields.values()]).reshape(-1, 2)
        assert quads.min() >= 0
        assert (quads <= (width, height)).all()
        corners = np.array(picture.cards[0].quad)
        cut += bool((corners < 0).any() or (corners > (width, height)).any())
    assert 0 < cut < 15


@pytest.mark.parametrize(
    ("level", "least", "most"),
    [("scan", 690, 1610), ("vga", 379, 601), ("hard", 419, 701), ("photo", 300, 2100)],
)
def test_cards_are_as_wide_as_their_level_says(card: DrawnCard, level: Level, least: int, most: int) -> None:
    widths = [sides(np.array(shoot(card, level, seed).cards[0].quad))[0] for seed in range(8)]
    assert least <= min(widths)
    assert max(widths) <= most


def test_sizes_of_pictures(card: DrawnCard) -> None:
    assert shoot(card, "vga", 1).pixels.shape == (480, 640, 3)
    pixels = shoot(card, "photo", 1).pixels
    assert 1.49e6 < pixels.shape[0] * pixels.shape[1] < 3.01e6
    asked = photograph(np.random.default_rng(1), [card], "hard", size=(900, 700))
    assert asked.pixels.shape == (700, 900, 3)


def test_half_of_the_scans_are_cut_to_the_card(card: DrawnCard) -> None:
    shares = []
    for seed in range(20):
        picture = shoot(card, "scan", seed)
        shares.append(area(np.array(picture.cards[0].quad)) / picture.pixels[..., 0].size)
    assert 5 <= sum(share > 0.9 for share in shares) <= 15


def test_rotations_of_all_kinds(card: DrawnCard) -> None:
    quads = [np.array(shoot(card, "vga", seed).cards[0].quad) for seed in range(30)]
    tops = [quad[1] - quad[0] for quad in quads]
    angles = np.rad2deg([np.arctan2(y, x) for x, y in tops])
    assert (np.abs(angles) < 30).sum() > 10
    assert (np.abs(angles) > 60).sum() > 3


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("count", [2, 3])
def test_several_cards_do_not_overlap(card: DrawnCard, level: Level, count: int) -> None:
    picture = shoot(card, level, 3, count)
    quads = [np.array(c.quad) for c in picture.cards]
    assert len(quads) == count
    assert all(overlap(quads[i], quads[j]) == 0 for i in range(count) for j in range(i))


def test_pixels_are_those_of_the_file(card: DrawnCard) -> None:
    picture = shoot(card, "hard", 2)
    with Image.open(io.BytesIO(picture.jpeg)) as file:
        assert file.format == "JPEG"
        assert (np.asarray(file.convert("RGB")) == picture.pixels).all()


def test_same_seed_same_picture(card: DrawnCard) -> None:
    assert shoot(card, "photo", 4).jpeg == shoot(card, "photo", 4).jpeg
    assert shoot(card, "photo", 4).jpeg != shoot(card, "photo", 5).jpeg


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
