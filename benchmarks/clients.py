"""Clients that send signed requests to a server: so many at a time, or so many a second whatever it answers."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
import numpy as np

from benchmarks.pictures import Sample
from benchmarks.serving import Served
from benchmarks.signing import (
    Body,
    SignedRequest,
    Signer,
    alibaba_body,
    huawei_body,
    sign_alibaba,
    sign_huawei,
    sign_tencent,
    tencent_body,
)

_DIALECTS: Mapping[str, tuple[Callable[[bytes], Body], Signer]] = {
    "Tencent Cloud": (tencent_body, sign_tencent),
    "Huawei Cloud": (huawei_body, sign_huawei),
    "Alibaba Cloud": (alibaba_body, sign_alibaba),
}
MIX = ("Tencent Cloud", "Huawei Cloud", "Tencent Cloud", "Alibaba Cloud")
"""Dialects, in turns."""
_PATIENCE = 120.0
"""Seconds that a client waits for an answer."""


@dataclass(frozen=True)
class Prepared:
    """A request but for its signature, which holds the time at which it is sent.

    Attributes:
        number: that is printed on the card.
    """

    dialect: str
    sign: Signer = field(repr=False)
    body: Body
    number: str


@dataclass(frozen=True)
class Answered:
    """How one request went.

    Attributes:
        began: seconds since the run began, when it was due.
        seconds: from then to the last byte of the answer.
        error: the vendor's code, or the name of what failed; "" for a card that was read.
        right: whether the answer holds the card's number.
    """

    dialect: str
    began: float
    seconds: float
    error: str
    right: bool


def prepare(samples: Sequence[Sample]) -> list[Prepared]:
    """A request for each card in each dialect, in the order of MIX; cards that have no number are left out."""
    numbered = [sample for sample in samples if "number" in sample.texts]
    bodies = {name: [make(sample.jpeg) for sample in numbered] for name, (make, _) in _DIALECTS.items()}
    return [
        Prepared(name, _DIALECTS[name][1], bodies[name][index], sample.texts["number"])
        for index, sample in enumerate(numbered)
        for name in MIX
    ]


async def closed_loop(
    server: Served,
    requests: Sequence[Prepared],
    concurrency: int,
    seconds: float,
    at_most: int | None = None,
    progress: Callable[[], None] = lambda: None,
) -> list[Answered]:
    """`concurrency` clients, each of which sends its next request when it has its answer.

    For `seconds`, or until `at_most` requests were sent; those under way at the end are waited for.
    """
    turns = itertools.islice(itertools.cycle(requests), at_most)
    answers: list[Answered] = []

    async def keep_asking(client: httpx.AsyncClient, begin: float) -> None:
        while time.perf_counter() - begin < seconds and (request := next(turns, None)) is not None:
            answers.append(await _ask(client, server, request, begin, time.perf_counter()))
            progress()

    async with _client() as client:
        begin = time.perf_counter()
        await asyncio.gather(*(keep_asking(client, begin) for _ in range(concurrency)))
    return answers


async def open_loop(
    server: Served, requests: Sequence[Prepared], due: Sequence[float], progress: Callable[[], None] = lambda: None
) -> list[Answered]:
    """A request at each of the moments `due` (seconds from now), whether or not those before it are answered.

    Its time counts from when it was due: a server that falls behind does not get to slow its clients down.
    """

    async def ask_at(client: httpx.AsyncClient, begin: float, moment: float, request: Prepared) -> Answered:
        await asyncio.sleep(max(0.0, begin + moment - time.perf_counter()))
        answered = await _ask(client, server, request, begin, begin + moment)
        progress()
        return answered

    async with _client() as client:
        begin = time.perf_counter()
        pairs = zip(due, itertools.cycle(requests), strict=False)
        return list(await asyncio.gather(*(ask_at(client, begin, *pair) for pair in pairs)))


def even_arrivals(rate: float, seconds: float) -> list[float]:
    """Moments that are 1 / `rate` seconds apart.

    >>> even_arrivals(2, 2)
    [0.0, 0.5, 1.0, 1.5]
    """
    return [number / rate for number in range(int(rate * seconds))]


def random_arrivals(rng: np.random.Generator, rate: float, seconds: float) -> list[float]:
    """As many moments as `even_arrivals`, of callers who know nothing of each other (a Poisson process)."""
    return [float(moment) for moment in np.sort(rng.uniform(0, seconds, int(rate * seconds)))]


def percentiles(answers: Sequence[Answered]) -> Iterator[tuple[str, float | None]]:
    """Milliseconds of those requests whose card was read: p50, p90, p95, p99; None where there is no such request."""
    times = [1000 * answer.seconds for answer in answers if not answer.error]
    for share in (50, 90, 95, 99):
        yield f"p{share}", round(float(np.percentile(times, share)), 1) if times else None


def _client() -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    # The server speaks plain HTTP: certificates need not be loaded.
    return httpx.AsyncClient(trust_env=False, timeout=_PATIENCE, limits=limits, verify=False)


async def _ask(client: httpx.AsyncClient, server: Served, request: Prepared, begin: float, due: float) -> Answered:
    host = server.url.partition("://")[2]
    signed: SignedRequest = request.sign(request.body, host, server.secrets)
    try:
        response = await client.post(server.url + signed.path, headers=signed.headers, content=signed.body)
        error, text = _error(response.json()), response.text
    except (httpx.TransportError, ValueError) as problem:
        error, text = type(problem).__name__, ""
    return Answered(request.dialect, due - begin, time.perf_counter() - due, error, request.number in text)


def _error(told: dict[str, Any]) -> str:
    """The code in a vendor's answer; "" where it is none of an error."""
    inner = told.get("Response", told)
    error = inner.get("Error", inner)
    return str(error.get("Code") or error.get("error_code") or error.get("code") or "")
