"""A layout engine for captioned values: rows of cells, each a caption over lines of type, around obstacles.

Nothing can collide, because every cell has a rectangle of its own and every line is fitted into its cell.
Heights are reckoned in units of the height of a printed digit, which is found last, from the room there is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hmtocr.specimens.canvas import Canvas, Colour, Ink
from hmtocr.specimens.card import Box
from hmtocr.specimens.fonts import FontFile
from hmtocr.specimens.setting import Run, set_line, spaced, width_of

Script = Literal["zh", "latin", "code"]
_INK = {"zh": 1.22, "latin": 1.0, "code": 0.9}
"""Height of the ink of one line, in digit heights."""
_SLOT = {"zh": 1.7, "latin": 1.55, "code": 1.4}
"""Height that the line takes up, likewise; brackets and descenders need the rest."""
_CAPTION_SLOT = 1.5


@dataclass(frozen=True)
class Piece:
    """A part of a value: its text, its script, and the field it belongs to ("" for punctuation)."""

    text: str
    script: Script
    name: str = ""
    gap: float = 0.0


@dataclass(frozen=True)
class Cell:
    """A caption in up to two languages (either may be "") over, beside or under the lines of a value."""

    zh: str
    latin: str
    lines: tuple[tuple[Piece, ...], ...]
    weight: float = 1.0
    scale: float = 1.0


@dataclass(frozen=True)
class Style:
    """How all cells of one card are set.

    Attributes:
        where: the caption's place.
        stacked: the two languages of a caption on two lines.
        joint: what stands between them on one line.
        caption: height of a caption's Chinese in digit heights.
        captions: caption faces by script ("zh", "latin").
        values: value faces by script ("zh", "latin", "code").
        share: part of a cell's width that a caption on the left takes.
        digit: the greatest digit height, a fraction of the card's height.
        spread: pitch of Chinese values over their natural advance; 1 sets them solid.
        gap: white between rows in digit heights.
        grid: cells of a row all equally wide, so that rows make columns.
    """

    where: Literal["above", "left", "below"]
    stacked: bool
    joint: str
    caption: float
    captions: Mapping[str, FontFile]
    caption_colour: Colour
    values: Mapping[str, FontFile]
    value_colour: Colour
    share: float = 0.4
    digit: float = 0.048
    spread: float = 1.0
    gap: float = 0.4
    grid: bool = False


def draw_cells(
    canvas: Canvas, rows: Sequence[Sequence[Cell]], area: Box, style: Style, obstacles: Sequence[Box] = ()
) -> None:
    """Print the rows into `area` (fractions), around obstacles that stand at its left or right edge."""
    for spot in _spots(rows, area, style, obstacles):
        _draw_cell(canvas, spot, style)


def comfort(
    canvas: Canvas, rows: Sequence[Sequence[Cell]], area: Box, style: Style, obstacles: Sequence[Box] = ()
) -> tuple[float, float]:
    """How the rows would look in `area` without printing them.

    Returns the height of a digit as a fraction of the card's height, and the room of the most cramped value
    over its width unsqueezed (1 is quite easy). Captions may be squeezed half as much again.
    """
    spots = list(_spots(rows, area, style, obstacles))
    shares = [1.0]
    for spot in spots:
        x0, _, x1, _ = _value_box(spot, style)
        for line in spot.cell.lines:
            runs = [_value_run(canvas, piece, spot.digit * spot.cell.scale, style) for piece in line]
            shares += [(x1 - x0) / width_of(runs, canvas)] if runs else []
        room = _caption_room(spot, style)
        shares += [1.5 * room / width_of(line, canvas) for line in _caption_lines(spot.cell, spot.digit, style)]
    return spots[0].digit, min(shares)


@dataclass(frozen=True)
class _Spot:
    """A cell with its rectangle, the room over its value for captions, and the height of a digit."""

    cell: Cell
    box: Box
    head: float
    digit: float


def _spots(rows: Sequence[Sequence[Cell]], area: Box, style: Style, obstacles: Sequence[Box]) -> Iterator[_Spot]:
    x0, y0, x1, y1 = area
    units = [_units(row, style) for row in rows]
    digit = min(style.digit, (y1 - y0) / (sum(units) + style.gap * (len(rows) - 1)))
    # What is left over goes between the rows.
    spare = (y1 - y0 - digit * sum(units)) / max(1, len(rows) - 1)
    top, between = y0, 0.022
    for row, unit in zip(rows, units, strict=True):
        foot = top + unit * digit
        x, right = _free(x0, x1, top, foot, obstacles)
        # Captions of neighbours take equal room, so that the values beside each other stand on one line.
        head = max(len(_caption_lines(cell, digit, style)) for cell in row) * _CAPTION_SLOT * style.caption * digit
        total = sum(1.0 if style.grid else cell.weight for cell in row)
        usable = right - x - between * (len(row) - 1)
        for cell in row:
            wide = usable * (1.0 if style.grid else cell.weight) / total
            yield _Spot(cell, (x, top, x + wide, foot), head, digit)
            x += wide + between
        top = foot + min(spare, 2.2 * digit)


def _value_box(spot: _Spot, style: Style) -> Box:
    """The part of a cell's rectangle that its value may take."""
    x0, y0, x1, y1 = spot.box
    if style.where != "left":
        return (x0, y0 + (spot.head if style.where == "above" else 0.0), x1, y1)
    return (x0 + (style.share * (x1 - x0) if spot.cell.zh or spot.cell.latin else 0.0), y0, x1, y1)


