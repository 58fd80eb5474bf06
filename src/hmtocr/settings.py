"""Every setting: an environment variable HMTOCR_* or a key of a TOML file, read once into one frozen value."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict, SettingsError

from hmtocr.errors import ConfigurationError
from hmtocr.risk.thresholds import Point

_MB = 2**20


class Settings(BaseSettings):
    """What an operator can set. Environment variables have the prefix HMTOCR_ (HMTOCR_TENCENT_EDITION).

    docs/settings.md tells what each is for. Lists are texts with commas, in the file as in the environment.
    """

    model_config = SettingsConfigDict(
        env_prefix="HMTOCR_", env_ignore_empty=True, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    data: Path = Path("hmtocr-data")
    database_url: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")
    fetch_allow: str = ""
    threads: int = Field(0, ge=0)
    queue: int = Field(16, ge=0)
    tencent_edition: Literal["intl", "mainland"] = "intl"
    tencent_mainland_hosts: str = ""
    permit_rate: int = Field(20, ge=0)
    risk: Point = "balanced"
    native_largest: int = Field(20 * _MB, ge=1)
    host: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    tls_cert: str = ""
    tls_key: str = ""
    deadline: float = Field(30, gt=0)
    connections: int = Field(256, ge=1)

    @field_validator("data")
    @classmethod
    def _home(cls, data: Path) -> Path:
        return data.expanduser()

    @property
    def fetch_hosts(self) -> frozenset[str]:
        """The hosts of `fetch_allow`, in lower case."""
        return _names(self.fetch_allow)

    @property
    def mainland_hosts(self) -> frozenset[str]:
        """The hosts of `tencent_mainland_hosts`, in lower case."""
        return _names(self.tencent_mainland_hosts)


def load_settings(config: Path | None = None) -> Settings:
    """The settings of the environment over those of a TOML file: `config`, else the one that HMTOCR_CONFIG names.

    Raises:
        ConfigurationError: no such file, not TOML, a setting that does not exist, or a value that it cannot have.
    """
    named = os.environ.get("HMTOCR_CONFIG", "")
    path = config if config is not None else Path(named) if named else None
    try:
        told: Mapping[str, Any] = {} if path is None else _read(path)
        return Settings(**{**told, **EnvSettingsSource(Settings)()})
    except ValidationError as error:
        raise ConfigurationError(
            "; ".join(_complaint(fault["loc"], fault["msg"]) for fault in error.errors())
        ) from None
    except SettingsError as error:
        raise ConfigurationError(str(error)) from None


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError(f"the settings file {path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ConfigurationError(f"the settings file {path} is not TOML: {error}") from None


def _complaint(where: tuple[int | str, ...], message: str) -> str:
    name = ".".join(map(str, where))
    if name not in Settings.model_fields:
        return f"there is no setting {name} (docs/settings.md lists them)"
    return f"the setting {name} (HMTOCR_{name.upper()}): {message}"


def _names(text: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in text.split(",") if part.strip())
