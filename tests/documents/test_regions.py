"""Known places at the beginning of addresses and authorities outweigh look-alikes, and never clear print."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from hmtocr.documents import face_of, quick
from hmtocr.documents.regions import as_address, of_addresses, of_authorities
from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import Candidate, search
from hmtocr.text.line import LineReading
from hmtocr.text.recogniser import Posterior


def _read(steps: list[Mapping[str, float]], authority: bool) -> Candidate:
    """What is made of a row whose characters have these probabilities, one step each with a blank after it."""
    charset = Charset(sorted({char for step in steps for char in step}))
    seen = np.zeros((2 * len(steps), len(charset.classes)), np.float32)
    seen[1::2, 0] = 1
    for i, step in enumerate(steps):
        for char, share in step.items():
            seen[2 * i, charset.index[char]] = share
        seen[2 * i, 0] = 1 - sum(step.values())
    alphabet = charset.alphabet("".join(charset.classes[1:-1]))
    face, name = (("back", "authority"), ("front", "address"))[not authority]
    weighed = face_of("hmt-permit", "taiwan", face).field(name).weighed
    assert weighed is not None
    return weighed(search(seen, alphabet), Posterior(seen, 100, 1.0), alphabet)[0]


def _plain(text: str) -> list[Mapping[str, float]]:
    return [{char: 0.99} for char in text]


@pytest.mark.parametrize(
    ("before", "doubt", "after", "right", "authority"),
    [
        ("武汉市", {"桥": 0.9, "硚": 0.03}, "口区府森路1号", "武汉市硚口区府森路1号", False),
        ("湖北省武汉市", {"桥": 0.9, "硚": 0.03}, "口区府森路1号", "湖北省武汉市硚口区府森路1号", False),
        ("诸", {"竖": 0.8, "暨": 0.01}, "市公安局", "诸暨市公安局", True),
        ("温州市公安", {"易": 0.7, "局": 0.2}, "新区分局", "温州市公安局新区分局", True),
        ("韶关市公安局", {"泸": 0.6, "浈": 0.05}, "江分局", "韶关市公安局浈江分局", True),
    ],
)
def test_a_known_place_outweighs_its_look_alike(
    before: str, doubt: Mapping[str, float], after: str, right: str, authority: bool
) -> None:
    told = _read([*_plain(before), doubt, *_plain(after)], authority)
    assert told.text == right
    assert 0 < told.probability < 1
    assert len(told.steps) == len(right)


@pytest.mark.parametrize(
    ("before", "doubt", "after"),
    [
        ("武汉市", {"桥": 0.9989, "硚": 1e-5}, "口区府森路1号"),  # as clear as print can be
        ("柳州市公安局鱼", {"峰": 0.6, "蜂": 0.3}, "分局"),  # known as it is read
        ("某新", {"甲": 0.6, "乙": 0.3}, "地路一段"),  # like no place
    ],
)
def test_what_is_clear_or_known_or_like_nothing_stays(before: str, doubt: Mapping[str, float], after: str) -> None:
    text = before + max(doubt, key=lambda char: doubt[char]) + after
    assert _read([*_plain(before), doubt, *_plain(after)], "局" in text).text == text


def test_a_row_without_candidates_stays_without() -> None:
    alphabet = Charset("甲").alphabet("甲")
    assert as_address((), Posterior(np.zeros((1, 3), np.float32), 0, 1.0), alphabet) == ()


def test_counties_open_addresses_with_and_without_what_they_belong_to() -> None:
    known = {text for texts in of_addresses().texts for text in texts}
    assert {"浙江省绍兴市诸暨市", "绍兴市诸暨市", "浙江省诸暨市", "北京市东城区", "湖北省仙桃市"} <= known
    stations = {text for texts in of_authorities().texts for text in texts}
    assert {"深圳市公安局福田分局", "诸暨市公安局", "上海市公安局黄浦分局", "珠海市公安局"} <= stations


@pytest.mark.parametrize(
    ("stray", "text", "authority"),
    [("住址", "广东省河源市源城区民主乡16组", False), ("又计", "武汉市公安局黄陂分局", True)],
)
def test_what_stands_before_a_known_opening_is_another_print(stray: str, text: str, authority: bool) -> None:
    told = _read([*({char: 0.8} for char in stray), *_plain(text)], authority)
    assert told.text == text
    assert told.probability == pytest.approx(0.99 ** len(text), rel=0.05)
    assert told.steps == tuple(2 * (len(stray) + i) for i in range(len(text)))


@pytest.mark.parametrize("text", ["新北京市场12号", "浦东新区学院路7号", "花园路北京市场"])
def test_a_street_may_be_called_after_a_city(text: str) -> None:
    assert _read(_plain(text), authority=False).text == text


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (["年", "诸暨市公安局"], ["诸暨市公安局"]),
        (["诸暨市", "公安局"], ["诸暨市", "公安局"]),
        (["温州市公安局", "瓯海分局"], ["温州市公安局", "瓯海分局"]),
        (["年"], ["年"]),
        ([None, "诸暨市公安局"], [None, "诸暨市公安局"]),
    ],
)
def test_a_short_row_before_the_first_one_is_another_print(rows: list[str | None], kept: list[str | None]) -> None:
    spec = face_of("hmt-permit", "taiwan", "back").field("authority")
    alphabet = Charset("0").alphabet("0")
    posterior = Posterior(np.zeros((1, 1), np.float32), 10, 1.0)
    read = [
        None if row is None else LineReading((Candidate(row, 0.9, ()),), posterior, alphabet, (0, 0, 1, 1))
        for row in rows
    ]
    assert [None if part is None else part.text for part in quick._from_first(spec, read)] == kept
