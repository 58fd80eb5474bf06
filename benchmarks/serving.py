"""`hmtocr serve` in a process of its own, as users start it, with a key made by `hmtocr keys create`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

_COMMAND = (sys.executable, "-c", "from hmtocr.cli import app; app()")
_LONGEST_START, _LONGEST_END = 60.0, 40.0
"""Seconds."""
_RATE = 100_000
"""Calls a second that the key may make: it is the server that is measured, not the limit."""


@dataclass(frozen=True)
class Served:
    """A running server.

    Attributes:
        secrets: of its key, as `hmtocr keys create --format env` names them.
        started: seconds from the start of its process until it was ready.
    """

    url: str
    pid: int
    secrets: Mapping[str, str]
    started: float


@contextmanager
def served(settings: Mapping[str, object]) -> Iterator[Served]:
    """A server with accounts in a temporary folder, on a free port; `settings` are named as in a settings file.

    Raises:
        RuntimeError: it does not start, or no key can be made.
    """
    with TemporaryDirectory(prefix="hmtocr-benchmark-") as folder:
        home = Path(folder)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HMTOCR_")}
        environment |= {f"HMTOCR_{name.upper()}": str(value) for name, value in settings.items()}
        environment["HMTOCR_DATA"] = str(home / "data")
        secrets = _make_key(environment)
        log = home / "log"
        with log.open("wb") as out:
            start = time.perf_counter()
            command = [*_COMMAND, "serve", "--host", "127.0.0.1", "--port", "0"]
            process = subprocess.Popen(command, cwd=home, env=environment, stdout=out, stderr=out)
            try:
                url = _await_ready(process, log)
                yield Served(url, process.pid, secrets, time.perf_counter() - start)
            finally:
                process.terminate()
                try:
                    process.wait(_LONGEST_END)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()


def _make_key(environment: Mapping[str, str]) -> Mapping[str, str]:
    options = ["keys", "create", "--name", "benchmark", "--rate", str(_RATE), "--format", "json"]
    done = subprocess.run([*_COMMAND, *options], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"hmtocr keys create failed: {done.stderr.strip()}")
    return {name: value for name, value in json.loads(done.stdout).items() if isinstance(value, str)}


def _await_ready(process: subprocess.Popen[bytes], log: Path) -> str:
    """The server's address, once it says that it is ready."""
    until = time.monotonic() + _LONGEST_START
    with httpx.Client(trust_env=False, timeout=5) as client:
        while time.monotonic() < until and process.poll() is None:
            _, said, rest = log.read_text(errors="replace").partition("hmtocr serves at ")
            if said and "\n" in rest:
                url = rest.partition("\n")[0].strip()
                try:
                    if client.get(f"{url}/v2/health/ready").status_code == httpx.codes.OK:
                        return url
                except httpx.TransportError:
                    pass
            time.sleep(0.02)
    raise RuntimeError(f"hmtocr serve did not get ready:\n{log.read_text(errors='replace')[-2000:]}")
