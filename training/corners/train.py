"""The loop that networks are trained by, with checkpoints: it can go on where it stopped.

One process draws the samples, another one learns; one thread each.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset

from training.corners.pool import load

Sample = tuple[Any, ...]
Sampler = Callable[[np.random.Generator, Any], Iterator[Sample]]
"""Gets what `pools` loaded, and yields samples."""
Loader = Callable[[Path], Any]
Loss = Callable[[nn.Module, list[Sample]], tuple[Tensor, dict[str, float]]]


@dataclass(frozen=True)
class Plan:
    """How long and how fast.

    Attributes:
        steps: in all; the learning rate falls to nothing at the last one.
        batch: samples a step.
        rate: the highest learning rate, after a short rise.
        keep: steps between two checkpoints.
        average: of the weights over the last steps, as 1 - 1 / average.
        buffer: samples that are mixed before they are used, for several come from each picture.
        ahead: draw samples in a process of their own.
    """

    steps: int
    batch: int = 16
    rate: float = 3e-3
    keep: int = 250
    average: float = 400.0
    buffer: int = 480
    ahead: bool = True


def train(
    net: nn.Module,
    plan: Plan,
    pool_folder: Path,
    out: Path,
    samples: Sampler,
    loss: Loss,
    seed: int,
    resume: bool,
    pools: Loader = load,
) -> nn.Module:
    """Train `net` on what `samples` yields; the checkpoint lies at `out`. Returns the averaged network.

    `pools` loads the pool that `samples` draws from, in the process that draws them.
    """
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.manual_seed(seed)
    net = net.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    averaged = deepcopy(net).eval()
    decayed = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=plan.rate)
    step = 0
    if resume and out.exists():
        state = torch.load(out, weights_only=True)
        net.load_state_dict(state["net"])
        averaged.load_state_dict(state["averaged"])
        optimiser.load_state_dict(state["optimiser"])
        step = int(state["step"])
    stream = Stream(pool_folder, samples, (seed, step), plan.buffer, pools)
    ahead = {"num_workers": 1, "prefetch_factor": 8} if plan.ahead else {}
    batches = iter(DataLoader(stream, plan.batch, collate_fn=list, **ahead))  # type: ignore[arg-type]
    began, first, sums = time.monotonic(), step, dict[str, float]()
    net.train()
    while step < plan.steps:
        rise, done = min(1.0, (step + 1) / 300), step / plan.steps
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * rise * (0.5 + 0.5 * math.cos(math.pi * done)) + 1e-6
        value, parts = loss(net, next(batches))
        optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        step += 1
        average(averaged, net, min(1 - 1 / plan.average, (step + 1) / (step + 10)))
        for name, part in parts.items():
            sums[name] = 0.98 * sums.get(name, part) + 0.02 * part
        if step % 100 == 0:
            speed = (step - first) * plan.batch / (time.monotonic() - began)
            told = {name: round(part, 4) for name, part in sums.items()}
            print(json.dumps({"step": step, "per_second": round(speed, 1), **told}), flush=True)
        if step % plan.keep == 0 or step == plan.steps:
            _save(out, net, averaged, optimiser, step)
    return averaged


class Stream(IterableDataset[Sample]):
    """Samples without end, those of one picture far apart."""

    def __init__(self, pool: Path, samples: Sampler, seed: tuple[int, int], buffer: int, pools: Loader = load) -> None:
        """From the pool in a folder; what is drawn follows from `seed`."""
        self.pool = pool
        self.pools = pools
        self.samples = samples
        self.seed = seed
        self.buffer = buffer

    def __iter__(self) -> Iterator[Sample]:
        """Draw from a buffer, and fill up what was drawn."""
        cv2.setNumThreads(1)
        rng, pool = np.random.default_rng(self.seed), self.pools(self.pool)
        waiting: list[Sample] = []
        while True:
            while len(waiting) < self.buffer:
                waiting.extend(self.samples(rng, pool))
            chosen = int(rng.integers(len(waiting)))
            waiting[chosen], waiting[-1] = waiting[-1], waiting[chosen]
            yield waiting.pop()


def average(averaged: nn.Module, net: nn.Module, share: float) -> None:
    """Let `averaged` keep `share` of itself and take the rest from `net`."""
    with torch.no_grad():
        for slow, fast in zip(averaged.state_dict().values(), net.state_dict().values(), strict=True):
            if slow.is_floating_point():
                slow.lerp_(fast, 1 - share)
            else:
                slow.copy_(fast)


def _save(out: Path, net: nn.Module, averaged: nn.Module, optimiser: torch.optim.Optimizer, step: int) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_suffix(".part")
    state = {
        "net": net.state_dict(),
        "averaged": averaged.state_dict(),
        "optimiser": optimiser.state_dict(),
        "step": step,
    }
    torch.save(state, partial)
    partial.rename(out)
