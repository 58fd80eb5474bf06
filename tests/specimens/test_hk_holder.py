"""Holders of Hong Kong cards and the texts of their cards."""

import re
from datetime import datetime

import numpy as np
import pytest

from hmtocr.checks import hkid, symbols
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.hk_holder import CARD_TYPES, HkHolder, invent_hk_holder, invent_hk_number


def _holders(kind: str, design: str = "2018", count: int = 40) -> list[HkHolder]:
    rng = np.random.default_rng(len(kind))
    return [invent_hk_holder(rng, design, font_pack(), kind=kind) for _ in range(count)]


def test_numbers_have_the_printed_form_and_mostly_the_right_check_digit() -> None:
    rng = np.random.default_rng(1)
    numbers = [invent_hk_number(rng) for _ in range(400)]
    assert all(re.fullmatch(r"[A-Z]{1,2}\d{6}\([0-9A-E]\)", number) for number in numbers)
    right = sum(hkid.is_valid(number) is True for number in numbers)
    assert 320 < right < 400
    assert 20 < sum(number[1].isalpha() for number in numbers) < 90


@pytest.mark.parametrize("kind", CARD_TYPES)
def test_texts_have_the_printed_forms(kind: str) -> None:
    for holder in _holders(kind):
        texts = holder.texts
        assert re.fullmatch(r"\d\d-\d\d-\d{4}", texts["birth_date"])
        assert re.fullmatch(r"\d\d-\d\d-\d\d", texts["issue_date"])
        assert re.fullmatch(r"\(\d\d-\d\d\)", texts["first_issue_date"])
        assert texts["sex"] in ("男 M", "女 F")
        assert symbols.parse_hong_kong(texts["symbols"]) is not None
        assert ("name_zh" in texts) or ("telecode" not in texts)
        assert "" not in texts.values()
        assert texts["number"].startswith(holder.window + "(")


@pytest.mark.parametrize("kind", CARD_TYPES)
def test_age_symbols_and_portrait_fit_the_card_type(kind: str) -> None:
    for holder in _holders(kind):
        youngest, oldest = CARD_TYPES[kind].ages
        issue = datetime.strptime(holder.texts["issue_date"], "%d-%m-%y").date()
        birth = datetime.strptime(holder.texts["birth_date"], "%d-%m-%Y").date()
        age = issue.year - birth.year - ((issue.month, issue.day) < (birth.month, birth.day))
        assert youngest <= age <= oldest
        assert holder.pictured == (age >= 11)
        stars = holder.texts["symbols"].count("*")
        assert stars in ((0, 3) if youngest == 18 else (0, 1) if kind.endswith("11-17") else (0,))
        assert symbols.is_permanent(holder.texts["symbols"]) == CARD_TYPES[kind].permanent


def test_cards_are_issued_in_the_designs_own_years() -> None:
    old = {holder.texts["issue_date"][-2:] for holder in _holders("permanent 18+", "2003")}
    new = {holder.texts["issue_date"][-2:] for holder in _holders("permanent 18+", "2018")}
    assert old <= {f"{year:02d}" for year in range(3, 19)}
    assert new <= {f"{year:02d}" for year in range(18, 27)}
