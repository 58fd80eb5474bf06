"""Trains the networks: all samples at once, some hundred steps; a few networks, whose mean is less shaky than one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from training.risk_grain.nets import GrainNet
from training.risk_grain.samples import KINDS, Samples, load_samples

_OTHER = 0.3
"""The weight of a copy for the screens' answer, and the other way round: a copy on a screen is both."""
_SMOOTH = 0.02
_NOISE = 0.15
"""Standard deviations by which every trait is shaken at every step."""
_RATE, _DECAY = 5e-3, 0.1


def train(samples: Samples, steps: int, seed: int) -> GrainNet:
    """One network."""
    torch.manual_seed(seed)
    net = GrainNet(samples.traits.mean(0), samples.traits.std(0) + np.float32(0.01))
    optimiser = torch.optim.AdamW(net.parameters(), lr=_RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    traits = torch.from_numpy(samples.traits)
    kinds = torch.from_numpy(samples.kinds)
    wanted = torch.stack([kinds == KINDS.index(kind) for kind in KINDS[1:]], 1)
    weights = torch.from_numpy(_weights(samples))
    for _ in range(steps):
        told = net(traits + torch.randn_like(traits) * net.spread * _NOISE)
        value = _loss(told, wanted, weights)
        optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return net.eval()


def main(paths: Sequence[Path], out: Path, steps: int, nets: int, seed: int = 63) -> None:
    """Train `nets` networks on the samples in the files `paths`; their weights go into `out`."""
    torch.set_num_threads(1)
    samples = load_samples(paths)
    trained = [train(samples, steps, seed + index) for index in range(nets)]
    with torch.no_grad():
        told = torch.stack([net(torch.from_numpy(samples.traits)) for net in trained]).mean(0).numpy()
    right = {kind: float(((told[:, i] > 0) == (samples.kinds == i + 1)).mean()) for i, kind in enumerate(KINDS[1:])}
    print(json.dumps({"samples": len(samples.kinds), "right": right}), flush=True)
    torch.save([net.state_dict() for net in trained], out)


def _weights(samples: Samples) -> NDArray[np.float32]:
    """n x 2: of both answers, what is asked for and what is not weigh the same; generators weigh the same too."""
    columns = []
    for kind in range(1, len(KINDS)):
        weight = np.where((samples.kinds != kind) & (samples.kinds > 0), _OTHER, 1.0)
        for generator in np.unique(samples.generators[samples.kinds == kind]):
            mine = (samples.kinds == kind) & (samples.generators == generator)
            weight[mine] = 1 / mine.sum()
        asked = samples.kinds == kind
        weight[asked] /= weight[asked].sum()
        weight[~asked] /= weight[~asked].sum()
        columns.append(weight)
    return np.stack(columns, 1).astype(np.float32)


def _loss(told: Tensor, wanted: Tensor, weights: Tensor) -> Tensor:
    target = wanted.float() * (1 - 2 * _SMOOTH) + _SMOOTH
    each = functional.binary_cross_entropy_with_logits(told, target, reduction="none")
    return (each * weights).sum()
