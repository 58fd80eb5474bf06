"""Every setting: an environment variable HMTOCR_* or a key of a TOML file, read once into one frozen value."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an operator can set. Environment variables have the prefix HMTOCR_ (HMTOCR_TENCENT_EDITION)."""

    model_config = SettingsConfigDict(env_prefix="HMTOCR_", frozen=True, extra="forbid")

    data: Path = Path("hmtocr-data")
    database_url: str = ""
    fetch_allow: str = ""
    threads: int = 0
    queue: int = 16
    tencent_edition: Literal["intl", "mainland"] = "intl"
