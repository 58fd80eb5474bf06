"""A screen's raster is seen where lens and sensor let it, and folds into moire where the sensor is too coarse."""

from __future__ import annotations

import numpy as np
import pytest

from hmtocr.specimens.attacks.screens import LAYOUTS, Lens, captured

WHITE = np.full((120, 160, 3), 200, np.uint8)
SHARP = Lens(blur=0.35, site=0.9, mosaic=False, exposure=0.7)
SOFT = Lens(blur=3.0, site=0.9, mosaic=False, exposure=0.7)


def sensor(sites: float) -> np.ndarray:
    """Screen pixels to photosites, so many to the pixel."""
    return np.diag((sites, sites, 1.0))


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_lets_all_colours_through(name: str) -> None:
    layout = LAYOUTS[name](np.random.default_rng(1))
    assert (layout.light.mean((0, 1)) > 0.02).all()


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_raster_is_seen_through_a_sharp_lens_and_not_through_a_soft_one(name: str) -> None:
    layout = LAYOUTS[name](np.random.default_rng(1))
    sharp, soft = (captured(WHITE, sensor(3.3), layout, lens) for lens in (SHARP, SOFT))
    assert sharp.std((0, 1)).max() > 5
    assert soft.std((0, 1)).max() < 1


def test_a_raster_finer_than_the_sensor_becomes_a_coarse_wave() -> None:
    layout = LAYOUTS["stripes"](np.random.default_rng(2))
    row = captured(WHITE, sensor(1.06), layout, Lens(0.2, 0.8, False, 0.7))[60, :, 0].astype(float)
    power = np.abs(np.fft.rfft(row - row.mean()))
    # One pixel of the screen and one of the sensor beat every 1 / (1 - 1 / 1.06) photosites.
    assert power.argmax() == pytest.approx(160 * (1 - 1 / 1.06), abs=1.5)


def test_a_mosaic_of_filters_colours_the_moire() -> None:
    layout = LAYOUTS["stripes"](np.random.default_rng(2))
    plain, filtered = (
        captured(WHITE, sensor(2.1), layout, Lens(0.4, 0.9, mosaic, 0.7)).astype(float) for mosaic in (False, True)
    )
    low = [np.abs(np.fft.rfft2(shot[..., 0] - shot[..., 2]))[:6, 1:12].max() for shot in (plain, filtered)]
    assert low[1] > 2 * low[0]


def test_the_picture_itself_stays() -> None:
    half = WHITE.copy()
    half[:, :80] = 40
    seen = captured(half, sensor(2.7), LAYOUTS["diamonds"](np.random.default_rng(3)), SHARP)
    assert seen[:, :70].mean() < 0.4 * seen[:, 90:].mean()
