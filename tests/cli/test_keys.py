"""`hmtocr keys` as an operator types it."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hmtocr.accounts.service import open_accounts
from hmtocr.cli import app
from hmtocr.settings import Settings

NAMES = [
    "TENCENT_SECRET_ID",
    "TENCENT_SECRET_KEY",
    "HUAWEI_AK",
    "HUAWEI_SK",
    "HUAWEI_PROJECT_ID",
    "HUAWEI_IAM_USER",
    "HUAWEI_IAM_PASSWORD",
    "HUAWEI_IAM_DOMAIN",
    "ALIBABA_AK",
    "ALIBABA_SK",
    "HMTOCR_KEY",
]


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The accounts' folder, set through the environment."""
    for name in list(os.environ):
        if name.startswith("HMTOCR_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HMTOCR_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def keys() -> Callable[..., Result]:
    """Run a subcommand; by default it must succeed."""

    def invoke(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(app, ["keys", *arguments])
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return invoke


def test_env_is_what_a_shell_can_source(keys: Callable[..., Result], tmp_path: Path) -> None:
    lines = keys("create", "--name", "shop", "--format", "env").stdout.splitlines()
    assert [line.partition("=")[0] for line in lines] == [f"export {name}" for name in NAMES]
    assert all(re.fullmatch(r"export [A-Z_]+='[^']+'", line) for line in lines)
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("no shell")
    (tmp_path / "shop.env").write_text("\n".join(lines))
    script = f'. "{tmp_path}/shop.env" && env'
    seen = subprocess.run([shell, "-c", script], env={}, capture_output=True, text=True, check=True).stdout.splitlines()
    assert {f"{line.removeprefix('export ')}" for line in lines} <= {re.sub("=(.*)", r"='\1'", line) for line in seen}


def test_json_and_table_hold_the_same(keys: Callable[..., Result]) -> None:
    told = json.loads(keys("create", "--name", "shop", "--format", "json").stdout)
    assert list(told) == ["name", "expires", *NAMES]
    result = keys("rotate", "shop")
    for name in NAMES:
        assert re.search(rf"^  {name} +\S+$", result.stdout, flags=re.MULTILINE)
    assert "shown this once" in result.stderr


def test_secrets_are_shown_once(keys: Callable[..., Result]) -> None:
    told = json.loads(keys("create", "--name", "shop", "--format", "json").stdout)
    later = keys("list").stdout + keys("list", "--format", "json").stdout
    assert told["TENCENT_SECRET_ID"] in later
    for name in ("TENCENT_SECRET_KEY", "HUAWEI_SK", "HUAWEI_IAM_PASSWORD", "ALIBABA_SK", "HMTOCR_KEY"):
        assert told[name] not in later


def test_the_limits_of_a_key_are_listed_and_changed(keys: Callable[..., Result]) -> None:
    limits = ("--rate", "5", "--quota", "10", "--api", "read", "--api", "HKIDCardOCR", "--expires", "2999-12-31")
    keys("create", "--name", "trial", *limits)

    def listed() -> dict[str, object]:
        return json.loads(keys("list", "--format", "json").stdout)[0]

    first = listed()
    assert (first["rate"], first["quota"], first["apis"]) == (5, 10, ["HKIDCardOCR", "read"])
    assert (first["expires"], first["state"], first["used"]) == ("3000-01-01T00:00:00Z", "active", 0)
    keys("quota", "trial", "20")
    keys("allow", "trial", "hk-id-card", "macao-id-card")
    assert (listed()["quota"], listed()["apis"]) == (20, ["hk-id-card", "macao-id-card"])
    keys("quota", "trial", "none", "--reset")
    keys("allow", "trial", "all")
    assert (listed()["quota"], listed()["apis"]) == (None, [])
    for command, state in (
        (["state", "trial", "arrears"], "arrears"),
        (["state", "trial", "suspended"], "suspended"),
        (["disable", "trial"], "disabled"),
        (["enable", "trial"], "active"),
    ):
        keys(*command)
        assert listed()["state"] == state
    keys("delete", "trial")
    assert json.loads(keys("list", "--format", "json").stdout) == []


def test_temporary_credentials_have_tokens(keys: Callable[..., Result], data: Path) -> None:
    keys("create", "--name", "shop")
    lines = keys("token", "shop", "--seconds", "60", "--format", "env").stdout.splitlines()
    told = dict(re.fullmatch(r"export (\w+)='(.*)'", line).groups() for line in lines)  # type: ignore[union-attr]
    tokens = {"TENCENT_TOKEN", "HUAWEI_SECURITY_TOKEN", "ALIBABA_SECURITY_TOKEN"}
    assert set(told) == {name for name in NAMES if "_IAM_" not in name} | tokens
    accounts = open_accounts(Settings(data=data))
    credential = asyncio.run(accounts.find("alibaba", told["ALIBABA_AK"]))
    accounts.close()
    assert credential is not None
    assert credential.token == told["ALIBABA_SECURITY_TOKEN"]


def test_usage_is_told(keys: Callable[..., Result], data: Path) -> None:
    bearer = json.loads(keys("create", "--name", "shop", "--format", "json").stdout)["HMTOCR_KEY"]
    accounts = open_accounts(Settings(data=data))

    async def call() -> None:
        key = await accounts.by_bearer(bearer)
        assert key is not None
        for _ in range(3):
            await accounts.admit(key, "read")

    asyncio.run(call())
    accounts.close()
    (line,) = json.loads(keys("usage", "--format", "json").stdout)
    assert (line["name"], line["api"], line["calls"]) == ("shop", "read", 3)
    assert re.search(r"shop.*read.*3", keys("usage", "shop").stdout)


@pytest.mark.parametrize(
    "command", [["rotate"], ["token"], ["disable"], ["enable"], ["delete"], ["usage"]], ids=lambda c: str(c[0])
)
def test_an_unknown_name_is_told_in_a_line(keys: Callable[..., Result], command: list[str]) -> None:
    keys("create", "--name", "shop")
    result = keys(*command, "shpo", code=1)
    assert result.stderr == "hmtocr keys: there is no key named 'shpo'; did you mean 'shop'?\n"
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (["create"], "--name"),
        (["create", "--name", "two words"], "letters"),
        (["create", "--name", "x", "--api", "nope"], "HmtResidentPermitOCR"),
        (["create", "--name", "x", "--rate", "0"], "rate"),
        (["create", "--name", "x", "--expires", "soon"], "2027-12-31"),
        (["create", "--name", "x", "--expires", "2001-01-01"], "expired"),
        (["create", "--name", "x", "--expires", "2999-01-01T00:00:00"], "zone"),
        (["create", "--name", "x", "--format", "yaml"], "yaml"),
        (["token", "shop", "--seconds", "0"], "129600"),
        (["quota", "shop", "-5"], "-5"),
        (["quota", "shop", "many"], "many"),
        (["allow", "shop", "nope"], "nope"),
        (["warn", "shop", "hologram"], "hologram"),
        (["create", "--name", "x", "--without-warning", "hologram"], "hologram"),
        (["state", "shop", "rich"], "arrears"),
        (["nope"], "nope"),
    ],
)
def test_wrong_use_is_told(keys: Callable[..., Result], command: list[str], words: str) -> None:
    keys("create", "--name", "shop")
    assert words in keys(*command, code=2).stderr


