"""An action's parameters, checked and typed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hmtocr.protocols.tencent.actions import MACAO, Action
from hmtocr.protocols.tencent.errors import VALUE_LIMIT, TencentError

_BOOLEANS = {"true": True, "false": False}
_SIDES: Mapping[str, Literal["front", "back"]] = {"FRONT": "front", "BACK": "back"}
_RET_IMAGES = ("", "portrait", "preprocess")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a picture comes from.

    Attributes:
        parameter: which one gives it.
        url: "" where it is in `base64`.
    """

    parameter: str
    url: str = ""
    base64: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a request asks for.

    Attributes:
        picture: of the card, or of its front.
        back: of a Macao card's back, if given.
        portraits: ReturnHeadImage, CropPortrait, or Config's RetImage.
        detect_fake: of HKIDCardOCR.
        side: of the permit; None for the side that the picture shows.
    """

    picture: Source
    back: Source | None = None
    portraits: bool = False
    detect_fake: bool = False
    side: Literal["front", "back"] | None = None


def parse(action: Action, given: Mapping[str, object]) -> Wanted:
    """The request's parameters; null is absent.

    Raises:
        TencentError: UnknownParameter, InvalidParameter (a type), a value that the action does not know, or no picture.
    """
    strings, booleans = _typed(action, given)
    picture = _source(strings, "ImageUrl", "ImageBase64")
    if picture is None:
        raise TencentError(action.empty_code, "one of ImageUrl and ImageBase64 must be given")
    return Wanted(
        picture=picture,
        back=_source(strings, "BackImageUrl", "BackImageBase64"),
        portraits=booleans.get("ReturnHeadImage", booleans.get("CropPortrait", False))
        or (action is MACAO and _ret_image(strings.get("Config", "")) == "portrait"),
        detect_fake=booleans.get("DetectFake", False),
        side=_side(strings.get("CardSide", "")),
    )


def _typed(action: Action, given: Mapping[str, object]) -> tuple[dict[str, str], dict[str, bool]]:
    strings: dict[str, str] = {}
    booleans: dict[str, bool] = {}
    for name, value in given.items():
        if name not in action.strings | action.booleans:
            raise TencentError("UnknownParameter", _shown(name))
        if value is None:
            continue
        if name in action.strings:
            if not isinstance(value, str):
                raise TencentError("InvalidParameter", name)
            strings[name] = value
        else:
            booleans[name] = _boolean(name, value)
    return strings, booleans


def _boolean(name: str, value: object) -> bool:
    """JSON's, or a word: the vendor's own example sends "false", forms of the Python SDK send True."""
    told = _BOOLEANS.get(value.lower()) if isinstance(value, str) else value
    if not isinstance(told, bool):
        raise TencentError("InvalidParameter", name)
    return told


def _source(strings: Mapping[str, str], url: str, base64: str) -> Source | None:
    """If both are given only the URL counts, even where it fails."""
    if strings.get(url):
        return Source(url, url=strings[url])
    if strings.get(base64):
        return Source(base64, base64=strings[base64])
    return None


def _side(text: str) -> Literal["front", "back"] | None:
    """Nothing means that the picture tells; a word that is neither side is a mistake of the caller's."""
    if not text:
        return None
    side = _SIDES.get(text.upper())
    if side is None:
        raise TencentError(VALUE_LIMIT, "CardSide is FRONT, BACK or left out")
    return side


def _ret_image(config: str) -> str:
    """RetImage of Config: "portrait", or "" and "preprocess" (the vendor's own example), which give no picture."""
    if not config.strip():
        return ""
    try:
        told = json.loads(config)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise TencentError("InvalidParameter.ConfigFormatError")
    value = told.get("RetImage") or ""
    if not isinstance(value, str) or value not in _RET_IMAGES:
        raise TencentError(VALUE_LIMIT, "RetImage in Config is portrait or empty")
    return value


def _shown(name: str) -> str:
    """A name that a caller made up, short and harmless in a message."""
    return "".join(c if c.isalnum() or c in "._-" else "?" for c in name[:64])
