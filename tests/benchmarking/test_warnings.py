"""The benchmark of risk signals in miniature: what is drawn, and what is made of scores."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from benchmarks import presentations, warnings
from benchmarks.official_cards import at_hand
from benchmarks.presentations import Outcome, Task, draw, measure, official_tasks, tasks
from benchmarks.publish import README
from PIL import Image

from hmtocr.documents import face_of
from hmtocr.reading import Field
from hmtocr.risk.kinds import KINDS
from hmtocr.specimens.attacks import ATTACKS
from hmtocr.specimens.attacks.harmless import HARMLESS

HK = ("hk-id", "2018", "front")


def pretended(task: Task, **_: object) -> Outcome:
    """An attack's own signal is high, all others are low; one card in eight is not found."""
    rng = np.random.default_rng([task.number, len(task.generator)])
    held_out = any(a.held_out for a in ATTACKS.get(task.kind, ()) if a.generator == task.generator)
    if task.number % 8 == 7:
        return Outcome(task, held_out, False, {}, None, {}, {"large": 0.0})
    scores = {kind: float(rng.uniform(0, 0.1)) + 0.85 * (kind == task.kind) for kind in KINDS}
    named = dict.fromkeys(KINDS, True) if task.kind == "covered" else None
    return Outcome(task, held_out, True, scores, named, dict.fromkeys(KINDS, 1.5), {"large": 0.9})


def test_every_kind_and_every_generator_is_drawn() -> None:
    todo = tasks(2, 1)
    assert len(todo) == 2 * len(HARMLESS) + sum(map(len, ATTACKS.values()))
    assert len(set(todo)) == len(todo)
    assert len({task.face for task in tasks(12, 12)}) == 12


def test_the_same_task_is_the_same_picture_of_a_card_that_keeps_its_rules() -> None:
    for number in range(3):
        task = Task("", "vga", HK, number)
        picture, touched, held_out = draw(task)
        assert picture.jpeg == draw(task)[0].jpeg
        assert (touched, held_out) == (frozenset(), False)
        fields = {name: Field(text, "", 1.0, quad) for name, (text, quad) in picture.cards[0].fields.items()}
        assert all(check.passed is not False for check in face_of(*HK).checks(fields))


def test_signals_are_measured_with_and_without_reading() -> None:
    task = Task("", "vga", HK, 0)
    alone, read = measure(task, oracle=True), measure(task)
    assert alone.found
    assert read.found
    assert alone.scores.keys() == read.scores.keys() == read.milliseconds.keys()
    assert "inconsistent" in read.scores
    assert set(read.portraits) == {"large", "small"}


@pytest.mark.skipif(not at_hand(), reason="the official specimens are not at hand")
def test_official_specimens_are_attacked_as_drawn_cards_are() -> None:
    todo = official_tasks(1, 1)
    assert {task.specimen for task in todo} == set(at_hand())
    task = next(task for task in todo if task.generator == "paper-strip")
    picture, touched, held_out = draw(task)
    (card,) = picture.cards
    assert (card.document, held_out) == ("hk-id", True)
    assert touched <= card.fields.keys()
    assert {"number", "birth_date", "issue_date"} <= card.fields.keys()


def test_without_official_specimens_there_is_nothing_to_attack(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(warnings, "at_hand", tuple)
    with pytest.raises(SystemExit):
        warnings.main(["--official"])
    assert "HMTOCR_SPECIMENS" in capsys.readouterr().err


def test_tables_plots_and_thresholds(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = README.read_bytes()
    monkeypatch.setattr(warnings, "measure", pretended)
    monkeypatch.setattr(warnings, "measure_official_signals", lambda: [])
    every = dict.fromkeys(KINDS, 0.5)
    monkeypatch.setattr("benchmarks.risk_report.thresholds", lambda _: every)
    warnings.main(["--each", "16", "--jobs", "1", "--out", str(tmp_path)])
    assert README.read_bytes() == before
    kept = json.loads((tmp_path / "warnings.json").read_text("utf-8"))
    for kind in ATTACKS:
        row = kept["kinds"][kind]
        assert (row["bpcer"]["balanced"], row["held_out"]["balanced"], row["held_out"]["auc"]) == (0, 0, 1)
        assert [g["not_found"] for g in row["generators"]] == [2] * len(ATTACKS[kind])
        assert 0.05 < kept["thresholds"][kind]["lenient"] < 0.85
    assert kept["kinds"]["covered"]["generators"][0]["named"] == 1
    page = (tmp_path / "warnings.md").read_text("utf-8")
    assert "| covered | fingers |" in page
    assert "genuine" not in page
    assert "[blur]" in capsys.readouterr().out
    for name in ("warnings.png", "warnings-roc.png"):
        with Image.open(tmp_path / name) as image:
            assert image.size == (960, 540)


def test_thresholds_come_from_other_pictures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Task] = []

    def noted(task: Task, **_: object) -> Outcome:
        asked.append(task)
        return pretended(task)

    monkeypatch.setattr(warnings, "measure", noted)
    warnings.main(["--each", "3", "--jobs", "1", "--thresholds"])
    assert {task.kind for task in asked} == {""}
    assert not {task.seed for task in asked} & {presentations.SEED}
    assert "[covered]\nstrict = " in capsys.readouterr().out


def test_the_file_does_not_hide_the_standard_module_of_its_name() -> None:
    program = Path(warnings.__file__)
    done = subprocess.run([sys.executable, str(program), "--help"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "--oracle" in done.stdout
