"""Bytes to upright RGB pixels, within limits that are read from the header before any pixel is decoded.

Nothing here touches Pillow's global switches, so any number of threads may decode at once.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from io import BytesIO

import numpy as np
import simplejpeg
from numpy.typing import NDArray
from PIL import Image, ImageFile
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from hmtocr.errors import (
    ImageError,
    ImageTooLargeError,
    ImageTooSmallError,
    TruncatedImageError,
)
from hmtocr.image import heif, pdf
from hmtocr.image.formats import sniff
from hmtocr.image.upright import orientation, turn


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What is refused, and how much is decoded.

    Attributes:
        max_bytes: of the file.
        max_side: pixels of the longer side.
        max_pixels: width times height.
        min_side: pixels of the shorter side. Below 32 a card's smallest print is under 2 pixels high.
        enough: pixels of the longer side that suffice; a larger JPEG is decoded at the smallest DCT scale
            (1/2, 1/4, 1/8) that keeps as many.
        pdf_dpi: dots per inch at which PDF pages are drawn.
        max_pages: of a PDF.
    """

    max_bytes: int = 20 * 2**20
    max_side: int = 8192
    max_pixels: int = 64 * 2**20
    min_side: int = 32
    enough: int = 2000
    pdf_dpi: int = 200
    max_pages: int = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A decoded picture.

    Attributes:
        pixels: height x width x 3, RGB, contiguous, upright after EXIF; read-only.
        width, height: of the original picture in pixels, upright, before any reduction.
        scale: original pixels per decoded pixel: 1.0, 2.0, 4.0 or 8.0.
        format: "JPEG", "PNG", "BMP", "GIF", "TIFF", "WebP", "HEIF" or "PDF".
    """

    pixels: NDArray[np.uint8] = field(repr=False)
    width: int
    height: int
    scale: float
    format: str


class _Jpeg(JpegImageFile):
    """A JPEG file whose EXIF is left alone while it is opened: no flaw in it can raise or warn."""

    def _read_dpi_from_exif(self) -> None:
        """Resolution is of no use here."""


# The class of each format is called directly, not through Image.open: that one tries several, and warns.
_OPENERS: dict[str, Callable[[BytesIO], ImageFile.ImageFile]] = {
    "JPEG": _Jpeg,
    "PNG": PngImageFile,
    "BMP": BmpImageFile,
    "GIF": GifImageFile,
    "TIFF": TiffImageFile,
    "WebP": WebPImageFile,
}
_TURBO = ("RGB", "L")
"""Modes of JPEG files that libjpeg-turbo alone makes RGB of."""
_filters_lock = threading.Lock()


def decode(data: bytes, limits: DecodeLimits | None = None) -> Picture:
    """The picture in `data`; of an animation the first frame, of a PDF the first page.

    Raises:
        EmptyImageError, NotAnImageError, UnsupportedFormatError, TruncatedImageError, ImageTooLargeError,
        ImageTooSmallError: all of them ImageError; the message says what to do.
    """
    limits = limits or DecodeLimits()
    kind = _sniff(data, limits)
    return _from_pdf(data, 0, limits) if kind == "PDF" else _from_image(data, kind, limits)


def decode_pages(data: bytes, limits: DecodeLimits | None = None) -> Iterator[Picture]:
    """Every page of a PDF, drawn as it is asked for; of any other format the one picture.

    Raises:
        ImageError: as `decode`; also ImageTooLargeError for more than `max_pages` pages.
    """
    limits = limits or DecodeLimits()
    kind = _sniff(data, limits)
    if kind != "PDF":
        yield _from_image(data, kind, limits)
        return
    count = pdf.count(data)
    if count > limits.max_pages:
        raise ImageTooLargeError(f"the PDF has {count} pages, more than {limits.max_pages}: split it")
    for index in range(count):
        yield _from_pdf(data, index, limits)


def _sniff(data: bytes, limits: DecodeLimits) -> str:
    if len(data) > limits.max_bytes:
        raise ImageTooLargeError(
            f"the file has {len(data) / 2**20:.1f} MB, more than the {limits.max_bytes / 2**20:.0f} MB"
            " that are read: save it with stronger compression, or fewer pixels"
        )
    return sniff(data)


def _from_pdf(data: bytes, index: int, limits: DecodeLimits) -> Picture:
    image = pdf.draw(data, index, limits.pdf_dpi, min(limits.max_side, 2 * limits.enough))
    return _picture(_pixels(image), image.size, 1, "PDF", limits)


def _from_image(data: bytes, kind: str, limits: DecodeLimits) -> Picture:
    try:
        if kind == "HEIF":
            return _from_heif(data, limits)
        return _from_pillow(data, kind, limits)
    except (ImageError, MemoryError):
        raise
    except Exception as error:
        # Decoders meet hostile bytes with nearly every kind of exception; whatever it is, the file is broken.
        raise TruncatedImageError(f"the {kind} file is cut off or damaged: send the whole file again") from error


def _from_pillow(data: bytes, kind: str, limits: DecodeLimits) -> Picture:
    with _quiet(kind, data), _OPENERS[kind](BytesIO(data)) as image:
        size = image.size
        _check_size(size, limits)
        scale = _dct_scale(max(size), limits.enough) if kind == "JPEG" else 1
        pixels = _by_turbo(data, size, scale) if kind == "JPEG" and image.mode in _TURBO else None
        if pixels is None:
            if scale > 1:
                image.draft(None, (size[0] // scale, size[1] // scale))
            pixels = _pixels(_rgb(image))
        # Pillow turns a TIFF upright by itself.
        value = 1 if kind == "TIFF" else orientation(_exif(image))
    return _picture(turn(pixels, value), size if value < 5 else size[::-1], scale, kind, limits)


def _by_turbo(data: bytes, size: tuple[int, int], scale: int) -> NDArray[np.uint8] | None:
    """The same pixels as Pillow's, without the copies that it makes; None for a JPEG that is not sound.

    Pillow decides then whether the file is cut off or only odd.
    """
    width, height = size
    try:
        if simplejpeg.decode_jpeg_header(data)[:2] != (height, width):
            return None
        # Rounded up, as libjpeg does: the least size that is asked for is the one at this scale.
        least = -(-height // scale), -(-width // scale)
        return np.asarray(simplejpeg.decode_jpeg(data, "RGB", False, False, *least, scale), np.uint8)
    except ValueError:
        return None


def _from_heif(data: bytes, limits: DecodeLimits) -> Picture:
    image = heif.open_primary(data)
    _check_size(image.size, limits)
    # The library turns it upright by the container's own transformations, which outrank EXIF there.
    return _picture(_pixels(_rgb(image.to_pillow())), image.size, 1, "HEIF", limits)


def _picture(pixels: NDArray[np.uint8], size: tuple[int, int], scale: int, kind: str, limits: DecodeLimits) -> Picture:
    _check_size(size, limits)
    pixels.flags.writeable = False
    return Picture(pixels, size[0], size[1], float(scale), kind)


def _pixels(image: Image.Image) -> NDArray[np.uint8]:
    return np.array(image, np.uint8, order="C")


def _check_size(size: tuple[int, int], limits: DecodeLimits) -> None:
    width, height = size
    if max(width, height) > limits.max_side or width * height > limits.max_pixels:
        raise ImageTooLargeError(
            f"the picture has {width} x {height} pixels, more than {limits.max_side} on a side or"
            f" {limits.max_pixels / 2**20:.0f} megapixels: scale it down;"
            " 2000 pixels on the longer side are enough"
        )
    if min(width, height) < limits.min_side:
        raise ImageTooSmallError(
            f"the picture has {width} x {height} pixels, under {limits.min_side} on a side, too few for a"
            " card to be legible: send a larger one; 640 pixels across the card are good"
        )


def _dct_scale(longest: int, enough: int) -> int:
    """The largest of 1, 2, 4, 8 that leaves at least `enough` pixels.

    >>> [_dct_scale(side, 2000) for side in (1999, 3999, 4000, 8000, 8192)]
    [1, 1, 2, 4, 4]
    """
    return next(scale for scale in (8, 4, 2, 1) if longest // scale >= enough or scale == 1)


def _exif(image: Image.Image) -> bytes:
    block = image.info.get("exif", b"")
    return block if isinstance(block, bytes) else b""


def _rgb(image: Image.Image) -> Image.Image:
    """Any mode to RGB: transparency over white, 16 bits by their upper 8, colour profiles ignored."""
    if image.mode == "RGB" and "transparency" not in image.info:
        return image
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _from_deep_grey(image)
    if image.mode in ("LA", "La", "PA", "RGBA", "RGBa") or "transparency" in image.info:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, (255, 255, 255, 255))
        return Image.alpha_composite(white, layer).convert("RGB")
    return image.convert("RGB")


def _from_deep_grey(image: Image.Image) -> Image.Image:
    """Grey of more than 8 bits: the range is the mode's, or, where that has none, the pixels' own."""
    grey = np.nan_to_num(np.asarray(image, np.float32))
    if image.mode.startswith("I;16") or (image.mode == "I" and grey.max() <= 65535):
        top = 65535.0
    else:
        top = max(float(grey.max()), 1.0)
    return Image.fromarray(np.clip(grey * (255 / top), 0, 255).round().astype(np.uint8)).convert("RGB")


def _quiet(kind: str, data: bytes) -> AbstractContextManager[None]:
    """Keeps Pillow's warnings about odd tags in: only TIFF and animated PNG raise any."""
    return _no_warnings() if kind == "TIFF" or (kind == "PNG" and b"acTL" in data[:4096]) else nullcontext()


@contextmanager
def _no_warnings() -> Iterator[None]:
    # Warning filters belong to the whole process (until Python 3.14): one thread at a time may change them.
    with _filters_lock, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
