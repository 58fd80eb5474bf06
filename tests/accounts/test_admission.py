"""Which calls are let in, and that each is counted exactly once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from hmtocr.accounts.keeper import Keeper
from hmtocr.accounts.key import Key
from hmtocr.accounts.service import StoredAccounts, create_key, open_accounts
from hmtocr.errors import (
    AccountError,
    ApiNotEnabledError,
    ArrearsError,
    QuotaUsedUpError,
    RateExceededError,
    SuspendedError,
)
from hmtocr.settings import Settings


def key_of(accounts: StoredAccounts, bearer: str) -> Key:
    """The key of a bearer."""
    key = asyncio.run(accounts.by_bearer(bearer))
    assert key is not None
    return key


def admit(accounts: StoredAccounts, key: Key, api: str = "read") -> type[AccountError] | None:
    """What the call is refused with, or None."""
    try:
        asyncio.run(accounts.admit(key, api))
    except AccountError as error:
        return type(error)
    return None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda keeper: keeper.set_state("shop", "arrears"), ArrearsError),
        (lambda keeper: keeper.set_state("shop", "suspended"), SuspendedError),
        (lambda keeper: keeper.set_state("shop", "disabled"), SuspendedError),
        (lambda keeper: keeper.delete("shop"), SuspendedError),
        (lambda keeper: keeper.allow("shop", ["HKIDCardOCR"]), ApiNotEnabledError),
        (lambda keeper: keeper.set_quota("shop", 0), QuotaUsedUpError),
    ],
)
def test_a_refused_call_is_not_counted(
    accounts: StoredAccounts, keeper: Keeper, change: Callable[[Keeper], None], refusal: type[AccountError]
) -> None:
    key = key_of(accounts, create_key(accounts, "shop").bearer)
    change(keeper)
    assert admit(accounts, key) is refusal
    assert keeper.usage() == ()
    assert sum(summary.used for summary in keeper.listed()) == 0


def test_a_key_that_expired_since_it_was_found_is_refused(accounts: StoredAccounts, clock: Any) -> None:
    key = key_of(accounts, create_key(accounts, "shop", expires=clock.now + 10).bearer)
    clock.now += 10
    assert admit(accounts, key) is SuspendedError


def test_only_enabled_apis(accounts: StoredAccounts, keeper: Keeper) -> None:
    key = key_of(accounts, create_key(accounts, "shop", apis=("hk-id-card", "read")).bearer)
    assert admit(accounts, key, "hk-id-card") is None
    assert admit(accounts, key, "macao-id-card") is ApiNotEnabledError
    keeper.allow("shop", [])
    assert admit(accounts, key, "macao-id-card") is None


def test_state_goes_before_api_before_rate_before_quota(accounts: StoredAccounts, keeper: Keeper) -> None:
    key = key_of(accounts, create_key(accounts, "shop", apis=("read",), rate=1, quota=1).bearer)
    assert admit(accounts, key) is None
    assert admit(accounts, key) is RateExceededError
    assert admit(accounts, key, "HKIDCardOCR") is ApiNotEnabledError
    keeper.set_state("shop", "arrears")
    assert admit(accounts, key, "HKIDCardOCR") is ArrearsError


def test_usage_is_told_by_api_and_day(accounts: StoredAccounts, keeper: Keeper, clock: Any) -> None:
    key = key_of(accounts, create_key(accounts, "shop").bearer)
    for api in ("read", "read", "HKIDCardOCR"):
        assert admit(accounts, key, api) is None
    clock.now += 86400
    assert admit(accounts, key) is None
    assert [(u.name, u.day, u.api, u.calls) for u in keeper.usage("shop")] == [
        ("shop", "2026-11-21", "HKIDCardOCR", 1),
        ("shop", "2026-11-21", "read", 2),
        ("shop", "2026-11-22", "read", 1),
    ]


def test_a_quota_is_exact_for_fifty_threads(accounts: StoredAccounts, settings: Settings, keeper: Keeper) -> None:
    key = key_of(accounts, create_key(accounts, "shop", quota=100).bearer)
    second = open_accounts(settings)
    doors = (accounts, second)
    with ThreadPoolExecutor(50) as threads:
        outcomes = list(threads.map(lambda i: admit(doors[i % 2], key), range(150)))
    second.close()
    assert outcomes.count(None) == 100
    assert outcomes.count(QuotaUsedUpError) == 50
    assert sum(u.calls for u in keeper.usage()) == keeper.listed()[0].used == 100


_CALLER = """
import asyncio, sys
from pathlib import Path
from hmtocr.accounts.service import open_accounts
from hmtocr.errors import QuotaUsedUpError
from hmtocr.settings import Settings

async def main(accounts, bearer):
    key, let_in = await accounts.by_bearer(bearer), 0
    for _ in range(40):
        try:
            await accounts.admit(key, "read")
            let_in += 1
        except QuotaUsedUpError:
            pass
    print(let_in)

accounts = open_accounts(Settings(data=Path(sys.argv[1])))
asyncio.run(main(accounts, sys.argv[2]))
accounts.close()
"""


def test_a_quota_is_exact_for_several_processes_and_after_them(
    accounts: StoredAccounts, settings: Settings, keeper: Keeper
) -> None:
    issued = create_key(accounts, "shop", quota=60)
    command = [sys.executable, "-c", _CALLER, str(settings.data), issued.bearer]
    callers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert sum(int(caller.communicate(timeout=60)[0]) for caller in callers) == 60
    assert admit(accounts, key_of(accounts, issued.bearer)) is QuotaUsedUpError
    assert keeper.listed()[0].used == 60


def test_more_quota_lets_in_more(accounts: StoredAccounts, keeper: Keeper) -> None:
    key = key_of(accounts, create_key(accounts, "shop", quota=1).bearer)
    assert [admit(accounts, key) for _ in range(2)] == [None, QuotaUsedUpError]
    keeper.set_quota("shop", 2)
    assert [admit(accounts, key) for _ in range(2)] == [None, QuotaUsedUpError]
    keeper.set_quota("shop", 2, reset=True)
    assert [admit(accounts, key) for _ in range(3)] == [None, None, QuotaUsedUpError]
    keeper.set_quota("shop", None)
    assert admit(accounts, key) is None
    assert sum(u.calls for u in keeper.usage()) == 5
