"""The network. It takes NHWC pixels 0..255 and normalises them itself."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from hmtocr.image.portraits import HEIGHT, KINDS, WIDTH
from training.corners.nets import Block, Trunk

FINE = 24


class PortraitFinder(nn.Module):
    """What share of every spot of a flat card each kind of portrait covers."""

    def __init__(self) -> None:
        """Build it untrained."""
        super().__init__()
        self.trunk = Trunk((16, 32, 64, 96), (2, 3, 3), 32)
        self.detail = nn.Conv2d(16, FINE, 1)
        self.coarse = nn.Conv2d(32, FINE, 1)
        self.maps = nn.Sequential(nn.ReLU(inplace=True), Block(FINE, 5), Block(FINE), nn.Conv2d(FINE, len(KINDS), 1))

    def forward(self, pixels: Tensor) -> Tensor:
        """Pixels (n, HEIGHT, WIDTH, 3) to logits (n, kinds, h/4, w/4)."""
        fine, fused, _ = self.trunk(pixels)
        coarse = functional.interpolate(self.coarse(fused), scale_factor=2.0, mode="nearest")
        maps: Tensor = self.maps(self.detail(fine) + coarse)
        return maps


def example() -> Tensor:
    """An empty card."""
    return torch.zeros(1, HEIGHT, WIDTH, 3)
