"""Writes a trained network as the ONNX file that hmtocr runs."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn

Net = TypeVar("Net", bound=nn.Module)


def averaged(net: Net, checkpoint: Path) -> Net:
    """`net` with the averaged weights of a checkpoint of `training.corners.train`."""
    net.load_state_dict(torch.load(checkpoint, weights_only=True)["averaged"])
    return net


def write(
    net: nn.Module,
    examples: Sequence[Tensor],
    inputs: Sequence[str],
    outputs: Sequence[str],
    path: Path,
    axes: Mapping[str, Mapping[int, str]] | None = None,
) -> dict[str, str]:
    """`net` as the file `path`, whose folder is made if need be; returns its SHA-256 by its name.

    Args:
        net: as it is to answer.
        examples: one of each input, of the shape that it has.
        inputs, outputs: their names, in order.
        path: of the file.
        axes: by name, those whose length may vary.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        # The older exporter writes one plain file; torch only says that there is a newer one.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net.eval(),
            tuple(examples),
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: dict(varying) for name, varying in (axes or {}).items()},
            opset_version=17,
            dynamo=False,
        )
    return {path.name: sha256(path)}


def sha256(path: Path) -> str:
    """What the manifest knows a file by."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
