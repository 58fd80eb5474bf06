"""Error rates of presentation attack detection as ISO/IEC 30107-3 names them, from scores of which larger is worse.

APCER: of the pictures of an attack, how many do not warn. BPCER: of the honest pictures, how many do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """Both error rates at every threshold that tells two scores apart, from the one that lets all warn to none.

    Attributes:
        thresholds: ascending.
        bpcer, apcer: shares.
    """

    thresholds: Floats
    bpcer: Floats
    apcer: Floats

    @property
    def eer(self) -> float:
        """The rate where both are equal, between the thresholds that lie around it."""
        gap = self.bpcer - self.apcer
        after = int(np.argmax(gap <= 0))
        if after == 0:
            return float(self.apcer[0])
        share = gap[after - 1] / (gap[after - 1] - gap[after])
        return float(self.bpcer[after - 1] + share * (self.bpcer[after] - self.bpcer[after - 1]))

    @property
    def auc(self) -> float:
        """The area under hits over false alarms: 1 where the scores part, 0.5 where they tell nothing."""
        false, hits = self.bpcer[::-1], 1 - self.apcer[::-1]
        return float(np.sum(np.diff(false) * (hits[1:] + hits[:-1]) / 2))

    def apcer_at(self, bpcer: float) -> float:
        """The least APCER at no more than this BPCER."""
        return float(self.apcer[self.bpcer <= bpcer + 1e-12].min())


def curve(attacks: Sequence[float], harmless: Sequence[float]) -> Curve:
    """The curve of two sets of scores; a score that reaches the threshold warns.

    Raises:
        ValueError: one of them is empty.

    >>> told = curve([0.9, 0.8, 0.3], [0.1, 0.2, 0.4])
    >>> round(told.auc, 3), round(told.eer, 3), round(told.apcer_at(0.0), 3)
    (0.889, 0.333, 0.333)
    """
    if not attacks or not harmless:
        raise ValueError("a curve needs scores of attacks and of honest pictures")
    bad, good = np.sort(np.asarray(attacks, np.float64)), np.sort(np.asarray(harmless, np.float64))
    at = np.append(np.unique(np.concatenate((bad, good))), np.inf)
    return Curve(at, 1 - np.searchsorted(good, at) / len(good), np.searchsorted(bad, at) / len(bad))


def threshold(harmless: Sequence[float], bpcer: float) -> float:
    """The threshold that no more than that share of the honest pictures reaches, half way to the next score that does.

    Where none does, half way to 1: so few pictures or so equal scores say no more.

    >>> threshold([0.1, 0.2, 0.3, 0.4], 0.25), threshold([0.1, 0.2, 0.3, 0.4], 0.1)
    (0.35, 0.7)
    """
    scores = np.sort(np.asarray(harmless, np.float64))[::-1]
    allowed = int(bpcer * len(scores) + 1e-9)
    higher = scores[scores > scores[allowed]]
    above = higher[-1] if len(higher) else 1.0
    return float(round((scores[allowed] + above) / 2, 4))


def share(part: int, whole: int) -> float:
    """A rate; 0 of nothing is 0."""
    return part / whole if whole else 0.0