def test_risk_signals_are_switched_off_one_by_one(keys: Callable[..., Result]) -> None:
    def enabled() -> list[str]:
        (shop,) = json.loads(keys("list", "--format", "json").stdout)
        return list(shop["warnings"])

    keys("create", "--name", "shop", "--without-warning", "glare", "--without-warning", "inconsistent")
    assert enabled() == ["covered", "photocopy", "recapture", "tampered", "blur"]
    keys("warn", "shop", "blur", "glare")
    assert enabled() == ["glare", "blur"]
    keys("warn", "shop", "none")
    assert enabled() == []
    keys("warn", "shop", "all")
    assert len(enabled()) == 7
    keys("delete", "shop")
    keys("create", "--name", "shop", "--no-warnings")
    assert enabled() == []


def test_a_taken_name_and_a_broken_setting_are_told(
    keys: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, data: Path, tmp_path: Path
) -> None:
    keys("create", "--name", "shop")
    assert "already" in keys("create", "--name", "shop", code=1).stderr
    (data / "secret.key").chmod(0o644)
    assert "chmod 600" in keys("list", code=1).stderr
    monkeypatch.setenv("HMTOCR_SECRET_KEY", "sesame")
    result = keys("list", code=1)
    assert "HMTOCR_SECRET_KEY" in result.stderr
    assert "sesame" not in result.output
    assert "cannot be read" in keys("--config", str(tmp_path / "missing.toml"), "list", code=1).stderr


def test_a_settings_file_is_heeded(
    keys: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: Path
) -> None:
    monkeypatch.delenv("HMTOCR_DATA")
    (tmp_path / "hmtocr.toml").write_text(f"data = {json.dumps(str(tmp_path / 'elsewhere'))}")
    keys("--config", str(tmp_path / "hmtocr.toml"), "create", "--name", "shop")
    assert (tmp_path / "elsewhere" / "accounts.db").exists()
    assert not data.exists()
