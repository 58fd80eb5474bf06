"""The official SDKs, unmodified, each family in an environment of its own under `.sdk/`.

`python tests/sdk/environments.py [NAME...]` builds those that are missing or whose versions have changed, all of them
where none is named, and prints the folder of each. The tests call it for what they need; `.sdk/` may be deleted.
Packages come from wherever pip and npm are configured to look.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE.parents[1] / ".sdk"
SPECS: Mapping[str, Path] = {
    "tencent-mainland": HERE / "requirements-tencent-mainland.txt",
    "tencent-intl": HERE / "requirements-tencent-intl.txt",
    "tencent-cli": HERE / "requirements-tencent-cli.txt",
    "clouds": HERE / "requirements-clouds.txt",
    "node": HERE / "package.json",
}
"""Environments by name, and the file that pins what is in each. Tencent's two clouds ship the same Python package."""
_TIMEOUT = 1200


class NotInstalledError(Exception):
    """An environment cannot be built here; the text says why."""


def build(name: str) -> Path:
    """The folder of an environment, made if need be; safe beside other processes that want the same.

    Raises:
        NotInstalledError: no Node.js, or the packages cannot be had.
    """
    spec, folder = SPECS[name], HOME / name
    wanted = hashlib.sha256(spec.read_bytes() + sys.version.encode()).hexdigest()
    stamp = folder / "built"
    HOME.mkdir(exist_ok=True)
    with _alone(HOME / f"{name}.lock"):
        if stamp.is_file() and stamp.read_text() == wanted:
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        if name == "node":
            _install_node(spec, folder)
        else:
            _install_python(spec, folder)
        stamp.write_text(wanted)
    return folder


def _install_python(spec: Path, folder: Path) -> None:
    _run([sys.executable, "-m", "venv", str(folder)])
    # Byte code is compiled as it is imported: one of these SDKs has the modules of 300 products.
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, "--no-compile", "-r", str(spec)])


def _install_node(spec: Path, folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotInstalledError("Node.js and npm are not installed")
    folder.mkdir(parents=True)
    shutil.copy(spec, folder / "package.json")
    options = ["--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _run([npm, "install", *options, "--prefix", str(folder)], folder)


def _run(command: Sequence[str], folder: Path | None = None) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except subprocess.TimeoutExpired:
        raise NotInstalledError(f"{Path(command[0]).name} took longer than {_TIMEOUT} s") from None
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()[-1]
        raise NotInstalledError(f"{Path(command[0]).name} failed: {last}")


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def main(names: Sequence[str]) -> int:
    """Build, and print each folder; 1 if any could not be built."""
    failed = False
    for name in names or SPECS:
        try:
            print(build(name))
        except NotInstalledError as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed = True
    return int(failed)


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
