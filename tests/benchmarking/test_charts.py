"""Plots show what they are given."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.charts import Line, draw_bars, draw_lines
from PIL import Image


def _pixels(path: Path) -> np.ndarray[Any, np.dtype[np.int_]]:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"), int)


def test_a_line_rises_where_its_values_do(tmp_path: Path) -> None:
    path = tmp_path / "line.png"
    draw_lines(path, "Title", "clients", "cards a second", [Line("all", [(1, 1), (2, 5), (32, 20)])], log_x=True)
    pixels = _pixels(path)
    # The legend's swatch has the same colour.
    blue = (abs(pixels - (31, 119, 180)).sum(2) < 30) & (np.arange(pixels.shape[0]) > 70)[:, None]
    heights = [np.flatnonzero(blue[:, x]).mean() for x in np.flatnonzero(blue.any(0))]
    assert heights[0] > heights[len(heights) // 2] > heights[-1]


def test_bars_are_as_high_as_their_parts_together(tmp_path: Path) -> None:
    path = tmp_path / "bars.png"
    draw_bars(path, "Title", "ms", {"one": {"a": 10.0, "b": 20.0}, "two": {"a": 30.0}})
    pixels = _pixels(path)[70:]
    coloured = (pixels.max(2) - pixels.min(2)) > 50
    left, right = (np.flatnonzero(half.any(1)).size for half in np.array_split(coloured, 2, axis=1))
    assert abs(left - right) <= 2


@pytest.mark.parametrize(
    "draw", [lambda path: draw_lines(path, "", "", "", []), lambda path: draw_bars(path, "", "", {})]
)
def test_nothing_cannot_be_drawn(draw: object, tmp_path: Path) -> None:
    assert callable(draw)
    with pytest.raises(ValueError, match="to draw"):
        draw(tmp_path / "none.png")
