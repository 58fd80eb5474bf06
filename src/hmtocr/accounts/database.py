"""The accounts' database: a SQLite file by default, PostgreSQL by URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, make_url, select, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from hmtocr.accounts.tables import META, METADATA
from hmtocr.accounts.vault import Vault, private_folder
from hmtocr.errors import ConfigurationError
from hmtocr.settings import Settings

_FILE = "accounts.db"
_VERSION = "1"
"""Of the tables; another version's database is refused."""
_PATIENCE = 10.0
"""Seconds to wait for another process's transaction."""
_SCHEMA_LOCK = 0x686D746F6372
"""PostgreSQL's advisory lock under which the tables are made: "hmtocr" in ASCII."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database whose secrets the vault opens."""

    engine: Engine
    vault: Vault

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open what the settings name, and make its tables where there are none.

        Raises:
            ConfigurationError: it cannot be reached, is another version's, or its secrets need another key.
        """
        url = _url(settings)
        engine = _engine(url)
        try:
            with _writing(engine) as connection:
                if connection.dialect.name == "postgresql":
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})"))
                METADATA.create_all(connection)
                return cls(engine, _vault(connection, settings))
        except ConfigurationError:
            engine.dispose()
            raise
        except SQLAlchemyError as error:
            engine.dispose()
            reason = error.__cause__ or error
            shown = url.render_as_string(hide_password=True)
            raise ConfigurationError(f"the accounts' database {shown} cannot be used: {reason}") from None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes; in SQLite it has the file to itself from its start."""
        with _writing(self.engine) as connection:
            yield connection

    def close(self) -> None:
        """Close the connections that are not in use."""
        self.engine.dispose()


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(writes=True).begin() as connection:
        yield connection


def _url(settings: Settings) -> URL:
    told = settings.database_url.get_secret_value().strip()
    if not told:
        private_folder(settings.data)
        return URL.create("sqlite", database=str(settings.data / _FILE))
    try:
        url = make_url(told)
    except ArgumentError:
        # The error's own text repeats the URL, and with it the password.
        raise ConfigurationError("HMTOCR_DATABASE_URL is no URL such as postgresql://user:password@host/name") from None
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise ConfigurationError("HMTOCR_DATABASE_URL: the accounts live in sqlite or postgresql")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ConfigurationError("HMTOCR_DATABASE_URL: the accounts need a file (sqlite:////path/to/accounts.db)")
    return url


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    try:
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    except (ImportError, NoSuchModuleError) as error:
        raise ConfigurationError(
            f"the driver of {url.drivername} is not installed ({error}): pip install psycopg"
        ) from None


def _sqlite(url: URL) -> Engine:
    path = Path(str(url.database))
    try:
        # Made here, so that nobody else may read it from its first byte on; SQLite's further files take its mode.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise ConfigurationError(f"the accounts' database {path} cannot be opened: {error.strerror}") from None
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _PATIENCE})

    def connected(connection: Any, _record: object) -> None:
        # Transactions are begun below, not where the driver thinks fit.
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    def begun(connection: Connection) -> None:
        # A transaction that reads first and writes later could not wait for another's end: SQLite refuses at once.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def _vault(connection: Connection, settings: Settings) -> Vault:
    known = dict(connection.execute(select(META.c.name, META.c.value)).all())
    vault = Vault.of(settings, create="canary" not in known)
    if not known:
        rows = [
            {"name": "version", "value": _VERSION},
            {"name": "canary", "value": vault.seal("the right key", "canary")},
        ]
        connection.execute(insert(META), rows)
    elif known.get("version") != _VERSION:
        raise ConfigurationError(f"the accounts' database has tables of version {known.get('version')}, not {_VERSION}")
    else:
        vault.open(known["canary"], "canary")
    return vault
