"""Writes the trained network as the ONNX file that hmtocr runs, its alphabet inside."""

from __future__ import annotations

from pathlib import Path

import onnx
from torch import Tensor, nn

from training.latin.alphabet import CHARACTERS
from training.latin.nets import LatinNet, example
from training.onnx_file import averaged, sha256, write

FILE = "latin-recogniser.onnx"


class LatinAnswer(nn.Module):
    """The network with probabilities for logits."""

    def __init__(self, net: LatinNet) -> None:
        """Around a trained network."""
        super().__init__()
        self.net = net

    def forward(self, pixels: Tensor) -> Tensor:
        """Pixels (n, HEIGHT, width, 3) to probabilities (n, width / STEP, CLASSES)."""
        rows: Tensor = self.net(pixels).softmax(-1)
        return rows


def export(checkpoint: Path, folder: Path) -> dict[str, str]:
    """The checkpoint's averaged weights as FILE in `folder`; returns its SHA-256."""
    path = folder / FILE
    axes = {"pixels": {0: "n", 2: "width"}, "probabilities": {0: "n", 1: "steps"}}
    net = LatinAnswer(averaged(LatinNet(), checkpoint))
    write(net, (example(),), ["pixels"], ["probabilities"], path, axes)
    model = onnx.load(str(path))
    onnx.helper.set_model_props(model, {"character": "\n".join(CHARACTERS)})
    onnx.save(model, str(path))
    return {FILE: sha256(path)}
