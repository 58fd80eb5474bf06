"""Samples in files of a hundred, so that the fit can see each of them several times."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from hmtocr.risk.sheet import Sheet
from training.risk_tampered.samples import Sample


def save(path: Path, samples: Sequence[Sample]) -> None:
    """Write them, under the name only once the file is whole."""
    sheets = [sample.sheet for sample in samples]
    partial = path.with_suffix(".part.npz")
    np.savez(
        partial,
        pixels=np.concatenate([sheet.pixels.reshape(-1) for sheet in sheets]),
        shapes=np.array([sheet.pixels.shape[:2] for sheet in sheets]),
        places=np.concatenate([np.array(sheet.places) for sheet in sheets]),
        rows=np.array([len(sheet.places) for sheet in sheets]),
        first=np.concatenate([sheet.first for sheet in sheets]),
        last=np.concatenate([sheet.last for sheet in sheets]),
        owner=np.concatenate([sheet.owner for sheet in sheets]),
        traits=np.concatenate([sample.traits for sample in samples]),
        edited=np.concatenate([sample.edited for sample in samples]),
        pieces=np.array([len(sheet.first) for sheet in sheets]),
    )
    partial.rename(path)


def load(path: Path) -> list[Sample]:
    """What `save` wrote."""
    with np.load(path) as kept:
        sizes = kept["shapes"].prod(axis=1) * 3
        pixels = np.split(kept["pixels"], np.cumsum(sizes)[:-1])
        places = np.split(kept["places"], np.cumsum(kept["rows"])[:-1])
        cuts = np.cumsum(kept["pieces"])[:-1]
        first, last, owner, traits, edited = (
            np.split(kept[name], cuts) for name in ("first", "last", "owner", "traits", "edited")
        )
        shapes = kept["shapes"]
    nothing = np.zeros((0, 4))
    return [
        Sample(
            Sheet(
                pixels[i].reshape(*shapes[i], 3),
                tuple((int(x), int(w), int(p), int(h), int(n)) for x, w, p, h, n in places[i]),
                first[i],
                last[i],
                owner[i],
                nothing,
                nothing,
            ),
            traits[i],
            edited[i],
        )
        for i in range(len(shapes))
    ]
