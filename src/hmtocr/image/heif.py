"""HEIC and HEIF, the phones' format, by the extra `heic` (pillow-heif)."""

from __future__ import annotations

from typing import Any

from hmtocr.errors import UnsupportedFormatError


def open_primary(data: bytes) -> Any:
    """The primary picture, not decoded yet: it has `size` (upright) and `to_pillow()`.

    The library's own values are passed on because its package has no types.

    Raises:
        UnsupportedFormatError: the extra is not installed.
    """
    try:
        import pillow_heif  # noqa: PLC0415
    except ImportError:
        raise UnsupportedFormatError(
            "this is HEIC, which needs an extra: pip install 'hmtocr[heic]', or convert it to JPEG"
        ) from None
    container = pillow_heif.open_heif(data)
    return container[container.primary_index]
