"""Screens as a camera sees them: a raster of coloured subpixels, through a lens, on a grid of filtered photosites.

Every layout is one cell that repeats, so that its light is a sum of waves. A wave of the cell becomes a wave on the
sensor, as strong as lens and photosite let it through; where it is finer than the sensor's grid, sampling it there
folds it back, and the moire is there without having been drawn. Amplitudes are those of linear light.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, inverse, move

Light = NDArray[np.float32]

_CELL = 48
"""Samples across a cell as it is drawn."""
_REACH = 4
"""The highest wave of a cell in either direction; no lens lets finer ones through."""
_FAINT = 0.008
"""The amplitude under which a wave is not drawn."""
_GAMMA = 2.2
_NET = 12
"""Spots along a side at which it is worked out how much of a wave comes through."""


@dataclass(frozen=True)
class Layout:
    """A cell of subpixels.

    Attributes:
        light: _CELL x _CELL x 3, how much light leaves each spot in red, green and blue.
        across, down: screen pixels that the cell covers.
    """

    light: Light
    across: float
    down: float


def stripes(rng: np.random.Generator, order: tuple[int, int, int] = (0, 1, 2)) -> Layout:
    """Three upright bars a pixel with black between, as in nearly every liquid crystal; some have them lying."""
    cell = np.zeros((_CELL, _CELL, 3), np.float32)
    gap, rows = float(rng.uniform(0.03, 0.09)), float(rng.uniform(0.05, 0.3))
    top, bottom = round(_CELL * rows / 2), round(_CELL * (1 - rows / 2))
    for place, channel in enumerate(order):
        left, right = round(_CELL * (place / 3 + gap / 2)), round(_CELL * ((place + 1) / 3 - gap / 2))
        cell[top:bottom, left:right, channel] = 1
    if rng.random() < 0.15:
        cell = np.ascontiguousarray(cell.transpose(1, 0, 2))
    return Layout(cell, 1.0, 1.0)


def reversed_stripes(rng: np.random.Generator) -> Layout:
    """Bars in the order blue, green, red."""
    return stripes(rng, (2, 1, 0))


def diamonds(rng: np.random.Generator) -> Layout:
    """PenTile: green at every pixel, red and blue at every other, on the diagonals, as in phones with OLED."""
    cell = np.zeros((_CELL, _CELL, 3), np.float32)
    small, large = float(rng.uniform(0.1, 0.15)), float(rng.uniform(0.15, 0.22))
    y, x = np.mgrid[:_CELL, :_CELL] / _CELL
    for channel, radius, spots in (
        (0, large, ((0.25, 0.25), (0.75, 0.75))),
        (1, small, ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5))),
        (2, large, ((0.75, 0.25), (0.25, 0.75))),
    ):
        for cx, cy in spots:
            dx, dy = (np.abs((a - c + 0.5) % 1 - 0.5) for a, c in ((x, cx), (y, cy)))
            cell[dx + dy < radius, channel] = 1
    return Layout(cell, 2.0, 2.0)


def chevrons(rng: np.random.Generator) -> Layout:
    """Bars that lean one way in one row and the other way in the next, as wide-angle liquid crystals have them."""
    cell = np.zeros((_CELL, _CELL, 3), np.float32)
    lean, gap = float(rng.uniform(0.06, 0.2)), float(rng.uniform(0.03, 0.08))
    y, x = np.mgrid[:_CELL, :_CELL] / _CELL
    bent = (x + lean * np.abs(2 * y - 1)) % 1
    lit = np.abs((2 * y) % 1 - 0.5) < 0.5 - rng.uniform(0.03, 0.12)
    for channel in range(3):
        cell[lit & (bent > channel / 3 + gap / 2) & (bent < (channel + 1) / 3 - gap / 2), channel] = 1
    return Layout(cell, 1.0, 2.0)


def triads(rng: np.random.Generator) -> Layout:
    """Round phosphor dots of three colours on a hexagonal net, with the beam's lines: a shadow mask tube."""
    radius = float(rng.uniform(0.12, 0.17))
    y, x = np.mgrid[:_CELL, :_CELL] / _CELL
    cell = np.zeros((_CELL, _CELL, 3), np.float32)
    tall = np.sqrt(3.0)
    for channel in range(3):
        for cx, cy in ((channel / 3, 0.25), ((channel / 3 + 0.5) % 1, 0.75)):
            dx, dy = (np.abs((a - c + 0.5) % 1 - 0.5) for a, c in ((x, cx), (y, cy)))
            cell[..., channel] += np.exp(-(dx**2 + (dy * tall) ** 2) / (2 * radius**2))
    beam = 1 - rng.uniform(0.1, 0.5) * (0.5 + 0.5 * np.cos(4 * np.pi * y))
    scale = float(rng.uniform(0.7, 1.3))
    return Layout(np.asarray(cell * beam[..., None], np.float32), scale, scale * tall)


