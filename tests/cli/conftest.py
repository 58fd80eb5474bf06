"""A reader that needs no network: it finds one card in every picture that is not blue."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from hmtocr.cli import app
from hmtocr.image.decode import decode
from hmtocr.reading import Card, CardWarning, Check, Field, Quad, Reading


def box(x0: float, y0: float, x1: float, y1: float) -> Quad:
    """An upright quad."""
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


class FakeReader:
    """Keeps the contract of Reader.read with a fixed card."""

    def __init__(self) -> None:
        """Remember which documents were asked for."""
        self.asked: list[Collection[str] | None] = []

    def read(
        self,
        data: bytes,
        *,
        documents: Collection[str] | None = None,
        portraits: bool = True,
        warnings: bool = True,
    ) -> Reading:
        """One Hong Kong card, or none in a blue picture."""
        assert portraits
        assert warnings
        self.asked.append(documents)
        picture = decode(data)
        red, _, blue = (int(v) for v in picture.pixels[0, 0])
        cards = () if blue > red + 60 else (CARD,)
        return Reading(picture.width, picture.height, cards)


CARD = Card(
    "hk-id",
    "2018",
    "front",
    box(20, 20, 380, 240),
    0.98,
    {
        "name_zh": Field("樂永晴", "樂永晴", 0.97, box(40, 60, 120, 80)),
        "number": Field("Z683365(5)", "Z6833655", 0.99, box(250, 200, 360, 220)),
        "sex": Field("女 F", "F", 0.42, box(250, 130, 290, 150)),
    },
    checks=(
        Check("hkid.check_digit", False, ("number",), "the check digit does not match"),
        Check("dates.order", None, ("number",)),
        Check("telecode.name", True, ("name_zh",)),
    ),
    warnings=(CardWarning(-9103, "glare", 0.8, ("number",)),),
)


@pytest.fixture
def reader() -> FakeReader:
    """A fresh fake."""
    return FakeReader()


@pytest.fixture
def run(reader: FakeReader) -> Callable[..., Result]:
    """Run the command with the fake reader."""

    def invoke(*arguments: object, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin, obj=reader)

    return invoke


@pytest.fixture
def red(tmp_path: Path) -> Path:
    """A picture with a card."""
    path = tmp_path / "red.png"
    Image.new("RGB", (400, 260), (230, 120, 120)).save(path)
    return path


@pytest.fixture
def blue(tmp_path: Path) -> Path:
    """A picture without a card."""
    path = tmp_path / "blue.png"
    Image.new("RGB", (400, 260), (120, 120, 230)).save(path)
    return path
