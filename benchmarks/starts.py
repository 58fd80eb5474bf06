"""From the start of a process to a reader that is ready, and to what it read first."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

STEPS = ("interpreter", "import", "ready", "first read")
_PROGRAM = """
import sys
print("interpreter", flush=True)
from hmtocr import Reader
print("import", flush=True)
reader = Reader(threads=1)
print("ready", flush=True)
with open(sys.argv[1], "rb") as file:
    reader.read(file.read())
print("first read", flush=True)
"""


def measure_starts(jpeg: bytes, times: int, progress: Callable[[], None] = lambda: None) -> dict[str, float]:
    """Median seconds from the start of a fresh process to each of STEPS.

    One start goes before those that count, so that the files are in the system's cache.

    Raises:
        RuntimeError: a process failed.
    """
    with TemporaryDirectory() as folder:
        picture = Path(folder) / "card.jpg"
        picture.write_bytes(jpeg)
        _start(picture)
        runs = []
        for _ in range(times):
            runs.append(_start(picture))
            progress()
    return {step: median(run[step] for run in runs) for step in STEPS}


def _start(picture: Path) -> dict[str, float]:
    begin = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", _PROGRAM, str(picture)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        reached = {line.strip(): time.perf_counter() - begin for line in child.stdout}
    if child.returncode:
        raise RuntimeError(f"a fresh process that reads a card ended with exit code {child.returncode}")
    return reached
