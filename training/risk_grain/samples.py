"""What the network is shown: every picture of the pool in a few conditions, its views cut once and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, sides
from hmtocr.risk.grain import grain
from training.risk_grain.pool import load
from training.risk_grain.wear import worn

KINDS = ("harmless", "photocopy", "recapture")
_SHOWN = 6
"""Pieces of a card that one step sees: fewer than there are, so that none may be relied on."""
_OFF = 0.006
"""Of the card's width, how far its corners are off, as they are when they were found."""

GrainSample = tuple[Pixels, NDArray[np.float32], Pixels, int]


@dataclass(frozen=True)
class Views:
    """Cards' views, one after the other, and what each card is.

    Attributes:
        pieces, spectra, contexts: as hmtocr.risk.grain.Grain has them, stacked.
        kinds: indices of KINDS.
        picked: by kind and generator, which views are theirs: each generator is shown as often as the next.
    """

    pieces: Pixels
    spectra: NDArray[np.float32]
    contexts: Pixels
    kinds: NDArray[np.int64]
    picked: dict[str, tuple[NDArray[np.int64], ...]]


def cut(pool: Path, out: Path, times: int, seed: int) -> None:
    """Cut the views of every picture in `pool`, in `times` conditions, into the file `out`."""
    pieces, spectra, contexts, kinds, generators = [], [], [], [], []
    for index, item in enumerate(load(pool)):
        rng = np.random.default_rng((seed, index))
        pixels = item.pixels()
        for _ in range(times):
            seen, quad = worn(rng, pixels, item.quad, item.kind)
            views = grain(seen, shaken(rng, quad))
            pieces.append(views.pieces)
            spectra.append(views.spectrum)
            contexts.append(views.context)
            kinds.append(KINDS.index(item.kind))
            generators.append(item.generator)
    np.savez(
        out,
        pieces=np.stack(pieces),
        spectra=np.stack(spectra).astype(np.float16),
        contexts=np.stack(contexts),
        kinds=np.array(kinds),
        generators=np.array(generators),
    )


def load_views(path: Path) -> Views:
    """What `cut` has left."""
    with np.load(path) as kept:
        kinds, generators = kept["kinds"].astype(np.int64), kept["generators"]
        picked = {
            kind: tuple(
                np.flatnonzero((kinds == place) & (generators == name))
                for name in np.unique(generators[kinds == place])
            )
            for place, kind in enumerate(KINDS)
        }
        return Views(kept["pieces"], kept["spectra"].astype(np.float32), kept["contexts"], kinds, picked)


def grain_samples(rng: np.random.Generator, views: Views) -> Iterator[GrainSample]:
    """Some pieces of a card, their spectrum, the coarse view, and the index of its kind."""
    kind = KINDS[int(rng.choice(3, p=(0.4, 0.3, 0.3)))]
    groups = views.picked[kind]
    weights = np.sqrt([len(group) for group in groups])
    group = groups[int(rng.choice(len(groups), p=weights / weights.sum()))]
    index = int(group[rng.integers(len(group))])
    pieces = views.pieces[index]
    shown = pieces[rng.permutation(len(pieces))[:_SHOWN]]
    spectrum, context = views.spectra[index], views.contexts[index]
    for axis in (1, 2):
        if rng.random() < 0.5:
            shown, context = np.flip(shown, axis), np.flip(context, axis - 1)
            spectrum = np.roll(spectrum[:, ::-1], 1, axis=1)
    yield np.ascontiguousarray(shown), np.ascontiguousarray(spectrum), np.ascontiguousarray(context), KINDS.index(kind)


def shaken(rng: np.random.Generator, quad: Floats) -> Floats:
    """Corners (4 x 2) as they are found, not quite where they are."""
    return np.asarray(quad + rng.normal(0, _OFF / 2 * sides(quad)[0], (4, 2)), np.float64)
