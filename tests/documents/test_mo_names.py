"""Names on a Macao card's front."""

from __future__ import annotations

from hmtocr.documents import mo_names
from hmtocr.documents.anchors import Hit, Value
from hmtocr.text.page import Piece


def piece(text: str, x: float, y: float, step: float = 40.0, tall: float = 60.0) -> Piece:
    centres = tuple(x + step * (i + 0.5) for i in range(len(text)))
    return Piece(text, centres, y, y + tall, 0.99)


def value(text: str, x: float, y: float) -> Value:
    part = piece(text, x, y)
    return Value(part, part.box())


def test_names_with_a_comma_are_taken_apart() -> None:
    parts = mo_names.apart([piece("陳,大文", 100, 100), piece("CHAN,TAIMAN", 100, 200)])
    assert [(p.text, p.then) for p in parts] == [("陳", ","), ("大文", ""), ("CHAN", ","), ("TAIMAN", "")]


def test_codes_with_a_comma_are_taken_apart() -> None:
    assert [p.text for p in mo_names.apart([piece("7115,11292429", 0, 0)])] == ["7115", "11292429"]


def test_what_is_left_of_a_title_is_no_name() -> None:
    title = Hit("title", (0.0, 90.0, 500.0, 150.0))
    left = mo_names.sift([title], [value("A.E.M", 600, 95), value("LEI", 600, 300), value("01-02-2003", 900, 95)])
    assert [v.piece.text for v in left] == ["LEI", "01-02-2003"]


def test_scripts_of_one_name_belong_side_by_side() -> None:
    surname, given = piece("LEI", 100, 300), piece("KA MAN", 700, 300)
    right = {
        "surname_en": surname,
        "given_en": given,
        "surname_zh": piece("李", 100, 220),
        "given_zh": piece("嘉文", 700, 220),
    }
    swapped = right | {"surname_zh": right["given_zh"], "given_zh": right["surname_zh"]}
    assert mo_names.agree(right) > mo_names.agree(swapped) + 0.5


def found(**pieces: Piece) -> dict[str, mo_names.Found]:
    return {name: mo_names.Found((p,), 0.5) for name, p in pieces.items()}


def texts(whole: object) -> dict[str, str]:
    assert isinstance(whole, dict)
    return {name: "".join(p.text for p in f.pieces) for name, f in whole.items()}


def test_a_name_in_one_run_is_cut_after_the_surname() -> None:
    whole = mo_names.complete(
        [], [], found(surname_zh=piece("李嘉文", 100, 200), surname_telecode=piece("262108572429", 100, 300))
    )
    assert texts(whole) == {
        "surname_zh": "李",
        "given_zh": "嘉文",
        "surname_telecode": "2621",
        "given_telecode": "08572429",
    }


def test_a_compound_surname_keeps_both_characters() -> None:
    assert texts(mo_names.complete([], [], found(surname_zh=piece("歐陽文", 100, 200))))["surname_zh"] == "歐陽"


def test_a_given_name_that_stands_alone_is_not_cut() -> None:
    whole = found(
        surname_en=piece("LEI", 100, 300), given_en=piece("KAMAN", 100, 600), surname_zh=piece("嘉文", 100, 530)
    )
    assert texts(mo_names.complete([], [], whole)) == {"surname_en": "LEI", "given_en": "KAMAN", "given_zh": "嘉文"}
