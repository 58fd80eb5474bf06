"""Subcommands whose modules are imported when they are asked for: a command waits for no other one's libraries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
import typer.core
import typer.main


@dataclass(frozen=True)
class Place:
    """Where a subcommand is: its module, which has it under its own name, and the extra that it needs, if any."""

    module: str
    extra: str = ""
    about: str = ""
    """What it does, for a list of commands where the extra is not installed."""


COMMANDS = {
    "read": Place("hmtocr.cli.read"),
    "specimens": Place("hmtocr.cli.specimens"),
    "doctor": Place("hmtocr.cli.doctor"),
    "serve": Place("hmtocr.cli.serve", "server", "Serve the clouds' APIs."),
    "keys": Place("hmtocr.cli.keys", "server", "Make, list, change and delete keys."),
}
_ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}


class LazyCommands(typer.core.TyperGroup):
    """COMMANDS, in that order."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  (Typer's signature)
        """Their names."""
        return [*COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of that name; None if there is none. One that lacks its extra says so when it is run."""
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        try:
            found = getattr(import_module(place.module), cmd_name)
        except ModuleNotFoundError as missing:
            if not place.extra:
                raise
            return _without(cmd_name, place, str(missing.name))
        if isinstance(found, typer.Typer):
            return typer.main.get_command(found)
        return _single(cmd_name, found)


def _single(name: str, function: Callable[..., None], **settings: Any) -> Any:
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command(name, **settings)(function)
    return typer.main.get_command(app)


def _without(name: str, place: Place, package: str) -> Any:
    def tell() -> None:
        typer.echo(f"hmtocr {name} needs {package}: pip install 'hmtocr[{place.extra}]'", err=True)
        raise typer.Exit(1)

    about = f"{place.about} Needs the extra '{place.extra}'."
    return _single(name, tell, help=about, context_settings=_ANYTHING)
