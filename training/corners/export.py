"""Writes the trained networks as the ONNX files that hmtocr runs."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from hmtocr.image.align import CROP_HEIGHT, CROP_WIDTH
from hmtocr.image.locate import SIDE
from training.corners.nets import Aligner, Locator, corners
from training.onnx_file import averaged, write

LOCATOR_FILE, ALIGNER_FILE = "card-locator.onnx", "card-aligner.onnx"


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
    locator = nn.Sequential(averaged(Locator(), work / "locator.pt"), nn.Sigmoid())
    aligner = AlignerAnswer(averaged(Aligner(), work / "aligner.pt"))
    small, crop = torch.zeros(1, SIDE, SIDE, 3), torch.zeros(1, CROP_HEIGHT, CROP_WIDTH, 3)
    return {
        **write(locator, (small,), ["pixels"], ["maps"], folder / LOCATOR_FILE),
        **write(aligner, (crop,), ["pixels"], ["corners", "turns", "faces"], folder / ALIGNER_FILE),
    }
