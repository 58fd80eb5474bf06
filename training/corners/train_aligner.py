"""Trains the network that gives a card's exact corners, which way up it is and which face it shows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from hmtocr.image.align import CROP_HEIGHT, CROP_WIDTH
from training.corners.nets import Aligner, corners
from training.corners.samples import NO_CARD, aligner_samples
from training.corners.train import Plan, Sample, train


def loss(net: nn.Module, batch: list[Sample]) -> tuple[Tensor, dict[str, float]]:
    """Distance of the corners, shape of their heat maps, turn and face."""
    pixels = torch.from_numpy(np.stack([b[0] for b in batch])).float()
    wanted = torch.from_numpy(np.stack([b[1] for b in batch])).clamp(0.004, 0.996)
    turns = torch.tensor([b[2] for b in batch])
    faces = torch.tensor([b[3] for b in batch])
    maps, turn_logits, face_logits = net(pixels)
    card = faces != NO_CARD
    face = functional.cross_entropy(face_logits, faces, label_smoothing=0.02)
    if not card.any():
        return face, {"face": float(face.detach())}
    turn = functional.cross_entropy(turn_logits[card], turns[card], label_smoothing=0.01)
    size = torch.tensor([CROP_WIDTH, CROP_HEIGHT])
    apart = (corners(maps[card]) - wanted[card]) * size
    # Near the end it is the median that counts, far from it every pixel: the square root is between the two.
    near = functional.smooth_l1_loss(apart, torch.zeros_like(apart), beta=0.5)
    shape = _shape(maps[card], wanted[card])
    value = near + 0.3 * shape + turn + face
    parts = {
        "px": float(apart.detach().norm(dim=-1).median()),
        "shape": float(shape.detach()),
        "turn_wrong": float((turn_logits[card].argmax(1) != turns[card]).float().mean()),
        "face_wrong": float((face_logits.argmax(1) != faces).float().mean()),
    }
    return value, parts


def _shape(maps: Tensor, wanted: Tensor) -> Tensor:
    """Cross entropy of each heat map against a bump one and a quarter cells wide at the true corner."""
    n, k, h, w = maps.shape
    x = torch.exp(-(((torch.arange(w) + 0.5) - wanted[..., 0:1] * w) ** 2) / (2 * 1.25**2))
    y = torch.exp(-(((torch.arange(h) + 0.5) - wanted[..., 1:2] * h) ** 2) / (2 * 1.25**2))
    bump = (y[..., :, None] * x[..., None, :]).reshape(n, k, h * w)
    bump = bump / bump.sum(-1, keepdim=True)
    return -(bump * maps.reshape(n, k, h * w).log_softmax(-1)).sum(-1).mean()


def main(pool: Path, out: Path, plan: Plan, resume: bool) -> nn.Module:
    """Train it; see `train`."""
    return train(Aligner(), plan, pool, out, aligner_samples, loss, seed=12, resume=resume)
