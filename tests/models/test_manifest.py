"""Networks are the files that the manifest names, or they are refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from hmtocr.errors import ModelError
from hmtocr.models import network, networks


def test_every_network_is_there_and_is_the_one_that_was_measured() -> None:
    names = {n.name for n in networks()}
    assert names == {
        "text-detector",
        "text-recogniser",
        "card-locator",
        "card-aligner",
        "field-finder",
        "latin-recogniser",
        "card-overlay",
        "grain-judge",
        "print-forensics",
        "portrait-finder",
    }
    assert all(n.read() for n in networks())


def test_another_file_is_refused() -> None:
    with pytest.raises(ModelError, match="is not the file"):
        replace(network("card-locator"), sha256="0" * 64).read()


def test_what_is_missing_is_named() -> None:
    with pytest.raises(ModelError, match="no network 'x'"):
        network("x")
    with pytest.raises(ModelError, match="nowhere"):
        replace(network("card-locator"), package="nowhere").path()
