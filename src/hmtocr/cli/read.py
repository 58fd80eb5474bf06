"""`hmtocr read`: cards in files to a table, JSON or an annotated picture."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from hmtocr.cli.annotate import Album
from hmtocr.cli.sources import Outcome, message, read_file, reader_of
from hmtocr.cli.table import print_outcome
from hmtocr.documents import DOCUMENTS
from hmtocr.errors import HmtocrError
from hmtocr.reading import Reads
from hmtocr.risk.thresholds import Point

ALL_READ, NO_CARD, UNREADABLE = 0, 1, 3
"""Exit codes; 2 is a wrong use of the command."""


def _documents(text: str) -> list[str]:
    asked = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in asked if part not in DOCUMENTS]
    if unknown or not asked:
        raise typer.BadParameter(f"choose among {', '.join(DOCUMENTS)}, separated by commas")
    return asked


def read(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Pictures or PDF files; - is standard input.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object, or an array of them for several pictures.")
    ] = False,
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="One JSON object a line, each as soon as it is read.")
    ] = False,
    annotate: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT",
            help="Also draw what was read on the picture: a file (.png, .jpg, .webp), or a folder where there"
            " are several pictures.",
        ),
    ] = None,
    documents: Annotated[
        str | None,
        typer.Option(metavar="LIST", help=f"Look only for these, separated by commas: {', '.join(DOCUMENTS)}."),
    ] = None,
    risk: Annotated[
        Literal["strict", "balanced", "lenient"],
        typer.Option(envvar="HMTOCR_RISK", help="How readily risk signals warn."),
    ] = "balanced",
) -> None:
    """Read the cards in pictures and PDF pages.

    Exit code: 0 every picture was read and holds a card; 1 some picture holds no card; 2 wrong use; 3 some
    file could not be read (the others are).
    """
    if as_json and as_jsonl:
        raise typer.BadParameter("choose one of --json and --jsonl")
    wanted = None if documents is None else _documents(documents)
    album = None if annotate is None else Album.at(annotate, files)
    reader = _reader(context, risk)
    code = ALL_READ
    collected: list[dict[str, object]] = []
    with _progress(files) as progress:
        for outcome in (o for file in progress for o in read_file(file, reader, wanted)):
            code = max(code, _code(outcome))
            if outcome.error is not None:
                typer.echo(f"{outcome.page.label}: {message(outcome.error)}", err=True)
            if album is not None and outcome.reading is not None:
                album.add(outcome.page, outcome.reading)
            if as_json:
                collected.append(outcome.to_dict())
            elif as_jsonl:
                typer.echo(json.dumps(outcome.to_dict(), ensure_ascii=False))
            else:
                print_outcome(outcome)
    if as_json:
        typer.echo(json.dumps(collected[0] if len(collected) == 1 else collected, ensure_ascii=False, indent=2))
    raise typer.Exit(code)


def _reader(context: typer.Context, risk: Point) -> Reads:
    try:
        return reader_of(context.obj, risk)
    except HmtocrError as error:
        typer.echo(f"hmtocr cannot start: {error} (hmtocr doctor says more)", err=True)
        raise typer.Exit(UNREADABLE) from None
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _code(outcome: Outcome) -> int:
    if outcome.reading is None:
        return UNREADABLE
    return ALL_READ if outcome.reading.cards else NO_CARD


@contextmanager
def _progress(files: list[str]) -> Iterator[Iterator[str]]:
    """The files one by one, with a bar on standard error if that is a terminal and the output is not."""
    errors = Console(stderr=True)
    if len(files) < 2 or not errors.is_terminal or sys.stdout.isatty():
        yield iter(files)
        return
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, redirect_stdout=False, transient=True) as progress:
        yield iter(progress.track(files))
