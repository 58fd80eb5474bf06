"""The table of networks in `manifest.toml`, and the check that a file is the one it names."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from hmtocr.errors import ModelError


@dataclass(frozen=True, slots=True)
class Network:
    """One network: its name, where its file comes from, the hash that the file must have, its licence."""

    name: str
    package: str
    file: str
    sha256: str
    licence: str
    about: str

    def path(self) -> Path:
        """Where the file lies. The package that holds it is located, not imported.

        Raises:
            ModelError: the package or the file is not installed.
        """
        spec = find_spec(self.package)
        if spec is None or spec.origin is None:
            raise ModelError(f"the network '{self.name}' comes with the package '{self.package}': install it")
        path = Path(spec.origin).parent / self.file
        if not path.is_file():
            raise ModelError(f"the network '{self.name}' is not at {path}: reinstall '{self.package}'")
        return path

    def read(self) -> bytes:
        """The file's bytes, once their hash is the manifest's.

        Raises:
            ModelError: missing, or not the file that was measured.
        """
        data = self.path().read_bytes()
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise ModelError(
                f"the network '{self.name}' is not the file that hmtocr was measured with: "
                f"install the version of '{self.package}' that constraints.txt pins"
            )
        return data


@cache
def networks() -> tuple[Network, ...]:
    """Every network of the manifest."""
    table = tomllib.loads(files("hmtocr.models").joinpath("manifest.toml").read_text("utf-8"))
    return tuple(Network(name=name, **row) for name, row in table.items())


def network(name: str) -> Network:
    """The network called `name`.

    Raises:
        ModelError: the manifest has no such network.
    """
    for candidate in networks():
        if candidate.name == name:
            return candidate
    raise ModelError(f"the manifest names no network '{name}'")
