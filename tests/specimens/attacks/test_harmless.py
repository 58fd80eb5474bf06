"""What honest pictures promise: they are as they are said to be, and nothing but stamps comes over print."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from hmtocr.image.geometry import area, homography, rectangle, warp
from hmtocr.specimens.attacks.harmless import HARMLESS, Harmless
from hmtocr.specimens.card import DrawnCard, DrawnField
from hmtocr.specimens.refile import card_width

WIDTH, HEIGHT = 640, 404
KINDS = {kind.name: kind for kind in HARMLESS}


@pytest.fixture(scope="module")
def card() -> DrawnCard:
    """A light card with one dark field, and a portrait in colour."""
    pixels = np.full((HEIGHT, WIDTH, 3), 230, np.uint8)
    pixels[180:220, 150:420] = 20
    pixels[100:300, 460:600] = (220, 60, 60)
    alpha = np.full((HEIGHT, WIDTH), 255, np.uint8)
    fields = {"number": DrawnField("A123456(3)", (150.0, 180.0, 420.0, 220.0))}
    return DrawnCard("hk-id", "2018", "front", pixels, alpha, fields, {"large": (460.0, 100.0, 600.0, 300.0)})


@pytest.mark.parametrize("kind", HARMLESS, ids=lambda kind: kind.name)
def test_the_file_is_the_picture_and_the_card_is_in_it(kind: Harmless, card: DrawnCard) -> None:
    picture = kind.take(np.random.default_rng(5), card, "odd")
    again = np.asarray(Image.open(io.BytesIO(picture.jpeg)).convert("RGB"))
    assert np.array_equal(again, picture.pixels)
    (truth,) = picture.cards
    assert truth.fields["number"][0] == "A123456(3)"
    height, width = picture.pixels.shape[:2]
    middle = np.array(truth.quad).mean(0)
    assert 0 < middle[0] < width
    assert 0 < middle[1] < height
    assert area(np.array(truth.quad)) > 0.02 * width * height


@pytest.mark.parametrize("kind", HARMLESS, ids=lambda kind: kind.name)
def test_the_same_seed_draws_the_same_picture(kind: Harmless, card: DrawnCard) -> None:
    first, second = (kind.take(np.random.default_rng(11), card, "odd").jpeg for _ in range(2))
    assert first == second


@pytest.mark.parametrize("name", ["held", "shadow", "messenger", "enlarged"])
def test_print_stays_dark_where_the_truth_says(name: str, card: DrawnCard) -> None:
    for seed in range(4):
        picture = KINDS[name].take(np.random.default_rng(seed), card, "odd")
        inside = _flat(picture.pixels, picture.cards[0].fields["number"][1], (27, 4))[1:-1, 1:-1]
        around = _flat(picture.pixels, picture.cards[0].quad, (64, 40))[10:16, 15:40]
        assert np.percentile(inside.mean(-1), 95) < 0.75 * np.median(around.mean(-1))


def test_small_pictures_have_small_cards(card: DrawnCard) -> None:
    widths = [card_width(KINDS["small"].take(np.random.default_rng(seed), card, "odd")) for seed in range(5)]
    assert min(widths) > 245
    assert max(widths) < 405


def test_a_grey_portrait_lies_on_a_card_in_colour(card: DrawnCard) -> None:
    # Of the plain scan and of the grey portrait, how far the portrait's red is from its blue.
    spread = {}
    for name in ("scan", "grey-portrait"):
        picture = KINDS[name].take(np.random.default_rng(2), card, "odd")
        patch = _flat(picture.pixels, picture.cards[0].portraits["large"], (20, 30))[5:-5, 5:-5].astype(float)
        spread[name] = abs(float((patch[..., 0] - patch[..., 2]).mean()))
    assert spread["grey-portrait"] < 0.4 * spread["scan"]


def _flat(pixels: np.ndarray, quad: object, size: tuple[int, int]) -> np.ndarray:
    return warp(pixels, homography(np.array(quad, np.float64), rectangle(0, 0, *size)), *size)
