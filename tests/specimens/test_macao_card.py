"""Drawn Macao cards: what every picture must keep to, whatever its layout."""

from itertools import combinations

import numpy as np
import pytest

from hmtocr.specimens.card import Box, DrawnCard
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.macao_card import draw_macao_card

_NAMES = {"surname_en", "surname_zh", "given_zh", "given_en", "surname_telecode", "given_telecode"}
_FRONT = {"number", "birth_date", "sex", "issue_date", "expiry_date"}
_OLD = _FRONT | {"height", "symbols", "first_issue_date"}
_LINES = {"mrz1", "mrz2", "mrz3"}


def _card(design: str, side: str, seed: int, width: int = 1000) -> DrawnCard:
    rng = np.random.default_rng(seed)
    return draw_macao_card(rng, design, side, font_pack("default"), width)  # type: ignore[arg-type]


def _meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


@pytest.mark.parametrize(("design", "side"), [(d, s) for d in ("2002", "2013", "2023") for s in ("front", "back")])
def test_boxes_lie_apart_on_the_card_and_hold_ink(design: str, side: str) -> None:
    for seed in range(4):
        card = _card(design, side, seed)
        high, wide, _ = card.pixels.shape
        assert wide == 1000
        for one in card.fields.values():
            x0, y0, x1, y1 = (round(v) for v in one.box)
            assert 0 <= x0 < x1 <= wide
            assert 0 <= y0 < y1 <= high
            patch = card.pixels[y0:y1, x0:x1].astype(int).sum(axis=2)
            assert np.percentile(patch, 98) - patch.min() > 100
            assert not any(_meet(one.box, face) for face in card.portraits.values())
        assert not [1 for a, b in combinations(card.fields.values(), 2) if _meet(a.box, b.box)]


@pytest.mark.parametrize("seed", range(3))
def test_every_face_has_its_fields(seed: int) -> None:
    for design in ("2002", "2013"):
        front, back = _card(design, "front", seed, 640), _card(design, "back", seed, 640)
        assert set(front.fields) - _NAMES == _OLD
        assert set(back.fields) == _LINES | {"resident_type"}
        assert back.fields["resident_type"].text.endswith("永久性居民身份證")
        assert "large" in front.portraits
        assert not back.portraits
    third = _card("2023", "front", seed, 640)
    assert set(third.fields) - _NAMES - _LINES == _FRONT | {"resident_type"}
    assert set(_card("2023", "back", seed, 640).fields) == _LINES


def test_the_same_seed_draws_the_same_card_and_another_seed_another() -> None:
    one, same, other = (
        _card("2013", "front", 7, 400),
        _card("2013", "front", 7, 400),
        _card("2013", "front", 8, 400),
    )
    assert np.array_equal(one.pixels, same.pixels)
    assert one.fields == same.fields
    assert one.fields["number"] != other.fields["number"]


def test_layouts_differ_widely() -> None:
    cards = [_card("2013", "front", seed, 400) for seed in range(12)]
    spots = {(round(c.fields["number"].box[0] / 60), round(c.fields["number"].box[1] / 40)) for c in cards}
    assert len(spots) >= 4
    assert len({c.portraits["large"][0] < 100 for c in cards}) == 2