def _caption_room(spot: _Spot, style: Style) -> float:
    x0, _, x1, _ = spot.box
    return style.share * (x1 - x0) - 0.01 if style.where == "left" else x1 - x0


def _draw_cell(canvas: Canvas, spot: _Spot, style: Style) -> None:
    cell, digit = spot.cell, spot.digit
    x0, y0, _, _ = spot.box
    captions = _caption_lines(cell, digit, style)
    high = _CAPTION_SLOT * style.caption * digit
    values = sum(_SLOT[_tallest(line)] for line in cell.lines) * cell.scale * digit
    first = {"above": y0, "below": y0 + values, "left": y0 + max(0.0, (values - high * len(captions)) / 2)}
    for i, line in enumerate(captions):
        set_line(canvas, line, x0, first[style.where] + high * (i + 0.8), _caption_room(spot, style))
    _draw_values(canvas, cell, _value_box(spot, style), digit, style)


def _draw_values(canvas: Canvas, cell: Cell, box: Box, digit: float, style: Style) -> None:
    x0, top, x1, _ = box
    for line in cell.lines:
        tall = _tallest(line)
        slot = _SLOT[tall] * digit * cell.scale
        # Chinese reaches a little under the feet of the Latin letters beside it.
        foot = top + slot * (0.84 if tall == "zh" else 0.82)
        runs = [_value_run(canvas, piece, digit * cell.scale, style) for piece in line]
        if runs:
            set_line(canvas, runs, x0, foot, x1 - x0)
        top += slot


def _value_run(canvas: Canvas, piece: Piece, digit: float, style: Style) -> Run:
    font, height = style.values[piece.script], _INK[piece.script] * digit
    sample = "國" if piece.script == "zh" else "0"
    ink = Ink(font, height, style.value_colour, sample=sample)
    if piece.script == "zh" and style.spread > 1.0 and len(piece.text) > 1:
        ink = spaced(ink, canvas, style.spread, "國")
    return Run(piece.text, ink, piece.name, piece.gap)


def _caption_lines(cell: Cell, digit: float, style: Style) -> list[list[Run]]:
    height = style.caption * digit
    zh = Run(cell.zh, Ink(style.captions["zh"], height, style.caption_colour, sample="國"))
    latin = Run(cell.latin, Ink(style.captions["latin"], height * 0.78, style.caption_colour))
    if not cell.zh or not cell.latin:
        return [[zh]] if cell.zh else [[latin]] if cell.latin else []
    if style.stacked:
        return [[zh], [latin]]
    if style.joint.strip():
        slash = Run(style.joint.strip(), Ink(style.captions["latin"], height * 0.78, style.caption_colour))
        gap = 0.004 * style.joint.count(" ") + 0.001
        return [[zh, Run(slash.text, slash.ink, gap=gap), Run(latin.text, latin.ink, gap=gap)]]
    return [[zh, Run(latin.text, latin.ink, gap=0.007 * max(1, len(style.joint)))]]


def _units(row: Sequence[Cell], style: Style) -> float:
    """Digit heights that the row needs."""
    values = max(sum(_SLOT[_tallest(line)] for line in cell.lines) * cell.scale for cell in row)
    captions = max(len(_caption_lines(cell, 0.01, style)) for cell in row) * _CAPTION_SLOT * style.caption
    return max(values, captions) if style.where == "left" else values + captions


def _tallest(line: Sequence[Piece]) -> str:
    scripts = {piece.script for piece in line}
    return "zh" if "zh" in scripts else "code" if scripts == {"code"} else "latin"


def _free(x0: float, x1: float, top: float, foot: float, obstacles: Sequence[Box]) -> tuple[float, float]:
    """The part of x0..x1 that no obstacle reaches into between `top` and `foot`."""
    for left, upper, right, lower in obstacles:
        if lower < top or upper > foot:
            continue
        if left - x0 < x1 - right:
            x0 = max(x0, right + 0.02)
        else:
            x1 = min(x1, left - 0.02)
    return x0, x1
