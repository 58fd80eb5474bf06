"""What can be printed on a Hong Kong card."""

from __future__ import annotations

import pytest
import regex

from hmtocr.documents import face_of


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
