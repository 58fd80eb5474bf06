"""A reader that tells every risk signal's score, whether it warns or not, and what each cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from typing import TypeVar

from hmtocr import Reader
from hmtocr.risk.assess import Assessor, load_assessor
from hmtocr.risk.kinds import KINDS
from hmtocr.risk.sight import Sight

Told = TypeVar("Told")


@cache
def scoring_assessor() -> tuple[Assessor, dict[str, float]]:
    """One that warns of every kind whatever its score, and the milliseconds that each took, which it notes there."""
    spent: dict[str, float] = {}
    plain = load_assessor()

    def timed(kinds: tuple[str, ...], look: Callable[[Sight], Told], sight: Sight) -> Told:
        start = time.thread_time()
        told = look(sight)
        for kind in kinds:
            spent[kind] = spent.get(kind, 0.0) + (time.thread_time() - start) * 1000 / len(kinds)
        return told

    measures = {kind: partial(timed, (kind,), look) for kind, look in plain.measures.items()}
    shared = {kinds: partial(timed, kinds, look) for kinds, look in plain.shared.items()}
    return replace(plain, measures=measures, shared=shared, least=dict.fromkeys(KINDS, 0.0)), spent


@cache
def scoring_reader() -> tuple[Reader, dict[str, float]]:
    """A reader that tells every signal's score as a warning, and the milliseconds that each took, noted there."""
    reader, (assessor, spent) = Reader(threads=1), scoring_assessor()
    reader._assessor = assessor
    return reader, spent
