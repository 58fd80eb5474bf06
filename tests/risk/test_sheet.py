"""Rows laid side by side: each where it is said to be, and each piece has shares of the cells that lie under it."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.geometry import rectangle
from hmtocr.risk.sheet import CELL, PLANES, Sheet, fellows, lay, planes, shares

ROWS = [rectangle(20, 20, 140, 44), rectangle(30, 80, 90, 92)]


@pytest.fixture
def sheet() -> Sheet:
    """A light row and a dark one."""
    pixels = np.full((120, 180, 3), 120, np.uint8)
    pixels[20:44, 20:140], pixels[80:92, 30:90] = 220, 30
    found = lay(pixels, ROWS)
    assert found is not None
    return found


def test_every_row_lies_where_its_place_says(sheet: Sheet) -> None:
    for (x, wide, pad, high, _), light in zip(sheet.places, (220, 30), strict=True):
        inside = sheet.pixels[pad + 2 : pad + high - 2, x + pad + 2 : x + wide - pad - 2]
        assert (inside == light).all()
        assert (sheet.pixels[: pad - 2, x + pad : x + wide - pad] == 120).all()


def test_a_pieces_shares_add_up_and_lie_in_its_columns(sheet: Sheet) -> None:
    told = shares(sheet)
    down, across = (-(-size // CELL) for size in sheet.pixels.shape[:2])
    assert told.shape == (len(sheet.first), down * across)
    assert told.sum(axis=1) == pytest.approx(np.ones(len(told)))
    for piece, (first, last) in enumerate(zip(sheet.first, sheet.last, strict=True)):
        columns = np.flatnonzero(told[piece].reshape(down, across).sum(axis=0))
        assert columns.min() == first // CELL
        assert columns.max() == (last - 1) // CELL
    low = told[sheet.owner == 1].reshape(-1, down, across)
    assert not low[:, -(-(12 + 2 * 5) // CELL) :].any()


def test_a_networks_view_is_of_whole_cells(sheet: Sheet) -> None:
    view = planes(sheet.pixels)
    assert view.shape[0] == PLANES
    assert all(size % CELL == 0 for size in view.shape[1:])
    assert np.abs(view).max() <= 4


def test_fellows_take_means_over_each_row() -> None:
    told = fellows(np.array([4, 4, 7]))
    assert told @ np.array([1.0, 3.0, 8.0]) == pytest.approx([2.0, 2.0, 8.0])
