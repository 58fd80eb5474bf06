"""The layout engine for captioned values."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from hmtocr.specimens.canvas import Canvas
from hmtocr.specimens.cells import Cell, Piece, Style, comfort, draw_cells
from hmtocr.specimens.fonts import font_pack


@pytest.fixture
def canvas() -> Canvas:
    return Canvas(Image.new("RGB", (1000, 630), "white"))


@pytest.fixture(scope="module")
def style() -> Style:
    rng, pack = np.random.default_rng(0), font_pack("default")
    ming, mono = pack.pick(rng, "hant-ming", "國"), pack.pick(rng, "mono", "0")
    faces = {"zh": ming, "latin": mono, "code": mono}
    return Style("above", False, " ", 0.6, faces, (0, 90, 80), faces, (20, 20, 20))


def _rows(count: int) -> list[list[Cell]]:
    return [[Cell("日期", "Data", ((Piece("01-02-2003", "latin", f"row{i}"),),))] for i in range(count)]


@pytest.mark.parametrize("where", ["above", "left", "below"])
def test_rows_stand_under_each_other_within_the_area(canvas: Canvas, style: Style, where: str) -> None:
    draw_cells(canvas, _rows(6), (0.1, 0.2, 0.6, 0.9), replace(style, where=where))  # type: ignore[arg-type]
    boxes = [canvas.fields[f"row{i}"].box for i in range(6)]
    assert all(upper[3] < lower[1] for upper, lower in pairwise(boxes))
    assert boxes[0][1] >= 0.2 * 630
    assert boxes[-1][3] <= 0.9 * 630 + 2
    assert all(100 <= box[0] < box[2] <= 601 for box in boxes)


def test_a_row_beside_an_obstacle_keeps_off_it(canvas: Canvas, style: Style) -> None:
    obstacle = (0.1, 0.5, 0.3, 0.8)
    draw_cells(canvas, _rows(6), (0.1, 0.2, 0.6, 0.9), style, [obstacle])
    boxes = [field.box for field in canvas.fields.values()]
    assert boxes[0][0] < 110
    for x0, y0, _, y1 in boxes:
        assert x0 > 300 or y1 < 0.5 * 630 or y0 > 0.8 * 630


def test_comfort_falls_as_rows_are_added_and_values_grow(canvas: Canvas, style: Style) -> None:
    area = (0.1, 0.2, 0.6, 0.9)
    few, many = comfort(canvas, _rows(3), area, style), comfort(canvas, _rows(14), area, style)
    assert few[0] > many[0]
    assert few[1] == 1
    long = [[Cell("", "", ((Piece("A" * 60, "latin", "long"),),))]]
    assert comfort(canvas, long, area, style)[1] < 0.6
    assert not canvas.fields
