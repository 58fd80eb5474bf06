"""Tells whether what the quick way read can be left at that."""

from __future__ import annotations

from hmtocr.documents.told import Told
from hmtocr.reading import Check

_LEAST = 0.55
"""Probability that every field must have that a card cannot do without."""
_LEAST_BESIDE = 0.4
"""The same for fields that not every card has."""
_LOOSE = frozenset({"window_text"})
"""What is often past reading in whichever way."""
_PAIRS = (
    ("name_zh", "telecode"),
    ("surname_zh", "surname_en"),
    ("given_zh", "given_en"),
    ("surname_telecode", "given_telecode"),
)
"""Seldom printed one without the other."""


def doubtful(told: Told, checks: tuple[Check, ...]) -> bool:
    """Whether anything is missing, weak or contradictory that a second, thorough look may mend.

    A rule that is broken may be broken in print: then the thorough way says so again.
    """
    outcomes = told.outcomes
    for spec in told.face.fields:
        outcome = outcomes.get(spec.name)
        if spec.name in _LOOSE:
            continue
        if outcome is None:
            if spec.required:
                return True
        elif outcome.probability < (_LEAST if spec.required else _LEAST_BESIDE):
            return True
    names = {spec.name for spec in told.face.fields}
    if any((a in outcomes) != (b in outcomes) for a, b in _PAIRS if a in names and b in names):
        return True
    return any(check.passed is False for check in checks)
