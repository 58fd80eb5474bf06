"""What every benchmark does with its figures: tables for people, files in results/, a section of the README."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"
README = Path(__file__).resolve().parent.parent / "README.md"


def circumstances() -> dict[str, Any]:
    """Where and when a measurement was made.

    `load` is the machine's load average of the last minute before it: what else was running then slows every figure.
    """
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cpu": cpu(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        "load": round(os.getloadavg()[0], 1),
        "python": platform.python_version(),
    }


def told(result: Mapping[str, Any]) -> str:
    """The circumstances in words, for the line above a table."""
    return f"{result['date']}, {result['cpu']}, {result['cores']} cores, load average at the start {result['load']}"


def cpu() -> str:
    """The processor's name."""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""

    def put(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cells) + " |"

    return "\n".join([put(head), put(["---"] * len(head)), *(put(row) for row in rows)])


def keep(out: Path, name: str, result: Mapping[str, Any], page: str) -> None:
    """Write OUT/NAME.json and OUT/NAME.md."""
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    (out / f"{name}.md").write_text(page, "utf-8")


def into_readme(name: str, section: str, readme: Path = README) -> None:
    """Put the section between the README's marks `<!-- NAME:begin -->` and `<!-- NAME:end -->`.

    Raises:
        ValueError: the marks are not there.
    """
    begin, end = f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
    before, opened, rest = readme.read_text("utf-8").partition(begin)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise ValueError(f"{readme} lacks the marks {begin} and {end}")
    readme.write_text(f"{before}{begin}\n{section}{end}{after}", "utf-8")
