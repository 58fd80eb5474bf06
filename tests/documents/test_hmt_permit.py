"""What a residence permit's print is put together from."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.documents.hmt_permit import FACES
from hmtocr.text.alphabet import Charset
from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading
from hmtocr.text.page import Piece
from hmtocr.text.recogniser import Posterior

FRONT = next(face.captions for face in FACES if face.side == "front")


def runs(*parts: tuple[str, float]) -> list[Piece]:
    """Runs of print on one row, each beginning at an x, with steps of 30 pixels."""
    return [Piece(text, tuple(x + 30.0 * i for i in range(len(text))), 400.0, 460.0, 0.95) for text, x in parts]


def joined(*parts: tuple[str, float]) -> list[str]:
    assert FRONT is not None
    assert FRONT.before is not None
    return [piece.text for piece in FRONT.before(runs(*parts))]


@pytest.mark.parametrize(
    "row",
    [
        (("1946", 300.0), ("7月4", 520.0)),
        (("1946", 300.0), ("7", 520.0), ("4", 660.0)),
        (("1946年7月4日", 300.0),),
        (("1946", 300.0), ("7月4日", 520.0)),
    ],
)
def test_a_birth_date_is_put_together_though_its_captions_are_faint(row: tuple[tuple[str, float], ...]) -> None:
    assert "1946年7月4日" in [text.rstrip("日") + "日" for text in joined(*row)]


def test_a_number_behind_a_torn_caption_is_found() -> None:
    assert "830000200803062696" in joined(("Cam40", 0.0), ("830000200803062696", 400.0))


def test_numbers_that_are_no_date_are_left_alone() -> None:
    assert joined(("1946", 300.0), ("17", 520.0), ("44", 660.0)) == ["1946", "17", "44"]


@pytest.mark.parametrize(
    ("name", "read", "told"),
    [
        ("authority", "昆明市公安局有效期限", "昆明市公安局"),
        ("authority", "有效期限昆明市公安局", "昆明市公安局"),
        ("authority", "三亚市公安局崖州分局仅供核对", "三亚市公安局崖州分局"),
        ("authority", "港澳居民居住证合肥市公安局", "合肥市公安局"),
        ("authority", "仅供核对", None),
        ("name_zh", "诸葛颐富副本", "诸葛颐富"),
        ("name_zh", "诸葛颐富仅供核对", "诸葛颐富"),
        ("address", "南关区枫叶街道江堡中路890号11栋2208ICOPY", "南关区枫叶街道江堡中路890号11栋2208"),
    ],
)
def test_captions_and_stamps_are_no_part_of_a_text(name: str, read: str, told: str | None) -> None:
    face = next(face for face in FACES if any(spec.name == name for spec in face.fields))
    seen = Posterior(np.zeros((len(read), 1), np.float32), 10, 1.0)
    places = tuple(range(len(read)))
    reading = LineReading((Candidate(read, 0.9, places),), seen, Charset("0").alphabet("0"), (0.0, 0.0, 100.0, 10.0))
    settled = face.settle({name: reading})
    assert (settled[name].text if settled else None) == told
