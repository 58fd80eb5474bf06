"""Trains the network that sees what lies over a card."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.corners.train import Plan, Sample, train
from training.onnx_start import shown, started
from training.risk_cover.nets import Overlayer
from training.risk_cover.pool import load
from training.risk_cover.samples import IGNORED, cover_samples

_WEIGHTS = (1.0, 1.0, 0.4)
"""Of the maps."""


def loss(net: nn.Module, batch: list[Sample]) -> tuple[Tensor, dict[str, float]]:
    """Cross entropy of every spot of every map, but for what is to be ignored."""
    pixels = torch.from_numpy(np.stack([b[0] for b in batch])).float()
    wanted = torch.from_numpy(np.stack([b[1] for b in batch]))
    maps = net(pixels)
    counted = (wanted != IGNORED).float()
    each = functional.binary_cross_entropy_with_logits(maps, wanted.clamp(min=0), reduction="none") * counted
    mean = each.sum((0, 2, 3)) / counted.sum((0, 2, 3)).clamp(min=1)
    parts = dict(zip(("hidden", "washed", "print"), (float(m.detach()) for m in mean), strict=True))
    return (mean * torch.tensor(_WEIGHTS)).sum() * 4, parts


def main(pool: Path, out: Path, plan: Plan, resume: bool, start: Path | None = None) -> nn.Module:
    """Train it, on from the exported file `start` if given; see `train`."""
    net = Overlayer() if start is None else started(Overlayer(), start, shown(pool, cover_samples, load))
    return train(net, plan, pool, out, cover_samples, loss, seed=57, resume=resume, pools=load)
