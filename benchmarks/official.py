"""The official specimen pictures, where they are at hand: measured and told apart, never trained on.

They lie beside the project, not in it: HMTOCR_SPECIMENS names the folder, ../shared/specimens is looked in otherwise.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peer import contains, peer_text
from benchmarks.scores import scoring_reader
from hmtocr import Reader
from hmtocr.image.geometry import overlap, rectangle
from hmtocr.risk.thresholds import thresholds

_NAMES = {
    "name_zh": "name_zh",
    "name_en": "name_en",
    "telecode": "telecode",
    "date_of_birth": "birth_date",
    "symbols": "symbols",
    "first_registration": "first_issue_date",
    "date_of_issue": "issue_date",
    "id_number": "number",
    "window_text": "window_text",
}


PORTRAITS = {
    "hkid2003_front_perm_lee_flat430.jpg": {"large": (307, 92, 397, 210), "small": (49, 170, 90, 226)},
    "hkid2003_front_perm_chan_flat400.jpg": {"large": (288, 90, 377, 210), "small": (40, 166, 77, 218)},
    "hkid2018_front_perm_lok_sample665.jpg": {"large": (58, 158, 222, 379), "small": (473, 235, 541, 332)},
    "hkid2018_front_perm_chai_flat252.jpg": {"large": (13, 61, 78, 150), "small": (186, 93, 212, 130)},
    "hkid2018_overlay_case4.png": {"large": (38, 145, 195, 356), "small": (440, 218, 505, 308)},
}
"""The portraits' boxes in pixels, drawn by eye: their grounds fade into the card's, so that two people would differ."""


def specimen_folder() -> Path | None:
    """Where the pictures and LABELS.json are, or None."""
    named = os.environ.get("HMTOCR_SPECIMENS")
    folder = Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "specimens"
    return folder if (folder / "LABELS.json").is_file() else None


def truths(label: dict[str, Any]) -> dict[str, str]:
    """The printed texts by hmtocr's field names; what cannot be read by a person is left out."""
    fields = label["fields"]
    told = {ours: fields[theirs] for theirs, ours in _NAMES.items() if fields.get(theirs)}
    told["sex"] = f"{fields['sex_zh']} {fields['sex_en']}"
    return {name: text for name, text in told.items() if "unreadable" not in text}


def measure_official(peer: bool = True) -> list[dict[str, Any]]:
    """For every specimen: fields right, fields in all, the peer's, and what was misread; [] without the pictures."""
    folder = specimen_folder()
    if folder is None:
        return []
    reader = Reader()
    results = []
    for name, label in json.loads((folder / "LABELS.json").read_text("utf-8")).items():
        data = (folder / name).read_bytes()
        cards = reader.read(data).cards
        fields = cards[0].fields if cards else {}
        want = truths(label)
        wrong = {
            n: [t, fields[n].text if n in fields else ""]
            for n, t in want.items()
            if n not in fields or fields[n].text != t
        }
        output = peer_text(data) if peer else ""
        results.append(
            {
                "picture": name,
                "design": label["design"],
                "read_as": f"{cards[0].document}/{cards[0].design}" if cards else "",
                "right": len(want) - len(wrong),
                "peer": sum(contains(output, text) for text in want.values()),
                "fields": len(want),
                "wrong": wrong,
            }
        )
    return results


def measure_official_signals() -> list[dict[str, Any]]:
    """For every specimen: the warnings at `balanced`, all scores, the portraits' overlaps; [] without the pictures."""
    folder = specimen_folder()
    if folder is None:
        return []
    reader, _ = scoring_reader()
    results = []
    for name in json.loads((folder / "LABELS.json").read_text("utf-8")):
        cards = reader.read((folder / name).read_bytes()).cards
        scores = {warning.kind: round(warning.score, 4) for warning in cards[0].warnings} if cards else {}
        least = thresholds("balanced")
        found = {p.kind: np.array(p.quad) for p in cards[0].portraits} if cards else {}
        boxes = {kind: rectangle(*box) for kind, box in PORTRAITS.get(name, {}).items()}
        results.append(
            {
                "picture": name,
                "warnings": [kind for kind, score in scores.items() if score >= least[kind]],
                "scores": scores,
                "portraits": {
                    kind: overlap(found[kind], boxes[kind]) if kind in found and kind in boxes else 0.0
                    for kind in sorted({*found, *boxes})
                },
            }
        )
    return results
