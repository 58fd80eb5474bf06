"""Cards to the vendor's results, every member with its JSON type.

A field that is not printed is "" with the confidence 0.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from hmtocr.checks.symbols import is_permanent
from hmtocr.reading import Card, Portrait, Reading

_HONG_KONG = {
    "name": "name_zh",
    "name_en": "name_en",
    "sex": "sex",
    "birth_date": "birth_date",
    "number": "number",
    "symbols": "symbols",
    "name_telegraph_code": "telecode",
    "permanent": "symbols",
    "initial_issue_date": "first_issue_date",
    "issue_date": "issue_date",
}
"""The vendor's names in the order of its sample, and the field that each is told from."""
_MACAO: Mapping[str, tuple[str, ...]] = {
    "name": ("surname_zh", "given_zh"),
    "name_en": ("surname_en", "given_en"),
    "sex": ("sex",),
    "issue_date": ("issue_date",),
    "expiry_date": ("expiry_date",),
    "birth_date": ("birth_date",),
    "initial_issue_date": ("first_issue_date",),
    "height": ("height",),
    "number": ("number",),
    "symbols": ("symbols",),
    "machine_code1": ("mrz1",),
    "machine_code2": ("mrz2",),
    "machine_code3": ("mrz3",),
}
_MACAO_SEXES = {"M": "男", "F": "女"}


def hong_kong(reading: Reading, card: Card, *, image: bool, location: bool) -> dict[str, Any]:
    """The result of hk-id-card; the portrait's members are there only if asked for, empty where there is no portrait.

    `permanent` is true for holders of the right of abode, whose symbols tell it, and false where they cannot be read.
    """
    result: dict[str, Any] = {name: _text(card, field) for name, field in _HONG_KONG.items()}
    result["sex"] = _sex(card)
    result["name_telegraph_code"] = "".join(result["name_telegraph_code"].split())
    result["permanent"] = is_permanent(result["symbols"]) is True
    result["confidence"] = {name: _confidence(card, (field,)) for name, field in _HONG_KONG.items()}
    if location:
        result["portrait_location"] = _location(reading, _portrait(card))
    if image:
        result["portrait_image"] = _image(_portrait(card))
    return result


def macao(card: Card, *, image: bool) -> dict[str, Any]:
    """The result of macao-id-card for the side that the card shows."""
    result: dict[str, Any] = {"side": card.side}
    for name, fields in _MACAO.items():
        between = " " if name == "name_en" else ""
        result[name] = between.join(text for text in (_text(card, field) for field in fields) if text)
    result["sex"] = _MACAO_SEXES.get(_sex(card), result["sex"])
    result["confidence"] = {name: _confidence(card, fields) for name, fields in _MACAO.items()}
    if image:
        result["portrait_image"] = _image(_portrait(card))
    return result


def _text(card: Card, name: str) -> str:
    field = card.fields.get(name)
    return field.text if field else ""


def _sex(card: Card) -> str:
    field = card.fields.get("sex")
    return field.value if field else ""


def _confidence(card: Card, names: tuple[str, ...]) -> float:
    """The least of its parts'."""
    told = [card.fields[name].confidence for name in names if name in card.fields]
    return round(min(max(min(told), 0.0), 1.0), 4) if told else 0.0


def _portrait(card: Card) -> Portrait | None:
    """The larger one, as the vendor's page says."""
    return min(card.portraits, key=lambda portrait: portrait.kind != "large", default=None)


def _location(reading: Reading, portrait: Portrait | None) -> list[list[int]]:
    if portrait is None:
        return []
    return [
        [round(min(max(x, 0), reading.width - 1)), round(min(max(y, 0), reading.height - 1))] for x, y in portrait.quad
    ]


def _image(portrait: Portrait | None) -> str:
    return b64encode(portrait.jpeg).decode() if portrait else ""
