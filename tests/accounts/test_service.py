"""Who a caller is: found under every name, gone when disabled, expired, rotated or deleted."""

from __future__ import annotations

import asyncio
import inspect
import time
from typing import Any

from hmtocr.accounts.keeper import Keeper
from hmtocr.accounts.service import StoredAccounts, create_key, open_accounts
from hmtocr.protocols.services import Accounts
from hmtocr.settings import Settings


def test_it_has_the_methods_that_dialects_call() -> None:
    for name, method in inspect.getmembers(Accounts, inspect.iscoroutinefunction):
        assert inspect.signature(getattr(StoredAccounts, name)) == inspect.signature(method)


def test_a_key_is_found_under_each_of_its_names(accounts: StoredAccounts) -> None:
    issued = create_key(accounts, "shop", apis=("read", "HKIDCardOCR"), warnings=("glare", "blur"))

    async def look() -> None:
        for dialect, pair in (("tencent", issued.tencent), ("huawei", issued.huawei), ("alibaba", issued.alibaba)):
            credential = await accounts.find(dialect, pair.identifier)
            assert credential is not None
            assert (credential.identifier, credential.secret) == (pair.identifier, pair.secret)
            assert credential.token is credential.expires is None
            key = credential.key
            assert (key.name, key.state, key.apis) == ("shop", "active", {"read", "HKIDCardOCR"})
            assert (key.project_id, key.domain, key.user) == (issued.project_id, issued.domain, issued.user)
            assert key.warnings == {"glare", "blur"}
            assert await accounts.by_password(issued.domain, issued.user, issued.password or "") == key
            assert await accounts.by_bearer(issued.bearer) == key

    asyncio.run(look())


def test_nobody_else_is_found(accounts: StoredAccounts) -> None:
    issued = create_key(accounts, "shop")

    async def look() -> None:
        assert await accounts.find("tencent", "AKIDunknown") is None
        assert await accounts.find("alibaba", issued.tencent.identifier) is None
        assert await accounts.find("tencent", issued.tencent.identifier.swapcase()) is None
        assert await accounts.by_password(issued.domain, issued.user, "wrong") is None
        assert await accounts.by_password(issued.domain, "nobody", "") is None
        assert await accounts.by_password("elsewhere", issued.user, issued.password or "") is None
        assert await accounts.by_bearer(issued.bearer + "x") is None
        assert await accounts.by_bearer("\ud800") is None
        assert await accounts.by_session(issued.bearer) is None

    asyncio.run(look())


def test_a_session_ends_and_survives_a_restart(accounts: StoredAccounts, settings: Settings, clock: Any) -> None:
    issued = create_key(accounts, "shop")

    async def open_one() -> str:
        key = await accounts.by_bearer(issued.bearer)
        assert key is not None
        return await accounts.open_session(key, 600)

    token = asyncio.run(open_one())
    again = open_accounts(settings, clock=clock)
    key = asyncio.run(again.by_session(token))
    assert key is not None
    assert key.name == "shop"
    assert asyncio.run(again.by_bearer(token)) is None
    again.close()
    clock.now += 600
    later = open_accounts(settings, clock=clock)
    assert asyncio.run(later.by_session(token)) is None
    later.close()


def test_temporary_credentials_have_a_token_and_an_end(accounts: StoredAccounts, clock: Any) -> None:
    create_key(accounts, "shop", expires=clock.now + 1000)
    lent = accounts.issuer.lend("shop", 60)

    async def look() -> None:
        for dialect, pair in (("tencent", lent.tencent), ("huawei", lent.huawei), ("alibaba", lent.alibaba)):
            credential = await accounts.find(dialect, pair.identifier)
            assert credential is not None
            assert pair.token
            assert (credential.secret, credential.token) == (pair.secret, pair.token)
            assert credential.expires == clock.now + 60
        assert await accounts.by_bearer(lent.bearer) is not None

    asyncio.run(look())
    assert lent.password is None
    assert accounts.issuer.lend("shop", 5000).expires == clock.now + 1000


def test_an_expired_key_is_found_disabled(accounts: StoredAccounts, clock: Any) -> None:
    issued = create_key(accounts, "shop", expires=clock.now + 10)
    clock.now += 10
    credential = asyncio.run(accounts.find("tencent", issued.tencent.identifier))
    assert credential is not None
    assert credential.key.state == "disabled"


def test_a_change_elsewhere_takes_effect_within_two_seconds(accounts: StoredAccounts, keeper: Keeper) -> None:
    issued = {name: create_key(accounts, name) for name in ("disabled", "suspended", "deleted")}

    async def states() -> list[tuple[str | None, str | None]]:
        found = []
        for key in issued.values():
            credential, bearer = (
                await accounts.find("huawei", key.huawei.identifier),
                await accounts.by_bearer(key.bearer),
            )
            found.append((credential and credential.key.state, bearer and bearer.state))
        return found

    assert asyncio.run(states()) == [("active", "active")] * 3
    keeper.set_state("disabled", "disabled")
    keeper.set_state("suspended", "suspended")
    keeper.delete("deleted")
    deadline = time.monotonic() + 2
    while asyncio.run(states()) != [("disabled", "disabled"), ("suspended", "suspended"), (None, None)]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_rotation_ends_all_that_there_was(accounts: StoredAccounts) -> None:
    old = create_key(accounts, "shop")
    lent = accounts.issuer.lend("shop", 60)
    new = accounts.issuer.rotate("shop")
    assert (new.project_id, new.domain, new.user) == (old.project_id, old.domain, old.user)
    changed = {name for name, value in new.env().items() if old.env()[name] != value}
    assert changed == set(old.env()) - {"HUAWEI_PROJECT_ID", "HUAWEI_IAM_USER", "HUAWEI_IAM_DOMAIN"}

    async def look() -> None:
        for gone in (old, lent):
            assert await accounts.find("tencent", gone.tencent.identifier) is None
            assert await accounts.by_bearer(gone.bearer) is None
        assert await accounts.by_password(old.domain, old.user, old.password or "") is None
        assert await accounts.find("tencent", new.tencent.identifier) is not None
        assert await accounts.by_password(new.domain, new.user, new.password or "") is not None

    asyncio.run(look())
