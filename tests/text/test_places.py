"""Rows put together from the answers of the network that finds fields."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from hmtocr.models.engine import Engine
from hmtocr.text.places import HEIGHT, NAMES, REACH, STRIDE, WIDTH, find_places

DOWN, ACROSS = HEIGHT // STRIDE, WIDTH // STRIDE
Box = tuple[float, float, float, float]


class Told:
    """Answers as a perfect network would: rows by field, in answers (x0, y0, x1, y1)."""

    def __init__(self, *rows: tuple[str, Box], lean: float = 0.0) -> None:
        self.shares = np.zeros((1, len(NAMES) + 1, DOWN, ACROSS), np.float32)
        self.reaches = np.zeros((1, 4, DOWN, ACROSS), np.float32)
        x, y = np.meshgrid(np.arange(ACROSS) + 0.5, np.arange(DOWN) + 0.5)
        for name, (x0, y0, x1, y1) in rows:
            top, bottom = y0 + lean * (x - x0), y1 + lean * (x - x0)
            inside = (x > x0) & (x < x1) & (abs(y - (top + bottom) / 2) < max(0.5, 0.3 * (y1 - y0)))
            self.shares[0, NAMES.index(name)][inside] = 0.9
            told = np.clip(np.stack((x - x0, y - top, x1 - x, bottom - y)), -1, REACH)
            self.reaches[0][:, inside] = told[:, inside]

    def run(self, *_: object) -> tuple[np.ndarray, np.ndarray]:
        return self.shares, self.reaches


def places(*rows: tuple[str, Box], lean: float = 0.0) -> dict[str, list[np.ndarray]]:
    found = find_places(np.zeros((HEIGHT, WIDTH, 3), np.uint8), cast(Engine, Told(*rows, lean=lean)))
    return {key: [row.quad * (ACROSS, DOWN) for row in told] for key, told in found.items()}


def test_a_row_is_told_to_a_fraction_of_an_answer() -> None:
    (quad,) = places(("number", (20.3, 10.2, 61.8, 14.1)))["number"]
    assert quad[0] == pytest.approx((20.3, 10.2), abs=0.05)
    assert quad[2] == pytest.approx((61.8, 14.1), abs=0.05)


def test_a_row_that_runs_uphill_is_told_as_it_runs() -> None:
    (quad,) = places(("name_en", (5, 20, 65, 24)), lean=-0.04)["name_en"]
    assert (quad[1, 1] - quad[0, 1]) / (quad[1, 0] - quad[0, 0]) == pytest.approx(-0.04, abs=0.005)


def test_pieces_of_one_row_are_one_and_the_likelier_of_two_rows_goes_first() -> None:
    apart = places(("telecode", (50, 30, 53, 33)), ("telecode", (10, 10, 18, 13)), ("telecode", (21, 10, 29, 13)))
    first, second = apart["telecode"]
    assert (first[0, 0], first[1, 0]) == pytest.approx((10, 29), abs=0.05)
    assert second[0, 0] == pytest.approx(50, abs=0.05)


def test_lines_so_close_that_their_spots_touch_are_two_rows() -> None:
    rows = places(("address", (10, 14, 60, 16.3)), ("address", (10, 16, 30, 18.3)))["address"]
    assert [(round(float(row[0, 1])), round(float(row[1, 0]))) for row in rows] == [(14, 60), (16, 30)]


def test_a_row_of_two_names_tells_where_the_second_begins() -> None:
    answers = Told(("surname_en", (10, 10, 26, 13)), ("given_en", (28, 10, 44, 13)))
    (row,) = find_places(np.zeros((HEIGHT, WIDTH, 3), np.uint8), cast(Engine, answers))["names_en"]
    assert row.turn == pytest.approx(0.53, abs=0.04)
    alone = Told(("surname_en", (10, 10, 44, 13)))
    (row,) = find_places(np.zeros((HEIGHT, WIDTH, 3), np.uint8), cast(Engine, alone))["names_en"]
    assert row.turn is None


def test_a_piece_of_another_rows_print_is_no_further_row_of_an_address() -> None:
    rows = places(("address", (10, 14, 60, 17)), ("number", (10, 20, 50, 23)), ("address", (40, 20, 50, 23)))
    assert len(rows["address"]) == 1


def test_an_address_has_as_many_rows_as_are_printed_from_the_top() -> None:
    rows = places(("address", (10, 20, 50, 23)), ("address", (10, 14, 60, 17)))["address"]
    assert [round(float(row[0, 1])) for row in rows] == [14, 20]


def test_dates_side_by_side_stay_apart_and_may_each_be_any_date() -> None:
    rows = places(("issue_date", (10, 10, 25, 13)), ("expiry_date", (29, 10, 44, 13)))["dates"]
    assert len(rows) == 2


def test_what_is_hardly_seen_has_no_rows() -> None:
    answers = Told(("number", (20, 10, 60, 14)))
    answers.shares *= 0.25
    found = find_places(np.zeros((HEIGHT, WIDTH, 3), np.uint8), cast(Engine, answers))
    assert found == {"number": ()}
