"""How much memory a process holds, as Linux tells it; and, as a program, many calls of one reader with that beside.

    python benchmarks/resident.py CALLS STEP FILE...

reads the files in turns and prints, before the first call and after every STEP, how many calls were made, and bytes
held. It is a process of its own so that nothing but hmtocr is in it.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path


def resident(pid: int | None = None) -> int:
    """Bytes of memory that a process (this one if None) holds now.

    Raises:
        OSError: there is no such process, or no /proc: this is not Linux.
    """
    return _status("VmRSS", pid)


def peak(pid: int | None = None) -> int:
    """The most bytes that it ever held. Raises as `resident`."""
    return _status("VmHWM", pid)


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run. Raises as `resident`."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _status(name: str, pid: int | None) -> int:
    lines = Path(f"/proc/{os.getpid() if pid is None else pid}/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


def main(calls: int, step: int, files: list[str]) -> None:
    """Read, and tell what is held; at the end the most that ever was, as "peak BYTES"."""
    from hmtocr import Reader  # noqa: PLC0415  (whoever asks about another process does not want it loaded)

    reader = Reader(threads=1)
    print(0, resident(), flush=True)
    for done, file in enumerate(itertools.islice(itertools.cycle(files), calls), 1):
        reader.read(Path(file).read_bytes())
        if done % step == 0 or done == calls:
            print(done, resident(), flush=True)
    print("peak", peak(), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
