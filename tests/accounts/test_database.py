"""The database: what stands in it, what it refuses to open."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from hmtocr.accounts.database import Database
from hmtocr.accounts.service import StoredAccounts, create_key, open_accounts
from hmtocr.accounts.vault import KEY_FILE
from hmtocr.errors import ConfigurationError
from hmtocr.risk.kinds import KINDS
from hmtocr.settings import Settings


def test_no_secret_stands_in_it_in_clear(accounts: StoredAccounts, settings: Settings) -> None:
    issued = create_key(accounts, "shop")
    secrets = {
        value
        for credentials in (issued, accounts.issuer.lend("shop", 60), accounts.issuer.rotate("shop"))
        for name, value in credentials.env().items()
        if name in ("HMTOCR_KEY", "HUAWEI_IAM_PASSWORD") or name.endswith(("_SECRET_KEY", "_SK", "_TOKEN"))
    }
    assert len(secrets) == 3 * 3 + 3 + 2 + 3
    secrets.add(accounts.issuer.open_session(1, 60))
    accounts.close()
    stored = b"".join(path.read_bytes() for path in settings.data.iterdir() if path.name != KEY_FILE)
    assert issued.project_id.encode() in stored
    assert not [secret for secret in secrets if secret.encode() in stored]
    assert not [secret for secret in secrets if secret in repr(issued)]


@pytest.mark.skipif(os.name != "posix", reason="mode bits")
def test_its_files_are_their_owners_only(accounts: StoredAccounts, settings: Settings) -> None:
    create_key(accounts, "shop")
    assert {stat.S_IMODE(path.stat().st_mode) for path in settings.data.iterdir()} == {0o600}


def test_it_does_not_open_without_its_key(settings: Settings) -> None:
    Database.open(settings).close()
    (settings.data / KEY_FILE).rename(settings.data / "kept")
    with pytest.raises(ConfigurationError, match="missing"):
        Database.open(settings)
    other = settings.model_copy(update={"secret_key": type(settings.secret_key)(Fernet.generate_key().decode())})
    with pytest.raises(ConfigurationError, match="does not open"):
        Database.open(other)
    (settings.data / "kept").rename(settings.data / KEY_FILE)
    Database.open(settings).close()


def test_a_secret_moved_to_another_credential_does_not_open(accounts: StoredAccounts, settings: Settings) -> None:
    mine, yours = create_key(accounts, "mine"), create_key(accounts, "yours")
    with sqlite3.connect(settings.data / "accounts.db") as connection:
        connection.execute(
            "UPDATE credentials SET secret = (SELECT secret FROM credentials WHERE identifier = ?)"
            " WHERE identifier = ?",
            (mine.tencent.identifier, yours.tencent.identifier),
        )
    connection.close()
    with pytest.raises(ConfigurationError, match="another credential"):
        asyncio.run(accounts.find("tencent", yours.tencent.identifier))


def test_another_versions_tables_are_refused(settings: Settings) -> None:
    Database.open(settings).close()
    with sqlite3.connect(settings.data / "accounts.db") as connection:
        connection.execute("UPDATE meta SET value = '0' WHERE name = 'version'")
    connection.close()
    with pytest.raises(ConfigurationError, match="version 0, not 1"):
        Database.open(settings)


def test_a_database_of_before_single_warnings_opens_with_its_keys(settings: Settings) -> None:
    accounts = open_accounts(settings)
    bearers = {on: create_key(accounts, f"shop-{on}", warnings=on).bearer for on in (True, False)}
    accounts.close()
    with sqlite3.connect(settings.data / "accounts.db") as connection:
        connection.execute("DROP TABLE disabled_signals")
    connection.close()
    accounts = open_accounts(settings)
    keys = {on: asyncio.run(accounts.by_bearer(bearer)) for on, bearer in bearers.items()}
    accounts.close()
    assert {on: key and key.warnings for on, key in keys.items()} == {True: set(KINDS), False: set()}


@pytest.mark.parametrize(
    "url",
    ["sesame", "mysql://me:sesame@host/name", "sqlite://", "sqlite:///:memory:", "nosuch+driver://me:sesame@host/"],
)
def test_an_unusable_url_is_told_without_its_password(settings: Settings, url: str) -> None:
    with pytest.raises(ConfigurationError, match="HMTOCR_DATABASE_URL") as caught:
        Database.open(settings.model_copy(update={"database_url": type(settings.database_url)(url)}))
    assert "sesame" not in str(caught.value)


def test_a_file_that_is_no_database_is_told(settings: Settings) -> None:
    settings.data.mkdir()
    (settings.data / "accounts.db").write_bytes(b"not a database, " * 64)
    with pytest.raises(ConfigurationError, match="not a database"):
        Database.open(settings)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ConfigurationError, match="data folder"):
        Database.open(Settings(data=tmp_path / "file" / "data"))


def test_another_file_by_url(settings: Settings, tmp_path: Path) -> None:
    url = type(settings.database_url)(f"sqlite:///{tmp_path / 'other.db'}")
    Database.open(settings.model_copy(update={"database_url": url})).close()
    assert (tmp_path / "other.db").stat().st_size
    assert not (settings.data / "accounts.db").exists()
