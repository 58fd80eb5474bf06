"""The making of the recogniser of Chinese rows runs from end to end, in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import numpy as np
import torch
from training.han.__main__ import KEPT, main
from training.han.export import FILE
from training.han.graph import Graph, load
from training.han.texts import BASE, LONGEST, charset, encode, invent_text, is_chinese, readable
from training.han.train_recogniser import HanNet

import hmtocr
from hmtocr.models.engine import Engine
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.text.recogniser import Recogniser


def test_every_step_runs_and_the_network_can_be_used(tmp_path: Path) -> None:
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path)])
    main(["train", "--smoke", "--resume", "--work", str(tmp_path)])
    recogniser = Recogniser(Engine((tmp_path / FILE).read_bytes()))
    posterior = recogniser(np.full((48, 160, 3), 200, np.uint8))
    assert posterior.probabilities.shape == (20, len(charset().classes))
    assert posterior.probabilities.sum(axis=1) == pytest.approx(np.ones(20), abs=1e-3)


def test_training_can_go_on_from_the_network_in_the_package(tmp_path: Path) -> None:
    start = Path(hmtocr.__file__).parent / "models" / FILE
    pixels = np.random.default_rng(0).integers(0, 256, (1, 48, 96, 3)).astype(np.uint8)
    expected = Recogniser(Engine(start.read_bytes()))(pixels[0]).probabilities
    with torch.no_grad():
        told = HanNet(start)(torch.from_numpy(pixels).float()).softmax(-1)[0].numpy()
    assert np.abs(told - expected).max() < 1e-3
    main(["pool", "--smoke", "--work", str(tmp_path)])
    main(["train", "--smoke", "--work", str(tmp_path), "--start", str(start)])
    assert (tmp_path / "han.pt").exists()


def test_the_module_answers_as_the_file_does() -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (2, 48, 96, 3)).astype(np.float32)
    tensor = (pixels[..., ::-1] / 127.5 - 1).transpose(0, 3, 1, 2)
    expected = Engine(BASE.read()).run(np.ascontiguousarray(tensor, np.float32))[0]
    with torch.no_grad():
        told = HanNet()(torch.from_numpy(pixels)).softmax(-1).numpy()
    assert np.abs(told - expected).max() < 1e-4


def test_the_last_layer_is_not_trained() -> None:
    net = HanNet()
    trained = {name for name, value in net.named_parameters() if value.requires_grad}
    head = {f"graph.{net.graph.keys[name]}" for name in net.graph.keys if name.startswith("linear_8")}
    assert head
    assert trained
    assert not head & trained


def test_an_operation_that_is_not_known_is_told() -> None:
    model = load(BASE.read())
    model.graph.node[-1].op_type = "Mystery"
    with pytest.raises(NotImplementedError, match="Mystery"):
        Graph(model, "nothing")


def test_texts_can_be_read_and_hold_what_cards_print() -> None:
    rng, fonts = np.random.default_rng(1), font_pack("default")
    texts = [invent_text(rng, fonts) for _ in range(300)]
    assert all(encode(text) for text in texts)
    chinese = [text for text in texts if is_chinese(text)]
    assert 180 < len(chinese) < 240
    assert sum("," in text for text in chinese) > 5
    assert all(readable(text) for text in ("陳大文", "CHAN, Tai Man"))
    assert not any(readable(text) for text in ("", "A123456(3)", "IDMAC<<", "陳" * (LONGEST + 1), "陳\ue000"))


def test_a_name_in_two_parts_on_one_row_is_one_text() -> None:
    rng = np.random.default_rng(4)
    cards = [draw_card(rng, "mo-id", "2002", "front", font_pack("default"), 640, "even") for _ in range(6)]
    found = {name: text for card in cards for name, text, _ in KEPT.fields(card)}
    assert "," in found["surname_zh+given_zh"]
    later = draw_card(rng, "mo-id", "2013", "front", font_pack("default"), 640, "even")
    assert "surname_zh+given_zh" not in {name for name, _, _ in KEPT.fields(later)}
