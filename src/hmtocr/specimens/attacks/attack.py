"""What an attack is: a way to make a picture of a card that a risk signal should notice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hmtocr.specimens.camera import Photograph
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.places import Half


@dataclass(frozen=True)
class Attacked:
    """A picture of one card under attack.

    Attributes:
        photograph: with the card's place; the truth about the fields is what the picture shows.
        fields: the names of those that the attack touches; empty for the whole card.
    """

    photograph: Photograph
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Attack:
    """One generator.

    Attributes:
        kind: out of hmtocr.risk.kinds.KINDS.
        generator: its name, unique within the kind.
        held_out: whether nothing is ever trained or tuned on it: the test of a kind is an attack never met.
        take: draws one picture; `half` keeps the backgrounds of training apart from those of tests. ValueError where
            the card has nothing that it could change.
    """

    kind: str
    generator: str
    held_out: bool
    take: Callable[[np.random.Generator, DrawnCard, Half], Attacked]
