"""Measures the network on held-out fields, beside PP-OCR on the very same crops, and the two together."""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hmtocr.documents import face_of
from hmtocr.documents.spec import FieldSpec
from hmtocr.models.engine import Engine, load
from hmtocr.text.alphabet import Alphabet
from hmtocr.text.ctc import Candidate, search, weigh
from hmtocr.text.latin import LatinRecogniser
from hmtocr.text.line import LineReading, alphabet_for
from hmtocr.text.outcome import outcome
from hmtocr.text.recogniser import Posterior, Recogniser
from training.latin.held import Held, read

KINDS = {
    "name": ("name_en", "surname_en", "given_en"),
    "number": ("number", "permit_number", "window_text"),
    "date": ("birth_date", "first_issue_date", "issue_date", "expiry_date", "validity"),
    "telecode": ("telecode", "surname_telecode", "given_telecode"),
    "symbols": ("symbols",),
    "short": ("sex", "height", "issue_count"),
    "mrz": ("mrz1", "mrz2", "mrz3"),
}
SHARES = (0.25, 0.5, 0.75)
"""The network's share, with PP-OCR's the rest, of the sum of logarithms."""
Reader = Recogniser | LatinRecogniser
Seen = tuple[Reader, Posterior]
_NO_ALPHABET = Alphabet("", np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0, np.float32), {})
_FLOOR = 1e-12


def measure(model: bytes, held: Path, most: int | None = None) -> dict[str, Any]:
    """Per cent of fields exactly right by level and kind, and milliseconds a crop (one thread, this machine)."""
    ours, theirs = LatinRecogniser(Engine(model)), Recogniser(load("text-recogniser", 1))
    right: dict[str, dict[str, dict[str, list[bool]]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    spent = {"latin": 0.0, "ppocr": 0.0}
    fields = read(held)[:most]
    for field in fields:
        spec = face_of(*field.face).field(field.name) if field.name != "window_text" else _window()
        seen = {}
        for name, reader in (("latin", ours), ("ppocr", theirs)):
            began = time.perf_counter()
            posterior = reader(field.pixels)
            spent[name] += time.perf_counter() - began
            seen[name] = (reader, posterior)
        candidates = {name: _candidates(spec, pair) for name, pair in seen.items()}
        told = {name: _told(spec, found) for name, found in candidates.items()}
        weights = _weights(spec, seen, candidates)
        for share in SHARES:
            told[f"both {share}"] = _told(spec, _mixed(weights, share))
        for name, text in told.items():
            for level in (field.level, "all"):
                for kind in (_kind(field), "all"):
                    right[level][kind][name].append(text == field.text)
    table = {
        level: {
            kind: {"fields": len(by["latin"]), **{n: _percent(v) for n, v in by.items()}} for kind, by in kinds.items()
        }
        for level, kinds in right.items()
    }
    return {
        "right_percent": table,
        "ms_per_crop": {n: round(1e3 * s / max(1, len(fields)), 2) for n, s in spent.items()},
    }


def _window() -> FieldSpec:
    return FieldSpec("window_text", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", r"[A-Z]{1,2}\d{6}")


def _kind(field: Held) -> str:
    return next((kind for kind, names in KINDS.items() if field.name in names), "other")


def _alphabet(spec: FieldSpec, reader: Reader) -> Alphabet:
    return alphabet_for(reader.charset, spec.chars, spec.keeps_space)


def _candidates(spec: FieldSpec, seen: Seen) -> tuple[Candidate, ...]:
    reader, posterior = seen
    return search(posterior.probabilities, _alphabet(spec, reader), spec.grammar)


def _weights(
    spec: FieldSpec, seen: Mapping[str, Seen], candidates: Mapping[str, Sequence[Candidate]]
) -> dict[str, tuple[float, float]]:
    """What either has read, with the logarithm of its probability under the network and under PP-OCR."""
    texts = dict.fromkeys(c.text for found in candidates.values() for c in found[:4])
    logs = {}
    for name, (reader, posterior) in seen.items():
        alphabet = _alphabet(spec, reader)
        logs[name] = {t: math.log(weigh(posterior.probabilities, alphabet, t) + _FLOOR) for t in texts}
    return {text: (logs["latin"][text], logs["ppocr"][text]) for text in texts}


def _mixed(weights: Mapping[str, tuple[float, float]], share: float) -> list[Candidate]:
    """Best first by the sum of the logarithms, the network's with `share`."""
    mixed = {text: math.exp(share * one + (1 - share) * two) for text, (one, two) in weights.items()}
    return [Candidate(text, p, ()) for text, p in sorted(mixed.items(), key=lambda item: -item[1])]


def _told(spec: FieldSpec, candidates: Sequence[Candidate]) -> str:
    if not candidates or not candidates[0].text:
        return ""
    nothing = Posterior(np.zeros((1, 1), np.float32), 0, 1.0)
    reading = LineReading(tuple(candidates), nothing, _NO_ALPHABET, (0.0, 0.0, 1.0, 1.0))
    return outcome(reading, spec.shape, spec.plausible).text


def _percent(right: Sequence[bool]) -> float:
    return round(100 * sum(right) / len(right), 2)
