"""The network. It takes NHWC pixels 0..255 and normalises them itself."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from hmtocr.risk.overlay import HEIGHT, WIDTH
from training.corners.nets import Block, Trunk


class Overlayer(nn.Module):
    """Three maps over a flat card: hidden, washed out, print."""

    def __init__(self) -> None:
        """Build it untrained."""
        super().__init__()
        self.trunk = Trunk((16, 32, 64, 96), (2, 3, 3), 32)
        self.maps = nn.Sequential(nn.ReLU(inplace=True), Block(32, 5), nn.Conv2d(32, 3, 1))

    def forward(self, pixels: Tensor) -> Tensor:
        """Pixels (n, HEIGHT, WIDTH, 3) to logits (n, 3, h/8, w/8)."""
        maps: Tensor = self.maps(self.trunk(pixels)[1])
        return maps


def example() -> Tensor:
    """An empty card."""
    return torch.zeros(1, HEIGHT, WIDTH, 3)