LAYOUTS = MappingProxyType[str, Callable[[np.random.Generator], Layout]](
    {"stripes": stripes, "reversed": reversed_stripes, "diamonds": diamonds, "chevrons": chevrons, "triads": triads}
)


@dataclass(frozen=True)
class Lens:
    """What lies before the sensor.

    Attributes:
        blur: sigma of the lens's blur in photosites.
        site: width of a photosite as a share of its place.
        mosaic: whether every photosite sees one colour only, as in nearly every camera.
        exposure: the share of the sensor's range that white fills.
    """

    blur: float
    site: float
    mosaic: bool
    exposure: float


def captured(shown: Pixels, matrix: Floats, layout: Layout, lens: Lens) -> Pixels:
    """What the sensor makes of the picture `shown`, were it on a screen of that layout.

    Args:
        shown: height x width x 3, the screen's picture where it falls on the sensor, without any raster.
        matrix: homography from the screen's pixels to the sensor's.
        layout: the cell of subpixels.
        lens: before the sensor.
    """
    height, width = shown.shape[:2]
    x, y = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    back = inverse(matrix)
    depth = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    u = ((back[0, 0] * x + back[0, 1] * y + back[0, 2]) / depth / layout.across).astype(np.float32)
    v = ((back[1, 0] * x + back[1, 1] * y + back[1, 2]) / depth / layout.down).astype(np.float32)
    waves = np.fft.fft2(layout.light, axes=(0, 1)) / _CELL**2
    light = np.ones((height, width, 3), np.float32)
    slopes = _slopes(back, (width, height))
    for kx in range(_REACH + 1):
        for ky in range(-_REACH, _REACH + 1):
            if kx == 0 and ky <= 0:
                continue
            strength = 2 * waves[ky, kx] / np.maximum(np.abs(waves[0, 0]), 1e-6)
            if np.abs(strength).max() < _FAINT:
                continue
            passed = _passed(slopes, (kx / layout.across, ky / layout.down), lens)
            if np.abs(strength).max() * np.abs(passed).max() < _FAINT:
                continue
            angle = np.float32(2 * np.pi) * (np.float32(kx) * u + np.float32(ky) * v)
            swing = cv2.resize(passed, (width, height), interpolation=cv2.INTER_LINEAR)
            cosine, sine = np.cos(angle) * swing, np.sin(angle) * swing
            for channel in range(3):
                real, imaginary = np.float32(strength[channel].real), np.float32(strength[channel].imag)
                light[..., channel] += cosine * real - sine * imaginary
    ramp = np.asarray((np.arange(256) / 255) ** _GAMMA * 65535 * lens.exposure, np.float32)
    told = np.clip(ramp[shown] * np.maximum(light, 0), 0, 65535).astype(np.uint16)
    if lens.mosaic:
        told = _mosaic(told)
    curve = ((np.arange(65536) / 65535) ** (1 / _GAMMA) * 255).astype(np.uint8)
    return np.asarray(curve[told], np.uint8)


def _slopes(back: Floats, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """By how many of its pixels the screen goes on per photosite to the right, and down, over a coarse net of spots."""
    net = np.stack(np.meshgrid(np.linspace(0, size[0], _NET), np.linspace(0, size[1], _NET)), -1).reshape(-1, 2)
    here = move(net, back)
    right, down = (move(np.add(net, step), back) - here for step in ((0.5, 0.0), (0.0, 0.5)))
    return right * 2, down * 2


def _passed(slopes: tuple[Floats, Floats], wave: tuple[float, float], lens: Lens) -> Light:
    """What share of a wave (periods a screen pixel) lens and photosite let through at the net's spots."""
    fx, fy = slopes[0] @ wave, slopes[1] @ wave
    blurred = np.exp(-2 * (np.pi * lens.blur) ** 2 * (fx**2 + fy**2))
    share = blurred * np.sinc(fx * lens.site) * np.sinc(fy * lens.site)
    return np.asarray(share.reshape(_NET, _NET), np.float32)


def _mosaic(told: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """Every photosite keeps its own colour; the others are guessed from its neighbours'."""
    sites = np.ascontiguousarray(told[..., 1])
    sites[0::2, 0::2] = told[0::2, 0::2, 0]
    sites[1::2, 1::2] = told[1::2, 1::2, 2]
    return np.asarray(cv2.cvtColor(sites, cv2.COLOR_BayerBG2BGR)[..., ::-1], np.uint16)
