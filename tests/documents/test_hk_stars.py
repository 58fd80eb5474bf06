"""Stars too faint to be read are counted by the room that they take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hmtocr.documents.hk_stars import with_stars
from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading
from hmtocr.text.recogniser import Posterior

STEPS = 100
CHARSET = Charset([*"*AZX0123456789-"])


def reading(text: str, first: int, probability: float) -> LineReading:
    """A row in a box 100 pixels wide, four pixels a character, its first one's middle at `first` and a half."""
    steps = tuple(first + 4 * i for i in range(len(text)))
    posterior = Posterior(np.zeros((STEPS, len(CHARSET.classes)), np.float32), STEPS, 1.0)
    alphabet = CHARSET.alphabet("*AZX0123456789-", True)
    return LineReading((Candidate(text, probability, steps),), posterior, alphabet, (0.0, 0.0, 100.0, 10.0))


BIRTH = reading("01-02-1990", 10, 0.99)


@pytest.mark.parametrize(
    ("first", "text"), [(10, "AZ"), (11, "AZ"), (14, "*AZ"), (13, "*AZ"), (22, "***AZ"), (19, "***AZ")]
)
def test_the_room_before_the_letters_tells(first: int, text: str) -> None:
    told = with_stars(reading("AZ", first, 0.1), BIRTH)
    assert told.text == text
    assert told.probability == 0.1
    assert len(told.places()) == len(text)


def test_stars_that_were_read_for_want_of_room_are_none() -> None:
    assert with_stars(reading("*AZ", 6, 0.2), BIRTH).text == "AZ"


def test_a_sure_reading_stands() -> None:
    assert with_stars(reading("AZ", 22, 0.9), BIRTH).text == "AZ"


def test_without_a_date_of_birth_nothing_is_known() -> None:
    assert with_stars(reading("AZ", 22, 0.1), None).text == "AZ"
    assert with_stars(reading("AZ", 22, 0.1), reading("1990", 10, 0.9)).text == "AZ"


def test_a_candidate_that_was_seen_keeps_its_own_probability() -> None:
    seen = reading("AZ", 22, 0.1)
    seen = replace(seen, candidates=(*seen.candidates, Candidate("***AZ", 0.05, (10, 14, 18, 22, 26))))
    told = with_stars(seen, BIRTH)
    assert [c.text for c in told.candidates] == ["***AZ", "AZ"]
