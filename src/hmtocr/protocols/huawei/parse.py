"""The body of a request for a card: its parameters, checked, and the bytes of its picture."""

from __future__ import annotations

import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from hmtocr.errors import FetchError
from hmtocr.protocols.huawei.errors import FORMAT, SIZE, HuaweiError, from_fetch, invalid
from hmtocr.protocols.services import Fetch

CARDS: Mapping[str, str] = MappingProxyType({"hk-id-card": "hk-id", "macao-id-card": "mo-id"})
"""APIs, by the last part of their path, and the document that each reads."""
LARGEST_BASE64 = 10 * 2**20
"""Characters, as the descriptions in the vendor's SDK say."""
LARGEST_BODY = LARGEST_BASE64 + 2**16
_SMALLEST_SIDE, _LARGEST_SIDE = 15, 8192
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_BROKEN_URL = re.compile(r"[^\x21-\x7e]|%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Parameters:
    """One of `image` (Base64) and `url` is not empty; `side` is "front", "back" or "" (automatic)."""

    image: str = field(repr=False)
    url: str
    side: str
    portrait_image: bool
    portrait_location: bool


def load(body: bytes) -> dict[str, Any]:
    """The JSON object in a body.

    Raises:
        HuaweiError: it is none.
    """
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise HuaweiError("ModelArts.4105") from None
    if not isinstance(told, dict):
        raise HuaweiError("ModelArts.4105")
    return told


def parse(body: bytes, api: str) -> Parameters:
    """The parameters that the API knows; others are ignored, and null means absent.

    Raises:
        HuaweiError: no JSON, neither or both of image and url, or a value of the wrong type.
    """
    told = load(body)
    image, url = _text(told, "image"), _text(told, "url")
    if bool(image) == bool(url):
        raise invalid("Send one of image and url, not both.")
    side = _text(told, "side") if api == "macao-id-card" else ""
    if side not in ("", "front", "back"):
        raise invalid("side is front or back.")
    location = api == "hk-id-card" and _flag(told, "return_portrait_location")
    if len(image) > LARGEST_BASE64:
        raise HuaweiError(SIZE)
    if url and (_BROKEN_URL.search(url) or not _has_host(url)):
        raise HuaweiError("ModelArts.4601")
    return Parameters(image, url, side, _flag(told, "return_portrait_image"), location)


async def obtain(parameters: Parameters, fetch: Fetch) -> bytes:
    """The file, which begins as one of the formats that the API takes: JPEG, PNG, BMP or TIFF.

    Raises:
        HuaweiError: not Base64, a data URI, another format, or not to be fetched.
    """
    if parameters.url:
        try:
            data = await fetch(parameters.url, largest=LARGEST_BASE64 // 4 * 3)
        except FetchError as error:
            raise from_fetch(error) from error
    else:
        data = _decode(parameters.image)
    if not data.startswith(_BEGINNINGS):
        raise HuaweiError(FORMAT)
    return data


def check_size(width: int, height: int) -> None:
    """Every side 15 to 8192 pixels.

    Raises:
        HuaweiError: the picture is of another size.
    """
    if min(width, height) < _SMALLEST_SIDE or max(width, height) > _LARGEST_SIDE:
        raise HuaweiError(SIZE)


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise invalid(f"{name} is a string.")
    return value


def _flag(told: Mapping[str, Any], name: str) -> bool:
    """JSON's true and false, and the words as some clients send them."""
    value = told.get(name)
    if isinstance(value, bool):
        return value
    words = {None: False, "true": True, "false": False}
    if value is not None and not isinstance(value, str):
        raise invalid(f"{name} is true or false.")
    found = words.get(value)
    if found is None:
        raise invalid(f"{name} is true or false.")
    return found


def _has_host(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _decode(text: str) -> bytes:
    """Blanks and line ends, as MIME encoders put them in, are no part of it."""
    try:
        return binascii.a2b_base64("".join(text.split()).encode("ascii"), strict_mode=True)
    except (UnicodeEncodeError, binascii.Error):
        raise HuaweiError(FORMAT) from None
