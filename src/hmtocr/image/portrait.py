"""Cuts a portrait out of the original picture, upright and at the picture's own resolution."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

from hmtocr.image.geometry import Floats, Pixels, homography, rectangle, sides, warp

_LONGEST = 2000
_QUALITY = 92


def cut_out(pixels: Pixels, quad: Floats) -> bytes:
    """The inside of `quad` (4x2, clockwise from its own top left) as a JPEG file, as many pixels as it covers."""
    across, down = sides(quad)
    shrink = min(1.0, _LONGEST / max(across, down, 1.0))
    width, height = max(1, round(across * shrink)), max(1, round(down * shrink))
    upright = warp(pixels, homography(quad, rectangle(0, 0, width, height)), width, height, outside=255)
    out = BytesIO()
    Image.fromarray(np.ascontiguousarray(upright)).save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
