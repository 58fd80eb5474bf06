"""The making of the network that knows copies and screens runs from end to end, in miniature."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import numpy as np
from training.risk_grain.__main__ import main
from training.risk_grain.pool import ATTACKS, TEST, TRAIN
from training.risk_grain.wear import worn

from hmtocr.image.geometry import rectangle, sides


def test_every_step_runs_and_the_network_can_be_used(tmp_path: Path) -> None:
    metrics = tmp_path / "metrics.json"
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path), "--metrics", str(metrics)])
    told = json.loads(metrics.read_text("utf-8"))
    assert told["photocopy"]["lines (held out), as taken"]["pictures"] == 1
    assert told["recapture"]["triads (held out), as taken"]["pictures"] == 1


def test_nothing_held_out_is_trained_on() -> None:
    held = {attack.generator for attack in ATTACKS if attack.held_out}
    assert held == {"lines", "triads"}
    assert held.isdisjoint(TRAIN)
    assert held <= set(TEST)


def test_an_attack_is_not_made_smaller_than_its_evidence() -> None:
    picture = np.random.default_rng(2).integers(0, 256, (600, 800, 3), np.uint8)
    quad = rectangle(100, 100, 700, 480)
    widths = [sides(worn(np.random.default_rng(seed), picture, quad, "recapture")[1])[0] for seed in range(40)]
    assert min(widths) > 395
    assert len(set(widths)) > 10
