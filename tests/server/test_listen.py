"""The server on a real socket: what clients get to read, and how long they may take."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from hmtocr.errors import ConfigurationError
from hmtocr.server import listen as listening
from hmtocr.server.listen import Place, check_certificate

BEARER = b"Authorization: Bearer hmt_bearer-of-the-test\r\nContent-Type: image/jpeg\r\n"


def answer(sock: socket.socket) -> tuple[int, http.client.HTTPResponse, bytes]:
    """The next answer that comes in, its head and its body."""
    response = http.client.HTTPResponse(sock)
    response.begin()
    return response.status, response, response.read()


def head(method: str = "POST", target: str = "/v1/read", *lines: bytes) -> bytes:
    return (
        f"{method} {target} HTTP/1.1\r\nHost: a\r\n".encode() + BEARER + b"".join(x + b"\r\n" for x in lines) + b"\r\n"
    )


def send_until_refused(sock: socket.socket, pieces: Iterable[bytes]) -> bool:
    """Whether the other side closed the connection."""
    try:
        for piece in pieces:
            sock.sendall(piece)
            time.sleep(0.02)
    except OSError:
        return True
    return False


def closed(sock: socket.socket) -> bool:
    """Whether the other side closes, without a word, within the socket's timeout."""
    try:
        return sock.recv(1) == b""
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def until(true: Callable[[], Any], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_picture_is_read_and_the_connection_kept(live: Any, listen: Callable[..., Any]) -> None:
    with listen(live.app).connect() as sock:
        for _ in range(2):
            sock.sendall(head("POST", "/v1/read", b"Content-Length: 3") + b"abc")
            status, response, body = answer(sock)
            assert status == 200
            assert json.loads(body)["pictures"][0]["reading"]["cards"][0]["document"] == "hk-id"
            assert response.getheader("Server") is None


def test_a_url_of_32_kilobytes_comes_through(live: Any, listen: Callable[..., Any]) -> None:
    query = "Action=HKIDCardOCR&Version=2018-11-19&ImageBase64="
    target = f"/?{query}{'A' * (32 * 1024 - len(query))}"
    with listen(live.app).connect() as sock:
        sock.sendall(head("GET", target))
        status, _, body = answer(sock)
    assert status == 200
    assert "Error" in json.loads(body)["Response"]
    until(lambda: live.logged)
    assert live.logged[0]["dialect"] == "tencent"


def test_a_head_that_never_ends_is_refused(live: Any, listen: Callable[..., Any]) -> None:
    with listen(live.app).connect() as sock:
        sock.sendall(b"GET /?" + b"A" * 129 * 1024)
        assert answer(sock)[0] == 400
    assert live.logged == []


@pytest.mark.parametrize("first", [b"", b"GET /v2/health/li", b"GET / HTTP/1.1\r\nHost: a\r\nX: "])
def test_a_head_that_dawdles_is_cut(
    first: bytes, live: Any, listen: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_HEAD_SECONDS", 0.3)
    with listen(live.app).connect() as sock:
        start = time.monotonic()
        sock.sendall(first)
        assert send_until_refused(sock, [b"a"] * 100) if first else closed(sock)
        assert 0.2 < time.monotonic() - start < 2


def test_so_is_that_of_a_later_request_of_the_connection(
    live: Any, listen: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_HEAD_SECONDS", 0.3)
    with listen(live.app).connect() as sock:
        sock.sendall(head("GET", "/v2/health/live"))
        assert answer(sock)[0] == 200
        time.sleep(0.5)  # Between requests uvicorn's own patience counts, which is longer.
        sock.sendall(b"GET /v2")
        assert send_until_refused(sock, [b"a"] * 100)


def test_a_reading_may_take_longer_than_a_head(
    live: Any, listen: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_HEAD_SECONDS", 0.2)
    with listen(live.app).connect() as sock:
        sock.sendall(head("POST", "/v1/read", b"Content-Length: 4") + b"wait")
        time.sleep(0.4)
        live.reader.go.set()
        assert answer(sock)[0] == 200


@pytest.mark.parametrize("chunked", [False, True])
def test_who_sends_too_much_reads_why(chunked: bool, assemble: Callable[..., Any], listen: Callable[..., Any]) -> None:
    """The whole body is sent before the client looks for an answer, as most SDKs do."""
    live, body = assemble(native_largest=10_000), b"x" * 20_000_000
    if chunked:
        sent = head("POST", "/v1/read", b"Transfer-Encoding: chunked") + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    else:
        sent = head("POST", "/v1/read", b"Content-Length: %d" % len(body)) + body
    with listen(live.app).connect() as sock:
        sock.sendall(sent)
        status, _, told = answer(sock)
        assert (status, json.loads(told)["type"]) == (413, "urn:hmtocr:problem:too-large")
        sock.sendall(head("GET", "/v2/health/live"))
        assert answer(sock)[0] == 200


def test_who_asks_first_is_told_without_sending(assemble: Callable[..., Any], listen: Callable[..., Any]) -> None:
    live = assemble(native_largest=10_000)
    with listen(live.app).connect() as sock:
        sock.sendall(head("POST", "/v1/read", b"Content-Length: 10001", b"Expect: 100-continue"))
        got = b""
        while not got.endswith(b"}"):
            got += sock.recv(65536)
        assert got.startswith(b"HTTP/1.1 413 ")
        sock.settimeout(0.2)
        with pytest.raises(TimeoutError):
            sock.recv(1)
    with listen(live.app).connect() as sock:
        sock.sendall(head("POST", "/v1/read", b"Content-Length: 3", b"Expect: 100-continue"))
        assert sock.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"abc")
        assert answer(sock)[0] == 200


def test_who_never_stops_sending_is_answered_and_then_cut_off(
    assemble: Callable[..., Any], listen: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "_HEAD_SECONDS", 0.3)
    monkeypatch.setattr("hmtocr.server.capture.DRAIN_SECONDS", 0.2)
    live, piece = assemble(native_largest=10_000), b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    with listen(live.app).connect() as sock:
        sock.sendall(head("POST", "/v1/read", b"Transfer-Encoding: chunked"))
        ends: list[bool] = []
        sender = threading.Thread(target=lambda: ends.append(send_until_refused(sock, [piece] * 500)))
        sender.start()
        assert answer(sock)[0] == 413
        sender.join()
        assert ends == [True]


def test_a_client_that_hangs_up_gives_up_its_place(live: Any, listen: Callable[..., Any]) -> None:
    server = listen(live.app)
    with server.connect() as sock:
        sock.sendall(head("POST", "/v1/read", b"Content-Length: 4") + b"wait")
        assert live.reader.began.acquire(timeout=5)
    until(lambda: live.logged)
    assert (live.logged[0]["status"], live.logged[0]["code"]) == (499, "gone")


def test_one_connection_more_than_allowed_is_turned_away(live: Any, listen: Callable[..., Any]) -> None:
    server = listen(live.app, connections=1)
    with server.connect() as first:
        first.sendall(head("GET", "/v2/health/live"))
        assert answer(first)[0] == 200
        with server.connect() as second:
            second.sendall(head("GET", "/v2/health/live"))
            assert answer(second)[0] == 503


def test_tls(live: Any, listen: Callable[..., Any], certificate: Path) -> None:
    server = listen(live.app, certificate=certificate)
    context = ssl.create_default_context(cafile=certificate)
    with server.connect() as plain, context.wrap_socket(plain, server_hostname="127.0.0.1") as sock:
        assert sock.version() in ("TLSv1.2", "TLSv1.3")
        sock.sendall(head("POST", "/v1/read", b"Content-Length: 3") + b"abc")
        assert answer(sock)[0] == 200


def test_a_stop_lets_what_is_being_read_finish(live: Any, listen: Callable[..., Any]) -> None:
    server = listen(live.app)
    with server.connect() as sock:
        sock.sendall(head("POST", "/v1/read", b"Content-Length: 4") + b"wait")
        assert live.reader.began.acquire(timeout=5)
        server.server.should_exit = True
        time.sleep(0.3)
        live.reader.go.set()
        assert answer(sock)[0] == 200
        assert closed(sock)
    server.thread.join(5)
    assert not server.thread.is_alive()
    with pytest.raises(ConnectionError):
        server.connect()


@pytest.mark.parametrize(
    ("place", "url"),
    [
        (Place("127.0.0.1", 80), "http://127.0.0.1:80"),
        (Place("0.0.0.0", 8080), "http://127.0.0.1:8080"),
        (Place("::", 8080), "http://[::1]:8080"),
        (Place("fe80::1", 8080, Path("a.pem")), "https://[fe80::1]:8080"),
    ],
)
def test_its_url_is_one_that_this_machine_can_use(place: Place, url: str) -> None:
    assert place.url == url


def test_certificates_are_checked_before_anything_is_served(certificate: Path, tmp_path: Path) -> None:
    check_certificate(None, None)
    check_certificate(certificate, None)
    check_certificate(certificate, certificate)
    text = certificate.read_text()
    alone, other = tmp_path / "alone.pem", tmp_path / "other.pem"
    alone.write_text(text.partition("-----BEGIN PRIVATE KEY")[0])
    other.write_text("no PEM at all")
    for files, why in [
        ((alone, None), "own private key"),
        ((certificate, other), "own private key"),
        ((other, None), "own private key"),
        ((tmp_path / "missing.pem", None), "there is no file .*missing.pem"),
        ((certificate, tmp_path), "there is no file"),
        ((None, certificate), "no certificate to go with it"),
    ]:
        with pytest.raises(ConfigurationError, match=why):
            check_certificate(*files)
