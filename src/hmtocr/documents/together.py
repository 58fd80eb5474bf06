"""One reading out of two: what the quick way was sure of, and the thorough way's for the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from hmtocr.checks import dates
from hmtocr.documents.days import backwards
from hmtocr.documents.doubt import PAIRS
from hmtocr.documents.fields import fields_of
from hmtocr.documents.spec import FieldSpec
from hmtocr.documents.told import Told
from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import inverse, move, rectangle
from hmtocr.text.line import Box
from hmtocr.text.outcome import Outcome
from hmtocr.text.places import KIN

Outcomes = Mapping[str, Outcome]
_LEAST = 0.5
"""Probability that a date must have to be counted."""
_SURE = 0.9
"""Probability from which the quick way's reading stands, whatever the thorough one's."""
_NEEDED = 0.1
"""The same where the thorough way has no reading, and the card must have one: always, or beside what was read."""
_CHANCE = 0.85
"""Probability of each character, on the average, below which a text may be of anything: of a stamp beside it, say."""
_NEARLY = 0.6
"""Of its probability: what a name with more words must have to be the whole one."""
_LEVEL = 0.5
"""Of a row's height: print that begins higher than this above its end is on the same row."""
_SAME_PLACE = 0.55
"""Of the smaller of two boxes: what it shares with the other if they are one piece of print."""


def together(quick: Told, thorough: Told) -> Told:
    """The thorough reading, with the fields that the quick one is surer of.

    A piece of print has one meaning: where the quick way gave it to one field, the thorough way cannot to another.
    Where both together break a rule that one of them keeps by itself, the fields concerned are its own.
    """
    both = _merged(quick, thorough)
    broken = _broken(both)
    if broken:
        concerned = {name for fields in broken for name in fields}
        others = [both, _merged(_without(quick, concerned), thorough)]
        # To leave out a name is to break no rule, too.
        kept = _merged(quick, _without(thorough, concerned))
        others += [kept] if _said(kept) >= _said(both) else []
        return min(others, key=lambda told: (len(_broken(told)), -_said(told)))
    return both


def _said(told: Told) -> int:
    """How many characters were read."""
    return sum(len(outcome.text.replace(" ", "")) for outcome in told.outcomes.values())


def _without(told: Told, names: Collection[str]) -> Told:
    return replace(told, outcomes={name: outcome for name, outcome in told.outcomes.items() if name not in names})


def _broken(told: Told) -> list[tuple[str, ...]]:
    """The fields of every rule that a reading breaks."""
    return [check.fields for check in told.face.checks(fields_of(told, 1.0)) if check.passed is False]


def _merged(quick: Told, thorough: Told) -> Told:
    """The thorough reading, with what the quick one is surer of."""
    specs = {spec.name: spec for spec in thorough.face.fields}
    told = {
        name: replace(outcome, box=_moved(outcome.box, quick.flat, thorough.flat))
        for name, outcome in quick.outcomes.items()
        if name in specs
    }
    days = [name for name in KIN["dates"] if name in specs]
    due = {name for name, spec in specs.items() if spec.required}
    due |= {
        b if a in thorough.outcomes else a for a, b in PAIRS if (a in thorough.outcomes) != (b in thorough.outcomes)
    }

    def is_surer(name: str, outcome: Outcome) -> bool:
        other = thorough.outcomes.get(name)
        if other is None:
            return outcome.probability > (_NEEDED if name in due else _SURE)
        return _is_surer(specs[name], outcome, other)

    joint = _taken_for_one(told, thorough.outcomes)
    surer = {name: o for name, o in told.items() if name in joint or (name not in days and is_surer(name, o))}
    contested = {name for name, o in surer.items() if name not in joint and _is_anothers(name, o, thorough.outcomes)}
    # A field that has print of its own, which no other claims, has no claim to this.
    claims = {name: o for name, o in thorough.outcomes.items() if name in contested or name not in surer}
    surer = {name: o for name, o in surer.items() if name not in contested or not _is_anothers(name, o, claims)}
    surer |= _both_parts(told, thorough.outcomes)
    dated = _dates(days, told, thorough.outcomes) if thorough.face.captions is not None else {}
    settled = set(days) if dated else set()
    if not dated:
        dated = {name: o for name, o in told.items() if name in days and is_surer(name, o)}
    surer |= dated
    rest = {
        name: outcome
        for name, outcome in thorough.outcomes.items()
        if name not in surer
        and name not in settled
        and all(_common(outcome.box, other.box) < _SAME_PLACE for other in surer.values())
    }
    return replace(thorough, outcomes={**rest, **surer}, rows=quick.rows)


def cuts_off(told: Told, other: Told) -> bool:
    """Whether a text in words is cut off within one of them, as another reading of the card shows."""
    words = {spec.name for spec in told.face.fields if spec.keeps_space} & told.outcomes.keys() & other.outcomes.keys()
    both = ((told.outcomes[name], other.outcomes[name]) for name in words)
    return any(_is_cut(one.text, whole) for one, whole in both)


def _is_cut(text: str, whole: Outcome) -> bool:
    """Whether a text ends, or begins, within a word of a reading that is not mere chance."""
    at = whole.text.find(text)
    if at < 0 or not text or whole.probability < _CHANCE ** len(whole.text):
        return False
    before, after = whole.text[:at][-1:], whole.text[at + len(text) :][:1]
    return (before.isalpha() and text[0].isalpha()) or (after.isalpha() and text[-1].isalpha())


