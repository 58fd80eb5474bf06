"""What can be printed on a Hong Kong card."""

from __future__ import annotations

import numpy as np
import pytest
import regex

from hmtocr.documents import face_of
from hmtocr.text.alphabet import Alphabet
from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading
from hmtocr.text.recogniser import Posterior


def prints(field: str, text: str) -> bool:
    """Whether a field may hold a text."""
    return regex.fullmatch(face_of("hk-id", "2018", "front").field(field).grammar or "", text) is not None


@pytest.mark.parametrize(
    "name",
    [
        "LOK, Wing Ching",
        "CHAN",
        "O'BRIEN-SMITH, Mary Ann",
        "D'OLIVEIRA, Maria da Conceicao",
        "McDONALD FITZGERALD, Natasha",
        "MacLEOD, J.",
    ],
)
def test_names_as_they_are_printed(name: str) -> None:
    assert prints("name_en", name)


@pytest.mark.parametrize("name", ["Lok, Wing Ching", "LOK, wing", "LoK, Wing", "MCcD, A", "LOK,, Wing"])
def test_what_is_no_name(name: str) -> None:
    assert not prints("name_en", name)


@pytest.mark.parametrize("symbols", ["***AZ", "*AX", "AO", "***RX", "***AON", "***AOL3K1"])
def test_symbols_as_they_are_printed(symbols: str) -> None:
    assert prints("symbols", symbols)


@pytest.mark.parametrize(
    ("read", "name"),
    [
        ("YIP, Wan Ho SPECIMEN", "YIP, Wan Ho"),
        ("YIP, Wan Ho PLESAMPL", "YIP, Wan Ho"),
        ("YIP, Wan Ho ECIMENSPE", "YIP, Wan Ho"),
        ("YIP IMENSPECIMEN", "YIP"),
        ("SAMPSON, Wan Ho", "SAMPSON, Wan Ho"),
        ("YIP CHEUNG", "YIP CHEUNG"),
    ],
)
def test_an_overprint_that_runs_on_from_a_name_is_no_part_of_it(read: str, name: str) -> None:
    nothing = Alphabet("", np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.float32), {})
    seen = Posterior(np.zeros((1, 1), np.float32), 0, 1.0)
    line = LineReading((Candidate(read, 0.9, ()),), seen, nothing, (0.0, 0.0, 10.0, 10.0))
    assert face_of("hk-id", "2018", "front").settle({"name_en": line})["name_en"].text == name
