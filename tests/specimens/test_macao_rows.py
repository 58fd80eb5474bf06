"""Rows and captions of a Macao front."""

import numpy as np
import pytest

from hmtocr.specimens.macao_rows import Wording, front_rows, invent_wording

_TEXTS = {
    "surname_zh": "陳", "given_zh": "大文", "surname_en": "CHAN", "given_en": "TAI MAN",
    "surname_telecode": "7115", "given_telecode": "1129 2429", "number": "1234567(8)",
    "birth_date": "01-02-1980", "sex": "M", "height": "1.70", "symbols": "ASM",
    "first_issue_date": "01-02-1999", "issue_date": "01-02-2010", "expiry_date": "01-02-2020",
}  # fmt: skip


@pytest.mark.parametrize("design", ["2002", "2013"])
@pytest.mark.parametrize("across", [1, 2, 3])
def test_every_field_is_printed_once(design: str, across: int) -> None:
    rng = np.random.default_rng(across)
    for _ in range(40):
        rows = front_rows(rng, design, _TEXTS, invent_wording(rng), across, set())
        pieces = [p for row in rows for cell in row for line in cell.lines for p in line if p.name]
        assert sorted(p.name for p in pieces) == sorted(_TEXTS)
        assert all(_TEXTS[p.name] == p.text for p in pieces)


def test_a_field_printed_elsewhere_is_left_out() -> None:
    rng = np.random.default_rng(0)
    rows = front_rows(rng, "2013", _TEXTS, Wording("both", False, "", 0), 2, {"number"})
    assert all(p.name != "number" for row in rows for cell in row for line in cell.lines for p in line)


def test_only_the_first_design_joins_the_names_with_a_comma() -> None:
    rng = np.random.default_rng(1)
    for design, comma in (("2002", True), ("2013", False)):
        rows = front_rows(rng, design, _TEXTS, invent_wording(rng), 2, set())
        lines = ["".join(p.text for p in line) for row in rows for cell in row for line in cell.lines]
        assert any(line.startswith("陳,大文") for line in lines) == comma
        assert any(line == "CHAN,TAI MAN" for line in lines) == comma


@pytest.mark.parametrize("languages", ["zh", "latin"])
def test_captions_of_one_language(languages: str) -> None:
    rng = np.random.default_rng(2)
    rows = front_rows(rng, "2013", _TEXTS, Wording(languages, False, ":", 0), 2, set())
    cells = [cell for row in rows for cell in row]
    assert all(not (cell.latin if languages == "zh" else cell.zh) for cell in cells)
    assert any(cell.zh or cell.latin for cell in cells)
