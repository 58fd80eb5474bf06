"""The bytes of a picture, from Base64 or from a URL."""

from __future__ import annotations

import binascii

from hmtocr.errors import FetchError
from hmtocr.protocols.services import Fetch
from hmtocr.protocols.tencent.actions import HKID, MACAO, Action, Edition
from hmtocr.protocols.tencent.errors import DECODE, TOO_LARGE, TencentError, from_fetch
from hmtocr.protocols.tencent.parse import Source

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


async def obtain(source: Source, action: Action, edition: Edition, fetch: Fetch) -> bytes:
    """The file, which begins as a PNG or JPEG does: the API takes no other format.

    Raises:
        TencentError: too large, not Base64, another format, empty, or not to be downloaded.
    """
    if source.url:
        try:
            data = await fetch(source.url, largest=_largest_file(source, action, edition))
        except FetchError as error:
            raise from_fetch(error) from error
    else:
        if len(source.base64) > edition.base64_limit:
            raise TencentError(TOO_LARGE)
        data = _decode(source.base64)
    if not data:
        raise TencentError(action.empty_code, f"{source.parameter} is empty")
    if not data.startswith((_JPEG, _PNG)):
        raise TencentError(DECODE)
    return data


def _largest_file(source: Source, action: Action, edition: Edition) -> int:
    """Bytes. The pages limit the Base64 text that a file would make, but for a Macao card's front the file itself."""
    if action is MACAO and source.parameter == "ImageUrl":
        return edition.base64_limit
    return (edition.hk_url_limit if action is HKID else edition.base64_limit) // 4 * 3


def _decode(text: str) -> bytes:
    """Blanks and line ends, as MIME encoders put them in, are no part of it."""
    try:
        return binascii.a2b_base64("".join(text.split()).encode("ascii"), strict_mode=True)
    except (UnicodeEncodeError, binascii.Error):
        raise TencentError(DECODE) from None
