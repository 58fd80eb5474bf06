"""`hmtocr serve`: one port that speaks every dialect."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import cv2
import typer
from sqlalchemy.exc import SQLAlchemyError

from hmtocr.accounts.service import StoredAccounts, create_key, open_accounts
from hmtocr.errors import ConfigurationError, HmtocrError
from hmtocr.reader import Reader
from hmtocr.server.assemble import assembled
from hmtocr.server.listen import Place, check_certificate, make_server
from hmtocr.server.logs import access_logger, configure_libraries
from hmtocr.server.snippets import snippets
from hmtocr.settings import Settings, load_settings

_BACKLOG = 512


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; 0.0.0.0 for all. [default: 127.0.0.1]")
    ] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="0: any that is free. [default: 8080]")] = None,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="TOML file with settings; else the one that HMTOCR_CONFIG names."),
    ] = None,
    tls_cert: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Serve over TLS with this certificate (PEM, with its chain).")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Its private key (PEM), if that is not in the same file.")
    ] = None,
    dev: Annotated[
        bool, typer.Option("--dev", help="Forget everything at the end, and print a key with snippets for each SDK.")
    ] = False,
) -> None:
    """Serve the APIs of Tencent Cloud, Huawei Cloud and Alibaba Cloud, and hmtocr's own, until told to stop.

    Exit code: 0 stopped by a signal, 1 it cannot start.
    """
    try:
        given = {"host": host, "port": port, "tls_cert": tls_cert, "tls_key": tls_key}
        told = {name: str(value) if isinstance(value, Path) else value for name, value in given.items()}
        settings = load_settings(config).model_copy(update={k: v for k, v in told.items() if v is not None})
        with _books(settings, dev) as (settings, accounts), _bound(settings) as (place, listening):
            _serve(settings, accounts, place, listening, dev)
    except (HmtocrError, SQLAlchemyError) as error:
        typer.echo(f"hmtocr serve: {error.__cause__ or error}", err=True)
        raise typer.Exit(1) from None


def _serve(settings: Settings, accounts: StoredAccounts, place: Place, listening: socket.socket, dev: bool) -> None:
    configure_libraries()
    # Pictures are read side by side: threads within one would only get in each other's way.
    cv2.setNumThreads(1)
    with assembled(settings, accounts, Reader(threads=1, risk=settings.risk), access_logger().info) as app:
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
