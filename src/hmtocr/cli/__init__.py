"""The command `hmtocr`. Each subcommand is a module of its own (see hmtocr.cli.lazy)."""

from __future__ import annotations

from typing import Annotated

import typer

from hmtocr import __version__
from hmtocr.cli.lazy import LazyCommands

# Typer's own tracebacks can print local variables, and those hold what is printed on cards.
app = typer.Typer(
    name="hmtocr",
    cls=LazyCommands,
    help="Reads Hong Kong and Macao identity cards and the residence permits of Hong Kong, Macao and Taiwan"
    " residents, on this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"hmtocr {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that stand before the subcommand."""
