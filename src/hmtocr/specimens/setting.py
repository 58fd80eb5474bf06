"""Sets lines of text into a given width: what is too long is squeezed first and made smaller after that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from hmtocr.specimens.canvas import Canvas, Ink
from hmtocr.specimens.fonts import FontFile

_TIGHTEST = 0.74
"""Narrower than this no card prints; beyond it the type gets smaller instead."""


@dataclass(frozen=True)
class Run:
    """A piece of a line in one face and colour.

    Attributes:
        text: what is printed.
        ink: how.
        name: the field that it belongs to; "" for captions and punctuation. Runs of one name are one field.
        gap: white before it, as a fraction of the card's width.
    """

    text: str
    ink: Ink
    name: str = ""
    gap: float = 0.0


def spaced(ink: Ink, canvas: Canvas, factor: float, like: str = "0") -> Ink:
    """The ink with a fixed pitch of `factor` times the natural advance of the character `like`."""
    scale = ink.height * canvas.height / _height(ink.font, ink.sample) * ink.squeeze
    advance = ink.font.at(100).getlength(like) * scale
    return replace(ink, pitch=advance * factor / canvas.width)


def width_of(runs: Sequence[Run], canvas: Canvas) -> float:
    """How wide the runs would be on one line, as a fraction of the card's width."""
    return sum((_run_width(r, canvas) + (r.gap if i else 0.0)) for i, r in enumerate(runs))


def fitted(runs: Sequence[Run], canvas: Canvas, room: float) -> tuple[Run, ...]:
    """The runs, squeezed and then scaled down where they do not fit into `room` (fraction of the width)."""
    wide = width_of(runs, canvas)
    if wide <= room:
        return tuple(runs)
    factor = room / wide
    squeeze = max(factor, _TIGHTEST)
    scale = factor / squeeze
    return tuple(
        replace(
            r,
            gap=r.gap * factor,
            ink=replace(
                r.ink,
                squeeze=r.ink.squeeze * squeeze,
                height=r.ink.height * scale,
                pitch=None if r.ink.pitch is None else r.ink.pitch * factor,
            ),
        )
        for r in runs
    )


def set_line(
    canvas: Canvas, runs: Sequence[Run], x: float, foot: float, room: float, align: str = "left"
) -> tuple[float, float]:
    """Print the runs side by side within `x`..`x + room`, the feet of their letters at `foot` (fractions).

    `align` places the whole line at the left, the center or the right of the room. Returns the line's left
    and right edges.
    """
    runs = fitted(runs, canvas, room)
    wide = width_of(runs, canvas)
    left = x + {"left": 0.0, "center": (room - wide) / 2, "right": room - wide}[align]
    at = left
    for i, run in enumerate(runs):
        at += run.gap if i else 0.0
        known = run.name in canvas.fields
        box = canvas.text(run.text, at, foot - run.ink.height, run.ink, "" if known else run.name)
        if known and run.name:
            canvas.extend(run.name, run.text, box)
        at += _run_width(run, canvas)
    return left, at


def _run_width(run: Run, canvas: Canvas) -> float:
    ink = run.ink
    scale = ink.height * canvas.height / _height(ink.font, ink.sample) * ink.squeeze / canvas.width
    if ink.pitch is None:
        return _width(ink.font, run.text) * scale
    ends = _width(ink.font, run.text[0]) + _width(ink.font, run.text[-1])
    return ink.pitch * (len(run.text) - 1) + ends * scale / 2


@lru_cache(maxsize=20_000)
def _width(font: FontFile, text: str) -> float:
    """Of the ink, at 100 pixels per em; layouts are tried several times with the same texts."""
    left, _, right, _ = font.at(100).getbbox(text)
    return right - left


@lru_cache(maxsize=1_000)
def _height(font: FontFile, sample: str) -> float:
    _, top, _, bottom = font.at(100).getbbox(sample)
    return bottom - top
