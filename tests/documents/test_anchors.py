"""Values found by captions and looks."""

from __future__ import annotations

from collections.abc import Mapping

from hmtocr.documents.anchors import Hit, Value, Wanted, assign, split_captions
from hmtocr.text.page import Piece

DATE = r"\d\d-\d\d-\d{4}"


def piece(text: str, x: float, y: float, confidence: float = 0.99) -> Piece:
    return Piece(text, tuple(x + 30.0 * (i + 0.5) for i in range(len(text))), y, y + 50, confidence)


def value(text: str, x: float, y: float, confidence: float = 0.99) -> Value:
    part = piece(text, x, y, confidence)
    return Value(part, part.box())


def test_a_caption_and_its_value_in_one_run_are_parted() -> None:
    hits, values = split_captions([piece("Sexo:M", 0, 0)], {"sex": r"sexo"})
    assert [hit.key for hit in hits] == ["sex"]
    assert [v.piece.text for v in values] == ["M"]


def test_a_legible_name_that_is_nearly_a_caption_stays_a_value() -> None:
    hits, values = split_captions([piece("GOMES", 0, 0)], {"given": r"^(?:nomes){e<=1}$"})
    assert [hit.key for hit in hits] == ["given"]
    assert [v.piece.text for v in values] == ["GOMES"]


def test_dates_go_to_the_captions_above_them() -> None:
    wanted = (Wanted("birth", ("birth",), DATE, 0.1, group="d"), Wanted("issue", ("issue",), DATE, 0.1, group="d"))
    hits = [Hit("issue", (0.0, 0.0, 200.0, 40.0)), Hit("birth", (600.0, 0.0, 800.0, 40.0))]
    found = assign(wanted, hits, [value("01-02-2020", 0, 50), value("03-04-1980", 600, 50)])
    assert {name: f.pieces[0].text for name, f in found.items()} == {"issue": "01-02-2020", "birth": "03-04-1980"}


def test_without_captions_the_assignment_that_makes_sense_is_taken() -> None:
    def in_order(values: Mapping[str, Piece]) -> float:
        return 1.0 if len(values) == 2 and values["birth"].text[-4:] < values["issue"].text[-4:] else 0.0

    wanted = (Wanted("birth", (), DATE, 0.1, group="d"), Wanted("issue", (), DATE, 0.1, group="d"))
    found = assign(wanted, [], [value("01-02-2020", 0, 50), value("03-04-1980", 600, 50)], in_order)
    assert found["birth"].pieces[0].text == "03-04-1980"


def test_hardly_legible_print_yields_to_what_is_clear() -> None:
    wanted = (Wanted("name", (), r"^[A-Z]{2,}$", 0.05),)
    found = assign(wanted, [], [value("UINMI", 0, 0, 0.6), value("CHAN", 0, 200, 1.0)])
    assert found["name"].pieces[0].text == "CHAN"
