"""Turns a picture the way EXIF says that it was held.

Orientation is read here rather than with Pillow's Exif class because that class warns about every flaw
that it meets in any other tag, and Python's warning filters cannot be changed safely while other threads run.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

_TAG_ORIENTATION = 0x0112
_SHORT, _LONG = 3, 4
_TURNS: Mapping[int, Callable[[MatLike], MatLike]] = {
    2: lambda pixels: cv2.flip(pixels, 1),
    3: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_180),
    4: lambda pixels: cv2.flip(pixels, 0),
    5: cv2.transpose,
    6: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_90_CLOCKWISE),
    7: lambda pixels: cv2.flip(cv2.transpose(pixels), -1),
    8: lambda pixels: cv2.rotate(pixels, cv2.ROTATE_90_COUNTERCLOCKWISE),
}


def orientation(exif: bytes) -> int:
    """The orientation, 1..8, in an EXIF block (with or without its "Exif" marker); 1 where there is none.

    Source: TIFF 6.0, section 2 (image file directory) and Exif 2.32, table 4 (tag 274).

    >>> orientation(b"II*" + bytes.fromhex("00 08000000 0100 1201 0300 01000000 0600 0000"))
    6
    >>> orientation(b"rubbish")
    1
    """
    block = exif[6:] if exif.startswith(b"Exif\0\0") else exif
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "L", block, 4)
        (entries,) = struct.unpack_from(order + "H", block, start)
        for entry in range(start + 2, start + 2 + 12 * entries, 12):
            tag, kind = struct.unpack_from(order + "HH", block, entry)
            if tag == _TAG_ORIENTATION and kind in (_SHORT, _LONG):
                (value,) = struct.unpack_from(order + ("H" if kind == _SHORT else "L"), block, entry + 8)
                return value if value in _TURNS else 1
    except struct.error:
        return 1
    return 1


def turn(pixels: NDArray[np.uint8], value: int) -> NDArray[np.uint8]:
    """A picture (height x width x 3) upright, given its orientation 1..8."""
    return np.asarray(_TURNS[value](pixels), np.uint8) if value in _TURNS else pixels
