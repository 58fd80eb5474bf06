"""Draws the back of a Macao resident identity card: the title (2002, 2013) and the three OCR lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hmtocr.specimens.canvas import Canvas, Ink
from hmtocr.specimens.card import CARD_HEIGHT_MM, CARD_WIDTH_MM, Box
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.macao_titles import draw_titles, issuer_lines, title_lines
from hmtocr.specimens.ornaments import badge, chip, window
from hmtocr.specimens.setting import Run, set_line

_SHAPE = CARD_WIDTH_MM / CARD_HEIGHT_MM
_NOTES: tuple[tuple[str, str], ...] = (
    ("身份證明局", "Direcção dos Serviços de Identificação"),
    ("", "Direcção dos Serviços de Identificação"),
    ("如拾獲此證請交回身份證明局", ""),
    ("", ""),
)


def draw_back(
    canvas: Canvas,
    rng: np.random.Generator,
    design: str,
    permanent: bool,
    lines: Sequence[str],
    fonts: FontPack,
) -> None:
    """Print a whole back; the 2023 design has its title on the front (DOCUMENTS.md, section 2, Titles)."""
    top = float(rng.uniform(0.66, 0.77))
    margin = float(rng.uniform(0.03, 0.06))
    head = float(rng.uniform(0.22, 0.34))
    titles = issuer_lines(rng, design) if rng.random() < 0.4 or design == "2023" else []
    if design != "2023":
        titles += title_lines(rng, permanent)
    y0 = float(rng.uniform(0.05, 0.12))
    draw_titles(canvas, rng, (margin, y0, 1 - margin, y0 + head), titles, fonts, 0.07)
    _decorate(canvas, rng, design, (margin, y0 + head + 0.03, 1 - margin, top - 0.03), fonts)
    draw_lines(canvas, rng, (margin, top, 1 - margin, float(rng.uniform(0.92, 0.97))), lines, fonts)


def draw_lines(canvas: Canvas, rng: np.random.Generator, box: Box, lines: Sequence[str], fonts: FontPack) -> None:
    """Print the OCR lines, fields mrz1 to mrz3, at one pitch over the box."""
    x0, y0, x1, y1 = box
    font = fonts.pick(rng, "mono", "".join(lines))
    wide = (x1 - x0) * float(rng.uniform(0.9, 1.0))
    pitch = wide / len(lines[0])
    # A glyph of a monospaced face is about 0.7 of its height wide; it has to stay inside its cell.
    row = (y1 - y0) / len(lines)
    trial = font.at(100)
    sample = trial.getbbox("0")
    advance = trial.getlength("0") / (sample[3] - sample[1]) * canvas.height / canvas.width
    height = min(row * 0.68, pitch / advance * float(rng.uniform(0.92, 1.03)))
    tone = int(rng.integers(10, 60))
    ink = Ink(font, height, (tone, tone, tone), pitch)
    left = x0 + (x1 - x0 - wide) / 2
    for i, line in enumerate(lines):
        canvas.text(line, left, y0 + row * i + (row - height) / 2, ink, f"mrz{i + 1}")


def _decorate(canvas: Canvas, rng: np.random.Generator, design: str, box: Box, fonts: FontPack) -> None:
    """Between title and lines: a chip, a badge or a window in one half, an office's name in the other."""
    x0, y0, x1, y1 = box
    high = min(y1 - y0, float(rng.uniform(0.14, 0.3)))
    if high < 0.08:
        return
    thing_left = bool(rng.random() < 0.5)
    middle = (x0 + x1) / 2
    wide = high / _SHAPE * float(rng.uniform(1.0, 1.3))
    x = float(rng.uniform(x0, middle - wide - 0.02)) if thing_left else float(rng.uniform(middle + 0.02, x1 - wide))
    y = float(rng.uniform(y0, y1 - high))
    size = (max(8, round(wide * canvas.width)), max(8, round(high * canvas.height)))
    style = rng.random()
    if style < 0.35:
        canvas.paste(chip(rng, size), (x, y, x + wide, y + high))
    elif style < 0.6:
        canvas.paste(badge(rng, size[1], (90, 110, 120)), (x, y, x + high / _SHAPE, y + high), 0.5)
    elif style < 0.8 and design != "2002":
        canvas.paste(window(rng, size), (x, y, x + wide, y + high))
    chinese, latin = _NOTES[int(rng.integers(len(_NOTES)))]
    size_of_note = float(rng.uniform(0.022, 0.035))
    runs = []
    if chinese:
        ink = Ink(fonts.pick(rng, "hant-hei", chinese), size_of_note, (60, 70, 80), sample="國")
        runs.append(Run(chinese, ink))
    if latin:
        runs.append(Run(latin, Ink(fonts.pick(rng, "sans", latin), size_of_note * 0.8, (60, 70, 80)), gap=0.01))
    if runs:
        left = middle + 0.02 if thing_left else x0
        set_line(canvas, runs, left, float(rng.uniform(y0 + 0.05, y1)), middle - x0 - 0.02)
