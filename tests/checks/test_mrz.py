"""The machine-readable zone TD1."""

import dataclasses
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmtocr.checks import mrz

ICAO = ("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<")
names = st.text(string.ascii_uppercase, min_size=1, max_size=9)
days = st.dates().map(lambda day: f"{day:%y%m%d}")


def macao(expiry: str = "330415", given: str = "TAI MAN") -> tuple[str, str, str]:
    """A Macao zone that is nobody's."""
    return mrz.build_td1("ID", "MAC", "12345678", "20100101", "601203", "M", expiry, "CHN", "A", "CHAN", given)


def test_the_standard_example() -> None:
    td1 = mrz.parse(*ICAO)
    assert td1.valid
    assert (td1.document_code, td1.issuer, td1.nationality, td1.sex) == ("I", "UTO", "UTO", "F")
    assert (
        mrz.build_td1("I", "UTO", "D23145890", "", "740812", "F", "120415", "UTO", "", "ERIKSSON", "ANNA MARIA") == ICAO
    )


def test_what_is_built_is_read_back() -> None:
    td1 = mrz.parse(*macao())
    assert td1 == mrz.Td1(
        document_code="ID",
        issuer="MAC",
        number="12345678",
        optional1="20100101",
        birth="601203",
        sex="M",
        expiry="330415",
        nationality="CHN",
        optional2="A",
        surname="CHAN",
        given="TAI MAN",
        number_valid=True,
        birth_valid=True,
        expiry_valid=True,
        composite_valid=True,
    )


def test_a_card_that_never_expires() -> None:
    lines = macao(expiry="")
    assert lines[1][8:14] == "<<<<<<"
    td1 = mrz.parse(*lines)
    assert td1.valid
    assert td1.expiry == ""


def test_a_filler_in_place_of_the_check_digit_of_no_date() -> None:
    line1, line2, line3 = macao(expiry="")
    line2 = line2[:14] + "<" + line2[15:]
    assert mrz.parse(line1, line2, line3).expiry_valid


@given(names, names, days, days, st.from_regex(r"[A-Z0-9]{1,9}", fullmatch=True), st.sampled_from(["M", "F", ""]))
def test_any_zone_that_is_built_is_valid(
    surname: str, given_name: str, birth: str, expiry: str, number: str, sex: str
) -> None:
    lines = mrz.build_td1("ID", "MAC", number, "", birth, sex, expiry, "CHN", "", surname, given_name)
    assert all(mrz.is_line(line) for line in lines)
    td1 = mrz.parse(*lines)
    assert td1.valid
    assert (td1.number, td1.birth, td1.sex, td1.expiry) == (number, birth, sex, expiry)
    assert (td1.surname, td1.given) == (surname, given_name)


@pytest.mark.parametrize(
    ("place", "verdict"),
    [(0, "birth_valid"), (5, "birth_valid"), (8, "expiry_valid"), (13, "expiry_valid"), (20, None)],
)
def test_one_wrong_digit_in_line_two_is_told_apart(place: int, verdict: str | None) -> None:
    line1, line2, line3 = macao()
    wrong = "1" if line2[place] != "1" else "2"
    td1 = mrz.parse(line1, line2[:place] + wrong + line2[place + 1 :], line3)
    failed = {name for name, value in dataclasses.asdict(td1).items() if value is False}
    assert failed == {"composite_valid", *([verdict] if verdict else [])}
    assert not td1.valid


def test_a_long_number_goes_on_in_the_optional_data() -> None:
    digit = mrz.check_digit("D23145890734")
    td1 = mrz.parse(f"I<UTOD23145890<734{digit}<<<<<<<<<<<", ICAO[1], ICAO[2])
    assert td1.number == "D23145890734"
    assert td1.number_valid
    assert td1.optional1 == ""


def test_accents_apostrophes_and_hyphens_have_no_place() -> None:
    line3 = mrz.build_td1("I", "MAC", "1", "", "601203", "F", "", "CHN", "", "d'Assunção", "Ana-Maria")[2]
    assert line3 == "DASSUNCAO<<ANA<MARIA".ljust(30, "<")


def test_long_names_are_cut_and_one_name_alone_has_no_separator() -> None:
    assert len(macao(given="A" * 40)[2]) == 30
    assert mrz.parse(*macao(given="")).given == ""


@pytest.mark.parametrize("line", ["", "A" * 29, "A" * 31, "a" * 30, "-" * 30, " " * 30])
def test_what_is_no_line_is_refused(line: str) -> None:
    assert not mrz.is_line(line)
    with pytest.raises(ValueError, match="line 2"):
        mrz.parse(ICAO[0], line, ICAO[2])


def test_what_cannot_stand_in_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot hold"):
        mrz.build_td1("I", "MAC", "1234567890", "", "601203", "F", "", "CHN", "", "CHAN", "")
    with pytest.raises(ValueError, match="Latin letters"):
        mrz.build_td1("I", "MAC", "1", "", "601203", "F", "", "CHN", "", "陳", "")
    with pytest.raises(ValueError, match="no value"):
        mrz.check_digit("12*")


@pytest.mark.parametrize(
    ("line", "surname", "given", "agrees"),
    [
        ("CHAN<<TAI<MAN<<<<<<<<<<<<<<<<<", "CHAN", "TAI MAN", True),
        ("CHAN<<TAI<MAN<<<<<<<<<<<<<<<<<", "CHAN", "TAI-MAN", True),
        ("CHAN<<TAI<MAN<<<<<<<<<<<<<<<<<", "CHAN", "", True),
        ("CHAN<<TAI<MAN<<<<<<<<<<<<<<<<<", "CHAN", "TAI", False),
        ("CHAN<<TAI<MAN<<<<<<<<<<<<<<<<<", "CHAN TAI", "MAN", False),
        ("CONCEICAO<<JOSE<<<<<<<<<<<<<<<", "CONCEIÇÃO", "JOSÉ", True),
        ("SURYANINGSIH<<<<<<<<<<<<<<<<<<", "SURYANINGSIH", "", True),
        ("SURYANINGSIH<<<<<<<<<<<<<<<<<<", "SURYANING", "", False),
        ("VIJAYALAKSHMI<<AYESHA<BIBI<KHA", "VIJAYALAKSHMI", "AYESHA BIBI KHANUM", True),
        ("VIJAYALAKSHMI<<AYESHA<BIBI<KHA", "VIJAYALAKSHMI", "AYESHA BIBI", False),
    ],
)
def test_names_are_compared_by_their_letters(line: str, surname: str, given: str, agrees: bool) -> None:
    assert mrz.names_agree(line, surname, given) is agrees
