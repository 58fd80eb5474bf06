"""The snippets themselves; tests/sdk runs them against a server."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from hmtocr.server.snippets import CARD, snippets

NAMES = ("TENCENT_SECRET_ID", "TENCENT_SECRET_KEY", "HUAWEI_AK", "HUAWEI_SK", "HUAWEI_PROJECT_ID", "HUAWEI_IAM_USER")
MORE = ("HUAWEI_IAM_PASSWORD", "HUAWEI_IAM_DOMAIN", "ALIBABA_AK", "ALIBABA_SK", "HMTOCR_KEY")
SECRETS = {name: f"its-{name.lower()}" for name in NAMES + MORE}
TOLD = snippets("https://ocr.example:8443", SECRETS)
PARTS = dict(part.split("\n", 1) for part in TOLD.split("### ")[1:])


def test_all_that_is_to_be_filled_in_is() -> None:
    assert "§" not in TOLD
    for value in SECRETS.values():
        assert value in TOLD


def test_a_secret_that_is_missing_is_not_passed_over() -> None:
    with pytest.raises(KeyError, match="ALIBABA_SK"):
        snippets("http://a", {name: value for name, value in SECRETS.items() if name != "ALIBABA_SK"})


def test_each_vendor_has_one_in_python_and_in_node() -> None:
    for vendor in ("Tencent Cloud", "Huawei Cloud", "Alibaba Cloud"):
        for language in ("Python", "Node.js"):
            assert any(title.startswith(f"{language}, {vendor}") for title in PARTS), (language, vendor)


@pytest.mark.parametrize("title", PARTS)
def test_scheme_and_host_are_the_servers(title: str) -> None:
    assert "ocr.example:8443" in PARTS[title]
    assert "http://" not in PARTS[title]


@pytest.mark.parametrize("title", PARTS)
def test_a_shell_understands_it(title: str) -> None:
    done = subprocess.run(["bash", "-n"], input=PARTS[title], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("title", [title for title in PARTS if title.startswith("Python")])
def test_python_understands_it(title: str) -> None:
    (code,) = re.findall(r"<<'END'\n(.*?)\nEND\n", PARTS[title], re.DOTALL)
    ast.parse(code)


def test_the_example_card_is_there_and_small_enough_for_a_command_line() -> None:
    card = Path(__file__).parents[2] / CARD
    assert card.is_file()
    assert card.stat().st_size * 4 / 3 < 128 * 1024
