"""The pictures that risk signals are measured on: honest ones and attacks, drawn of the held-out half, and read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.official_cards import NAMES, at_hand, official_card
from benchmarks.scores import scoring_assessor, scoring_reader
from hmtocr.documents import face_of
from hmtocr.image.decode import decode
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import overlap
from hmtocr.reading import Card, Field
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight
from hmtocr.specimens.attacks import ATTACKS
from hmtocr.specimens.attacks.harmless import HARMLESS
from hmtocr.specimens.camera import Photograph, PhotographedCard
from hmtocr.specimens.card import FACES, DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

SEED = 20261123
_SAME_CARD = 0.5
_READ_SURELY = 0.995
"""The confidence that true texts are given where no reader gives one."""


@dataclass(frozen=True)
class Task:
    """One picture to draw.

    Attributes:
        kind: of the attack; "" for an honest picture.
        generator: of the attack, or of the honest picture.
        face: that is shown; the next one that the attack fits if it does not fit this one.
        number: of the picture among those of this generator.
        specimen: the official specimen that is shown instead of a drawn card; "" for a drawn one.
    """

    kind: str
    generator: str
    face: tuple[str, str, str]
    number: int
    seed: int = SEED
    specimen: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one picture.

    Attributes:
        held_out: whether nothing was trained or tuned on the generator.
        found: whether the card was found: without it there are no scores.
        scores: by kind.
        named: by kind, whether the signal names a field that the attack touches; None if it touches the whole card.
        milliseconds: of processor time by kind; those of a look that tells several kinds are shared out among them.
        portraits: intersection over union with the drawn portraits by kind; 0 for one that is not found, or not there.
    """

    task: Task
    held_out: bool
    found: bool
    scores: Mapping[str, float]
    named: Mapping[str, bool] | None
    milliseconds: Mapping[str, float]
    portraits: Mapping[str, float]


def tasks(harmless: int, attacks: int, faces: Sequence[tuple[str, str, str]] = FACES, seed: int = SEED) -> list[Task]:
    """So many pictures of every kind of honest picture and of every generator; they take turns among the faces."""
    named = [("", kind.name, harmless) for kind in HARMLESS]
    named += [(a.kind, a.generator, attacks) for generators in ATTACKS.values() for a in generators]
    return [
        Task(kind, generator, faces[(turn * 5 + number) % len(faces)], number, seed)
        for turn, (kind, generator, count) in enumerate(named)
        for number in range(count)
    ]


def official_tasks(harmless: int, attacks: int) -> list[Task]:
    """The same of every official specimen that is at hand."""
    return [
        replace(task, face=_face(name), specimen=name)
        for name in at_hand()
        for task in tasks(harmless, attacks, (FACES[0],), SEED + NAMES.index(name))
    ]


def _face(name: str) -> tuple[str, str, str]:
    card = official_card(name)
    return card.document, card.design, card.side


def measure(task: Task, oracle: bool = False) -> Outcome:
    """Draw the picture, read it, and measure every signal.

    With `oracle` nothing is read: the signals are given the true corners and the true texts.
    """
    picture, touched, held_out = draw(task)
    (truth,) = picture.cards
    told = _by_truth(picture, truth) if oracle else _by_reader(picture, truth)
    if told is None:
        return Outcome(task, held_out, False, {}, None, {}, dict.fromkeys(truth.portraits, 0.0))
    card, spent = told
    scores = {warning.kind: warning.score for warning in card.warnings}
    named = {w.kind: not touched.isdisjoint(w.fields) for w in card.warnings} if touched else None
    return Outcome(task, held_out, True, scores, named, spent, {} if oracle else portrait_overlaps(truth, card))


def draw(task: Task) -> tuple[Photograph, frozenset[str], bool]:
    """The picture, the fields that its attack touches, and whether its generator is held out."""
    rng = np.random.default_rng([task.seed, *(f"{task.kind}/{task.generator}/{task.number}".encode())])
    if not task.kind:
        card = _card(rng, task.face, task.specimen)
        return next(kind for kind in HARMLESS if kind.name == task.generator).take(rng, card, "odd"), frozenset(), False
    attack = next(a for a in ATTACKS[task.kind] if a.generator == task.generator)
    start = FACES.index(task.face)
    for face in (task.face,) if task.specimen else (*FACES[start:], *FACES[:start]):
        # Not every card has what an attack changes: a back has no portrait to swap.
        with suppress(ValueError):
            attacked = attack.take(rng, _card(rng, face, task.specimen), "odd")
            return attacked.photograph, attacked.fields, attack.held_out
    raise ValueError(f"{task.kind}/{task.generator} fits no card")


def _card(rng: np.random.Generator, face: tuple[str, str, str], specimen: str) -> DrawnCard:
    """An official specimen, or a drawn card that keeps its rules: some have wrong check digits, as specimens do."""
    if specimen:
        return official_card(specimen)
    nowhere = ((0.0, 0.0),) * 4
    while True:
        card = draw_card(rng, *face, font_pack("default"), half="odd")
        fields = {name: Field(field.text, "", 1.0, nowhere) for name, field in card.fields.items()}
        if all(check.passed is not False for check in face_of(*face).checks(fields)):
            return card


def portrait_overlaps(truth: PhotographedCard, card: Card) -> dict[str, float]:
    """Intersection over union by kind of portrait; 0 for one that is missed, and for one that is not there."""
    found = {portrait.kind: portrait.quad for portrait in card.portraits}
    return {
        kind: overlap(np.array(truth.portraits[kind]), np.array(found[kind]))
        if kind in found and kind in truth.portraits
        else 0.0
        for kind in {*found, *truth.portraits}
    }


def _by_reader(picture: Photograph, truth: PhotographedCard) -> tuple[Card, Mapping[str, float]] | None:
    reader, spent = scoring_reader()
    spent.clear()
    cards = reader.read(picture.jpeg).cards
    shares = [overlap(np.array(truth.quad), np.array(card.quad)) for card in cards]
    if not shares or max(shares) < _SAME_CARD:
        return None
    # What else was taken for a card has been measured too.
    timings = {kind: seconds / len(cards) for kind, seconds in spent.items()}
    return cards[shares.index(max(shares))], timings


def _by_truth(picture: Photograph, truth: PhotographedCard) -> tuple[Card, Mapping[str, float]]:
    assessor, spent = scoring_assessor()
    spent.clear()
    decoded = decode(picture.jpeg)
    face = face_of(truth.document, truth.design, truth.side)
    fields = {
        name: Field(text, face.field(name).value(text), _READ_SURELY, quad)
        for name, (text, quad) in truth.fields.items()
    }
    quad = np.array(truth.quad, np.float64) / decoded.scale
    flat, checks = flatten(decoded.pixels, quad, WIDTH, HEIGHT), face.checks(fields)
    named = (truth.document, truth.design, truth.side)
    sight = Sight(decoded.pixels, decoded.scale, quad, flat, named, fields, checks, truth.portraits)
    warnings = assessor.warnings(sight)
    return Card(*named, truth.quad, 1.0, fields, checks, warnings), spent
