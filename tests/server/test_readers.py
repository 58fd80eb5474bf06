"""Readers in processes of their own."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from hmtocr import Reader
from hmtocr.errors import ModelError, NotAnImageError
from hmtocr.reading import Reading
from hmtocr.server.readers import Readers, reader_processes

_HUSH = "Z683365(5)"


class Fake:
    """Tells the length of what it is given, and its process."""

    def read(self, data: bytes, **_: Any) -> Reading:
        if data == b"fail":
            raise NotAnImageError("no picture")
        if data == b"hush":
            raise KeyError(_HUSH)
        if data.startswith(b"crash") or (data.startswith(b"once ") and not _was_there(Path(data[5:].decode()))):
            os._exit(3)
        if data == b"slow":
            time.sleep(0.3)
        return Reading(len(data), os.getpid(), ())


class Unable:
    """Cannot be made."""

    def __init__(self) -> None:
        raise ModelError("the network is not the one that is meant")


class Gone:
    """Ends its process before it could read."""

    def __init__(self) -> None:
        os._exit(4)


def _was_there(file: Path) -> bool:
    there = file.exists()
    file.touch()
    return there


@pytest.fixture(scope="module", autouse=True)
def _importable() -> Iterator[None]:
    """Other processes find this file as pytest names it, wherever it was started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(Path(__file__).parents[2]))
        yield


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(2, Fake) as readers:
        yield readers.ready()


def test_readings_and_errors_come_back_from_another_process(readers: Readers) -> None:
    reading = readers.read(b"picture", documents=("hk-id",), portraits=False, warnings=("blur",))
    assert reading.width == 7
    assert reading.height != os.getpid()
    with pytest.raises(NotAnImageError, match="no picture"):
        readers.read(b"fail")


def test_as_many_pictures_are_read_at_once_as_there_are_processes(readers: Readers) -> None:
    with ThreadPoolExecutor(3) as callers:
        start = time.perf_counter()
        done = list(callers.map(readers.read, [b"slow"] * 2))
        assert len({reading.height for reading in done}) == 2
        assert time.perf_counter() - start < 10
        assert [reading.width for reading in callers.map(readers.read, [b"a", b"bb", b"ccc"] * 5)] == [1, 2, 3] * 5


def test_what_a_library_says_of_a_picture_is_told_to_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    with Readers(1, Fake) as readers, pytest.raises(RuntimeError, match="unexpected KeyError") as told:
        readers.read(b"hush")
    logged = capfd.readouterr().err
    assert _HUSH not in f"{told.value} {logged}"
    assert "unexpected KeyError" in logged
    assert "in read" in logged


def test_a_picture_whose_process_ends_is_read_by_another(readers: Readers, tmp_path: Path) -> None:
    file = tmp_path / "was there"
    told = f"once {file}".encode()
    assert readers.read(told).width == len(told)
    assert len({readers.read(b"a").height for _ in range(4)}) == 2


def test_a_picture_that_ends_every_process_takes_no_other_with_it(
    readers: Readers, caplog: pytest.LogCaptureFixture
) -> None:
    with ThreadPoolExecutor(2) as callers:
        other = callers.submit(readers.read, b"slow")
        with pytest.raises(RuntimeError, match="so did the next"):
            readers.read(b"crash")
        assert other.result().width == 4
    assert [record.message.count("exit code 3") for record in caplog.records] == [1, 1]
    assert readers.ready().read(b"fine").width == 4


def test_a_reader_that_cannot_be_made_is_told_at_once() -> None:
    with Readers(1, Unable) as readers, pytest.raises(ModelError, match="not the one that is meant"):
        readers.ready()


def test_a_process_that_ends_at_once_is_told() -> None:
    with Readers(1, Gone) as readers, pytest.raises(RuntimeError, match="before it could read"):
        readers.ready()


def test_processes_end_with_their_context() -> None:
    with Readers(2, Fake) as readers:
        processes = {readers.ready().read(b"a").height for _ in range(4)}
    for process in processes:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_cards_come_whole_from_another_process() -> None:
    example = Path(__file__).parents[2] / "examples" / "hk-id-2018.jpg"
    with reader_processes(1, "strict") as readers:
        told = readers.ready().read(example.read_bytes())
    assert told == Reader(threads=1, risk="strict").read(example.read_bytes())
