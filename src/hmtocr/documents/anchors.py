"""Finds values by the captions printed near them, for documents whose layout is not known.

A value is known by three things: what it looks like (a date, a number, Latin capitals), which caption it stands
beside or under, and that every value belongs to one field only. All pairs of field and value are scored, and the
assignment with the highest sum is taken.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product
from statistics import median

import regex

from hmtocr.text.line import Box
from hmtocr.text.page import Piece

Agreement = Callable[[Mapping[str, Piece]], float]
"""Scores an assignment as a whole: the values by field name."""

_LEAST = 0.004
"""A pair that scores less is no pair."""
_CANDIDATES = (5, 4)
"""How many values are weighed for a group of two fields, and for a larger one."""
_LEGIBLE = 0.95
"""Mean probability of the characters of print that is read as it stands."""


@dataclass(frozen=True)
class Wanted:
    """A field to be found.

    Attributes:
        captions: keys of the captions that may announce it, the likeliest first.
        looks: a regular expression for the value within a piece's text, blanks left out.
        alone: its score when no caption is near: how surely its looks alone tell it.
        group: fields of one group take values of the same looks, and every way to fill them is weighed; groups
            whose names begin alike (name-zh, name-en) are also weighed two by two.
        code: the field that spells it in telegraph codes: where that is legible, a blurred value is worth having.
        beside: fields that print the same in another script, and stand beside it.
        between: the fields above and below it, in the same column.
    """

    name: str
    captions: tuple[str, ...]
    looks: str
    alone: float = 0.0
    group: str = ""
    beside: tuple[str, ...] = ()
    code: str = ""
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A caption found on the card."""

    key: str
    box: Box


@dataclass(frozen=True, slots=True)
class Value:
    """A run of print that is no caption."""

    piece: Piece
    box: Box


@dataclass(frozen=True, slots=True)
class Found:
    """A field's value: its characters as a piece a line, and how well the first fitted."""

    pieces: tuple[Piece, ...]
    score: float


def split_captions(pieces: Iterable[Piece], captions: Mapping[str, str]) -> tuple[list[Hit], list[Value]]:
    """Part the print into captions and values.

    Args:
        pieces: all print of the card.
        captions: by key a regular expression over the lower-case, accent-free text.
    """
    hits: list[Hit] = []
    values: list[Value] = []
    for piece in pieces:
        taken = [False] * len(piece.text)
        plain = piece.plain
        for key, pattern in captions.items() if any(c.isalpha() for c in plain) else ():
            for match in regex.finditer(pattern, plain):
                first, last = match.span()
                if last == first or any(taken[first:last]):
                    continue
                hits.append(Hit(key, piece.box(first, last)))
                # A name may differ from a caption in one letter (GOMES, Nomes): what is clearly legible may be both.
                if not (sum(match.fuzzy_counts) and last - first == len(plain) and piece.confidence > _LEGIBLE):
                    taken[first:last] = [True] * (last - first)
        values += _untaken(piece, taken)
    return hits, values


def assign(
    wanted: Sequence[Wanted],
    hits: Sequence[Hit],
    values: Sequence[Value],
    agree: Agreement | None = None,
) -> Mapping[str, Found]:
    """The best assignment of values to fields.

    Args:
        wanted: the fields.
        hits, values: what `split_captions` found.
        agree: scores an assignment as a whole (dates in order, for one).
    """
    plans = [_plan(wanted, hits, values, agree, over) for over in (False, True)]
    return max(plans, key=lambda plan: plan[0])[1]


