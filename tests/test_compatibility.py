"""docs/compatibility.md lists every error code with a test that exists, and the SDKs that the tests run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from hmtocr.protocols.alibaba.errors import CODES as ALIBABA
from hmtocr.protocols.huawei.errors import CODES as HUAWEI
from hmtocr.protocols.tencent.errors import MESSAGES as TENCENT

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "compatibility.md").read_text("utf-8")
SDK_TESTS = ROOT / "tests" / "sdk"
PINS = "\n".join(path.read_text("utf-8") for path in SDK_TESTS.glob("requirements-*.txt"))
NODE_PINS = json.loads((SDK_TESTS / "package.json").read_text("utf-8"))["dependencies"]
# uuid is no SDK, but what one of them forgets to ask for.
PINNED = [*re.findall(r"^(\S+)==(\S+)$", PINS, re.MULTILINE), *(pin for pin in NODE_PINS.items() if pin[0] != "uuid")]
TENCENT_PAGES = json.loads(
    (ROOT / "tests" / "protocols" / "tencent" / "fixtures" / "error_codes.json").read_text("utf-8")
)["pages"]


def section(title: str) -> str:
    """The text under a heading, without that of its subheadings."""
    found = re.search(rf"^##+ {re.escape(title)}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def rows(text: str, *, last: str) -> list[list[str]]:
    """The cells of every table whose last column has that heading."""
    kept: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")] if line.startswith("|") else []
        if not cells:
            inside = False
        elif cells[-1] == last:
            inside = True
        elif inside and not line.startswith("|---"):
            kept.append(cells)
    return kept


def coded(text: str) -> dict[str, int]:
    """Code to HTTP status in the tables of codes; IAM's, which are the status itself, are left out."""
    told = [(code.strip("`"), int(status)) for code, status, *_ in rows(text, last="test") if code.startswith("`")]
    kept = [(code, status) for code, status in told if not code.isdecimal()]
    assert len(dict(kept)) == len(kept), "a code has two rows"
    return dict(kept)


@pytest.fixture(scope="module")
def tests() -> frozenset[str]:
    """The ids of all tests with SDKs, collected but not run; without the plugins, which take most of the time."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-o", "addopts=--import-mode=importlib"]
    variables = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    done = subprocess.run(
        [*command, str(SDK_TESTS)], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return frozenset(done.stdout.splitlines())


def test_every_row_names_tests_that_exist(tests: frozenset[str]) -> None:
    tables = rows(PAGE, last="test")
    assert len(tables) > 100
    for row in tables:
        named = re.findall(r"`([^`]+)`", row[-1])
        assert named, row
        assert set(named) <= tests, set(named) - tests


@pytest.mark.parametrize(
    ("title", "codes"), [("Huawei Cloud", HUAWEI), ("Alibaba Cloud", ALIBABA)], ids=["huawei", "alibaba"]
)
def test_codes_are_those_that_are_served(title: str, codes: Mapping[str, tuple[int, str]]) -> None:
    assert coded(section(title)) == {code: status for code, (status, _) in codes.items()}


@pytest.mark.parametrize("page", TENCENT_PAGES, ids=lambda page: page["action"])
def test_codes_are_those_of_the_page_of_tencent(page: Mapping[str, Sequence[str]]) -> None:
    told = coded(section(str(page["action"])))
    assert list(told) == page["codes"]
    assert set(told.values()) == {200}


def test_codes_are_those_that_are_served_of_tencent() -> None:
    titles = ["Common codes of Tencent Cloud", *(page["action"] for page in TENCENT_PAGES)]
    assert {code for title in titles for code in coded(section(title))} == TENCENT.keys()


@pytest.mark.parametrize(("package", "version"), PINNED, ids=[name for name, _ in PINNED])
def test_the_sdks_are_those_of_the_tests(package: str, version: str) -> None:
    cells = [row for row in section("SDKs").splitlines() if f"`{package}`" in row]
    assert len(cells) == 1
    assert version in cells[0]
