"""The pages of a PDF as pictures, by the extra `pdf` (pypdfium2)."""

from __future__ import annotations

import threading
from typing import Any

from PIL import Image

from hmtocr.errors import ImageTooLargeError, TruncatedImageError, UnsupportedFormatError

_POINTS_PER_INCH = 72
# PDFium is not safe in threads, not even on different documents.
_pdfium_lock = threading.Lock()


def pages(
    data: bytes, dpi: int, max_side: int, max_pages: int, first_only: bool = False
) -> list[Image.Image]:
    """Every page, or the first, drawn on white at `dpi`, or less where a side would exceed `max_side` pixels.

    Raises:
        UnsupportedFormatError: the extra is not installed, or a password is needed.
        TruncatedImageError: the file is damaged or has no page.
        ImageTooLargeError: more than `max_pages` pages are asked for.
    """
    try:
        import pypdfium2  # noqa: PLC0415
    except ImportError:
        raise UnsupportedFormatError(
            "this is PDF, which needs an extra: pip install 'hmtocr[pdf]', or convert its pages to JPEG"
        ) from None
    with _pdfium_lock:
        try:
            with pypdfium2.PdfDocument(data) as document:
                count = len(document)
                if count == 0:
                    raise TruncatedImageError("the PDF has no page: send the whole file again")
                if count > max_pages and not first_only:
                    raise ImageTooLargeError(f"the PDF has {count} pages, more than {max_pages}: split it")
                return [_draw(document[i], dpi, max_side) for i in range(1 if first_only else count)]
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UnsupportedFormatError("the PDF is locked by a password: remove it first") from error
            raise TruncatedImageError("the PDF is cut off or damaged: send the whole file again") from error


def _draw(page: Any, dpi: int, max_side: int) -> Image.Image:
    longest = max(1.0, *page.get_size())
    scale = min(dpi / _POINTS_PER_INCH, (max_side - 1) / longest)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    # A copy, since PDFium frees the bitmap's memory with it.
    picture: Image.Image = bitmap.to_pil().convert("RGB").copy()
    return picture
