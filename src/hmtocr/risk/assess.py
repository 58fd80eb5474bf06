"""Measures the risk signals of a card that was read, and warns of those that pass the threshold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

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
    """

    measures: Mapping[str, Callable[[Sight], Signal]]
    least: Mapping[str, float]
    shared: Mapping[tuple[str, ...], Callable[[Sight], Mapping[str, Signal]]] = field(default_factory=dict)

    def signals(self, sight: Sight, kinds: Collection[str] = KINDS) -> dict[str, Signal]:
        """The score of every wanted kind, whether it warns or not."""
        told = {kind: measure(sight) for kind, measure in self.measures.items() if kind in kinds}
        for together, look in self.shared.items():
            if not set(together).isdisjoint(kinds):
                told |= look(sight)
        return {kind: told[kind] for kind in KINDS if kind in kinds and kind in told}

    def warnings(self, sight: Sight, kinds: Collection[str] = KINDS) -> tuple[CardWarning, ...]:
        """The wanted kinds whose score passes the threshold, in the order of their codes' table."""
        return tuple(
            CardWarning(CODES[kind], kind, signal.score, signal.fields, signal.quad)
            for kind, signal in self.signals(sight, kinds).items()
            if signal.score >= self.least[kind]
        )


def load_assessor(point: Point = "balanced", intra_threads: int | None = None) -> Assessor:
    """Every signal there is, with its networks.

    Raises:
        ModelError: a network is missing, or is not the one that the manifest names.
        ValueError: there is no such operating point.
    """
    measures: dict[str, Callable[[Sight], Signal]] = {
        "blur": blur.measure,
        "tampered": Tampered(load("print-forensics", intra_threads)),
        "inconsistent": inconsistent.measure,
    }
    shared: dict[tuple[str, ...], Callable[[Sight], Mapping[str, Signal]]] = {
        obstruction.KINDS: obstruction.Obstruction(load("card-overlay", intra_threads)),
        reproduction.KINDS: reproduction.Reproduction(load("grain-judge", intra_threads)),
    }
    return Assessor(measures, thresholds(point), shared)
