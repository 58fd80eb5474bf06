"""Takes samples from the pool, and fits the network to them."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

import cv2
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

from hmtocr.risk.sheet import CELL, fellows, planes, shares
from hmtocr.risk.tampered import TOP
from training.corners.train import average
from training.onnx_start import started
from training.risk_tampered.nets import FLOOR, Forensics, likeliest
from training.risk_tampered.pool import load as load_pool
from training.risk_tampered.samples import Sample, samples
from training.risk_tampered.store import load, save

EDITED, BARE = 0.3, 0.02
"""Shares of a piece from which it counts as edited, and up to which as not; what lies between does not count."""
_CHUNK = 240
_BATCH = 16
_INNOCENT = 3.0
"""How much more the pieces that were not edited weigh: a false alarm is worse than a miss."""
_RATE, _RISE = 3e-3, 200
_AVERAGE = 300


def gather(pool_folder: Path, out: Path, count: int, seed: int) -> None:
    """Write some `count` samples in files of _CHUNK to the folder `out`; what is there already stays."""
    cv2.setNumThreads(1)
    out.mkdir(parents=True, exist_ok=True)
    pool = load_pool(pool_folder)
    for part in range(-(-count // _CHUNK)):
        path = out / f"samples-{part:03d}.npz"
        if path.exists():
            continue
        rng, taken = np.random.default_rng((seed, part)), list[Sample]()
        while len(taken) < min(_CHUNK, count):
            taken += samples(rng, pool)
        save(path, taken)


def odds(net: Forensics, batch: Sequence[Sample]) -> list[Tensor]:
    """The log odds of every sample's pieces; the sheets are looked at side by side."""
    wide, places = laid(batch)
    cells = net.trunk(wide)[0]
    told = []
    for sample, (down, first, last) in zip(batch, places, strict=True):
        part = cells[:, :down, first:last].flatten(1).t()
        weights, rows = torch.from_numpy(shares(sample.sheet)), torch.from_numpy(fellows(sample.sheet.owner))
        told.append(net.weighed(part, weights, rows, torch.from_numpy(sample.traits))[:, 0])
    return told


def laid(batch: Sequence[Sample]) -> tuple[Tensor, list[tuple[int, int, int]]]:
    """The sheets side by side (1 x PLANES x height x width); of each how many cells it is high, its first and last."""
    views = [planes(sample.sheet.pixels) for sample in batch]
    wide = np.zeros((views[0].shape[0], max(v.shape[1] for v in views), sum(v.shape[2] for v in views)), np.float32)
    starts = np.cumsum([0, *(view.shape[2] for view in views)])
    for view, start in zip(views, starts, strict=False):
        wide[:, : view.shape[1], start : start + view.shape[2]] = view
    ends = [
        (int(start) // CELL, (int(start) + view.shape[2]) // CELL) for view, start in zip(views, starts, strict=False)
    ]
    return torch.from_numpy(wide)[None], [(v.shape[1] // CELL, *end) for v, end in zip(views, ends, strict=True)]


def loss(net: Forensics, batch: Sequence[Sample]) -> Tensor:
    """Cross entropy of the pieces, and of each card by its likeliest row."""
    told = odds(net, batch)
    most = max(len(one) for one in told)
    here, touched = torch.zeros(len(told), most, dtype=torch.bool), torch.zeros(len(told), most)
    rows = torch.full((len(told), most), -1)
    for i, sample in enumerate(batch):
        many = len(sample.edited)
        here[i, :many], touched[i, :many] = True, torch.from_numpy(sample.edited)
        rows[i, :many] = torch.from_numpy(sample.sheet.owner)
    packed = torch.stack([functional.pad(one, (0, most - len(one)), value=FLOOR) for one in told])
    edited, bare = (touched > EDITED) & here, (touched < BARE) & here
    each = functional.binary_cross_entropy_with_logits(packed, edited.float(), reduction="none")
    guilty = (each * edited).sum() / edited.sum().clamp(min=1)
    innocent = (each * bare).sum() / bare.sum().clamp(min=1)
    cards = functional.binary_cross_entropy_with_logits(likeliest(packed, here, rows, TOP), edited.any(1).float())
    return guilty + _INNOCENT * innocent + cards


def _take_up(net: Forensics, file: Path, sheets: Tensor) -> None:
    """The weights of an exported network; the norms' statistics are those of `sheets`."""
    started(net.trunk, file, sheets)
    known = {value.name: numpy_helper.to_array(value) for value in onnx.load_model(file).graph.initializer}
    with torch.no_grad():
        for name, own in net.named_parameters():
            if not name.startswith("trunk."):
                own.copy_(torch.from_numpy(known[name].copy()))


def fit(folder: Path, out: Path, steps: int, seed: int = 3, start: Path | None = None) -> Forensics:
    """Fit the network to what `gather` wrote; its weights, averaged over the last steps, are written to `out`.

    It goes on with the weights of the ONNX file `start`, if one is given, at half the rate.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    known = [sample for path in sorted(folder.glob("samples-*.npz")) for sample in load(path)]
    traits = torch.from_numpy(np.concatenate([sample.traits for sample in known[:2000]]))
    net = Forensics(traits.mean(0), traits.std(0) + 1e-3)
    if start is not None:
        _take_up(net, start, laid(known[:_BATCH])[0])
    rate = _RATE if start is None else _RATE / 2
    averaged = deepcopy(net)
    optimiser = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], weight_decay=0.02)
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / _RISE) * (0.5 + 0.5 * math.cos(math.pi * step / steps)) + 1e-6
        value = loss(net, [known[i] for i in rng.integers(len(known), size=_BATCH)])
        optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        average(averaged, net, min(1 - 1 / _AVERAGE, (step + 2) / (step + 11)))
        if step % 200 == 199:
            print(json.dumps({"step": step + 1, "loss": round(float(value.detach()), 4)}), flush=True)
            torch.save(averaged.state_dict(), out)
    torch.save(averaged.state_dict(), out)
    return averaged.eval()
