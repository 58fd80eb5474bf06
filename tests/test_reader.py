"""Reader: pictures in, readings out, as a program that uses the library would."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

import hmtocr.reader
from hmtocr import Reader, Reading, errors
from hmtocr.documents.glance import read_at_a_glance
from hmtocr.documents.told import Told
from hmtocr.image.align import FACES
from hmtocr.image.locate import Located, glimpse, locate
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

EXAMPLES = Path(__file__).parent.parent / "examples"
CARD = (EXAMPLES / "hk-id-2003.jpg").read_bytes()
OTHER = (EXAMPLES / "hmt-permit-front.jpg").read_bytes()


def encoded(picture: Image.Image, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=92, **options)  # type: ignore[arg-type]
    return out.getvalue()


def texts(reading: Reading) -> list[dict[str, str]]:
    return [{name: field.text for name, field in card.fields.items()} for card in reading.cards]


def test_a_picture_without_a_card_is_an_empty_reading(reader: Reader) -> None:
    noise = np.random.default_rng(1).integers(90, 160, (480, 640, 3)).astype(np.uint8)
    reading = reader.read(encoded(Image.fromarray(noise)))
    assert reading.cards == ()
    assert (reading.width, reading.height) == (640, 480)


@pytest.mark.parametrize("documents", [None, ["mo-id"]])
def test_a_card_that_looks_like_two_documents_is_the_one_that_can_be_read(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, documents: list[str] | None
) -> None:
    shares = {("hmt-permit", "hk-macao", "front"): 0.55, ("mo-id", "2023", "front"): 0.4}

    def unsure(*args: object, **how: object) -> tuple[Located, ...]:
        doubtful = tuple(shares.get(face, 0.005) for face in FACES)
        return tuple(replace(card, face_probabilities=doubtful) for card in locate(*args, **how))  # type: ignore[arg-type]

    picture = (EXAMPLES / "mo-id-2023.jpg").read_bytes()
    sure = reader.read(picture, documents=documents)
    monkeypatch.setattr(hmtocr.reader, "locate", unsure)
    monkeypatch.setattr(hmtocr.reader, "glimpse", unsure)
    assert texts(reader.read(picture, documents=documents)) == texts(sure)
    assert reader.read(picture, documents=["hmt-permit"]).cards == ()


def test_a_card_that_only_the_first_sight_has_is_read(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = (EXAMPLES / "hk-id-2018.jpg").read_bytes()
    sure = reader.read(picture)

    def doubted(*args: object) -> tuple[Located, ...]:
        return tuple(replace(card, worth=0.8) for card in glimpse(*args))  # type: ignore[arg-type]

    monkeypatch.setattr(hmtocr.reader, "read_at_a_glance", unsettled)
    monkeypatch.setattr(hmtocr.reader, "glimpse", doubted)
    monkeypatch.setattr(hmtocr.reader, "locate", lambda *_, **__: ())
    assert texts(reader.read(picture)) == texts(sure)


def test_a_design_that_its_fields_told_is_the_one_that_is_read_thoroughly(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw_card(np.random.default_rng(3), "mo-id", "2013", "front", font_pack("default"), 1000, "odd")
    picture = encoded(ImageOps.expand(Image.fromarray(drawn.pixels), 120, (92, 78, 66)))

    def later(*args: object, **how: object) -> tuple[Located, ...]:
        shares = tuple(0.95 if face == ("mo-id", "2023", "front") else 0.001 for face in FACES)
        return tuple(replace(card, face_probabilities=shares) for card in locate(*args, **how))  # type: ignore[arg-type]

    monkeypatch.setattr(hmtocr.reader, "read_at_a_glance", unsettled)
    monkeypatch.setattr(hmtocr.reader, "glimpse", later)
    monkeypatch.setattr(hmtocr.reader, "locate", later)
    (card,) = reader.read(picture).cards
    assert card.design == "2013"
    assert card.fields["surname_telecode"].text == drawn.fields["surname_telecode"].text


@pytest.mark.parametrize(("moved", "glances"), [(0.0, 1), (0.02, 2)])
def test_a_card_is_glanced_at_again_only_where_its_outline_has_moved(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, moved: float, glances: int
) -> None:
    picture = (EXAMPLES / "hk-id-2018.jpg").read_bytes()
    sure, counted = reader.read(picture), []

    def counting(*args: object) -> tuple[Told, bool]:
        counted.append(args)
        return unsettled(*args)

    def doubted(*args: object) -> tuple[Located, ...]:
        return tuple(replace(card, worth=0.8) for card in glimpse(*args))  # type: ignore[arg-type]

    def sought(*args: object) -> tuple[Located, ...]:
        return tuple(replace(card, quad=card.quad + moved * np.ptp(card.quad[:, 0])) for card in glimpse(*args))  # type: ignore[arg-type]

    monkeypatch.setattr(hmtocr.reader, "read_at_a_glance", counting)
    monkeypatch.setattr(hmtocr.reader, "glimpse", doubted)
    monkeypatch.setattr(hmtocr.reader, "locate", sought)
    read = reader.read(picture)
    assert len(counted) == glances
    assert texts(read)[0]["number"] == texts(sure)[0]["number"]


def test_a_card_that_no_glimpse_finds_is_sought_in_parts_first(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = (EXAMPLES / "hk-id-2018.jpg").read_bytes()
    sure = reader.read(picture)

    def never(*_: object, **__: object) -> tuple[Located, ...]:
        raise AssertionError("it was found before")

    monkeypatch.setattr(hmtocr.reader, "glimpse", lambda *_: ())
    monkeypatch.setattr(hmtocr.reader, "locate", never)
    assert texts(reader.read(picture)) == texts(sure)


def unsettled(*args: object) -> tuple[Told, bool]:
    """A reading that is not left at that."""
    return read_at_a_glance(*args)[0], False  # type: ignore[arg-type]


def test_a_card_that_was_wrongly_outlined_is_looked_for_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    card = Image.open(BytesIO(CARD)).resize((900, 591))
    desk = Image.new("RGB", (1500, 1100), (92, 78, 66))
    desk.paste(card, (420, 300))
    right = reader.read(encoded(desk))

    def astray(*args: object, **how: object) -> tuple[Located, ...]:
        everything = np.array([[0, 0], [1500, 0], [1500, 1100], [0, 1100]], np.float64)
        return tuple(replace(card, quad=everything, worth=0.6) for card in locate(*args, **how))  # type: ignore[arg-type]

    monkeypatch.setattr(hmtocr.reader, "locate", astray)
    monkeypatch.setattr(hmtocr.reader, "glimpse", astray)
    again = reader.read(encoded(desk))
    assert texts(again) == texts(right)
    assert np.allclose(again.cards[0].quad, right.cards[0].quad, atol=8)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_picture_reads_like_an_upright_one(reader: Reader, turn: int) -> None:
    upright = Image.open(BytesIO(CARD))
    assert texts(reader.read(encoded(upright.rotate(turn, expand=True)))) == texts(reader.read(CARD))


def test_exif_turns_a_picture_upright(reader: Reader) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.open(BytesIO(CARD)).rotate(90, expand=True)
    reading = reader.read(encoded(lying, exif=exif))
    plain = reader.read(CARD)
    assert (reading.width, reading.height) == (plain.width, plain.height)
    assert texts(reading) == texts(plain)
    assert np.allclose(reading.cards[0].quad, plain.cards[0].quad, atol=4)


def test_two_cards_in_a_picture_are_two_cards(reader: Reader) -> None:
    first, second = Image.open(BytesIO(CARD)).resize((900, 591)), Image.open(BytesIO(OTHER)).resize((900, 600))
    desk = Image.new("RGB", (1100, 1400), (92, 78, 66))
    desk.paste(first, (100, 60))
    desk.paste(second, (100, 740))
    found = reader.read(encoded(desk))
    assert sorted(card.document for card in found.cards) == ["hk-id", "hmt-permit"]
    only = reader.read(encoded(desk), documents=["hmt-permit"])
    assert [card.document for card in only.cards] == ["hmt-permit"]


def test_threads_do_not_mix_answers_up(reader: Reader) -> None:
    pictures = [CARD, OTHER] * 3
    alone = {data: reader.read(data).to_dict() for data in (CARD, OTHER)}
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda data: reader.read(data).to_dict(), pictures))
    assert together == [alone[data] for data in pictures]


@pytest.mark.parametrize("thorough", [False, True])
def test_a_card_reads_alike_by_one_thread_and_by_several(thorough: bool) -> None:
    told = [Reader(threads=threads, thorough=thorough).read(OTHER).to_dict() for threads in (1, 3)]
    assert told[0] == told[1]


def test_fields_lie_on_the_card_and_can_be_told_as_json(reader: Reader) -> None:
    reading = reader.read(CARD)
    card = reading.cards[0]
    low, high = np.min(card.quad, axis=0) - 2, np.max(card.quad, axis=0) + 2
    for field in card.fields.values():
        assert np.all(np.array(field.quad) >= low)
        assert np.all(np.array(field.quad) <= high)
        assert 0 < field.confidence < 1
    assert json.loads(json.dumps(reading.to_dict()))["cards"][0]["document"] == "hk-id"
    with pytest.raises(FrozenInstanceError):
        card.document = "mo-id"  # type: ignore[misc]
    with pytest.raises(TypeError):
        card.fields["number"] = card.fields["sex"]  # type: ignore[index]


def test_nothing_is_written(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    reader.read(CARD)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", errors.EmptyImageError),
        (b"not a picture", errors.NotAnImageError),
        (CARD[:900], errors.TruncatedImageError),
    ],
)
def test_bad_bytes_are_typed_errors(reader: Reader, data: bytes, kind: type[errors.ImageError]) -> None:
    with pytest.raises(kind):
        reader.read(data)


def test_an_unknown_document_is_a_mistake_of_the_caller(reader: Reader) -> None:
    with pytest.raises(ValueError, match="passport"):
        reader.read(CARD, documents=["passport"])
