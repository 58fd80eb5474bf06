"""Tells the dates of a card apart: they are in the order of a life, wherever on the card they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import regex

from hmtocr.checks import dates
from hmtocr.documents.looks import ENDLESS, Read
from hmtocr.documents.span import row_of
from hmtocr.documents.spec import DIGITS, LATIN_LOWER, LATIN_UPPER, FieldSpec
from hmtocr.text.line import LineReading
from hmtocr.text.places import Row

_SURE = 0.8
"""Probability from which a date is what a row says."""
_FAINT = 0.1
"""The same of dashes where every other field has its date: they are thin, and little else looks like them."""
_ANY = FieldSpec("", DIGITS + LATIN_UPPER + LATIN_LOWER + "-", loosely=True)
"""Whatever a row says: captions in Chinese become a few letters."""
_DATES = r"\d\d-\d\d-\d{4}|-{3,}"
_FULL = "31-12-1999"


def parted(specs: Sequence[FieldSpec], rows: Sequence[Row], glance: Read) -> list[Row]:
    """Rows of one date each, out of rows in which other dates or a caption may stand close beside it."""
    return [part for row in rows for part in _parts(specs, row, glance)]


def in_order(specs: Sequence[FieldSpec], rows: Sequence[Row], glance: Read) -> tuple[int, ...] | None:
    """For each field its row, where as many rows say a date for certain as there are fields; else None.

    Args:
        specs: of the fields, in the order of a life; of the last a row of dashes may take the place.
        rows: of one date each.
        glance: reads them.
    """
    if not all(spec.grammar and regex.fullmatch(spec.grammar, _FULL) for spec in specs):
        return None
    told = [(i, glance(specs[-1], row)) for i, row in enumerate(rows)]
    read = {i: reading for i, reading in told if reading is not None}
    days = {i: dates.parse_full(reading.text) for i, reading in read.items() if reading.probability > _SURE}
    found = sorted((day, i) for i, day in days.items() if day is not None)
    dashes = [i for i, reading in read.items() if set(reading.text) == {"-"} and reading.probability > _FAINT]
    if len(found) == len(specs) - 1 and dashes and regex.fullmatch(specs[-1].grammar or "", ENDLESS):
        last = max(dashes, key=lambda i: rows[i].shares.get(specs[-1].name, 0.0))
        return (*(i for _, i in found), last)
    return tuple(i for _, i in found) if len(found) == len(specs) else None


def contradict(told: Sequence[LineReading | None]) -> bool:
    """Whether dates that were read for fields in the order of a life are in another one."""
    return backwards([None if reading is None else dates.parse_full(reading.text) for reading in told]) > 0


def backwards(days: Sequence[date | None]) -> int:
    """How often a day lies before the one before it."""
    return sum(a > b for a, b in pairwise([day for day in days if day is not None]))


def _parts(specs: Sequence[FieldSpec], row: Row, glance: Read) -> Sequence[Row]:
    # What it looks like most is tried first: mostly that is it.
    for spec in sorted(specs, key=lambda spec: -row.shares.get(spec.name, 0.0)):
        alone = glance(spec, row)
        if alone is not None and alone.probability > _SURE:
            return (row,)
    run = glance(_ANY, row)
    if run is None or len(run.candidates[0].steps) != len(run.text):
        return (row,)
    spans = [match.span() for match in regex.finditer(_DATES, run.text)]
    if not spans or spans == [(0, len(run.text))]:
        return (row,)
    return [row_of(row, run, *span) for span in spans]
