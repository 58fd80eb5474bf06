"""`hmtocr specimens` as a user sees it."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner, Result

from hmtocr.cli import app


def run(*arguments: object) -> Result:
    """The command's outcome."""
    return CliRunner().invoke(app, ["specimens", *(str(a) for a in arguments)])


def test_pictures_and_truth_are_written(tmp_path: Path) -> None:
    result = run(tmp_path, "--count", 2, "--seed", 3, "--documents", "hmt-permit", "--levels", "vga")
    assert result.exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "00000.jpg", "00000.json", "00001.jpg", "00001.json",
    ]  # fmt: skip
    assert all('"hmt-permit"' in path.read_text("utf-8") for path in tmp_path.glob("*.json"))


def test_wrong_use(tmp_path: Path) -> None:
    for wrong in (
        ["--documents", "passport"],
        ["--levels", "drone"],
        ["--fonts", "comic"],
        ["--count", "0"],
        ["--attack", "flattery"],
    ):
        assert run(tmp_path, *wrong).exit_code == 2
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(tmp_path / "file", "--count", 1, "--levels", "vga")
    assert result.exit_code == 2
    assert "cannot write" in result.stderr
