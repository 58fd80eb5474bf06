"""Measures the risk signals of a card that was read, and warns of those that pass the threshold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from hmtocr.models.crew import ALONE, Crew
from hmtocr.models.engine import load
from hmtocr.reading import CardWarning
from hmtocr.risk import blur, inconsistent, obstruction, reproduction
from hmtocr.risk.kinds import CODES, KINDS
from hmtocr.risk.sight import Sight, Signal
from hmtocr.risk.tampered import Tampered
from hmtocr.risk.thresholds import Point, thresholds


@dataclass(frozen=True)
class Assessor:
    """The signals that can be measured, by kind, and the score from which each warns.

    Attributes:
        measures: a kind, and what tells it.
        least: the score from which each kind warns.
        shared: kinds that one look tells together, and that look.
        crew: the threads that share the work.
    """

    measures: Mapping[str, Callable[[Sight], Signal]]
    least: Mapping[str, float]
    shared: Mapping[tuple[str, ...], Callable[[Sight], Mapping[str, Signal]]] = field(default_factory=dict)
    crew: Crew = ALONE

    def signals(self, sight: Sight, kinds: Collection[str] = KINDS) -> dict[str, Signal]:
        """The score of every wanted kind, whether it warns or not."""
        looks: list[Callable[[Sight], Mapping[str, Signal]]] = [
            partial(_alone, kind, measure) for kind, measure in self.measures.items() if kind in kinds
        ]
        looks += [look for together, look in self.shared.items() if not set(together).isdisjoint(kinds)]
        told = dict(chain.from_iterable(seen.items() for seen in self.crew.each(lambda look: look(sight), looks)))
        return {kind: told[kind] for kind in KINDS if kind in kinds and kind in told}

    def warnings(self, sight: Sight, kinds: Collection[str] = KINDS) -> tuple[CardWarning, ...]:
        """The wanted kinds whose score passes the threshold, in the order of their codes' table."""
        return tuple(
            CardWarning(CODES[kind], kind, signal.score, signal.fields, signal.quad)
            for kind, signal in self.signals(sight, kinds).items()
            if signal.score >= self.least[kind]
        )


def _alone(kind: str, measure: Callable[[Sight], Signal], sight: Sight) -> Mapping[str, Signal]:
    """What a measure of one kind tells, as a look does that tells several."""
    return {kind: measure(sight)}


def load_assessor(point: Point = "balanced", crew: Crew = ALONE) -> Assessor:
    """Every signal there is, with its networks; `crew` are the threads that share the work.

    Raises:
        ModelError: a network is missing, or is not the one that the manifest names.
        ValueError: there is no such operating point.
    """
    measures: dict[str, Callable[[Sight], Signal]] = {
        "blur": blur.measure,
        "tampered": Tampered(load("print-forensics", 1), load("card-overlay", 1)),
        "inconsistent": inconsistent.measure,
    }
    shared: dict[tuple[str, ...], Callable[[Sight], Mapping[str, Signal]]] = {
        obstruction.KINDS: obstruction.Obstruction(load("card-overlay", 1)),
        reproduction.KINDS: reproduction.Reproduction(load("grain-judge", 1)),
    }
    return Assessor(measures, thresholds(point), shared, crew)
