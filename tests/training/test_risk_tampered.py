"""The making of the network that finds edited places runs from end to end, in miniature."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the extra 'training' is not installed")

import torch
from training.risk_tampered.__main__ import main
from training.risk_tampered.nets import likeliest


def test_every_step_runs_and_the_network_can_be_used(tmp_path: Path) -> None:
    metrics = tmp_path / "metrics.json"
    main(["all", "--smoke", "--work", str(tmp_path), "--models", str(tmp_path), "--metrics", str(metrics)])
    told = json.loads(metrics.read_text("utf-8"))
    assert {"copy-move", "retype", "blended", "paper-strip"} <= set(told["generators"])
    file = tmp_path / "print-forensics.onnx"
    before = file.read_bytes()
    for step in ("fit", "export"):
        main([step, "--smoke", "--work", str(tmp_path), "--models", str(tmp_path), "--start", str(file)])
    assert len(file.read_bytes()) == len(before)


def test_a_card_counts_by_its_likeliest_row() -> None:
    odds = torch.tensor([[4.0, -6.0, 1.0, 0.0, 9.0]])
    here = torch.tensor([[True, True, True, True, False]])
    rows = torch.tensor([[0, 0, 2, 2, -1]])
    assert likeliest(odds, here, rows, 2).item() == 0.5
