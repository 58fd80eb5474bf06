"""People who do not exist: their names, spellings, codes and ages."""

import re
from datetime import date

import numpy as np
import pytest

from hmtocr.checks import telecode
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.people import LONGEST_NAME, Half, Person, invent_person, printed_telecode


def _people(seed: int, count: int = 200, half: Half = "all", chinese: float = 0.9) -> list[Person]:
    rng = np.random.default_rng(seed)
    return [invent_person(rng, font_pack(), half=half, chinese=chinese) for _ in range(count)]


def test_one_seed_gives_the_same_people() -> None:
    assert _people(3, 20) == _people(3, 20)


def test_a_latin_name_has_only_what_a_card_prints_and_fits_its_line() -> None:
    for person in _people(1):
        assert re.fullmatch(r"[A-Za-z][A-Za-z' .\-]*(, [A-Za-z][A-Za-z' .\-]*)?", person.name_en), person
        assert len(person.name_en) <= LONGEST_NAME


def test_one_face_can_print_the_whole_chinese_name() -> None:
    pack = font_pack()
    for person in _people(2):
        assert any(pack.able(role, person.name_zh) for role in ("hant-ming", "hant-hei"))


def test_names_of_training_and_tests_are_disjoint() -> None:
    even = {person.name_zh or person.name_en for person in _people(4, 400, "even")}
    odd = {person.name_zh or person.name_en for person in _people(4, 400, "odd")}
    assert not even & odd


def test_people_without_a_chinese_name_have_none_at_all() -> None:
    assert all(not person.name_zh and person.surname_en for person in _people(5, 50, chinese=0.0))


def test_names_vary() -> None:
    people = _people(6, 400, chinese=1.0)
    assert len({p.surname_zh for p in people}) > 100
    assert len({c for p in people for c in p.given_zh}) > 250
    assert {len(p.name_zh) for p in people} >= {2, 3}
    assert any(len(p.surname_zh) == 2 for p in people)
    assert any("-" in p.given_en for p in people)


@pytest.mark.parametrize("ages", [(0, 10), (11, 17), (18, 95)])
def test_the_birth_date_gives_the_age_on_the_day(ages: tuple[int, int]) -> None:
    rng = np.random.default_rng(7)
    for on in (date(2019, 2, 28), date(2020, 2, 29), date(2010, 7, 15)):
        for _ in range(40):
            person = invent_person(rng, font_pack(), ages=ages, on=on)
            born = person.birth_date
            reached = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
            assert reached == person.age or (born.month, born.day) == (2, 29)
            assert ages[0] <= person.age <= ages[1]


def test_simplified_names_lose_their_traditional_shapes() -> None:
    rng = np.random.default_rng(8)
    surnames = {invent_person(rng, font_pack(), "hans", chinese=1.0).surname_zh for _ in range(300)}
    assert len(surnames & set("陈张刘黄郑杨叶邓许赵")) >= 4


def test_the_telecode_has_a_group_for_every_coded_character() -> None:
    assert printed_telecode(np.random.default_rng(1), "李智能") == "2621 2535 5174"


def test_a_character_without_a_code_prints_zeros_or_nothing() -> None:
    assert telecode.encode("鸎") is None
    printed = {printed_telecode(np.random.default_rng(seed), "李鸎") for seed in range(20)}
    assert printed == {"2621 0000", "2621"}
