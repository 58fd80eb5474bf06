"""`hmtocr specimens`: draws test cards that are nobody's, with their truth."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hmtocr.errors import SpecimenError
from hmtocr.specimens.attacks import ATTACKS
from hmtocr.specimens.card import FACES
from hmtocr.specimens.dataset import iter_attacked, iter_specimens, write_specimens
from hmtocr.specimens.degrade import LEVELS

_DOCUMENTS = tuple(dict.fromkeys(document for document, _, _ in FACES))
_FAILED = 2


class Fonts(StrEnum):
    """The font packs."""

    default = "default"
    wide = "wide"


def _chosen(text: str, known: tuple[str, ...]) -> list[str]:
    asked = [part.strip() for part in text.split(",") if part.strip()]
    if not asked or any(part not in known for part in asked):
        raise typer.BadParameter(f"choose among {', '.join(known)}, separated by commas")
    return asked


def specimens(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder for the pictures and their truth.")],
    count: Annotated[int, typer.Option(min=1, max=99_999, help="How many pictures.")] = 48,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same pictures.")] = 0,
    documents: Annotated[
        str, typer.Option(metavar="LIST", help=f"Only these, separated by commas: {', '.join(_DOCUMENTS)}.")
    ] = ",".join(_DOCUMENTS),
    levels: Annotated[
        str,
        typer.Option(metavar="LIST", help=f"Only these cameras, separated by commas: {', '.join(LEVELS)}."),
    ] = ",".join(LEVELS),
    attack: Annotated[
        str, typer.Option(metavar="KIND", help=f"Pictures that are to warn, of one kind: {', '.join(ATTACKS)}.")
    ] = "",
    fonts: Annotated[
        Fonts,
        typer.Option(help="default: the fonts of the extra `specimens`; wide: those that Debian packages."),
    ] = Fonts.default,
) -> None:
    """Draw test cards that are nobody's: NNNNN.jpg, and NNNNN.json with what is printed where.

    Exit code: 0 all were drawn; 2 wrong use, a font is missing, or OUT cannot be written to.
    """
    wanted = _chosen(documents, _DOCUMENTS)
    faces = [face for face in FACES if face[0] in wanted]
    cameras = [level for level in LEVELS if level in _chosen(levels, LEVELS)]
    if attack and attack not in ATTACKS:
        raise typer.BadParameter(f"choose among {', '.join(ATTACKS)}")
    drawn = (
        iter_attacked(attack, count, seed, faces, fonts.value)
        if attack
        else iter_specimens(count, seed, faces, cameras, fonts.value)
    )
    columns = (TextColumn("drawing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("drawing", total=count)
            write_specimens(out, drawn, lambda done: bar.update(task, completed=done))
    except SpecimenError as error:
        typer.echo(f"hmtocr specimens: {error}", err=True)
        raise typer.Exit(_FAILED) from None
    typer.echo(f"{count} pictures in {out}")
