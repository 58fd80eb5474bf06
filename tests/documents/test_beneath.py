"""The short last row of a text is seen under the beginning of the row before it."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from hmtocr.documents.beneath import beneath
from hmtocr.image.flatten import Flat, flatten
from hmtocr.image.geometry import Pixels, rectangle
from hmtocr.specimens.fonts import font_pack
from hmtocr.text.places import HEIGHT, WIDTH, Row

ACROSS, DOWN, LEFT, TOP, SIZE = 960, 576, 300, 200, 32
FONT = font_pack("default").pick(np.random.default_rng(1), "hans-hei", "室").at(SIZE)


def page(*texts: tuple[str, float, float]) -> tuple[Pixels, Flat, Row]:
    """A white card with an address, and further texts: row heights right of its beginning and beneath its top."""
    sheet = Image.new("RGB", (ACROSS, DOWN), "white")
    draw = ImageDraw.Draw(sheet)
    address = "南昌市青山湖区学廉大街85号1栋2208"
    x0, y0, x1, y1 = draw.textbbox((LEFT, TOP), address, FONT)
    for text, right, below in ((address, 0.0, 0.0), *texts):
        draw.text((LEFT + right * (y1 - y0), TOP + below * (y1 - y0)), text, "black", FONT)
    pixels = np.asarray(sheet)
    flat = flatten(pixels, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT)
    return pixels, flat, Row(rectangle(x0, y0, x1, y1) / (ACROSS, DOWN), 0.9)


@pytest.mark.parametrize("rest", ["室", "3室"])
def test_a_lone_character_beneath_the_last_row_is_seen(rest: str) -> None:
    pixels, flat, row = page((rest, 0.0, 1.4))
    found = beneath(pixels, flat, row, [row])
    assert found is not None
    height = float(np.ptp(row.quad[:, 1]))
    assert float(found.quad[0, 1] - row.quad[0, 1]) == pytest.approx(1.4 * height, abs=0.25 * height)
    assert float(np.ptp(found.quad[:, 0])) < 0.1
    assert beneath(pixels, flat, row, [row, found]) is None


@pytest.mark.parametrize(
    "texts",
    [
        (),
        (("室", 1.5, 1.4),),
        (("室", 0.0, 2.6),),
        (("一", 0.0, 1.4),),
    ],
)
def test_what_begins_elsewhere_is_another_text(texts: tuple[tuple[str, float, float], ...]) -> None:
    pixels, flat, row = page(*texts)
    assert beneath(pixels, flat, row, [row]) is None


def test_nothing_is_seen_where_the_print_is_too_faint_to_compare() -> None:
    pixels, flat, row = page(("室", 0.0, 1.4))
    faded = np.asarray(235 + pixels // 13, np.uint8)
    assert beneath(faded, flat, row, [row]) is None
