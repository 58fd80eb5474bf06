"""The fit of how portraits compare finds what it was fitted to, and runs from end to end."""

from __future__ import annotations

import json

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import numpy as np
from training.risk_tampered.two_faces import fit, main


def test_a_fit_finds_what_tells_both_apart() -> None:
    rng = np.random.default_rng(4)
    seen = rng.normal(0, 1, (4000, 3))
    swapped = rng.random(4000) < 1 / (1 + np.exp(-(1 + 2 * seen[:, 0] - seen[:, 2])))
    weights, always = fit(seen, swapped)
    assert weights == pytest.approx([2, 0, -1], abs=0.3)
    assert always + np.log(swapped.mean() / (1 - swapped.mean())) == pytest.approx(1, abs=0.2)


def test_it_draws_reads_and_tells(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--each", "1"])
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(told) == 2
    assert all(len(one["weights"]) == 3 and one["honest"] > one["swapped"] > 0 for one in told)
