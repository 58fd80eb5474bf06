"""The network, and how it is written as an ONNX file."""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path

import torch
from torch import Tensor, nn

from hmtocr.image.judge import COLUMNS, ROWS


class Judge(nn.Module):
    """Patches (n x 3 x ROWS x COLUMNS) to n x 5: log-odds of a portrait, and the moves of its four edges."""

    def __init__(self) -> None:
        """Untrained."""
        super().__init__()
        self.look = nn.Sequential(
            nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(),
            nn.Conv2d(16, 16, 3, padding=1, stride=2), nn.ReLU(),
            nn.Conv2d(16, 24, 3, padding=1), nn.ReLU(),
            nn.Conv2d(24, 24, 3, padding=1, stride=2), nn.ReLU(),
            nn.Flatten(),
            nn.Dropout(0.2),
        )  # fmt: skip
        self.say = nn.Sequential(nn.Linear(24 * (ROWS // 4 + 1) * (COLUMNS // 4), 32), nn.ReLU(), nn.Linear(32, 5))

    def forward(self, seen: Tensor) -> Tensor:
        """See the class."""
        said: Tensor = self.say(self.look(seen))
        return said


def export(net: Judge, path: Path) -> str:
    """Write the file; returns its SHA-256."""
    with warnings.catch_warnings():
        # The older exporter writes one plain file; torch only says that there is a newer one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net.eval(),
            (torch.zeros(2, 3, ROWS, COLUMNS),),
            str(path),
            input_names=["seen"],
            output_names=["said"],
            dynamic_axes={"seen": {0: "n"}, "said": {0: "n"}},
            opset_version=17,
            dynamo=False,
        )
    return hashlib.sha256(path.read_bytes()).hexdigest()
