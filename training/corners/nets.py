"""The two networks. Both take NHWC pixels 0..255 and normalise them themselves."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from hmtocr.image.align import CROP_HEIGHT, CROP_WIDTH, FACES


class Block(nn.Module):
    """A residual block: depthwise, then 1x1. Of all the blocks tried it learns most per second on a CPU."""

    def __init__(self, channels: int, size: int = 3) -> None:
        """Keep `channels` and the size of the map; look `size` cells across."""
        super().__init__()
        self.mix = nn.Sequential(
            nn.Conv2d(channels, channels, size, padding=size // 2, groups=channels, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
        )

    def forward(self, x: Tensor) -> Tensor:
        """As in every residual network."""
        mixed: Tensor = self.mix(x)
        return x + mixed


def conv(inside: int, outside: int, size: int = 3, stride: int = 1) -> nn.Sequential:
    """Convolution, normalisation, ReLU."""
    return nn.Sequential(
        nn.Conv2d(inside, outside, size, stride, size // 2, bias=False),
        nn.BatchNorm2d(outside),
        nn.ReLU(inplace=True),
    )


class Trunk(nn.Module):
    """Features at strides 4, 8, 16 and 32, and the last three brought together at stride 8."""

    def __init__(self, widths: tuple[int, int, int, int], depths: tuple[int, int, int], fused: int) -> None:
        """Channels of each stride, blocks of all but the first; `fused` channels come out at stride 8."""
        super().__init__()
        # One step to stride 4: wide maps at strides 1 and 2 would cost more than all the rest.
        self.stem = nn.Sequential(
            nn.Conv2d(3, widths[0], 6, 4, 1, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU(inplace=True)
        )
        self.stages = nn.ModuleList(
            nn.Sequential(conv(before, width, stride=2), *(Block(width, size) for _ in range(depth)))
            for before, width, depth, size in zip(widths, widths[1:], depths, (3, 5, 5), strict=False)
        )
        self.lateral = nn.ModuleList(nn.Conv2d(width, fused, 1) for width in widths[1:])
        self.smooth = nn.ModuleList((Block(fused), Block(fused)))

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Pixels (n, h, w, 3) to the map at stride 4, the fused one at stride 8 and the one at stride 32."""
        x = self.stem((pixels.permute(0, 3, 1, 2) - 127.0) / 64.0)
        levels = [x]
        for stage in self.stages:
            x = stage(x)
            levels.append(x)
        top = self.lateral[2](x)
        for level in (1, 0):
            top = functional.interpolate(top, scale_factor=2.0, mode="nearest")
            top = self.smooth[level](top + self.lateral[level](levels[level + 1]))
        return levels[0], top, x


class Locator(nn.Module):
    """Where in a picture there are cards: two maps at a quarter of the size.

    The first says how likely a card covers the spot, the second the same for the card's inner part, which
    keeps neighbouring cards apart.
    """

    def __init__(self) -> None:
        """Build it untrained."""
        super().__init__()
        self.trunk = Trunk((24, 48, 96, 144), (2, 4, 4), 48)
        self.head = nn.Sequential(nn.Conv2d(48, 8, 1), nn.PixelShuffle(2))
        # What the deep maps know, sharpened by the edges that the shallow one sees.
        self.detail = nn.Conv2d(24, 24, 1)
        self.coarse = nn.Conv2d(48, 24, 1)
        self.sharpen = nn.Sequential(nn.ReLU(inplace=True), conv(24, 24), conv(24, 24), nn.Conv2d(24, 2, 1))

    def forward(self, pixels: Tensor) -> Tensor:
        """Pixels (n, 192, 192, 3) to logits (n, 2, 48, 48)."""
        fine, fused, _ = self.trunk(pixels)
        coarse = functional.interpolate(self.coarse(fused), scale_factor=2.0, mode="nearest")
        maps: Tensor = self.head(fused) + self.sharpen(self.detail(fine) + coarse)
        return maps


class Aligner(nn.Module):
    """Corners, quarter turns and face of the card in a crop."""

    def __init__(self) -> None:
        """Build it untrained."""
        super().__init__()
        self.trunk = Trunk((24, 56, 112, 176), (2, 4, 4), 56)
        self.detail = nn.Conv2d(24, 24, 1)
        self.coarse = nn.Conv2d(56, 24, 1)
        self.head = nn.Sequential(nn.ReLU(inplace=True), conv(24, 24), nn.Conv2d(24, 4, 1))
        # A small grid rather than one mean: which way up a card is depends on where things are.
        self.grid = conv(176, 24, 1)
        cells = (CROP_WIDTH // 32) * (CROP_HEIGHT // 32)
        self.classes = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(0.1),
            nn.Linear(24 * cells, 80),
            nn.ReLU(inplace=True),
            nn.Linear(80, 5 + len(FACES)),
        )

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Pixels (n, CROP_HEIGHT, CROP_WIDTH, 3) to heat maps (n, 4, h/4, w/4), logits of turn and face."""
        fine, fused, deep = self.trunk(pixels)
        coarse = functional.interpolate(self.coarse(fused), scale_factor=2.0, mode="nearest")
        classes = self.classes(self.grid(deep))
        return self.head(self.detail(fine) + coarse), classes[:, :4], classes[:, 4:]


def corners(maps: Tensor) -> Tensor:
    """The middle of each heat map's mass (n, 4, 2), as fractions of the crop."""
    n, k, h, w = maps.shape
    mass = maps.reshape(n, k, h * w).softmax(-1).reshape(n, k, h, w)
    x = (torch.arange(w, dtype=maps.dtype, device=maps.device) + 0.5) / w
    y = (torch.arange(h, dtype=maps.dtype, device=maps.device) + 0.5) / h
    return torch.stack(((mass.sum(2) * x).sum(-1), (mass.sum(3) * y).sum(-1)), -1)
