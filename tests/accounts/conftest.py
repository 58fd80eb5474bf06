"""Accounts in a folder of the test's own, under a clock that the test moves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hmtocr.accounts.database import Database
from hmtocr.accounts.keeper import Keeper
from hmtocr.accounts.service import StoredAccounts, open_accounts
from hmtocr.settings import Settings

NOW = 1795219200.0
"""2026-11-21T00:00:00Z."""


@dataclass
class Clock:
    """Seconds since the epoch, as the test says."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("HMTOCR_"):
            monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The defaults, in a fresh folder."""
    return Settings(data=tmp_path / "data")


@pytest.fixture
def clock() -> Clock:
    """Standing at NOW."""
    return Clock()


@pytest.fixture
def accounts(settings: Settings, clock: Clock) -> Iterator[StoredAccounts]:
    """Open accounts without keys."""
    accounts = open_accounts(settings, clock=clock)
    yield accounts
    accounts.close()


@pytest.fixture
def keeper(settings: Settings, clock: Clock) -> Iterator[Keeper]:
    """What an operator does in another process."""
    database = Database.open(settings)
    yield Keeper(database, clock)
    database.close()
