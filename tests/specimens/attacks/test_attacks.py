"""The table of attacks: complete, unambiguous, and each kind with a generator that nothing was trained on."""

from __future__ import annotations

from hmtocr.risk.kinds import CODES
from hmtocr.specimens.attacks import ATTACKS


def test_every_kind_of_the_vendors_table_can_be_drawn() -> None:
    assert set(ATTACKS) == {kind for kind, code in CODES.items() if code}


def test_generators_are_named_once_and_some_are_held_out() -> None:
    for kind, attacks in ATTACKS.items():
        assert {attack.kind for attack in attacks} == {kind}
        assert len({attack.generator for attack in attacks}) == len(attacks) >= 3
        assert 0 < sum(attack.held_out for attack in attacks) < len(attacks)
