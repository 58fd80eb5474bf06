"""`hmtocr keys`: who may call the server, how often, and until when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

import typer
from sqlalchemy.exc import SQLAlchemyError

from hmtocr.accounts.apis import API_NAMES
from hmtocr.accounts.database import Database
from hmtocr.accounts.issuer import LONGEST_TOKEN, Issuer
from hmtocr.accounts.keeper import Keeper
from hmtocr.cli.keys_output import print_issued, print_keys, print_usage
from hmtocr.errors import HmtocrError
from hmtocr.risk.kinds import KINDS, chosen
from hmtocr.settings import load_settings

keys = typer.Typer(
    name="keys",
    help="Make, list, change and delete the keys that may call hmtocr serve.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The key's name.")]
Apis = Annotated[
    list[str] | None,
    typer.Option("--api", metavar="API", help=f"Let it call only this API; may be repeated. {', '.join(API_NAMES)}."),
]
SecretsFormat = Annotated[
    Literal["table", "json", "env"],
    typer.Option("--format", help="env: lines for a shell to source."),
]
ListFormat = Annotated[Literal["table", "json"], typer.Option("--format", help="For people or for programs.")]


@dataclass(frozen=True)
class Books:
    """The accounts that a command works on, opened when it first needs them.

    Attributes:
        closing: takes what is to be done at the command's end.
    """

    config: Path | None
    closing: Callable[[Callable[[], None]], object]

    @cached_property
    def database(self) -> Database:
        """That of the settings."""
        database = Database.open(load_settings(self.config))
        self.closing(database.close)
        return database

    @property
    def issuer(self) -> Issuer:
        """Makes keys."""
        return Issuer(self.database)

    @property
    def keeper(self) -> Keeper:
        """Changes and lists them."""
        return Keeper(self.database)


@keys.callback()
def main(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="TOML file with settings; else the one that HMTOCR_CONFIG names."),
    ] = None,
) -> None:
    """Options that stand before the subcommand of keys."""
    context.obj = Books(config, context.call_on_close)


@contextmanager
def _told() -> Iterator[None]:
    """Tell what is wrong in one line: exit code 2 for a wrong use, 1 for what cannot be done."""
    try:
        yield
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    except (HmtocrError, SQLAlchemyError) as error:
        typer.echo(f"hmtocr keys: {error.__cause__ or error}", err=True)
        raise typer.Exit(1) from None


@keys.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="Letters, digits, '.', '_' and '-', 64 at most.")],
    rate: Annotated[int | None, typer.Option(metavar="R", help="Calls a second for each API.")] = None,
    quota: Annotated[int | None, typer.Option(metavar="Q", help="Calls in all.")] = None,
    api: Apis = None,
    expires: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Last day in UTC (2027-12-31), or a moment (2027-12-31T18:00:00+08:00)."),
    ] = None,
    no_warnings: Annotated[bool, typer.Option("--no-warnings", help="Measure no risk signals for it.")] = False,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without-warning",
            metavar="KIND",
            help=f"Do not measure this risk signal for it; may be repeated. {', '.join(KINDS)}.",
        ),
    ] = None,
    form: SecretsFormat = "table",
) -> None:
    """Make a key with credentials for every dialect, and show its secrets this once."""
    with _told():
        ends = None if expires is None else parse_end(expires)
        off = chosen(without or ())
        warnings = () if no_warnings else [kind for kind in KINDS if kind not in off]
        issued = context.obj.issuer.create(
            name, apis=api or (), rate=rate, quota=quota, expires=ends, warnings=warnings
        )
    print_issued(issued, form)


@keys.command(name="list")
def list_keys(context: typer.Context, form: ListFormat = "table") -> None:
    """List the keys, without secrets."""
    with _told():
        print_keys(context.obj.keeper.listed(), form)


@keys.command()
def rotate(context: typer.Context, name: Name, form: SecretsFormat = "table") -> None:
    """Replace all credentials of a key; the old ones, temporary ones too, end at once."""
    with _told():
        issued = context.obj.issuer.rotate(name)
    print_issued(issued, form)


@keys.command()
def token(
    context: typer.Context,
    name: Name,
    seconds: Annotated[int, typer.Option(metavar="S", help=f"How long they live, at most {LONGEST_TOKEN}.")] = 3600,
    form: SecretsFormat = "table",
) -> None:
    """Make temporary credentials for every dialect, each pair with its token."""
    with _told():
        issued = context.obj.issuer.lend(name, seconds)
    print_issued(issued, form)


@keys.command()
def disable(context: typer.Context, name: Name) -> None:
    """Refuse a key as if it were unknown, until it is enabled again."""
    _change(f"{name} is disabled", lambda: context.obj.keeper.set_state(name, "disabled"))


@keys.command()
def enable(context: typer.Context, name: Name) -> None:
    """Let a key call again."""
    _change(f"{name} is active", lambda: context.obj.keeper.set_state(name, "active"))


@keys.command()
def state(
    context: typer.Context,
    name: Name,
    to: Annotated[Literal["active", "arrears", "suspended"], typer.Argument(metavar="active|arrears|suspended")],
) -> None:
    """Put a key into a state that is answered in the vendors' own words for it."""
    _change(f"{name} is {'in arrears' if to == 'arrears' else to}", lambda: context.obj.keeper.set_state(name, to))


