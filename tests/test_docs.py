"""What a user can type or import is told in the README or in docs/cli.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import typer.main

import hmtocr
from hmtocr.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMAND_PAGE = (ROOT / "docs" / "cli.md").read_text("utf-8")


def subcommands() -> dict[str, object]:
    """The command's subcommands by name."""
    group = typer.main.get_command(app)
    context = typer.Context(group)
    return {name: group.get_command(context, name) for name in group.list_commands(context)}  # type: ignore[attr-defined]


def options() -> Iterator[tuple[str, str]]:
    """(subcommand, long option), without --help; those of a group's own commands belong to the group."""
    for name, command in subcommands().items():
        for part in (command, *getattr(command, "commands", {}).values()):
            for parameter in part.params:  # type: ignore[attr-defined]
                for option in parameter.opts:
                    if option.startswith("--"):
                        yield name, option


def section(subcommand: str) -> str:
    """The part of docs/cli.md on a subcommand."""
    parts = re.split(r"^## hmtocr (\S+).*$", COMMAND_PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(subcommand, "")


@pytest.mark.parametrize("name", sorted(subcommands()))
def test_every_subcommand_has_a_section_and_stands_in_the_readme(name: str) -> None:
    assert section(name)
    assert f"hmtocr {name}" in README


@pytest.mark.parametrize(("name", "option"), sorted(set(options())))
def test_every_option_is_told(name: str, option: str) -> None:
    assert re.search(rf"{option}\b", section(name)), f"docs/cli.md says nothing of {option} of hmtocr {name}"


def test_no_option_is_told_that_does_not_exist() -> None:
    known = {option for _, option in options()} | {"--help", "--version"}
    assert set(re.findall(r"--[a-z][a-z-]+", COMMAND_PAGE)) <= known


@pytest.mark.parametrize("name", sorted(set(hmtocr.__all__) - {"__version__"}))
def test_every_public_name_is_told_in_the_readme(name: str) -> None:
    assert f"`{name}`" in README


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *(f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md"))]
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", path.read_text("utf-8")):
        assert (path.parent / target).exists(), target
