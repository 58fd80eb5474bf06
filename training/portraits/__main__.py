"""`python -m training.portraits`: prints the weights for hmtocr/image/evidence.py; some ten minutes on one core."""

from __future__ import annotations

from typing import Annotated

import numpy as np
import typer

from hmtocr.image.evidence import WEIGHTS
from hmtocr.specimens.card import FACES
from hmtocr.specimens.fonts import font_pack
from training.portraits.samples import Floats, take, weighed

_SURE, _NOT = 0.5, 0.3
"""A candidate that overlaps the portrait by more is one, by less is none; between the two nothing is learnt."""


def gather(cards: int, seed: int) -> tuple[Floats, Floats]:
    """Measures (n x 12) and answers (n, 0 or 1) of candidates on `cards` cards of each face, of the training half."""
    fonts, rows, answers = font_pack("wide"), [], []
    for number in range(cards):
        for which, face in enumerate(FACES):
            rng = np.random.default_rng([seed, number, which])
            for row, overlap in weighed(take(rng, face, fonts, "even")):
                if overlap > _SURE or overlap < _NOT:
                    rows.append(row)
                    answers.append(float(overlap > _SURE))
    return np.array(rows), np.array(answers)


def fit(rows: Floats, answers: Floats) -> Floats:
    """Weights, and the constant last, of a logistic model with a ridge, by Newton's method."""
    mean, spread = rows.mean(0), rows.std(0)
    inputs = np.column_stack(((rows - mean) / spread, np.ones(len(rows))))
    ridge = np.append(np.ones(rows.shape[1]), 0.0)
    found = np.zeros(inputs.shape[1])
    for _ in range(40):
        told = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (told - answers) + ridge * found
        found -= np.linalg.solve((inputs.T * (told * (1 - told))) @ inputs + np.diag(ridge), slope)
    weights = found[:-1] / spread
    return np.append(weights, found[-1] - float(weights @ mean))


def main(cards: Annotated[int, typer.Option(help="of each face")] = 110, seed: int = 1) -> None:
    """Draw cards, fit the weights, print them."""
    *weights, constant = fit(*gather(cards, seed))
    typer.echo(f"CONSTANT = {constant:.2f}")
    for name, weight in zip(WEIGHTS, weights, strict=True):
        typer.echo(f'"{name}": {weight:.2f},')


if __name__ == "__main__":
    typer.run(main)
