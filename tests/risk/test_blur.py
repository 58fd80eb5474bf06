"""Print whose edges are wide is told from print that is sharp, small, noisy or enlarged."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hmtocr.image.flatten import flatten
from hmtocr.image.geometry import rectangle
from hmtocr.reading import Field
from hmtocr.risk.blur import measure
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight, Signal
from hmtocr.risk.thresholds import thresholds

QUAD = rectangle(0, 0, 1000, 631)
ROW = ((60.0, 300.0), (560.0, 300.0), (560.0, 340.0), (60.0, 340.0))


def page() -> np.ndarray:
    """A card with six rows of small print."""
    pixels = np.full((631, 1000, 3), (200, 215, 205), np.uint8)
    for row, text in enumerate(
        ("CHAN, Tai Man", "16-04-1989 M", "***AZ 0123", "(04-00) 5678", "26-11-18", "A123456(3)")
    ):
        cv2.putText(pixels, text, (60, 130 + 85 * row), cv2.FONT_HERSHEY_SIMPLEX, 1.0, (40, 40, 40), 3, cv2.LINE_AA)
    return pixels


def signal(pixels: np.ndarray, fields: dict[str, Field] | None = None) -> Signal:
    """Of a picture that the card fills."""
    quad = rectangle(0, 0, pixels.shape[1], pixels.shape[0])
    flat = flatten(pixels, quad, WIDTH, HEIGHT)
    return measure(Sight(pixels, 1.0, quad, flat, ("hk-id", "2018", "front"), fields or {}))


def test_sharp_print_scores_little() -> None:
    assert signal(page()).score < 0.1


def test_a_small_picture_is_not_blurred_and_neither_is_one_enlarged() -> None:
    small = cv2.resize(page(), (280, 177), interpolation=cv2.INTER_AREA)
    assert signal(small).score < thresholds("balanced")["blur"]
    assert signal(cv2.resize(small, (900, 568), interpolation=cv2.INTER_CUBIC)).score < thresholds("balanced")["blur"]


def test_noise_and_compression_do_not_hide_blur_nor_look_like_it() -> None:
    rng = np.random.default_rng(4)
    for pixels, blurred in ((page(), False), (cv2.GaussianBlur(page(), (0, 0), 6.5), True)):
        noisy = np.clip(pixels + rng.normal(0, 5, pixels.shape), 0, 255).astype(np.uint8)
        filed = cv2.imdecode(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 50])[1], cv2.IMREAD_COLOR)
        assert (signal(filed).score >= thresholds("balanced")["blur"]) == blurred


@pytest.mark.parametrize("angle", [0, 45, 90])
def test_motion_in_any_direction_is_blur(angle: int) -> None:
    kernel = np.zeros((25, 25), np.float32)
    reach = 12 * np.array([np.cos(np.deg2rad(angle)), np.sin(np.deg2rad(angle))])
    ends = [tuple(np.round(12 + s * reach).astype(int).tolist()) for s in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0)
    assert signal(cv2.filter2D(page(), -1, kernel / kernel.sum())).score >= thresholds("balanced")["blur"]


def test_fields_that_are_soft_are_named() -> None:
    fields = {"birth_date": Field("16-04-1989", "1989-04-16", 0.9, ROW)}
    assert signal(page(), fields).fields == ()
    assert signal(cv2.GaussianBlur(page(), (0, 0), 8), fields).fields == ("birth_date",)


def test_an_empty_card_is_measured_without_fuss() -> None:
    assert 0 <= signal(np.full((404, 640, 3), 128, np.uint8)).score <= 1
