"""Gives a network the weights of its exported file, to train it on where no checkpoint is left.

Exporting folds every batch norm into the convolution before it. What comes back here has batch norms that undo nothing:
on the samples given they normalise, and scale back, so that it answers as the file does and learns as a fresh one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.corners.train import Loader, Sampler, Stream

_BATCH = 64
"""Samples that the norms' statistics are taken from."""

Net = TypeVar("Net", bound=nn.Module)


def started(net: Net, file: Path, samples: Tensor) -> Net:
    """`net` with the weights of its file, in the mode for training.

    Args:
        net: of the architecture that was exported; its only layers with weights are convolutions and batch norms.
        file: the ONNX file.
        samples: what it is shown, a batch of them; the norms' statistics are taken from it.

    Raises:
        ValueError: the file is of another architecture.
    """
    model = onnx.load_model(file)
    known = {value.name: numpy_helper.to_array(value) for value in model.graph.initializer}
    kernels = [[known[name] for name in node.input[1:]] for node in model.graph.node if node.op_type == "Conv"]
    layers = _in_order(net.eval(), samples[:1])
    convolutions = [layer for layer in layers if isinstance(layer, nn.Conv2d)]
    if [kernel[0].shape for kernel in kernels] != [tuple(c.weight.shape) for c in convolutions]:
        raise ValueError(f"{file.name} is of another architecture")
    biases = iter(kernels)
    with torch.no_grad():
        for layer, following in zip(layers, [*layers[1:], None], strict=True):
            if not isinstance(layer, nn.Conv2d):
                continue
            weight, *bias = next(biases)
            layer.weight.copy_(torch.from_numpy(weight.copy()))
            if layer.bias is not None:
                layer.bias.copy_(torch.from_numpy(bias[0].copy()))
            elif isinstance(following, nn.BatchNorm2d):
                following.bias.copy_(torch.from_numpy(bias[0].copy()))
        _calibrate(net, samples)
    return net.train()


def shown(pool: Path, samples: Sampler, pools: Loader) -> Tensor:
    """What a network is shown, a batch of it: the first of each of the samples that `pools` makes of the folder."""
    stream = iter(Stream(pool, samples, (0, 0), _BATCH, pools))
    return torch.from_numpy(np.stack([next(stream)[0] for _ in range(_BATCH)])).float()


def _in_order(net: nn.Module, sample: Tensor) -> list[nn.Module]:
    """Convolutions and batch norms as they come to run."""
    order: list[nn.Module] = []
    kinds = (nn.Conv2d, nn.BatchNorm2d)
    hooks = [
        layer.register_forward_hook(lambda layer, *_: order.append(layer))
        for layer in net.modules()
        if isinstance(layer, kinds)
    ]
    with torch.no_grad():
        net(sample)
    for hook in hooks:
        hook.remove()
    return order


def _calibrate(net: nn.Module, samples: Tensor) -> None:
    """Every norm, which has only its bias so far, adds that alone: it scales back what it normalises."""

    def settle(norm: nn.Module, given: tuple[Tensor, ...]) -> None:
        assert isinstance(norm, nn.BatchNorm2d)
        assert norm.running_mean is not None
        assert norm.running_var is not None
        mean, variance = given[0].mean((0, 2, 3)), given[0].var((0, 2, 3), unbiased=False)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_((variance + norm.eps).sqrt())
        norm.bias.add_(mean)

    hooks = [m.register_forward_pre_hook(settle) for m in net.modules() if isinstance(m, nn.BatchNorm2d)]
    net(samples)
    for hook in hooks:
        hook.remove()