def _plan(
    wanted: Sequence[Wanted],
    hits: Sequence[Hit],
    values: Sequence[Value],
    agree: Agreement | None,
    over: bool,
) -> tuple[float, Mapping[str, Found]]:
    """The best assignment, and its sum, if captions stand left of or above their values (or, with `over`, below)."""
    pairs: dict[tuple[int, int], tuple[float, Piece]] = {}
    usual = _usual_height(wanted, values)
    for i, want in enumerate(wanted):
        near = [hit for hit in hits if hit.key in want.captions]
        for j, value in enumerate(values):
            match = _fit(want.looks, value.piece)
            if match is None:
                continue
            box = match.box()
            ranks = (0.8 ** want.captions.index(hit.key) for hit in near)
            score = max(
                [
                    want.alone,
                    *(r * _nearness(h.box, box, hits, over) for r, h in zip(ranks, near, strict=True)),
                ]
            )
            score *= _likeness(match, usual)
            if score > _LEAST:
                pairs[i, j] = (score, match)
    chosen = _greedy(pairs)
    total = _improve(chosen, pairs, wanted, agree)
    return total, {wanted[i].name: Found((pairs[i, j][1],), pairs[i, j][0]) for i, j in chosen.items()}


def _usual_height(wanted: Sequence[Wanted], values: Sequence[Value]) -> float:
    """The height of a value's print: the median of what looks like a number or a date; 0 if nothing does."""
    forms = [want.looks for want in wanted if r"\d{" in want.looks]
    tall = [value.piece.height for value in values if any(_fit(form, value.piece) for form in forms)]
    return median(tall) if tall else 0.0


def _likeness(piece: Piece, usual: float) -> float:
    """Less than 1 for print unlike the values: captions and titles are of other sizes, torn captions hardly legible."""
    ratio = piece.height / usual if usual else 1.0
    return (1.0 if 0.72 < ratio < 1.8 else 0.25) * min(1.0, (piece.confidence / 0.9) ** 4)


def _greedy(pairs: Mapping[tuple[int, int], tuple[float, Piece]]) -> dict[int, int]:
    chosen: dict[int, int] = {}
    for (i, j), _ in sorted(pairs.items(), key=lambda item: -item[1][0]):
        if i not in chosen and j not in chosen.values():
            chosen[i] = j
    return chosen


def _improve(
    chosen: dict[int, int],
    pairs: Mapping[tuple[int, int], tuple[float, Piece]],
    wanted: Sequence[Wanted],
    agree: Agreement | None,
) -> float:
    """Move and swap single values for as long as the sum of scores grows; the sum."""

    def total(now: Mapping[int, int]) -> float:
        own = sum(pairs[i, j][0] for i, j in now.items())
        return own + (agree({wanted[i].name: pairs[i, j][1] for i, j in now.items()}) if agree else 0.0)

    best = total(chosen)
    for _ in range(8):
        trials: list[dict[int, int]] = []
        for i, j in pairs:
            holder = next((k for k, v in chosen.items() if v == j), None)
            moved = {k: v for k, v in chosen.items() if k != holder} | {i: j}
            trials.append(moved)
            if holder is not None and i in chosen and holder != i and (holder, chosen[i]) in pairs:
                trials.append(moved | {holder: chosen[i]})
        trials += _reordered(chosen, pairs, wanted)
        scored = [(total(t), n) for n, t in enumerate(trials)]
        top = max(scored, default=(best, -1))
        if top[0] <= best + 1e-9:
            break
        best = top[0]
        chosen.clear()
        chosen.update(trials[top[1]])
    return best


def _reordered(
    chosen: Mapping[int, int], pairs: Mapping[tuple[int, int], tuple[float, Piece]], wanted: Sequence[Wanted]
) -> list[dict[int, int]]:
    """Every way to fill each group's fields with the values that suit them best, and every two groups of one kin."""
    ways: dict[str, list[dict[int, int]]] = {}
    for group in {want.group for want in wanted if want.group}:
        ways[group] = _fillings([i for i, want in enumerate(wanted) if want.group == group], pairs)
    trials = []
    for group, fillings in ways.items():
        members = {i for i, want in enumerate(wanted) if want.group == group}
        for filling in fillings:
            taken = set(filling.values())
            others = {k: v for k, v in chosen.items() if k not in members and v not in taken}
            trials.append(others | filling)
    for one, two in combinations(sorted(ways), 2):
        if one.split("-")[0] != two.split("-")[0]:
            continue
        members = {i for i, want in enumerate(wanted) if want.group in (one, two)}
        for first, second in product(ways[one], ways[two]):
            taken = {*first.values(), *second.values()}
            if len(taken) == len(first) + len(second):
                others = {k: v for k, v in chosen.items() if k not in members and v not in taken}
                trials.append(others | first | second)
    return trials


