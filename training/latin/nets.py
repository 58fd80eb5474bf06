"""The network: convolutions alone, one answer every four pixels along the line."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.corners.nets import Block, conv
from training.latin.alphabet import CLASSES

HEIGHT = 32
"""Pixels of a line's crop."""
STEP = 4
"""Pixels along the line from one answer to the next."""


def narrow(inside: int, outside: int, stride: tuple[int, int]) -> nn.Sequential:
    """Depthwise with a stride, then 1x1: a smaller map with more channels."""
    return nn.Sequential(
        nn.Conv2d(inside, inside, 3, stride, 1, groups=inside, bias=False),
        nn.BatchNorm2d(inside),
        nn.Conv2d(inside, outside, 1, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class Along(nn.Module):
    """A residual block that looks along the line only, `size` steps far."""

    def __init__(self, channels: int, size: int) -> None:
        """Keep `channels` and the length."""
        super().__init__()
        self.mix = nn.Sequential(
            nn.Conv2d(channels, channels, (1, size), padding=(0, size // 2), groups=channels, bias=False),
            nn.BatchNorm2d(channels),
            nn.Conv2d(channels, 2 * channels, 1, bias=False),
            nn.BatchNorm2d(2 * channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(2 * channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        """As in every residual network."""
        mixed: Tensor = self.mix(x)
        return x + mixed


class LatinNet(nn.Module):
    """Reads one line of print."""

    def __init__(self, widths: tuple[int, int, int, int, int] = (24, 56, 104, 144, 176)) -> None:
        """Channels of the maps of 16, 8, 4, 2 rows and of the single row."""
        super().__init__()
        a, b, c, d, e = widths
        self.maps = nn.Sequential(
            conv(3, a, 3, 2),
            Block(a),
            narrow(a, b, (2, 2)),
            *(Block(b, size) for size in (3, 5, 3)),
            narrow(b, c, (2, 1)),
            *(Block(c, size) for size in (3, 5, 3, 5)),
            narrow(c, d, (2, 1)),
            *(Block(d, 3) for _ in range(3)),
        )
        self.line = nn.Sequential(
            nn.Conv2d(d, e, (2, 1), bias=False),
            nn.BatchNorm2d(e),
            nn.ReLU(inplace=True),
            *(Along(e, size) for size in (7, 11, 15)),
        )
        self.head = nn.Sequential(nn.Dropout(0.1), nn.Conv2d(e, CLASSES, 1))

    def forward(self, pixels: Tensor) -> Tensor:
        """Pixels (n, HEIGHT, width, 3), 0..255, to logits (n, width / STEP, CLASSES)."""
        x = (pixels.permute(0, 3, 1, 2) - 127.0) / 64.0
        logits: Tensor = self.head(self.line(self.maps(x)))
        return logits.squeeze(2).transpose(1, 2)


def example(width: int = 256) -> Tensor:
    """An empty line."""
    return torch.zeros(1, HEIGHT, width, 3)
