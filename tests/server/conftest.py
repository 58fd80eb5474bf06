"""What tests of the server share: a server around stubs, without a socket or with one, and a certificate."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from hmtocr.accounts.key import Credential, Key
from hmtocr.errors import NotAnImageError
from hmtocr.reading import Card, Field, Reading
from hmtocr.server.assemble import assembled
from hmtocr.server.listen import Place, make_server
from hmtocr.settings import Settings

Found = TypeVar("Found")
HOST = "pictures.example"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PEM file with a certificate for "pictures.example" and 127.0.0.1 that it has signed itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    names = [x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + secret)
    return path


BEARER = "hmt_bearer-of-the-test"
NUMBER, NAME = "Z683365(5)", "LOK, Wing Ching"
"""Printed on the card that the stub reads; whatever a log or a count holds, these must not be in it."""


class StubAccounts:
    """One key, by its bearer token only; a test may make it fail."""

    def __init__(self) -> None:
        self.key = Key(1, "test", "active", frozenset(), "0" * 32, "a-domain", "a-user")
        self.failure: Exception | None = None
        self.admitted = 0

    async def find(self, _: str, __: str) -> Credential | None:
        return self._or_fail(None)

    async def by_password(self, *_: str) -> Key | None:
        return None

    async def open_session(self, _: Key, __: int) -> str:
        return "session"

    async def by_session(self, _: str) -> Key | None:
        return None

    async def by_bearer(self, token: str) -> Key | None:
        return self._or_fail(self.key if token == BEARER else None)

    async def admit(self, _: Key, __: str) -> None:
        self.admitted += 1

    def _or_fail(self, found: Found) -> Found:
        if self.failure is not None:
            raise self.failure
        return found


class StubReader:
    """Reads the same card from every picture; "wait" waits until `go` is set, "fail" raises what cites the card."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.began = threading.Semaphore(0)
        self.calls: list[dict[str, Any]] = []

    def read(self, data: bytes, **options: Any) -> Reading:
        self.calls.append({"data": data, **options})
        self.began.release()
        if data.startswith(b"wait"):
            assert self.go.wait(10)
        if data.startswith(b"fail"):
            raise RuntimeError(f"the number is {NUMBER}")
        if data.startswith(b"text"):
            raise NotAnImageError("the bytes are no picture")
        quad = ((0.0, 0.0), (9.0, 0.0), (9.0, 6.0), (0.0, 6.0))
        fields = {"number": Field(NUMBER, "Z6833655", 0.9, quad), "name_en": Field(NAME, NAME, 0.9, quad)}
        return Reading(10, 7, (Card("hk-id", "2018", "front", quad, 0.9, fields),))


@dataclass
class Live:
    """A server, its parts, and what it has logged."""

    app: Any
    accounts: StubAccounts
    reader: StubReader
    logged: list[dict[str, Any]]

    def request(
        self, method: str = "GET", target: str = "/v2/health/live", body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """The answer to one request that comes in at once, without a socket."""
        told: list[dict[str, Any]] = []
        messages = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if messages:
                return messages.pop()
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: dict[str, Any]) -> None:
            told.append(message)

        asyncio.run(self.app(make_scope(method, target, headers), receive, send))
        start, *rest = told
        answered = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return start["status"], answered, b"".join(message["body"] for message in rest)

    def read(self, body: bytes = b"picture", target: str = "/v1/read", bearer: str = BEARER) -> tuple[int, Any]:
        """Status and JSON of an answer of the native API."""
        headers = {"authorization": f"Bearer {bearer}", "content_type": "image/jpeg"}
        status, _, told = self.request("POST", target, body, **headers)
        return status, json.loads(told)

    def metrics(self) -> str:
        return self.request(target="/metrics")[2].decode()


def make_scope(method: str, target: str, headers: Mapping[str, str]) -> dict[str, Any]:
    path, _, query = target.partition("?")
    named = [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()]
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "headers": named,
    }


@pytest.fixture
def scope() -> Callable[..., dict[str, Any]]:
    """`scope("POST", "/v1/read", content_length="9")` as uvicorn makes it."""
    return lambda method, target, **headers: make_scope(method, target, headers)


@pytest.fixture(scope="session")
def authorities() -> ssl.SSLContext:
    """Loaded once, for that takes its time."""
    return ssl.create_default_context()


@pytest.fixture
def assemble(authorities: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Live]]:
    """Makes a server with these settings around stub accounts and a stub reader, unless another is given."""
    monkeypatch.setattr("hmtocr.server.fetch._authorities", lambda: authorities)
    with ExitStack() as stack:

        def make(reader: Any = None, **settings: Any) -> Live:
            logged: list[dict[str, Any]] = []
            accounts, stub = StubAccounts(), StubReader()
            app = stack.enter_context(
                assembled(
                    Settings(**{"threads": 2, **settings}),
                    accounts,
                    reader or stub,
                    lambda event, **members: logged.append({"event": event, **members}),
                )
            )
            stack.callback(stub.go.set)
            return Live(app, accounts, stub, logged)

        yield make


@pytest.fixture
def live(assemble: Callable[..., Live]) -> Live:
    """One with the settings as they are, but for two threads."""
    return assemble()


@dataclass
class Listening:
    """A server on a real socket."""

    address: tuple[str, int]
    server: uvicorn.Server
    thread: threading.Thread

    def connect(self, seconds: float = 5) -> socket.socket:
        return socket.create_connection(self.address, seconds)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive()


@pytest.fixture
def listen() -> Iterator[Callable[..., Listening]]:
    """Serves an application at a free port of loopback until the test ends; options are those of `Place`."""
    with ExitStack() as stack:

        def start(app: Any, **options: Any) -> Listening:
            sock = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
            address = sock.getsockname()
            server = make_server(app, Place("127.0.0.1", address[1], **options))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
            thread.start()
            listening = Listening(address, server, thread)
            stack.callback(listening.stop)
            return listening

        yield start
