"""Trains the network that finds edited places."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.corners.train import Plan, Sample, train
from training.risk_tampered.nets import Forensics, strongest
from training.risk_tampered.pool import load
from training.risk_tampered.samples import windows

EDITED, BARE = 0.35, 0.02
"""Shares of a cell from which it counts as edited, and up to which as not; what lies between does not count."""


def loss(net: nn.Module, batch: list[Sample]) -> tuple[Tensor, dict[str, float]]:
    """Cross entropy of the cells, both kinds weighing the same, and of each window by its strongest cells."""
    light, tint, inside, shares = (torch.from_numpy(np.concatenate([b[i] for b in batch])) for i in range(4))
    told, inside = net(light, tint, inside), inside[:, 0]
    edited, bare = (shares > EDITED) & (inside > 0), (shares < BARE) & (inside > 0)
    each = functional.binary_cross_entropy_with_logits(told, (shares > EDITED).float(), reduction="none")
    cells = (each * edited).sum() / edited.sum().clamp(min=1) + 2 * (each * bare).sum() / bare.sum().clamp(min=1)
    any_edit = (edited.flatten(1).sum(1) >= 3).float()
    top = strongest(told, inside)
    whole = functional.binary_cross_entropy_with_logits(top, any_edit)
    with torch.no_grad():
        right = ((top > 0) == (any_edit > 0)).float().mean()
    parts = {"cells": float(cells.detach()), "whole": float(whole.detach()), "right": float(right)}
    return cells + whole, parts


def main(pool: Path, out: Path, plan: Plan, resume: bool) -> nn.Module:
    """Train it; see `train`."""
    return train(Forensics(), plan, pool, out, windows, loss, seed=61, resume=resume, pools=load)
