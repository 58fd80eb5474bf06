"""A row that was seen to end within its text is made longer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hmtocr.documents.beyond import beyond
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import rectangle
from hmtocr.specimens.fonts import font_pack
from hmtocr.text.places import HEIGHT, WIDTH, Row

ACROSS, DOWN = 1280, 768
LEFT, TOP = 400, 300


def printed(*words: tuple[str, int], ink: str = "black") -> tuple[np.ndarray, list[Row]]:
    """A white card with words on one line, each at its own x, and the row of each."""
    font = font_pack("default").pick(np.random.default_rng(1), "mono", "A").at(44)
    sheet = Image.new("RGB", (ACROSS, DOWN), "white")
    rows = []
    for text, x in words:
        ImageDraw.Draw(sheet).text((x, TOP), text, ink, font)
        x0, y0, x1, y1 = font.getbbox(text)
        rows.append(Row(rectangle(x + x0, TOP + y0, x + x1, TOP + y1) / (ACROSS, DOWN), 0.9))
    return np.asarray(sheet), rows


def longer(pixels: np.ndarray, row: Row, *others: Row) -> Row | None:
    """As far as further words go."""
    flat = flatten(pixels, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT)
    return next(iter(beyond(pixels, flat, row, others)), None)


@pytest.mark.parametrize(("first", "last"), [(0.0, 0.45), (0.5, 1.0), (0.3, 0.7)])
def test_a_row_that_ends_within_a_name_is_followed_to_the_names_ends(first: float, last: float) -> None:
    pixels, (whole,) = printed(("MAGSAYSAY MACARAEG", LEFT))
    told = longer(pixels, whole.part(first, last))
    assert told is not None
    assert np.abs(told.quad[:, 0] - whole.quad[:, 0]).max() < 0.01
    assert np.allclose(told.quad[:, 1], whole.quad[:, 1])


def test_a_row_that_is_whole_stays_as_it_is() -> None:
    pixels, (whole,) = printed(("MAGSAYSAY MACARAEG", LEFT))
    assert longer(pixels, whole) is None


def test_print_that_stands_apart_or_is_another_rows_is_left_alone() -> None:
    pixels, (name, _) = printed(("CHAN", LEFT), ("TAI MAN", LEFT + 190))
    assert longer(pixels, name) is None
    pixels, (name, other) = printed(("CHAN", LEFT), ("TAI MAN", LEFT + 130))
    assert longer(pixels, name) is not None
    assert longer(pixels, name, other) is None


def test_another_row_that_begins_within_the_word_is_a_piece_of_it() -> None:
    pixels, (whole,) = printed(("KENSINGTON", LEFT))
    told = longer(pixels, whole.part(0.0, 0.5), replace(whole.part(0.52, 1.0), score=0.4))
    assert told is not None
    assert abs(float(told.quad[1, 0] - whole.quad[1, 0])) < 0.01


def test_what_hardly_differs_from_its_ground_is_not_followed() -> None:
    pixels, (whole,) = printed(("MAGSAYSAY MACARAEG", LEFT), ink="#f0f0f0")
    assert longer(pixels, whole.part(0.0, 0.45)) is None


def test_the_rest_of_a_word_is_told_without_what_stands_beside_it_too() -> None:
    pixels, (name, stamp) = printed(("HANDAYANI", LEFT), ("##", LEFT + 265))
    flat = flatten(pixels, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT)
    ends = [float(row.quad[1, 0]) for row in beyond(pixels, flat, name.part(0.0, 0.6), ())]
    assert ends == pytest.approx([float(stamp.quad[1, 0]), float(name.quad[1, 0])], abs=0.01)
