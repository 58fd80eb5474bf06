"""Of names with a rare character those count whose code is printed in full and was read."""

from __future__ import annotations

from benchmarks.rare_names import LEVELS, Outcome, markdown, outside, run_one, summary, tasks

from hmtocr.checks import telecode


def test_only_names_with_a_full_code_that_was_read_count() -> None:
    outcomes = [
        Outcome("scan", coded=True, code=True, name=True),
        Outcome("scan", coded=True, code=True, name=False),
        Outcome("scan", coded=True, code=False, name=True),
        Outcome("scan", coded=False, code=True, name=True),
    ]
    rows = summary(outcomes)
    assert rows[0] == {"level": "scan", "names": 3, "codes": 2, "right": 1}
    page = markdown({"levels": rows, "characters": 1, "date": "", "cpu": "", "cores": 1, "load": 0})
    assert "| scan | 3 | 2 | 1 | **50.0 %** |" in page


def test_the_characters_have_codes() -> None:
    assert len(outside()) > 100
    assert all(telecode.encode(char) for char in outside())


def test_a_picture_is_drawn_and_read() -> None:
    outcome = run_one(next(tasks(1)))
    assert outcome.level == LEVELS[0]
    assert outcome.coded
