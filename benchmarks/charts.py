"""Two kinds of plot, drawn with Pillow: lines over a logarithmic or linear axis, and stacked bars."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

_WIDTH, _HEIGHT = 960, 540
_LEFT, _RIGHT, _TOP, _BOTTOM = 90, 30, 90, 60
_INK, _GRID = (40, 40, 40), (222, 222, 222)
_COLOURS = (
    (31, 119, 180),
    (214, 100, 20),
    (44, 140, 60),
    (190, 40, 50),
    (120, 90, 170),
    (120, 120, 120),
    (0, 150, 160),
    (200, 165, 30),
    (120, 75, 50),
)


@dataclass(frozen=True)
class Line:
    """Points (x, y) in order."""

    name: str
    points: Sequence[tuple[float, float]]


def draw_lines(path: Path, title: str, x_name: str, y_name: str, lines: Sequence[Line], log_x: bool = False) -> None:
    """A plot whose y axis begins at 0. With `log_x` the x axis has a tick at every point, else at even steps.

    Raises:
        ValueError: there is no point, or one at x <= 0 with `log_x`.
    """
    points = [point for line in lines for point in line.points]
    if not points:
        raise ValueError("no points to draw")
    along: Callable[[float], float] = math.log2 if log_x else float
    low, high = along(min(x for x, _ in points)), along(max(x for x, _ in points))
    top = _step(max(y for _, y in points)) * 5
    image, pen = _sheet(title)

    def at(x: float, y: float) -> tuple[float, float]:
        share = (along(x) - low) / (high - low) if high > low else 0.5
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT), _rise(y, top)

    _grid(pen, top, y_name)
    steps = sorted({x for x, _ in points}) if log_x else [low + i * (high - low) / 5 for i in range(6)]
    for x in steps:
        pen.text((at(x, 0)[0], _HEIGHT - _BOTTOM + 8), f"{x:,.6g}", _INK, _font(15), "ma")
    pen.text(((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 12), x_name, _INK, _font(16), "ms")
    for line, colour in zip(lines, _COLOURS, strict=False):
        pen.line([at(*point) for point in line.points], colour, 3, "curve")
        if len(line.points) < 40:
            for x, y in (at(*point) for point in line.points):
                pen.ellipse((x - 5, y - 5, x + 5, y + 5), colour)
    _legend(pen, [line.name for line in lines])
    image.save(path)


def draw_bars(path: Path, title: str, y_name: str, bars: Mapping[str, Mapping[str, float]]) -> None:
    """Bars by name, each stacked of parts by name.

    Raises:
        ValueError: there is no bar.
    """
    if not bars:
        raise ValueError("no bars to draw")
    parts = list(dict.fromkeys(part for bar in bars.values() for part in bar))
    top = _step(max(sum(bar.values()) for bar in bars.values())) * 5
    image, pen = _sheet(title)
    _grid(pen, top, y_name)
    room = (_WIDTH - _LEFT - _RIGHT) / len(bars)
    for number, (name, bar) in enumerate(bars.items()):
        middle, height = _LEFT + (number + 0.5) * room, 0.0
        for part, colour in zip(parts, _COLOURS, strict=False):
            more = bar.get(part, 0.0)
            if more > 0:
                box = (middle - room * 0.3, _rise(height + more, top), middle + room * 0.3, _rise(height, top))
                pen.rectangle(box, colour)
            height += more
        pen.text((middle, _rise(height, top) - 4), f"{height:,.6g}", _INK, _font(15), "ms")
        pen.text((middle, _HEIGHT - _BOTTOM + 8), name, _INK, _font(15), "ma")
    _legend(pen, parts)
    image.save(path)


def _sheet(title: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (_WIDTH, _HEIGHT), (255, 255, 255))
    pen = ImageDraw.Draw(image)
    pen.text((_LEFT, 14), title, _INK, _font(20), "la")
    return image, pen


def _grid(pen: ImageDraw.ImageDraw, top: float, name: str) -> None:
    for i in range(6):
        y = _rise(top * i / 5, top)
        pen.line((_LEFT, y, _WIDTH - _RIGHT, y), _INK if i == 0 else _GRID, 1)
        pen.text((_LEFT - 8, y), f"{top * i / 5:,.6g}", _INK, _font(15), "rm")
    pen.text((8, _TOP - 14), name, _INK, _font(15), "ls")


def _legend(pen: ImageDraw.ImageDraw, names: Sequence[str]) -> None:
    x = float(_LEFT)
    for name, colour in zip(names, _COLOURS, strict=False):
        pen.rectangle((x, 46, x + 14, 60), colour)
        pen.text((x + 20, 53), name, _INK, _font(15), "lm")
        x += 44 + pen.textlength(name, _font(15))


def _rise(y: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - y / top * (_HEIGHT - _TOP - _BOTTOM)


def _step(most: float) -> float:
    """A fifth of a round number that is `most` or a little more."""
    if most <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(most / 5))
    return float(next(n for n in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if n * power * 5 >= most * 0.9999) * power)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
