"""Where rows were seen that could not be read."""

from __future__ import annotations

import numpy as np

from hmtocr.documents import face_of
from hmtocr.documents.fields import unread
from hmtocr.documents.told import Told
from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import Floats, homography, move, rectangle
from hmtocr.text.outcome import Outcome

FLAT = Flat(np.zeros((200, 400, 3), np.uint8), homography(rectangle(0, 0, 1, 1), rectangle(100, 50, 900, 550)))
DAY = Outcome("09-09-1970", 0.9, (40, 20, 160, 40))


def row(x0: float, y0: float, x1: float, y1: float) -> Floats:
    """A row at these fractions of the card, on the picture."""
    return move(rectangle(x0, y0, x1, y1), FLAT.homography)


def told(*rows: tuple[str, Floats]) -> Told:
    """A Macao card whose birth date was read, with rows that were seen."""
    return Told(face_of("mo-id", "2013", "front"), FLAT, {"birth_date": DAY}, rows=rows)


def test_a_row_of_a_field_that_was_not_read_is_told_on_the_original_picture() -> None:
    (found,) = unread(told(("number", row(0.5, 0.8, 0.9, 0.9))), 2.0).items()
    assert found[0] == "number"
    assert np.allclose(found[1][0], (2 * (100 + 0.5 * 800), 2 * (50 + 0.8 * 500)))


def test_rows_that_were_read_are_not() -> None:
    assert unread(told(("dates", row(0.1, 0.1, 0.4, 0.2))), 1.0) == {}
    assert unread(told(("number", row(0.12, 0.1, 0.38, 0.2))), 1.0) == {}


def test_of_rows_that_look_alike_the_others_are() -> None:
    dates = ("dates", row(0.1, 0.1, 0.4, 0.2)), ("dates", row(0.1, 0.5, 0.4, 0.6))
    (found,) = unread(told(*dates), 1.0).items()
    assert found[0] in {"first_issue_date", "issue_date", "expiry_date"}
    assert np.allclose(found[1][0], (100 + 0.1 * 800, 50 + 0.5 * 500))


def test_what_a_card_of_that_design_does_not_have_is_not() -> None:
    assert unread(told(("permit_number", row(0.5, 0.8, 0.9, 0.9))), 1.0) == {}
