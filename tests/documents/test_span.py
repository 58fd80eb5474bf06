"""A field's own text is found in a row that holds more."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.documents.span import own_span, row_of
from hmtocr.documents.spec import DIGITS, FieldSpec
from hmtocr.image.geometry import rectangle
from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading
from hmtocr.text.places import WIDTH, Row
from hmtocr.text.recogniser import Posterior

ROW = Row(rectangle(0.0, 0.2, 1.0, 0.25), 0.9)
AUTHORITY = FieldSpec("authority", "hans")
COUNT = FieldSpec("issue_count", DIGITS, r"\d{1,2}")
NAME = FieldSpec("given_en", "ABCDEFGHIJKLMNOPQRSTUVWXYZ-' ", keeps_space=True)


def own(spec: FieldSpec, text: str) -> tuple[float, float] | None:
    """Where in the row, 0..1, the field's own text is, at one step to a character."""
    posterior = Posterior(np.zeros((len(text), 1), np.float32), 10, 1.0)
    candidate = Candidate(text, 0.9, tuple(range(len(text))))
    reading = LineReading((candidate,), posterior, Charset("0").alphabet("0"), (0.0, 0.0, WIDTH, 8.0))
    span = own_span(spec, reading)
    if span is None:
        return None
    part = row_of(ROW, reading, *span)
    return float(part.quad[0, 0]), float(part.quad[1, 0])


def test_a_date_that_ran_into_an_authority_is_cut_off() -> None:
    assert own(AUTHORITY, "苏州市公安局2020.") == pytest.approx((0, 6 / 11))


def test_a_count_is_what_follows_its_caption() -> None:
    assert own(COUNT, "签发次数12") == pytest.approx((4 / 6, 1))


@pytest.mark.parametrize(("text", "first"), [("姓名钟琴楚", 2), ("签发机关苏州市公安局", 4)])
def test_a_caption_close_before_is_cut_off(text: str, first: int) -> None:
    assert own(AUTHORITY, text) == pytest.approx((first / len(text), 1))


def test_a_name_in_letters_is_told_from_the_chinese_one_close_by() -> None:
    assert own(NAME, "KING-KAIESTHER敬啟") == pytest.approx((0, 14 / 16))
    assert own(NAME, "敬啟KAI") == pytest.approx((2 / 5, 1))


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        (NAME, "KING-KAI"),
        (NAME, "WOO,樣Sze"),
        (AUTHORITY, "苏州市公安局"),
        (COUNT, "签发次数"),
        (COUNT, "A1234B"),
        (COUNT, "05.09"),
    ],
)
def test_nothing_is_cut_where_there_is_nothing_else_or_nothing_that_fits(spec: FieldSpec, text: str) -> None:
    assert own(spec, text) is None
