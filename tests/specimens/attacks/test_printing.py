"""Halftones keep the tone they stand for, and show their screen."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.specimens.attacks.printing import Screen, diffused, halftoned, inked, separated, sheet, varied_inks


def flat(share: float) -> np.ndarray:
    """An ink's share, the same all over."""
    return np.full((200, 300), share, np.float32)


@pytest.mark.parametrize("kind", ["dots", "lines"])
@pytest.mark.parametrize("share", [0.15, 0.5, 0.8])
def test_a_screen_covers_as_much_as_it_stands_for(kind: str, share: float) -> None:
    printed = halftoned(flat(share), Screen(6.0, 0.4, kind, 2.0))
    assert printed.mean() == pytest.approx(share, abs=0.06)
    assert printed.std() > 0.2


def test_lines_swell_in_one_direction_only() -> None:
    printed = halftoned(flat(0.5), Screen(8.0, 0.0, "lines", 2.0))
    assert printed.std(0).max() < 0.01
    assert printed.std(1).min() > 0.2


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_droplets_cover_as_much_as_they_stand_for(share: float) -> None:
    drops = diffused(flat(share))
    assert set(np.unique(drops)) <= {0.0, 1.0}
    assert drops.mean() == pytest.approx(share, abs=0.02)


def test_grey_goes_into_black_and_a_colour_into_its_inks() -> None:
    grey = separated(np.full((4, 4, 3), 60, np.uint8), 1.0)
    green = separated(np.full((4, 4, 3), (20, 220, 40), np.uint8), 0.9)
    assert grey[3].mean() > 0.5
    assert grey[0].mean() == pytest.approx(grey[1].mean())
    assert min(green[0].mean(), green[2].mean()) > green[1].mean()


def test_no_ink_leaves_the_paper() -> None:
    rng = np.random.default_rng(5)
    paper = sheet(rng, 80, 60)
    left = inked(paper, {3: np.zeros((60, 80), np.float32)}, varied_inks(rng))
    assert np.abs(left - paper * 255).max() <= 1
    assert paper.mean() > 0.85
