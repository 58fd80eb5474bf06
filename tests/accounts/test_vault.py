"""The secret key: where it comes from, who may see it, what it refuses to open."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from hmtocr.accounts.vault import KEY_FILE, Vault
from hmtocr.errors import ConfigurationError
from hmtocr.settings import Settings

posix = pytest.mark.skipif(os.name != "posix", reason="mode bits")


@posix
def test_the_key_file_is_made_for_its_owner_only(settings: Settings) -> None:
    old = os.umask(0)
    try:
        first = Vault.of(settings, create=True)
    finally:
        os.umask(old)
    path = settings.data / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(settings.data.stat().st_mode) == 0o700
    assert [p.name for p in settings.data.iterdir()] == [KEY_FILE]
    assert Vault.of(settings, create=True).open(first.seal("text", "me"), "me") == "text"


@posix
@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o666, 0o622])
def test_a_key_file_that_others_may_use_is_refused(settings: Settings, mode: int) -> None:
    Vault.of(settings, create=True)
    (settings.data / KEY_FILE).chmod(mode)
    with pytest.raises(ConfigurationError, match=f"mode {mode:04o}.*chmod 600"):
        Vault.of(settings, create=True)


@pytest.mark.parametrize("content", [b"", b"sesame", Fernet.generate_key()[:-6], b"\xff" * 44])
def test_a_broken_key_file_is_refused_and_not_repeated(settings: Settings, content: bytes) -> None:
    Vault.of(settings, create=True)
    (settings.data / KEY_FILE).write_bytes(content)
    with pytest.raises(ConfigurationError, match="no Fernet key") as caught:
        Vault.of(settings, create=True)
    assert "sesame" not in str(caught.value)


def test_a_missing_key_file_is_not_made_anew_for_sealed_secrets(settings: Settings) -> None:
    with pytest.raises(ConfigurationError, match="missing"):
        Vault.of(settings, create=False)
    assert not (settings.data / KEY_FILE).exists()


def test_the_environments_key_needs_no_file(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", secret_key=Fernet.generate_key().decode())
    sealed = Vault.of(settings, create=True).seal("text", "me")
    assert Vault.of(settings, create=False).open(sealed, "me") == "text"
    assert not (tmp_path / "data").exists()


def test_what_was_changed_swapped_or_sealed_by_another_does_not_open() -> None:
    vault = Vault(Fernet.generate_key())
    sealed = vault.seal("a\nb", "me")
    assert vault.open(sealed, "me") == "a\nb"
    with pytest.raises(ConfigurationError):
        vault.open(sealed, "you")
    with pytest.raises(ConfigurationError):
        Vault(Fernet.generate_key()).open(sealed, "me")
    for place in range(0, len(sealed) - 4, 7):
        other = "A" if sealed[place] != "A" else "B"
        with pytest.raises(ConfigurationError):
            vault.open(sealed[:place] + other + sealed[place + 1 :], "me")
