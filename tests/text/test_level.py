"""Levelling a card by its rows of print."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.text.detector import Line
from hmtocr.text.level import levelling_quad

WIDTH, HEIGHT = 1600, 1009


def rows(*leans: float) -> list[Line]:
    """Rows one under the other, each with its lean."""
    step = HEIGHT / (len(leans) + 1)
    return [Line(200, step * (i + 1) - 20, 1200, step * (i + 1) + 20, 0.9, lean) for i, lean in enumerate(leans)]


def test_level_rows_need_nothing() -> None:
    assert levelling_quad(rows(0.0, 0.002, -0.001, 0.001), WIDTH, HEIGHT) is None


def test_too_few_rows_tell_nothing() -> None:
    assert levelling_quad(rows(0.05, 0.05), WIDTH, HEIGHT) is None


def test_rows_that_all_fall_are_turned_back() -> None:
    quad = levelling_quad(rows(0.03, 0.03, 0.03, 0.03), WIDTH, HEIGHT)
    assert quad is not None
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    assert top[1] / top[0] == pytest.approx(0.03, abs=0.003)
    assert bottom[1] / bottom[0] == pytest.approx(0.03, abs=0.003)


def test_rows_that_lean_more_and_more_give_a_trapezium() -> None:
    quad = levelling_quad(rows(0.0, 0.01, 0.02, 0.03, 0.04), WIDTH, HEIGHT)
    assert quad is not None
    top, bottom = quad[1] - quad[0], quad[2] - quad[3]
    assert bottom[1] / bottom[0] > top[1] / top[0] + 0.03


def test_a_slanting_signature_is_left_out() -> None:
    assert levelling_quad(rows(0.0, 0.001, -0.001, 0.0, 0.001, 0.11), WIDTH, HEIGHT) is None


def test_pieces_too_short_to_lean_are_ignored() -> None:
    short = [Line(0, y, 50, y + 40, 0.9, None) for y in range(0, 500, 100)]
    assert levelling_quad(short, WIDTH, HEIGHT) is None
    assert np.isfinite(np.asarray(levelling_quad([*short, *rows(0.02, 0.02, 0.02)], WIDTH, HEIGHT))).all()
