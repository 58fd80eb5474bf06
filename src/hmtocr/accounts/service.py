"""The accounts as dialects see them: `hmtocr.protocols.services.Accounts`, over the database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from hmtocr.accounts.admission import Admission
from hmtocr.accounts.apis import RESIDENT_PERMIT
from hmtocr.accounts.cache import Cache
from hmtocr.accounts.database import Database
from hmtocr.accounts.digest import digest
from hmtocr.accounts.issue import IssuedKey
from hmtocr.accounts.issuer import Issuer
from hmtocr.accounts.key import Credential, Key
from hmtocr.accounts.lookup import Lookup
from hmtocr.accounts.rates import Rates
from hmtocr.settings import Settings

Result = TypeVar("Result")
_FRESH_SECONDS, _REMEMBERED = 1.0, 4096
"""How long, and how many, answers to "who is this" are kept: a key that is disabled is refused a second later."""
_THREADS, _PASSWORD_THREADS = 4, 2


class StoredAccounts:
    """Implements `Accounts`; works in threads of its own, so that readings of pictures cannot hold it up."""

    def __init__(self, database: Database, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        """Serve the keys of that database; `clock` gives seconds since the epoch."""
        self._database = database
        self._lookup = Lookup(database, clock)
        self._admission = Admission(database, Rates({RESIDENT_PERMIT: settings.permit_rate}), clock)
        self._issuer = Issuer(database, clock)
        self._credentials = Cache[Credential](_FRESH_SECONDS, _REMEMBERED)
        self._keys = Cache[Key](_FRESH_SECONDS, _REMEMBERED)
        self._threads = ThreadPoolExecutor(_THREADS, "accounts")
        # Passwords are slow on purpose, and must not keep signed calls waiting.
        self._password_threads = ThreadPoolExecutor(_PASSWORD_THREADS, "passwords")

    @property
    def issuer(self) -> Issuer:
        """What makes keys in the same database."""
        return self._issuer

    async def find(self, dialect: str, identifier: str) -> Credential | None:
        """See `Accounts.find`."""
        name, asked = (dialect, identifier), self._credentials.now()
        found = self._credentials.get(name)
        if found is None:
            found = await self._run(lambda: self._lookup.credential(dialect, identifier))
            if found is not None:
                self._credentials.put(name, found, asked)
        return found

    async def by_password(self, domain: str, user: str, password: str) -> Key | None:
        """See `Accounts.by_password`."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._password_threads, self._lookup.by_password, domain, user, password)

    async def open_session(self, key: Key, seconds: int) -> str:
        """See `Accounts.open_session`."""
        return await self._run(lambda: self._issuer.open_session(key.ident, seconds))

    async def by_session(self, token: str) -> Key | None:
        """See `Accounts.by_session`."""
        return await self._by_token("session", token)

    async def by_bearer(self, token: str) -> Key | None:
        """See `Accounts.by_bearer`."""
        return await self._by_token("bearer", token)

    async def admit(self, key: Key, api: str) -> None:
        """See `Accounts.admit`."""
        # Once begun, a call is counted even where its caller goes away: nobody can undo it halfway.
        await self._run(lambda: self._admission.admit(key.ident, api))

    def close(self) -> None:
        """End the threads and the connections; what has begun is finished."""
        self._threads.shutdown()
        self._password_threads.shutdown()
        self._database.close()

    async def _by_token(self, kind: str, token: str) -> Key | None:
        name, asked = (kind, digest(token)), self._keys.now()
        found = self._keys.get(name)
        if found is None:
            found = await self._run(lambda: self._lookup.by_token(kind, token))
            if found is not None:
                self._keys.put(name, found, asked)
        return found

    async def _run(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def open_accounts(settings: Settings, *, clock: Callable[[], float] = time.time) -> StoredAccounts:
    """The accounts that the settings name; their database and secret key are made where there are none.

    Raises:
        ConfigurationError: the database or the secret key cannot be used.
    """
    return StoredAccounts(Database.open(settings), settings, clock)


def create_key(
    accounts: StoredAccounts,
    name: str,
    *,
    apis: tuple[str, ...] = (),
    rate: int | None = None,
    quota: int | None = None,
    expires: float | None = None,
    warnings: bool | Collection[str] = True,
) -> IssuedKey:
    """Make a key beside running accounts and show its secrets this once; see `Issuer.create`."""
    return accounts.issuer.create(name, apis=apis, rate=rate, quota=quota, expires=expires, warnings=warnings)
