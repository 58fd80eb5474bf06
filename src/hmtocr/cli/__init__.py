"""The command `hmtocr`. Each subcommand is a module of its own; this one only gathers them."""

from __future__ import annotations

from typing import Annotated

import typer

from hmtocr import __version__
from hmtocr.cli.doctor import doctor
from hmtocr.cli.read import read
from hmtocr.cli.specimens import specimens

# Typer's own tracebacks can print local variables, and those hold what is printed on cards.
app = typer.Typer(
    name="hmtocr",
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


app.command()(read)
app.command()(specimens)
app.command()(doctor)


def _server_commands() -> None:
    """What needs the extra `server`; without it the command says so."""
    try:
        from hmtocr.cli.keys import keys  # noqa: PLC0415  (the extra may not be installed)
    except ModuleNotFoundError as missing:
        name = missing.name

        @app.command("keys", help="Make, list, change and delete keys (needs the extra 'server').")
        def without() -> None:
            typer.echo(f"hmtocr keys needs {name}: pip install 'hmtocr[server]'", err=True)
            raise typer.Exit(1)
    else:
        app.add_typer(keys)


_server_commands()
