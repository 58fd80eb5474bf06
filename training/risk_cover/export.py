"""Writes the trained network as the ONNX file that hmtocr runs."""

from __future__ import annotations

from pathlib import Path

from torch import nn

from training.onnx_file import averaged, write
from training.risk_cover.nets import Overlayer, example

FILE = "card-overlay.onnx"


def export(checkpoint: Path, folder: Path) -> dict[str, str]:
    """The averaged weights of a checkpoint as an ONNX file in `folder`; returns its SHA-256 by its name."""
    net = nn.Sequential(averaged(Overlayer(), checkpoint), nn.Sigmoid())
    return write(net, (example(),), ["pixels"], ["maps"], folder / FILE)
