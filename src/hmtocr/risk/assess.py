"""Measures the risk signals of a card that was read, and warns of those that pass the threshold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from hmtocr.models.engine import load
from hmtocr.reading import CardWarning
from hmtocr.risk import blur, inconsistent
from hmtocr.risk.covered import Covered
from hmtocr.risk.glare import Glare
from hmtocr.risk.sight import Sight, Signal
from hmtocr.risk.thresholds import Point, thresholds

CODES: Mapping[str, int] = {
    "covered": -9101,
    "photocopy": -9102,
    "recapture": -9103,
    "tampered": -9104,
    "glare": -9107,
    "blur": -9108,
    "inconsistent": 0,
}
"""Every kind, and its code in Tencent Cloud's table; 0 where that table has none."""
KINDS = tuple(CODES)


@dataclass(frozen=True)
class Assessor:
    """The signals that can be measured, by kind, and the operating point at which they warn."""

    measures: Mapping[str, Callable[[Sight], Signal]]
    point: Point = "balanced"

    def signals(self, sight: Sight, kinds: Collection[str] = KINDS) -> dict[str, Signal]:
        """The score of every wanted kind, whether it warns or not."""
        return {kind: measure(sight) for kind, measure in self.measures.items() if kind in kinds}

    def warnings(self, sight: Sight, kinds: Collection[str] = KINDS) -> tuple[CardWarning, ...]:
        """The wanted kinds whose score passes the threshold, in the order of their codes' table."""
        least = thresholds(self.point)
        return tuple(
            CardWarning(CODES[kind], kind, signal.score, signal.fields, signal.quad)
            for kind, signal in self.signals(sight, kinds).items()
            if signal.score >= least[kind]
        )


def load_assessor(point: Point = "balanced", intra_threads: int | None = None) -> Assessor:
    """Every signal there is, with its networks.

    Raises:
        ModelError: a network is missing, or is not the one that the manifest names.
        ValueError: there is no such operating point.
    """
    thresholds(point)
    measures: dict[str, Callable[[Sight], Signal]] = {
        "covered": Covered(load("card-overlay", intra_threads)),
        "glare": Glare(load("card-overlay", intra_threads)),
        "blur": blur.measure,
        "inconsistent": inconsistent.measure,
    }
    return Assessor(measures, point)
