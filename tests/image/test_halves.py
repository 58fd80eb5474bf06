"""Halves of pictures are made once for each, and go when it goes."""

from __future__ import annotations

import gc
import weakref

import numpy as np

from hmtocr.image.halves import halved


def picture(*, frozen: bool) -> np.ndarray:
    pixels = np.random.default_rng(3).integers(0, 256, (41, 60, 3), np.uint8)
    pixels.flags.writeable = not frozen
    return pixels


def test_it_is_halved_while_the_factor_allows() -> None:
    pixels = picture(frozen=True)
    for factor, times in ((1.9, 1), (2.0, 2), (3.9, 2), (4.0, 4), (1000.0, 32)):
        small, told = halved(pixels, factor)
        assert (told, small.shape[:2]) == (times, (41 // times, 60 // times))
    mean = pixels[:2, :2].reshape(4, 3).astype(float).mean(0)
    assert np.abs(halved(pixels, 2)[0][0, 0] - mean).max() <= 0.5


def test_the_halves_of_a_picture_that_cannot_change_are_made_once() -> None:
    pixels = picture(frozen=True)
    assert halved(pixels, 4)[0] is halved(pixels, 5)[0]
    assert not halved(pixels, 2)[0].flags.writeable


def test_a_picture_that_can_change_is_looked_at_anew() -> None:
    pixels = picture(frozen=False)
    before = halved(pixels, 2)[0].copy()
    pixels[:] = 255 - pixels
    assert np.abs(halved(pixels, 2)[0] + before.astype(int) - 255).max() <= 1


def test_nothing_is_kept_of_a_picture_that_is_gone() -> None:
    pixels = picture(frozen=True)
    half = weakref.ref(halved(pixels, 2)[0])
    quarter = weakref.ref(halved(pixels, 4)[0])
    assert half() is not None
    del pixels
    gc.collect()
    assert half() is None
    assert quarter() is None
