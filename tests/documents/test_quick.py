"""The quick way on clean drawn cards, with the networks that are in the package."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from hmtocr.documents import face_of, quick
from hmtocr.documents.looks import Eyes, as_printed, surest
from hmtocr.documents.quick import read_quickly
from hmtocr.documents.spec import nothing
from hmtocr.image.geometry import overlap, rectangle
from hmtocr.models.engine import load
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import Candidate
from hmtocr.text.latin import LatinRecogniser
from hmtocr.text.line import LineReading
from hmtocr.text.places import Row
from hmtocr.text.recogniser import Posterior, Recogniser


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    """The networks."""
    latin, general = (load(name, 1) for name in ("latin-recogniser", "text-recogniser"))
    return Eyes(load("field-finder", 1), LatinRecogniser(latin), Recogniser(general))


@pytest.mark.parametrize(
    ("document", "design", "side", "seed"),
    [
        ("hk-id", "2003", "front", 5),
        ("hk-id", "2018", "front", 6),
        ("hmt-permit", "hk-macao", "front", 7),
        ("mo-id", "2023", "back", 8),
    ],
)
def test_nearly_everything_is_read_at_a_glance(document: str, design: str, side: str, seed: int, eyes: Eyes) -> None:
    card = draw_card(np.random.default_rng(seed), document, design, side, font_pack("default"), 900)
    height, width = card.pixels.shape[:2]
    told = read_quickly(face_of(document, design, side), card.pixels, rectangle(0, 0, width, height), eyes)
    expected = {name: field.text for name, field in card.fields.items() if name != "window_text"}
    right = [name for name, text in expected.items() if name in told.outcomes and told.outcomes[name].text == text]
    assert len(right) >= len(expected) - 1, {n: told.outcomes.get(n) for n in expected if n not in right}


def test_a_field_is_told_where_it_is_printed(eyes: Eyes) -> None:
    card = draw_card(np.random.default_rng(9), "hk-id", "2018", "front", font_pack("default"), 900)
    height, width = card.pixels.shape[:2]
    told = read_quickly(face_of("hk-id", "2018", "front"), card.pixels, rectangle(0, 0, width, height), eyes)
    x0, y0, x1, y1 = told.outcomes["number"].box
    down, across = told.flat.pixels.shape[:2]
    drawn = card.fields["number"].box
    for place, truth in zip((x0 * width / across, x1 * width / across), drawn[::2], strict=True):
        assert place == pytest.approx(truth, abs=0.008 * width)
    assert (y0 + y1) / 2 * height / down == pytest.approx((drawn[1] + drawn[3]) / 2, abs=0.01 * height)


def number(text: str, probability: float) -> LineReading:
    """A reading of a Hong Kong number."""
    nothing = Posterior(np.zeros((1, 1), np.float32), 10, 1.0)
    alphabet = Charset("0123456789").alphabet("0123456789")
    return LineReading((Candidate(text, probability, ()),), nothing, alphabet, (0, 0, 1, 1))


def test_a_number_that_breaks_its_rule_is_sure_only_if_both_recognisers_read_it_so() -> None:
    spec = face_of("hk-id", "2003", "front").field("number")
    broken, other, right = "Z683365(4)", "Z683385(4)", "Z683365(A)"
    both = surest(spec, [number(broken, 0.99), number(broken, 0.97)])
    one = surest(spec, [number(broken, 0.99), number(other, 0.97)])
    alone = surest(spec, [number(broken, 0.99)])
    valid = surest(spec, [number(right, 0.99), number(other, 0.97)])
    told = [(reading.text, reading.probability) for reading in (both, one, alone, valid) if reading is not None]
    assert told == [(broken, 0.99), (broken, pytest.approx(0.495)), (broken, pytest.approx(0.495)), (right, 0.99)]
    assert surest(spec, []) is None


@pytest.mark.parametrize("seen_as", ["2023", "2002"])
def test_a_card_is_of_the_design_whose_fields_are_printed_on_it(seen_as: str, eyes: Eyes) -> None:
    card = draw_card(np.random.default_rng(3), "mo-id", "2013", "front", font_pack("default"), 1000, "odd")
    height, width = card.pixels.shape[:2]
    told = read_quickly(face_of("mo-id", seen_as, "front"), card.pixels, rectangle(0, 0, width, height), eyes)
    assert {"surname_telecode", "height", "first_issue_date"} <= told.outcomes.keys()


def test_a_stamp_as_long_as_a_row_is_no_row_of_an_address(eyes: Eyes, monkeypatch: pytest.MonkeyPatch) -> None:
    card = draw_card(np.random.default_rng(37), "hmt-permit", "hk-macao", "front", font_pack("default"), 1000)
    height, width = card.pixels.shape[:2]
    x0, _, x1, y1 = card.fields["address"].box
    tall, font = 26, font_pack("default").pick(np.random.default_rng(1), "hant-hei", "樣本")
    sheet = Image.fromarray(card.pixels)
    place = ((x0 + x1) / 2, min(y1 + 2 * tall, 0.8 * height))
    ImageDraw.Draw(sheet).text(place, "樣本SPECIMEN", "black", font.at(tall))
    left, top, right, bottom = ImageDraw.Draw(sheet).textbbox(place, "樣本SPECIMEN", font.at(tall))
    stamp = Row(rectangle(left, top, right, bottom) / (width, height), 0.9)
    found = quick.find_places

    def with_stamp(*arguments: Any) -> dict[str, tuple[Row, ...]]:
        places = dict(found(*arguments))
        return {**places, "address": (*places["address"], stamp)}

    monkeypatch.setattr(quick, "find_places", with_stamp)
    whole = rectangle(0, 0, width, height)
    told = read_quickly(face_of("hmt-permit", "hk-macao", "front"), np.asarray(sheet), whole, eyes)
    assert told.outcomes["address"].text == card.fields["address"].text


def test_a_window_that_repeats_the_number_is_not_looked_at_twice(eyes: Eyes) -> None:
    card = draw_card(np.random.default_rng(33), "hk-id", "2018", "front", font_pack("default"), 700)
    height, width = card.pixels.shape[:2]
    face = face_of("hk-id", "2018", "front")
    fields = tuple(face.field(name) for name in ("number", "window_text"))
    alone = replace(fields[1], repeats=nothing)
    asked = []

    class Counted(Recogniser):
        def __call__(self, crop: NDArray[np.uint8]) -> Posterior:
            asked.append(crop)
            return super().__call__(crop)

    counting = replace(eyes, general=Counted(load("text-recogniser", 1)))
    for window, looks in ((alone, 1), (fields[1], 0)):
        asked.clear()
        own = replace(face, fields=(fields[0], window))
        told = read_quickly(own, card.pixels, rectangle(0, 0, width, height), counting)
        assert told.outcomes["window_text"].text == card.fields["window_text"].text
        assert told.outcomes["window_text"].probability > 0.8
        assert len(asked) == looks


def test_an_empty_card_gives_nothing(eyes: Eyes) -> None:
    blank = np.full((400, 634, 3), 200, np.uint8)
    told = read_quickly(face_of("hk-id", "2003", "front"), blank, rectangle(0, 0, 634, 400), eyes)
    assert not {"number", "name_en", "birth_date"} & set(told.outcomes)


def test_where_rows_are_is_told_on_the_picture(eyes: Eyes) -> None:
    card = draw_card(np.random.default_rng(5), "hk-id", "2003", "front", font_pack("default"), 900)
    height, width = card.pixels.shape[:2]
    laid = np.full((height + 80, width + 120, 3), 90, np.uint8)
    laid[30 : 30 + height, 70 : 70 + width] = card.pixels
    told = read_quickly(face_of("hk-id", "2003", "front"), laid, rectangle(70, 30, 70 + width, 30 + height), eyes)
    x0, y0, x1, y1 = card.fields["number"].box
    (found,) = (row for name, row in told.rows if name == "number")
    assert overlap(found, rectangle(x0 + 70, y0 + 30, x1 + 70, y1 + 30)) > 0.6


def test_dashes_are_one_text_however_many_were_counted() -> None:
    spec = face_of("mo-id", "2023", "front").field("expiry_date")
    counted = (Candidate("-----", 0.4, ()), Candidate("------", 0.3, ()), Candidate("01-02-2030", 0.1, ()))
    told = as_printed(spec, counted)
    assert [(c.text, c.probability) for c in told] == [("-----", pytest.approx(0.7)), ("01-02-2030", 0.1)]


@pytest.mark.parametrize(
    ("starts", "kept"),
    [
        ([0.52, 0.52, 0.52], [0, 1, 2]),
        ([0.40, 0.52, 0.52], [0, 1, 2]),  # a caption has come into the first
        ([0.09, 0.20], [0, 1]),
        ([0.30, 0.30, 0.60], [0, 1]),  # what stands aside is another text
        ([0.05, 0.60], [0]),
    ],
)
def test_the_rows_of_a_text_begin_below_each_other(starts: list[float], kept: list[int]) -> None:
    rows = [Row(rectangle(start, 0.5 + 0.06 * i, 0.9, 0.55 + 0.06 * i), 0.9) for i, start in enumerate(starts)]
    assert [rows.index(row) for row in quick._column(rows)] == kept
