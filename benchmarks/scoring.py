"""What one picture's reading is worth against its truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from benchmarks.peer import contains
from hmtocr.image.geometry import overlap
from hmtocr.reading import Card, Reading
from hmtocr.specimens.camera import PhotographedCard

_SAME_CARD = 0.5
"""Intersection over union from which a card that was found is the card that was drawn."""


@dataclass(frozen=True)
class FieldScore:
    """One printed field: read exactly or not, how sure the reader was, and whether the peer's output holds it."""

    name: str
    right: bool
    confidence: float
    peer: bool | None


@dataclass(frozen=True)
class CardScore:
    """One card of one picture.

    Attributes:
        found: whether a card was reported there.
        corner: mean distance of the four corners, in pixels where the card is 1000 wide; None if not found.
        way_up: whether the corners begin at the card's own top left.
        same_side, classed: whether document and side are right, and the design too.
        extra: fields reported that are not printed (what is printed too faintly to be labelled is left out).
        seconds: the reader's, and the peer's, for the whole picture.
    """

    face: str
    level: str
    name: str
    found: bool
    corner: float | None
    way_up: bool
    same_side: bool
    classed: bool
    fields: tuple[FieldScore, ...]
    extra: tuple[str, ...] = ()
    seconds: tuple[float, float] = (0.0, 0.0)
    misread: tuple[tuple[str, str, str], ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)


def score_card(
    truth: PhotographedCard,
    reading: Reading,
    peer: str | None,
    level: str,
    name: str,
    seconds: tuple[float, float],
) -> CardScore:
    """Compare one drawn card with the reading of its picture."""
    want = np.array(truth.quad, np.float64)
    card = _same(want, reading.cards)
    fields, misread = [], []
    for key, printed in truth.fields.items():
        told = card.fields.get(key) if card else None
        text = printed[0]
        fields.append(
            FieldScore(
                key,
                told is not None and told.text == text,
                told.confidence if told else 0.0,
                None if peer is None else contains(peer, text),
            )
        )
        if told is None or told.text != text:
            misread.append((key, text, told.text if told else ""))
    extra = tuple(n for n in (card.fields if card else {}) if n not in truth.fields and n != "window_text")
    corner, way_up = _corners(want, card)
    face = (truth.document, truth.design, truth.side)
    return CardScore(
        face="/".join(face),
        level=level,
        name=name,
        found=card is not None,
        corner=corner,
        way_up=way_up,
        same_side=card is not None and (card.document, card.side) == (truth.document, truth.side),
        classed=card is not None and (card.document, card.design, card.side) == face,
        fields=tuple(fields),
        extra=extra,
        seconds=seconds,
        misread=tuple(misread),
    )


def _same(want: np.ndarray[Any, Any], cards: Sequence[Card]) -> Card | None:
    best: tuple[float, Card | None] = (_SAME_CARD, None)
    for card in cards:
        shared = overlap(want, np.array(card.quad, np.float64))
        if shared > best[0]:
            best = (shared, card)
    return best[1]


def _corners(want: np.ndarray[Any, Any], card: Card | None) -> tuple[float | None, bool]:
    if card is None:
        return None, False
    width = float(np.linalg.norm(want[1] - want[0]) + np.linalg.norm(want[2] - want[3])) / 2
    got = np.array(card.quad, np.float64)
    errors = [float(np.linalg.norm(np.roll(got, turn, axis=0) - want, axis=1).mean()) for turn in range(4)]
    return min(errors) * 1000 / width, errors[0] == min(errors)


def right_share(scores: Sequence[CardScore], names: Mapping[str, object] | None = None) -> tuple[int, int, int]:
    """Fields right, fields right by the peer, fields in all."""
    chosen = [f for s in scores for f in s.fields if names is None or f.name in names]
    return sum(f.right for f in chosen), sum(bool(f.peer) for f in chosen), len(chosen)
