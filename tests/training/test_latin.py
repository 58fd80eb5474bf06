"""The making of the recogniser of the Latin fields runs from end to end, in miniature."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import numpy as np
import torch
from training.latin.__main__ import main
from training.latin.alphabet import CHARACTERS, CLASSES, decode, encode, readable
from training.latin.capture import shoot
from training.latin.lines import set_line
from training.latin.nets import HEIGHT, STEP, LatinNet, example
from training.latin.pool import Line, Pool
from training.latin.samples import possible
from training.latin.texts import invent_text

from hmtocr.models.engine import Engine
from hmtocr.specimens.fonts import font_pack
from hmtocr.text.latin import LatinRecogniser


@pytest.fixture(scope="module")
def pool() -> Pool:
    """No card, and one pale ground."""
    return Pool((), (np.full((1, 300, 600, 3), 210, np.uint8),))


def test_every_step_runs_and_the_network_can_be_used(tmp_path: Path) -> None:
    metrics = tmp_path / "metrics.json"
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path), "--metrics", str(metrics)])
    main(["train", "--smoke", "--resume", "--work", str(tmp_path)])
    told = json.loads(metrics.read_text("utf-8"))
    assert told["right_percent"]["all"]["all"]["fields"] == 3
    recogniser = LatinRecogniser(Engine((tmp_path / "latin-recogniser.onnx").read_bytes()))
    posterior = recogniser(np.full((50, 300, 3), 200, np.uint8))
    assert posterior.probabilities.shape == (192 // STEP, CLASSES)
    assert posterior.probabilities.sum(axis=1) == pytest.approx(np.ones(192 // STEP), abs=1e-4)


def test_the_network_answers_every_four_pixels() -> None:
    with torch.no_grad():
        assert LatinNet().eval()(example(320)).shape == (1, 80, CLASSES)


def test_texts_come_back_from_their_classes() -> None:
    text = "***AZ, Ção <1:2>".replace(">", "")
    assert decode([c for char in encode(text) for c in (char, 0)]) == text
    assert not readable("陳大文")
    assert not readable("")
    assert len(set(CHARACTERS)) == len(CHARACTERS)


def test_every_text_that_is_invented_can_be_read() -> None:
    rng, fonts = np.random.default_rng(1), font_pack("default")
    texts = [invent_text(rng, fonts) for _ in range(300)]
    assert all(readable(text) for text in texts)
    assert sum("*" in text for text in texts) > 15
    assert max(len(text) for text in texts) >= 30


def test_a_line_is_inked_where_its_box_says(pool: Pool) -> None:
    line = set_line(np.random.default_rng(5), pool, font_pack("default"))
    x0, y0, x1, y1 = (round(v) for v in line.box)
    inside = line.pixels[y0:y1, x0:x1].astype(float)
    assert inside.std() > 5
    assert line.pixels.shape[0] > y1 > y0 > 0


def test_crops_hold_the_whole_print() -> None:
    pixels = np.full((120, 400, 3), 255, np.uint8)
    pixels[40:80, 60:340] = 0
    rng = np.random.default_rng(2)
    crops = [shoot(rng, Line(pixels, (60, 40, 340, 80), "-", (1.0, 1.0))) for _ in range(40)]
    assert {crop.shape[0] for crop in crops} == {HEIGHT}
    # 280 x 40 pixels of ink: never cut to less than about nine tenths of it, never to a sliver in a wide ground.
    shares = [crop.shape[1] / HEIGHT for crop in crops]
    assert min(shares) > 2.0
    assert max(shares) < 12.0


def test_a_text_needs_a_step_for_each_character() -> None:
    assert possible("ABC", 16)
    assert not possible("AABB", 16)
