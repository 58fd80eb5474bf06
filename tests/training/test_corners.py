"""The making of the two networks that find cards runs from end to end, in miniature."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import cv2
import numpy as np
from training.corners.__main__ import main
from training.corners.pool import CARD_HEIGHT, CARD_WIDTH, Pool
from training.corners.samples import NO_CARD, aligner_samples, locator_samples
from training.corners.scene import desk, scan

from hmtocr.image.align import CROP_HEIGHT, CROP_WIDTH
from hmtocr.image.geometry import overlap, rectangle


@pytest.fixture(scope="module")
def pool() -> Pool:
    """Two plain cards and one striped ground."""
    cards = np.full((2, CARD_HEIGHT, CARD_WIDTH, 4), 255, np.uint8)
    cards[:, 40:200, 40:160, :3] = 90
    ground = np.zeros((1, 256, 256, 3), np.uint8)
    ground[:, ::16] = 200
    return Pool((cards,), (np.array([0, 5]),), (ground,))


def test_every_step_runs_and_the_networks_can_be_used(tmp_path: Path) -> None:
    metrics = tmp_path / "metrics.json"
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path), "--metrics", str(metrics)])
    told = json.loads(metrics.read_text("utf-8"))
    assert told["no card"]["pictures"] == 2
    assert told["vga"]["cards"] == 1


def test_training_goes_on_from_its_checkpoint(tmp_path: Path) -> None:
    for step in ("pool", "locator"):
        main([step, "--smoke", "--work", str(tmp_path)])
    main(["locator", "--smoke", "--resume", "--work", str(tmp_path)])
    assert (tmp_path / "locator.pt").is_file()


def test_a_scan_is_cut_at_the_edge_of_its_card(pool: Pool) -> None:
    shares = []
    for seed in range(20):
        scene = scan(np.random.default_rng(seed), pool, 300)
        height, width = scene.pixels.shape[:2]
        shares.append(overlap(scene.quads[0], rectangle(0, 0, width, height)))
    assert min(shares) > 0.65
    assert max(shares) > 0.99


def test_a_desk_holds_as_many_cards_as_asked(pool: Pool) -> None:
    assert desk(np.random.default_rng(1), pool, 300, 0).quads.shape == (0, 4, 2)
    assert desk(np.random.default_rng(1), pool, 300, 1).quads.shape == (1, 4, 2)


def test_the_locator_is_shown_where_cards_are(pool: Pool) -> None:
    rng = np.random.default_rng(3)
    pictures = [sample for _ in range(10) for sample in locator_samples(rng, pool)]
    assert {(p.shape, m.shape) for p, m in pictures} == {((192, 192, 3), (2, 48, 48))}
    # The inner part of a card is never where the card is not.
    assert all((maps[1] <= maps[0].astype(int) + 1).all() for _, maps in pictures)


def test_the_aligners_truth_undoes_its_crop(pool: Pool) -> None:
    rng = np.random.default_rng(4)
    seen = [sample for _ in range(10) for sample in aligner_samples(rng, pool)]
    cards = [sample for sample in seen if sample[3] != NO_CARD]
    assert len(cards) > 10
    for pixels, corners, turn, _ in cards:
        assert pixels.shape == (CROP_HEIGHT, CROP_WIDTH, 3)
        assert 0 <= turn < 4
        # Clockwise, beginning near the crop's own top left.
        assert cv2.isContourConvex(corners)
        assert corners[0].sum() < corners[2].sum()
