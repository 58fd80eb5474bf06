"""The network: from a piece's traits to the log odds that it was edited."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from hmtocr.risk.pieces import TRAITS

_WIDE, _NARROW = 48, 24
FLOOR = -20.0
"""Log odds of what is not there."""


class Forensics(nn.Module):
    """Three layers on standardised traits."""

    def __init__(self, mean: Tensor, spread: Tensor) -> None:
        """For traits of that mean and standard deviation (both of TRAITS)."""
        super().__init__()
        self.mean = nn.Parameter(mean, requires_grad=False)
        self.spread = nn.Parameter(spread, requires_grad=False)
        self.layers = nn.Sequential(
            nn.Linear(TRAITS, _WIDE),
            nn.ReLU(),
            nn.Dropout(0.15),
            nn.Linear(_WIDE, _NARROW),
            nn.ReLU(),
            nn.Linear(_NARROW, 1),
        )

    def forward(self, traits: Tensor) -> Tensor:
        """(..., TRAITS) to (..., 1)."""
        told: Tensor = self.layers((traits - self.mean) / self.spread)
        return told


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
