"""Telegraph codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hmtocr.checks import telecode

# Characters of the official Hong Kong specimens.
PRINTED = {"李": "2621", "陳": "7115", "張": "1728", "王": "3769", "林": "2651", "智": "2535"} | {
    "能": "5174",
    "家": "1367",
    "明": "2494",
    "樂": "2867",
}
characters = st.sampled_from([char for n in range(10_000) if (char := telecode.decode(f"{n:04}"))])


@pytest.mark.parametrize(("char", "code"), PRINTED.items())
def test_specimens_follow_the_taiwan_book(char: str, code: str) -> None:
    assert telecode.encode(char) == code
    assert telecode.decode(code) == char


@given(characters)
def test_code_and_character_lead_to_one_another(char: str) -> None:
    code = telecode.codes(char)[0]
    assert char in telecode.candidates(code)
    if telecode.encode(char):
        assert telecode.decode(code) == char


def test_codes_keep_their_leading_zeros() -> None:
    assert telecode.encode("一") == "0001"
    assert telecode.decode("1") is None


def test_a_character_of_two_codes() -> None:
    assert telecode.encode("塵") == "1057"
    assert telecode.decode("7775") == "塵"
    assert telecode.agrees("塵", "7775") is True


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("張 家 俊", "1728 1367 0193"),
        ("張家俊", "172813670193"),
        ("陳,大文", "7115 1129 2429"),
        ("陳啟悅", "7115 0796 1878"),
        ("囍明", "0000 2494"),
        ("囍明", "2494"),
        ("陳啟明", "7115 2494"),
        ("陳啟囍明", "7115 0796 2494"),
    ],
)
def test_names_that_agree(name: str, codes: str) -> None:
    assert telecode.agrees(name, codes) is True


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("張家俊", "1728 1367 0194"),
        ("張家俊", "1728 1367"),
        ("張家", "1728 1367 0193"),
        ("张家俊", "1728 1367 0193"),
        ("黄家俊", "7806 1367 0193"),
        ("張家俊", "1728 1367 O193"),
        ("張家俊", "1728 1367 193"),
    ],
)
def test_names_that_do_not_agree(name: str, codes: str) -> None:
    assert telecode.agrees(name, codes) is False


@pytest.mark.parametrize(("name", "codes"), [("", ""), ("李", ""), ("", "2621"), ("囍", "0000"), ("李", "0000")])
def test_nothing_to_compare(name: str, codes: str) -> None:
    assert telecode.agrees(name, codes) is None


@given(st.lists(characters.filter(lambda c: telecode.encode(c) is not None), min_size=2, max_size=4))
def test_a_name_agrees_with_its_own_codes(name: list[str]) -> None:
    codes = " ".join(telecode.encode(char) or "" for char in name)
    assert telecode.agrees(" ".join(name), codes) is True


@given(st.text(max_size=6), st.text(max_size=20))
def test_any_text_is_judged(name: str, codes: str) -> None:
    assert telecode.agrees(name, codes) in (True, False, None)
