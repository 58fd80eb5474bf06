"""One reading out of two: what the quick way was sure of, and the thorough way's for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hmtocr.checks import dates
from hmtocr.documents.told import Told
from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import inverse, move, overlap, rectangle
from hmtocr.text.line import Box
from hmtocr.text.outcome import Outcome
from hmtocr.text.places import KIN

Outcomes = Mapping[str, Outcome]
_LEAST = 0.5
"""Probability that a date must have to be counted."""
_SURE = 0.9
"""Probability from which the quick way's reading stands, whatever the thorough one's."""
_NEEDED = 0.1
"""The same where the thorough way has no reading, and the card must have one."""
_SAME_PLACE = 0.4
"""Intersection over union of two boxes that are one piece of print."""


def together(quick: Told, thorough: Told) -> Told:
    """The thorough reading, with the fields that the quick one is surer of.

    A piece of print has one meaning: where the quick way gave it to one field, the thorough way cannot to another.
    """
    known = {spec.name for spec in thorough.face.fields}
    told = {
        name: replace(outcome, box=_moved(outcome.box, quick.flat, thorough.flat))
        for name, outcome in quick.outcomes.items()
        if name in known
    }
    days = [name for name in KIN["dates"] if name in known]
    required = {spec.name for spec in thorough.face.fields if spec.required}
    surer = {n: o for n, o in told.items() if n not in days and _is_surer(o, thorough.outcomes.get(n), n in required)}
    dated = _dates(days, told, thorough.outcomes) if thorough.face.captions is not None else {}
    if not dated:
        dated = {n: o for n, o in told.items() if n in days and _is_surer(o, thorough.outcomes.get(n))}
    surer |= dated
    rest = {
        name: outcome
        for name, outcome in thorough.outcomes.items()
        if name not in surer
        and all(overlap(rectangle(*outcome.box), rectangle(*other.box)) < _SAME_PLACE for other in surer.values())
    }
    return replace(thorough, outcomes={**rest, **surer})


def _is_surer(quick: Outcome, thorough: Outcome | None, required: bool = False) -> bool:
    if thorough is None:
        return quick.probability > (_NEEDED if required else _SURE)
    if quick.text.replace(" ", "") == thorough.text.replace(" ", ""):
        # A gap between words is easily lost, and never made up.
        return quick.text.count(" ") >= thorough.text.count(" ")
    return quick.probability > min(_SURE, thorough.probability)


def _is_endless(outcome: Outcome) -> bool:
    return not any(char.isdigit() for char in outcome.text)


def _dates(names: Sequence[str], quick: Outcomes, thorough: Outcomes) -> Outcomes:
    """The dates of a card without a known layout: of the way that found them all, else of both, in their order."""
    for one in (quick, thorough):
        if all(name in one and (one[name].probability > _LEAST or _is_endless(one[name])) for name in names):
            return {name: one[name] for name in names}
    found: dict[str, Outcome] = {}
    for outcome in (o for one in (thorough, quick) for n, o in one.items() if n in names and o.probability > _LEAST):
        found[outcome.text] = outcome
    days = {text: dates.parse_full(text) for text in found}
    ordered = sorted((day, text) for text, day in days.items() if day is not None)
    endless = [text for text, day in days.items() if day is None and not any(c.isdigit() for c in text)]
    texts = [text for _, text in ordered] + endless
    if len(texts) != len(names) or len(endless) > 1:
        return {name: thorough[name] for name in names if name in thorough}
    return {name: found[text] for name, text in zip(names, texts, strict=True)}


def _moved(box: Box, source: Flat, target: Flat) -> Box:
    """A box on one flat card as it lies on another one of the same card."""
    height, width = target.pixels.shape[:2]
    points = move(source.to_picture(rectangle(*box)), inverse(target.homography)) * (width, height)
    (x0, y0), (x1, y1) = points.min(0), points.max(0)
    return float(x0), float(y0), float(x1), float(y1)
