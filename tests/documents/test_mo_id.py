"""What a Macao card's readings come to."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.documents import face_of
from hmtocr.text.alphabet import NO_ALPHABET
from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading
from hmtocr.text.recogniser import Posterior

FACE = face_of("mo-id", "2023", "front")
NOTHING = Posterior(np.zeros((1, 1), np.float32), 1, 1.0)


def settled(**texts: str) -> dict[str, str]:
    """The card's texts, each of them clearly read."""
    readings = {
        name: LineReading((Candidate(text, 0.99, ()),), NOTHING, NO_ALPHABET, (0.0, 20.0 * i, 90.0, 20.0 * i + 16))
        for i, (name, text) in enumerate(texts.items())
    }
    return {name: outcome.text for name, outcome in FACE.settle(readings).items()}


@pytest.mark.parametrize(("surname", "given"), [("樣", "本"), ("標", "本")])
def test_a_stamp_that_was_taken_apart_is_no_name(surname: str, given: str) -> None:
    assert settled(surname_zh=surname, given_zh=given, surname_en="FAN") == {"surname_en": "FAN"}


def test_a_name_with_a_character_of_the_stamp_is_one() -> None:
    assert settled(surname_zh="樊", given_zh="本") == {"surname_zh": "樊", "given_zh": "本"}


@pytest.mark.parametrize(
    ("text", "doubted"), [("NOMES", True), ("APELIDO", True), ("NOME YAT", True), ("NOMESA", False)]
)
def test_a_caption_is_doubted_as_a_name(text: str, doubted: bool) -> None:
    assert FACE.field("given_en").plausible(text) is not doubted
