"""The tables of the accounts' database. Times are seconds since the epoch; every secret is sealed or hashed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

METADATA = MetaData()


def _of_a_key() -> Column[int]:
    return Column("key_id", ForeignKey("keys.id", ondelete="CASCADE"), nullable=False, index=True)


KEYS = Table(
    "keys",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("created", Float, nullable=False),
    Column("expires", Float),
    Column("rate", Integer),
    Column("quota", Integer),
    Column("used", Integer, nullable=False),
    Column("warnings", Boolean, nullable=False),
    Column("project_id", String(32), nullable=False, unique=True),
    Column("domain", String(64), nullable=False),
    Column("user", String(64), nullable=False),
    Column("password", String(255), nullable=False),
    UniqueConstraint("domain", "user"),
    # An id that was a deleted key's is never another's: caches and sessions may still hold it.
    sqlite_autoincrement=True,
)
"""`rate` is calls a second for each API, `quota` calls in all, `password` the IAM user's, hashed with scrypt,
`warnings` whether any risk signal is enabled."""

ENABLED_APIS = Table(
    "enabled_apis",
    METADATA,
    _of_a_key(),
    Column("api", String(64), nullable=False),
    UniqueConstraint("key_id", "api"),
)
"""The APIs of a key that may not call all of them."""

DISABLED_SIGNALS = Table(
    "disabled_signals",
    METADATA,
    _of_a_key(),
    Column("kind", String(32), nullable=False),
    UniqueConstraint("key_id", "kind"),
)
"""The kinds of risk signals that are off for a key whose `warnings` are on. Databases of before get it when opened."""

CREDENTIALS = Table(
    "credentials",
    METADATA,
    Column("id", Integer, primary_key=True),
    _of_a_key(),
    Column("dialect", String(16), nullable=False),
    Column("identifier", String(128), nullable=False),
    Column("secret", String(1024), nullable=False),
    Column("token", String(2048)),
    Column("expires", Float),
    UniqueConstraint("dialect", "identifier"),
)
"""What signatures are made with, sealed; those with a token are temporary."""

TOKENS = Table(
    "tokens",
    METADATA,
    Column("digest", String(64), primary_key=True),
    _of_a_key(),
    Column("kind", String(16), nullable=False),
    Column("expires", Float),
)
"""Bearer keys ("bearer") and sessions of Huawei Cloud's IAM ("session"), by their SHA-256."""

USAGE = Table(
    "usage",
    METADATA,
    _of_a_key(),
    Column("api", String(64), nullable=False),
    Column("day", String(10), nullable=False),
    Column("calls", Integer, nullable=False),
    UniqueConstraint("key_id", "api", "day"),
)
"""Calls that were let in; `day` is YYYY-MM-DD in UTC."""

META = Table(
    "meta",
    METADATA,
    Column("name", String(32), primary_key=True),
    Column("value", String(1024), nullable=False),
)
"""About the database itself: the version of its tables, and a text to try the secret key on."""

Index("tokens_by_expiry", TOKENS.c.expires)
