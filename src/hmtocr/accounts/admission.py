"""Whether a call may be made, and its counting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from hmtocr.accounts.database import Database
from hmtocr.accounts.lookup import apis_of
from hmtocr.accounts.rates import Rates
from hmtocr.accounts.tables import KEYS, USAGE
from hmtocr.errors import ApiNotEnabledError, ArrearsError, QuotaUsedUpError, RateExceededError, SuspendedError


class Admission:
    """Lets calls in. Every process that shares the database counts into the same quota."""

    def __init__(self, database: Database, rates: Rates, clock: Callable[[], float]) -> None:
        """Count in that database; `clock` gives seconds since the epoch."""
        self._database = database
        self._rates = rates
        self._clock = clock

    def admit(self, ident: int, api: str) -> None:
        """Let one call of a key in and count it, or refuse it and count nothing.

        Raises:
            ArrearsError, SuspendedError: the account's state; a key disabled, expired or deleted since it was
                looked up counts as suspended.
            ApiNotEnabledError: not one of the key's APIs.
            RateExceededError: too many in a second.
            QuotaUsedUpError: too many in all.
        """
        now = self._clock()
        rate = self._check(ident, api, now)
        if not self._rates.hit(ident, api, rate):
            raise RateExceededError("more calls in a second than this key may make")
        with self._database.writing() as connection:
            # One statement looks and counts: whoever else counts, in whatever process, waits for its row.
            counted = connection.execute(
                update(KEYS)
                .where(KEYS.c.id == ident, or_(KEYS.c.quota.is_(None), KEYS.c.used < KEYS.c.quota))
                .values(used=KEYS.c.used + 1)
            )
            if counted.rowcount != 1:
                raise QuotaUsedUpError("the key's quota of calls is used up")
            _note(connection, ident, api, datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d"))

    def _check(self, ident: int, api: str, now: float) -> int | None:
        """The key's own rate, once its state and APIs let the call in; refusals take no lock for writing."""
        with self._database.reading() as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.id == ident)).one_or_none()
            apis = set(connection.scalars(apis_of(ident)))
        if row is None:
            raise SuspendedError("the key was deleted")
        if row.state == "arrears":
            raise ArrearsError("the account is in arrears")
        if row.state != "active" or (row.expires is not None and row.expires <= now):
            raise SuspendedError("the account is suspended")
        if apis and api not in apis:
            raise ApiNotEnabledError(f"{api} is not enabled for this key")
        rate: int | None = row.rate
        return rate


def _note(connection: Connection, ident: int, api: str, day: str) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = insert(USAGE).values(key_id=ident, api=api, day=day, calls=1)
    same_day = [USAGE.c.key_id, USAGE.c.api, USAGE.c.day]
    connection.execute(first.on_conflict_do_update(index_elements=same_day, set_={"calls": USAGE.c.calls + 1}))
