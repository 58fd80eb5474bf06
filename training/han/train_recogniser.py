"""Trains PP-OCR's recogniser on; its last layer, a class for each character, stays as it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn

from training.corners.train import Plan, train
from training.han.graph import Graph, load
from training.han.samples import GATHERED, packs
from training.han.texts import BASE
from training.latin.pool import load as load_pool
from training.latin.train_recogniser import loss

LOGITS = "p2o.pd_op.add.79.0"
"""The value before the softmax, in the file."""
_HEAD = "linear_8"


class HanNet(nn.Module):
    """The network as it is trained: pixels in, logits out."""

    def __init__(self, start: Path | None = None) -> None:
        """With the weights that it comes with, or those of an exported file."""
        super().__init__()
        self.graph = Graph(load(BASE.read()), LOGITS)
        if start is not None:
            self.graph.take(load(start.read_bytes()))
        self.graph.freeze(lambda name: name.startswith(_HEAD))

    def forward(self, pixels: Tensor) -> Tensor:
        """Pixels (n, LINE_HEIGHT, width, 3), RGB, 0..255, to logits (n, width / 8, classes)."""
        told: Tensor = self.graph((pixels.flip(-1) / 127.5 - 1.0).permute(0, 3, 1, 2))
        return told


def main(
    pool: Path,
    out: Path,
    plan: Plan,
    resume: bool,
    fonts: str = "wide",
    gathered: int = GATHERED,
    start: Path | None = None,
) -> nn.Module:
    """Train it, from `start` if given; see `train`. Lines are set in the pack `fonts`, `gathered` crops at a time."""
    samples = partial(packs, fonts=fonts, gathered=gathered)
    return train(HanNet(start), plan, pool, out, samples, loss, seed=9, resume=resume, pools=load_pool)


def trained(checkpoint: Path) -> Graph:
    """The averaged weights of a checkpoint."""
    net = HanNet()
    net.load_state_dict(torch.load(checkpoint, weights_only=True)["averaged"])
    return net.graph
