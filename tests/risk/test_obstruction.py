"""What lies over print warns; what lies beside it, and stamps, do not."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import Floats, rectangle
from hmtocr.models.engine import load
from hmtocr.reading import Field
from hmtocr.risk import glare
from hmtocr.risk.obstruction import Obstruction
from hmtocr.risk.overlay import ACROSS, DOWN, Overlay
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight
from hmtocr.risk.thresholds import thresholds
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

PICTURE = (800, 540)
QUAD = rectangle(50, 50, 690, 454)


@pytest.fixture(scope="module")
def card() -> DrawnCard:
    """A card of Hong Kong."""
    return draw_card(np.random.default_rng(8), "hk-id", "2018", "front", font_pack(), WIDTH, "odd")


@pytest.fixture(scope="module")
def look() -> Obstruction:
    """With the network."""
    return Obstruction(load("card-overlay", 1))


def laid(card: DrawnCard) -> np.ndarray:
    """The card on a plain table."""
    pixels = np.full((PICTURE[1], PICTURE[0], 3), (120, 100, 90), np.uint8)
    share = card.alpha[..., None] / 255
    part = pixels[50 : 50 + card.alpha.shape[0], 50 : 50 + WIDTH]
    part[:] = part * (1 - share) + card.pixels * share
    return pixels


def sight(pixels: np.ndarray, card: DrawnCard, quad: Floats = QUAD) -> Sight:
    """The card as it was read, by the truth."""
    fields = {
        name: Field(field.text, field.text, 0.9, tuple(map(tuple, rectangle(*field.box) + 50)))
        for name, field in card.fields.items()
    }
    portraits = {kind: tuple(map(tuple, rectangle(*box) + 50)) for kind, box in card.portraits.items()}
    flat = flatten(pixels, quad, WIDTH, HEIGHT)
    return Sight(pixels, 1.0, quad, flat, ("hk-id", "2018", "front"), fields, (), portraits)


def without(seen: Sight, name: str) -> Sight:
    """The same with one field that could not be read."""
    fields = {other: field for other, field in seen.fields.items() if other != name}
    return replace(seen, fields=fields, missing=(name,))


def middle(card: DrawnCard, name: str) -> tuple[int, int]:
    """Of a field, on the picture."""
    x0, y0, x1, y1 = card.fields[name].box
    return round((x0 + x1) / 2) + 50, round((y0 + y1) / 2) + 50


def test_a_card_in_full_view_does_not_warn(card, look) -> None:
    told = look(sight(laid(card), card))
    assert all(signal.score < thresholds("balanced")[kind] for kind, signal in told.items())
    assert all(signal.fields == () for signal in told.values())


def test_a_thumb_over_the_number_warns_and_says_where(card, look) -> None:
    pixels = laid(card)
    x, y = middle(card, "number")
    cv2.ellipse(pixels, (x, y + 60), (62, 100), 0, 0, 360, (214, 160, 130), -1, cv2.LINE_AA)
    signal = look(sight(pixels, card))["covered"]
    assert signal.score >= thresholds("balanced")["covered"]
    assert "number" in signal.fields
    assert signal.quad is not None
    assert cv2.pointPolygonTest(np.array(signal.quad, np.float32), (x, y), False) >= 0


def test_a_field_that_is_missing_from_a_card_that_is_else_read_well_warns(card, look) -> None:
    seen = sight(laid(card), card)
    for name in ("number", "name_en"):
        told = look(without(seen, name))
        assert told["covered"].score >= thresholds("balanced")["covered"]
        assert told["covered"].fields == (name,)
        assert told["glare"].score < thresholds("balanced")["glare"]


def test_a_field_that_is_missing_from_a_bad_picture_does_not_warn(card, look) -> None:
    seen = sight(laid(card), card)
    unsure = {name: replace(field, confidence=0.4) for name, field in seen.fields.items()}
    told = look(without(replace(seen, fields=unsure), "number"))
    assert told["covered"].score < thresholds("balanced")["covered"]
    assert told["covered"].fields == ()


def test_a_field_that_is_missing_beside_much_light_is_put_down_to_it(card, look) -> None:
    pixels = laid(card).astype(np.float32)
    y, x = np.mgrid[: PICTURE[1], : PICTURE[0]].astype(np.float32)
    at = middle(card, "number")
    light = 900 * np.exp(-((x - at[0]) ** 2 / 9000 + (y - at[1]) ** 2 / 3000))
    seen = sight(np.clip(pixels + light[..., None], 0, 255).astype(np.uint8), card)
    with_it, without_it = look(seen), look(without(seen, "number"))
    assert without_it["glare"].score > with_it["glare"].score - 0.05
    assert without_it["glare"].score >= thresholds("balanced")["glare"]
    assert "number" in without_it["glare"].fields
    assert without_it["covered"].score < look(without(sight(laid(card), card), "number"))["covered"].score


def test_a_thumb_at_the_edge_beside_the_print_does_not_warn(card, look) -> None:
    pixels = laid(card)
    cv2.ellipse(pixels, (700, 190), (60, 28), 0, 0, 360, (214, 160, 130), -1, cv2.LINE_AA)
    assert look(sight(pixels, card))["covered"].score < thresholds("balanced")["covered"]


def test_a_card_beyond_the_frame_warns_and_names_the_fields_at_the_edge(card, look) -> None:
    pixels = np.ascontiguousarray(laid(card)[:420])
    signal = look(sight(pixels, card))["covered"]
    assert signal.score >= thresholds("balanced")["covered"]
    assert "number" in signal.fields


def test_a_lamp_over_print_warns_and_one_beside_it_does_not(card, look) -> None:
    for spot, warns in ((middle(card, "birth_date"), True), ((740, 500), False)):
        veil = np.zeros((PICTURE[1], PICTURE[0]), np.float32)
        cv2.circle(veil, spot, 70, 1.0, -1, cv2.LINE_AA)
        veil = cv2.GaussianBlur(veil, (0, 0), 12)[..., None]
        pixels = (laid(card) * (1 - veil) + 255 * veil).astype(np.uint8)
        signal = look(sight(pixels, card))["glare"]
        assert (signal.score >= thresholds("balanced")["glare"]) == warns
        assert ("birth_date" in signal.fields) == warns


@pytest.mark.parametrize(("spots", "warns"), [(20, False), (60, True)])
def test_a_reflection_on_blank_ground_warns_where_it_is_large(card, spots: int, warns: bool) -> None:
    washed = np.zeros((DOWN, ACROSS), np.float32)
    washed[4:14, 10 : 10 + spots // 10] = 1.0
    nothing = np.zeros_like(washed)
    blank = replace(sight(laid(card), card), fields={})
    signal = glare.measure(blank, Overlay(nothing, washed, nothing))
    assert (signal.score >= thresholds("balanced")["glare"]) == warns
    assert signal.fields == ()
