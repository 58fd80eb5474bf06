"""Sums the scores up, and writes them as tables."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from statistics import median
from typing import Any

import numpy as np

from benchmarks.publish import cpu, table
from benchmarks.scoring import CardScore, right_share

LEVELS = ("scan", "photo", "vga", "hard")
_EDGES = (0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0001)


def summary(scores: Sequence[CardScore], official: list[dict[str, Any]]) -> dict[str, Any]:
    """All figures as plain JSON."""
    faces = sorted({s.face for s in scores})
    names = sorted({f.name for s in scores for f in s.fields})
    found = [s for s in scores if s.corner is not None]
    corners = np.array([s.corner for s in found] or [0.0])
    return {
        "cpu": cpu(),
        "levels": {level: _row([s for s in scores if s.level == level]) for level in LEVELS},
        "faces": {f: {v: _row([s for s in scores if s.face == f and s.level == v]) for v in LEVELS} for f in faces},
        "fields": {name: _row(scores, {name: None}) for name in names},
        "cards": {
            "in_all": len(scores),
            "found": len(found),
            "way_up": sum(s.way_up for s in found),
            "document_and_side": sum(s.same_side for s in found),
            "design_too": sum(s.classed for s in found),
        },
        "corners": {
            "median": round(float(np.median(corners)), 2),
            "p95": round(float(np.percentile(corners, 95)), 2),
            "by_level": {
                v: round(median([s.corner for s in found if s.level == v and s.corner is not None] or [0.0]), 2)
                for v in LEVELS
            },
        },
        "extra_fields": sum(len(s.extra) for s in scores),
        "reliability": _reliability(scores),
        "seconds": {
            "hmtocr": round(median(s.seconds[0] for s in scores), 2),
            "rapidocr": round(median(s.seconds[1] for s in scores), 2),
        },
        "official": official,
        "misread": [[s.name, *m] for s in scores for m in s.misread],
    }


def markdown(result: dict[str, Any]) -> str:
    """The tables for people."""
    levels = result["levels"]
    rows = [
        f"Fields exactly right; in brackets those that plain RapidOCR has anywhere in its output. "
        f"{result['cards']['in_all']} drawn cards of held-out fonts, names, grounds and backdrops; "
        f"{result['date']}, {result['cpu']}.",
        "",
        table(
            ["", *LEVELS],
            [
                ["**all fields**", *(_cell(levels[v]) for v in LEVELS)],
                *([face, *(_cell(by[v]) for v in LEVELS)] for face, by in result["faces"].items()),
            ],
        ),
        "",
        table(
            ["field", "right", "RapidOCR", "of"],
            [
                [n, _percent(r["right"], r["of"]), _percent(r["peer"], r["of"]), str(r["of"])]
                for n, r in result["fields"].items()
            ],
        ),
        "",
        _cards_line(result),
        "",
        table(
            ["confidence", "mean", "right", "fields"],
            [[r["bin"], f"{r['mean']:.3f}", f"{r['right']:.3f}", str(r["fields"])] for r in result["reliability"]],
        ),
        "",
    ]
    if result["official"]:
        rows += [
            table(
                ["official specimen", "right", "RapidOCR", "of", "misread"],
                [
                    [
                        o["picture"],
                        str(o["right"]),
                        str(o["peer"]),
                        str(o["fields"]),
                        "; ".join(f"{n}: {got or 'nothing'} for {want}" for n, (want, got) in o["wrong"].items()),
                    ]
                    for o in result["official"]
                ],
            ),
            "",
        ]
    return "\n".join(rows)


def readme_section(result: dict[str, Any]) -> str:
    """The short form that stands in the README."""
    documents = {"hk-id": "Hong Kong", "mo-id": "Macao", "hmt-permit": "residence permit"}
    rows = [["**all fields**", *(_cell(result["levels"][v]) for v in LEVELS)]]
    for key, name in documents.items():
        parts = [by for face, by in result["faces"].items() if face.startswith(key)]
        rows.append([name, *(_cell({k: sum(p[v][k] for p in parts) for k in ("right", "peer", "of")}) for v in LEVELS)])
    official = result["official"]
    lines = [
        f"Fields exactly right, in brackets plain RapidOCR 3.10 on the same pictures (for it a field counts that is "
        f"anywhere in its output): {result['cards']['in_all']} drawn cards, {result['date']}, {result['cpu']}.",
        "",
        table(["", "scan", "photo", "640 x 480", "hard"], rows),
        "",
    ]
    if official:
        right, peer, of = (sum(o[k] for o in official) for k in ("right", "peer", "fields"))
        lines += [
            f"Official specimens ({len(official)} pictures, 252 to 665 pixels wide): {right} of {of} fields, "
            f"RapidOCR {peer}.",
            "",
        ]
    return "\n".join([*lines, _cards_line(result), "", "All tables: `benchmarks/results/accuracy.md`.", ""])


def _cards_line(result: dict[str, Any]) -> str:
    cards, corners, seconds = result["cards"], result["corners"], result["seconds"]
    return (
        f"Cards found: {cards['found']} of {cards['in_all']}; way up right {cards['way_up']}, document and side "
        f"{cards['document_and_side']}, design too {cards['design_too']}. Corner error at 1000 px card width: median "
        f"{corners['median']} px, 95th percentile {corners['p95']} px. Fields reported that are not printed: "
        f"{result['extra_fields']}. Median time a picture on one thread, two such processes at once: "
        f"{seconds['hmtocr']} s; RapidOCR {seconds['rapidocr']} s."
    )


def _row(scores: Sequence[CardScore], names: dict[str, None] | None = None) -> dict[str, int]:
    right, peer, of = right_share(scores, names)
    return {"right": right, "peer": peer, "of": of}


def _reliability(scores: Iterable[CardScore]) -> list[dict[str, Any]]:
    told = [f for s in scores for f in s.fields if f.confidence > 0]
    rows = []
    for low, high in itertools.pairwise(_EDGES):
        inside = [f for f in told if low <= f.confidence < high]
        if inside:
            rows.append(
                {
                    "bin": f"{low:g} to {min(high, 1):g}",
                    "mean": float(np.mean([f.confidence for f in inside])),
                    "right": float(np.mean([f.right for f in inside])),
                    "fields": len(inside),
                }
            )
    return rows


def _cell(row: dict[str, int]) -> str:
    return f"{_percent(row['right'], row['of'])} ({_percent(row['peer'], row['of'])})" if row["of"] else ""


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""
