"""Trains the network that finds portraits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.corners.train import Plan, Sample, train
from training.onnx_start import shown, started
from training.portraits.nets import PortraitFinder
from training.portraits.samples import portrait_samples
from training.risk_cover.pool import load

_WEIGHTS = (1.0, 3.0)
"""Of the kinds: a small portrait covers a sixth of what a large one does."""


def loss(net: nn.Module, batch: list[Sample]) -> tuple[Tensor, dict[str, float]]:
    """Cross entropy of every spot with the share that is covered, and the overlap of the maps as wholes."""
    pixels = torch.from_numpy(np.stack([b[0] for b in batch])).float()
    wanted = torch.from_numpy(np.stack([b[1] for b in batch]))
    maps = net(pixels)
    cells = functional.binary_cross_entropy_with_logits(maps, wanted, reduction="none").mean((0, 2, 3))
    found = maps.sigmoid()
    common = (found * wanted).sum((2, 3))
    dice = (1 - (2 * common + 5) / (found.sum((2, 3)) + wanted.sum((2, 3)) + 5)).mean(0)
    parts = {"large": float(dice[0].detach()), "small": float(dice[1].detach()), "cells": float(cells.detach().sum())}
    return (cells * torch.tensor(_WEIGHTS)).sum() * 3 + dice.sum(), parts


def main(pool: Path, out: Path, plan: Plan, resume: bool, start: Path | None = None) -> nn.Module:
    """Train it, on from the exported file `start` if given; see `train`."""
    net = PortraitFinder()
    if start is not None:
        net = started(net, start, shown(pool, portrait_samples, load))
    return train(net, plan, pool, out, portrait_samples, loss, seed=61, resume=resume, pools=load)
