"""Threads that share the work of one call."""

from __future__ import annotations

import threading
import time

import pytest

from hmtocr.models.crew import ALONE, Crew


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(threads: int) -> None:
    def slow(item: int) -> int:
        time.sleep(0.002 * (item % 3))
        return item * item

    assert Crew(threads).each(slow, range(20)) == [item * item for item in range(20)]


def test_alone_nothing_is_handed_on() -> None:
    assert ALONE.alone
    assert set(ALONE.each(lambda _: threading.get_ident(), range(8))) == {threading.get_ident()}


def test_several_threads_work_side_by_side() -> None:
    meeting = threading.Barrier(3, timeout=10)
    assert sorted(Crew(3).each(lambda _: meeting.wait(), range(3))) == [0, 1, 2]


def test_work_may_be_shared_out_again_and_by_many_calls_at_once() -> None:
    crew = Crew(2)

    def outer(item: int) -> int:
        return sum(crew.each(lambda other: item * other, range(4)))

    told: list[list[int]] = []
    callers = [threading.Thread(target=lambda: told.append(crew.each(outer, range(6)))) for _ in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(timeout=30)
    assert told == [[6 * item for item in range(6)]] * 4


@pytest.mark.parametrize("broken", [0, 1, 7])
def test_what_goes_wrong_is_raised_where_it_was_asked_for(broken: int) -> None:
    def work(item: int) -> int:
        time.sleep(0.002)
        if item == broken:
            raise ZeroDivisionError(f"item {item}")
        return item

    with pytest.raises(ZeroDivisionError, match=f"item {broken}"):
        Crew(2).each(work, range(8))


@pytest.mark.parametrize("threads", [1, 2])
def test_two_pieces_of_work_are_both_done_whichever_goes_wrong(threads: int) -> None:
    crew = Crew(threads)
    assert crew.both(lambda: "first", lambda: 2) == ("first", 2)
    done: list[str] = []

    def broken() -> None:
        time.sleep(0.01)
        done.append("broken")
        raise ZeroDivisionError

    for pair in ((broken, lambda: done.append("other")), (lambda: done.append("other"), broken)):
        with pytest.raises(ZeroDivisionError):
            crew.both(*pair)
    assert done.count("broken") == 2


def test_work_that_no_thread_came_to_is_done_by_the_one_that_calls() -> None:
    crew, busy = Crew(2), threading.Event()
    other = threading.Thread(target=lambda: crew.both(lambda: None, lambda: busy.wait(10)))
    other.start()
    time.sleep(0.05)
    assert crew.both(threading.get_ident, threading.get_ident) == (threading.get_ident(),) * 2
    busy.set()
    other.join(timeout=10)
