"""A caller of the native API in a `world` of tests/protocols/conftest.py."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest

from hmtocr.protocols.exchange import Answer, Dialect, Request
from hmtocr.server.metrics import Metrics
from hmtocr.server.web import build_web, own_dialect

BOUNDARY = "the-boundary"


@dataclass
class Caller:
    """Calls as a program would; "" as `bearer` sends no key."""

    world: Any
    bearer: str = "hmt_bearer-of-the-test"
    picture: bytes = b"\xff\xd8 a picture"
    metrics: Metrics = field(default_factory=Metrics)

    @cached_property
    def dialect(self) -> Dialect:
        return own_dialect(build_web(self.world.services, self.metrics), 10**6)

    def send(
        self, method: str, target: str, body: bytes = b"", kind: str = "", oversized: bool = False, **headers: str
    ) -> Answer:
        sent = {"authorization": f"Bearer {self.bearer}" if self.bearer else "", "content-type": kind, **headers}
        named = tuple((name, value) for name, value in sent.items() if value)
        request = Request(method, target, named, body, oversized=oversized, received=self.world.now)
        return asyncio.run(self.dialect.answer(request, self.world.services))

    def ok(self, answer: Answer) -> Any:
        """What an answer tells that must be a success."""
        told = json.loads(answer.body)
        assert (answer.status, answer.code) == (200, ""), told
        assert dict(answer.headers)["content-type"] == "application/json"
        return told

    def problem(self, answer: Answer) -> tuple[int, str, str]:
        """Status, name and detail of an answer that must be a problem."""
        told = json.loads(answer.body)
        assert dict(answer.headers)["content-type"] == "application/problem+json"
        assert told["status"] == answer.status
        assert told["title"]
        assert told["type"] == f"urn:hmtocr:problem:{answer.code}"
        return answer.status, answer.code, told["detail"]

    def raw(self, body: bytes | None = None, query: str = "", kind: str = "image/jpeg", **options: Any) -> Answer:
        """One picture as it is."""
        return self.send("POST", f"/v1/read{query}", self.picture if body is None else body, kind, **options)

    def json(self, *images: bytes, query: str = "", **members: Any) -> Answer:
        """Pictures in Base64."""
        told = {"images": [base64.b64encode(image).decode() for image in images], **members}
        return self.send("POST", f"/v1/read{query}", json.dumps(told).encode(), "application/json")

    def form(self, *parts: tuple[str, str | bytes], query: str = "", end: str = "--\r\n") -> Answer:
        """A form; parts whose value is bytes are files."""
        body = bytearray()
        for number, (name, value) in enumerate(parts):
            file = f'; filename="{number}.jpg"\r\nContent-Type: image/jpeg' if isinstance(value, bytes) else ""
            content = value if isinstance(value, bytes) else value.encode()
            body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode()
            body += content + b"\r\n"
        body += f"--{BOUNDARY}{end}".encode() if end else b""
        return self.send("POST", f"/v1/read{query}", bytes(body), f"multipart/form-data; boundary={BOUNDARY}")


@pytest.fixture
def caller(world: Any) -> Caller:
    """A caller whose key is good."""
    return Caller(world)
