"""What an operator changes about keys, and what is known of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from hmtocr.accounts.apis import API_NAMES
from hmtocr.accounts.database import Database
from hmtocr.accounts.key import State
from hmtocr.accounts.tables import CREDENTIALS, DISABLED_SIGNALS, ENABLED_APIS, KEYS, USAGE
from hmtocr.errors import UnknownKeyError
from hmtocr.risk.kinds import KINDS, chosen


@dataclass(frozen=True, slots=True)
class KeySummary:
    """A key as an operator sees it; its secrets are not known any more.

    Attributes:
        state: "disabled" also where it has expired.
        identifiers: ids of the permanent credentials by dialect.
        apis: the only ones that it may call; empty means all.
        warnings: the kinds of risk signals that are enabled for it.
        rate: calls a second for each API, or None where the API's own holds.
        quota: calls in all, or None; `used` of them were made.
    """

    name: str
    state: State
    identifiers: dict[str, str]
    apis: tuple[str, ...]
    warnings: tuple[str, ...]
    rate: int | None
    quota: int | None
    used: int
    created: float
    expires: float | None


@dataclass(frozen=True, slots=True)
class Usage:
    """Calls of one key to one API on one day (YYYY-MM-DD, UTC)."""

    name: str
    api: str
    day: str
    calls: int


class Keeper:
    """Each method is one transaction that blocks its thread; those that take a name may raise UnknownKeyError."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Keep the keys of that database; `clock` gives seconds since the epoch."""
        self._database = database
        self._clock = clock

    def listed(self) -> tuple[KeySummary, ...]:
        """All keys by name."""
        permanent = select(CREDENTIALS).where(CREDENTIALS.c.token.is_(None))
        with self._database.reading() as connection:
            keys = connection.execute(select(KEYS).order_by(KEYS.c.name)).all()
            apis = connection.execute(select(ENABLED_APIS.c.key_id, ENABLED_APIS.c.api)).all()
            signals = connection.execute(select(DISABLED_SIGNALS.c.key_id, DISABLED_SIGNALS.c.kind)).all()
            credentials = connection.execute(permanent).all()
        now = self._clock()
        return tuple(
            KeySummary(
                key.name,
                "disabled" if key.expires is not None and key.expires <= now else key.state,
                {c.dialect: c.identifier for c in credentials if c.key_id == key.id},
                tuple(sorted(api for ident, api in apis if ident == key.id)),
                enabled_signals(key.warnings, {kind for ident, kind in signals if ident == key.id}),
                key.rate,
                key.quota,
                key.used,
                key.created,
                key.expires,
            )
            for key in keys
        )

    def set_state(self, name: str, state: State) -> None:
        """Put a key into a state; "disabled" is refused like an unknown key, the others in the vendor's words."""
        with self._database.writing() as connection:
            _change(connection, name, state=state)

    def set_quota(self, name: str, quota: int | None, *, reset: bool = False) -> None:
        """Let a key make so many calls in all, those made so far among them unless they are forgotten by `reset`.

        Raises:
            ValueError: less than none.
        """
        check_number("quota", quota, 0)
        with self._database.writing() as connection:
            _change(connection, name, quota=quota, **({"used": 0} if reset else {}))

    def allow(self, name: str, apis: Collection[str]) -> None:
        """Enable these APIs for a key and no other; none named means all.

        Raises:
            ValueError: an API that does not exist.
        """
        check_apis(apis)
        with self._database.writing() as connection:
            ident = find_key(connection, name).id
            connection.execute(delete(ENABLED_APIS).where(ENABLED_APIS.c.key_id == ident))
            enable(connection, ident, apis)

    def warn(self, name: str, kinds: Collection[str]) -> None:
        """Enable these kinds of risk signals for a key and no other.

        Raises:
            ValueError: a kind that does not exist.
        """
        wanted = chosen(kinds)
        with self._database.writing() as connection:
            ident = find_key(connection, name).id
            _change(connection, name, warnings=bool(wanted))
            connection.execute(delete(DISABLED_SIGNALS).where(DISABLED_SIGNALS.c.key_id == ident))
            disable_signals(connection, ident, wanted)

    def delete(self, name: str) -> None:
        """Forget a key with its credentials, sessions and usage."""
        with self._database.writing() as connection:
            connection.execute(delete(KEYS).where(KEYS.c.id == find_key(connection, name).id))

    def usage(self, name: str | None = None) -> tuple[Usage, ...]:
        """Calls of one key, or of all, by name, day and API."""
        query = select(KEYS.c.name, USAGE.c.api, USAGE.c.day, USAGE.c.calls).join_from(USAGE, KEYS)
        query = query.order_by(KEYS.c.name, USAGE.c.day, USAGE.c.api)
        with self._database.reading() as connection:
            if name is not None:
                query = query.where(KEYS.c.id == find_key(connection, name).id)
            return tuple(Usage(*row) for row in connection.execute(query))


def find_key(connection: Connection, name: str) -> Row[Any]:
    """The row of a key.

    Raises:
        UnknownKeyError: no key has that name; the message tells a similar one.
    """
    row = connection.execute(select(KEYS).where(KEYS.c.name == name)).one_or_none()
    if row is None:
        similar = get_close_matches(name, connection.scalars(select(KEYS.c.name)).all(), 1)
        raise UnknownKeyError(f"there is no key named {name!r}" + "".join(f"; did you mean {s!r}?" for s in similar))
    return row


def enable(connection: Connection, ident: int, apis: Collection[str]) -> None:
    """Note the APIs that a key is limited to."""
    rows = [{"key_id": ident, "api": api} for api in sorted(set(apis))]
    if rows:
        connection.execute(insert(ENABLED_APIS), rows)


def disable_signals(connection: Connection, ident: int, enabled: Collection[str]) -> None:
    """Note the kinds of risk signals that are off for a key, but for these."""
    rows = [{"key_id": ident, "kind": kind} for kind in KINDS if kind not in enabled]
    if rows and enabled:
        connection.execute(insert(DISABLED_SIGNALS), rows)


def enabled_signals(any_of_them: bool, disabled: Collection[str]) -> tuple[str, ...]:
    """The kinds of risk signals of a key; a kind that is younger than the key is on."""
    return tuple(kind for kind in KINDS if any_of_them and kind not in disabled)


def check_apis(apis: Collection[str]) -> None:
    """Raise ValueError for the name of an API that does not exist."""
    unknown = sorted(set(apis) - set(API_NAMES))
    if unknown:
        raise ValueError(f"there is no API {', '.join(unknown)}; choose among {', '.join(API_NAMES)}")


def check_number(name: str, number: int | None, least: int) -> None:
    """Raise ValueError for a number below `least` or too large for the database."""
    if number is not None and not least <= number < 2**31:
        raise ValueError(f"a {name} is {least} to {2**31 - 1}")


def _change(connection: Connection, name: str, **values: object) -> None:
    ident = find_key(connection, name).id
    connection.execute(update(KEYS).where(KEYS.c.id == ident).values(**values))
