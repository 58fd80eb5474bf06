"""Writes the trained network as the ONNX file that hmtocr runs."""

from __future__ import annotations

from pathlib import Path

from training.fields.nets import Finder, FinderAnswer, example
from training.onnx_file import averaged, write

FILE = "field-finder.onnx"


def export(checkpoint: Path, folder: Path) -> dict[str, str]:
    """The averaged weights of a checkpoint as an ONNX file in `folder`; returns its SHA-256 by its name."""
    net = FinderAnswer(averaged(Finder(), checkpoint))
    return write(net, (example(),), ["pixels"], ["classes", "reaches"], folder / FILE)
