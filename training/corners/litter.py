"""Things that lie about and are no identity card: blank and bank cards, papers, phones, notes, books."""

from __future__ import annotations

import cv2
import numpy as np

from training.corners.pool import Images, Pool


def draw_litter(rng: np.random.Generator, pool: Pool) -> Images:
    """One thing, RGBA, flat."""
    kinds = (_blank_card, _bank_card, _paper, _phone, _print)
    return kinds[int(rng.choice(len(kinds), p=(0.25, 0.25, 0.25, 0.15, 0.1)))](rng, pool)


def _rounded(pixels: Images, radius: float) -> Images:
    height, width = pixels.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    r = max(1, int(radius * width))
    cv2.rectangle(mask, (r, 0), (width - r - 1, height - 1), 255, -1)
    cv2.rectangle(mask, (0, r), (width - 1, height - r - 1), 255, -1)
    for x in (r, width - r - 1):
        for y in (r, height - r - 1):
            cv2.circle(mask, (x, y), r, 255, -1, cv2.LINE_AA)
    return np.dstack((pixels, mask))


def _sheet(rng: np.random.Generator, width: int, height: int) -> Images:
    """One colour, or two running into each other."""
    colours = rng.integers(0, 256, (2, 2, 3)).astype(np.uint8)
    if rng.random() < 0.5:
        colours[:] = colours[0, 0]
    if rng.random() < 0.3:
        colours[:] = rng.integers(200, 256)
    return np.asarray(cv2.resize(colours, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _blank_card(rng: np.random.Generator, pool: Pool) -> Images:
    """Nothing on it, or a stripe."""
    del pool
    pixels = _sheet(rng, 320, 202)
    if rng.random() < 0.3:
        y = int(rng.integers(10, 150))
        pixels[y : y + int(rng.integers(15, 50))] = rng.integers(0, 256, 3)
    return _rounded(pixels, 0.037)


def _bank_card(rng: np.random.Generator, pool: Pool) -> Images:
    """A number, a chip, a mark; no portrait, no rows of text."""
    del pool
    pixels = _sheet(rng, 320, 202)
    ink = tuple(int(v) for v in rng.integers(0, 256, 3))
    if rng.random() < 0.7:
        cv2.rectangle(pixels, (30, 70), (70, 102), (210, 180, 90), -1)
    if rng.random() < 0.8:
        digits = " ".join("".join(str(d) for d in rng.integers(0, 10, 4)) for _ in range(4))
        cv2.putText(
            pixels,
            digits,
            (24, int(rng.integers(120, 150))),
            cv2.FONT_HERSHEY_DUPLEX,
            0.75,
            ink,
            1,
            cv2.LINE_AA,
        )
    if rng.random() < 0.7:
        cv2.putText(pixels, "BANK", (int(rng.integers(15, 200)), 40), cv2.FONT_HERSHEY_TRIPLEX, 1, ink, 2, cv2.LINE_AA)
    if rng.random() < 0.7:
        for x in (265, 285):
            cv2.circle(pixels, (x, 170), 16, tuple(int(v) for v in rng.integers(0, 256, 3)), -1, cv2.LINE_AA)
    return _rounded(pixels, 0.037)


def _paper(rng: np.random.Generator, pool: Pool) -> Images:
    """A printed page, a receipt, a visiting card."""
    del pool
    width, height = ((280, 396), (396, 280), (160, 380), (320, 190))[int(rng.integers(4))]
    pixels = np.full((height, width, 3), rng.integers(205, 256), np.uint8)
    ink = int(rng.integers(0, 110))
    y, step = int(rng.integers(12, 60)), int(rng.integers(6, 20))
    while y < height - 14 and rng.random() < 0.97:
        x = int(rng.integers(8, 24))
        end = int(rng.integers(width // 3, width - 8))
        while x < end:
            word = int(rng.integers(4, 30))
            cv2.rectangle(pixels, (x, y), (min(x + word, end), y + step // 3), (ink,) * 3, -1)
            x += word + int(rng.integers(3, 8))
        y += step
    return np.dstack((pixels, np.full((height, width), 255, np.uint8)))


def _phone(rng: np.random.Generator, pool: Pool) -> Images:
    """A dark slab with something on its screen."""
    width, height = 170, 350
    pixels = np.full((height, width, 3), rng.integers(0, 60), np.uint8)
    edge = int(rng.integers(4, 14))
    inside = (width - 2 * edge, height - 4 * edge)
    screen = _sheet(rng, *inside) if rng.random() < 0.6 else cv2.resize(pool.backdrop(rng), inside)
    pixels[2 * edge : height - 2 * edge, edge : width - edge] = screen
    return _rounded(pixels, 0.09)


def _print(rng: np.random.Generator, pool: Pool) -> Images:
    """A photograph, a book's cover: some picture with an edge."""
    backdrop = np.asarray(pool.backdrop(rng))[: int(rng.integers(200, 400)), : int(rng.integers(200, 400))]
    return np.dstack((backdrop, np.full(backdrop.shape[:2], 255, np.uint8)))
