"""A field seen upright: its ink, its characters, its ground, and type set on it."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.specimens.attacks.strips import cells, changed, colours, face_for, ink, typed, without_ink
from hmtocr.specimens.fonts import font_pack


def strip() -> np.ndarray:
    """Three dark bars on a light ground."""
    sheet = np.full((20, 60, 3), 220, np.uint8)
    for x in (5, 25, 45):
        sheet[4:16, x : x + 8] = 40
    return sheet


def test_ink_is_what_is_dark() -> None:
    mask = ink(strip()) > 0
    assert mask.sum() == 3 * 8 * 12
    assert mask[10, 6]


def test_characters_are_the_runs_of_ink_where_there_are_as_many() -> None:
    assert cells(strip(), "1 23") == [(5, 13), (25, 33), (45, 53)]


def test_characters_share_the_width_where_they_cannot_be_told_apart() -> None:
    assert cells(strip(), "12 45") == [(0, 12), (12, 24), (36, 48), (48, 60)]


def test_ground_and_ink_have_their_colours() -> None:
    ground, dark = colours(strip())
    assert tuple(ground) == (220, 220, 220)
    assert tuple(dark) == (40, 40, 40)


@pytest.mark.parametrize("how", ["flat", "slope", "telea", "navier", "clone"])
def test_without_its_ink_only_the_ground_is_left(how: str) -> None:
    assert without_ink(np.random.default_rng(0), strip(), how).min() > 200


@pytest.mark.parametrize("text", ["A123456(3)", "CHAN, Tai Man", "陳大文"])
def test_another_text_has_other_characters_of_the_same_kind(text: str) -> None:
    other = changed(np.random.default_rng(1), text)
    assert other != text
    assert len(other) == len(text)
    assert [c.isdigit() for c in other] == [c.isdigit() for c in text]


def test_type_fills_the_height_asked_for() -> None:
    face = face_for(np.random.default_rng(2), font_pack(), "16-04-1989")
    assert face is not None
    shares = typed("16-04-1989", face, 90, 14, squeeze=True)
    assert shares.shape == (14, 90)
    assert shares.max() > 0.9
