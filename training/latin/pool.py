"""Drawn fields with some room around them, and grounds to set lines on: made once and memory-mapped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Images = NDArray[np.uint8]
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Line:
    """A line of print before the camera.

    Attributes:
        pixels: height x width x 3, RGB, with some room around the print.
        box: of the ink (x0, y0, x1, y1) in these pixels.
        text: as printed.
        free: how far left and right of the ink, in ink heights, nothing else is printed.
    """

    pixels: Images
    box: Box
    text: str
    free: tuple[float, float]


@dataclass(frozen=True)
class Chunk:
    """The fields of some cards: pixels one after the other, and what they are."""

    pixels: Images
    starts: NDArray[np.int64]
    shapes: NDArray[np.int64]
    boxes: NDArray[np.float64]
    free: NDArray[np.float64]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Pool:
    """Fields of drawn cards, by chunks; grounds (n, height, width, 3), RGB."""

    chunks: tuple[Chunk, ...]
    grounds: tuple[Images, ...]

    def line(self, rng: np.random.Generator) -> Line:
        """Any field of any card."""
        chunk = self.chunks[int(rng.integers(len(self.chunks)))]
        i = int(rng.integers(len(chunk.texts)))
        height, width = chunk.shapes[i]
        start = chunk.starts[i]
        pixels = np.asarray(chunk.pixels[start : start + height * width * 3]).reshape(height, width, 3)
        x0, y0, x1, y1 = (float(v) for v in chunk.boxes[i])
        left, right = (float(v) for v in chunk.free[i])
        return Line(pixels, (x0, y0, x1, y1), chunk.texts[i], (left, right))

    def ground(self, rng: np.random.Generator, width: int, height: int) -> Images:
        """A piece of any ground, a copy."""
        chunk = self.grounds[int(rng.integers(len(self.grounds)))]
        whole = chunk[int(rng.integers(len(chunk)))]
        tall, wide = whole.shape[:2]
        y, x = int(rng.integers(0, max(1, tall - height))), int(rng.integers(0, max(1, wide - width)))
        piece = np.array(whole[y : y + height, x : x + width])
        if piece.shape[:2] != (height, width):
            # Reflected beyond the edge, so that lines longer than a ground go on without a seam.
            more = ((0, height - piece.shape[0]), (0, width - piece.shape[1]), (0, 0))
            piece = np.pad(piece, more, mode="symmetric")
        return piece


def load(folder: Path) -> Pool:
    """What has been drawn so far."""
    chunks = []
    for path in sorted(folder.glob("fields-*.npz")):
        with np.load(path) as told:
            pixels = np.load(path.with_suffix(".npy"), mmap_mode="r")
            texts = tuple(str(text) for text in told["texts"])
            chunks.append(Chunk(pixels, told["starts"], told["shapes"], told["boxes"], told["free"], texts))
    grounds = tuple(np.load(path, mmap_mode="r") for path in sorted(folder.glob("grounds-*.npy")))
    return Pool(tuple(chunks), grounds)
