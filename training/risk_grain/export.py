"""Writes the trained networks as the one ONNX file that hmtocr runs."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import torch

from training.risk_grain.nets import GrainAnswer, GrainNet

FILE = "grain-judge.onnx"


def export(checkpoint: Path, folder: Path) -> dict[str, str]:
    """The networks of a checkpoint as an ONNX file in `folder`; returns its SHA-256 by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    nets = []
    for state in torch.load(checkpoint, weights_only=True):
        net = GrainNet(state["mean"].numpy(), state["spread"].numpy())
        net.load_state_dict(state)
        nets.append(net)
    path = folder / FILE
    with warnings.catch_warnings():
        # The older exporter writes one plain file; torch only says that there is a newer one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            GrainAnswer(nets).eval(),
            (torch.zeros(1, len(nets[0].mean)),),
            str(path),
            input_names=["traits"],
            output_names=["answers"],
            opset_version=17,
            dynamo=False,
        )
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
