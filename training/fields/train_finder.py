"""Trains the network that finds the fields."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.corners.train import Plan, Sample, train
from training.fields.nets import Finder
from training.fields.pool import load
from training.fields.samples import NOTHING, finder_samples

_RARE = 4.0
"""The weight of a spot that belongs to a field: most of a card does not."""


def loss(net: nn.Module, batch: list[Sample]) -> tuple[Tensor, dict[str, float]]:
    """Cross entropy of every spot, and the error of the reaches where there is a row."""
    pixels = torch.from_numpy(np.stack([b[0] for b in batch])).float()
    classes = torch.from_numpy(np.stack([b[1] for b in batch])).long()
    reaches = torch.from_numpy(np.stack([b[2] for b in batch]))
    told, far = net(pixels)
    marked = classes != NOTHING
    each = functional.cross_entropy(told, classes, reduction="none")
    weight = torch.where(marked, _RARE, 1.0)
    named = (each * weight).sum() / weight.sum()
    apart = functional.smooth_l1_loss(far, reaches, reduction="none", beta=0.3).sum(1)
    ends = (apart * marked).sum() / marked.sum().clamp(min=1)
    with torch.no_grad():
        right = ((told.argmax(1) == classes) & marked).sum() / marked.sum().clamp(min=1)
    parts = {"named": float(named.detach()), "ends": float(ends.detach()), "right": float(right)}
    return named * 4 + ends * 0.5, parts


def main(pool: Path, out: Path, plan: Plan, resume: bool) -> nn.Module:
    """Train it; see `train`."""
    return train(Finder(), plan, pool, out, finder_samples, loss, seed=51, resume=resume, pools=load)
