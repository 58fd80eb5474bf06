"""Writes the trained network as the ONNX file that hmtocr runs, its alphabet inside."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from training.latin.alphabet import CHARACTERS
from training.latin.nets import LatinNet, example

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
    folder.mkdir(parents=True, exist_ok=True)
    net = LatinNet()
    net.load_state_dict(torch.load(checkpoint, weights_only=True)["averaged"])
    path = folder / FILE
    with warnings.catch_warnings():
        # The older exporter writes one plain file; torch only says that there is a newer one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            LatinAnswer(net).eval(),
            (example(),),
            str(path),
            input_names=["pixels"],
            output_names=["probabilities"],
            dynamic_axes={"pixels": {0: "n", 2: "width"}, "probabilities": {0: "n", 1: "steps"}},
            opset_version=17,
            dynamo=False,
        )
    model = onnx.load(str(path))
    onnx.helper.set_model_props(model, {"character": "\n".join(CHARACTERS)})
    onnx.save(model, str(path))
    return {FILE: hashlib.sha256(path.read_bytes()).hexdigest()}
