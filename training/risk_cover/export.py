"""Writes the trained network as the ONNX file that hmtocr runs."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import torch

from training.risk_cover.nets import Overlayer, OverlayerAnswer, example

FILE = "card-overlay.onnx"


def export(checkpoint: Path, folder: Path) -> dict[str, str]:
    """The averaged weights of a checkpoint as an ONNX file in `folder`; returns its SHA-256 by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    net = Overlayer()
    net.load_state_dict(torch.load(checkpoint, weights_only=True)["averaged"])
    path = folder / FILE
    with warnings.catch_warnings():
        # The older exporter writes one plain file; torch only says that there is a newer one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            OverlayerAnswer(net).eval(),
            (example(),),
            str(path),
            input_names=["pixels"],
            output_names=["maps"],
            opset_version=17,
            dynamo=False,
        )
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
