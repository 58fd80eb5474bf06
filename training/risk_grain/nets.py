"""The network: from a card's traits (hmtocr.risk.reproduction.traits) to two answers."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from hmtocr.risk.grain import TRAITS as GRAIN

_HIDDEN = 32
_DROPPED = 0.3
_FAR = 4.0
"""Standard deviations at which a trait is cut off: what lies further was never seen."""


class GrainNet(nn.Module):
    """Whether a card is a print on paper, and whether it is on a screen: two logits."""

    def __init__(self, mean: NDArray[np.float32], spread: NDArray[np.float32]) -> None:
        """Build it untrained, for traits of that mean and standard deviation."""
        super().__init__()
        self.mean: Tensor
        self.spread: Tensor
        self.register_buffer("mean", torch.from_numpy(mean))
        self.register_buffer("spread", torch.from_numpy(spread))
        self.copy = _tower(len(mean))
        self.screen = _tower(GRAIN)

    def forward(self, traits: Tensor) -> Tensor:
        """Traits (n, TRAITS) to logits (n, 2)."""
        # Of a screen only the grain tells: what else a photograph of one shows is as its owner has arranged it.
        even = ((traits - self.mean) / self.spread).clamp(-_FAR, _FAR)
        return torch.cat((self.copy(even), self.screen(even[:, :GRAIN])), 1)


class GrainAnswer(nn.Module):
    """Several networks' mean, with probabilities for logits."""

    def __init__(self, nets: list[GrainNet]) -> None:
        """Around trained networks."""
        super().__init__()
        self.nets = nn.ModuleList(nets)

    def forward(self, traits: Tensor) -> Tensor:
        """One card's traits to the probabilities of a copy and of a screen."""
        return torch.stack([net(traits) for net in self.nets]).mean(0).sigmoid()


def _tower(traits: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Dropout(_DROPPED / 3), nn.Linear(traits, _HIDDEN), nn.ReLU(), nn.Dropout(_DROPPED), nn.Linear(_HIDDEN, 1)
    )
