"""Writes the trained network as the ONNX file that hmtocr runs."""

from __future__ import annotations

from pathlib import Path

import onnx

from training.han.graph import load, with_weights
from training.han.texts import BASE
from training.han.train_recogniser import trained
from training.onnx_file import sha256

FILE = "text-recogniser.onnx"


def export(checkpoint: Path, folder: Path) -> dict[str, str]:
    """The checkpoint's averaged weights as FILE in `folder`; returns its SHA-256 by its name."""
    model = with_weights(load(BASE.read()), trained(checkpoint))
    onnx.checker.check_model(model)
    onnx.save(model, str(folder / FILE))
    return {FILE: sha256(folder / FILE)}
