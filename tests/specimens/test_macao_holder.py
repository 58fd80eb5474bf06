"""The texts of invented Macao cards."""

import re
from datetime import datetime

import numpy as np
import pytest

from hmtocr.checks import mrz
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.macao_holder import MacaoHolder, invent_holder

_FORMATS = {
    "number": r"[1578]\d{6}\(\d\)",
    "surname_zh": r"[\u3400-\u9fff]{1,2}",
    "given_zh": r"[\u3400-\u9fff]{1,3}",
    "surname_en": r"[A-Z][A-Z' -]*",
    "given_en": r"[A-Z][A-Z' -]*",
    "surname_telecode": r"\d{4}( \d{4})*",
    "given_telecode": r"\d{4}( \d{4})*",
    "birth_date": r"\d\d-\d\d-\d{4}",
    "sex": r"[MF]",
    "height": r"[012]\.\d\d",
    "symbols": r"[ABCDN]S?[MF]?",
    "first_issue_date": r"\d\d-\d\d-\d{4}",
    "issue_date": r"\d\d-\d\d-\d{4}",
    "expiry_date": r"\d\d-\d\d-\d{4}|------",
}


def _holders(design: str, count: int = 60) -> list[MacaoHolder]:
    rng = np.random.default_rng(5)
    return [invent_holder(rng, design, font_pack("default"), "all") for _ in range(count)]


@pytest.mark.parametrize("design", ["2002", "2013", "2023"])
def test_every_text_has_its_documented_format(design: str) -> None:
    for holder in _holders(design):
        for name, text in holder.texts.items():
            assert re.fullmatch(_FORMATS[name], text), (name, text)


@pytest.mark.parametrize("design", ["2002", "2013", "2023"])
def test_dates_are_in_order_and_lines_agree_with_the_front(design: str) -> None:
    for holder in _holders(design):
        days = {k: datetime.strptime(t, "%d-%m-%Y") for k, t in holder.texts.items() if re.search(r"-\d{4}$", t)}
        assert days["birth_date"] < days.get("first_issue_date", days["issue_date"]) <= days["issue_date"]
        if "expiry_date" in days:
            assert days["issue_date"] < days["expiry_date"]
        else:
            assert holder.age >= 60
        td1 = mrz.parse(*holder.lines)
        assert td1.valid
        assert td1.birth == days["birth_date"].strftime("%y%m%d")
        assert td1.number.startswith(holder.texts["number"][:7])


def test_the_third_generation_drops_four_kinds_of_field() -> None:
    gone = {"first_issue_date", "height", "symbols", "surname_telecode", "given_telecode"}
    assert not any(gone & set(holder.texts) for holder in _holders("2023"))
    assert {"first_issue_date", "height", "symbols"} <= set(_holders("2013")[0].texts)


def test_there_are_holders_of_every_kind() -> None:
    holders = _holders("2002", 150)
    assert {h.permanent for h in holders} == {True, False}
    assert {h.sex for h in holders} == {"M", "F"}
    assert any("surname_zh" not in h.texts for h in holders)
    assert any(h.texts["expiry_date"] == "------" for h in holders)
