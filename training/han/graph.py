"""A network that comes as an ONNX file as a module that can be trained on, node by node, and the file made anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn
from torch.nn import functional

Attributes = Mapping[str, Any]
Operation = Callable[[Sequence[Any], Attributes], Tensor]


@dataclass(frozen=True)
class _Node:
    kind: str
    inputs: tuple[str, ...]
    output: str
    attributes: Attributes


class Graph(nn.Module):
    """The graph of an ONNX file with one input; its constants of more than one number are parameters."""

    def __init__(self, model: onnx.ModelProto, end: str) -> None:
        """Of `model` up to the value `end`.

        Raises:
            NotImplementedError: the graph has an operation that is not known here.
        """
        super().__init__()
        constants = _constants(model)
        nodes = [node for node in model.graph.node if node.op_type != "Constant"]
        used = {name for node in nodes for name in node.input}
        self.keys: dict[str, str] = {}
        for name, value in constants.items():
            if name not in used:
                continue
            key = f"p{len(self.keys)}"
            self.keys[name] = key
            tensor = torch.from_numpy(np.array(value))
            if value.dtype == np.float32 and value.size > 1:
                self.register_parameter(key, nn.Parameter(tensor.clone()))
            else:
                self.register_buffer(key, tensor)
        self._start, self._end = model.graph.input[0].name, end
        self._nodes = tuple(_Node(node.op_type, tuple(node.input), node.output[0], _attributes(node)) for node in nodes)
        unknown = {node.kind for node in self._nodes} - set(_OPERATIONS)
        if unknown:
            raise NotImplementedError(f"operations {sorted(unknown)}")

    def freeze(self, which: Callable[[str], bool]) -> None:
        """Parameters whose names in the file satisfy `which` stay as they are, and all batch norms' statistics."""
        norms = {name for node in self._nodes if node.kind == "BatchNormalization" for name in node.inputs[3:]}
        for name, key in self.keys.items():
            value = getattr(self, key)
            if isinstance(value, nn.Parameter) and (which(name) or name in norms):
                value.requires_grad_(False)

    def take(self, model: onnx.ModelProto) -> None:
        """The weights of a file that `with_weights` wrote."""
        told = _constants(model)
        for name, key in self.keys.items():
            value = np.array(told.get(f"{name}.half", told.get(name)))
            with torch.no_grad():
                getattr(self, key).copy_(torch.from_numpy(value))

    def forward(self, start: Tensor) -> Tensor:
        """From the graph's input to `end`."""
        values: dict[str, Any] = {self._start: start}
        for node in self._nodes:
            given = [None if not n else values[n] if n in values else getattr(self, self.keys[n]) for n in node.inputs]
            values[node.output] = _OPERATIONS[node.kind](given, node.attributes)
            if node.output == self._end:
                break
        told: Tensor = values[self._end]
        return told


def with_weights(model: onnx.ModelProto, graph: Graph) -> onnx.ModelProto:
    """A copy of `model` with the weights of `graph`, large ones stored as half floats, which halves the file."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    known = {value.name: value for value in copy.graph.initializer}
    for node in copy.graph.node:
        if node.op_type == "Constant":
            known[node.output[0]] = node.attribute[0].t
    casts = []
    for name, key in graph.keys.items():
        value = getattr(graph, key).detach().contiguous().numpy()
        if value.dtype == np.float32 and value.size > _LARGE and name in {v.name for v in copy.graph.initializer}:
            half = f"{name}.half"
            known[name].CopyFrom(numpy_helper.from_array(value.astype(np.float16), half))
            casts.append(onnx.helper.make_node("Cast", [half], [name], to=onnx.TensorProto.FLOAT))
        else:
            label = known[name].name
            known[name].CopyFrom(numpy_helper.from_array(value, label))
    nodes = [*casts, *copy.graph.node]
    del copy.graph.node[:]
    copy.graph.node.extend(nodes)
    return copy


def load(file: bytes) -> onnx.ModelProto:
    """The model in a file's bytes."""
    return onnx.load_model_from_string(file)


_LARGE = 1024


