"""Name and telecode read together."""

from __future__ import annotations

import numpy as np

from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import search
from hmtocr.text.fusion import fuse
from hmtocr.text.line import LineReading
from hmtocr.text.recogniser import Posterior

CHARSET = Charset("0123456789李智能黃黄陳明慧副本齊齋膏煥焕正")
HAN = "李智能黃黄陳明慧副本齊齋膏煥焕正"


def line(*rows: dict[str, float], chars: str) -> LineReading:
    """A reading of characters seen one after the other, a blank after each."""
    out = np.zeros((2 * len(rows), len(CHARSET.classes)), np.float32)
    out[1::2, 0] = 1
    for t, row in enumerate(rows):
        for char, p in row.items():
            out[2 * t, CHARSET.index[char]] += p
        out[2 * t, 0] += 1 - sum(row.values())
    alphabet = CHARSET.alphabet(chars)
    return LineReading(search(out, alphabet), Posterior(out, 100, 1.0), alphabet, (0, 0, 100, 20))


def code(digits: str, sure: float = 0.99) -> LineReading:
    return line(*({d: sure} for d in digits), chars="0123456789")


def test_the_code_settles_a_look_alike() -> None:
    name = line({"黄": 0.6, "黃": 0.35}, {"明": 0.98}, chars=HAN)
    assert fuse(name, code("78062494")).name == "黃明"


def test_the_code_reads_what_is_hardly_legible() -> None:
    name = line({"膏": 0.5, "齊": 0.1}, {"焕": 0.6, "煥": 0.2}, {"正": 0.9}, chars=HAN)
    assert fuse(name, code("787135622973")).name == "齊煥正"


def test_what_is_clearly_printed_stays_whatever_the_code_says() -> None:
    name = line({"李": 0.999}, {"智": 0.999}, {"能": 0.999}, chars=HAN)
    fused = fuse(name, code("711525355174"))
    assert fused.name == "李智能"
    assert fused.code == "711525355174"


def test_the_name_settles_a_doubtful_digit() -> None:
    digits = line(*({d: 0.99} for d in "711"), {"5": 0.45, "6": 0.5}, *({d: 0.99} for d in "2494"), chars="0123456789")
    assert fuse(line({"陳": 0.97}, {"明": 0.97}, chars=HAN), digits).code == "71152494"


def test_a_stamp_across_the_name_does_not_hide_it() -> None:
    name = line({"陳": 0.999}, {"明": 0.999}, {"副": 0.999}, {"本": 0.999}, chars=HAN)
    assert fuse(name, code("711524941979")).name == "陳明慧"


def test_without_a_code_the_name_is_what_was_read() -> None:
    assert fuse(line({"陳": 0.9}, chars=HAN), None).name == "陳"
    assert fuse(None, None) is None
