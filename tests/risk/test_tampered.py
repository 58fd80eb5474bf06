"""A field that was typed anew in a photograph is suspected, and named; the photograph itself is not."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels
from hmtocr.image.portraits import Likeness
from hmtocr.models.engine import Engine, load
from hmtocr.reading import Check, Quad
from hmtocr.risk.sight import Sight
from hmtocr.risk.tampered import Tampered, by_row, probability
from hmtocr.risk.thresholds import thresholds
from hmtocr.specimens.attacks.edited import compressed, untouched
from hmtocr.specimens.attacks.forgeries import copy_move, retyped
from hmtocr.specimens.camera import Photograph
from hmtocr.specimens.fonts import font_pack


@pytest.fixture(scope="module")
def signal() -> Tampered:
    """The signal with the network that is delivered."""
    return Tampered(load("print-forensics", 1), load("card-overlay", 1))


def typed_anew(shot: Photograph, name: str) -> Pixels:
    """The picture with that field in another type."""
    edited = retyped(np.random.default_rng(1), untouched(shot.pixels), shot, name, font_pack(), "flat", 0.0)
    assert edited is not None
    pixels, _ = compressed(edited.pixels, 92, fine=True)
    return pixels


def test_a_photograph_does_not_warn(honest: Sight, signal: Tampered) -> None:
    assert signal(honest).score < thresholds("balanced")["tampered"]


def test_a_field_typed_anew_is_suspected_and_named(shot: Photograph, honest: Sight, signal: Tampered) -> None:
    told = signal(replace(honest, pixels=typed_anew(shot, "number")))
    assert told.score > thresholds("strict")["tampered"]
    assert told.fields[0] == "number"
    assert told.quad == shot.cards[0].fields["number"][1]


def test_characters_copied_within_the_card_are_suspected_and_named(
    shot: Photograph, honest: Sight, signal: Tampered
) -> None:
    edited = copy_move(np.random.default_rng(9), shot, shot, font_pack())
    assert edited is not None
    pixels, _ = compressed(edited.pixels, 95, fine=True)
    told = signal(replace(honest, pixels=pixels))
    assert told.score > thresholds("balanced")["tampered"]
    assert set(edited.texts) <= set(told.fields)


def test_a_row_that_could_not_be_read_is_looked_at_and_named(shot: Photograph, honest: Sight, signal: Tampered) -> None:
    place = honest.fields["number"].quad
    fields = {name: field for name, field in honest.fields.items() if name != "number"}
    forged = replace(honest, pixels=typed_anew(shot, "number"), fields=fields)
    told = signal(replace(forged, unread={"number": place}))
    assert told.score > signal(forged).score + 0.2
    assert (told.fields[0], told.quad) == ("number", place)
    assert told.score < thresholds("balanced")["tampered"], "a stamp may be taken for a row"


def test_a_row_of_dashes_has_no_strokes_to_compare(honest: Sight, signal: Tampered) -> None:
    dashes = replace(honest.fields["number"], text="------")
    assert signal(replace(honest, fields={**honest.fields, "expiry_date": dashes})) == signal(honest)


def test_a_missing_field_adds_to_it_and_is_named(honest: Sight, signal: Tampered) -> None:
    fields = {name: field for name, field in honest.fields.items() if name != "sex"}
    told = signal(replace(honest, fields=fields, missing=("sex",)))
    assert told.score > signal(replace(honest, fields=fields)).score
    assert "sex" in told.fields


def test_a_name_that_its_telecode_does_not_spell_adds_to_it(honest: Sight, signal: Tampered) -> None:
    surely = {name: replace(field, confidence=0.999) for name, field in honest.fields.items()}
    contradicts = Check("telecode.name", False, ("name_zh", "telecode"), "another name")
    told = signal(replace(honest, fields=surely, checks=(contradicts,)))
    assert told.score > signal(honest).score
    assert {"name_zh", "telecode"} <= set(told.fields)


def test_portraits_of_two_faces_are_suspected_and_named(shot: Photograph, honest: Sight, signal: Tampered) -> None:
    other, same = Likeness(0.5, 20.0, 40.0), Likeness(0.96, 20.0, 40.0)
    told = signal(replace(honest, alike=other))
    assert told.score > thresholds("balanced")["tampered"]
    assert told.quad == shot.cards[0].portraits["large"]
    assert signal(replace(honest, alike=same)).score == signal(honest).score
    assert signal(replace(honest, fields={}, alike=other)).score > signal(replace(honest, fields={})).score
    macao = replace(honest, face=("mo-id", "2023", "front"))
    assert signal(replace(macao, alike=other)).score == signal(macao).score


def test_a_wrong_check_digit_alone_adds_nothing(honest: Sight, signal: Tampered) -> None:
    wrong = Check("hkid.check_digit", False, ("number",), "printed so on specimens")
    assert signal(replace(honest, checks=(wrong,))) == signal(honest)


def test_without_any_field_there_is_nothing_to_suspect(honest: Sight, signal: Tampered) -> None:
    assert signal(replace(honest, fields={})).score < 0.1


class Certain:
    """A network that takes every piece for edited."""

    def run(self, *inputs: NDArray[np.float32]) -> tuple[NDArray[np.float32]]:
        """The same log odds for each."""
        return (np.full((len(inputs[-1]), 1), 12.0, np.float32),)


@pytest.fixture(scope="module")
def certain(signal: Tampered) -> Tampered:
    """The signal with that network."""
    return replace(signal, network=cast(Engine, Certain()))


def test_a_row_of_one_piece_alone_proves_little(honest: Sight, certain: Tampered) -> None:
    number = honest.fields["number"]
    a, d = number.quad[0], number.quad[3]
    high = d[1] - a[1]
    square = ((a[0], a[1]), (a[0] + high, a[1]), (a[0] + high, d[1]), (a[0], d[1]))
    whole = certain(replace(honest, fields={"number": number}, missing=()))
    alone = certain(replace(honest, fields={"number": replace(number, quad=square)}, missing=()))
    assert whole.score > 0.999
    assert alone.score == pytest.approx(probability(2.0))


def test_a_row_that_is_seen_coarsely_proves_little(honest: Sight, certain: Tampered) -> None:
    name = honest.fields["name_en"]
    (_, top), _, _, (_, bottom) = name.quad
    times = 5 / (bottom - top)
    pixels = np.asarray(cv2.resize(honest.pixels, None, fx=times, fy=times, interpolation=cv2.INTER_AREA), np.uint8)
    quad = cast(Quad, tuple((x * times, y * times) for x, y in name.quad))
    fields = {"name_en": replace(name, quad=quad)}
    told = certain(replace(honest, pixels=pixels, quad=honest.quad * times, fields=fields, missing=()))
    assert told.score == pytest.approx(probability(2.0))


def test_a_row_counts_by_its_likeliest_pieces() -> None:
    odds = np.array([-5.0, 3.0, 1.0, -4.0], np.float32)
    assert by_row(odds, np.array([0, 0, 0, 1])) == {0: 2.0, 1: -4.0}


def test_even_odds_are_a_half() -> None:
    assert probability(0.0) == 0.5
