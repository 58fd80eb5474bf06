"""Portraits are told where they are, and not where a child's card has none."""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hmtocr.image.portraits import HEIGHT, KINDS, STRIDE, WIDTH, find_portraits
from hmtocr.models.engine import Engine, load
from hmtocr.specimens.card import FACES, DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

ACROSS, DOWN = WIDTH // STRIDE, HEIGHT // STRIDE
CARD = np.zeros((404, 640, 3), np.uint8)
LARGE, SMALL = (50.3, 12.0, 70.8, 38.5), (6.25, 20.5, 14.75, 31.0)
FRONTS, BACKS = ([face for face in FACES if face[2] == side] for side in ("front", "back"))


class Answers:
    """A network that sees portraits in boxes (of its answers), whatever it is shown."""

    def __init__(self, **boxes: tuple[float, float, float, float]) -> None:
        self.boxes = boxes

    def run(self, pixels: NDArray[np.float32]) -> tuple[NDArray[np.float32]]:
        assert pixels.shape == (1, HEIGHT, WIDTH, 3)
        maps = np.zeros((1, len(KINDS), DOWN, ACROSS), np.float32)
        for kind, (x0, y0, x1, y1) in self.boxes.items():
            x, y = np.arange(ACROSS), np.arange(DOWN)
            across = np.clip(np.minimum(x + 1, x1) - np.maximum(x, x0), 0, 1)
            down = np.clip(np.minimum(y + 1, y1) - np.maximum(y, y0), 0, 1)
            maps[0, KINDS.index(kind)] = down[:, None] * across
        return (maps,)


def found(*kinds: str, **boxes: tuple[float, float, float, float]) -> dict[str, tuple[float, ...]]:
    """Boxes in answers."""
    told = find_portraits(CARD, cast(Engine, Answers(**boxes)), kinds or KINDS)
    return {kind: tuple(np.array(box) * (ACROSS, DOWN, ACROSS, DOWN)) for kind, box in told.boxes.items()}


def test_edges_are_told_to_less_than_an_answer() -> None:
    told = found(large=LARGE, small=SMALL)
    assert told["large"] == pytest.approx(LARGE, abs=0.05)
    assert told["small"] == pytest.approx(SMALL, abs=0.05)


def test_a_card_without_a_portrait_has_none() -> None:
    assert found() == {}


def test_a_small_portrait_is_a_copy_and_comes_with_a_large_one_only() -> None:
    assert found(small=SMALL) == {}


def test_a_kind_that_the_card_never_has_is_not_told() -> None:
    assert set(found("large", large=LARGE, small=SMALL)) == {"large"}


def test_a_few_spots_are_no_portrait() -> None:
    assert found(large=(50.0, 12.0, 54.0, 16.0)) == {}


def test_of_two_places_the_larger_is_meant() -> None:
    class Two(Answers):
        def run(self, pixels: NDArray[np.float32]) -> tuple[NDArray[np.float32]]:
            (maps,) = super().run(pixels)
            maps[0, 0, 2:14, 4:14] = 1
            return (maps,)

    told = find_portraits(CARD, cast(Engine, Two(large=LARGE)))
    assert np.array(told.boxes["large"]) * (ACROSS, DOWN, ACROSS, DOWN) == pytest.approx(LARGE, abs=0.05)


def test_a_small_portrait_is_moved_half_way_to_where_it_is_most_like_the_large_one() -> None:
    rng = np.random.default_rng(8)
    card = np.full((HEIGHT, WIDTH, 3), 210, np.uint8)
    head = cv2.resize(rng.integers(0, 200, (9, 7, 3), np.uint8), (80, 104), interpolation=cv2.INTER_CUBIC)
    card[48:152, 200:280] = head
    card[80:132, 40:80] = cv2.resize(head, (40, 52), interpolation=cv2.INTER_AREA)
    seen = {"large": (50.0, 12.0, 70.0, 38.0), "small": (11.0, 20.0, 21.0, 33.0)}
    told = find_portraits(card, cast(Engine, Answers(**seen)))
    assert told.likeness is not None
    assert told.likeness.correlation == pytest.approx(1, abs=0.1)
    assert told.likeness.contrast == pytest.approx(told.likeness.large, rel=0.1)
    x0, y0, x1, y1 = np.array(told.boxes["small"]) * (WIDTH, HEIGHT, WIDTH, HEIGHT)
    assert (x0, y0, x1, y1) == pytest.approx((42, 80, 82, 132), abs=1.2)
    card[80:132, 40:80] = 210
    box = find_portraits(card, cast(Engine, Answers(**seen))).boxes["small"]
    assert np.array(box) * (ACROSS, DOWN, ACROSS, DOWN) == pytest.approx(seen["small"], abs=0.05)


