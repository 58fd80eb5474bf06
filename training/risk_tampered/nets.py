"""The network: it says of every cell of a card that was cut out whether it was edited."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

FINE, COLOUR, WIDE = 16, 8, 32
TOP = 6
"""Cells whose mean speaks for a card: a character's worth."""


class Residual(nn.Module):
    """A bank of filters on brightness that see nothing but differences: their weights sum to nothing.

    What Bayar and Stamm's constrained layer (2016) is for: the scene falls away, what cameras and files leave stays.
    """

    def __init__(self) -> None:
        """Sixteen filters of 6 x 6 pixels, four apart."""
        super().__init__()
        self.weight = nn.Parameter(torch.randn(FINE, 1, 6, 6) / 6)
        self.norm = nn.BatchNorm2d(FINE)

    def forward(self, light: Tensor) -> Tensor:
        """Brightness (n, 1, h, w) to (n, FINE, h/4, w/4)."""
        weight = self.weight - self.weight.mean((1, 2, 3), keepdim=True)
        out: Tensor = self.norm(functional.conv2d(light, weight, stride=4, padding=1))
        return out


class Step(nn.Module):
    """A depthwise and a pointwise convolution with what came in added."""

    def __init__(self, wide: int, reach: int = 1) -> None:
        """`reach` is the dilation."""
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(wide, wide, 3, 1, reach, reach, wide, bias=False),
            nn.BatchNorm2d(wide),
            nn.ReLU(inplace=True),
            nn.Conv2d(wide, wide, 1, bias=False),
            nn.BatchNorm2d(wide),
        )

    def forward(self, x: Tensor) -> Tensor:
        """(n, wide, h, w) to the same."""
        out: Tensor = self.body(x)
        return functional.relu(x + out)


class Forensics(nn.Module):
    """Residuals and colours of every cell against those of the whole card."""

    def __init__(self) -> None:
        """Build it untrained."""
        super().__init__()
        self.residual = Residual()
        self.tint = nn.Sequential(nn.BatchNorm2d(3), nn.Conv2d(3, COLOUR, 3, 1, 1))
        both = FINE + COLOUR
        self.fold = nn.Sequential(
            nn.ReLU(inplace=True),
            nn.Conv2d(both, both, 5, 2, 2, 1, both, bias=False),
            nn.BatchNorm2d(both),
            nn.ReLU(inplace=True),
        )
        self.energy = nn.BatchNorm2d(FINE)
        self.join = nn.Sequential(nn.Conv2d(both + FINE, WIDE, 1, bias=False), nn.BatchNorm2d(WIDE), nn.ReLU())
        self.near = Step(WIDE)
        self.mix = nn.Sequential(nn.Conv2d(2 * WIDE, WIDE, 1, bias=False), nn.BatchNorm2d(WIDE), nn.ReLU())
        self.far = nn.Sequential(Step(WIDE), Step(WIDE, 2), Step(WIDE, 4), Step(WIDE))
        self.out = nn.Conv2d(WIDE, 1, 1)

    def forward(self, light: Tensor, tint: Tensor, inside: Tensor) -> Tensor:
        """To logits (n, h/8, w/8).

        `light` (n, 1, h, w) is brightness 0..255, `tint` (n, 3, h/4, w/4) RGB, `inside` (n, 1, h/8, w/8) the card.
        """
        fine = self.residual(light)
        # Grain of one level must not drown beside print of a hundred.
        loud = torch.log(functional.avg_pool2d(fine.abs(), 2) + 0.003)
        folded = self.fold(torch.cat((fine, self.tint(tint)), 1))
        cells = self.near(self.join(torch.cat((folded, self.energy(loud)), 1)))
        share = inside / inside.sum((2, 3), keepdim=True).clamp(min=1)
        mean = (cells * share).sum((2, 3), keepdim=True)
        spread = ((cells - mean) ** 2 * share).sum((2, 3), keepdim=True)
        apart = (cells - mean) / (spread + 0.01).sqrt()
        told: Tensor = self.out(self.far(self.mix(torch.cat((cells, apart), 1))))
        return told[:, 0]


def strongest(told: Tensor, inside: Tensor) -> Tensor:
    """The mean logit of a card's TOP cells."""
    return torch.where(inside > 0, told, torch.full_like(told, -30.0)).flatten(1).topk(TOP, 1).values.mean(1)
