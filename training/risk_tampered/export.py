"""Writes the fitted network as the ONNX file that hmtocr runs."""

from __future__ import annotations

from pathlib import Path

import torch

from hmtocr.risk.pieces import TRAITS
from hmtocr.risk.sheet import CELL, PLANES
from training.onnx_file import write
from training.risk_tampered.nets import Forensics

FILE = "print-forensics.onnx"


def export(weights: Path, folder: Path) -> dict[str, str]:
    """The weights as an ONNX file in `folder`; returns its SHA-256 by its name."""
    net = Forensics(torch.zeros(TRAITS), torch.ones(TRAITS))
    net.load_state_dict(torch.load(weights, weights_only=True))
    rows, down, across = 3, 4, 9
    examples = (
        torch.zeros(1, PLANES, CELL * down, CELL * across),
        torch.ones(rows, down * across) / (down * across),
        torch.ones(rows, rows) / rows,
        torch.zeros(rows, TRAITS),
    )
    axes = {
        "planes": {2: "height", 3: "width"},
        "shares": {0: "pieces", 1: "cells"},
        "fellows": {0: "pieces", 1: "pieces"},
        "traits": {0: "pieces"},
        "odds": {0: "pieces"},
    }
    return write(net, examples, ["planes", "shares", "fellows", "traits"], ["odds"], folder / FILE, axes)
