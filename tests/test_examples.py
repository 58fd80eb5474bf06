"""What `make demo` shows: the example cards, read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hmtocr import Reader
from hmtocr.risk.kinds import CODES

HOME = Path(__file__).parent.parent / "examples"
EXAMPLES, ATTACKS = sorted(HOME.glob("*.jpg")), sorted((HOME / "attacks").glob("*.jpg"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    """One for all: loading the networks takes longer than reading."""
    return Reader()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_example_is_read_as_printed(path: Path, reader: Reader) -> None:
    (truth,) = json.loads(path.with_suffix(".json").read_text("utf-8"))
    (card,) = reader.read(path.read_bytes()).cards
    assert (card.document, card.design, card.side) == (truth["document"], truth["design"], truth["side"])
    told = {name: field.text for name, field in card.fields.items()}
    assert told == {name: printed["text"] for name, printed in truth["fields"].items()}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_no_risk_signal_with_a_code_warns_of_an_example(path: Path, reader: Reader) -> None:
    (card,) = reader.read(path.read_bytes()).cards
    assert [(warning.kind, warning.score) for warning in card.warnings if warning.code] == []


def test_there_is_an_example_of_every_attack() -> None:
    assert {path.stem for path in ATTACKS} == {kind for kind, code in CODES.items() if code}


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_the_risk_signal_of_an_attack_warns_of_its_example(path: Path, reader: Reader) -> None:
    (card,) = reader.read(path.read_bytes()).cards
    assert [warning.kind for warning in card.warnings if warning.code] == [path.stem]


def test_the_examples_show_every_document() -> None:
    assert {path.name[:5] for path in EXAMPLES} == {"hk-id", "mo-id", "hmt-p"}
