"""What tells a date from nonsense."""

from __future__ import annotations

import pytest

from hmtocr.documents.rules import is_day


@pytest.mark.parametrize(
    "text", ["28-02-1954", "(09-99)", "23-09-10", "2016年10月9日", "2021.07.04-2026.07.04", "------"]
)
def test_dates_of_lives(text: str) -> None:
    assert is_day(text)


@pytest.mark.parametrize("text", ["22-18-1969", "30-02-1999", "06-11-2823", "01-01-1203", "2021.07.04-2826.07.04"])
def test_dates_that_nobody_has(text: str) -> None:
    assert not is_day(text)
