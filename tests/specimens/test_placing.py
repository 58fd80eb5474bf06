"""Every level keeps to its sizes, turns and frames."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.image.geometry import area, move, overlap, rectangle, sides
from hmtocr.specimens.degrade import LEVELS, Level
from hmtocr.specimens.placing import ASPECT, Placement, place


def many(level: Level, count: int = 1, number: int = 60) -> list[Placement]:
    """A number of placements."""
    return [place(np.random.default_rng(seed), level, count) for seed in range(number)]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("count", [1, 2, 3])
def test_cards_lie_within_the_frame_apart_and_clockwise(level: Level, count: int) -> None:
    for spot in many(level, count, 20):
        quads = spot.quads()
        assert len(quads) == count
        assert all(area(quad) > 0 for quad in quads)
        assert np.min(quads) > -0.01
        assert (np.max(quads, axis=(0, 1)) < (spot.width + 0.01, spot.height + 0.01)).all()
        assert all(overlap(quads[i], quads[j]) == 0 for i in range(count) for j in range(i))


@pytest.mark.parametrize(
    ("level", "least", "most"),
    [("scan", 700, 1600), ("photo", 420, 2100), ("vga", 380, 600), ("hard", 420, 700)],
)
def test_cards_are_as_wide_as_their_level_says(level: Level, least: int, most: int) -> None:
    widths = [sides(spot.quads()[0])[0] for spot in many(level)]
    assert least - 1 <= min(widths)
    assert max(widths) <= most + 1
    assert max(widths) > 1.2 * min(widths)


def test_frames_are_as_large_as_their_level_says() -> None:
    assert {(spot.width, spot.height) for spot in many("vga")} == {(640, 480)}
    assert all(1.49e6 < spot.width * spot.height < 3.01e6 for spot in many("photo"))
    asked = place(np.random.default_rng(1), "hard", 1, (900, 700))
    assert (asked.width, asked.height) == (900, 700)


def test_half_of_the_scans_are_cut_to_the_card() -> None:
    shares = [area(spot.quads()[0]) / (spot.width * spot.height) for spot in many("scan")]
    assert 20 < sum(share > 0.9 for share in shares) < 45
    assert sum(share > 0.99 for share in shares) > 8


@pytest.mark.parametrize("level", LEVELS)
def test_cards_lie_any_way_round_but_mostly_upright(level: Level) -> None:
    tops = [spot.quads()[0][1] - spot.quads()[0][0] for spot in many(level)]
    angles = np.abs(np.rad2deg([np.arctan2(y, x) for x, y in tops]))
    assert 25 < (angles < 45).sum() < 55
    assert ((angles > 45) & (angles < 135)).any()
    assert (angles > 135).any()


def test_steeper_in_hard_pictures_than_on_the_flatbed() -> None:
    def skew(quad: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        return float(np.linalg.norm(quad[0] + quad[2] - quad[1] - quad[3]) / sides(quad)[0])

    assert max(skew(spot.quads()[0]) for spot in many("scan")) < 1e-3
    assert np.median([skew(spot.quads()[0]) for spot in many("hard")]) > 0.05


def test_hanging_out_of_the_frame_spares_what_must_be_seen() -> None:
    keep = rectangle(0.1, 0.1, 0.9, ASPECT - 0.1)
    out = 0
    for seed in range(30):
        spot = place(np.random.default_rng(seed), "hard", 1, keep=keep)
        seen = move(keep, spot.matrices[0])
        assert seen.min() >= 0
        assert (seen <= (spot.width, spot.height)).all()
        quad = spot.quads()[0]
        out += bool(quad.min() < 0 or (quad > (spot.width, spot.height)).any())
    assert out > 15
