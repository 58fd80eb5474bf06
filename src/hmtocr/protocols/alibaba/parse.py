"""The picture of a request: the body's bytes, or those behind its Url."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from hmtocr.errors import FetchError
from hmtocr.protocols.alibaba.errors import AlibabaError, from_fetch
from hmtocr.protocols.alibaba.head import is_form
from hmtocr.protocols.exchange import Request
from hmtocr.protocols.services import Fetch

LARGEST_PICTURE = 10 * 2**20
"""Bytes."""
_LONGEST_URL = 2048
_SMALLEST_SIDE, _LARGEST_SIDE, _LARGEST_RATIO = 15, 8192, 50
_BROKEN_URL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]|%(?![0-9A-Fa-f]{2})")
_BEGINNINGS = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"BM",
    b"GIF87a",
    b"GIF89a",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the picture is: in `body`, or where that is empty behind `url`."""

    url: str
    body: bytes = field(repr=False)


def parse(request: Request, parameters: Mapping[str, str]) -> Source:
    """The one place that the request names.

    Raises:
        AlibabaError: it names none or both, or a Url that is none.

    >>> parse(Request("POST", "/", (), b"GIF89a"), {})
    Source(url='')
    """
    url = parameters.get("Url", "")
    body = b"" if is_form(request) else request.body
    if url and body:
        raise AlibabaError("InvalidParameter", "Url (beside a body: send one of the two)")
    if not url and not body:
        raise AlibabaError("MissingImageUrl")
    if url:
        _check_url(url)
    return Source(url, body)


async def obtain(source: Source, fetch: Fetch) -> bytes:
    """The file, which begins as one of the formats that the API takes: PNG, JPEG, BMP, GIF, TIFF or WebP.

    Raises:
        AlibabaError: it cannot be fetched, or is of another format.
    """
    data = source.body
    if not data:
        try:
            data = await fetch(source.url, largest=LARGEST_PICTURE)
        except FetchError as error:
            raise from_fetch(error) from error
    if not data.startswith(_BEGINNINGS) and not (data.startswith(b"RIFF") and data[8:12] == b"WEBP"):
        raise AlibabaError("unsupportedImageFormat")
    return data


def check_size(width: int, height: int) -> None:
    """Sides over 15 and under 8192 pixels, and not fifty times as long as wide.

    Raises:
        AlibabaError: the picture is of another size.
    """
    shorter, longer = sorted((width, height))
    if shorter <= _SMALLEST_SIDE or longer >= _LARGEST_SIDE or longer >= _LARGEST_RATIO * shorter:
        raise AlibabaError("unsupportedImageFormat")


def _check_url(url: str) -> None:
    if len(url.encode("utf-8", "surrogateescape")) > _LONGEST_URL:
        raise AlibabaError("exceededImageUrlLength")
    if _BROKEN_URL.search(url):
        raise AlibabaError("unsupportedEncodeImageUrl")
    if "://" not in url:
        raise AlibabaError("IllegalImageUrl")
