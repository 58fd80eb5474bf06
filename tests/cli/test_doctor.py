"""`hmtocr doctor` and the options of the command itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from typer.testing import Result

import hmtocr

Run = Callable[..., Result]


def test_version_and_help(run: Run) -> None:
    assert run("--version").stdout.strip() == f"hmtocr {hmtocr.__version__}"
    assert "read" in run().output


def test_doctor_names_what_is_installed_and_fails_on_a_wrong_reading(run: Run) -> None:
    result = run("doctor")  # the fake reader reads a card that is not the built-in one
    assert result.exit_code == 1
    assert "FAIL: the built-in specimen is read wrong in:" in result.stdout
    for words in ("onnxruntime", "network text-recogniser", "sha256 ", "threads", "extra heic", "installed"):
        assert words in result.stdout


def test_doctor_says_which_setting_is_wrong(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMTOCR_THREADS", "many")
    result = run("doctor")
    assert result.exit_code == 1
    assert "FAIL: HMTOCR_THREADS" in result.stdout
