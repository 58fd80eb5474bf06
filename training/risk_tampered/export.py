"""Writes the fitted network as the ONNX file that hmtocr runs."""

from __future__ import annotations

from pathlib import Path

import torch

from hmtocr.risk.pieces import TRAITS
from training.onnx_file import write
from training.risk_tampered.nets import Forensics

FILE = "print-forensics.onnx"


def export(weights: Path, folder: Path) -> dict[str, str]:
    """The weights as an ONNX file in `folder`; returns its SHA-256 by its name."""
    net = Forensics(torch.zeros(TRAITS), torch.ones(TRAITS))
    net.load_state_dict(torch.load(weights, weights_only=True))
    return write(net, (torch.zeros(4, TRAITS),), ["traits"], ["odds"], folder / FILE, {"traits": {0: "pieces"}})
