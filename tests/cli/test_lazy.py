"""A command imports what it needs, and says what it lacks."""

from __future__ import annotations

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from hmtocr.cli import app, lazy

_HEAVY = ("sqlalchemy", "fastapi", "hmtocr.specimens.attacks", "hmtocr.server")


def test_reading_waits_for_no_other_commands_libraries() -> None:
    program = "import sys; from hmtocr.cli import app; app(['read', '--help'], standalone_mode=False); "
    program += f"print([name for name in {_HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_every_command_is_listed_with_what_it_does() -> None:
    told = CliRunner().invoke(app, ["--help"]).output
    assert [name for name in lazy.COMMANDS if f"│ {name} " not in told] == []
    assert "Draw test cards" in told


def test_a_command_that_is_none_is_refused() -> None:
    told = CliRunner().invoke(app, ["scan"])
    assert told.exit_code == 2
    assert "No such command 'scan'" in told.output


@pytest.mark.parametrize("arguments", [["serve", "--port", "0"], ["keys", "list"]])
def test_without_its_extra_a_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    def missing(_: str) -> object:
        raise ModuleNotFoundError("No module named 'sqlalchemy'", name="sqlalchemy")

    monkeypatch.setattr(lazy, "import_module", missing)
    told = CliRunner().invoke(app, arguments)
    assert told.exit_code == 1
    assert f"hmtocr {arguments[0]} needs sqlalchemy: pip install 'hmtocr[server]'" in told.output
