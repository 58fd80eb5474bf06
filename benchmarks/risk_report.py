"""Sums the outcomes of risk signals up, as ISO/IEC 30107-3 has it, and writes them as tables and plots."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.charts import Line, draw_lines
from benchmarks.detection import Curve, curve, share, threshold
from benchmarks.presentations import Outcome
from benchmarks.publish import table, told
from hmtocr.risk.thresholds import POINTS, thresholds

RATES = {"strict": 0.05, "balanced": 0.02, "lenient": 0.005}
"""Of honest pictures that may warn, by operating point."""
BAR = 0.02
"""Of honest pictures that warn, at which attacks by held-out generators are counted for the project's bar."""
PORTRAIT_BAR = 0.85
_SHOWN = 0.2
_SEEN = (
    "; but constants of `covered`, `glare` and `tampered`, and what copies and screens are learned from, were chosen "
    "by people who saw rates of the same generators on other pictures"
)
_SAME_CARDS = ", and other pictures of these specimens"


def summary(outcomes: Sequence[Outcome], official: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """All figures as plain JSON."""
    honest = [o for o in outcomes if not o.task.kind and o.found]
    kinds = list(honest[0].scores) if honest else []
    return {
        "kinds": {kind: _kind(kind, outcomes, honest) for kind in kinds},
        "honest": {
            name: {point: {k: _warned(mine, k, point) for k in kinds} for point in POINTS}
            | {"of": len(mine), "not_found": _lost(outcomes, "", name)}
            for name, mine in _grouped(honest).items()
        },
        "seen": {
            attack: {k: _warned(mine, k, "balanced") for k in kinds} | {"of": len(mine)}
            for attack, mine in _by_attack(outcomes).items()
        },
        "portraits": _portraits(outcomes),
        "official": list(official),
        "thresholds": asked_thresholds(outcomes),
    }


def asked_thresholds(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """By kind and operating point, the score that no more than RATES of the honest pictures reach."""
    honest = [o.scores for o in outcomes if not o.task.kind and o.found]
    kinds = list(honest[0]) if honest else []
    return {k: {p: threshold([scores[k] for scores in honest], r) for p, r in RATES.items()} for k in kinds}


def curves(outcomes: Sequence[Outcome]) -> dict[str, Curve]:
    """By kind, of attacks by held-out generators against all honest pictures."""
    honest = [o for o in outcomes if not o.task.kind and o.found]
    held = {kind: [o for o in mine if o.held_out] for kind, mine in _by_attack(outcomes).items()}
    return {
        kind: curve([o.scores[kind] for o in mine], [o.scores[kind] for o in honest])
        for kind, mine in held.items()
        if mine and honest and kind in honest[0].scores
    }


def draw_curves(out: Path, told_curves: Mapping[str, Curve]) -> None:
    """The plots warnings.png, APCER over BPCER up to a fifth, and warnings-roc.png, hits over false alarms."""
    det, roc = [], []
    for kind, c in told_curves.items():
        points = [(100 * b, 100 * a) for b, a in zip(c.bpcer[::-1], c.apcer[::-1], strict=True)]
        det.append(Line(kind, [p for p in points if p[0] <= 100 * _SHOWN]))
        roc.append(Line(kind, [(b, 100 - a) for b, a in points]))
    title = "risk signals, attacks by generators that nothing was trained on"
    draw_lines(out / "warnings.png", f"DET: {title}", "BPCER, % of honest pictures that warn", "APCER, %", det)
    draw_lines(
        out / "warnings-roc.png", f"ROC: {title}", "% of honest pictures that warn", "% of attacks that warn", roc
    )


def toml(told_thresholds: Mapping[str, Mapping[str, float]]) -> str:
    """Thresholds by kind and operating point, as rows of thresholds.toml."""
    rows = (
        f"[{kind}]\n" + "".join(f"{point} = {row[point]}\n" for point in POINTS)
        for kind, row in told_thresholds.items()
    )
    return "\n".join(rows)


def markdown(result: Mapping[str, Any]) -> str:
    """The tables for people."""
    kinds = list(result["kinds"])
    honest = sum(row["of"] for row in result["honest"].values())
    shown = (
        "official specimens" if result["specimens"] else "drawn cards of held-out fonts, names, grounds and backdrops"
    )
    parts = [
        f"{result['pictures']} pictures with {shown}, "
        f"{'signals alone, with true corners and texts' if result['oracle'] else 'read as a whole'}; {honest} of them "
        f"honest; {told(result)}. A generator that is held out works in a way that no network was trained on"
        f"{_SEEN}{_SAME_CARDS if result['specimens'] else ''}.",
        *kinds_table(result),
        "APCER by generator (pictures of the attack that do not warn of it):",
        table(
            ["attack", "generator", *POINTS, f"at {BAR:.0%} BPCER", "EER", "AUC", "field named", "of", "not found"],
            [_generator_row(kind, g) for kind in kinds for g in result["kinds"][kind]["generators"]],
        ),
        "BPCER by kind of honest picture at `balanced` (pictures that warn):",
        table(
            ["honest picture", *kinds, "of", "not found"],
            [
                [name, *(_rate(row["balanced"][k], row["of"]) for k in kinds), str(row["of"]), str(row["not_found"])]
                for name, row in result["honest"].items()
            ],
        ),
        "Which signals warn of which attack at `balanced`:",
        table(
            ["attack", *kinds, "of"],
            [[a, *(_rate(row[k], row["of"]) for k in kinds), str(row["of"])] for a, row in result["seen"].items()],
        ),
        *_portrait_lines(result),
        *_official_lines(result),
    ]
    return "\n\n".join(parts) + "\n"


def kinds_table(result: Mapping[str, Any]) -> list[str]:
    """The short form: one row a kind."""
    rows = []
    for kind, row in result["kinds"].items():
        rates = [_percent(row["bpcer"][point]) for point in POINTS]
        held = row["held_out"]
        caught = [_percent(1 - held[name]) if held else "" for name in (*POINTS, "bar")]
        more = [f"{100 * held['eer']:.1f} %", f"{held['auc']:.4f}"] if held else ["", ""]
        rows.append([kind, *rates, *caught, *more, f"{row['milliseconds']:.1f}"])
    head = ["signal", *(f"BPCER {p}" for p in POINTS), *(f"caught {p}" for p in POINTS), f"caught at {BAR:.0%}"]
    return [
        "Honest pictures that warn (BPCER), attacks by held-out generators that are caught (1 - APCER), milliseconds "
        "of one processor:",
        table([*head, "EER", "AUC", "ms"], rows),
    ]


def _kind(kind: str, outcomes: Sequence[Outcome], honest: Sequence[Outcome]) -> dict[str, Any]:
    mine = _by_attack(outcomes).get(kind, [])
    held = [o for o in mine if o.held_out]
    generators = [
        {"generator": name, "not_found": _lost(outcomes, kind, name), **_rates(kind, group, honest)}
        for name, group in _grouped(mine).items()
    ]
    return {
        "bpcer": {point: share(_warned(honest, kind, point), len(honest)) for point in POINTS},
        "held_out": _rates(kind, held, honest) if held and honest else None,
        "generators": generators,
        "milliseconds": round(median([o.milliseconds[kind] for o in outcomes if o.found] or [0.0]), 2),
    }


def _rates(kind: str, attacks: Sequence[Outcome], honest: Sequence[Outcome]) -> dict[str, Any]:
    c = curve([o.scores[kind] for o in attacks], [o.scores[kind] for o in honest])
    caught = [o for o in attacks if o.scores[kind] >= thresholds("balanced")[kind] and o.named is not None]
    return {
        "held_out": attacks[0].held_out,
        "of": len(attacks),
        **{point: 1 - share(_warned(attacks, kind, point), len(attacks)) for point in POINTS},
        "bar": c.apcer_at(BAR),
        "eer": c.eer,
        "auc": c.auc,
        "named": share(sum(bool(o.named and o.named[kind]) for o in caught), len(caught)) if caught else None,
    }


def _portraits(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    told_shares = [(kind, o) for o in outcomes if not o.task.kind for kind in o.portraits]
    faces = dict.fromkeys(("/".join(o.task.face), kind) for kind, o in told_shares)
    return {
        f"{face} {kind}": _overlaps(o.portraits[kind] for k, o in told_shares if (_face(o), k) == (face, kind))
        for face, kind in sorted(faces)
    }


def _overlaps(values: Iterable[float]) -> dict[str, Any]:
    shares = np.array(list(values))
    return {
        "mean": float(shares.mean()),
        "median": float(np.median(shares)),
        "good": int((shares >= PORTRAIT_BAR).sum()),
        "missed": int((shares == 0).sum()),
        "of": len(shares),
    }


def _portrait_lines(result: Mapping[str, Any]) -> list[str]:
    if not result["portraits"]:
        return []
    rows = [
        [name, f"{r['mean']:.3f}", f"{r['median']:.3f}", _rate(r["good"], r["of"]), str(r["missed"]), str(r["of"])]
        for name, r in result["portraits"].items()
    ]
    head = ["portrait", "mean IoU", "median", f"IoU at least {PORTRAIT_BAR}", "missed or not there", "of"]
    return ["Portraits on honest pictures:", table(head, rows)]


def _official_lines(result: Mapping[str, Any]) -> list[str]:
    if not result["official"]:
        return []
    rows = [
        [
            o["picture"],
            ", ".join(o["warnings"]) or "none",
            "; ".join(f"{kind} {score:.3f}" for kind, score in o["scores"].items()),
            ", ".join(f"{kind} {iou:.2f}" for kind, iou in o["portraits"].items()),
        ]
        for o in result["official"]
    ]
    return [
        "Official specimens at `balanced` (their check digits are wrong on purpose):",
        table(["picture", "warnings", "scores", "portraits' IoU"], rows),
    ]


def _generator_row(kind: str, row: Mapping[str, Any]) -> list[str]:
    name = f"{row['generator']} (held out)" if row["held_out"] else row["generator"]
    rates = [_percent(row[point]) for point in (*POINTS, "bar", "eer")]
    named = "" if row["named"] is None else _percent(row["named"])
    return [kind, name, *rates, f"{row['auc']:.4f}", named, str(row["of"]), str(row["not_found"])]


def _by_attack(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    kinds = dict.fromkeys(o.task.kind for o in outcomes if o.task.kind)
    return {kind: [o for o in outcomes if o.task.kind == kind and o.found] for kind in kinds}


def _grouped(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    names = dict.fromkeys(o.task.generator for o in outcomes)
    return {name: [o for o in outcomes if o.task.generator == name] for name in names}


def _lost(outcomes: Sequence[Outcome], kind: str, generator: str) -> int:
    return sum((o.task.kind, o.task.generator, o.found) == (kind, generator, False) for o in outcomes)


def _warned(outcomes: Collection[Outcome], kind: str, point: Any) -> int:
    return sum(o.scores[kind] >= thresholds(point)[kind] for o in outcomes)


def _face(outcome: Outcome) -> str:
    return "/".join(outcome.task.face)


def _rate(part: int, whole: int) -> str:
    return _percent(share(part, whole))


def _percent(rate: float) -> str:
    return f"{100 * rate:.1f} %"
