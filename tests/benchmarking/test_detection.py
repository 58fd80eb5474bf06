"""Error rates of scores that are known to be so and so far apart."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from benchmarks import detection
from benchmarks.detection import curve, threshold


def test_examples() -> None:
    assert doctest.testmod(detection).failed == 0


def test_scores_that_part_make_no_errors() -> None:
    told = curve([0.7, 0.8, 0.9], [0.1, 0.2])
    assert (told.auc, told.eer, told.apcer_at(0.0)) == (1.0, 0.0, 0.0)


def test_scores_that_tell_nothing_are_right_half_of_the_time() -> None:
    rng = np.random.default_rng(0)
    told = curve(list(rng.random(4000)), list(rng.random(4000)))
    assert told.auc == pytest.approx(0.5, abs=0.02)
    assert told.eer == pytest.approx(0.5, abs=0.02)
    assert told.apcer_at(0.1) == pytest.approx(0.9, abs=0.02)


def test_equal_scores_are_worth_nothing() -> None:
    assert curve([0.0] * 5, [0.0] * 7).auc == 0.5


def test_a_threshold_lets_so_many_warn_and_no_more() -> None:
    rng = np.random.default_rng(1)
    scores = [float(s) for s in rng.random(400)]
    for rate in (0.05, 0.02, 0.005):
        assert sum(s >= threshold(scores, rate) for s in scores) == round(400 * rate)


def test_equal_scores_do_not_all_pass_a_threshold() -> None:
    assert threshold([0.0] * 20, 0.05) == 0.5
    assert threshold([0.2, *[0.0] * 19], 0.1) == 0.1


def test_nothing_has_no_curve() -> None:
    with pytest.raises(ValueError, match="honest"):
        curve([0.5], [])
