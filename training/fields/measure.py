"""Measures the network on flat cards of the other half in the other pack's fonts, made flat by their true corners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hmtocr.image.decode import decode
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import Floats, inverse, move, overlap, rectangle
from hmtocr.models.engine import Engine
from hmtocr.specimens.card import FACES
from hmtocr.specimens.dataset import iter_specimens
from hmtocr.text.places import HEIGHT, KIN, WIDTH, find_places
from training.fields.export import FILE

SEED = 890_000
_SAME = 0.5
"""Intersection over union from which a row is the field's."""


def measure(models: Path, each: int, levels: tuple[str, ...] = ("photo", "hard")) -> dict[str, Any]:
    """What share of the fields has a row in its place, by level and by document; `each` pictures of every face."""
    finder = Engine((models / FILE).read_bytes())
    told: dict[str, Any] = {"seed": SEED, "pictures": each * len(FACES)}
    for level in levels:
        found: defaultdict[str, list[bool]] = defaultdict(list)
        specimens = iter_specimens(each * len(FACES), SEED, FACES, (level,), half="odd")  # type: ignore[arg-type]
        for specimen in specimens:
            card = specimen.photograph.cards[0]
            picture = decode(specimen.photograph.jpeg)
            flat = flatten(picture.pixels, np.array(card.quad) / picture.scale, WIDTH, HEIGHT)
            places = {key: [row.quad for row in rows] for key, rows in find_places(flat.pixels, finder).items()}
            to_card = inverse(flat.homography)
            for name, (_, quad) in card.fields.items():
                box = move(np.array(quad, np.float64) / picture.scale, to_card)
                found[card.document].append(_is_found(name, box, places))
        told[level] = {document: round(float(np.mean(hits)), 4) for document, hits in found.items()}
    return told


def _is_found(name: str, quad: Floats, places: Mapping[str, list[Floats]]) -> bool:
    """Whether a row lies in the field's place: of a field with several rows, whether those do together."""
    key = next((kin for kin, names in KIN.items() if name in names), "mrz" if name.startswith("mrz") else name)
    rows = places.get(key, [])
    if key in ("address", "authority", "resident_type") and rows:
        points = np.concatenate(rows)
        rows = [rectangle(*points.min(0), *points.max(0))]
    size = np.array([WIDTH, HEIGHT])
    return any(overlap(quad * size, row * size) > _SAME for row in rows)
