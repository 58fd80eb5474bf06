"""Named operating points: from which score each signal warns; thresholds.toml says how they were found."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

Point = Literal["strict", "balanced", "lenient"]
POINTS: tuple[Point, ...] = get_args(Point)


@cache
def thresholds(point: Point) -> Mapping[str, float]:
    """Thresholds by kind.

    Raises:
        ValueError: there is no such operating point.
    """
    if point not in POINTS:
        raise ValueError(f"there is no operating point {point!r}; there are {', '.join(POINTS)}")
    table = tomllib.loads(files("hmtocr.risk").joinpath("thresholds.toml").read_text("utf-8"))
    return {kind: float(row[point]) for kind, row in table.items()}
