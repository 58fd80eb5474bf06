"""What the network is shown: the traits of every picture of the pool, as it was taken and in a few worse conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, sides
from hmtocr.risk.reproduction import KINDS as ATTACKED
from hmtocr.risk.reproduction import traits
from training.risk_grain.pool import load
from training.risk_grain.wear import worn

KINDS = ("harmless", *ATTACKED)
_OFF = 0.006
"""Of the card's width, how far its corners are off, as they are when they were found."""


@dataclass(frozen=True)
class Samples:
    """Cards' traits, and what each card is.

    Attributes:
        traits: n x TRAITS.
        kinds: indices of KINDS.
        generators: what drew each.
        pictures: from which picture of the pool each is.
        conditions: 0 as taken, then worse ones.
    """

    traits: NDArray[np.float32]
    kinds: NDArray[np.int64]
    generators: NDArray[np.str_]
    pictures: NDArray[np.int64]
    conditions: NDArray[np.int64]


def cut(pool: Path, out: Path, times: int, seed: int) -> None:
    """Measure every picture in `pool` as it was taken and in `times` worse conditions, into the file `out`."""
    rows: list[NDArray[np.float32]] = []
    told: list[tuple[int, int, int]] = []
    generators: list[str] = []
    for index, item in enumerate(load(pool)):
        rng = np.random.default_rng((seed, index))
        pixels = item.pixels()
        for condition in range(times + 1):
            seen, quad = (pixels, item.quad) if condition == 0 else worn(rng, pixels, item.quad, item.kind)
            rows.append(traits(seen, shaken(rng, quad)))
            told.append((KINDS.index(item.kind), index, condition))
            generators.append(item.generator)
    kinds, pictures, conditions = np.array(told, np.int64).T
    np.savez(
        out,
        traits=np.stack(rows),
        kinds=kinds,
        generators=np.array(generators),
        pictures=pictures,
        conditions=conditions,
    )


def load_samples(paths: Sequence[Path]) -> Samples:
    """What `cut`, or training.risk_grain.scenes.draw, has left in these files, one after the other."""
    names = ("traits", "kinds", "generators", "pictures", "conditions")
    columns: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
    for path in paths:
        with np.load(path) as kept:
            for name in names:
                columns[name].append(kept[name])
    return Samples(*(np.concatenate(columns[name]) for name in names))


def shaken(rng: np.random.Generator, quad: Floats) -> Floats:
    """Corners (4 x 2) as they are found, not quite where they are."""
    return np.asarray(quad + rng.normal(0, _OFF / 2 * sides(quad)[0], (4, 2)), np.float64)
