"""What a reading is: frozen values that say what is printed, where, and how sure we are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

Point = tuple[float, float]
Quad = tuple[Point, Point, Point, Point]
"""Four (x, y) pixels of the original picture, clockwise from the thing's own top left."""


@dataclass(frozen=True, slots=True)
class Field:
    """One printed item.

    Attributes:
        text: exactly what is printed, never repaired to satisfy a rule.
        value: the same, normalised (dates as ISO 8601, sex as "M" or "F", numbers without blanks).
        confidence: calibrated probability, 0..1, that `text` is right.
        quad: where it stands on the original picture.
        alternatives: other readings that the pixels support, best first, with their probabilities.
    """

    text: str
    value: str
    confidence: float
    quad: Quad
    alternatives: tuple[tuple[str, float], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "text": self.text,
            "value": self.value,
            "confidence": round(self.confidence, 4),
            "quad": _quad_to_list(self.quad),
            "alternatives": [[text, round(p, 4)] for text, p in self.alternatives],
        }


@dataclass(frozen=True, slots=True)
class Check:
    """The verdict of one rule on one card.

    Attributes:
        rule: its name, for example "hkid.check_digit".
        passed: True, False, or None where the rule has nothing to go by.
        fields: names of the fields that it looked at.
        message: one sentence for people, without any field's value.
    """

    rule: str
    passed: bool | None
    fields: tuple[str, ...]
    message: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"rule": self.rule, "passed": self.passed, "fields": list(self.fields), "message": self.message}


@dataclass(frozen=True, slots=True)
class CardWarning:
    """A risk signal.

    Attributes:
        code: as in Tencent Cloud's table (-9101 ...); 0 for what that table does not have.
        kind: in a word.
        score: 0..1.
        fields: the names of those that it touches.
        quad: where on the original picture; None for the whole card.
    """

    code: int
    kind: str
    score: float
    fields: tuple[str, ...] = ()
    quad: Quad | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "code": self.code,
            "kind": self.kind,
            "score": round(self.score, 4),
            "fields": list(self.fields),
            "quad": None if self.quad is None else _quad_to_list(self.quad),
        }


@dataclass(frozen=True, slots=True)
class Portrait:
    """A face printed on the card.

    Attributes:
        kind: "large" or "small" (the second, ghost, picture).
        quad: where it stands on the original picture.
        jpeg: the portrait cut out upright from the original pixels, as a JPEG file; empty if not asked for.
    """

    kind: str
    quad: Quad
    jpeg: bytes = field(default=b"", repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON; the picture itself is left out."""
        return {"kind": self.kind, "quad": _quad_to_list(self.quad)}


@dataclass(frozen=True, slots=True)
class Card:
    """One card in the picture.

    Attributes:
        document: "hk-id", "mo-id" or "hmt-permit".
        design: "2003" or "2018" (Hong Kong), "2002", "2013" or "2023" (Macao), "hk-macao" or "taiwan" (permit).
        side: "front" or "back".
        quad: its four corners on the original picture, clockwise from the card's own top left.
        confidence: that this is such a card.
        fields: by name; a field that is not printed is absent.
    """

    document: str
    design: str
    side: str
    quad: Quad
    confidence: float
    fields: Mapping[str, Field]
    checks: tuple[Check, ...] = ()
    warnings: tuple[CardWarning, ...] = ()
    portraits: tuple[Portrait, ...] = ()

    def __post_init__(self) -> None:
        """Freeze the mapping too."""
        object.__setattr__(self, "fields", MappingProxyType(dict(self.fields)))

    def __reduce__(self) -> tuple[Any, ...]:
        """What one process hands to another: a frozen mapping cannot be handed over."""
        place = (self.document, self.design, self.side, self.quad, self.confidence)
        return type(self), (*place, dict(self.fields), self.checks, self.warnings, self.portraits)

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {
            "document": self.document,
            "design": self.design,
            "side": self.side,
            "confidence": round(self.confidence, 4),
            "quad": _quad_to_list(self.quad),
            "fields": {name: f.to_dict() for name, f in self.fields.items()},
            "checks": [c.to_dict() for c in self.checks],
            "warnings": [w.to_dict() for w in self.warnings],
            "portraits": [p.to_dict() for p in self.portraits],
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one picture; `cards` is empty where there is none.

    Attributes:
        width, height: of the original picture in pixels, upright after EXIF.
        cards: the largest first.
    """

    width: int
    height: int
    cards: tuple[Card, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON."""
        return {"width": self.width, "height": self.height, "cards": [c.to_dict() for c in self.cards]}


class Reads(Protocol):
    """What reads pictures: a Reader, or what stands in for one."""

    def read(
        self,
        data: bytes,
        *,
        documents: Collection[str] | None = None,
        portraits: bool = True,
        warnings: bool | Collection[str] = True,
    ) -> Reading:
        """As `hmtocr.Reader.read`."""


def _quad_to_list(quad: Quad) -> list[list[float]]:
    return [[round(x, 1), round(y, 1)] for x, y in quad]
