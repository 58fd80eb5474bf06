"""The chain of a request, without a socket: which dialect answers, what happens when things go wrong, what is told."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hmtocr.protocols.exchange import Answer, Dialect, Request
from hmtocr.server import app as chain
from hmtocr.server.app import VENDORS, choose

JSON = "application/json"
NUMBER = "Z683365(5)"


def answer_of(live: Any, *request: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    status, _, body = live.request(*request, **headers)
    return status, json.loads(body)


def test_tencent_answers_at_the_root(live: Any) -> None:
    status, told = answer_of(live, "POST", "/", b"{}", content_type=JSON, x_tc_action="HKIDCardOCR")
    assert status == 200
    assert told["Response"]["Error"]["Code"].startswith("AuthFailure")
    assert live.logged[0]["dialect"] == "tencent"


def test_huawei_answers_at_its_paths(live: Any) -> None:
    status, told = answer_of(live, "POST", "/v2/0123/ocr/hk-id-card", b"{}", content_type=JSON)
    assert (status, told["error_code"]) == (401, "APIGW.0301")
    status, told = answer_of(live, "POST", "/v3/auth/tokens", b"{}", content_type=JSON)
    assert told["error"]["code"] == 400
    assert [line["dialect"] for line in live.logged] == ["huawei", "huawei"]


def test_alibaba_answers_what_names_its_action(live: Any) -> None:
    status, told = answer_of(
        live, "POST", "/", b"", x_acs_action="RecognizeHKIdcard", x_acs_version="2021-07-07", accept=JSON
    )
    assert status >= 400
    assert told["Code"]
    assert live.logged[0]["dialect"] == "alibaba"


def test_a_form_names_its_dialect_in_the_body(live: Any) -> None:
    form = "application/x-www-form-urlencoded"
    live.request("POST", "/", b"Action=RecognizeHKIdcard&AccessKeyId=LTAI", content_type=form)
    live.request("POST", "/", b"Action=HKIDCardOCR&SecretId=AKID", content_type=form)
    assert [line["dialect"] for line in live.logged] == ["alibaba", "tencent"]


@pytest.mark.parametrize(
    "path", ["/v1/read", "/v1/documents", "/v1/", "/v2/health/live", "/metrics", "/nothing", "/docs"]
)
def test_all_else_is_ours(path: str, live: Any) -> None:
    live.request("GET", path)
    assert live.logged[0]["dialect"] == "native"


@pytest.mark.parametrize("path", ["/", "/v3/projects", "/v2/0/ocr/hk-id-card", "/nothing", "*"])
def test_odd_methods_get_an_answer_and_no_exception(path: str, live: Any) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"):
        assert live.request(method, path)[0] < 500


def test_health_and_readiness(live: Any) -> None:
    assert answer_of(live, "GET", "/v2/health/live") == (200, {"status": "live"})
    assert answer_of(live, "GET", "/v2/health/ready") == (200, {"status": "ready"})
    live.accounts.failure = RuntimeError("the password is hush")
    status, told = answer_of(live, "GET", "/v2/health/ready")
    assert (status, told["status"]) == (503, "not ready")
    assert "hush" not in str(told)


def test_nothing_here_is_a_problem(live: Any) -> None:
    status, headers, body = live.request("GET", "/nothing/at%20all?a=b")
    assert (status, headers["content-type"]) == (404, "application/problem+json")
    assert json.loads(body)["type"] == "urn:hmtocr:problem:not-found"
    status, headers, body = live.request("DELETE", "/v1/read")
    assert (status, headers["allow"]) == (405, "POST")
    assert json.loads(body)["type"] == "urn:hmtocr:problem:method-not-allowed"


def test_an_unexpected_exception_is_a_500_that_tells_nothing(live: Any, caplog: pytest.LogCaptureFixture) -> None:
    status, told = live.read(b"fail")
    assert (status, told["type"]) == (500, "urn:hmtocr:problem:unexpected")
    assert "Z683365" not in f"{told} {caplog.text} {live.logged}"
    (record,) = (record for record in caplog.records if record.name == "hmtocr.server.app")
    assert record.levelno == logging.ERROR
    assert "unexpected RuntimeError" in record.getMessage()
    assert "in read" in record.getMessage()
    assert live.logged[0]["code"] == "unexpected"


@pytest.mark.parametrize("where", ["claims", "answer"])
def test_so_is_that_of_a_dialect(
    where: str,
    assemble: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_: Any) -> Any:
        raise ValueError(f"the number is {NUMBER}")

    broken = replace(VENDORS[0], **{"claims": lambda _: True, where: fail})
    monkeypatch.setattr(chain, "VENDORS", (broken,))
    live = assemble()
    status, headers, body = live.request("POST", "/")
    assert (status, headers["content-type"]) == (500, "application/problem+json")
    assert "unexpected ValueError" in caplog.text
    assert "Z683365" not in f"{body!r} {caplog.text} {live.logged}"


def test_the_first_that_claims_a_request_gets_it() -> None:
    async def answer(*_: Any) -> Answer:
        raise AssertionError

    one = Dialect("one", lambda request: request.path == "/1", 1, answer, ())
    rest = Dialect("rest", lambda _: True, 1, answer, ())
    assert choose((one, rest), Request("GET", "/1?a", ())) is one
    assert choose((one, rest), Request("GET", "/2", ())) is rest


def test_too_large_is_told_in_the_words_of_each_dialect(assemble: Callable[..., Any]) -> None:
    live = assemble(native_largest=100)
    status, told = live.read(b"x" * 101)
    assert (status, told["type"], told["detail"]) == (413, "urn:hmtocr:problem:too-large", "100 bytes at the most")
    assert live.read(b"x" * 100)[0] == 200
    largest = max(dialect.largest for dialect in VENDORS)
    status, told = answer_of(live, "POST", "/", b"x" * (largest + 1), content_type=JSON, x_tc_action="HKIDCardOCR")
    assert status == 200
    assert told["Response"]["Error"]["Code"]
    assert [line["oversized"] for line in live.logged] == [True, False, True]


async def exchange(live: Any, scope: dict[str, Any], *messages: Any) -> list[dict[str, Any]]:
    """What is sent to a client of whom these messages come; a callable among them is awaited before the next."""
    told: list[dict[str, Any]] = []
    waiting = list(messages)

    async def receive() -> dict[str, Any]:
        while waiting and callable(waiting[0]):
            await waiting.pop(0)()
        if not waiting:
            await asyncio.Event().wait()
        return dict(waiting.pop(0))

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await live.app(scope, receive, send)
    return told


def test_who_dawdles_is_told_and_the_connection_closed(
    live: Any, scope: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "take_body", lambda *args: _TAKE_BODY(*args, seconds=0.05))
    part = {"type": "http.request", "body": b"x", "more_body": True}
    start, body = asyncio.run(exchange(live, scope("POST", "/v1/read"), part))
    assert start["status"] == 408
    assert (b"Connection", b"close") in start["headers"]
    assert json.loads(body["body"])["type"] == "urn:hmtocr:problem:too-slow"
    assert live.logged[0]["code"] == "too-slow"


_TAKE_BODY = chain.take_body


def test_a_client_that_goes_away_gives_up_its_reading(
    assemble: Callable[..., Any], scope: Callable[..., dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    live = assemble(threads=1)
    bearer = {"authorization": "Bearer hmt_bearer-of-the-test", "content_type": "image/jpeg"}

    async def being_read() -> None:
        await asyncio.to_thread(live.reader.began.acquire, timeout=5)

    async def queued() -> None:
        await asyncio.sleep(0.05)

    async def both() -> list[list[dict[str, Any]]]:
        whole = {"type": "http.request", "body": b"wait", "more_body": False}
        gone = {"type": "http.disconnect"}
        first = asyncio.ensure_future(exchange(live, scope("POST", "/v1/read", **bearer), whole, being_read, gone))
        await asyncio.sleep(0)
        second = asyncio.ensure_future(exchange(live, scope("POST", "/v1/read", **bearer), whole, queued, gone))
        return await asyncio.gather(first, second)

    assert asyncio.run(both()) == [[], []]
    assert [call["data"] for call in live.reader.calls] == [b"wait"]
    assert [(line["status"], line["code"]) for line in live.logged] == [(499, "gone")] * 2
    assert 'code="gone"' in live.metrics()
    assert caplog.text == ""


def test_a_client_that_goes_away_while_it_sends(live: Any, scope: Callable[..., dict[str, Any]]) -> None:
    part = {"type": "http.request", "body": b"x", "more_body": True}
    assert asyncio.run(exchange(live, scope("POST", "/v1/read"), part, {"type": "http.disconnect"})) == []
    assert live.logged[0]["code"] == "gone"
    assert live.reader.calls == []


def test_headers_are_the_dialects_own_and_the_length_is_told(live: Any) -> None:
    _, headers, body = live.request("POST", "/", b"{}", content_type=JSON)
    assert headers == {"content-type": JSON, "content-length": str(len(body))}


def test_one_line_is_logged_for_each_request_and_holds_counts_only(live: Any) -> None:
    live.read(b"a picture", "/v1/read?portraits=true")
    (line,) = live.logged
    assert line.pop("seconds") >= 0
    assert line.pop("bytes_out") > 100
    assert line == {
        "event": "request",
        "dialect": "native",
        "api": "read",
        "code": "200",
        "status": 200,
        "bytes_in": 9,
        "oversized": False,
    }


def test_neither_log_nor_metrics_hold_a_value_a_path_a_query_or_a_header(
    live: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hush = "hush-9876"
    status, told = live.read(b"\xff\xd8 hush-9876", f"/v1/read?documents=hk-id&{hush}={hush}")
    assert status == 200
    assert "Z683365(5)" in json.dumps(told)
    live.read(b"fail hush-9876")
    live.read(b"text hush-9876")
    live.read(bearer=hush)
    live.request("GET", f"/{hush}?{hush}", x_secret=hush, cookie=hush, user_agent=hush)
    live.request("POST", "/", f'{{"ImageBase64": "{hush}"}}'.encode(), content_type=JSON, x_tc_action=hush)
    live.request("POST", f"/v2/{hush}/ocr/hk-id-card", hush.encode(), x_auth_token=hush, content_type=JSON)
    live.request("POST", f"/?Action=RecognizeHKIdcard&AccessKeyId={hush}&Version=2021-07-07", b"")
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("asyncio")]
    written = json.dumps(live.logged) + live.metrics() + "\n".join(ours)
    for value in (hush, "Z683365", "LOK, Wing", "documents=", "/v1/read", "bearer"):
        assert value not in written
    assert len(live.logged) == 9


def test_metrics_tell_counts_times_and_gauges(live: Any) -> None:
    live.read()
    live.read(bearer="wrong")
    told = live.metrics()
    assert 'hmtocr_requests_total{api="read",code="200",dialect="native"} 1.0' in told
    assert 'hmtocr_requests_total{api="read",code="not-authenticated",dialect="native"} 1.0' in told
    assert "hmtocr_reading_seconds_count 1.0" in told
    assert "hmtocr_reading 0.0" in told
    assert "hmtocr_waiting 0.0" in told
    assert "hmtocr_threads 2.0" in told


def test_the_description_can_be_read_by_people_and_programs(live: Any) -> None:
    status, _, body = live.request("GET", "/openapi.json")
    assert (status, list(json.loads(body)["paths"])) == (200, ["/v1/read", "/v1/documents"])
    status, headers, body = live.request("GET", "/docs")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"/v1/read" in body
    assert b"<script" not in body
    assert b"http" not in body.replace(b"http://localhost:8080/", b"")
