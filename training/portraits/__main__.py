"""`python -m training.portraits`: draws cards, trains the network, writes it; about ten minutes on one core."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from torch import nn

from hmtocr.specimens.fonts import font_pack
from training.portraits.net import Judge, export
from training.portraits.samples import Samples, faces, samples, take

_SURE, _NOT = 0.5, 0.3
"""A candidate that overlaps the portrait by more is one, by less is none; between the two nothing is learnt."""


def draw(cards: int, seed: int) -> Samples:
    """The samples of `cards` cards of each face, of the training half."""
    fonts, parts = font_pack("wide"), []
    for number in range(cards):
        for which, face in enumerate(faces()):
            rng = np.random.default_rng([seed, number, which])
            parts.append(samples(rng, take(rng, face, fonts, "even")))
    return Samples(
        *(np.concatenate([getattr(part, name) for part in parts]) for name in ("seen", "overlap", "moves"))
    )


def train(given: Samples, epochs: int, seed: int) -> Judge:
    """A network that tells portraits from the rest; mirrored and shifted samples stand for more of them."""
    torch.manual_seed(seed)
    net = Judge()
    seen, overlap, moves = (torch.from_numpy(a) for a in (given.seen, given.overlap, given.moves))
    steps = epochs * (len(seen) // 128)
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=0.02)
    pace = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    mirrored = torch.tensor([2, 1, 0, 3])
    for _ in range(epochs):
        for rows in torch.randperm(len(seen))[: len(seen) // 128 * 128].split(128):
            x, shared, to = seen[rows], overlap[rows], moves[rows]
            if torch.rand(()) < 0.5:
                x, to = x.flip(3), to[:, mirrored] * torch.tensor([-1.0, 1.0, -1.0, 1.0])
            x = x * (1 + 0.15 * torch.randn(len(x), 3, 1, 1)) + 0.03 * torch.randn_like(x)
            said = net(x)
            told = (shared > _SURE) | (shared < _NOT)
            loss = nn.functional.binary_cross_entropy_with_logits(said[told, 0], (shared[told] > _SURE).float())
            near = shared > _SURE * 0.7
            if near.any():
                loss = loss + 4 * nn.functional.smooth_l1_loss(said[near, 1:], to[near], beta=0.05)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            pace.step()
    return net.eval()


def main(
    path: Annotated[Path, typer.Argument(help="the ONNX file to write")],
    cards: Annotated[int, typer.Option(help="of each face")] = 120,
    epochs: int = 30,
    seed: int = 1,
) -> None:
    """Train the judge of portraits and write its file; its SHA-256 belongs into the manifest."""
    torch.set_num_threads(1)
    given = draw(cards, seed)
    typer.echo(f"{len(given.seen)} candidates, {int((given.overlap > _SURE).sum())} of them portraits")
    typer.echo(f"sha256 {export(train(given, epochs, seed), path)}")


typer.run(main)
