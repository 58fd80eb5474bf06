"""Prints issuer and title of a Macao card, Chinese over Portuguese (wordings: DOCUMENTS.md, section 2)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hmtocr.specimens.canvas import Canvas, Colour, Ink
from hmtocr.specimens.card import CARD_HEIGHT_MM, CARD_WIDTH_MM, Box
from hmtocr.specimens.fonts import FontPack
from hmtocr.specimens.ornaments import badge
from hmtocr.specimens.setting import Run, fitted, set_line, spaced, width_of

_ISSUER_ZH = "澳門特別行政區"
_ISSUER_PT = (
    "REGIÃO ADMINISTRATIVA ESPECIAL DE MACAU",
    "Região Administrativa Especial de Macau",
    "R.A.E. DE MACAU",
)
_ISSUER_2023_ZH = "中華人民共和國澳門特別行政區"
_ISSUER_2023_PT = (
    "REGIÃO ADMINISTRATIVA ESPECIAL DE MACAU DA REPÚBLICA POPULAR DA CHINA",
    "REGIÃO ADMINISTRATIVA ESPECIAL DE MACAU",
)
_COLOURS: tuple[Colour, ...] = (
    (20, 80, 70),
    (25, 25, 25),
    (30, 50, 110),
    (110, 60, 20),
    (120, 25, 35),
    (20, 100, 60),
)

TitleLine = tuple[str, str, str, float]
"""Text, script ("zh" or "latin"), field name or "", height relative to the others."""


def issuer_lines(rng: np.random.Generator, design: str) -> list[TitleLine]:
    """The issuer in Chinese and Portuguese, sometimes in one language only."""
    zh, portuguese = (_ISSUER_2023_ZH, _ISSUER_2023_PT) if design == "2023" else (_ISSUER_ZH, _ISSUER_PT)
    pt = portuguese[int(rng.integers(len(portuguese)))]
    lines: list[TitleLine] = [(zh, "zh", "", 1.0), (pt, "latin", "", float(rng.uniform(0.5, 0.75)))]
    if rng.random() < 0.15:
        del lines[int(rng.integers(2))]
    return lines


def title_lines(rng: np.random.Generator, permanent: bool, short: bool = False) -> list[TitleLine]:
    """The type of card; its Chinese is the field resident_type."""
    zh = ("澳門" if short else "澳門特別行政區") + ("" if permanent else "非") + "永久性居民身份證"
    kind = "PERMANENTE" if permanent else "NÃO PERMANENTE"
    pt = f"BILHETE DE IDENTIDADE DE RESIDENTE {kind} DA R.A.E.M."
    scale = float(rng.uniform(0.9, 1.3))
    return [(zh, "zh", "resident_type", scale), (pt, "latin", "", scale * float(rng.uniform(0.45, 0.65)))]


def draw_titles(
    canvas: Canvas,
    rng: np.random.Generator,
    box: Box,
    lines: list[TitleLine],
    fonts: FontPack,
    highest: float = 0.06,
) -> None:
    """Set the lines one under the other into `box`; a badge may stand at its left."""
    x0, y0, x1, y1 = box
    colour = _COLOURS[int(rng.integers(len(_COLOURS)))]
    if rng.random() < 0.5:
        high = min(y1 - y0, 0.15)
        wide = high * CARD_HEIGHT_MM / CARD_WIDTH_MM
        canvas.paste(badge(rng, max(8, round(high * canvas.height)), colour), (x0, y0, x0 + wide, y0 + high), 0.8)
        x0 += wide + 0.015
    zh = "".join(text for text, script, _, _ in lines if script == "zh")
    latin = "".join(text for text, script, _, _ in lines if script == "latin")
    roles = ("hant-ming", "hant-hei") if rng.random() < 0.5 else ("hant-hei", "hant-ming")
    role = roles[0] if fonts.able(roles[0], zh) else roles[1]
    faces = {
        "zh": fonts.pick(rng, role, zh or "國"),
        "latin": fonts.pick(rng, _latin_role(rng, fonts, latin), latin),
    }
    align = "center" if rng.random() < 0.6 else "left"
    slots = sum(height * 1.55 for *_, height in lines)
    unit = min(highest, (y1 - y0) / slots)
    spread = float(rng.uniform(1.0, 1.25)) if rng.random() < 0.5 else 1.0
    top = y0
    for text, script, name, height in lines:
        ink = Ink(faces[script], unit * height, colour, sample="國" if script == "zh" else "0")
        solid = Run(text, ink, name)
        if script == "zh":
            airy = Run(text, spaced(ink, canvas, spread, "國"), name)
            solid = airy if width_of([airy], canvas) <= x1 - x0 else solid
        run = fitted([solid], canvas, x1 - x0)[0]
        top += unit * height * 1.55
        set_line(canvas, [replace(run, gap=0.0)], x0, top - unit * height * 0.32, x1 - x0, align)


def _latin_role(rng: np.random.Generator, fonts: FontPack, text: str) -> str:
    role = "serif" if rng.random() < 0.35 else "sans"
    return role if fonts.able(role, text) else "sans"
