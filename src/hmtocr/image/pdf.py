"""The pages of a PDF as pictures, by the extra `pdf` (pypdfium2)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PIL import Image

from hmtocr.errors import TruncatedImageError, UnsupportedFormatError

_POINTS_PER_INCH = 72
# PDFium is not safe in threads, not even on different documents.
_pdfium_lock = threading.Lock()


def count(data: bytes) -> int:
    """How many pages there are.

    Raises:
        UnsupportedFormatError: the extra is not installed, or a password is needed.
        TruncatedImageError: the file is damaged or has no page.
    """
    with _document(data) as document:
        pages = len(document)
    if pages == 0:
        raise TruncatedImageError("the PDF has no page: send the whole file again")
    return pages


def draw(data: bytes, index: int, dpi: int, max_side: int) -> Image.Image:
    """The page `index` (from 0) on white, RGB, at `dpi`, or less where a side would exceed `max_side` pixels.

    Raises:
        UnsupportedFormatError, TruncatedImageError: as `count`.
    """
    with _document(data) as document:
        page = document[index]
        longest = max(1.0, *page.get_size())
        scale = min(dpi / _POINTS_PER_INCH, (max_side - 1) / longest)
        bitmap = page.render(scale=scale, rev_byteorder=True)
        # A copy, since PDFium frees the bitmap's memory; closed here, inside the lock, not by chance later.
        picture: Image.Image = bitmap.to_pil().convert("RGB").copy()
        bitmap.close()
        page.close()
    return picture


@contextmanager
def _document(data: bytes) -> Iterator[Any]:
    """The opened file, alone in PDFium."""
    try:
        import pypdfium2  # noqa: PLC0415
    except ImportError:
        raise UnsupportedFormatError(
            "this is PDF, which needs an extra: pip install 'hmtocr[pdf]', or convert its pages to JPEG"
        ) from None
    with _pdfium_lock:
        try:
            with pypdfium2.PdfDocument(data) as document:
                yield document
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnsupportedFormatError("the PDF is locked by a password: remove it first") from error
            raise TruncatedImageError("the PDF is cut off or damaged: send the whole file again") from error
