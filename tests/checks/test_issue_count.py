"""Issue counts of residence permits."""

import pytest

from hmtocr.checks import issue_count


@pytest.mark.parametrize("count", [1, 2, 9, 10, 99])
def test_with_and_without_the_leading_zero(count: int) -> None:
    assert issue_count.parse(f"{count:02}") == issue_count.parse(f" {count} ") == count
    assert issue_count.is_valid(str(count)) is True


@pytest.mark.parametrize("text", ["0", "00", "100", "-1", "1次", "O1", "１"])
def test_what_is_no_count(text: str) -> None:
    assert issue_count.parse(text) is None
    assert issue_count.is_valid(text) is False


def test_nothing_to_judge() -> None:
    assert issue_count.is_valid(" ") is None
