"""A Hong Kong card to the member Data of RecognizeHKIdcard.

All coordinates are pixels of the original picture, upright after EXIF, as the vendor's page says of valuePos.
`orgWidth` and `orgHeight` are that picture's sides. The vendor corrects a picture by turning it until its card stands
upright; `width` and `height` are the sides after such a turn by quarters: the same, or changed about for a card that
lies on its side.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from hmtocr import __version__
from hmtocr.protocols.alibaba.rectangle import bounds, points, rotated
from hmtocr.reading import Card, Portrait, Quad, Reading

_KEYS = {
    "nameCn": "name_zh",
    "nameEn": "name_en",
    "nameCode": "telecode",
    "birthDate": "birth_date",
    "sex": "sex",
    "issuedCode": "symbols",
    "firstIssuedDate": "first_issue_date",
    "issuedDate": "issue_date",
    "idNumber": "number",
}
"""The vendor's names in the order of its sample, and our fields."""
_MAY_BE_ABSENT = frozenset({"nameCn", "nameCode"})
"""Not printed on the card of a holder without a Chinese name."""
KINDS = frozenset({"photocopy"})
"""Of risk signals that the answer tells: ftype is "whether the image is a photocopy"."""


def data(reading: Reading, card: Card) -> str:
    """The JSON text for this card of the reading.

    Members that a card does not print are "". Probabilities are whole per cent: `valueProb` that the value is right,
    `keyProb` that it is this item, which its place on the card tells, so that it is as sure as the card itself.
    Without a value there is no valuePos, as in the vendor's other samples; the probabilities are then those of the
    card if the item may be absent, else 0.
    """
    width, height = reading.width, reading.height
    corrected = (height, width) if _lies_on_its_side(card.quad) else (width, height)
    corners = points(card.quad, width, height)
    told = {
        "algo_version": hashlib.sha1(f"hmtocr {__version__}".encode(), usedforsecurity=False).hexdigest(),
        "data": {key: _value(card, key) for key in sorted(_KEYS)},
        "figure": [_figure(p, width, height) for p in sorted(card.portraits, key=lambda p: p.kind != "large")],
        "ftype": int(any(w.kind in KINDS for w in card.warnings)),
        "height": corrected[1],
        "orgHeight": height,
        "orgWidth": width,
        "prism_keyValueInfo": [_key_value(card, key, width, height) for key in _KEYS],
        "sliceRect": {f"{axis}{i}": corner[axis] for axis in "xy" for i, corner in enumerate(corners)},
        "width": corrected[0],
    }
    return json.dumps(told, ensure_ascii=False)


def _value(card: Card, key: str) -> str:
    """As printed, but for blanks: the vendor shows 女F, and one blank between telecodes."""
    field = card.fields.get(_KEYS[key])
    if field is None:
        return ""
    if key == "sex":
        return "".join(field.text.split())
    return " ".join(field.text.split()) if key == "nameCode" else field.text


def _key_value(card: Card, key: str, width: int, height: int) -> dict[str, Any]:
    field = card.fields.get(_KEYS[key])
    sure = _percent(card.confidence)
    if field is None or not field.text:
        absent = sure if key in _MAY_BE_ABSENT else 0
        return {"key": key, "keyProb": absent, "value": "", "valueProb": absent}
    return {
        "key": key,
        "keyProb": sure,
        "value": _value(card, key),
        "valuePos": points(field.quad, width, height),
        "valueProb": _percent(field.confidence),
    }


def _figure(portrait: Portrait, width: int, height: int) -> dict[str, Any]:
    left, top, w, h = bounds(portrait.quad, width, height)
    turned = rotated(portrait.quad)
    return {
        "type": "face",
        "x": left,
        "y": top,
        "w": w,
        "h": h,
        "box": {name: round(getattr(turned, name)) for name in ("x", "y", "w", "h", "angle")},
        "points": points(portrait.quad, width, height),
    }


def _lies_on_its_side(quad: Quad) -> bool:
    return 45 < abs(rotated(quad).angle) < 135


def _percent(probability: float) -> int:
    return round(100 * min(max(probability, 0.0), 1.0))
