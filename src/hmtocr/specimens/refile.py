"""Files a picture again: at another size, through another JPEG file, as messengers and thumbnails do."""

from __future__ import annotations

import io
from typing import Literal

import cv2
import numpy as np
from PIL import Image

from hmtocr.image.geometry import Floats, Pixels, move, sides
from hmtocr.reading import Quad
from hmtocr.specimens.camera import Photograph, PhotographedCard

Kernel = Literal["area", "linear", "cubic", "lanczos"]
_KERNELS = {
    "area": cv2.INTER_AREA,
    "linear": cv2.INTER_LINEAR,
    "cubic": cv2.INTER_CUBIC,
    "lanczos": cv2.INTER_LANCZOS4,
}


def resized(picture: Photograph, factor: float, quality: int, kernel: Kernel = "area") -> Photograph:
    """The picture at `factor` times its size, the truth with it, filed again at a JPEG `quality` (1..95)."""
    height, width = picture.pixels.shape[:2]
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    pixels = cv2.resize(picture.pixels, size, interpolation=_KERNELS[kernel])
    return refiled(picture, np.asarray(pixels, np.uint8), quality, np.diag((size[0] / width, size[1] / height, 1.0)))


def refiled(picture: Photograph, pixels: Pixels, quality: int, matrix: Floats | None = None) -> Photograph:
    """The picture with other pixels, through a JPEG file; `matrix` takes places on the old ones to the new."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality)
    with Image.open(file) as again:
        seen = np.asarray(again.convert("RGB"), np.uint8).copy()
    cards = picture.cards if matrix is None else tuple(_moved(card, matrix) for card in picture.cards)
    return Photograph(seen, file.getvalue(), cards)


def card_width(picture: Photograph) -> float:
    """The width of the first card in pixels."""
    return sides(np.asarray(picture.cards[0].quad, np.float64))[0]


def _moved(card: PhotographedCard, matrix: Floats) -> PhotographedCard:
    return PhotographedCard(
        card.document,
        card.design,
        card.side,
        _quad(card.quad, matrix),
        {name: (text, _quad(quad, matrix)) for name, (text, quad) in card.fields.items()},
        {kind: _quad(quad, matrix) for kind, quad in card.portraits.items()},
    )


def _quad(quad: Quad, matrix: Floats) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in move(np.asarray(quad, np.float64), matrix))
    return a, b, c, d
