"""Drawn residence permits: what every picture must keep to, whatever its layout."""

import re
from itertools import combinations

import numpy as np
import pytest

from hmtocr.specimens.card import Box, DrawnCard
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.permit_card import draw_permit_card


def _card(design: str, side: str, seed: int, width: int = 1000) -> DrawnCard:
    rng = np.random.default_rng(seed)
    return draw_permit_card(rng, design, side, font_pack("default"), width)  # type: ignore[arg-type]


def _meet(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


@pytest.mark.parametrize(("design", "side"), [(d, s) for d in ("hk-macao", "taiwan") for s in ("front", "back")])
def test_boxes_lie_apart_on_the_card_and_hold_ink(design: str, side: str) -> None:
    for seed in range(4):
        card = _card(design, side, seed)
        high, wide, _ = card.pixels.shape
        for one in card.fields.values():
            x0, y0, x1, y1 = (round(v) for v in one.box)
            assert 0 <= x0 < x1 <= wide
            assert 0 <= y0 < y1 <= high
            patch = card.pixels[y0:y1, x0:x1].astype(int).sum(axis=2)
            assert np.percentile(patch, 98) - patch.min() > 100
            assert not any(_meet(one.box, face) for face in card.portraits.values())
        assert not [1 for a, b in combinations(card.fields.values(), 2) if _meet(a.box, b.box)]


@pytest.mark.parametrize("design", ["hk-macao", "taiwan"])
def test_each_side_has_its_fields(design: str) -> None:
    front, back = _card(design, "front", 1, 640), _card(design, "back", 1, 640)
    assert set(front.fields) == {"name_zh", "sex", "birth_date", "address", "number"}
    assert set(back.fields) == {"authority", "validity", "permit_number", "issue_count"}
    assert (front.document, front.design, front.side) == ("hmt-permit", design, "front")
    assert "large" in front.portraits


def test_printed_texts_are_joined_as_documented() -> None:
    for seed in range(6):
        fields = _card("hk-macao", "front", seed, 640).fields
        assert re.fullmatch(r"\d{4}年[1-9]\d?月[1-9]\d?日", fields["birth_date"].text)
        assert 10 <= len(fields["address"].text) <= 35
        assert len(fields["number"].text) == 18
        year, month, day = re.findall(r"\d+", fields["birth_date"].text)
        assert fields["number"].text[6:14] == f"{year}{int(month):02d}{int(day):02d}"


def test_the_same_seed_draws_the_same_card() -> None:
    one, same = _card("taiwan", "front", 3, 400), _card("taiwan", "front", 3, 400)
    assert np.array_equal(one.pixels, same.pixels)
    assert one.fields == same.fields
