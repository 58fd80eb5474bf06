"""Keys and usage as tables, JSON, or lines for a shell."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from hmtocr.accounts.issue import IssuedKey
from hmtocr.accounts.keeper import KeySummary, Usage
from hmtocr.risk.kinds import KINDS

_PIPED_WIDTH = 160


def print_issued(issued: IssuedKey, form: str) -> None:
    """Print fresh credentials: "env" as lines to source, "json" as an object, else as a table with a reminder."""
    if form == "env":
        for name, value in issued.env().items():
            typer.echo(f"export {name}='{value}'")
    elif form == "json":
        told = {"name": issued.name, "expires": _moment(issued.expires), **issued.env()}
        typer.echo(json.dumps(told, indent=2))
    else:
        # One value a line and never folded: it is copied from here.
        width = max(map(len, issued.env()))
        typer.echo(f"key {issued.name}" + (f", good until {_moment(issued.expires)}" if issued.expires else ""))
        for name, value in issued.env().items():
            typer.echo(f"  {name:<{width}}  {value}")
        typer.echo("The secrets are shown this once: keep them now.", err=True)


def print_keys(keys: Sequence[KeySummary], form: str) -> None:
    """Print what is known of keys."""
    if form == "json":
        moments = ({"created": _moment(key.created), "expires": _moment(key.expires)} for key in keys)
        told = [asdict(key) | moment for key, moment in zip(keys, moments, strict=True)]
        typer.echo(json.dumps(told, indent=2))
        return
    _print_table(
        ("name", "state", "APIs", "warnings", "rate", "calls", "expires", "credentials"),
        (
            (
                key.name,
                key.state,
                "\n".join(key.apis) or "all",
                "all" if key.warnings == KINDS else "\n".join(key.warnings) or "none",
                "" if key.rate is None else f"{key.rate}/s",
                str(key.used) if key.quota is None else f"{key.used} of {key.quota}",
                _moment(key.expires) or "",
                "\n".join(key.identifiers.values()),
            )
            for key in keys
        ),
    )


def print_usage(usage: Sequence[Usage], form: str) -> None:
    """Print counts of calls."""
    if form == "json":
        typer.echo(json.dumps([asdict(line) for line in usage], indent=2))
        return
    _print_table(
        ("name", "API", "day (UTC)", "calls"), ((line.name, line.api, line.day, str(line.calls)) for line in usage)
    )


def _print_table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    table = Table(show_lines=True)
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column == "calls" else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    # Into a pipe there is no width to heed, and folded values would be hard to search.
    Console(width=None if sys.stdout.isatty() else _PIPED_WIDTH).print(table)


def _moment(seconds: float | None) -> str | None:
    """ISO 8601 in UTC to the second, or None."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
