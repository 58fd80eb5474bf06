"""Writes the fitted network as the ONNX file that hmtocr runs."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import torch

from hmtocr.risk.pieces import TRAITS
from training.risk_tampered.nets import Forensics

FILE = "print-forensics.onnx"


def export(weights: Path, folder: Path) -> dict[str, str]:
    """The weights as an ONNX file in `folder`; returns its SHA-256 by its name."""
    folder.mkdir(parents=True, exist_ok=True)
    net = Forensics(torch.zeros(TRAITS), torch.ones(TRAITS))
    net.load_state_dict(torch.load(weights, weights_only=True))
    path = folder / FILE
    with warnings.catch_warnings():
        # The older exporter writes one plain file; torch only says that there is a newer one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net.eval(),
            (torch.zeros(4, TRAITS),),
            str(path),
            input_names=["traits"],
            output_names=["odds"],
            dynamic_axes={"traits": {0: "pieces"}},
            opset_version=17,
            dynamo=False,
        )
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()}
