"""Worker threads and the queue in front of them."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from hmtocr.errors import BusyError, NotAnImageError
from hmtocr.reading import Reading
from hmtocr.server.pool import Pool


class Reader:
    """Waits until it is let go, but for b"quick" and b"fail"."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.read_names: list[bytes] = []
        self.asked: list[dict[str, Any]] = []

    def read(self, data: bytes, **options: Any) -> Reading:
        self.read_names.append(data)
        self.asked.append(options)
        if data == b"fail":
            raise NotAnImageError("no picture")
        if data != b"quick":
            assert self.go.wait(10)
        return Reading(len(data), 1, ())


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.go.set()


def run(
    reader: Reader,
    test: Callable[[Pool], Coroutine[Any, Any, None]],
    *,
    queue: int = 1,
    deadline: float = 5,
    **more: Any,
) -> None:
    """Run a test with a pool of one thread."""

    async def within() -> None:
        with Pool(reader, 1, queue, deadline, **more) as pool:
            try:
                await test(pool)
            finally:
                reader.go.set()

    asyncio.run(within())


async def begun(pool: Pool, *names: bytes) -> list[asyncio.Task[Reading]]:
    """Calls that have got their place."""
    tasks = [asyncio.ensure_future(pool(name)) for name in names]
    await asyncio.sleep(0.01)
    return tasks


async def settle() -> None:
    """Let the loop hear what the threads have to say."""
    await asyncio.sleep(0.05)


def test_readings_and_errors_come_back(reader: Reader) -> None:
    async def test(pool: Pool) -> None:
        assert (await pool(b"quick", documents=("mo-id",), portraits=False, warnings=False)).width == 5
        assert reader.asked == [{"documents": ("mo-id",), "portraits": False, "warnings": False}]
        with pytest.raises(NotAnImageError):
            await pool(b"fail")
        await settle()
        assert (pool.reading, pool.waiting) == (0, 0)

    run(reader, test)


def test_one_more_than_the_queue_holds_is_refused_at_once(reader: Reader) -> None:
    async def test(pool: Pool) -> None:
        tasks = await begun(pool, b"a", b"b", b"c")
        assert (pool.reading, pool.waiting) == (1, 2)
        start = time.perf_counter()
        with pytest.raises(BusyError, match="queue"):
            await pool(b"d")
        assert time.perf_counter() - start < 0.1
        reader.go.set()
        assert [reading.width for reading in await asyncio.gather(*tasks)] == [1, 1, 1]
        await settle()
        assert (await pool(b"quick")).width == 5
        assert b"d" not in reader.read_names

    run(reader, test, queue=2)


def test_without_a_queue_only_threads_take_pictures(reader: Reader) -> None:
    async def test(pool: Pool) -> None:
        await begun(pool, b"a")
        with pytest.raises(BusyError):
            await pool(b"b")

    run(reader, test, queue=0)


def test_who_waits_longer_than_the_deadline_gives_up_its_place(reader: Reader) -> None:
    async def test(pool: Pool) -> None:
        first, second = await begun(pool, b"a", b"b")
        with pytest.raises(BusyError, match=r"within 0\.1 s"):
            await second
        with pytest.raises(BusyError, match=r"within 0\.1 s"):
            await first
        await settle()
        # The first is still being read: nobody can stop that, and its thread is not free before it is done.
        assert (pool.reading, pool.waiting) == (1, 0)
        reader.go.set()
        await settle()
        assert (pool.reading, pool.waiting) == (0, 0)
        assert reader.read_names == [b"a"]

    run(reader, test, deadline=0.1)


def test_who_goes_away_gives_up_its_place(reader: Reader) -> None:
    async def test(pool: Pool) -> None:
        first, second = await begun(pool, b"a", b"b")
        with pytest.raises(BusyError):
            await pool(b"c")
        second.cancel()
        await settle()
        assert (pool.reading, pool.waiting) == (1, 0)
        (third,) = await begun(pool, b"d")
        reader.go.set()
        assert (await first).width == (await third).width == 1
        assert reader.read_names == [b"a", b"d"]

    run(reader, test)


def test_readings_are_timed_without_their_wait(reader: Reader) -> None:
    seconds: list[float] = []

    async def test(pool: Pool) -> None:
        first = await begun(pool, b"a")
        waiting = await begun(pool, b"quick")
        await asyncio.sleep(0.1)
        reader.go.set()
        await asyncio.gather(*first, *waiting)

    run(reader, test, observe=seconds.append)
    assert seconds[0] > 0.1
    assert seconds[1] < 0.1


def test_the_end_drops_what_waits_and_finishes_what_is_read(reader: Reader) -> None:
    async def test(pool: Pool) -> None:
        await begun(pool, b"a", b"b")
        threading.Timer(0.05, reader.go.set).start()
        pool.__exit__()
        assert reader.read_names == [b"a"]

    run(reader, test)


def test_a_reading_that_outlives_its_loop_does_not_complain(reader: Reader, caplog: pytest.LogCaptureFixture) -> None:
    pool = Pool(reader, 1, 0, 0.01)

    async def give_up() -> None:
        with pytest.raises(BusyError):
            await pool(b"a")

    asyncio.run(give_up())
    reader.go.set()
    pool.__exit__()
    assert caplog.text == ""
