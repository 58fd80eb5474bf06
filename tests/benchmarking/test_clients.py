"""The load's clients, against a server that answers at once."""

from __future__ import annotations

import asyncio
import doctest
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from benchmarks import clients, load
from benchmarks.clients import MIX, Answered, closed_loop, even_arrivals, open_loop, prepare, random_arrivals
from benchmarks.pictures import Sample
from benchmarks.serving import Served

SECRETS = {
    **dict.fromkeys(("TENCENT_SECRET_ID", "TENCENT_SECRET_KEY", "HUAWEI_AK", "HUAWEI_SK"), "a"),
    **dict.fromkeys(("HUAWEI_PROJECT_ID", "ALIBABA_AK", "ALIBABA_SK"), "a"),
}
SAMPLES = [Sample("hk-id/2018/front", "small", b"jpeg", {"number": "A123456(3)"}), Sample("x", "small", b"", {})]


class _Cloud(BaseHTTPRequestHandler):
    """Reads the number for Tencent's callers, is too busy for Huawei's, has another number for Alibaba's."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        if self.path != "/":
            told: object = {"error_code": "APIGW.0308", "error_msg": ""}
        elif "x-tc-action" in self.headers:
            told = {"Response": {"IdNum": "A123456(3)", "RequestId": ""}}
        else:
            told = {"RequestId": "", "Data": '{"idNumber": "B123456(3)"}'}
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def cloud() -> Iterator[Served]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Cloud)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield Served(f"http://127.0.0.1:{server.server_address[1]}", 0, SECRETS, 0.0)
    server.shutdown()
    server.server_close()
    thread.join()


def test_every_card_goes_out_in_every_dialect() -> None:
    assert [request.dialect for request in prepare(SAMPLES)] == list(MIX)


def test_a_closed_loop_counts_cards_errors_and_right_numbers(cloud: Served) -> None:
    answers = asyncio.run(closed_loop(cloud, prepare(SAMPLES), 2, 30, at_most=8))
    told = load.row("2", answers)
    assert (told["requests"], told["right"], told["errors"]) == (8, 4, {"APIGW.0308": 2})
    assert told["dialects"] == {"Tencent Cloud": 4, "Huawei Cloud": 2, "Alibaba Cloud": 2}
    assert told["per_second"] > 0
    assert told["p50"] <= told["p99"]


def test_an_open_loop_times_from_when_a_request_was_due(cloud: Served) -> None:
    due = [0.0, 0.1, 0.1]
    answers = asyncio.run(open_loop(cloud, prepare(SAMPLES), due))
    assert [answer.began for answer in answers] == pytest.approx(due)
    assert max(answer.seconds for answer in answers) < 5


def test_a_server_that_is_not_there_is_an_error() -> None:
    nobody = Served("http://127.0.0.1:9", 0, SECRETS, 0.0)
    told = load.row("1", asyncio.run(closed_loop(nobody, prepare(SAMPLES), 1, 30, at_most=1)))
    assert (told["errors"], told["p50"], told["per_second"]) == ({"ConnectError": 1}, None, 0)


def test_throughput_counts_what_was_read_until_the_last_answer() -> None:
    answers = [
        Answered("a", 0.0, 1.0, "", True),
        Answered("a", 1.0, 3.0, "", True),
        Answered("a", 0.0, 0.1, "x", False),
    ]
    assert load.row("1", answers)["per_second"] == 0.5


def test_both_kinds_of_arrivals_bring_as_many() -> None:
    random = random_arrivals(np.random.default_rng(1), 15, 2)
    assert len(random) == len(even_arrivals(15, 2)) == 30
    assert random == sorted(random)
    assert 0 <= random[0] <= random[-1] < 2
    assert doctest.testmod(clients).failed == 0
