"""The official specimen pictures, where they are at hand: measured and told apart, never trained on.

They lie beside the project, not in it: HMTOCR_SPECIMENS names the folder, ../shared/specimens is looked in otherwise.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from benchmarks.peer import contains, peer_text
from hmtocr import Reader

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
