"""How many threads a call may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from hmtocr.models import engine


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HMTOCR_THREADS", "3")
    assert engine.threads() == 3
    monkeypatch.setenv("HMTOCR_THREADS", "many")
    with pytest.raises(ValueError, match="whole number"):
        engine.threads()


@pytest.mark.parametrize(("quota", "cores"), [("100000 100000", 1), ("max 100000", None)])
@pytest.mark.parametrize("asked", [None, "", "0"])
def test_else_the_cgroup_does(
    asked: str | None, quota: str, cores: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if asked is None:
        monkeypatch.delenv("HMTOCR_THREADS", raising=False)
    else:
        monkeypatch.setenv("HMTOCR_THREADS", asked)
    file = tmp_path / "cpu.max"
    file.write_text(quota)
    monkeypatch.setattr(engine, "_CGROUP_V2", file)
    monkeypatch.setattr(engine.os, "sched_getaffinity", lambda _: set(range(8)))
    assert engine.threads() == (cores or 8)
