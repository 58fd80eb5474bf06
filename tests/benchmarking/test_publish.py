"""Tables, files, and the README's sections."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmarks.publish import README, circumstances, into_readme, keep, table, told


@pytest.mark.parametrize("name", ["accuracy", "speed", "load", "memory"])
def test_the_readme_has_a_place_for_every_benchmark(name: str, tmp_path: Path) -> None:
    copy = tmp_path / "README.md"
    copy.write_text(README.read_text("utf-8"), "utf-8")
    into_readme(name, "first\n", copy)
    into_readme(name, "second\n", copy)
    assert f"<!-- {name}:begin -->\nsecond\n<!-- {name}:end -->" in copy.read_text("utf-8")
    assert "first\n<!--" not in copy.read_text("utf-8")


def test_a_readme_without_the_place_is_left_as_it_is(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("nothing here\n")
    with pytest.raises(ValueError, match="lacks the marks"):
        into_readme("speed", "figures\n", page)
    assert page.read_text() == "nothing here\n"


def test_results_are_kept_with_their_circumstances(tmp_path: Path) -> None:
    keep(tmp_path / "new", "speed", circumstances(), table(["a", "b"], [["1", "2"]]))
    kept = json.loads((tmp_path / "new" / "speed.json").read_text())
    assert kept["cpu"]
    assert kept["date"] in told(kept)
    assert (tmp_path / "new" / "speed.md").read_text() == "| a | b |\n| --- | --- |\n| 1 | 2 |"
