"""Trains the network."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.corners.train import Plan, Sample, train
from training.risk_grain.nets import GrainNet
from training.risk_grain.samples import KINDS, grain_samples, load_views

_OTHER = 0.4
"""The weight of a copy for the screens' answer, and the other way round: a copy on a screen is both."""
_SMOOTH = 0.02


def loss(net: nn.Module, batch: list[Sample]) -> tuple[Tensor, dict[str, float]]:
    """Binary cross entropy of both answers."""
    pieces, spectra, contexts = (torch.from_numpy(np.stack([b[i] for b in batch])).float() for i in range(3))
    kinds = torch.tensor([b[3] for b in batch])
    wanted = torch.stack([kinds == KINDS.index(kind) for kind in KINDS[1:]], 1)
    told = net(pieces, spectra, contexts)
    each = functional.binary_cross_entropy_with_logits(
        told, wanted.float() * (1 - 2 * _SMOOTH) + _SMOOTH, reduction="none"
    )
    attacked = (kinds > 0)[:, None]
    weight = torch.where(attacked & ~wanted, _OTHER, 1.0)
    value = (each * weight).sum() / weight.sum()
    with torch.no_grad():
        right = ((told > 0) == wanted).float().mean(0)
    return value, {"loss": float(value.detach()), "copy": float(right[0]), "screen": float(right[1])}


def main(views: Path, out: Path, plan: Plan, resume: bool) -> nn.Module:
    """Train it; see `train`."""
    return train(GrainNet(), plan, views, out, grain_samples, loss, seed=63, resume=resume, pools=load_views)
