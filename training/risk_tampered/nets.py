"""The network: from a sheet of rows, and the traits of their pieces, to the log odds that each piece was edited."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from hmtocr.risk.pieces import TRAITS
from hmtocr.risk.sheet import PLANES

_CHANNELS = ((8, 1), (16, 2), (24, 2), (32, 1), (48, 2), (48, 1))
"""Of the convolutions, each with its stride."""
_SEEN = _CHANNELS[-1][0]
_WIDE, _NARROW = 64, 24
_STEADY = 0.05
"""What keeps a feature that hardly varies over a card from being blown up."""
FLOOR = -20.0
"""Log odds of what is not there."""


class Forensics(nn.Module):
    """Convolutions over the sheet; each piece's means, against the card's and its row's, and its traits are weighed."""

    def __init__(self, mean: Tensor, spread: Tensor) -> None:
        """For traits of that mean and standard deviation (both of TRAITS)."""
        super().__init__()
        self.mean = nn.Parameter(mean, requires_grad=False)
        self.spread = nn.Parameter(spread, requires_grad=False)
        layers, inside = [], PLANES
        for outside, stride in _CHANNELS:
            layers.append(
                nn.Sequential(
                    nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
                )
            )
            inside = outside
        self.trunk = nn.Sequential(*layers)
        self.both = nn.Sequential(
            nn.Linear(4 * _SEEN + TRAITS, _WIDE),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Linear(_WIDE, _NARROW),
            nn.ReLU(),
            nn.Linear(_NARROW, 1),
        )

    def weighed(self, cells: Tensor, shares: Tensor, fellows: Tensor, traits: Tensor) -> Tensor:
        """The trunk's cells (cells x _SEEN) and the pieces on them to log odds (pieces x 1)."""
        seen = shares @ cells
        off = seen - seen.mean(0, keepdim=True)
        usual = off.abs().mean(0, keepdim=True) + _STEADY
        told: Tensor = self.both(
            torch.cat([seen, off, off / usual, seen - fellows @ seen, (traits - self.mean) / self.spread], 1)
        )
        return told

    def forward(self, planes: Tensor, shares: Tensor, fellows: Tensor, traits: Tensor) -> Tensor:
        """What hmtocr.risk.tampered.evidence gives to log odds (pieces x 1)."""
        return self.weighed(self.trunk(planes)[0].flatten(1).t(), shares, fellows, traits)


def likeliest(odds: Tensor, here: Tensor, rows: Tensor, top: int) -> Tensor:
    """What hmtocr.risk.tampered makes of a card: the best row's mean of its `top` likeliest pieces.

    `odds`, `here` (whether there is a piece) and `rows` are cards x pieces.
    """
    best = []
    for row in range(int(rows.max()) + 1):
        mine = (rows == row) & here
        strongest = torch.where(mine, odds, torch.full_like(odds, FLOOR)).topk(top, 1).values
        count = mine.sum(1).clamp(max=top)
        kept = torch.where(torch.arange(top)[None] < count[:, None], strongest, torch.zeros_like(strongest))
        best.append(torch.where(count > 0, kept.sum(1) / count.clamp(min=1), torch.full_like(kept[:, 0], FLOOR)))
    return torch.stack(best, 1).max(1).values
