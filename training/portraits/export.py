"""Writes the trained network as the ONNX file that hmtocr runs."""

from __future__ import annotations

from pathlib import Path

from training.onnx_file import averaged, write
from training.portraits.nets import PortraitAnswer, PortraitFinder, example

FILE = "portrait-finder.onnx"


def export(checkpoint: Path, folder: Path) -> dict[str, str]:
    """The averaged weights of a checkpoint as an ONNX file in `folder`; returns its SHA-256 by its name."""
    net = PortraitAnswer(averaged(PortraitFinder(), checkpoint))
    return write(net, (example(),), ["pixels"], ["shares"], folder / FILE)
