"""The pictures that speed and memory are measured on."""

from __future__ import annotations

from io import BytesIO

from benchmarks.pictures import Sample, draw_samples
from PIL import Image

from hmtocr import Card, Field, Reading
from hmtocr.specimens.card import FACES


def test_every_photograph_comes_at_every_size_and_always_the_same() -> None:
    sizes = {"small": (320, 240), "large": (640, 480)}
    first, second = (draw_samples(1, sizes, FACES[:1]) for _ in range(2))
    assert first == second
    assert {sample.size: Image.open(BytesIO(sample.jpeg)).size for sample in first} == sizes
    assert first[0].texts == first[1].texts
    assert "number" in first[0].texts


def test_only_fields_read_exactly_count_as_right() -> None:
    square = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
    fields = {name: Field(text, text, 1.0, square, ()) for name, text in {"sex": "男 M", "number": "A1"}.items()}
    card = Card("hk-id", "2018", "front", square, 1.0, fields, (), ())
    sample = Sample("hk-id/2018/front", "small", b"", {"sex": "男 M", "number": "A123456(7)", "symbols": "***AZ"})
    assert sample.right(Reading(1, 1, (card,))) == 1
    assert sample.right(Reading(1, 1, ())) == 0
