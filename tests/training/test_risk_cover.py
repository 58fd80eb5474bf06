"""The making of the network that sees what lies over a card runs from end to end, in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import numpy as np
import torch
from training.onnx_start import started
from training.risk_cover.__main__ import main
from training.risk_cover.export import FILE
from training.risk_cover.nets import Overlayer
from training.risk_cover.pool import load
from training.risk_cover.samples import IGNORED, cover_samples

from hmtocr.models.engine import Engine
from hmtocr.risk.overlay import ACROSS, DOWN, HEIGHT, WIDTH, look


def test_every_step_runs_and_the_network_can_be_used(tmp_path: Path) -> None:
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path)])
    overlay = look(np.zeros((404, 640, 3), np.uint8), Engine((tmp_path / FILE).read_bytes()))
    assert overlay.hidden.shape == overlay.washed.shape == overlay.print.shape == (DOWN, ACROSS)
    pool, rng = load(tmp_path / "train"), np.random.default_rng(3)
    for flat, maps in [sample for _ in range(3) for sample in cover_samples(rng, pool)]:
        assert flat.shape == (HEIGHT, WIDTH, 3)
        assert flat.dtype == np.uint8
        known = maps[maps != IGNORED]
        assert 0 <= known.min() <= known.max() <= 1
        # Every card shows print somewhere.
        assert (maps[2] == 1).any()


def test_a_network_that_starts_from_its_file_answers_as_the_file_does(tmp_path: Path) -> None:
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path)])
    pixels = torch.from_numpy(np.random.default_rng(2).integers(0, 256, (2, HEIGHT, WIDTH, 3)).astype(np.float32))
    net = started(Overlayer(), tmp_path / FILE, pixels)
    assert net.training
    (told,) = Engine((tmp_path / FILE).read_bytes()).run(pixels[:1].numpy())
    with torch.no_grad():
        learning, resting = torch.sigmoid(net(pixels)), torch.sigmoid(net.eval()(pixels))
    # The statistics are those of these very samples, so that it makes no difference which it is in.
    for answers in (learning, resting):
        assert np.abs(answers[:1].numpy() - told).max() < 2e-3
    with pytest.raises(ValueError, match="another architecture"):
        started(torch.nn.Conv2d(HEIGHT, 2, 1), tmp_path / FILE, pixels)
