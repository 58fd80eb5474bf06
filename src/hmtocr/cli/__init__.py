"""The command `hmtocr`. Each subcommand is a module of its own; this one only gathers them."""

from __future__ import annotations

from collections.abc import Callable
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


_ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}


def _without(command: str, package: str | None) -> Callable[[], None]:
    def tell() -> None:
        typer.echo(f"hmtocr {command} needs {package}: pip install 'hmtocr[server]'", err=True)
        raise typer.Exit(1)

    return tell


def _server_commands() -> None:
    """What needs the extra `server`; without it the command says so."""
    try:
        from hmtocr.cli.keys import keys  # noqa: PLC0415  (the extra may not be installed)
        from hmtocr.cli.serve import serve  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        for name, about in (("serve", "Serve the clouds' APIs."), ("keys", "Make, list, change and delete keys.")):
            app.command(name, help=f"{about} Needs the extra 'server'.", context_settings=_ANYTHING)(
                _without(name, missing.name)
            )
    else:
        app.command()(serve)
        app.add_typer(keys)


_server_commands()