def _fillings(members: Sequence[int], pairs: Mapping[tuple[int, int], tuple[float, Piece]]) -> list[dict[int, int]]:
    """The ways to give each of some fields one of the best values, or none."""
    best: dict[int, float] = {}
    for (i, j), (score, _) in pairs.items():
        if i in members:
            best[j] = max(best.get(j, 0.0), score)
    values = sorted(best, key=lambda j: -best[j])[: _CANDIDATES[len(members) > 2]]
    slots: list[int | None] = [*values, *[None] * len(members)]
    found: dict[tuple[int | None, ...], None] = dict.fromkeys(permutations(slots, len(members)))
    fillings = [{i: j for i, j in zip(members, way, strict=True) if j is not None} for way in found]
    return [filling for filling in fillings if all(pair in pairs for pair in filling.items())]


def _nearness(caption: Box, value: Box, hits: Sequence[Hit], over: bool) -> float:
    """0..1: how much a value stands where this caption's would: to its right, or below it (above it with `over`)."""
    tall = max(8.0, min(caption[3] - caption[1], value[3] - value[1]))
    gap_x = value[0] - caption[2]
    gap_y = caption[1] - value[3] if over else value[1] - caption[3]
    off_row = abs((value[1] + value[3]) - (caption[1] + caption[3])) / 2
    score = 0.0
    if gap_x > -0.8 * tall and off_row < 0.75 * max(caption[3] - caption[1], value[3] - value[1]):
        score = math.exp(-max(0.0, gap_x) / (7 * tall)) * math.exp(-off_row / (2 * tall))
        between = (caption[2], min(caption[1], value[1]), value[0], max(caption[3], value[3]))
        score *= 0.35 ** _captions_between(between, caption, hits)
    if gap_y > -0.7 * tall and value[2] > caption[0] - 2 * tall:
        start = value[0] - caption[0]
        shared = min(caption[2], value[2]) - max(caption[0], value[0])
        aside = 0.0 if shared > 0 and abs(start) < 4 * tall else min(abs(start), max(0.0, -shared) + 2 * tall)
        beyond = math.exp(-max(0.0, gap_y) / (2.2 * tall)) * math.exp(-aside / (4 * tall))
        low, high = (value[3], caption[1]) if over else (caption[3], value[1])
        between = (max(caption[0], value[0] - tall), low, min(caption[2], value[2]) + tall, high)
        score = max(score, 0.95 * beyond * 0.35 ** _captions_between(between, caption, hits))
    return score


def _captions_between(area: Box, own: Box, hits: Sequence[Hit]) -> int:
    """Captions of other fields whose middle lies in the area between a caption and a value."""
    count = 0
    for hit in hits:
        x, y = (hit.box[0] + hit.box[2]) / 2, (hit.box[1] + hit.box[3]) / 2
        count += hit.box != own and area[0] < x < area[2] and area[1] < y < area[3]
    return min(count, 3)


def _fit(looks: str, piece: Piece) -> Piece | None:
    """The part of the piece that looks like the value, the longest if several do."""
    best = max(regex.finditer(looks, piece.text), key=lambda m: m.end() - m.start(), default=None)
    if best is None or best.end() == best.start():
        return None
    return piece.part(*best.span())


def _untaken(piece: Piece, taken: Sequence[bool]) -> list[Value]:
    found = []
    start = 0
    for i in range(len(taken) + 1):
        if i == len(taken) or taken[i]:
            part = piece.part(start, i) if start < i else None
            if part is not None and any(c.isalnum() or c == "-" for c in part.text):
                first = next(n for n, c in enumerate(part.text) if c not in ":：.。,，;；/| ")
                part = part.part(first, len(part.text.rstrip(":：.。,，;；/| ")))
                found.append(Value(part, part.box()))
            start = i + 1
    return found
