"""What is printed in a part of a row: a caption, a stamp or another value may stand close beside a field's text."""

from __future__ import annotations

import numpy as np
import regex

from hmtocr.documents.spec import FieldSpec
from hmtocr.text.line import LineReading
from hmtocr.text.places import WIDTH, Row

_HAN = r"(?:姓名|[签簽][发發][机機][关關])?+\K\p{Han}[\p{Han}·]*"
"""Without the caption that it may follow close by."""
_LATIN = r"\p{Latin}[\p{Latin}'.,\-]*"


def row_of(row: Row, run: LineReading, first: int, last: int) -> Row:
    """The part of a row that the characters `first` to `last` (not included) of its reading `run` stand in."""
    steps, total = run.candidates[0].steps, len(run.posterior.probabilities) * run.posterior.used
    x0, _, x1, _ = run.box
    left, right = float(row.quad[:, 0].min()) * WIDTH, float(row.quad[:, 0].max()) * WIDTH
    half = (steps[last - 1] - steps[first]) / max(1, last - first - 1) / 2 or 1.0
    ends = np.array((steps[first] + 0.5 - half, steps[last - 1] + 0.5 + half))
    within = ((x0 + ends / total * (x1 - x0)) - left) / (right - left)
    return row.part(max(0.0, float(within[0])), min(1.0, float(within[1])))


def own_span(spec: FieldSpec, run: LineReading) -> tuple[int, int] | None:
    """Which characters of a row are a field's text, the first and the one after the last; None if none are, or all.

    Args:
        spec: of the field: all in Chinese, all in letters, or with a grammar.
        run: what the row says, with captions, numbers and stamps.
    """
    if len(run.candidates[0].steps) != len(run.text):
        return None
    alone = _HAN if spec.chars.startswith("han") else _LATIN
    if spec.grammar is not None and alone is _LATIN and any(char.isdigit() for char in spec.chars):
        # 09 is no number of its own in 05.09.
        alone = rf"(?<![A-Za-z0-9]|\d[.\-/])(?:{spec.grammar})(?![A-Za-z0-9]|[.\-/]\d)"
    spans = [match.span() for match in regex.finditer(alone, run.text)]
    if alone is _LATIN and len(spans) > 1:
        # Something lies across the name: no part of it is the whole.
        return None
    first, last = max(spans, key=lambda span: (span[1] - span[0], span[0]), default=(0, 0))
    return (first, last) if 0 < last - first < len(run.text) else None
