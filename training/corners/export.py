"""Writes the trained networks as the ONNX files that hmtocr runs."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from hmtocr.image.align import CROP_HEIGHT, CROP_WIDTH
from hmtocr.image.locate import SIDE
from training.corners.nets import Aligner, Locator, corners

LOCATOR_FILE, ALIGNER_FILE = "card-locator.onnx", "card-aligner.onnx"


class LocatorAnswer(nn.Module):
    """The locator with probabilities for logits."""

    def __init__(self, net: Locator) -> None:
        """Around a trained network."""
        super().__init__()
        self.net = net

    def forward(self, pixels: Tensor) -> Tensor:
        """Pixels (1, SIDE, SIDE, 3) to probabilities (1, 2, SIDE/4, SIDE/4): card, inner part of a card."""
        maps: Tensor = self.net(pixels).sigmoid()
        return maps


class AlignerAnswer(nn.Module):
    """The aligner with corners for heat maps and probabilities for logits."""

    def __init__(self, net: Aligner) -> None:
        """Around a trained network."""
        super().__init__()
        self.net = net

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Pixels (1, CROP_HEIGHT, CROP_WIDTH, 3) to corners (1, 4, 2), turns (1, 4) and faces (1, 13)."""
        maps, turns, faces = self.net(pixels)
        return corners(maps), turns.softmax(-1), faces.softmax(-1)


def export(work: Path, folder: Path) -> dict[str, str]:
    """Both checkpoints in `work` as ONNX files in `folder`; returns the SHA-256 of each."""
    folder.mkdir(parents=True, exist_ok=True)
    locator, aligner = Locator(), Aligner()
    for net, name in ((locator, "locator.pt"), (aligner, "aligner.pt")):
        net.load_state_dict(torch.load(work / name, weights_only=True)["averaged"])
    _write(LocatorAnswer(locator), (SIDE, SIDE), ["maps"], folder / LOCATOR_FILE)
    _write(
        AlignerAnswer(aligner),
        (CROP_HEIGHT, CROP_WIDTH),
        ["corners", "turns", "faces"],
        folder / ALIGNER_FILE,
    )
    files = (folder / LOCATOR_FILE, folder / ALIGNER_FILE)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _write(net: nn.Module, size: tuple[int, int], outputs: list[str], path: Path) -> None:
    example = torch.zeros(1, *size, 3)
    with warnings.catch_warnings():
        # The older exporter writes one plain file; torch only says that there is a newer one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net.eval(),
            (example,),
            str(path),
            input_names=["pixels"],
            output_names=outputs,
            opset_version=17,
            dynamo=False,
        )
