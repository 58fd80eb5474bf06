"""Making keys and credentials: the only place where secrets are seen in clear on their way out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from hmtocr.accounts.database import Database
from hmtocr.accounts.digest import digest, hash_password
from hmtocr.accounts.issue import (
    IssuedKey,
    Pair,
    draw_bearer,
    draw_domain,
    draw_pairs,
    draw_password,
    draw_project_id,
    draw_token,
)
from hmtocr.accounts.keeper import check_apis, check_number, disable_signals, enable, find_key
from hmtocr.accounts.tables import CREDENTIALS, KEYS, TOKENS
from hmtocr.errors import KeyExistsError
from hmtocr.risk.kinds import chosen

LONGEST_TOKEN = 129600
"""Seconds that temporary credentials may live: 36 hours, the most that the vendors' services give."""
_KEPT = 86400.0
"""Seconds that ended credentials are kept, so that a caller is told that they ended, not that they never were."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII)


class Issuer:
    """Gives out secrets, once. Each method is one transaction that blocks its thread."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Write into that database; `clock` gives seconds since the epoch."""
        self._database = database
        self._clock = clock

    def create(
        self,
        name: str,
        *,
        apis: Collection[str] = (),
        rate: int | None = None,
        quota: int | None = None,
        expires: float | None = None,
        warnings: bool | Collection[str] = True,
    ) -> IssuedKey:
        """Make a key, with credentials for every dialect.

        Args:
            name: as the operator calls it; also the name of its IAM user.
            apis: the only ones that it may call; none named means all.
            rate: calls a second for each API; None leaves the API's own.
            quota: calls in all; None is without end.
            expires: seconds since the epoch.
            warnings: the kinds of risk signals that are enabled for it; True for all, False for none.

        Raises:
            KeyExistsError: that name is taken.
            ValueError: a name, number or time that cannot be, or an API or a risk signal that does not exist.
        """
        if not _NAME.fullmatch(name):
            raise ValueError("a name has 1 to 64 letters, digits, '.', '_' or '-', and begins with a letter or digit")
        check_apis(apis)
        check_number("rate", rate, 1)
        check_number("quota", quota, 0)
        kinds = chosen(warnings)
        now, password = self._clock(), draw_password()
        if expires is not None and expires <= now:
            raise ValueError("the key would have expired already")
        values = {"name": name, "state": "active", "created": now, "expires": expires, "rate": rate, "quota": quota}
        values |= {"used": 0, "warnings": bool(kinds), "user": name, "password": hash_password(password)}
        values |= {"project_id": draw_project_id(), "domain": draw_domain()}
        try:
            with self._database.writing() as connection:
                ident = connection.execute(insert(KEYS).values(**values).returning(KEYS.c.id)).scalar_one()
                enable(connection, ident, apis)
                disable_signals(connection, ident, kinds)
                return self._issue(connection, ident, password, expires, temporary=False)
        except IntegrityError:
            raise KeyExistsError(f"there is a key named {name!r} already") from None

    def rotate(self, name: str) -> IssuedKey:
        """Fresh credentials for a key; all that it had, temporary ones and sessions too, end at once.

        Raises:
            UnknownKeyError: no key has that name.
        """
        password = draw_password()
        hashed = hash_password(password)
        with self._database.writing() as connection:
            key = find_key(connection, name)
            connection.execute(delete(CREDENTIALS).where(CREDENTIALS.c.key_id == key.id))
            connection.execute(delete(TOKENS).where(TOKENS.c.key_id == key.id))
            connection.execute(update(KEYS).where(KEYS.c.id == key.id).values(password=hashed))
            return self._issue(connection, key.id, password, key.expires, temporary=False)

    def lend(self, name: str, seconds: int) -> IssuedKey:
        """Temporary credentials for a key, good for so long, but not longer than the key itself.

        Raises:
            UnknownKeyError: no key has that name.
            ValueError: not 1 to LONGEST_TOKEN seconds, or the key has expired.
        """
        if not 1 <= seconds <= LONGEST_TOKEN:
            raise ValueError(f"temporary credentials live 1 to {LONGEST_TOKEN} seconds")
        now = self._clock()
        with self._database.writing() as connection:
            key = find_key(connection, name)
            if key.expires is not None and key.expires <= now:
                raise ValueError(f"the key {name!r} has expired")
            expires = now + seconds if key.expires is None else min(key.expires, now + seconds)
            for table in (CREDENTIALS, TOKENS):
                connection.execute(delete(table).where(table.c.expires < now - _KEPT))
            return self._issue(connection, key.id, None, expires, temporary=True)

    def open_session(self, ident: int, seconds: int) -> str:
        """A token that stands for a key for so long.

        Raises:
            IntegrityError: the key is no more.
        """
        now, token = self._clock(), draw_token()
        row = {"digest": digest(token), "key_id": ident, "kind": "session", "expires": now + seconds}
        with self._database.writing() as connection:
            connection.execute(delete(TOKENS).where(TOKENS.c.expires < now - _KEPT))
            connection.execute(insert(TOKENS).values(**row))
        return token

    def _issue(
        self, connection: Connection, ident: int, password: str | None, expires: float | None, *, temporary: bool
    ) -> IssuedKey:
        # A permanent credential ends with its key, and so needs no end of its own.
        ends = expires if temporary else None
        pairs, bearer = draw_pairs(temporary=temporary), draw_bearer()
        connection.execute(insert(CREDENTIALS), [self._sealed(ident, *pair, ends) for pair in pairs.items()])
        token = {"digest": digest(bearer), "key_id": ident, "kind": "bearer", "expires": ends}
        connection.execute(insert(TOKENS).values(**token))
        columns = (KEYS.c.name, KEYS.c.project_id, KEYS.c.domain, KEYS.c.user)
        name, project_id, domain, user = connection.execute(select(*columns).where(KEYS.c.id == ident)).one()
        return IssuedKey(
            name,
            pairs["tencent"],
            pairs["huawei"],
            pairs["alibaba"],
            project_id,
            domain,
            user,
            password,
            bearer,
            expires,
        )

    def _sealed(self, ident: int, dialect: str, pair: Pair, expires: float | None) -> dict[str, Any]:
        vault, owner = self._database.vault, f"{dialect}/{pair.identifier}"
        return {
            "key_id": ident,
            "dialect": dialect,
            "identifier": pair.identifier,
            "secret": vault.seal(pair.secret, owner),
            "token": None if pair.token is None else vault.seal(pair.token, f"{owner}/token"),
            "expires": expires,
        }
