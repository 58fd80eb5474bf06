"""The same accounts in PostgreSQL: a throw-away cluster, where one is installed."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hmtocr.accounts.database import Database
from hmtocr.accounts.keeper import Keeper
from hmtocr.accounts.service import create_key, open_accounts
from hmtocr.errors import QuotaUsedUpError
from hmtocr.settings import Settings

pytest.importorskip("psycopg", reason="the extra postgres is not installed")


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, which Debian keeps out of PATH."""
    found = shutil.which(name) or next((str(p) for p in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), "")
    return found or pytest.skip("PostgreSQL is not installed")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Of an empty cluster that listens on a socket in a folder of its own."""
    initdb, control = program("initdb"), program("pg_ctl")
    # PostgreSQL does not run for root; the user of its package is there wherever the package is.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="hmtocr-pg-", ignore_cleanup_errors=True) as folder:
        if user is not None:
            shutil.chown(folder, user)
        data = f"{folder}/cluster"

        def run(*command: str) -> None:
            subprocess.run(command, user=user, cwd="/", check=True, stdout=subprocess.DEVNULL, timeout=60)

        run(initdb, "--no-sync", "--auth=trust", "--username=hmtocr", "-D", data)
        run(control, "-D", data, "-w", "-l", f"{folder}/log", "-o", f"-F -k {folder} -c listen_addresses=", "start")
        try:
            yield f"postgresql://hmtocr@/postgres?host={folder}"
        finally:
            run(control, "-D", data, "-m", "immediate", "stop")


def test_keys_quotas_and_usage(url: str, tmp_path: Path) -> None:
    """Two servers on one database let in exactly what the quota allows, and what was counted is there after them."""
    settings = Settings(data=tmp_path, database_url=url)
    doors = [open_accounts(settings) for _ in range(2)]
    bearer = create_key(doors[0], "shop", quota=40).bearer

    def call(number: int) -> bool:
        accounts = doors[number % 2]
        key = asyncio.run(accounts.by_bearer(bearer))
        assert key is not None
        try:
            asyncio.run(accounts.admit(key, "read"))
        except QuotaUsedUpError:
            return False
        return True

    with ThreadPoolExecutor(16) as threads:
        assert sum(threads.map(call, range(70))) == 40
    for accounts in doors:
        accounts.close()
    database = Database.open(settings)
    keeper = Keeper(database)
    assert [(row.name, row.used) for row in keeper.listed()] == [("shop", 40)]
    assert [(row.api, row.calls) for row in keeper.usage()] == [("read", 40)]
    keeper.delete("shop")
    assert keeper.listed() == keeper.usage() == ()
    database.close()
