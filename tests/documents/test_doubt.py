"""When the quick way's reading is not left at that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from hmtocr.documents import face_of
from hmtocr.documents.doubt import doubtful
from hmtocr.documents.spec import Face
from hmtocr.documents.told import Told
from hmtocr.image.flatten import Flat
from hmtocr.reading import Check
from hmtocr.text.outcome import Outcome

FLAT = Flat(np.zeros((192, 320, 3), np.uint8), np.eye(3))
FACE = face_of("hk-id", "2003", "front")
NEEDED = [spec.name for spec in FACE.fields if spec.required]
TEXTS = ("x", "ASM", "31-12-1999", "31-12-99", "(12-99)")


def printed(name: str, face: Face = FACE, probability: float = 0.99) -> Outcome:
    """A text that the field may hold, for all that its own rule knows."""
    text = next(text for text in TEXTS if face.field(name).plausible(text))
    return Outcome(text, probability, (0, 0, 1, 1))


def told(**changed: float | None) -> Told:
    """A card whose required fields are sure, but for those that are changed (None: not read)."""
    sure: Mapping[str, float | None] = {**dict.fromkeys(NEEDED, 0.99), **changed}
    outcomes = {name: printed(name, probability=p) for name, p in sure.items() if p is not None}
    return Told(FACE, FLAT, outcomes)


def test_a_card_that_is_read_surely_is_left_at_that() -> None:
    assert not doubtful(told(), (Check("hkid.check_digit", True, ("number",)), Check("x", None, ())))
    assert not doubtful(told(name_zh=0.9, telecode=0.99), ())


@pytest.mark.parametrize(
    "changed", [{"number": None}, {"issue_date": 0.2}, {"name_zh": 0.9}, {"name_zh": 0.05, "telecode": 0.99}]
)
def test_what_is_missing_or_weak_is_looked_at_again(changed: dict[str, float | None]) -> None:
    assert doubtful(told(**changed), ())


@pytest.mark.parametrize(("name", "text"), [("birth_date", "39-12-1999"), ("symbols", "S")])
def test_nonsense_is_looked_at_again(name: str, text: str) -> None:
    face = face_of("mo-id", "2013", "front")
    read = {spec.name: printed(spec.name, face) for spec in face.fields}
    assert not doubtful(Told(face, FLAT, read), ())
    assert doubtful(Told(face, FLAT, {**read, name: Outcome(text, 0.99, (0, 0, 1, 1))}), ())


def test_something_hardly_seen_is_looked_at_again() -> None:
    assert doubtful(replace(told(), faint=frozenset({"telecode"})), ())
    assert not doubtful(replace(told(), faint=frozenset({"window_text", "mrz"})), ())


def test_a_zone_that_was_seen_and_not_read_is_looked_at_again() -> None:
    face = face_of("mo-id", "2023", "front")
    read = {spec.name: printed(spec.name, face) for spec in face.fields if not spec.name.startswith("mrz")}
    seen = Told(face, FLAT, read, frozenset({"mrz"}))
    assert doubtful(seen, ())
    assert not doubtful(replace(seen, marked=frozenset()), ())


def test_a_title_that_belongs_on_the_other_side_need_not_be_read() -> None:
    for design, doubted in (("2013", True), ("2023", False)):
        face = face_of("mo-id", design, "back")
        read = {name: Outcome("x", 0.99, (0, 0, 1, 1)) for name in ("mrz1", "mrz2", "mrz3")}
        assert doubtful(Told(face, FLAT, read, frozenset({"mrz", "resident_type"})), ()) is doubted


def test_so_is_what_breaks_a_rule() -> None:
    assert doubtful(told(), (Check("dates.order", False, ("birth_date", "issue_date")),))


def test_a_name_that_its_code_spells_may_be_weaker() -> None:
    spelt = (Check("telecode.name", True, ("name_zh", "telecode")),)
    weak = told(name_zh=0.2, telecode=0.99)
    assert doubtful(weak, ())
    assert not doubtful(weak, spelt)
    assert doubtful(told(name_zh=0.2, telecode=0.6), spelt)


def test_a_number_that_two_recognisers_have_read_may_be_printed_with_a_wrong_digit() -> None:
    broken = (Check("hkid.check_digit", False, ("number",)),)
    assert not doubtful(told(), broken)
    assert doubtful(told(number=0.7), broken)


@pytest.mark.parametrize(
    ("design", "seen", "doubted"),
    [
        ("2023", {"telecodes"}, True),
        ("2023", {"telecodes", "resident_type"}, False),
        ("2023", {"resident_type"}, False),
        ("2013", {"resident_type"}, True),
        ("2013", {"telecodes"}, False),
    ],
)
def test_rows_that_only_another_design_has_are_looked_into(design: str, seen: set[str], doubted: bool) -> None:
    face = face_of("mo-id", design, "front")
    read = {spec.name: printed(spec.name, face) for spec in face.fields}
    assert doubtful(Told(face, FLAT, read, frozenset(seen)), ()) is doubted
