"""Fits the constants of hmtocr.risk.two_faces: `python -m training.risk_tampered.two_faces` draws, reads, fits, tells.

Hong Kong cards are drawn as honest pictures of every kind and with their large portraits swapped, and read; a logistic
regression tells both apart by how their portraits compare. That is done twice, with two seeds, and each fit is tried on
the other's pictures; the constants in the package are the two fits' mean. Needs the extras `training` and `specimens`.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from hmtocr.image.portraits import Likeness
from hmtocr.reader import Reader
from hmtocr.risk.assess import Assessor
from hmtocr.risk.sight import Sight, Signal
from hmtocr.risk.two_faces import FACES, compared
from hmtocr.specimens.attacks.harmless import HARMLESS
from hmtocr.specimens.attacks.tampered import TAMPERED_ATTACKS
from hmtocr.specimens.card import FACES as DRAWN
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

SEEDS = (611, 612)
_SWAPPED = 4
"""Pictures with swapped portraits for each of every honest kind."""
_DECAY = 0.003
_WARNED = 0.02
"""The share of honest pictures that score higher than the level from which swapped ones are counted."""


def main(arguments: list[str] | None = None) -> None:
    """Print the fits, and what each finds among the other's pictures."""
    parser = argparse.ArgumentParser(prog="python -m training.risk_tampered.two_faces", description=__doc__)
    parser.add_argument("--each", type=int, default=60, help="pictures of each honest kind, for each seed")
    args = parser.parse_args(arguments)
    sets = [gather(args.each, seed) for seed in SEEDS]
    fits = [fit(*one) for one in sets]
    for (weights, always), (seen, swapped) in zip(fits, reversed(sets), strict=True):
        odds = seen @ weights + always
        level = np.quantile(odds[~swapped], 1 - _WARNED)
        alone = np.quantile(-seen[~swapped, 0], 1 - _WARNED)
        told = {"weights": weights.round(2).tolist(), "always": round(always, 2), "honest": int((~swapped).sum())}
        told |= {"swapped": int(swapped.sum()), "caught": round(float((odds[swapped] > level).mean()), 3)}
        told |= {"by the correlation alone": round(float((-seen[swapped, 0] > alone).mean()), 3)}
        print(json.dumps(told), flush=True)


def gather(each: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """n x 3, what `compared` tells of every card drawn and read on which both portraits were found; whether swapped."""
    rows: list[tuple[float, float, float]] = []
    swapped: list[bool] = []
    alike: list[Likeness] = []

    def note(sight: Sight) -> Signal:
        if sight.alike is not None:
            alike.append(sight.alike)
        return Signal(0.0)

    reader = Reader()
    reader._assessor = Assessor({"tampered": note}, {"tampered": 1.0})
    pack, faces = font_pack("default"), [face for face in DRAWN if face[0] in FACES and face[2] == "front"]
    (swap,) = (attack for attack in TAMPERED_ATTACKS if attack.generator == "portrait")
    honest = [kind for kind in HARMLESS for _ in range(each)]
    for index, kind in enumerate([*honest, *(None for _ in range(_SWAPPED * each))]):
        rng = np.random.default_rng((seed, index))
        card = draw_card(rng, *faces[index % len(faces)], pack, half="even")
        taken = swap.take(rng, card, "even").photograph if kind is None else kind.take(rng, card, "even")
        alike.clear()
        reader.read(taken.jpeg)
        if alike:
            rows.append(compared(alike[0]))
            swapped.append(kind is None)
    return np.array(rows), np.array(swapped)


def fit(seen: NDArray[np.float64], swapped: NDArray[np.bool_]) -> tuple[NDArray[np.float64], float]:
    """The weights of what was seen, and the log odds of nothing, were there as many swapped ones as honest ones."""
    middle, spread = seen.mean(0), seen.std(0) + 1e-6
    even, wanted = torch.from_numpy((seen - middle) / spread), torch.from_numpy(swapped.astype(np.float64))
    weights = torch.zeros(seen.shape[1] + 1, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=300)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = functional.binary_cross_entropy_with_logits(even @ weights[1:] + weights[0], wanted)
        value = value + _DECAY * weights[1:].square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    always, *by = weights.detach().numpy()
    scaled = np.array(by) / spread
    share = swapped.mean()
    return scaled, float(always - scaled @ middle - np.log(share / (1 - share)))


if __name__ == "__main__":
    main()
