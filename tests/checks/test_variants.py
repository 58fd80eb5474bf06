"""Variant shapes of one character."""

import pytest

from hmtocr.checks.variants import same_character, variants_of

SHAPES = """
啟啓 悅悦 衞衛 峯峰 羣群 綫線 裏裡 溫温 户戶 說説 鈎鉤 麪麵
柏栢 恆恒 峨峩 為爲 眾衆 真眞 青靑 淨净 強强
"""
OTHERS = "張张 陳陈 黃黄 吳吴 葉叶 龍龙 劉刘 國国 榮荣 傑杰 李季 沈沉 昇升 鍾鐘"


@pytest.mark.parametrize("pair", SHAPES.split())
def test_shapes_used_in_hong_kong_names(pair: str) -> None:
    assert same_character(pair[0], pair[1])
    assert same_character(pair[1], pair[0])
    assert pair[1] in variants_of(pair[0])


@pytest.mark.parametrize("pair", OTHERS.split())
def test_simplified_and_merely_similar_characters_are_others(pair: str) -> None:
    assert not same_character(*pair)


def test_a_character_is_itself_and_of_three_shapes_each_is_the_others() -> None:
    assert same_character("李", "李")
    assert set(variants_of("艷")) == {"豔", "艶"}
    assert same_character("豔", "艶")
