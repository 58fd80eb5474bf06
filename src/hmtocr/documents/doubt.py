"""Tells whether what the quick way read can be left at that."""

from __future__ import annotations

from collections.abc import Collection

from hmtocr.documents.spec import FieldSpec, anything
from hmtocr.documents.told import Told
from hmtocr.reading import Check
from hmtocr.text.places import KIN

_LEAST = 0.55
"""Probability that every field must have that a card cannot do without."""
_LEAST_BESIDE = 0.4
"""The same for fields that not every card has."""
_LEAST_SPELT = 0.12
"""The same for a name that its telegraph code spells."""
_LOOSE = frozenset({"window_text"})
"""What is often past reading in whichever way."""
PAIRS = (
    ("name_zh", "telecode"),
    ("surname_en", "given_en"),
    ("surname_zh", "given_zh"),
    ("surname_zh", "surname_telecode"),
    ("surname_telecode", "given_telecode"),
)
"""Seldom printed one without the other."""
_LATER = ("height", "symbols", "first_issue_date")
_EXPECTED = {
    ("mo-id", "2002", "front"): _LATER,
    ("mo-id", "2013", "front"): _LATER,
    ("mo-id", "2002", "back"): ("resident_type", "mrz1"),
    ("mo-id", "2013", "back"): ("resident_type", "mrz1"),
    ("mo-id", "2023", "back"): ("mrz1",),
}
"""Not required where a design is not known, and yet hardly ever missing."""
_MARKED = {"mrz": "mrz1", "resident_type": "resident_type"}
"""What is sure to be printed where it is seen, and the field that must have been read then."""
TELLING = frozenset({"telecodes", "resident_type"})
"""What the fronts of a document's designs have one or the other of: measured on 90 drawn Macao fronts, a design's own
is seen on 90 to 100 % of them, the other on 0 to 10 %."""
_SECONDED = 0.9


def doubtful(told: Told, checks: tuple[Check, ...]) -> bool:
    """Whether anything is missing, weak, nonsense or contradictory that a second, thorough look may mend.

    A rule that is broken may be broken in print: then the thorough way says so again.
    """
    outcomes = told.outcomes
    spelt = {name for check in checks if _is_spelling(check, told) for name in check.fields}
    for spec in told.face.fields:
        outcome = outcomes.get(spec.name)
        if spec.name in _LOOSE:
            continue
        if outcome is None:
            if spec.required:
                return True
        elif not spec.plausible(outcome.text) or outcome.probability < _least(spec, spelt):
            return True
    names = {spec.name for spec in told.face.fields}.difference(told.face.elsewhere)
    own = names | {kin for kin, fields in KIN.items() if names & set(fields)}
    if any(name in told.marked and first in names and first not in outcomes for name, first in _MARKED.items()):
        return True
    if TELLING & told.marked - own and TELLING & own - told.marked:
        return True
    if told.faint & own - _LOOSE:
        return True
    if any((a in outcomes) != (b in outcomes) for a, b in PAIRS if a in names and b in names):
        return True
    expected = _EXPECTED.get((told.face.document, told.face.design, told.face.side), ())
    return any(name not in outcomes for name in expected) or any(_is_open(check, told) for check in checks)


def _least(spec: FieldSpec, spelt: Collection[str]) -> float:
    if spec.name in spelt:
        return _LEAST_SPELT
    return _LEAST if spec.required else _LEAST_BESIDE


def _is_spelling(check: Check, told: Told) -> bool:
    """Whether a name is what a telegraph code says that is clearly read."""
    codes = [name for name in check.fields if name.endswith("telecode")]
    return bool(codes and check.passed) and all(told.outcomes[name].probability > _SECONDED for name in codes)


def _is_open(check: Check, told: Told) -> bool:
    """Whether a broken rule may be a misreading: a number alone has been read twice by then (FieldSpec.valid)."""
    if check.passed is not False:
        return False
    seconded = len(check.fields) == 1 and told.face.field(check.fields[0]).valid is not anything
    return not (seconded and told.outcomes[check.fields[0]].probability > _SECONDED)
