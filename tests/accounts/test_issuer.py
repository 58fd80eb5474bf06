"""What is issued looks as the vendors' does, and what cannot be is refused."""

from __future__ import annotations

import re
from typing import Any

import pytest

from hmtocr.accounts.apis import API_NAMES
from hmtocr.accounts.issuer import LONGEST_TOKEN
from hmtocr.accounts.keeper import Keeper
from hmtocr.accounts.service import StoredAccounts, create_key
from hmtocr.errors import KeyExistsError, UnknownKeyError
from hmtocr.protocols.alibaba import DIALECT as ALIBABA
from hmtocr.protocols.huawei import DIALECT as HUAWEI
from hmtocr.protocols.tencent import DIALECT as TENCENT

FORMS = {
    "TENCENT_SECRET_ID": r"AKID[A-Za-z0-9]{32}",
    "TENCENT_SECRET_KEY": r"[A-Za-z0-9]{32}",
    "HUAWEI_AK": r"[A-Z0-9]{20}",
    "HUAWEI_SK": r"[A-Za-z0-9]{40}",
    "HUAWEI_PROJECT_ID": r"[0-9a-f]{32}",
    "HUAWEI_IAM_USER": r"shop",
    "HUAWEI_IAM_PASSWORD": r"[A-Za-z0-9]{32}",
    "HUAWEI_IAM_DOMAIN": r"hw[0-9]{8}",
    "ALIBABA_AK": r"LTAI[A-Za-z0-9]{20}",
    "ALIBABA_SK": r"[A-Za-z0-9]{30}",
    "HMTOCR_KEY": r"hmtocr_[A-Za-z0-9_-]{43}",
}


def test_identifiers_and_secrets_have_the_vendors_forms(accounts: StoredAccounts) -> None:
    issued = create_key(accounts, "shop").env()
    assert list(issued) == list(FORMS)
    for name, value in issued.items():
        assert re.fullmatch(FORMS[name], value), name


def test_every_api_of_a_dialect_can_be_enabled() -> None:
    for dialect in (TENCENT, HUAWEI, ALIBABA):
        assert set(dialect.apis) <= set(API_NAMES)


def test_no_two_keys_share_anything(accounts: StoredAccounts) -> None:
    keys = [create_key(accounts, name).env() for name in ("a", "b", "c")]
    for name in FORMS:
        assert len({key[name] for key in keys}) == 3


def test_a_name_is_taken_once(accounts: StoredAccounts, keeper: Keeper) -> None:
    create_key(accounts, "shop")
    with pytest.raises(KeyExistsError, match="'shop'"):
        create_key(accounts, "shop", quota=5)
    assert [key.quota for key in keeper.listed()] == [None]
    keeper.delete("shop")
    create_key(accounts, "shop")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "two words"},
        {"name": "quo'te"},
        {"name": "-option"},
        {"name": "x" * 65},
        {"name": "line\n"},
        {"apis": ("HKIDCardOcr",)},
        {"rate": 0},
        {"rate": -1},
        {"quota": -1},
        {"quota": 2**31},
        {"expires": 1.0},
    ],
)
def test_what_cannot_be_is_refused(accounts: StoredAccounts, keeper: Keeper, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        create_key(accounts, **{"name": "shop", **wrong})
    assert keeper.listed() == ()


@pytest.mark.parametrize("seconds", [0, -1, LONGEST_TOKEN + 1])
def test_temporary_credentials_live_no_longer_than_the_vendors(accounts: StoredAccounts, seconds: int) -> None:
    create_key(accounts, "shop")
    with pytest.raises(ValueError, match=str(LONGEST_TOKEN)):
        accounts.issuer.lend("shop", seconds)


def test_an_expired_key_lends_nothing(accounts: StoredAccounts, clock: Any) -> None:
    create_key(accounts, "shop", expires=clock.now + 1)
    clock.now += 1
    with pytest.raises(ValueError, match="expired"):
        accounts.issuer.lend("shop", 60)


def test_unknown_names_are_told_with_a_similar_one(accounts: StoredAccounts, keeper: Keeper) -> None:
    create_key(accounts, "web-shop")
    for change in (
        lambda: accounts.issuer.rotate("web-shp"),
        lambda: accounts.issuer.lend("web-shp", 60),
        lambda: keeper.set_state("web-shp", "disabled"),
        lambda: keeper.set_quota("web-shp", 1),
        lambda: keeper.allow("web-shp", ["read"]),
        lambda: keeper.delete("web-shp"),
        lambda: keeper.usage("web-shp"),
    ):
        with pytest.raises(UnknownKeyError, match="did you mean 'web-shop'"):
            change()
