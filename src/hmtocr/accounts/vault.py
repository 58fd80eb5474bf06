"""Encryption of secrets at rest: Fernet (AES-128-CBC with HMAC-SHA-256), its key from the environment or a file."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Self

from cryptography.fernet import Fernet, InvalidToken

from hmtocr.errors import ConfigurationError
from hmtocr.settings import Settings

KEY_FILE = "secret.key"
_HOW = 'python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())" makes one'


class Vault:
    """Seals texts. A sealed text opens only for the owner it was sealed for, so that rows cannot be swapped."""

    def __init__(self, key: bytes) -> None:
        """Take a Fernet key: 32 bytes in URL-safe Base64.

        Raises:
            ValueError: it is not one.
        """
        self._fernet = Fernet(key)

    @classmethod
    def of(cls, settings: Settings, *, create: bool) -> Self:
        """The vault of HMTOCR_SECRET_KEY, else of the key file in the data folder.

        Args:
            create: whether a missing key file may be made; not where secrets were sealed already.

        Raises:
            ConfigurationError: no key, a broken one, or a file that others than its owner may use.
        """
        told = settings.secret_key.get_secret_value().strip()
        if told:
            return cls._checked(told.encode(), "HMTOCR_SECRET_KEY")
        path = settings.data / KEY_FILE
        if create and not path.exists():
            _write_new(path)
        return cls._checked(_read(path), f"the key file {path}")

    @classmethod
    def _checked(cls, key: bytes, where: str) -> Self:
        try:
            return cls(key)
        except ValueError:
            raise ConfigurationError(f"{where} holds no Fernet key (32 bytes in URL-safe Base64); {_HOW}") from None

    def seal(self, text: str, owner: str) -> str:
        """The text, encrypted and authenticated together with its owner's name."""
        return self._fernet.encrypt(f"{owner}\n{text}".encode()).decode()

    def open(self, sealed: str, owner: str) -> str:
        """What was sealed for that owner.

        Raises:
            ConfigurationError: sealed with another key or for another owner, or changed since.
        """
        try:
            found, _, text = self._fernet.decrypt(sealed.encode()).decode().partition("\n")
        except InvalidToken:
            raise ConfigurationError("a secret in the accounts' database does not open with this secret key") from None
        if found != owner:
            raise ConfigurationError("a secret in the accounts' database belongs to another credential")
        return text


def private_folder(path: Path) -> None:
    """Make the folder, for its owner only, where there is none.

    Raises:
        ConfigurationError: it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"the data folder {path} cannot be made: {error.strerror}") from None


def _write_new(path: Path) -> None:
    """Put a fresh key there at once and whole; where another process was quicker, its key stays."""
    private_folder(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(Fernet.generate_key() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            return
        finally:
            draft.unlink()
    except OSError as error:
        raise ConfigurationError(f"the key file {path} cannot be written: {error.strerror}") from None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            key = file.read(1024).strip()
    except FileNotFoundError:
        raise ConfigurationError(
            f"the accounts are encrypted, and their key is missing: set HMTOCR_SECRET_KEY or put {path} back"
        ) from None
    except OSError as error:
        raise ConfigurationError(f"the key file {path} cannot be read: {error.strerror}") from None
    # Windows keeps no such bits.
    if os.name == "posix" and mode & 0o077:
        raise ConfigurationError(
            f"the key file {path} can be used by others than its owner (mode {mode & 0o777:04o}): chmod 600 it,"
            " and think of its key as known"
        )
    return key
