"""Writes the trained networks as the ONNX file that hmtocr runs."""

from __future__ import annotations

from pathlib import Path

import torch

from training.onnx_file import write
from training.risk_grain.nets import GrainAnswer, GrainNet

FILE = "grain-judge.onnx"


def export(checkpoint: Path, folder: Path) -> dict[str, str]:
    """The networks of a checkpoint as an ONNX file in `folder`; returns its SHA-256 by its name."""
    nets = []
    for state in torch.load(checkpoint, weights_only=True):
        net = GrainNet(state["mean"].numpy(), state["spread"].numpy())
        net.load_state_dict(state)
        nets.append(net)
    return write(GrainAnswer(nets), (torch.zeros(1, len(nets[0].mean)),), ["traits"], ["answers"], folder / FILE)
