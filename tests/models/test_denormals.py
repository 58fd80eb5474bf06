"""Numbers next to nothing are nothing to networks, and what they are to everyone else."""

from __future__ import annotations

import platform
import sys
from types import SimpleNamespace

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from hmtocr.models import denormals
from hmtocr.models.engine import Engine

HERE = sys.platform.startswith("linux") and platform.machine().lower() in ("x86_64", "aarch64")
TINY = np.full(64, 1e-40, np.float32)


def halved() -> np.ndarray:
    """Half of a denormal number: 0 where those are flushed."""
    return TINY * np.float32(0.5)


def test_a_thread_flushes_meanwhile_and_not_afterwards() -> None:
    assert denormals.can_flush() == HERE
    with denormals.flushed():
        assert (halved() == 0).all() == HERE
    assert (halved() > 0).all()


def test_an_exception_gives_the_mode_back_too() -> None:
    with pytest.raises(ZeroDivisionError), denormals.flushed():
        raise ZeroDivisionError
    assert (halved() > 0).all()


@pytest.mark.parametrize("threads", [1, 2])
def test_networks_are_run_with_it_and_leave_the_caller_as_it_was(threads: int) -> None:
    half = helper.make_node("Mul", ["x", "half"], ["y"])
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [64]) for name in "xy"]
    constant = helper.make_tensor("half", TensorProto.FLOAT, [1], [0.5])
    graph = helper.make_graph([half], "half", value[:1], value[1:], [constant])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    engine = Engine(onnx.ModelProto.SerializeToString(model), threads)
    (told,) = engine.run(TINY)
    assert (told == 0).all() == HERE
    assert (halved() > 0).all()


@pytest.mark.parametrize(("machine", "system"), [("riscv64", "linux"), ("x86_64", "win32")])
def test_where_it_is_not_known_how_nothing_changes(monkeypatch: pytest.MonkeyPatch, machine: str, system: str) -> None:
    monkeypatch.setattr(denormals, "platform", SimpleNamespace(machine=lambda: machine))
    monkeypatch.setattr(denormals, "sys", SimpleNamespace(platform=system))
    denormals._control.cache_clear()
    try:
        assert not denormals.can_flush()
        with denormals.flushed():
            assert (halved() > 0).all()
    finally:
        denormals._control.cache_clear()
