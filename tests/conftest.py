"""What many tests share."""

from __future__ import annotations

import pytest

from hmtocr import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    """One reader for all: it keeps nothing of a call."""
    return Reader()
