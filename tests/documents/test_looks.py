"""Of several rows the one that says something is read."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from hmtocr.documents import face_of
from hmtocr.documents.kin import read_kin
from hmtocr.documents.looks import Eyes, _seconded, looks_at
from hmtocr.documents.spec import FieldSpec
from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import rectangle
from hmtocr.models.engine import load
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import search
from hmtocr.text.latin import LatinRecogniser
from hmtocr.text.line import LineReading
from hmtocr.text.places import HEIGHT, KIN, WIDTH, Row
from hmtocr.text.recogniser import Posterior, Recogniser

FACE = face_of("hk-id", "2018", "front")
CARD = draw_card(np.random.default_rng(6), "hk-id", "2018", "front", font_pack("default"), 900)
SEED = np.random.default_rng(1)
DOWN, ACROSS = CARD.pixels.shape[:2]
FLAT = flatten(CARD.pixels, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT)


@pytest.fixture(scope="module")
def eyes() -> Eyes:
    """The networks."""
    latin, general = (load(name, 1) for name in ("latin-recogniser", "text-recogniser"))
    return Eyes(load("field-finder", 1), LatinRecogniser(latin), Recogniser(general))


def row_of(name: str) -> Row:
    """Where a field is printed."""
    return Row(rectangle(*CARD.fields[name].box) / (ACROSS, DOWN), 0.9)


def test_a_row_that_says_nothing_that_fits_gives_way_to_one_that_does(eyes: Eyes) -> None:
    looks = looks_at(CARD.pixels, FLAT, eyes)
    told = looks.best(FACE.field("number"), [row_of("name_en"), row_of("number")])
    assert told is not None
    assert told.text == CARD.fields["number"].text


def printed(text: str, role: str = "hant-hei") -> tuple[np.ndarray, Row]:
    """A white card with one large row of print, and the row."""
    font = font_pack("default").pick(np.random.default_rng(1), role, text).at(44)
    sheet = Image.new("RGB", (ACROSS, DOWN), "white")
    ImageDraw.Draw(sheet).text((100, 100), text, "black", font)
    x0, y0, x1, y1 = font.getbbox(text)
    return np.asarray(sheet), Row(rectangle(100 + x0, 100 + y0, 100 + x1, 100 + y1) / (ACROSS, DOWN), 0.9)


@pytest.mark.parametrize(("text", "read"), [("陳大文", "陳大文"), ("樣本", None)])
def test_a_stamp_is_no_name(eyes: Eyes, text: str, read: str | None) -> None:
    pixels, row = printed(text)
    looks = looks_at(pixels, flatten(pixels, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT), eyes)
    told = looks.best(FACE.field("name_zh"), [row])
    assert (told.text if told else None) == read


@pytest.mark.parametrize(
    ("text", "blur", "told"),
    [
        ("澳門特別行政區永久性居民身份證", 6, True),
        ("澳門特別行政區永久性居民身份證", 9, False),
        ("中華人民共和國澳門特別行政區", 6, False),
    ],
)
def test_a_blurred_type_of_card_is_told_and_another_title_or_a_blot_is_none(
    eyes: Eyes, text: str, blur: int, told: bool
) -> None:
    sheet, row = printed(text)
    pixels = np.asarray(cv2.GaussianBlur(sheet, (0, 0), blur), np.uint8)
    looks = looks_at(pixels, flatten(pixels, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT), eyes)
    read = looks.best(face_of("mo-id", "2023", "front").field("resident_type"), [row])
    assert (read.text if read else None) == (text if told else None)


def test_what_is_known_of_a_fields_texts_weighs_its_readings(eyes: Eyes) -> None:
    sheet, row = printed("中華人民共和國")
    looks = looks_at(sheet, flatten(sheet, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT), eyes)
    plain = FieldSpec("authority", "hant")
    known = replace(plain, weighed=lambda told, *_: tuple(replace(c, text=c.text[:2]) for c in told))
    read = [looks.read(spec, row) for spec in (plain, known)]
    assert [reading.text if reading else None for reading in read] == ["中華人民共和國", "中華"]


def test_a_number_beside_its_caption_is_read_and_a_caption_is_none(eyes: Eyes) -> None:
    count = face_of("hmt-permit", "taiwan", "back").field("issue_count")
    for text, told in (("签发次数01", "01"), ("签发次数7", "7"), ("签发机关", None)):
        sheet, row = printed(text)
        looks = looks_at(sheet, flatten(sheet, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT), eyes)
        read = looks.best(count, [row])
        assert (read.text if read else None) == told


@pytest.mark.parametrize("text", ["6774, 6311 6877", "6774,6311 6877", "6774 6311 6877"])
def test_a_comma_between_telegraph_codes_takes_nothing_from_either(eyes: Eyes, text: str) -> None:
    sheet, row = printed(text, "mono")
    joint = replace(row, shares={"surname_telecode": 0.5, "given_telecode": 0.5})
    looks = looks_at(sheet, flatten(sheet, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT), eyes)
    told = read_kin(face_of("mo-id", "2002", "front"), KIN["telecodes"], [joint], looks)
    assert {name: part.text for name, part in told.items()} == {
        "surname_telecode": "6774",
        "given_telecode": "63116877",
    }
    assert min(part.probability for part in told.values()) > 0.9


@pytest.mark.parametrize(("surname", "codes"), [("歐陽", "29627122"), ("歐", "2962"), ("", "2962")])
def test_a_surname_has_as_many_telegraph_codes_as_characters(eyes: Eyes, surname: str, codes: str) -> None:
    sheet, row = printed("2962 7122 2601 8071", "mono")
    joint = replace(row, shares={"surname_telecode": 0.5, "given_telecode": 0.5})
    looks = looks_at(sheet, flatten(sheet, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT), eyes)
    told = read_kin(face_of("mo-id", "2002", "front"), KIN["telecodes"], [joint], looks, surname=surname)
    whole = [told[name].text for name in ("surname_telecode", "given_telecode")]
    assert whole == [codes, "2962712226018071"[len(codes) :]]


@pytest.mark.parametrize(("last", "beside", "told"), [(0.45, "", "CHEUNG WING KEI"), (1.0, "※§", "CHEUNG WING KEI")])
def test_a_name_is_read_as_far_as_it_goes_and_what_is_no_letter_is_none_of_it(
    eyes: Eyes, last: float, beside: str, told: str
) -> None:
    sheet, row = printed("CHEUNG WING KEI", "mono")
    picture = Image.fromarray(sheet)
    end = round(float(row.quad[1, 0]) * ACROSS)
    ImageDraw.Draw(picture).text((end + 12, 100), beside, "black", font_pack("default").pick(SEED, "mono", "A").at(44))
    pixels = np.asarray(picture)
    flat = flatten(pixels, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT)
    seen = row.part(0.0, last)
    looks = looks_at(pixels, flat, eyes, {"names_en": (seen,)})
    read = looks.read(face_of("mo-id", "2023", "front").field("surname_en"), seen)
    assert read is not None
    assert read.text == told


@pytest.mark.parametrize(
    ("text", "first", "last", "told"),
    [
        ("合肥市公安局庐阳分局", 0.0, 0.78, "合肥市公安局庐阳分局"),
        ("签发栈关合肥市公安局", 0.41, 1.0, "合肥市公安局"),
    ],
)
def test_an_authority_is_read_as_far_as_it_goes_and_without_what_is_before_it(
    eyes: Eyes, text: str, first: float, last: float, told: str
) -> None:
    sheet, row = printed(text, "hans-hei")
    flat = flatten(sheet, rectangle(0, 0, ACROSS, DOWN), WIDTH, HEIGHT)
    seen = row.part(first, last)
    looks = looks_at(sheet, flat, eyes, {"authority": (seen,)})
    read = looks.read(face_of("hmt-permit", "taiwan", "back").field("authority"), seen)
    assert read is not None
    assert read.text == told


def test_two_recognisers_weigh_what_either_has_seen() -> None:
    spec = FieldSpec("number", "0123456789", r"\d{4}")
    charset = Charset("0123456789")
    alphabet = charset.alphabet("0123456789")

    def seen(*digits: dict[str, float]) -> LineReading:
        """What a recogniser made of four digits, one step each and a blank after it."""
        told = np.zeros((2 * len(digits), len(charset.classes)), np.float32)
        told[1::2, 0] = 1
        for i, step in enumerate(digits):
            for char, share in step.items():
                told[2 * i, charset.index[char]] = share
        return LineReading(search(told, alphabet, spec.grammar), Posterior(told, 100, 1.0), alphabet, (0, 0, 1, 1))

    one, four = {"1": 1.0}, {"4": 1.0}
    first = seen(one, {"0": 0.8, "8": 0.0001}, one, four)
    second = seen(one, {"8": 0.95, "0": 0.02}, one, four)
    (best,) = _seconded(spec, first, second)
    assert (first.text, second.text, best.text) == ("1014", "1814", "1014")
    assert 0.5 < best.probability < 0.8
    assert len(best.candidates[0].steps) == 4
    # The number whose check digit agrees is the likelier one of two that pixels support alike.
    even = seen(one, {"8": 0.5, "0": 0.4}, one, four)
    valid = replace(spec, valid=lambda text: "8" in text)
    assert _seconded(valid, first, even)[0].text == "1014"
    assert _seconded(valid, seen(one, {"0": 0.5, "8": 0.3}, one, four), even)[0].text == "1814"
    assert len(_seconded(spec, first, seen(one, {"0": 0.4}, one, four))) == 2
    assert _seconded(spec, None, None) == []
