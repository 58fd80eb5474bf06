"""A card that one glance leaves in doubt is glanced at again before it is read the thorough way."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hmtocr.documents import face_of, glance
from hmtocr.documents.looks import Eyes
from hmtocr.documents.told import Told
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import rectangle
from hmtocr.text.outcome import Outcome

FACE = face_of("hk-id", "2018", "front")
PIXELS = np.full((404, 640, 3), 200, np.uint8)
QUAD = rectangle(0, 0, 640, 404)
NOBODY: Any = None
TEXTS = {
    "name_en": "CHAN, Tai Man",
    "birth_date": "01-02-1970",
    "sex": "男 M",
    "symbols": "***AZ",
    "first_issue_date": "(01-90)",
    "issue_date": "01-02-19",
    "number": "A123456(3)",
}
FULL = {
    name: Outcome(text, 0.99, (10.0, 20.0 * i + 10, 200.0, 20.0 * i + 26))
    for i, (name, text) in enumerate(TEXTS.items())
}


def told(*missing: str) -> Told:
    """The card without some fields."""
    known = {name: outcome for name, outcome in FULL.items() if name not in missing}
    return Told(FACE, flatten(PIXELS, QUAD, 640, 404), known)


def looking(monkeypatch: pytest.MonkeyPatch, *views: Told) -> list[tuple[int, int]]:
    """What every glance tells, in turn; and, as they are made, from how far aside."""
    asides: list[tuple[int, int]] = []
    turns = iter(views)

    def look(_face: object, _pixels: object, _quad: object, _eyes: Eyes, aside: tuple[int, int] = (0, 0)) -> Told:
        asides.append(aside)
        return next(turns)

    monkeypatch.setattr(glance, "read_quickly", look)
    return asides


def test_a_card_that_is_clear_is_glanced_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asides = looking(monkeypatch, told())
    assert glance.read_at_a_glance(FACE, PIXELS, QUAD, NOBODY)[1]
    assert asides == [(0, 0)]


def test_two_glances_that_miss_different_fields_settle_a_card(monkeypatch: pytest.MonkeyPatch) -> None:
    asides = looking(monkeypatch, told("number"), told("birth_date"))
    seen, settled = glance.read_at_a_glance(FACE, PIXELS, QUAD, NOBODY)
    assert settled
    assert {name: outcome.text for name, outcome in seen.outcomes.items()} == TEXTS
    assert len(set(asides)) == 2


def test_what_no_glance_sees_leaves_the_card_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    asides = looking(monkeypatch, *[replace(told("number"), marked=frozenset({"mrz"}))] * 3)
    seen, settled = glance.read_at_a_glance(FACE, PIXELS, QUAD, NOBODY)
    assert not settled
    assert "number" not in seen.outcomes
    assert seen.marked == {"mrz"}
    assert len(asides) == 3


def test_what_the_first_glance_was_sure_of_outlives_a_second_that_is_settled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The second sees the row without its stars: a text that is as good by itself.
    second = told()
    cut = replace(second.outcomes["symbols"], text="AZ")
    looking(monkeypatch, told("number"), replace(second, outcomes={**second.outcomes, "symbols": cut}))
    seen, settled = glance.read_at_a_glance(FACE, PIXELS, QUAD, NOBODY)
    assert settled
    assert seen.outcomes["symbols"].text == "***AZ"
    assert seen.outcomes["number"].text == TEXTS["number"]


def test_a_glance_that_cuts_a_name_off_settles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def named(text: str, probability: float) -> Told:
        name = replace(FULL["name_en"], text=text, probability=probability)
        return replace(told(), outcomes={**FULL, "name_en": name})

    faint = named("PERERA, Vijayalakshmi", 0.1)
    looking(monkeypatch, faint, faint, named("ERERA, Vija", 0.97))
    best, settled = glance.read_at_a_glance(FACE, PIXELS, QUAD, NOBODY)
    assert not settled
    assert best.outcomes["name_en"].text == "PERERA, Vijayalakshmi"
