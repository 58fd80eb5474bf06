"""The official specimens, where their pictures are at hand, read without a fault."""

from __future__ import annotations

from typing import Any

import pytest
from benchmarks.official import measure_official, measure_official_signals, specimen_folder

from hmtocr.risk.kinds import CODES

pytestmark = pytest.mark.skipif(specimen_folder() is None, reason="the official specimens' pictures are not here")


@pytest.fixture(scope="module")
def signals() -> list[dict[str, Any]]:
    """Warnings and portraits of each."""
    return measure_official_signals()


def test_every_field_of_every_specimen_is_read() -> None:
    wrong = {result["picture"]: result["wrong"] for result in measure_official(peer=False) if result["wrong"]}
    assert wrong == {}


def test_none_warns_of_more_than_its_wrong_check_digit(signals: list[dict[str, Any]]) -> None:
    coded = {told["picture"]: {kind for kind in told["warnings"] if CODES[kind]} for told in signals}
    # Opaque labels have been drawn onto this picture: they do hide print, and it is edited.
    assert coded.pop("hkid2018_overlay_case4.png") <= {"covered", "tampered"}
    assert set().union(*coded.values()) == set()


def test_their_portraits_are_where_people_see_them(signals: list[dict[str, Any]]) -> None:
    overlaps = [iou for told in signals for iou in told["portraits"].values()]
    assert len(overlaps) == 10
    assert sum(overlaps) / len(overlaps) > 0.85
    assert min(overlaps) > 0.75
