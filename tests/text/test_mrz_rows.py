"""A machine-readable zone's three rows, also where one of them was not detected by itself."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from hmtocr.text.alphabet import Charset
from hmtocr.text.detector import Line
from hmtocr.text.mrz_rows import read_mrz
from hmtocr.text.recogniser import Posterior

ZONE = ("C<MAC10921794<5090615141112DF<", "0806132F1911127XXXDF<<<<<<<<<7", "TSOI<<CHING<CHEUK<<<<<<<<<<<<<")
TITLES = "BILHETEDEIDENTIDADEDERESIDENTE"
WIDTH, TALL, STEP, TOP = 1500, 60, 70, 700
CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<"


class Painted:
    """A recogniser of rows that are painted in the grey of their number: 10, 20, 30; others hold nothing."""

    def __init__(self) -> None:
        self.charset = Charset(list(CHARS))

    def __call__(self, crop: NDArray[np.uint8]) -> Posterior:
        greys, counts = np.unique(crop, return_counts=True)
        row = int(greys[counts.argmax()]) // 10
        text = dict(enumerate((*ZONE, TITLES), start=1)).get(row, "")
        steps = crop.shape[1] // 10
        seen = np.zeros((steps, len(self.charset.classes)), np.float32)
        seen[:, 0] = 1.0
        for i, char in enumerate(text):
            at = round((i + 0.5) * steps / len(text))
            seen[at] = 0.0
            seen[at, self.charset.index[char]] = 1.0
        return Posterior(seen, crop.shape[1], 1.0)


def card() -> NDArray[np.uint8]:
    """A title and the three rows."""
    flat = np.zeros((1000, WIDTH, 3), np.uint8)
    flat[300:360] = 40
    for number in range(3):
        flat[TOP + STEP * number : TOP + STEP * number + TALL] = 10 * (number + 1)
    return flat


def line(number: int, tall: int = TALL) -> Line:
    top = TOP + STEP * number
    return Line(5.0, float(top), WIDTH - 8.0, float(top + tall), 0.9)


TITLE = Line(200.0, 300.0, 1300.0, 360.0, 0.9)


def texts(*lines: Line) -> tuple[str, ...]:
    zone = read_mrz(card(), lines, Painted())  # type: ignore[arg-type]
    return tuple(zone[name].text for name in sorted(zone))


def test_three_rows() -> None:
    assert texts(TITLE, line(0), line(1), line(2)) == ZONE


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_row_that_was_not_detected_stands_where_the_others_say(missing: int) -> None:
    assert texts(TITLE, *(line(n) for n in range(3) if n != missing)) == ZONE


def test_two_rows_taken_for_one_spoil_nothing() -> None:
    """Print that runs up the card's edge joins them."""
    assert texts(TITLE, line(0), line(2), line(0, STEP + TALL + 20)) == ZONE


def test_one_row_is_no_zone() -> None:
    assert texts(TITLE, line(0)) == ()
    assert texts(TITLE) == ()


def test_characters_at_two_distances_are_no_row_of_cells() -> None:
    class Uneven(Painted):
        def __call__(self, crop: NDArray[np.uint8]) -> Posterior:
            seen = np.zeros((100, len(self.charset.classes)), np.float32)
            seen[:, 0] = 1.0
            for char, at in zip("ABCDEFG", (10, 12, 20, 22, 30, 32, 40), strict=True):
                seen[at] = 0.0
                seen[at, self.charset.index[char]] = 1.0
            return Posterior(seen, crop.shape[1], 1.0)

    assert read_mrz(card(), [TITLE, line(0), line(1)], Uneven()) == {}  # type: ignore[arg-type]
