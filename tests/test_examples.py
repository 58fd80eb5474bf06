"""What `make demo` shows: the example cards, read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hmtocr import Reader

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.jpg"))


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


def test_the_examples_show_every_document() -> None:
    assert {path.name[:5] for path in EXAMPLES} == {"hk-id", "mo-id", "hmt-p"}
