"""Trains the network that finds cards in a picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.corners.nets import Locator
from training.corners.samples import locator_samples
from training.corners.train import Plan, Sample, train


def loss(net: nn.Module, batch: list[Sample]) -> tuple[Tensor, dict[str, float]]:
    """Cross entropy of every cell, and the overlap of the maps as wholes."""
    pixels = torch.from_numpy(np.stack([np.ascontiguousarray(b[0]) for b in batch])).float()
    wanted = torch.from_numpy(np.stack([np.ascontiguousarray(b[1]) for b in batch])).float() / 255
    maps = net(pixels)
    cells = functional.binary_cross_entropy_with_logits(maps, wanted)
    found = maps.sigmoid()
    common = (found * wanted).sum((2, 3))
    dice = 1 - (2 * common + 10) / (found.sum((2, 3)) + wanted.sum((2, 3)) + 10)
    return cells * 3 + dice.mean(), {"cells": float(cells.detach()), "dice": float(dice.detach().mean())}


def main(pool: Path, out: Path, plan: Plan, resume: bool) -> nn.Module:
    """Train it; see `train`."""
    return train(Locator(), plan, pool, out, locator_samples, loss, seed=11, resume=resume)
