"""The official specimens, where their pictures are at hand, read without a fault."""

from __future__ import annotations

import pytest
from benchmarks.official import measure_official, specimen_folder


@pytest.mark.skipif(specimen_folder() is None, reason="the official specimens' pictures are not here")
def test_every_field_of_every_specimen_is_read() -> None:
    wrong = {result["picture"]: result["wrong"] for result in measure_official(peer=False) if result["wrong"]}
    assert wrong == {}
