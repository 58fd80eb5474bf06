"""Drawn Hong Kong cards and the truth about them."""

import numpy as np
import pytest

from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.hk_card import Design, draw_hk_card
from hmtocr.specimens.hk_holder import CARD_TYPES

_ALWAYS = {"name_en", "birth_date", "sex", "symbols", "first_issue_date", "issue_date", "number"}


@pytest.mark.parametrize("design", ["2003", "2018"])
@pytest.mark.parametrize("kind", CARD_TYPES)
def test_every_card_type_has_its_fields_and_portraits(design: Design, kind: str) -> None:
    card = draw_hk_card(np.random.default_rng(1), design, font_pack(), 480, kind=kind)
    assert card.pixels.shape == (303, 480, 3)
    assert (card.document, card.design, card.side) == ("hk-id", design, "front")
    assert set(card.fields) >= _ALWAYS
    expected = set() if kind.endswith("under 11") else {"large", "small"}
    assert set(card.portraits) == expected


@pytest.mark.parametrize("design", ["2003", "2018"])
def test_boxes_lie_on_the_card_and_hold_dark_ink(design: Design) -> None:
    for seed in range(4):
        card = draw_hk_card(np.random.default_rng(seed), design, font_pack(), 640)
        height, width = card.alpha.shape
        for name, field in card.fields.items():
            x0, y0, x1, y1 = field.box
            assert 0 <= x0 < x1 <= width, name
            assert 0 <= y0 < y1 <= height, name
            part = card.pixels[round(y0) : round(y1), round(x0) : round(x1)].mean(axis=2)
            assert np.percentile(part, 99) - part.min() > 50, name


def test_the_fields_boxes_do_not_overlap() -> None:
    for seed in range(4):
        card = draw_hk_card(np.random.default_rng(seed), "2018", font_pack(), 480)
        boxes = [field.box for field in card.fields.values()]
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_the_window_repeats_the_number_without_its_check_digit_where_it_can_be_read() -> None:
    seen = 0
    for seed in range(10):
        fields = draw_hk_card(np.random.default_rng(seed), "2018", font_pack(), 320).fields
        if "window_text" in fields:
            seen += 1
            assert fields["number"].text.startswith(fields["window_text"].text + "(")
    assert 5 <= seen <= 10


def test_one_seed_gives_the_same_card() -> None:
    first, again = (draw_hk_card(np.random.default_rng(9), "2003", font_pack(), 320) for _ in range(2))
    assert first.fields == again.fields
    assert np.array_equal(first.pixels, again.pixels)
