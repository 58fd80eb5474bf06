"""The making of the network that finds portraits runs from end to end, in miniature."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import numpy as np
from training.portraits.__main__ import main
from training.portraits.export import FILE
from training.portraits.faces import repainted
from training.portraits.samples import answer, portrait_samples
from training.risk_cover.pool import load

from hmtocr.image.portraits import HEIGHT, KINDS, STRIDE, WIDTH, find_portraits
from hmtocr.models.engine import Engine


def test_every_step_runs_and_the_network_can_be_used(tmp_path: Path) -> None:
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path)])
    told = find_portraits(np.zeros((404, 640, 3), np.uint8), Engine((tmp_path / FILE).read_bytes()))
    assert set(told.boxes) <= set(KINDS)
    pool, rng = load(tmp_path / "train"), np.random.default_rng(3)
    for flat, maps in [sample for _ in range(4) for sample in portrait_samples(rng, pool)]:
        assert flat.shape == (HEIGHT, WIDTH, 3)
        assert flat.dtype == np.uint8
        assert maps.shape == (len(KINDS), HEIGHT // STRIDE, WIDTH // STRIDE)
        assert 0 <= maps.min() <= maps.max() <= 1


def test_a_spot_at_a_portrait_s_edge_is_answered_by_its_share() -> None:
    to_flat = np.diag([WIDTH, HEIGHT, 1.0])
    spot = STRIDE / WIDTH
    maps = answer(np.array([[1, 10.5 * spot, 0.25, 20 * spot, 0.75]]), to_flat)
    row = maps[0, HEIGHT // STRIDE // 2]
    assert row[9] == 0
    assert row[10] == pytest.approx(0.5, abs=0.13)
    assert row[11:20].min() == 1
    assert row[20] == pytest.approx(0, abs=0.13)
    assert not maps[1].any()


def test_another_picture_is_painted_in_the_portraits_and_nowhere_else() -> None:
    rng = np.random.default_rng(1)
    card = np.full((300, 480, 4), 200, np.uint8)
    texture = rng.integers(0, 256, (128, 128, 3), np.uint8)
    out = repainted(rng, card, np.array([[0.1, 0.2, 0.4, 0.8]]), texture)
    changed = (out != card).any(axis=2)
    assert changed[60:240, 48:192].mean() > 0.5
    changed[60:240, 48:192] = False
    assert not changed.any()
