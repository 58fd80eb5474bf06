"""Runs a network. One class owns every inference session, and no call leaves anything behind in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from hmtocr.models.denormals import can_flush, flushed
from hmtocr.models.manifest import network

Floats = NDArray[np.float32]

_CGROUP_V2 = Path("/sys/fs/cgroup/cpu.max")
_CGROUP_V1 = (Path("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"), Path("/sys/fs/cgroup/cpu/cpu.cfs_period_us"))


class Engine:
    """An inference session that many threads may use at once.

    ONNX Runtime's `run` is re-entrant: inputs and outputs are arguments, so no state is shared between calls.
    """

    def __init__(self, model: bytes, intra_threads: int = 1) -> None:
        """Build the session.

        Args:
            model: the bytes of an ONNX file.
            intra_threads: threads that share one call's work.
        """
        options = ort.SessionOptions()
        options.intra_op_num_threads = intra_threads
        options.inter_op_num_threads = 1
        # Spinning burns a core between calls, and the arena never gives memory back (widths vary).
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        if intra_threads > 1 and can_flush():
            # For the session's own threads; the thread that calls is flushed by `run`.
            options.add_session_config_entry("session.set_denormal_as_zero", "1")
        with flushed():
            self._session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._inputs = tuple(i.name for i in self._session.get_inputs())

    @property
    def metadata(self) -> Mapping[str, str]:
        """What the network's file says of itself (a recogniser's alphabet, for one)."""
        return dict(self._session.get_modelmeta().custom_metadata_map)

    def run(self, *inputs: Floats) -> tuple[Floats, ...]:
        """The network's outputs for its inputs, both in the order of the file."""
        with flushed():
            return tuple(self._session.run(None, dict(zip(self._inputs, inputs, strict=True))))


@cache
def load(name: str, intra_threads: int | None = None) -> Engine:
    """The engine of the manifest's network `name`, built once a process; `intra_threads` is `threads()` if None.

    Raises:
        ModelError: the network is missing or is not the file that the manifest names.
    """
    return Engine(network(name).read(), threads() if intra_threads is None else intra_threads)


def threads() -> int:
    """How many threads a call may use: HMTOCR_THREADS, else (or if 0) the cores that the cgroup allows.

    Raises:
        ValueError: HMTOCR_THREADS is not a whole number.
    """
    asked = os.environ.get("HMTOCR_THREADS", "").strip()
    if asked and not asked.isdecimal():
        raise ValueError(f"HMTOCR_THREADS must be a whole number, not {asked!r}")
    if int(asked or 0) > 0:
        return int(asked)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = _cgroup_cores()
    return max(1, cores if quota is None else min(cores, int(quota + 0.5)))


def _cgroup_cores() -> float | None:
    try:
        if _CGROUP_V2.is_file():
            quota, period = _CGROUP_V2.read_text().split()[:2]
        else:
            quota, period = (path.read_text().strip() for path in _CGROUP_V1)
        return None if quota in ("max", "-1") else int(quota) / int(period)
    except (OSError, ValueError):
        return None
