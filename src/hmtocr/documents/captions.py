"""Reads the fields of a face whose layout is not known: all print, captions, then each value by itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
import regex
from numpy.typing import NDArray

from hmtocr.documents.anchors import Agreement, Found, Hit, Value, Wanted, assign, split_captions
from hmtocr.documents.probe import covers, probe
from hmtocr.documents.spec import Face, FieldSpec
from hmtocr.text.alphabet import NO_ALPHABET
from hmtocr.text.ctc import Candidate, choose, search
from hmtocr.text.dashes import CLEAR, find_dashes
from hmtocr.text.detector import Detector, Line
from hmtocr.text.line import Box, LineReading, alphabet_for, read_line
from hmtocr.text.mrz_rows import read_mrz
from hmtocr.text.page import Piece, read_page
from hmtocr.text.recogniser import Posterior, Recogniser

Pixels = NDArray[np.uint8]

_SURE = 0.9
"""Above this probability a reading stands, and no other crop is tried."""

_FAINT = 0.6
"""The weight of a reading that was put together from parts."""


@dataclass(frozen=True)
class Captions:
    """How a face's values are announced.

    Attributes:
        chars: alphabet of the free reading of the whole card, as `alphabet_for` takes it.
        words: by key, a regular expression for the caption in lower-case, accent-free text without blanks; the
            first that matches takes the characters.
        wanted: the fields to look for.
        agree: scores an assignment as a whole.
        before: prepares the pieces (takes names printed with a comma apart, joins a date printed with gaps).
        sift: gets captions and values, and gives the values that may be a field's (no part of a title).
        after: gets captions, values and what was assigned, and completes it (further lines of an address).
        mrz: whether a machine-readable zone may be printed.
        design: tells the design from what is printed, where the picture alone cannot.
        told_by_values: whether the values that were read tell the design alone, without the rest of the print.
        dashes: the field in whose place a row of dashes may stand.
    """

    chars: str
    words: Mapping[str, str]
    wanted: tuple[Wanted, ...]
    agree: Agreement | None = None
    before: Callable[[Sequence[Piece]], Sequence[Piece]] | None = None
    sift: Callable[[Sequence[Hit], Sequence[Value]], list[Value]] | None = None
    after: Callable[[Sequence[Hit], Sequence[Value], Mapping[str, Found]], Mapping[str, Found]] | None = None
    mrz: bool = False
    dashes: str | None = None
    design: Callable[[Sequence[Piece], Mapping[str, LineReading]], str | None] | None = None
    told_by_values: bool = False


def read_captions(
    face: Face, flat: Pixels, lines: Sequence[Line], detector: Detector, recogniser: Recogniser, zone: bool = True
) -> tuple[Mapping[str, LineReading], str]:
    """Read every field of the face that can be found; and the design that the print speaks for.

    Args:
        face: with captions.
        flat: the flat, upright card, RGB.
        lines: detected on it, in its pixels.
        detector: looks closer where a caption was seen without a value.
        recogniser: of lines.
        zone: whether a machine-readable zone may be printed.
    """
    plan = face.captions
    if plan is None:
        raise ValueError("a face without captions cannot be read by them")
    readings: dict[str, LineReading] = {}
    if plan.mrz and zone:
        rows = read_mrz(flat, lines, recogniser)
        readings.update(rows)
        tops = [reading.box[1] for reading in rows.values()]
        lines = [line for line in lines if not tops or line.middle < min(tops)]
    pieces: Sequence[Piece] = read_page(flat, lines, recogniser, alphabet_for(recogniser.charset, plan.chars, False))
    print_as_read = pieces
    if plan.before is not None:
        pieces = plan.before(pieces)
    hits, values = split_captions(pieces, plan.words)
    if plan.sift is not None:
        values = plan.sift(hits, values)
    if plan.dashes is not None:
        values += _dashes(values, flat)
    found = assign(plan.wanted, hits, values, plan.agree)
    if plan.after is not None:
        found = plan.after(hits, values, found)
    for name, value in found.items():
        spec = face.field(name)
        parts = [_weighed(spec, _again(spec, piece, flat, recogniser)) for piece in value.pieces]
        whole = join([part for part in parts if part is not None], " " if spec.keeps_space else "")
        if whole is not None:
            readings[name] = whole
    for want in plan.wanted:
        if want.name not in readings:
            reading = probe(face.field(want.name), want, hits, readings, flat, detector, recogniser)
            if reading is not None:
                readings[want.name] = reading
    design = plan.design(print_as_read, readings) if plan.design is not None else None
    return readings, design or face.design


def _dashes(values: Sequence[Value], flat: Pixels) -> list[Value]:
    """A row of dashes, which the text detector does not see, as a value; their number is for the document to say."""
    tall = median([value.piece.height for value in values]) if values else 0.0
    area = (0.0, 0.15 * flat.shape[0], float(flat.shape[1]), 0.97 * flat.shape[0])
    box = find_dashes(flat, area, tall) if tall else None
    if box is None or any(covers(box, v.box) and sum(c.isdigit() for c in v.piece.text) > 2 for v in values):
        return []
    middle = (box[0] + box[2]) / 2
    return [Value(Piece("-", (middle,), box[1], box[3], CLEAR), box)]


def _again(spec: FieldSpec, piece: Piece, flat: Pixels, recogniser: Recogniser) -> LineReading | None:
    """Read a value under its own alphabet and grammar: as its line was seen, and if need be by itself."""
    alphabet = alphabet_for(recogniser.charset, spec.chars, spec.keeps_space)
    best: LineReading | None = None
    if piece.seen is not None:
        candidates = search(piece.seen.probabilities, alphabet, spec.grammar)
        if candidates and candidates[0].text:
            best = LineReading(candidates, piece.seen, alphabet, piece.box())
        if best is None and spec.options:
            candidates = choose(piece.seen.probabilities, alphabet, spec.options)
            if candidates:
                best = LineReading(candidates, piece.seen, alphabet, piece.box())
        if best is not None and best.probability > _SURE:
            return best
    for side in (0.12, 0.35):
        reading = read_line(recogniser, flat, _around(piece, side), alphabet, spec.grammar)
        if reading is not None and (best is None or reading.probability > best.probability):
            best = reading
        if best is not None and best.probability > _SURE:
            break
    if piece.text == "-" and piece.seen is None:
        nothing = Posterior(np.zeros((1, 1), np.float32), 0, 1.0)
        return LineReading((Candidate("-", CLEAR, ()),), nothing, NO_ALPHABET, piece.box())
    if best is None and spec.grammar is not None and regex.fullmatch(spec.grammar, piece.text):
        # The free reading fits though no single crop does: print too faint to be read whole.
        nothing = Posterior(np.zeros((1, 1), np.float32), 0, 1.0)
        best = LineReading((Candidate(piece.text, piece.confidence * _FAINT, ()),), nothing, NO_ALPHABET, piece.box())
    return best


def _weighed(spec: FieldSpec, reading: LineReading | None) -> LineReading | None:
    """The reading with its candidates in the light of what is known of such texts."""
    if reading is None or spec.weighed is None:
        return reading
    return replace(reading, candidates=spec.weighed(reading.candidates, reading.posterior, reading.alphabet))


def join(parts: Sequence[LineReading], blank: str) -> LineReading | None:
    """The parts of one value as one reading, `blank` between them; the alternatives differ in one part each."""
    if len(parts) < 2:
        return parts[0] if parts else None
    texts = [part.text for part in parts]
    weight = math.prod(part.probability for part in parts)
    candidates = [Candidate(blank.join(texts), weight, ())]
    for i, part in enumerate(parts):
        for other in part.candidates[1:3]:
            text = blank.join([*texts[:i], other.text, *texts[i + 1 :]])
            candidates.append(Candidate(text, weight * other.probability / max(part.probability, 1e-30), ()))
    candidates[1:] = sorted(candidates[1:], key=lambda c: -c.probability)
    boxes = [part.extent() for part in parts]
    union = (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
    return LineReading(tuple(candidates), parts[0].posterior, parts[0].alphabet, union)


def _around(piece: Piece, side: float) -> Box:
    x0, y0, x1, y1 = piece.box()
    return (x0 - side * piece.height, y0, x1 + side * piece.height, y1)
