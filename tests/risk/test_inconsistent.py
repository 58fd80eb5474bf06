"""A contradiction in print is signalled; what may have been misread is not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from hmtocr.documents import face_of
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import rectangle
from hmtocr.reading import Field
from hmtocr.risk.inconsistent import measure
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight, Signal
from hmtocr.risk.thresholds import thresholds

PERMIT = ("hmt-permit", "taiwan", "front")
MACAO = ("mo-id", "2023", "front")
HONG_KONG = ("hk-id", "2018", "front")
HOLDER = {"name_zh": "林小明", "sex": "男", "birth_date": "1990年1月1日", "number": "830000199001010012"}
ZONE = ("I<MAC54408452<0<<<<<<<<<<<<<<<", "8510150M3312212XXX<<<<<<<<<<<0", "HSU<<KEI<<<<<<<<<<<<<<<<<<<<<<")


def signal(
    face: tuple[str, str, str],
    texts: Mapping[str, str],
    confidence: Mapping[str, float] | None = None,
    alternatives: Mapping[str, tuple[tuple[str, float], ...]] | None = None,
) -> Signal:
    """The signal of a card that prints these texts, read with that confidence (0.999 where not told)."""
    sure, others = confidence or {}, alternatives or {}
    quads = {name: ((0.0, y), (9.0, y), (9.0, y + 5.0), (0.0, y + 5.0)) for y, name in enumerate(texts)}
    fields = {
        name: Field(text, text, sure.get(name, 0.999), quads[name], others.get(name, ()))
        for name, text in texts.items()
    }
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    quad = rectangle(0, 0, WIDTH, HEIGHT)
    flat = flatten(pixels, quad, WIDTH, HEIGHT)
    return measure(Sight(pixels, 1.0, quad, flat, face, fields, face_of(*face).checks(fields)))


def test_a_card_without_contradictions_scores_nothing() -> None:
    assert signal(PERMIT, HOLDER) == Signal(0.0)


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"sex": "女"}, {"number", "sex"}),
        ({"birth_date": "1990年1月2日"}, {"number", "birth_date"}),
        ({"number": "830000199001010017"}, {"number"}),
    ],
)
def test_a_surely_read_contradiction_warns(changed: dict[str, str], fields: set[str]) -> None:
    found = signal(PERMIT, HOLDER | changed)
    assert found.score > thresholds("balanced")["inconsistent"]
    assert set(found.fields) == fields
    assert (found.quad is None) == (len(fields) > 1)


def test_what_may_be_misread_does_not_warn() -> None:
    wrong = HOLDER | {"number": "830000199001010017"}
    assert signal(PERMIT, wrong, {"number": 0.9}).score < thresholds("strict")["inconsistent"]


def test_another_reading_that_keeps_the_rule_speaks_against_it() -> None:
    wrong = HOLDER | {"number": "830000199001010017"}
    other = {"number": ((HOLDER["number"], 0.1),)}
    assert signal(PERMIT, wrong, None, other).score < 0.5 * signal(PERMIT, wrong).score


def test_the_zone_is_held_against_the_face() -> None:
    face = {"number": "5440845(2)", "sex": "M", "birth_date": "15-10-1985", "expiry_date": "21-12-2033"}
    texts = face | dict(zip(("mrz1", "mrz2", "mrz3"), ZONE, strict=True))
    assert signal(MACAO, texts) == Signal(0.0)
    other = signal(MACAO, texts | {"birth_date": "15-10-1986"})
    assert other.score > thresholds("balanced")["inconsistent"]
    assert {"birth_date", "mrz2"} <= set(other.fields)


def test_telecodes_count_less_than_arithmetic() -> None:
    texts = {"name_zh": "樂永晴", "telecode": "2867 3057 2532", "number": "Z683365(5)"}
    name = signal(HONG_KONG, texts | {"telecode": "2867 3057 0001", "number": "A123456(3)"})
    number = signal(HONG_KONG, texts)
    assert number.fields == ("number",)
    assert 0 < name.score < number.score
