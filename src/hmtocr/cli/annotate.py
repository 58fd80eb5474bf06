"""Draws on a picture what was read from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from PIL import Image, ImageDraw, ImageFont

from hmtocr.cli.sources import STDIN, Page
from hmtocr.errors import SpecimenError
from hmtocr.image.decode import Picture, decode
from hmtocr.reading import Card, Quad, Reading
from hmtocr.specimens.fonts import FontFile, font_pack

_SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
_OUTLINE = (220, 90, 0)
_PAPER = (250, 250, 247)
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
    """The decoded picture with every card's outline and its fields' boxes; their texts stand to its right.

    Boxes and texts share numbers, for texts beside the boxes would cover what is printed there. Chinese texts
    need a font: that of the extra `specimens`. Without it only the field's name is told.
    """
    fonts = _fonts()
    lines = [line for card in reading.cards for line in _lines(card, fonts)]
    size = min(max(picture.pixels.shape[0] / (1.6 * max(len(lines), 1) + 2), 10.0), 30.0)
    type_ = _Type(fonts, size)
    width = round(max(type_.width(line.text) for line in lines) + 2 * size) if lines else 0
    height = max(picture.pixels.shape[0], round((1.6 * len(lines) + 1) * size))
    sheet = Image.new("RGB", (picture.pixels.shape[1] + width, height), _PAPER)
    sheet.paste(Image.fromarray(picture.pixels))
    pen = ImageDraw.Draw(sheet, "RGBA")
    stroke = max(1, round(picture.pixels.shape[1] / 700))
    for line in lines:
        quad = _scaled(line.quad, picture.scale)
        pen.line([*quad, quad[0]], fill=line.colour, width=stroke if line.tag else 2 * stroke)
        _tag(pen, quad, line, type_)
    for row, line in enumerate(lines):
        type_.write(pen, (picture.pixels.shape[1] + size, (0.8 + 1.6 * row) * size), line.text, line.colour)
    return sheet


@dataclass(frozen=True)
class _Line:
    """A line of the list: the box it tells of, the tag that box gets, the words."""

    quad: Quad
    tag: str
    text: str
    colour: tuple[int, int, int]


@dataclass(frozen=True)
class _Type:
    """Fonts that are tried in turn, at one size."""

    fonts: tuple[FontFile, ...]
    size: float

    def width(self, text: str) -> float:
        return self._face(text).getlength(text)

    def write(self, pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, ink: tuple[int, int, int]) -> None:
        pen.text(at, text, fill=ink, font=self._face(text), anchor="lt")

    def _face(self, text: str) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
        able = next((font for font in self.fonts if font.has(text)), None)
        return able.at(self.size) if able is not None else ImageFont.load_default(self.size)


def _lines(card: Card, fonts: tuple[FontFile, ...]) -> Iterator[_Line]:
    about = f"{card.document} {card.design} {card.side}  {card.confidence:.2f}"
    yield _Line(card.quad, "", about, _OUTLINE)
    for number, (name, field) in enumerate(card.fields.items(), 1):
        colour = _SURE if field.confidence >= 0.9 else _UNSURE if field.confidence >= 0.6 else _DOUBTFUL
        text = f"{field.text}  {field.confidence:.2f}" if _printable(field.text, fonts) else f"{field.confidence:.2f}"
        yield _Line(field.quad, str(number), f"{number} {name}  {text}", colour)


def _printable(text: str, fonts: tuple[FontFile, ...]) -> bool:
    return text.isascii() or any(font.has(text) for font in fonts)


def _tag(pen: ImageDraw.ImageDraw, quad: Quad, line: _Line, type_: _Type) -> None:
    """The number, white on the colour, before the box."""
    if not line.tag:
        return
    height, length = _length(quad[0], quad[3]), max(_length(quad[0], quad[1]), 1.0)
    small = replace(type_, size=max(9.0, min(0.7 * height, type_.size)))
    wide, tall = small.width(line.tag) + 4, small.size
    # Before the middle of the box's beginning, whichever way the card lies.
    away = (0.5 * wide + 1) / length
    x = (quad[0][0] + quad[3][0]) / 2 - away * (quad[1][0] - quad[0][0])
    y = (quad[0][1] + quad[3][1]) / 2 - away * (quad[1][1] - quad[0][1])
    pen.rectangle((x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2), fill=(*line.colour, 215))
    small.write(pen, (x - wide / 2 + 2, y - 0.35 * tall), line.tag, (255, 255, 255))


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
