"""Trains the recogniser of the Latin fields."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.corners.train import Plan, Sample, Stream, train
from training.latin.nets import LatinNet
from training.latin.pool import load
from training.latin.samples import GATHERED, packs
from training.onnx_start import started


def loss(net: nn.Module, batch: list[Sample]) -> tuple[Tensor, dict[str, float]]:
    """CTC of each text, a character's share of it; of one pack, for a pack is a batch by itself."""
    pixels, texts = batch[0]
    logits = net(torch.from_numpy(pixels).float())
    steps = logits.log_softmax(-1).transpose(0, 1)
    lengths = torch.tensor([len(text) for text in texts])
    wanted = torch.tensor([c for text in texts for c in text])
    covered = torch.full((len(texts),), steps.shape[0])
    each = functional.ctc_loss(steps, wanted, covered, lengths, reduction="none", zero_infinity=True)
    value = (each / lengths.sqrt()).mean()
    with torch.no_grad():
        best = logits.argmax(-1).tolist()
        wrong = sum(_collapsed(path) != text for path, text in zip(best, texts, strict=True))
    parts = {
        "ctc": float(value.detach()),
        "wrong": wrong / len(texts),
        "crops": float(len(texts)),
    }
    return value, parts


def _collapsed(path: list[int]) -> tuple[int, ...]:
    return tuple(c for c, before in zip(path, [0, *path], strict=False) if c not in (0, before))


def main(
    pool: Path,
    out: Path,
    plan: Plan,
    resume: bool,
    fonts: str = "wide",
    gathered: int = GATHERED,
    start: Path | None = None,
) -> nn.Module:
    """Train it, on from the exported file `start` if given; see `train`.

    Lines are set in the pack `fonts`, `gathered` crops sorted at a time.
    """
    samples, net = partial(packs, fonts=fonts, gathered=gathered), LatinNet()
    if start is not None:
        # One pack is a batch by itself.
        pixels, _ = next(iter(Stream(pool, samples, (0, 0), 1, load)))
        net = started(net, start, torch.from_numpy(pixels).float())
    return train(net, plan, pool, out, samples, loss, seed=31, resume=resume, pools=load)
