"""The making of the network that finds edited places runs from end to end, in miniature."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import torch
from training.risk_tampered.__main__ import main
from training.risk_tampered.nets import Residual


def test_every_step_runs_and_the_network_can_be_used(tmp_path: Path) -> None:
    metrics = tmp_path / "metrics.json"
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path), "--metrics", str(metrics)])
    told = json.loads(metrics.read_text("utf-8"))
    assert {"copy-move", "retype", "blended", "paper-strip"} <= set(told["generators"])


def test_residuals_do_not_see_how_bright_a_picture_is() -> None:
    bank = Residual().eval()
    light = torch.rand(1, 1, 24, 24)
    assert torch.allclose(bank(light)[..., 1:-1, 1:-1], bank(light + 5)[..., 1:-1, 1:-1], atol=1e-4)
