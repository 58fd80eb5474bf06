"""One reading out of the quick way's and the thorough way's."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hmtocr.documents import face_of
from hmtocr.documents.together import together
from hmtocr.documents.told import Told
from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import homography, rectangle
from hmtocr.text.line import Box
from hmtocr.text.outcome import Outcome

QUAD = rectangle(100, 50, 900, 550)
Fields = dict[str, tuple[str, float]]


def told(size: tuple[int, int], fields: Fields, face: tuple[str, str, str] = ("mo-id", "2013", "front")) -> Told:
    """Fields with their probabilities, one under the other, on a flat card of that size."""
    width, height = size
    flat = Flat(np.zeros((height, width, 3), np.uint8), homography(rectangle(0, 0, 1, 1), QUAD))
    places = (
        *("number", "surname_en", "given_en", "birth_date", "first_issue_date", "issue_date", "expiry_date"),
        *("surname_zh", "given_zh", "surname_telecode", "given_telecode", "symbols"),
        "address",
    )

    def box(name: str) -> Box:
        top = (0.1 + 0.07 * places.index(name)) * height
        return (0.2 * width, top, 0.5 * width, top + 0.05 * height)

    outcomes = {name: Outcome(text, p, box(name)) for name, (text, p) in fields.items()}
    return Told(face_of(*face), flat, outcomes)


def texts(quick: Fields, thorough: Fields) -> dict[str, str]:
    whole = together(told((320, 192), quick), told((1600, 1009), thorough))
    return {name: outcome.text for name, outcome in whole.outcomes.items()}


def test_what_the_quick_way_is_sure_of_stands() -> None:
    assert texts({"number": ("1234567(8)", 0.97)}, {"number": ("1234567(3)", 0.99)}) == {"number": "1234567(8)"}
    assert texts({"number": ("1234567(8)", 0.4)}, {"number": ("1234567(3)", 0.6)}) == {"number": "1234567(3)"}


def test_what_only_the_quick_way_has_stands_if_it_is_sure_or_every_card_has_it() -> None:
    assert texts({"number": ("1234567(8)", 0.6), "given_en": ("HOI WAN", 0.6)}, {}) == {"number": "1234567(8)"}
    assert texts({"number": ("1234567(8)", 0.05), "given_en": ("HOI WAN", 0.95)}, {}) == {"given_en": "HOI WAN"}


def test_a_name_that_ends_within_a_word_was_cut_off() -> None:
    cut, whole = {"given_en": ("IJAYALAK", 0.97)}, {"given_en": ("VIJAYALAKSHMI BIBI", 0.2)}
    assert texts(cut, whole) == texts(whole, cut) == {"given_en": "VIJAYALAKSHMI BIBI"}


def test_a_name_without_whole_words_of_another_reading_may_be_all_of_it() -> None:
    stamped = {"given_en": ("HOI WAN SC M", 1e-6)}
    assert texts({"given_en": ("HOI WAN", 0.97)}, stamped) == {"given_en": "HOI WAN"}
    assert texts({"given_en": ("HOI WAN S", 0.97)}, stamped) == {"given_en": "HOI WAN S"}


def test_words_that_only_one_reading_has_are_kept_if_they_are_about_as_clear() -> None:
    assert texts({"surname_en": ("BAUTISTA", 0.8)}, {"surname_en": ("REYES BAUTISTA", 0.6)}) == {
        "surname_en": "REYES BAUTISTA"
    }
    assert texts({"surname_en": ("BAUTISTA", 0.9)}, {"surname_en": ("TE BAUTISTA", 0.1)}) == {"surname_en": "BAUTISTA"}
    assert texts({"surname_en": ("E BAUTISTA", 0.8)}, {"surname_en": ("BAUTISTA", 0.85)}) == {"surname_en": "BAUTISTA"}


def test_a_lone_letter_beside_a_name_is_none_of_it_however_sure() -> None:
    name, more = {"surname_en": ("HUNG", 0.985)}, {"surname_en": ("V HUNG", 0.95)}
    assert texts(name, more) == {"surname_en": "HUNG"}


def test_what_titles_end_with_is_no_name() -> None:
    assert texts({"surname_en": ("MACAU", 0.99)}, {"surname_en": ("CHAN", 0.6)}) == {"surname_en": "CHAN"}


def test_both_parts_of_a_name_are_not_one_of_them() -> None:
    parts = {"surname_en": ("SHEUNG KWUN", 0.88), "given_en": ("KIN OSCAR", 0.95)}
    both = {"surname_en": ("SHEUNG KWUN KIN OSCAR", 0.99)}
    assert texts(parts, both) == {"surname_en": "SHEUNG KWUN", "given_en": "KIN OSCAR"}


def test_an_address_without_its_beginning_gives_way_to_the_whole_one() -> None:
    face = ("hmt-permit", "taiwan", "front")
    whole, torn = ("广东省江门市开平市斌雲乡永安社区9队", 0.2), ("永安社区9队", 0.96)
    for pair in ((whole, torn), (torn, whole)):
        quick, thorough = (told((320, 192), {"address": one}, face) for one in pair)
        assert together(quick, thorough).outcomes["address"].text == whole[0]


def test_the_same_days_for_other_fields_are_left_where_the_quick_way_saw_them() -> None:
    quick = {
        "birth_date": ("09-09-1970", 0.99),
        "first_issue_date": ("01-02-2001", 0.99),
        "issue_date": ("05-06-2018", 0.99),
    }
    shifted = {
        "birth_date": ("09-09-1970", 0.99),
        "issue_date": ("01-02-2001", 0.99),
        "expiry_date": ("05-06-2018", 0.99),
    }
    assert texts(quick, shifted) == {name: text for name, (text, _) in quick.items()}


@pytest.mark.parametrize("missing", ["birth_date", "issue_date"])
def test_the_same_days_go_where_every_card_has_one(missing: str) -> None:
    days = ["20-07-1952", "14-04-1996", "24-05-2014"]
    names = ["birth_date", "first_issue_date", "issue_date", "expiry_date"]
    right: Fields = {name: (day, 0.99) for name, day in zip(names, days, strict=False)}
    wrong: Fields = {name: (day, 0.999) for name, day in zip((n for n in names if n != missing), days, strict=True)}
    assert texts(wrong, right) == {name: text for name, (text, _) in right.items()}


def test_dashes_for_an_expiry_need_not_be_sure_where_every_other_date_is() -> None:
    days = {"birth_date": "09-09-1970", "first_issue_date": "01-02-2001", "issue_date": "05-06-2018"}
    quick = {**{name: (day, 0.99) for name, day in days.items()}, "expiry_date": ("------", 0.2)}
    shifted = {
        "birth_date": ("09-09-1970", 0.9),
        "issue_date": ("01-02-2001", 0.9),
        "expiry_date": ("05-06-2018", 0.9),
    }
    assert texts(quick, shifted) == {**days, "expiry_date": "------"}


def test_a_gap_between_words_is_kept() -> None:
    assert texts({"given_en": ("HOIWAN", 0.99)}, {"given_en": ("HOI WAN", 0.5)}) == {"given_en": "HOI WAN"}


def test_a_text_that_lost_its_end_gives_way_to_the_whole() -> None:
    whole, part = {"given_telecode": ("5098 0000", 0.96)}, {"given_telecode": ("0000", 0.99)}
    assert texts(part, whole) == {"given_telecode": "5098 0000"}
    assert texts(part, {"given_telecode": ("5098 0000", 0.5)}) == {"given_telecode": "0000"}
    assert texts(part, {"given_telecode": ("5098 0001", 0.96)}) == {"given_telecode": "0000"}


def test_dates_that_neither_found_all_are_put_in_their_order() -> None:
    quick = {"birth_date": ("09-09-1970", 0.99), "issue_date": ("05-06-2028", 0.99)}
    thorough = {
        "birth_date": ("09-09-1970", 0.9),
        "first_issue_date": ("05-06-2018", 0.9),
        "expiry_date": ("01-02-2001", 0.9),
    }
    assert texts(quick, thorough) == {
        "birth_date": "09-09-1970",
        "first_issue_date": "01-02-2001",
        "issue_date": "05-06-2018",
        "expiry_date": "05-06-2028",
    }


def test_dates_that_one_found_in_a_wrong_order_are_put_right() -> None:
    names = ("birth_date", "first_issue_date", "issue_date", "expiry_date")
    days = ("19-01-1970", "15-02-2020", "26-11-2023", "26-11-2033")
    right, astray = dict(zip(names, days, strict=True)), (0, 2, 1, 3)
    shuffled = {name: (days[i], 0.99) for name, i in zip(names, astray, strict=True)}
    assert texts(shuffled, {}) == right
    assert texts({}, shuffled) == right
    assert texts({name: (day, 0.9) for name, day in right.items()}, shuffled) == right


def test_boxes_are_told_on_the_thorough_flat_card() -> None:
    whole = together(told((320, 192), {"number": ("1234567(8)", 0.97)}), told((1600, 1009), {}))
    np.testing.assert_allclose(whole.outcomes["number"].box, (320, 100.9, 800, 151.35), atol=0.5)


def test_one_piece_of_print_is_one_field() -> None:
    quick, thorough = told((320, 192), {"surname_en": ("KOO", 0.99)}), told((1600, 1009), {"given_en": ("K0O", 0.7)})
    place = told((1600, 1009), {"surname_en": ("", 1.0)}).outcomes["surname_en"].box
    moved = Told(thorough.face, thorough.flat, {"given_en": Outcome("KOO", 0.7, place)})
    assert set(together(quick, moved).outcomes) == {"surname_en"}


DAYS = {"birth_date": "09-09-1970", "first_issue_date": "01-02-2001", "issue_date": "05-06-2018"}


def test_what_breaks_a_rule_gives_way_to_what_keeps_it() -> None:
    right = {name: (day, 0.9) for name, day in {**DAYS, "expiry_date": "05-06-2028"}.items()}
    swapped = {**right, "first_issue_date": ("05-06-2018", 0.99), "issue_date": ("01-02-2001", 0.99)}
    assert texts(swapped, right) == {name: day for name, (day, _) in right.items()}
    name = {"surname_zh": ("廖", 0.95), "given_zh": ("黎照", 0.9), "given_telecode": ("7812 3564", 0.9)}
    code = {"surname_zh": ("廖", 0.95), "surname_telecode": ("7812 3564", 0.99)}
    assert texts(code, {**name, "surname_telecode": ("1675", 0.9)})["surname_telecode"] == "1675"


def test_nonsense_gives_way_however_sure_it_is() -> None:
    assert texts({"symbols": ("S", 0.99)}, {"symbols": ("BSM", 0.6)}) == {"symbols": "BSM"}
    assert texts({"symbols": ("BSM", 0.3)}, {"symbols": ("S", 0.99)}) == {"symbols": "BSM"}


def test_what_stands_beside_its_pair_need_not_be_sure() -> None:
    thorough = {"surname_telecode": ("7458", 0.9)}
    assert texts({"surname_zh": ("馮", 0.3)}, thorough)["surname_zh"] == "馮"
    assert "surname_zh" not in texts({"surname_zh": ("馮", 0.05)}, thorough)


def test_a_part_of_another_fields_print_is_none_of_its_own() -> None:
    quick, thorough = told((1600, 1009), {"surname_telecode": ("5364", 0.5)}), told((1600, 1009), {})
    x0, y0, x1, y1 = quick.outcomes["surname_telecode"].box
    whole = Outcome("5364 0110", 0.99, (x0, y0, 2 * x1 - x0, y1))
    both = together(quick, replace(thorough, outcomes={"given_telecode": whole}))
    assert {name: outcome.text for name, outcome in both.outcomes.items()} == {"given_telecode": "5364 0110"}


def test_print_that_another_field_claims_in_vain_stays_with_its_own() -> None:
    quick: Fields = {"surname_en": ("YOON", 0.98), "given_en": ("TARIQ", 0.96)}
    first, second = told((320, 192), quick), told((1600, 1009), {"given_en": ("NV", 0.8)})
    moved = replace(second.outcomes["given_en"], box=(320.0, 900.0, 800.0, 950.0))
    place = tuple(5.0 * side for side in first.outcomes["given_en"].box)
    claim = Outcome("TARIQ", 0.99, (place[0], place[1] * 1009 / 960, place[2], place[3] * 1009 / 960))
    whole = together(first, replace(second, outcomes={"given_en": moved, "surname_en": claim}))
    assert {name: outcome.text for name, outcome in whole.outcomes.items()} == {
        "surname_en": "YOON",
        "given_en": "TARIQ",
    }


def test_two_rows_that_were_both_taken_for_the_given_name_are_both_parts_of_it() -> None:
    first = told((320, 192), {"surname_en": ("EAM", 0.2), "given_en": ("AU YEUNG", 0.99)})
    second = told((1600, 1009), {"surname_en": ("MEN", 0.8), "given_en": ("KONG HOK", 0.99)})
    lower = replace(second.outcomes["given_en"], box=(320.0, 500.0, 800.0, 550.0))
    second = replace(second, outcomes={**second.outcomes, "given_en": lower})
    expected = {"surname_en": "AU YEUNG", "given_en": "KONG HOK"}
    assert {name: outcome.text for name, outcome in together(first, second).outcomes.items()} == expected
    beside = replace(lower, box=(900.0, 240.0, 1300.0, 290.0))
    second = replace(second, outcomes={**second.outcomes, "given_en": beside})
    assert {name: outcome.text for name, outcome in together(first, second).outcomes.items()} == expected


def test_codes_that_spell_a_name_stay_with_it_though_another_field_would_have_one() -> None:
    quick: Fields = {"surname_zh": ("衛", 0.97), "given_zh": ("凡絲", 0.99), "given_telecode": ("0416 4828", 0.99)}
    first, second = told((320, 192), quick), told((1600, 1009), {"given_telecode": ("4828", 0.999)})
    place = tuple(5.0 * side for side in first.outcomes["given_telecode"].box)
    claim = Outcome("0416", 1.0, (place[0], place[1] * 1009 / 960, place[2], place[3] * 1009 / 960))
    whole = together(first, replace(second, outcomes={**second.outcomes, "surname_telecode": claim}))
    assert {name: outcome.text for name, outcome in whole.outcomes.items()} == {n: t for n, (t, _) in quick.items()}
