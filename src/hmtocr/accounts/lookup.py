"""Who a name, a password or a token stands for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from hmtocr.accounts.database import Database
from hmtocr.accounts.digest import digest, hash_password, is_password, same
from hmtocr.accounts.keeper import enabled_signals
from hmtocr.accounts.key import Credential, Key, State
from hmtocr.accounts.tables import CREDENTIALS, DISABLED_SIGNALS, ENABLED_APIS, KEYS, TOKENS


class Lookup:
    """Questions to the database, each a short transaction that blocks its thread."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        """Ask that database; `clock` gives seconds since the epoch."""
        self._database = database
        self._clock = clock
        # Compared with where there is no such user, so that the time taken does not tell which users exist.
        self._nobody = hash_password("")

    def credential(self, dialect: str, identifier: str) -> Credential | None:
        """The credential of that id; its key's state is "disabled" also where the key has expired.

        Raises:
            ConfigurationError: its secret does not open.
        """
        query = select(CREDENTIALS, KEYS).join_from(CREDENTIALS, KEYS)
        query = query.where(CREDENTIALS.c.dialect == dialect, CREDENTIALS.c.identifier == identifier)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                return None
            key = self._key(connection, row)
        found, vault = row._mapping, self._database.vault
        owner, token = f"{dialect}/{identifier}", found[CREDENTIALS.c.token]
        return Credential(
            key,
            identifier,
            vault.open(found[CREDENTIALS.c.secret], owner),
            None if token is None else vault.open(token, f"{owner}/token"),
            found[CREDENTIALS.c.expires],
        )

    def by_password(self, domain: str, user: str, password: str) -> Key | None:
        """The key of an IAM user; takes some tens of milliseconds and 16 MiB, whether there is one or not."""
        with self._database.reading() as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.domain == domain, KEYS.c.user == user)).one_or_none()
            key = None if row is None else self._key(connection, row)
        known = self._nobody if row is None else row._mapping[KEYS.c.password]
        return key if is_password(password, known) else None

    def by_token(self, kind: str, token: str) -> Key | None:
        """The key of a bearer key ("bearer") or of an IAM session ("session") that has not ended."""
        told = digest(token)
        query = select(TOKENS, KEYS).join_from(TOKENS, KEYS).where(TOKENS.c.digest == told, TOKENS.c.kind == kind)
        with self._database.reading() as connection:
            row = connection.execute(query).one_or_none()
            if row is None or not same(told, row._mapping[TOKENS.c.digest]):
                return None
            ends = row._mapping[TOKENS.c.expires]
            return None if ends is not None and ends <= self._clock() else self._key(connection, row)

    def _key(self, connection: Connection, row: Row[Any]) -> Key:
        found = row._mapping
        expires, ident = found[KEYS.c.expires], found[KEYS.c.id]
        off = connection.scalars(select(DISABLED_SIGNALS.c.kind).where(DISABLED_SIGNALS.c.key_id == ident)).all()
        state: State = found[KEYS.c.state]
        return Key(
            ident,
            found[KEYS.c.name],
            "disabled" if expires is not None and expires <= self._clock() else state,
            frozenset(connection.scalars(apis_of(ident))),
            found[KEYS.c.project_id],
            found[KEYS.c.domain],
            found[KEYS.c.user],
            expires,
            frozenset(enabled_signals(found[KEYS.c.warnings], off)),
        )


def apis_of(ident: int) -> Select[str]:
    """The query for the APIs that a key is limited to; no rows where it may call all."""
    return select(ENABLED_APIS.c.api).where(ENABLED_APIS.c.key_id == ident)
