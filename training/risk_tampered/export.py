"""Writes the trained network as the ONNX file that hmtocr runs."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import torch

from training.risk_tampered.nets import Forensics
from training.risk_tampered.samples import HEIGHT, WIDTH

FILE = "card-forensics.onnx"


def export(checkpoint: Path, folder: Path) -> dict[str, str]:
    """The averaged weights of a checkpoint as an ONNX file in `folder`; returns its SHA-256 by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    net = Forensics()
    net.load_state_dict(torch.load(checkpoint, weights_only=True)["averaged"])
    path = folder / FILE
    example = (torch.zeros(1, 1, HEIGHT, WIDTH), torch.zeros(1, 3, HEIGHT // 4, WIDTH // 4))
    with warnings.catch_warnings():
        # The older exporter writes one plain file; torch only says that there is a newer one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net.eval(),
            (*example, torch.ones(1, 1, HEIGHT // 8, WIDTH // 8)),
            str(path),
            input_names=["light", "tint", "inside"],
            output_names=["logits"],
            dynamic_axes={name: {2: f"{name}_h", 3: f"{name}_w"} for name in ("light", "tint", "inside")},
            opset_version=17,
            dynamo=False,
        )
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
