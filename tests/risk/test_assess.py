"""Signals become warnings at the operating point's threshold, and only those that are wanted are measured."""

from __future__ import annotations

from typing import get_args

import pytest

from hmtocr import Reader
from hmtocr.protocols.native.models import Kind
from hmtocr.risk.kinds import KINDS
from hmtocr.risk.thresholds import POINTS, thresholds


@pytest.mark.parametrize("point", POINTS)
def test_every_operating_point_has_thresholds(point):
    assert all(0 < least <= 1 for least in thresholds(point).values())


def test_an_unknown_operating_point_is_refused():
    with pytest.raises(ValueError, match="no operating point"):
        Reader(risk="paranoid")


def test_every_kind_can_be_asked_for_in_the_native_api():
    assert get_args(Kind) == KINDS


def test_an_unknown_signal_is_refused():
    with pytest.raises(ValueError, match="unknown risk signals"):
        Reader().read(b"", warnings=("hologram",))
