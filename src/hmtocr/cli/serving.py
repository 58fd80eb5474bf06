"""What `hmtocr serve` does once its settings are known. Its libraries take longer to import than networks to load."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from sqlalchemy.exc import SQLAlchemyError

from hmtocr.accounts.service import StoredAccounts, create_key, open_accounts
from hmtocr.errors import ConfigurationError
from hmtocr.reading import Reads
from hmtocr.server.assemble import assembled
from hmtocr.server.listen import Place, check_certificate, make_server
from hmtocr.server.logs import access_logger, configure_libraries
from hmtocr.server.snippets import snippets
from hmtocr.settings import Settings

_BACKLOG = 512


def run(settings: Settings, reader: Callable[[], Reads], dev: bool) -> None:
    """Serve until a signal comes.

    Args:
        settings: the port and all the rest.
        reader: gives the reader, or waits for it; it is asked once the port is taken.
        dev: whether accounts are forgotten at the end, and a key is printed with snippets.

    Raises:
        ConfigurationError: the port cannot be taken, or the certificate not be used, or the accounts not be opened.
    """
    try:
        with _books(settings, dev) as (chosen, accounts), _bound(chosen) as (place, listening):
            _serve(chosen, accounts, reader(), place, listening, dev)
    except SQLAlchemyError as error:
        raise ConfigurationError(str(error)) from error.__cause__


def _serve(
    settings: Settings, accounts: StoredAccounts, reader: Reads, place: Place, listening: socket.socket, dev: bool
) -> None:
    configure_libraries()
    with assembled(settings, accounts, reader, access_logger().info) as app:
        server = make_server(app, place)
        if dev:
            typer.echo(snippets(place.url, create_key(accounts, "dev").env()))
        typer.echo(f"hmtocr serves at {place.url}", err=True)
        with _quiet_signals():
            server.run(sockets=[listening])


@contextmanager
def _books(settings: Settings, dev: bool) -> Iterator[tuple[Settings, StoredAccounts]]:
    """The settings and their accounts; for `dev` fresh ones in a folder that is deleted at the end."""
    with TemporaryDirectory(prefix="hmtocr-dev-") as folder:
        if dev:
            fresh = {name: Settings.model_fields[name].get_default() for name in ("database_url", "secret_key")}
            settings = settings.model_copy(update={"data": Path(folder), **fresh})
        accounts = open_accounts(settings)
        try:
            yield settings, accounts
        finally:
            accounts.close()


@contextmanager
def _bound(settings: Settings) -> Iterator[tuple[Place, socket.socket]]:
    """The port, taken before anything else is done, and where it is."""
    certificate, key = (Path(name) if name else None for name in (settings.tls_cert, settings.tls_key))
    check_certificate(certificate, key)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listening = socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        where = f"{settings.host}, port {settings.port}"
        # The library says in brackets once more where.
        reason = str(error.strerror or error).partition(" (")[0]
        raise ConfigurationError(f"cannot listen at {where}: {reason}") from None
    with listening:
        # Accepted connections have it from here. Without it an answer's body waits until the client has acknowledged
        # its head, which clients put off for 40 ms.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        port = listening.getsockname()[1]
        yield Place(settings.host, port, certificate, key, settings.connections), listening


@contextmanager
def _quiet_signals() -> Iterator[None]:
    """uvicorn stops at a signal and then raises it again, which must not end the process before it has cleaned up."""
    names = (signal.SIGINT, signal.SIGTERM)
    ignore: Callable[[int, object], None] = lambda *_: None  # noqa: E731  (a handler that does nothing has no name)
    before = [signal.signal(name, ignore) for name in names]
    try:
        yield
    finally:
        for name, handler in zip(names, before, strict=True):
            signal.signal(name, handler)
