"""The network. It takes NHWC pixels 0..255 and normalises them itself."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from hmtocr.text.places import HEIGHT, NAMES, REACH, WIDTH
from training.corners.nets import Block, Trunk

FINE = 32


class Finder(nn.Module):
    """The field of every spot of a flat card, and how far the field's row reaches from there."""

    def __init__(self) -> None:
        """Build it untrained."""
        super().__init__()
        self.trunk = Trunk((24, 56, 112, 176), (2, 4, 4), 72)
        self.detail = nn.Conv2d(24, FINE, 1)
        self.coarse = nn.Conv2d(72, FINE, 1)
        self.mix = nn.Sequential(nn.ReLU(inplace=True), Block(FINE, 5), Block(FINE))
        self.classes = nn.Conv2d(FINE, len(NAMES) + 1, 1)
        self.reaches = nn.Conv2d(FINE, 4, 1)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Pixels (n, HEIGHT, WIDTH, 3) to logits (n, classes, h/4, w/4) and reaches (n, 4, h/4, w/4)."""
        fine, fused, _ = self.trunk(pixels)
        coarse = functional.interpolate(self.coarse(fused), scale_factor=2.0, mode="nearest")
        mixed = self.mix(self.detail(fine) + coarse)
        reaches: Tensor = self.reaches(mixed).clamp(-1, REACH)
        return self.classes(mixed), reaches


class FinderAnswer(nn.Module):
    """The finder with probabilities for logits."""

    def __init__(self, net: Finder) -> None:
        """Around a trained network."""
        super().__init__()
        self.net = net

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Pixels (1, HEIGHT, WIDTH, 3) to probabilities (1, classes, h/4, w/4) and reaches (1, 4, h/4, w/4)."""
        classes, reaches = self.net(pixels)
        # Spelt out: ONNX Runtime's Softmax over any axis but the last takes ten times as long.
        weights = (classes - classes.amax(1, keepdim=True)).exp()
        return weights / weights.sum(1, keepdim=True), reaches


def example() -> Tensor:
    """An empty card."""
    return torch.zeros(1, HEIGHT, WIDTH, 3)
