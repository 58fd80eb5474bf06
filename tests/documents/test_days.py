"""Dates are told apart by their order, and from what is printed beside them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from hmtocr.documents import face_of
from hmtocr.documents.days import in_order, parted
from hmtocr.documents.spec import FieldSpec
from hmtocr.image.geometry import rectangle
from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading
from hmtocr.text.places import WIDTH, Row
from hmtocr.text.recogniser import Posterior

NAMES = ("birth_date", "first_issue_date", "issue_date", "expiry_date")
SPECS = [face_of("mo-id", "2013", "front").field(name) for name in NAMES]
ALPHABET = Charset("0123456789").alphabet("0123456789")
LOOKS = {"birth_date": 0.9, "expiry_date": 0.1}


def row(at: float) -> Row:
    """A row at a height of the card, from a tenth to the middle of it."""
    return Row(rectangle(0.1, at, 0.5, at + 0.05), 0.9, LOOKS)


class Printed:
    """Reads each row as what is printed at its height, one step to a character."""

    def __init__(self, texts: Mapping[float, str], probability: float = 0.95) -> None:
        self.texts, self.probability = texts, probability

    def __call__(self, _: FieldSpec, place: Row) -> LineReading | None:
        text = self.texts[round(float(place.quad[0, 1]), 2)]
        posterior = Posterior(np.zeros((len(text), 1), np.float32), 10, 1.0)
        box = (float(place.quad[0, 0]) * WIDTH, 0.0, float(place.quad[1, 0]) * WIDTH, 8.0)
        return LineReading((Candidate(text, self.probability, tuple(range(len(text)))),), posterior, ALPHABET, box)


@pytest.mark.parametrize("last", ["05-06-2028", "------"])
def test_a_life_goes_from_birth_to_expiry_whatever_the_rows_look_like(last: str) -> None:
    printed = Printed({0.2: last, 0.4: "01-02-2001", 0.6: "05-06-2018", 0.8: "09-09-1970"})
    assert in_order(SPECS, [row(at) for at in printed.texts], printed) == (3, 1, 2, 0)


def test_too_few_dates_or_dates_in_doubt_are_left_to_the_looks() -> None:
    texts = {0.2: "05-06-2028", 0.4: "01-02-2001", 0.6: "05-06-2018", 0.8: "09-09-1970"}
    rows = [row(at) for at in texts]
    assert in_order(SPECS, rows[:2], Printed(texts)) is None
    assert in_order(SPECS, rows, Printed(texts, 0.5)) is None


def test_fields_that_print_other_dates_are_left_to_the_looks() -> None:
    face = face_of("hk-id", "2018", "front")
    specs = [face.field(name) for name in ("birth_date", "first_issue_date", "issue_date")]
    assert in_order(specs, [row(0.2)], Printed({0.2: "01-02-1970"})) is None


def test_a_caption_and_another_date_are_cut_off() -> None:
    first, second = parted(SPECS, [row(0.2)], Printed({0.2: "DATE05-06-201805-06-2028"}, 0.3))
    width, start = 0.4 / 24, 0.1
    assert first.quad[:2, 0] == pytest.approx((start + 4 * width, start + 14 * width))
    assert second.quad[:2, 0] == pytest.approx((start + 14 * width, start + 24 * width))


def test_a_date_by_itself_is_left_as_it_is_seen() -> None:
    alone, words = row(0.2), row(0.4)
    assert parted(SPECS, [alone, words], Printed({0.2: "05-06-2018", 0.4: "SPECIMEN"}, 0.3)) == [alone, words]
    assert parted(SPECS, [alone], Printed({0.2: "05-06-2018"})) == [alone]
