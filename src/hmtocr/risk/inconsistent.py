"""The signal "inconsistent": what the card says in one place contradicts what it says in another, or its own rules.

Number against check digit, birth date and sex; second copy of the number; telecode against name; machine-readable zone
against itself and the face; dates out of order. A rule that fails is far likelier misread than broken in print, so what
counts is how surely its fields were read, and whether any other reading that the pixels support would satisfy it.

Official specimens are printed with wrong check digits on purpose: of a SAMPLE this signal warns rightly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import prod

from hmtocr.documents import face_of
from hmtocr.reading import Check, Field
from hmtocr.risk.sight import Sight, Signal

_PRIOR = 0.02
"""Of so many cards that fail a rule before anything is known of how well they were read, the print is to blame."""

_WEIGHTS: Mapping[str, float] = {
    # Rules of arithmetic, and one thing printed twice.
    "hkid.check_digit": 1.0,
    "permit.check_digit": 1.0,
    "permit.birth": 1.0,
    "permit.sex": 1.0,
    "mrz.number": 1.0,
    "mrz.birth": 1.0,
    "mrz.expiry": 1.0,
    "mrz.composite": 1.0,
    "mrz.face": 1.0,
    "mrz.face_birth": 1.0,
    "mrz.face_expiry": 0.9,
    "mrz.face_sex": 1.0,
    # Some names have more than one spelling.
    "mrz.face_name": 0.8,
    # What the calendar and the issuers' rules forbid.
    "dates.birth": 0.9,
    "dates.order": 0.9,
    "dates.validity": 0.8,
    "symbols.sex": 0.8,
    "hkid.window": 0.8,
    # The table of telecodes has variants that no list holds in full.
    "telecode.name": 0.6,
    "telecode.surname": 0.6,
    "telecode.given": 0.6,
}
"""How surely every card that is as it was issued keeps a rule. A rule that only judges a form is not here: what has
another form was misread."""


def measure(sight: Sight) -> Signal:
    """The rule that is broken most surely gives the score, 0..1; the fields are those of every rule that counts."""
    scores = broken(sight, _WEIGHTS)
    best = max(scores.values(), default=0.0)
    names = dict.fromkeys(
        name for check in scores if scores[check] >= best / 2 for name in check.fields if name in sight.fields
    )
    quad = sight.fields[next(iter(names))].quad if len(names) == 1 else None
    return Signal(best, tuple(names), quad)


def broken(sight: Sight, weights: Mapping[str, float]) -> dict[Check, float]:
    """The rules among `weights` that do not hold, each with its weight times how likely the print is to blame, 0..1."""
    failed = [check for check in sight.checks if check.passed is False and check.rule in weights]
    return {check: weights[check.rule] * _surely(check, sight) for check in failed}


def _surely(check: Check, sight: Sight) -> float:
    """How likely it is that the rule is broken in print, not by a misreading."""
    fields = [sight.fields[name] for name in check.fields if name in sight.fields]
    right = prod(field.confidence for field in fields)
    wrong = max(1 - right, _rival(check, sight))
    return _PRIOR * right / (_PRIOR * right + (1 - _PRIOR) * wrong) if right > 0 else 0.0


def _rival(check: Check, sight: Sight) -> float:
    """The probability of the likeliest other reading of one field that keeps the rule."""
    rules = face_of(*sight.face).checks
    return max(
        (
            probability
            for name in check.fields
            if name in sight.fields
            for text, probability in sight.fields[name].alternatives
            if _keeps(check.rule, rules, {**sight.fields, name: replace(sight.fields[name], text=text)})
        ),
        default=0.0,
    )


def _keeps(rule: str, rules: Callable[[Mapping[str, Field]], tuple[Check, ...]], fields: Mapping[str, Field]) -> bool:
    return any(check.rule == rule and check.passed for check in rules(fields))