def test_what_shows_something_else_than_the_large_portrait_is_no_small_one() -> None:
    rng = np.random.default_rng(8)
    card = np.full((HEIGHT, WIDTH, 3), 210, np.uint8)
    card[48:152, 200:280] = cv2.resize(rng.integers(0, 200, (9, 7, 3), np.uint8), (80, 104))
    card[80:132, 40:80] = cv2.resize(rng.integers(0, 200, (9, 7, 3), np.uint8), (40, 52))
    seen = {"large": (50.0, 12.0, 70.0, 38.0), "small": (11.0, 20.0, 21.0, 33.0)}
    told = find_portraits(card, cast(Engine, Answers(**seen)))
    assert set(told.boxes) == {"large"}
    assert told.likeness is not None
    assert told.likeness.correlation < 0.4


@pytest.mark.parametrize("place", [(30, 18), (40, 80), (120, 130)])
def test_a_small_portrait_that_the_network_misses_is_found_by_the_large_one(place: tuple[int, int]) -> None:
    rng = np.random.default_rng(8)
    card = np.clip(rng.normal(210, 6, (HEIGHT, WIDTH, 3)), 0, 255).astype(np.uint8)
    head = cv2.resize(rng.integers(0, 200, (9, 7, 3), np.uint8), (80, 104), interpolation=cv2.INTER_CUBIC)
    card[48:152, 200:280] = head
    finder = cast(Engine, Answers(large=(50.0, 12.0, 70.0, 38.0)))
    assert set(find_portraits(card, finder).boxes) == {"large"}
    x, y = place
    card[y : y + 44, x : x + 34] = cv2.resize(head, (34, 44), interpolation=cv2.INTER_AREA) // 2 + 90
    told = find_portraits(card, finder)
    assert np.array(told.boxes["small"]) * (WIDTH, HEIGHT, WIDTH, HEIGHT) == pytest.approx(
        (x, y, x + 34, y + 44), abs=2.5
    )
    assert told.likeness is not None
    assert told.likeness.correlation > 0.88
    assert told.likeness.contrast == pytest.approx(told.likeness.large / 2, rel=0.2)
    assert set(find_portraits(card, finder, ["large"]).boxes) == {"large"}


def drawn(face: tuple[str, str, str], seed: int) -> DrawnCard:
    """A card in fonts of the tests."""
    return draw_card(np.random.default_rng(seed), *face, font_pack(), 900)


@pytest.mark.parametrize("face", FRONTS, ids="-".join)
def test_the_portraits_of_drawn_cards_are_found(face: tuple[str, str, str]) -> None:
    card = drawn(face, 4)
    height, width = card.pixels.shape[:2]
    told = find_portraits(card.pixels, load("portrait-finder", 1))
    assert set(told.boxes) == set(card.portraits)
    for kind, truth in card.portraits.items():
        box = np.array(told.boxes[kind]) * (width, height, width, height)
        wide = min(box[2], truth[2]) - max(box[0], truth[0])
        high = min(box[3], truth[3]) - max(box[1], truth[1])
        areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (box, truth)]
        assert wide * high / (sum(areas) - wide * high) > 0.7


@pytest.mark.parametrize("face", BACKS, ids="-".join)
def test_backs_have_no_portrait(face: tuple[str, str, str]) -> None:
    assert find_portraits(drawn(face, 5).pixels, load("portrait-finder", 1)).boxes == {}
