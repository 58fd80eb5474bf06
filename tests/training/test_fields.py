"""The making of the network that finds the fields runs from end to end, in miniature."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import numpy as np
from training.fields.__main__ import main
from training.fields.pool import class_of
from training.fields.samples import NOTHING, answer

from hmtocr.image.geometry import homography, rectangle
from hmtocr.text.places import HEIGHT, REACH, STRIDE, WIDTH

TO_FLAT = homography(rectangle(0, 0, 1, 1), rectangle(0, 0, WIDTH, HEIGHT))


def test_every_step_runs_and_the_network_can_be_used(tmp_path: Path) -> None:
    metrics = tmp_path / "metrics.json"
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path), "--metrics", str(metrics)])
    told = json.loads(metrics.read_text("utf-8"))
    assert set(told["vga"]) == {"hk-id", "mo-id", "hmt-permit"}


def test_a_row_is_marked_along_its_middle_with_the_way_to_its_ends() -> None:
    number = class_of("number")
    classes, reaches = answer(np.array([[number, 0.25, 0.5, 0.75, 0.6]]), TO_FLAT)
    ys, xs = np.nonzero(classes == number)
    assert (classes != NOTHING).sum() == len(ys)
    assert ys.min() + 0.5 > 0.5 * HEIGHT / STRIDE
    assert ys.max() + 0.5 < 0.6 * HEIGHT / STRIDE
    spot = (ys[0], int(0.25 * WIDTH / STRIDE) + 2)
    left, top, right, bottom = reaches[:, spot[0], spot[1]]
    assert left == pytest.approx(spot[1] + 0.5 - 0.25 * WIDTH / STRIDE)
    assert right == REACH
    assert top + bottom == pytest.approx(0.1 * HEIGHT / STRIDE, abs=0.01)
    assert xs.max() < 0.75 * WIDTH / STRIDE + 0.3


def test_the_rows_of_a_zone_are_one_class() -> None:
    assert class_of("mrz1") == class_of("mrz3")
