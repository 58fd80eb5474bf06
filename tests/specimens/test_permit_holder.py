"""The texts of invented residence permits."""

import re
from datetime import datetime

import numpy as np
import pytest

from hmtocr.checks import dates, permit_number
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.permit_holder import PermitHolder, invent_permit_holder


def _holders(design: str, count: int = 60) -> list[PermitHolder]:
    rng = np.random.default_rng(6)
    return [invent_permit_holder(rng, design, font_pack("default"), "all") for _ in range(count)]


@pytest.mark.parametrize("design", ["hk-macao", "taiwan"])
def test_number_agrees_with_birth_sex_and_region(design: str) -> None:
    for holder in _holders(design):
        assert re.fullmatch(r"8[123]0000\d{11}[\dX]", holder.number)
        assert permit_number.is_valid(holder.number)
        assert holder.number[6:14] == f"{holder.birth:%Y%m%d}"
        assert int(holder.number[16]) % 2 == (holder.sex == "男")
        region = {"H": "81", "M": "82"}.get(holder.permit_number[0], "83")
        assert holder.number.startswith(region)


@pytest.mark.parametrize(("design", "form"), [("hk-macao", r"[HM]\d{8}(\d\d)?"), ("taiwan", r"\d{8}")])
def test_back_texts_have_their_formats(design: str, form: str) -> None:
    for holder in _holders(design):
        assert re.fullmatch(form, holder.permit_number)
        assert re.fullmatch(r"0?[1-9]", holder.issue_count)
        start, end = (datetime.strptime(day, "%Y.%m.%d") for day in holder.validity.split("-"))
        assert dates.is_five_years(start.date(), end.date())
        assert holder.birth < start.date()


def test_regions_sexes_and_old_numbers_all_occur() -> None:
    holders = _holders("hk-macao", 150)
    assert {h.permit_number[0] for h in holders} == {"H", "M"}
    assert {len(h.permit_number) for h in holders} == {9, 11}
    assert {h.sex for h in holders} == {"男", "女"}