def _lacks(spec: FieldSpec, one: Outcome, other: Outcome) -> bool:
    """Whether a text is but a piece of another reading's: of a name in words, or of what opens in a certain way."""
    if spec.keeps_space:
        # A lone letter may be of a stamp or an ornament.
        more = len(other.text) - len(one.text) > len(" I") and other.probability > _NEARLY * one.probability
        return (more and _is_part(one.text, other.text)) or _is_cut(one.text, other)
    if spec.opens is None or not other.text.endswith(one.text) or other.probability < _CHANCE ** len(other.text):
        return False
    return spec.opens(other.text) and not spec.opens(one.text)


def _is_surer(spec: FieldSpec, quick: Outcome, thorough: Outcome) -> bool:
    for one, other, answer in ((quick, thorough, False), (thorough, quick, True)):
        if _lacks(spec, one, other):
            return answer
    if quick.text.replace(" ", "") == thorough.text.replace(" ", ""):
        # A gap between words is easily lost, and never made up.
        return quick.text.count(" ") >= thorough.text.count(" ")
    if spec.plausible(quick.text) != spec.plausible(thorough.text):
        return spec.plausible(quick.text)
    lone = spec.keeps_space and len(thorough.text) - len(quick.text) <= len(" I")
    if thorough.probability > _SURE and _is_part(quick.text, thorough.text) and not lone:
        # So are groups at either end.
        return False
    return quick.probability > min(_SURE, thorough.probability)


def _is_part(text: str, whole: str) -> bool:
    """Whether a text lacks words of another at one of its ends, and nothing else.

    >>> _is_part("0000", "5098 0000"), _is_part("5098 0000", "5098 0000"), _is_part("000", "5098 0000")
    (True, False, False)
    """
    return whole.startswith(f"{text} ") or whole.endswith(f" {text}")


def _taken_for_one(quick: Outcomes, thorough: Outcomes) -> Collection[str]:
    """The parts of a name in letters, where the thorough way took both of them for one."""
    names = ("surname_en", "given_en")
    if not all(name in quick for name in names):
        return ()
    both = " ".join(quick[name].text for name in names)
    return names if any(name in thorough and thorough[name].text == both for name in names) else ()


def _both_parts(quick: Outcomes, thorough: Outcomes) -> Outcomes:
    """A name in letters whose parts either way took for the given name, each another one: the first is the surname."""
    surname, given = "surname_en", "given_en"
    if any(one[surname].probability > _SURE for one in (quick, thorough) if surname in one):
        return {}
    if any(given not in one or one[given].probability < _SURE for one in (quick, thorough)):
        return {}
    parts = sorted((quick[given], thorough[given]), key=lambda part: part.box[1])
    (left, top, right, bottom), (x0, y0, x1, y1) = parts[0].box, parts[1].box
    if y0 < bottom - _LEVEL * (bottom - top):
        # On one row they follow each other.
        parts.sort(key=lambda part: part.box[0])
        if min(right, x1) > max(left, x0) and min(bottom, y1) > max(top, y0):
            return {}
    return {surname: parts[0], given: parts[1]}


def _is_anothers(name: str, quick: Outcome, thorough: Outcomes) -> bool:
    """Whether the thorough way is surer that this print is another field's."""
    return any(
        other != name and its.probability > quick.probability and _common(its.box, quick.box) > _SAME_PLACE
        for other, its in thorough.items()
    )


def _common(a: Box, b: Box) -> float:
    """What share of the smaller of two boxes lies in the other, 0..1."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return max(0.0, across) * max(0.0, down) / max(1e-9, smaller)


def _is_endless(outcome: Outcome) -> bool:
    return not any(char.isdigit() for char in outcome.text)


def _dates(names: Sequence[str], quick: Outcomes, thorough: Outcomes) -> Outcomes:
    """The dates of a card without a known layout: of the way that found them all in their order, else of both."""
    for one in (quick, thorough):
        known = [one[name] for name in names if name in one]
        complete = len(known) == len(names) and all(o.probability > _LEAST or _is_endless(o) for o in known)
        if complete and not backwards([dates.parse_full(outcome.text) for outcome in known]):
            return dict(zip(names, known, strict=True))
    found: dict[str, Outcome] = {}
    for outcome in (o for one in (thorough, quick) for n, o in one.items() if n in names and o.probability > _LEAST):
        found[outcome.text] = outcome
    days = {text: dates.parse_full(text) for text in found}
    ordered = sorted((day, text) for text, day in days.items() if day is not None)
    endless = [text for text, day in days.items() if day is None and not any(c.isdigit() for c in text)]
    texts = [text for _, text in ordered] + endless
    if len(texts) != len(names) or len(endless) > 1:
        # The same days for other fields: the thorough way went by captions, and one may be of a day that is not read.
        # Every card has the days of birth and of issue in figures; in place of the last there may be dashes.
        told = [sorted(way[name].text for name in names if name in way) for way in (quick, thorough)]
        due = [sum(name in way for name in (names[0], *names[-2:-1])) for way in (quick, thorough)]
        way = quick if told[0] == told[1] and due[0] >= due[1] else thorough
        return {name: way[name] for name in names if name in way}
    return {name: found[text] for name, text in zip(names, texts, strict=True)}


def _moved(box: Box, source: Flat, target: Flat) -> Box:
    """A box on one flat card as it lies on another one of the same card."""
    height, width = target.pixels.shape[:2]
    points = move(source.to_picture(rectangle(*box)), inverse(target.homography)) * (width, height)
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    return float(x0), float(y0), float(x1), float(y1)