def _constants(model: onnx.ModelProto) -> dict[str, np.ndarray[Any, Any]]:
    found = {value.name: numpy_helper.to_array(value) for value in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "Constant":
            found[node.output[0]] = numpy_helper.to_array(node.attribute[0].t)
    return found


def _attributes(node: onnx.NodeProto) -> Attributes:
    return {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}


def _numbers(values: Tensor) -> list[int]:
    return [int(value) for value in values.reshape(-1).tolist()]


def _room(picture: Tensor, kernel: Sequence[int], how: Attributes) -> tuple[int, int, int, int]:
    """Left, right, above and below, as torch's `pad` takes them."""
    if how.get("auto_pad") != b"SAME_UPPER":
        above, left, below, right = how.get("pads", (0, 0, 0, 0))
        return left, right, above, below
    ends = []
    for size, reach, step in zip(picture.shape[2:], kernel, how.get("strides", (1, 1)), strict=True):
        more = max(0, (-(-size // step) - 1) * step + reach - size)
        ends.append((more // 2, more - more // 2))
    return (*ends[1], *ends[0])


def _convolved(given: Sequence[Any], how: Attributes) -> Tensor:
    picture, kernel, *bias = given
    padded = functional.pad(picture, _room(picture, kernel.shape[2:], how))
    strides, spread = tuple(how.get("strides", (1, 1))), tuple(how.get("dilations", (1, 1)))
    return functional.conv2d(padded, kernel, bias[0] if bias else None, strides, 0, spread, how.get("group", 1))


def _largest(given: Sequence[Any], how: Attributes) -> Tensor:
    reach = tuple(how["kernel_shape"])
    padded = functional.pad(given[0], _room(given[0], reach, how), value=-torch.inf)
    return functional.max_pool2d(padded, reach, tuple(how.get("strides", (1, 1))))


def _normalised(given: Sequence[Any], how: Attributes) -> Tensor:
    picture, gain, lift, mean, variance = given
    scale = gain / (variance + how.get("epsilon", 1e-5)).sqrt()
    told: Tensor = picture * scale.view(1, -1, 1, 1) + (lift - mean * scale).view(1, -1, 1, 1)
    return told


def _sliced(given: Sequence[Any], _: Attributes) -> Tensor:
    picture, first, last, *rest = given
    starts, ends = _numbers(first), _numbers(last)
    axes = _numbers(rest[0]) if rest and rest[0] is not None else list(range(len(starts)))
    steps = _numbers(rest[1]) if len(rest) > 1 else [1] * len(starts)
    cut = [slice(None)] * picture.dim()
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        cut[axis] = slice(start, None if end >= 2**31 - 1 else end, step)
    told: Tensor = picture[tuple(cut)]
    return told


def _axes(given: Sequence[Any], how: Attributes) -> list[int]:
    return list(how["axes"]) if "axes" in how else _numbers(given[1])


def _squeezed(given: Sequence[Any], how: Attributes) -> Tensor:
    told: Tensor = given[0]
    for axis in sorted(_axes(given, how), reverse=True):
        told = told.squeeze(axis)
    return told


def _unsqueezed(given: Sequence[Any], how: Attributes) -> Tensor:
    told: Tensor = given[0]
    for axis in sorted(_axes(given, how)):
        told = told.unsqueeze(axis)
    return told


def _reshaped(given: Sequence[Any], _: Attributes) -> Tensor:
    shape = [given[0].shape[i] if size == 0 else size for i, size in enumerate(_numbers(given[1]))]
    told: Tensor = given[0].reshape(shape)
    return told


_OPERATIONS: Mapping[str, Operation] = {
    "Add": lambda given, _: given[0] + given[1],
    "AveragePool": lambda given, how: functional.avg_pool2d(
        given[0], tuple(how["kernel_shape"]), tuple(how["strides"])
    ),
    "BatchNormalization": _normalised,
    "Concat": lambda given, how: torch.cat(list(given), how["axis"]),
    "Conv": _convolved,
    "Div": lambda given, _: given[0] / given[1],
    "Erf": lambda given, _: torch.erf(given[0]),
    "HardSigmoid": lambda given, how: (given[0] * how.get("alpha", 0.2) + how.get("beta", 0.5)).clamp(0, 1),
    "Identity": lambda given, _: given[0],
    "MatMul": lambda given, _: given[0] @ given[1],
    "MaxPool": _largest,
    "Mul": lambda given, _: given[0] * given[1],
    "Pow": lambda given, _: given[0] ** given[1],
    "ReduceMean": lambda given, how: given[0].mean(_axes(given, how), keepdim=bool(how.get("keepdims", 1))),
    "Relu": lambda given, _: given[0].relu(),
    "Reshape": _reshaped,
    "Shape": lambda given, _: torch.tensor(given[0].shape),
    "Sigmoid": lambda given, _: given[0].sigmoid(),
    "Slice": _sliced,
    "Softmax": lambda given, how: given[0].softmax(how.get("axis", -1)),
    "Sqrt": lambda given, _: given[0].sqrt(),
    "Squeeze": _squeezed,
    "Sub": lambda given, _: given[0] - given[1],
    "Transpose": lambda given, how: given[0].permute(*how["perm"]),
    "Unsqueeze": _unsqueezed,
}
