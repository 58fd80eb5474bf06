"""What an installed hmtocr carries."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGE = ROOT / "src" / "hmtocr"


def test_every_data_file_is_packed() -> None:
    patterns = PROJECT["tool"]["setuptools"]["package-data"]["hmtocr"]
    packed = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    data = {p for p in PACKAGE.rglob("*") if p.is_file() and p.suffix not in (".py", ".pyc")}
    assert data == packed & data


def test_every_requirement_is_pinned() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {Requirement(line).name for line in lines if not line.startswith("#")}
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]
    names = {re.sub(r"[-_.]+", "-", Requirement(line).name).lower() for line in wanted} - {"hmtocr"}
    assert names <= pinned


@pytest.mark.parametrize("name", ["LICENSE", "NOTICE"])
def test_licences_are_packed(name: str) -> None:
    assert name in PROJECT["project"]["license-files"]
    assert (ROOT / name).is_file()
