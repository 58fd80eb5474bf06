"""`hmtocr doctor`: what is installed, and whether it reads."""

from __future__ import annotations

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files

import typer

from hmtocr import __version__
from hmtocr.cli.sources import reader_of
from hmtocr.errors import HmtocrError, ModelError
from hmtocr.models.engine import threads
from hmtocr.models.manifest import Network, networks
from hmtocr.reading import Reads

_PACKAGES = ("numpy", "opencv-python-headless", "pillow", "onnxruntime", "rapidocr")
_EXTRAS = {
    "heic": ("pillow-heif",),
    "pdf": ("pypdfium2",),
    "specimens": ("noto-cjk-sans-otc", "pylopdf-fonts-zh-tw", "fontpkg-ibm-plex-mono"),
    "training": ("torch", "onnx"),
}


def doctor(context: typer.Context) -> None:
    """Say versions, networks with their hashes, threads and extras, and read a built-in specimen.

    Exit code: 0 all is well (PASS), 1 something is not (FAIL).
    """
    _say("hmtocr", __version__)
    _say("python", f"{platform.python_version()} on {platform.platform()}")
    for package in _PACKAGES:
        _say(package, _version(package) or "missing")
    for extra, packages in _EXTRAS.items():
        installed = all(_version(package) for package in packages)
        _say(f"extra {extra}", "installed" if installed else f"not installed: pip install 'hmtocr[{extra}]'")
    faults = []
    try:
        _say("threads", str(threads()))
    except ValueError as error:
        faults.append(str(error))
    for network in networks():
        _say(f"network {network.name}", f"{network.file}, sha256 {network.sha256}, {network.licence}")
        faults += _network_faults(network)
    # Without its networks the reader would only say the same again.
    faults = faults or _reading_faults(context.obj)
    for fault in faults:
        typer.echo(f"FAIL: {fault}")
    if faults:
        raise typer.Exit(1)
    typer.echo("PASS: the built-in specimen is read right")


def _say(what: str, state: str) -> None:
    typer.echo(f"{what:<25} {state}")


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _network_faults(network: Network) -> list[str]:
    try:
        network.read()
    except ModelError as error:
        return [str(error)]
    return []


def _reading_faults(reader: Reads | None) -> list[str]:
    """Read the specimen beside this file; the truth lies there too, as the specimens command writes it."""
    here = files("hmtocr.cli")
    (truth,) = json.loads(here.joinpath("specimen.json").read_text("utf-8"))
    try:
        reading = reader_of(reader).read(here.joinpath("specimen.jpg").read_bytes())
    except HmtocrError as error:
        return [f"the built-in specimen cannot be read: {error}"]
    if len(reading.cards) != 1:
        return [f"the built-in specimen holds 1 card, and {len(reading.cards)} were found"]
    card = reading.cards[0]
    wrong = [
        name
        for name, printed in truth["fields"].items()
        if name not in card.fields or card.fields[name].text != printed["text"]
    ]
    if card.document != truth["document"]:
        wrong.insert(0, "document")
    return [f"the built-in specimen is read wrong in: {', '.join(wrong)}"] if wrong else []
