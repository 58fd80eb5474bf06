"""What is decided for one field."""

from __future__ import annotations

import numpy as np

from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading
from hmtocr.text.outcome import named_outcomes, outcome
from hmtocr.text.recogniser import Posterior

ALPHABET = Charset("0123456789-").alphabet("0123456789-")


def reading(*candidates: tuple[str, float]) -> LineReading:
    nothing = Posterior(np.zeros((1, 1), np.float32), 10, 1.0)
    found = tuple(Candidate(text, p, ()) for text, p in candidates)
    return LineReading(found, nothing, ALPHABET, (0.0, 0.0, 10.0, 5.0))


def test_the_best_candidate_is_told_with_the_others() -> None:
    told = outcome(reading(("17", 0.8), ("11", 0.1)))
    assert (told.text, told.probability) == ("17", 0.8)
    assert told.alternatives == (("11", 0.1),)


def test_sense_chooses_between_what_the_pixels_support() -> None:
    told = outcome(reading(("18", 0.5), ("10", 0.4)), plausible=lambda text: int(text) <= 12)
    assert told.text == "10"
    assert told.alternatives[0] == ("18", 0.5)


def test_nonsense_that_is_clearly_printed_stays() -> None:
    assert outcome(reading(("18", 0.99), ("10", 0.001)), plausible=lambda text: int(text) <= 12).text == "18"


def test_an_empty_row_is_no_name() -> None:
    assert named_outcomes(reading(("3", 0.01)), None, str) == (None, None)
