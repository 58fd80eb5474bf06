"""Takes samples from the pool, and fits the network to them."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from hmtocr.risk.pieces import TRAITS
from hmtocr.risk.tampered import TOP
from training.risk_tampered.nets import Forensics, likeliest
from training.risk_tampered.pool import load
from training.risk_tampered.samples import sample

EDITED, BARE = 0.3, 0.02
"""Shares of a piece from which it counts as edited, and up to which as not; what lies between does not count."""
_PIECES = 128
"""Of a card at most."""
_CHUNK = 100
_BATCH = 64
_INNOCENT = 3.0
"""How much more the pieces that were not edited weigh: a false alarm is worse than a miss."""


def gather(pool_folder: Path, out: Path, count: int, seed: int) -> None:
    """Write `count` samples in files of _CHUNK to the folder `out`; what is there already stays."""
    cv2.setNumThreads(1)
    out.mkdir(parents=True, exist_ok=True)
    pool = load(pool_folder)
    for part in range(-(-count // _CHUNK)):
        path = out / f"samples-{part:03d}.npz"
        if path.exists():
            continue
        many = min(_CHUNK, count - part * _CHUNK)
        drawn = [sample(np.random.default_rng((seed, part * _CHUNK + i)), pool) for i in range(many)]
        kept = [one for one in drawn if one is not None]
        counts = [len(traits) for traits, _, _ in kept]
        traits, shares, rows = (np.concatenate(values) for values in zip(*kept, strict=True))
        partial = path.with_suffix(".part.npz")
        np.savez(partial, traits=traits, shares=shares, rows=rows, counts=counts)
        partial.rename(path)


def _packed(folder: Path) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Traits, shares, rows and what is there, of every card: cards x _PIECES (x TRAITS)."""
    cards: list[tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]] = []
    for path in sorted(folder.glob("samples-*.npz")):
        with np.load(path) as kept:
            cuts = np.cumsum(kept["counts"])[:-1]
            cards += zip(*(np.split(kept[key], cuts) for key in ("traits", "shares", "rows")), strict=True)
    traits = np.zeros((len(cards), _PIECES, TRAITS), np.float32)
    shares, rows = np.zeros((len(cards), _PIECES), np.float32), np.full((len(cards), _PIECES), -1)
    for index, (told, share, row) in enumerate(cards):
        many = min(_PIECES, len(told))
        traits[index, :many], shares[index, :many], rows[index, :many] = told[:many], share[:many], row[:many]
    return torch.from_numpy(traits), torch.from_numpy(shares), torch.from_numpy(rows), torch.from_numpy(rows >= 0)


def loss(net: Forensics, traits: Tensor, shares: Tensor, rows: Tensor, here: Tensor) -> Tensor:
    """Cross entropy of the pieces, and of each card by its likeliest row."""
    odds = net(traits)[..., 0]
    edited, bare = (shares > EDITED) & here, (shares < BARE) & here
    each = functional.binary_cross_entropy_with_logits(odds, edited.float(), reduction="none")
    guilty = (each * edited).sum() / edited.sum().clamp(min=1)
    innocent = (each * bare).sum() / bare.sum().clamp(min=1)
    told = likeliest(odds, here, rows, TOP)
    return guilty + _INNOCENT * innocent + functional.binary_cross_entropy_with_logits(told, edited.any(1).float())


def fit(samples: Path, out: Path, epochs: int, seed: int = 61) -> Forensics:
    """Fit the network to what `gather` wrote; its weights are written to `out`."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    traits, shares, rows, here = _packed(samples)
    known = traits[here]
    net = Forensics(known.mean(0), known.std(0) + 1e-3)
    steps = max(1, epochs * len(traits) // _BATCH)
    optimiser = torch.optim.AdamW([p for p in net.parameters() if p.requires_grad], weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps + 1)
    for _ in range(steps):
        chosen = torch.randint(0, len(traits), (_BATCH,))
        value = loss(net, traits[chosen], shares[chosen], rows[chosen], here[chosen])
        optimiser.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    torch.save(net.eval().state_dict(), out)
    return net
