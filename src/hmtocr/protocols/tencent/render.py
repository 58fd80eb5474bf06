"""Readings to the vendor's answers: every member that its pages and its newest SDKs know, with its JSON type.

A string that has nothing to say is "", a list []; null only where the vendor says that it may be.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Collection
from math import ceil, floor
from typing import Any

from hmtocr.checks.symbols import is_permanent
from hmtocr.protocols.tencent.actions import Action, Edition
from hmtocr.reading import Card, Portrait
from hmtocr.risk.kinds import CODES

NOT_ENABLED = -9109
"""Among the warnings: not all that the action's page lists are enabled for this key."""
FORGERIES = frozenset({"photocopy", "recapture", "tampered"})
"""The kinds of risk signals that FakeDetectResult tells."""
_FORGED = frozenset(CODES[kind] for kind in FORGERIES)
_CHINESE_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?")


def hk_id(card: Card, edition: Edition, signals: list[int], *, portraits: bool, detect_fake: bool) -> dict[str, Any]:
    """The answer of HKIDCardOCR.

    `signals` are the warning codes, NOT_ENABLED among them; the mainland edition does not list them.
    FakeDetectResult is 1 (forged) where copy, recapture or tampering was signalled, else 0 (cannot be judged):
    hmtocr tells risk signals and never says of a card that it is genuine, so 2 is not answered.
    """
    sex = card.fields.get("sex")
    large, small = (_portrait(card, kind) if portraits else None for kind in ("large", "small"))
    answer: dict[str, Any] = {
        "CnName": _text(card, "name_zh"),
        "EnName": _text(card, "name_en"),
        "TelexCode": _joined(card, "telecode"),
        "Sex": edition.sexes.get(sex.value, _joined(card, "sex")) if sex else "",
        "Birthday": _text(card, "birth_date"),
        "Permanent": permanence(_text(card, "symbols")),
        "IdNum": _text(card, "number"),
        "Symbol": _text(card, "symbols"),
        "FirstIssueDate": _text(card, "first_issue_date"),
        "CurrentIssueDate": _text(card, "issue_date"),
        "FakeDetectResult": int(not _FORGED.isdisjoint(signals)) if detect_fake else None,
        "HeadImage": _base64(large) if large else None,
        "SmallHeadImage": _base64(small) if small else None,
        "WarningCode": [],
        "WarnCardInfos": signals if edition.name == "intl" else [],
        "WindowEmbeddedText": _text(card, "window_text"),
    }
    if edition.name == "intl":
        answer["HKIDVersion"] = f"HKID-{card.design}"
    return answer


def permit(card: Card, edition: Edition, signals: list[int], *, portrait: bool) -> dict[str, Any]:
    """The answer of HmtResidentPermitOCR for the side that the card shows; the other side's members are empty."""
    large = _portrait(card, "large") if portrait else None
    answer: dict[str, Any] = {
        "Name": _text(card, "name_zh"),
        "Sex": _text(card, "sex"),
        "Birth": slashed(_text(card, "birth_date")),
        "Address": _text(card, "address"),
        "IdCardNo": _text(card, "number"),
        "CardType": 0 if card.side == "front" else 1,
        "ValidDate": _text(card, "validity"),
        "Authority": _text(card, "authority"),
        "VisaNum": _text(card, "issue_count"),
        "PassNo": _text(card, "permit_number"),
        "PortraitImageInfo": _portrait_info(large) if large else None,
    }
    if edition.name == "intl":
        answer["WarnCardInfos"] = signals
    return answer


def macao(front: Card, back: Card | None, signals: list[int], *, portrait: bool) -> dict[str, Any]:
    """The answer of RecognizeMacaoIDCardOCR. The designs of 2002 and 2013 print the type of resident on the back."""
    large = _portrait(front, "large") if portrait else None
    return {
        "CnLastName": _text(front, "surname_zh"),
        "EnLastName": _text(front, "surname_en"),
        "LastNameCode": _joined(front, "surname_telecode"),
        "CnFirstName": _text(front, "given_zh"),
        "EnFirstName": _text(front, "given_en"),
        "FirstNameCode": _joined(front, "given_telecode"),
        "ID": _text(front, "number"),
        "Birthday": _text(front, "birth_date"),
        "Sex": _text(front, "sex"),
        "FirstIssueDate": _text(front, "first_issue_date"),
        "CurrentIssueDate": _text(front, "issue_date"),
        "ValidityPeriod": _text(front, "expiry_date"),
        "Symbol": _text(front, "symbols"),
        "Height": _text(front, "height"),
        "RetImage": _base64(large) if large else "",
        "Angle": None,
        "ResidentType": resident_type(_text(front, "resident_type") or (_text(back, "resident_type") if back else "")),
        "WarnCardInfos": signals,
    }


def signals_of(cards: Collection[Card], action: Action, enabled: Collection[str]) -> list[int]:
    """The warning codes of these cards that the action's page lists, in its order, of the kinds that are enabled.

    NOT_ENABLED is the last where a kind that the page lists is not.
    """
    kinds = action.kinds.intersection(enabled)
    codes = {w.code for card in cards for w in card.warnings} & {CODES[kind] for kind in kinds}
    return sorted(codes, reverse=True) + ([] if kinds == action.kinds else [NOT_ENABLED])


def permanence(symbols: str) -> int:
    """1 for a permanent resident, 0 for another, -1 where the symbols under the birth date do not tell.

    Permanent means the right of abode (A): a permanent identity card is one that states it (Immigration Ordinance,
    section 2). The right to land (R) and unlimited stay (U) are less.

    >>> [permanence(text) for text in ("***AZ", "*RX", "CO", "")]
    [1, 0, 0, -1]
    """
    permanent = is_permanent(symbols)
    return -1 if permanent is None else int(permanent)


def slashed(date: str) -> str:
    """A printed Chinese date as the vendor shows it; any other text as it is.

    >>> slashed("1997年6月2日"), slashed("1997")
    ('1997/6/2', '1997')
    """
    match = _CHINESE_DATE.fullmatch("".join(date.split()))
    return "/".join(str(int(part)) for part in match.groups()) if match else date


def resident_type(title: str) -> str:
    """The vendor's name for a card's printed title; "" where there is none.

    >>> resident_type("澳門特別行政區永久性居民身份證"), resident_type("澳門非永久性居民身份證")
    ('Permanent Resident Identity Card', 'Non-permanent Resident Identity Card')
    """
    if not title:
        return ""
    return "Non-permanent Resident Identity Card" if "非" in title else "Permanent Resident Identity Card"


def _text(card: Card, name: str) -> str:
    return card.fields[name].text if name in card.fields else ""


def _joined(card: Card, name: str) -> str:
    """Without blanks: the vendor shows telecodes as one number, and sex as 男M."""
    return "".join(_text(card, name).split())


def _portrait(card: Card, kind: str) -> Portrait | None:
    return next((p for p in card.portraits if p.kind == kind and p.jpeg), None)


def _base64(portrait: Portrait) -> str:
    return b64encode(portrait.jpeg).decode("ascii")


def _portrait_info(portrait: Portrait) -> dict[str, Any]:
    """The picture, and the upright box about it on the original one."""
    xs, ys = zip(*portrait.quad, strict=True)
    x, y = max(0, floor(min(xs))), max(0, floor(min(ys)))
    return {
        "PortraitImage": _base64(portrait),
        "ImageCoordinates": {"X": x, "Y": y, "Width": ceil(max(xs)) - x, "Height": ceil(max(ys)) - y},
    }
