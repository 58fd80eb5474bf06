"""Fields that look alike are told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest

from hmtocr.documents import face_of
from hmtocr.documents.kin import read_kin
from hmtocr.documents.looks import Looks
from hmtocr.documents.spec import Face, FieldSpec
from hmtocr.image.geometry import rectangle
from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading
from hmtocr.text.places import KIN, Row
from hmtocr.text.recogniser import Posterior

FACE = face_of("mo-id", "2013", "front")
ALPHABET = Charset("0123456789").alphabet("0123456789")


def row(at: float, shares: dict[str, float], end: float = 0.5) -> Row:
    """A row at a height of the card."""
    return Row(rectangle(0.1, at, end, at + 0.05), 0.9, shares)


class Printed:
    """Reads what is printed in a row, if the field can hold it; of a part of a row the words in it."""

    def __init__(self, texts: dict[float, str]) -> None:
        self.texts = texts

    def __call__(self, spec: FieldSpec, place: Row) -> LineReading | None:
        text = next(text for at, text in self.texts.items() if abs(at - place.quad[0, 1]) < 0.01)
        x0, x1 = float(place.quad[0, 0]), float(place.quad[1, 0])
        inside = [c for i, c in enumerate(text) if x0 <= 0.1 + 0.4 * (i + 0.5) / len(text) <= x1]
        text = "".join(inside)
        if spec.name:
            text = text.strip(", ")
        if spec.name.endswith("_date") and not text.startswith(tuple("0123")):
            return None
        steps = tuple(range(len(text)))
        posterior = Posterior(np.zeros((max(1, len(text)), 1), np.float32), 10, 1.0)
        box = (x0 * 320, 0.0, x1 * 320, 8.0)
        return LineReading((Candidate(text, 0.95, steps),), posterior, ALPHABET, box)


def read(
    face: Face, names: Sequence[str], rows: Sequence[Row], printed: Printed, zone: str = ""
) -> Mapping[str, LineReading]:
    """One glance is as good as another look."""

    def part(spec: FieldSpec, place: Row, whole: LineReading, first: int, last: int) -> LineReading | None:
        return printed(spec, place.part(first / len(whole.text), last / len(whole.text)))

    def best(spec: FieldSpec, places: Sequence[Row]) -> LineReading | None:
        return printed(spec, places[0])

    return read_kin(face, names, rows, Looks(printed, printed, best, part, lambda _: None), zone)


def test_dates_go_where_their_order_puts_them_even_if_they_look_otherwise() -> None:
    alike = {"birth_date": 0.3, "first_issue_date": 0.25, "issue_date": 0.25, "expiry_date": 0.2}
    rows = [row(y, alike) for y in (0.2, 0.4, 0.6, 0.8)]
    texts = {0.2: "05-06-2028", 0.4: "01-02-2001", 0.6: "05-06-2018", 0.8: "09-09-1970"}
    told = read(FACE, KIN["dates"], rows, Printed(texts))
    assert {name: reading.text for name, reading in told.items()} == {
        "birth_date": "09-09-1970",
        "first_issue_date": "01-02-2001",
        "issue_date": "05-06-2018",
        "expiry_date": "05-06-2028",
    }


def test_a_field_that_no_row_looks_like_stays_out() -> None:
    rows = [row(0.2, {"birth_date": 0.95})]
    told = read(FACE, KIN["dates"], rows, Printed({0.2: "09-09-1970"}))
    assert list(told) == ["birth_date"]


def test_a_name_run_together_with_a_comma_is_taken_apart() -> None:
    joint = [row(0.3, {"surname_en": 0.5, "given_en": 0.5})]
    told = read(FACE, KIN["names_en"], joint, Printed({0.3: "PANG, YU-YI"}))
    assert {name: reading.text for name, reading in told.items()} == {"surname_en": "PANG", "given_en": "YU-YI"}


def test_names_side_by_side_without_a_comma_part_where_their_looks_change() -> None:
    joint = [replace(row(0.3, {"surname_en": 0.5, "given_en": 0.5}), turn=0.5)]
    told = read(FACE, KIN["names_en"], joint, Printed({0.3: "DAROCHA ANTONIO"}))
    assert {name: reading.text for name, reading in told.items()} == {"surname_en": "DAROCHA", "given_en": "ANTONIO"}


@pytest.mark.parametrize(("first", "second"), [("surname_en", "given_en"), ("given_en", "surname_en")])
def test_names_apart_are_told_by_what_they_look_like(first: str, second: str) -> None:
    rows = [row(0.3, {first: 0.9, second: 0.05}), row(0.5, {first: 0.1, second: 0.85})]
    told = read(FACE, KIN["names_en"], rows, Printed({0.3: "KOO", 0.5: "KUI FAI"}))
    assert (told[first].text, told[second].text) == ("KOO", "KUI FAI")


def test_names_are_where_the_machine_readable_zone_says_they_are() -> None:
    either = {"surname_en": 0.5, "given_en": 0.4}
    rows = [row(0.2, either), row(0.4, {"surname_en": 0.9}), row(0.6, {"given_en": 0.9})]
    printed = Printed({0.2: "MAGSAYSAY MACARAEG", 0.4: "FERDINAND", 0.6: "NOME"})
    zone = "MAGSAYSAY<MACARAEG<<FERDINAND<"
    told = read(face_of("mo-id", "2023", "front"), KIN["names_en"], rows, printed, zone)
    assert {name: reading.text for name, reading in told.items()} == {
        "surname_en": "MAGSAYSAY MACARAEG",
        "given_en": "FERDINAND",
    }


def test_a_name_in_two_rows_is_not_taken_apart() -> None:
    rows = [
        replace(row(0.2, {"surname_en": 0.6, "given_en": 0.3}), turn=0.5),
        row(0.4, {"surname_en": 0.2, "given_en": 0.4}),
    ]
    told = read(FACE, KIN["names_en"], rows, Printed({0.2: "LESTARI HANDAYANI", 0.4: "JOSE MARI"}))
    assert {name: reading.text for name, reading in told.items()} == {
        "surname_en": "LESTARI HANDAYANI",
        "given_en": "JOSE MARI",
    }
