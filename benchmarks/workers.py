"""Runs a benchmark's tasks in processes of one thread each, with a bar."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import cv2
from rich.progress import Progress

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


def run(work: Callable[[Task], Outcome], todo: Sequence[Task], jobs: int) -> list[Outcome]:
    """The outcomes in order, made by so many processes; by this one where that is enough."""
    with Progress() as progress:
        bar = progress.add_task("reading", total=len(todo))
        found: list[Outcome] = []

        def add(outcome: Outcome) -> None:
            found.append(outcome)
            progress.advance(bar)

        if jobs == 1:
            _one_thread()
            for task in todo:
                add(work(task))
            return found
        with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_one_thread) as pool:
            for outcome in pool.map(work, todo, chunksize=1):
                add(outcome)
    return found


def _one_thread() -> None:
    os.environ["HMTOCR_THREADS"] = "1"
    cv2.setNumThreads(1)
