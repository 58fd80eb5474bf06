"""A field that was typed anew in a photograph is suspected, and named; the photograph itself is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hmtocr.image.flatten import flatten
from hmtocr.models.engine import load
from hmtocr.reading import Check, Field
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight
from hmtocr.risk.tampered import Tampered, by_row, probability
from hmtocr.risk.thresholds import thresholds
from hmtocr.specimens.attacks.edited import compressed, untouched
from hmtocr.specimens.attacks.forgeries import retyped
from hmtocr.specimens.camera import Photograph, photograph
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack


@pytest.fixture(scope="module")
def shot() -> Photograph:
    """A scan of a Hong Kong card."""
    rng = np.random.default_rng(3)
    return photograph(rng, [draw_card(rng, "hk-id", "2003", "front", font_pack(), 900, "odd")], "scan", "odd")


@pytest.fixture(scope="module")
def signal() -> Tampered:
    """The signal with the network that is delivered."""
    return Tampered(load("print-forensics", 1), load("card-overlay", 1))


def sight(shot: Photograph) -> Sight:
    """As if everything were read as it is printed."""
    card = shot.cards[0]
    quad = np.array(card.quad)
    fields = {name: Field(text, text, 1.0, place) for name, (text, place) in card.fields.items()}
    flat = flatten(shot.pixels, quad, WIDTH, HEIGHT)
    return Sight(shot.pixels, 1.0, quad, flat, (card.document, card.design, card.side), fields, (), card.portraits)


def test_a_photograph_does_not_warn(shot: Photograph, signal: Tampered) -> None:
    assert signal(sight(shot)).score < thresholds("balanced")["tampered"]


def test_a_field_typed_anew_is_suspected_and_named(shot: Photograph, signal: Tampered) -> None:
    rng = np.random.default_rng(1)
    edited = retyped(rng, untouched(shot.pixels), shot, "number", font_pack(), "flat", 0.0)
    assert edited is not None
    pixels, _ = compressed(edited.pixels, 92, fine=True)
    told = signal(sight(replace(shot, pixels=pixels)))
    assert told.score > thresholds("strict")["tampered"]
    assert told.fields[0] == "number"
    assert told.quad == shot.cards[0].fields["number"][1]


def test_a_name_that_its_telecode_does_not_spell_adds_to_it(shot: Photograph, signal: Tampered) -> None:
    honest = sight(shot)
    surely = {name: replace(field, confidence=0.999) for name, field in honest.fields.items()}
    contradicts = Check("telecode.name", False, ("name_zh", "telecode"), "another name")
    told = signal(replace(honest, fields=surely, checks=(contradicts,)))
    assert told.score > signal(honest).score
    assert {"name_zh", "telecode"} <= set(told.fields)


def test_portraits_of_two_faces_add_to_it(shot: Photograph, signal: Tampered) -> None:
    honest = sight(shot)
    told = signal(replace(honest, alike=0.5))
    assert told.score > signal(replace(honest, alike=0.9)).score == signal(honest).score
    assert told.quad == shot.cards[0].portraits["large"]
    assert signal(replace(honest, fields={}, alike=0.1)).score > signal(replace(honest, fields={})).score
    macao = replace(honest, face=("mo-id", "2023", "front"))
    assert signal(replace(macao, alike=0.5)).score == signal(macao).score


def test_a_wrong_check_digit_alone_adds_nothing(shot: Photograph, signal: Tampered) -> None:
    honest = sight(shot)
    wrong = Check("hkid.check_digit", False, ("number",), "printed so on specimens")
    assert signal(replace(honest, checks=(wrong,))) == signal(honest)


def test_without_any_field_there_is_nothing_to_suspect(shot: Photograph, signal: Tampered) -> None:
    assert signal(replace(sight(shot), fields={})).score < 0.1


def test_a_row_counts_by_its_likeliest_pieces() -> None:
    odds = np.array([-5.0, 3.0, 1.0, -4.0], np.float32)
    assert by_row(odds, np.array([0, 0, 0, 1])) == {0: 2.0, 1: -4.0}


def test_even_odds_are_a_half() -> None:
    assert probability(0.0) == 0.5
