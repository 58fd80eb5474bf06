"""Attacks on drawn cards: what they claim to have changed, and nothing else, differs."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.specimens.attacks.edited import Edited
from hmtocr.specimens.attacks.tampered import FORGERIES, TAMPERED_ATTACKS
from hmtocr.specimens.camera import Photograph, photograph
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack


def shot(seed: int) -> Photograph:
    """A small scan of a Hong Kong card."""
    rng = np.random.default_rng(seed)
    return photograph(rng, [draw_card(rng, "hk-id", "2018", "front", font_pack(), 640)], "vga", "odd", (640, 480))


def made(name: str) -> tuple[Photograph, Edited]:
    """A photograph and what the forgery makes of it."""
    first, second = shot(1), shot(2)
    for seed in range(10):
        edited = FORGERIES[name](np.random.default_rng(seed), first, second, font_pack())
        if edited is not None:
            return first, edited
    raise AssertionError(name)


@pytest.mark.parametrize("name", FORGERIES)
def test_only_what_is_marked_as_touched_differs(name: str) -> None:
    before, edited = made(name)
    differs = (edited.pixels != before.pixels).any(2)
    assert differs.any()
    assert not (differs & (edited.touched == 0)).any()


@pytest.mark.parametrize("name", FORGERIES)
def test_the_touched_place_is_the_field_that_is_named(name: str) -> None:
    before, edited = made(name)
    (field,) = edited.texts
    quad = before.cards[0].portraits["large"] if field == "portrait" else before.cards[0].fields[field][1]
    x0, y0, x1, y1 = (*np.min(quad, axis=0), *np.max(quad, axis=0))
    ys, xs = np.nonzero(edited.touched)
    assert x0 - 20 <= xs.mean() <= x1 + 20
    assert y0 - 20 <= ys.mean() <= y1 + 20


def test_generators_have_names_of_their_own_and_some_are_held_out() -> None:
    names = [attack.generator for attack in TAMPERED_ATTACKS]
    assert len(set(names)) == len(names)
    assert {attack.kind for attack in TAMPERED_ATTACKS} == {"tampered"}
    assert {a.generator for a in TAMPERED_ATTACKS if a.held_out} == {"blended", "paper-strip"}


@pytest.mark.parametrize("attack", TAMPERED_ATTACKS, ids=lambda attack: attack.generator)
def test_every_attack_comes_as_a_file_with_its_truth(attack) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(3)
    card = draw_card(rng, "hk-id", "2003", "front", font_pack(), 640)
    attacked = attack.take(rng, card, "odd")
    assert attacked.photograph.jpeg[:2] == b"\xff\xd8"
    assert attacked.fields
    assert attacked.fields <= {*card.fields, "portrait"}


def test_where_there_is_no_portrait_to_swap_a_field_is_typed_anew() -> None:
    rng = np.random.default_rng(4)
    card = draw_card(rng, "hmt-permit", "taiwan", "back", font_pack(), 640)
    swap = next(attack for attack in TAMPERED_ATTACKS if attack.generator == "portrait")
    assert swap.take(rng, card, "odd").fields <= set(card.fields)
