"""Draws on a picture what was read from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from PIL import Image, ImageDraw, ImageFont

from hmtocr.cli.sources import STDIN, Page
from hmtocr.errors import SpecimenError
from hmtocr.image.decode import Picture, decode
from hmtocr.reading import Card, Quad, Reading
from hmtocr.specimens.fonts import FontFile, font_pack

_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
_OUTLINE = (255, 120, 0)
_SURE, _UNSURE, _DOUBTFUL = (0, 130, 60), (190, 120, 0), (200, 0, 40)


@dataclass(frozen=True)
class Album:
    """Where annotated pictures go.

    Attributes:
        names: for each file as the user named it, its picture; no two alike, and none a file that is read.
    """

    names: dict[str, Path]

    @classmethod
    def at(cls, out: Path, files: Sequence[str]) -> Album:
        """Choose the names: `out` itself for one file; for several one each in the folder `out`, made here.

        Raises:
            typer.BadParameter: `out` cannot be written as such.
        """
        inputs = {Path(file).resolve() for file in files if file != STDIN}
        if len(set(files)) == 1:
            if out.suffix.lower() not in _SUFFIXES or out.is_dir():
                raise typer.BadParameter(f"--annotate wants a file name ending in {', '.join(_SUFFIXES)}")
            if out.resolve() in inputs:
                raise typer.BadParameter("--annotate would overwrite the picture that is read")
            if not out.parent.is_dir():
                raise typer.BadParameter(f"there is no folder {out.parent}")
            return cls({files[0]: out})
        if out.exists() and not out.is_dir():
            raise typer.BadParameter("for several files --annotate wants a folder, and this is a file")
        out.mkdir(parents=True, exist_ok=True)
        taken = set(inputs)
        names: dict[str, Path] = {}
        for file in dict.fromkeys(files):
            stem = "stdin" if file == STDIN else Path(file).stem
            names[file] = _free(out, stem, taken)
            taken.add(names[file].resolve())
        return cls(names)

    def add(self, page: Page, reading: Reading) -> None:
        """Draw one page; the second and further pages of a PDF get their number into the name."""
        target = self.names[page.file]
        if page.number is not None and page.number > 1:
            target = target.with_stem(f"{target.stem}-{page.number}")
        draw(decode(page.data), reading).save(target)


def _free(folder: Path, stem: str, taken: set[Path]) -> Path:
    number, path = 1, folder / f"{stem}.png"
    while path.resolve() in taken:
        number += 1
        path = folder / f"{stem}_{number}.png"
    return path


def draw(picture: Picture, reading: Reading) -> Image.Image:
    """The decoded picture with every card's outline, its fields' boxes and their texts.

    Chinese texts need a font: that of the extra `specimens`. Without it a box says its field's name instead.
    """
    image = Image.fromarray(picture.pixels)
    pen = ImageDraw.Draw(image, "RGBA")
    fonts = _fonts()
    for card in reading.cards:
        _draw_card(pen, card, picture.scale, fonts)
    return image


def _draw_card(pen: ImageDraw.ImageDraw, card: Card, scale: float, fonts: tuple[FontFile, ...]) -> None:
    outline = _scaled(card.quad, scale)
    width = _length(outline[0], outline[1])
    line = max(1, round(width / 300))
    pen.line([*outline, outline[0]], fill=_OUTLINE, width=2 * line, joint="curve")
    _label(
        pen,
        outline,
        f"{card.document} {card.design} {card.side}",
        _OUTLINE,
        fonts,
        size=width / 32,
        below=False,
    )
    for name, field in card.fields.items():
        colour = _SURE if field.confidence >= 0.9 else _UNSURE if field.confidence >= 0.6 else _DOUBTFUL
        quad = _scaled(field.quad, scale)
        pen.line([*quad, quad[0]], fill=colour, width=line)
        printable = field.text.isascii() or _font_for(field.text, fonts) is not None
        # A value that fills several lines makes a high box; its label need not be as high.
        size = min(0.6 * _length(quad[0], quad[3]), width / 24)
        _label(pen, quad, field.text if printable else name, colour, fonts, size=size, below=True)


def _label(
    pen: ImageDraw.ImageDraw,
    quad: Quad,
    text: str,
    colour: tuple[int, int, int],
    fonts: tuple[FontFile, ...],
    size: float,
    below: bool,
) -> None:
    """White on the colour, along the quad's lower (or over its upper) bound on the picture."""
    size = max(9.0, size)
    chosen = _font_for(text, fonts)
    font = chosen.at(size) if chosen is not None else ImageFont.load_default(size)
    left, top, right, bottom = pen.textbbox((0, 0), text, font=font)
    x = min(p[0] for p in quad)
    y = max(p[1] for p in quad) + 2 if below else max(0.0, min(p[1] for p in quad) - (bottom - top) - 6)
    pen.rectangle((x, y, x + right - left + 4, y + bottom - top + 4), fill=(*colour, 215))
    pen.text((x + 2 - left, y + 2 - top), text, fill=(255, 255, 255), font=font)


def _font_for(text: str, fonts: tuple[FontFile, ...]) -> FontFile | None:
    return next((font for font in fonts if font.has(text)), None)


def _fonts() -> tuple[FontFile, ...]:
    try:
        return tuple(f for f in font_pack().files if {"hant-hei", "hans-hei"} & set(f.roles))
    except SpecimenError:
        return ()


def _scaled(quad: Quad, scale: float) -> Quad:
    a, b, c, d = ((x / scale, y / scale) for x, y in quad)
    return (a, b, c, d)


def _length(a: tuple[float, float], b: tuple[float, float]) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)
