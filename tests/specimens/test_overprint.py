"""The mark that every card bears."""

import numpy as np
from PIL import Image

from hmtocr.specimens.canvas import Canvas, Ink
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.overprint import overprint


def _canvas() -> Canvas:
    canvas = Canvas(Image.new("RGB", (480, 303), (225, 235, 240)))
    ink = Ink(font_pack().pick(np.random.default_rng(0), "mono", "A1234567"), 0.05)
    for i in range(5):
        canvas.text("A1234567 A1234567", 0.06, 0.2 + 0.15 * i, ink, f"line{i}")
    return canvas


def test_a_mark_is_always_there() -> None:
    for seed in range(20):
        canvas = _canvas()
        before = np.asarray(canvas.image).astype(int)
        overprint(canvas, np.random.default_rng(seed), font_pack())
        change = np.abs(np.asarray(canvas.image) - before).max(axis=2)
        assert (change > 6).mean() > 0.001, seed


def test_fields_stay_legible() -> None:
    for seed in range(20):
        canvas = _canvas()
        before = np.asarray(canvas.image).astype(int)
        overprint(canvas, np.random.default_rng(seed), font_pack())
        change = np.abs(np.asarray(canvas.image) - before).max(axis=2)
        for field in canvas.fields.values():
            x0, y0, x1, y1 = (round(edge) for edge in field.box)
            assert (change[y0:y1, x0:x1] > 110).mean() < 0.05, seed


def test_no_field_is_added_or_changed() -> None:
    canvas = _canvas()
    before = dict(canvas.fields)
    overprint(canvas, np.random.default_rng(1), font_pack())
    assert canvas.fields == before
