"""The OCR lines of a Macao card."""

import re
from datetime import date

import numpy as np
import pytest

from hmtocr.checks import mrz
from hmtocr.specimens.macao_mrz import td1_lines


@pytest.mark.parametrize("seed", range(20))
def test_lines_have_thirty_characters_and_right_check_digits(seed: int) -> None:
    rng = np.random.default_rng(seed)
    dates = (date(1999, 12, 20), date(2014, 2, 28), date(2024, 2, 28) if seed % 3 else None)
    names = ("CHAN", "TAI MAN")
    one, two, three = td1_lines(rng, "1234567(8)", names, "M", date(1961, 5, 4), dates, "ASM")
    assert all(re.fullmatch(r"[A-Z0-9<]{30}", line) for line in (one, two, three))
    td1 = mrz.parse(one, two, three)
    assert td1.valid
    assert td1.number.startswith("1234567")
    assert (td1.birth, td1.sex, td1.surname, td1.given) == ("610504", "M", "CHAN", "TAI MAN")


@pytest.mark.parametrize(
    ("names", "line"),
    [
        (("D'SOUZA", "ANA-MARIA"), "DSOUZA<<ANA<MARIA"),
        (("SUKARNO", ""), "SUKARNO"),
        (("FERREIRA DOS SANTOS", "MARIA DA CONCEICAO"), "FERREIRA<DOS<SANTOS<<MARIA<DA<"),
    ],
)
def test_names_are_filled_and_cut(names: tuple[str, str], line: str) -> None:
    rng, day = np.random.default_rng(0), date(2000, 1, 1)
    assert td1_lines(rng, "5000000(0)", names, "F", day, (day, day, None), "B")[2] == line.ljust(30, "<")
