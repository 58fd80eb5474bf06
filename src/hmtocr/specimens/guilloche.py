"""Fine-line ornaments in the manner of security printing: families of curves, drawn onto an RGB sheet.

Every family is a function of a generator that makes thin smooth lines; none copies a real card's art.
Families stand in one fixed order, FAMILIES, whose even and odd members serve training and tests apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.specimens.card import Pixels

Colour = tuple[int, int, int]
Curve = NDArray[np.float64]
"""n x 2 points in pixels."""

_SHIFT = 4
"""Fractional bits of OpenCV's coordinates, for lines that are smooth below a pixel."""


def draw_curves(sheet: Pixels, curves: Sequence[Curve], colour: Colour, thickness: int = 1) -> None:
    """Paint the curves onto the sheet in place."""
    fixed = [np.round(curve * (1 << _SHIFT)).astype(np.int32) for curve in curves]
    cv2.polylines(sheet, fixed, False, colour, thickness, cv2.LINE_AA, _SHIFT)


def waves(rng: np.random.Generator, width: int, height: int) -> list[Curve]:
    """Parallel waves over the whole sheet, slowly changing in height, at any angle."""
    reach = float(np.hypot(width, height)) / 2
    s = np.linspace(-reach, reach, 90)
    size = reach * float(rng.uniform(0.02, 0.12))
    length = reach * float(rng.uniform(0.25, 1.2))
    drift = float(rng.uniform(-0.6, 0.6))
    curves = []
    step = reach * float(rng.uniform(0.022, 0.05))
    for i, offset in enumerate(np.arange(-reach, reach, step)):
        swell = 1 + 0.5 * np.sin(i * drift * 0.2)
        t = offset + size * swell * np.sin(2 * np.pi * s / length + i * drift * 0.15)
        curves.append(np.column_stack([s, t]))
    return _placed(curves, float(rng.uniform(0, 180)), width / 2, height / 2)


def rosette(rng: np.random.Generator, width: int, height: int) -> list[Curve]:
    """A round guilloche: rings whose radius swings, each turned against the last."""
    angle = np.linspace(0, 2 * np.pi, 220)
    reach = width * float(rng.uniform(0.15, 0.5))
    lobes = int(rng.integers(5, 22))
    swing = float(rng.uniform(0.05, 0.22))
    count = int(rng.integers(14, 34))
    curves = []
    for i in range(count):
        share = 0.25 + 0.75 * i / count
        radius = reach * share * (1 + swing * np.cos(lobes * angle + i * 0.35))
        curves.append(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
    return _placed(curves, 0.0, float(rng.uniform(0, width)), float(rng.uniform(0, height)))


def ruling(rng: np.random.Generator, width: int, height: int) -> list[Curve]:
    """Straight fine rules that come in bundles, nearly upright."""
    lean = float(rng.normal(0, 0.12)) * height
    curves = []
    x = -abs(lean)
    while x < width + abs(lean):
        step = width * float(rng.uniform(0.004, 0.009))
        for _ in range(int(rng.integers(4, 18))):
            curves.append(np.array([[x, 0.0], [x + lean, float(height)]]))
            x += step
        x += step * float(rng.uniform(0, 12))
    return curves


def lissajous(rng: np.random.Generator, width: int, height: int) -> list[Curve]:
    """Lissajous figures of one ratio with a running phase: a woven ribbon."""
    t = np.linspace(0, 2 * np.pi, 320)
    a, b = int(rng.integers(1, 5)), int(rng.integers(2, 7))
    half_width, half_height = width * float(rng.uniform(0.25, 0.6)), height * float(rng.uniform(0.2, 0.6))
    curves = [
        np.column_stack([half_width * np.sin(a * t + phase), half_height * np.sin(b * t)])
        for phase in np.linspace(0, float(rng.uniform(0.5, 2.4)), int(rng.integers(10, 26)))
    ]
    centre = float(rng.uniform(0.2, 0.8)) * width, float(rng.uniform(0.2, 0.8)) * height
    return _placed(curves, float(rng.uniform(0, 180)), *centre)


def sweep(rng: np.random.Generator, width: int, height: int) -> list[Curve]:
    """A bundle of long arcs that fan out between two smooth edges."""
    t = np.linspace(0, 1, 60)
    curves: list[Curve] = []
    for _ in range(int(rng.integers(2, 5))):
        ends = [_edge(rng, t, width, height) for _ in range(2)]
        curves += [ends[0] * (1 - k) + ends[1] * k for k in np.linspace(0, 1, int(rng.integers(12, 30)))]
    return curves


def contours(rng: np.random.Generator, width: int, height: int) -> list[Curve]:
    """Closed rings around a few centres, bent by each other like the height lines of a map."""
    angle = np.linspace(0, 2 * np.pi, 120)
    curves = []
    for _ in range(int(rng.integers(2, 5))):
        x, y = float(rng.uniform(0, width)), float(rng.uniform(0, height))
        bend = rng.normal(0, 0.09, 5)
        turn = rng.uniform(0, 2 * np.pi, 5)
        shape = 1 + sum(b * np.cos((k + 2) * angle + p) for k, (b, p) in enumerate(zip(bend, turn, strict=True)))
        for radius in np.arange(0.02, float(rng.uniform(0.2, 0.5)), float(rng.uniform(0.01, 0.02))):
            ring = np.column_stack([np.cos(angle), np.sin(angle)]) * (shape * radius * width)[:, None]
            curves.append(ring + np.array([x, y]))
    return curves


def net(rng: np.random.Generator, width: int, height: int) -> list[Curve]:
    """Two families of waves that cross into a fine mesh."""
    return waves(rng, width, height) + waves(rng, width, height)


def spirograph(rng: np.random.Generator, width: int, height: int) -> list[Curve]:
    """One long rolling curve (hypotrochoid) in a few sizes."""
    teeth, roll = int(rng.integers(17, 40)), int(rng.integers(5, 13))
    t = np.linspace(0, 2 * np.pi * roll / np.gcd(teeth, roll), 900)
    inner = roll / teeth
    curves = []
    reach = width * float(rng.uniform(0.15, 0.45))
    arm = inner * float(rng.uniform(0.5, 1.6))
    for scale in np.linspace(1.0, 0.55, int(rng.integers(1, 4))):
        x = (1 - inner) * np.cos(t) + arm * np.cos((1 - inner) / inner * t)
        y = (1 - inner) * np.sin(t) - arm * np.sin((1 - inner) / inner * t)
        curves.append(np.column_stack([x, y]) * reach * scale)
    return _placed(curves, 0.0, float(rng.uniform(0, width)), float(rng.uniform(0, height)))


FAMILIES: tuple[Callable[[np.random.Generator, int, int], list[Curve]], ...] = (
    waves,
    lissajous,
    rosette,
    contours,
    sweep,
    spirograph,
    net,
    ruling,
)
"""Every family; those at even places and those at odd places share no kind of curve."""


def _edge(rng: np.random.Generator, t: NDArray[np.float64], width: int, height: int) -> Curve:
    """A smooth line from the left to the right of the sheet (a cubic Bézier curve)."""
    ys = rng.uniform(-0.2, 1.2, 4) * height
    xs = np.array([-0.05, 0.3, 0.7, 1.05]) * width
    weights = np.column_stack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return np.column_stack([weights @ xs, weights @ ys])


def _placed(curves: list[Curve], degrees: float, x: float, y: float) -> list[Curve]:
    """Turned about the origin and moved there."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    turn = np.array([[c, s], [-s, c]])
    return [curve @ turn + (x, y) for curve in curves]