@keys.command()
def quota(
    context: typer.Context,
    name: Name,
    calls: Annotated[str, typer.Argument(metavar="N", help="Calls in all, or none for no limit.")],
    reset: Annotated[bool, typer.Option("--reset", help="Forget the calls made so far.")] = False,
) -> None:
    """Set how many calls a key may make in all, those that it made already among them."""
    if calls != "none" and not calls.isdecimal():
        raise typer.BadParameter(f"a quota is a whole number or none, not {calls!r}")
    number = None if calls == "none" else int(calls)
    done = f"{name} may make {'any number of' if number is None else number} calls in all"
    _change(done, lambda: context.obj.keeper.set_quota(name, number, reset=reset))


@keys.command()
def allow(
    context: typer.Context,
    name: Name,
    apis: Annotated[list[str], typer.Argument(metavar="API...", help=f"{', '.join(API_NAMES)}; or all.")],
) -> None:
    """Let a key call these APIs and no other."""
    wanted = [] if apis == ["all"] else apis
    _change(f"{name} may call {', '.join(apis)}", lambda: context.obj.keeper.allow(name, wanted))


@keys.command()
def warn(
    context: typer.Context,
    name: Name,
    kinds: Annotated[list[str], typer.Argument(metavar="KIND...", help=f"{', '.join(KINDS)}; or all, or none.")],
) -> None:
    """Measure these risk signals for a key and no other."""
    wanted = {"all": KINDS, "none": ()}.get(kinds[0], kinds) if len(kinds) == 1 else kinds
    _change(f"{name} is warned of {', '.join(kinds)}", lambda: context.obj.keeper.warn(name, wanted))


@keys.command()
def delete(context: typer.Context, name: Name) -> None:
    """Delete a key with its credentials and its usage, for good."""
    _change(f"{name} is deleted", lambda: context.obj.keeper.delete(name))


@keys.command()
def usage(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Only this key's.")] = None,
    form: ListFormat = "table",
) -> None:
    """Tell how many calls were let in, for each key, API and day (UTC)."""
    with _told():
        print_usage(context.obj.keeper.usage(name), form)


def parse_end(text: str) -> float:
    """Seconds since the epoch of a moment, or of the end of a day in UTC.

    Raises:
        ValueError: neither a date nor a moment with its zone.

    >>> parse_end("1970-01-02"), parse_end("1970-01-01T08:00:01+08:00")
    (172800.0, 1.0)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        pass
    else:
        return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() + timedelta(days=1).total_seconds()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date such as 2027-12-31 or 2027-12-31T18:00:00+08:00") from None
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} lacks its time zone: end it in Z or in an offset such as +08:00")
    return moment.timestamp()


def _change(done: str, change: Callable[[], None]) -> None:
    with _told():
        change()
    typer.echo(done)
