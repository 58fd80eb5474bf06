"""A caller that signs as the vendor's pages say, written apart from what it tests."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from hmtocr.protocols.exchange import Answer, Request
from hmtocr.protocols.tencent import DIALECT

PICTURE = b"\xff\xd8\xff\xe0 a picture"
SECRET_ID, SECRET = "AKIDtest", "secret-of-tencent"


@dataclass
class Caller:
    """Calls the dialect in a `world` of tests/protocols/conftest.py."""

    world: Any
    host: str = "127.0.0.1:8080"
    picture: bytes = PICTURE
    base64: str = field(default=b64encode(PICTURE).decode())

    def send(self, request: Request) -> Answer:
        return asyncio.run(DIALECT.answer(request, self.world.services))

    def ask(self, request: Request) -> dict[str, Any]:
        """The Response member."""
        answer = self.send(request)
        assert answer.status == 200
        assert answer.headers == (("Content-Type", "application/json"),)
        told = json.loads(answer.body)
        assert list(told) == ["Response"]
        assert len(told["Response"]["RequestId"]) == 36
        return dict(told["Response"])

    def request_v3(
        self,
        action: str = "HKIDCardOCR",
        parameters: object = None,
        *,
        body: bytes | None = None,
        secret: str = SECRET,
        secret_id: str = SECRET_ID,
        version: str = "2018-11-19",
        at: float | None = None,
        content_type: str = "application/json",
        **headers: str,
    ) -> Request:
        """A signed JSON POST; keywords are further headers with _ for -."""
        timestamp = str(int(self.world.now if at is None else at))
        if body is None:
            body = json.dumps(parameters if parameters is not None else {"ImageBase64": self.base64}).encode()
        date = datetime.fromtimestamp(int(timestamp), UTC).strftime("%Y-%m-%d")
        canonical = (
            f"POST\n/\n\ncontent-type:{content_type}\nhost:{self.host}\n\ncontent-type;host\n"
            + hashlib.sha256(body).hexdigest()
        )
        text = f"TC3-HMAC-SHA256\n{timestamp}\n{date}/ocr/tc3_request\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = hmac.digest(b"TC3" + secret.encode(), date.encode(), "sha256")
        key = hmac.digest(hmac.digest(key, b"ocr", "sha256"), b"tc3_request", "sha256")
        signature = hmac.new(key, text.encode(), "sha256").hexdigest()
        sent = {
            "authorization": f"TC3-HMAC-SHA256 Credential={secret_id}/{date}/ocr/tc3_request, "
            f"SignedHeaders=content-type;host, Signature={signature}",
            "content-type": content_type,
            "host": self.host,
            "x-tc-action": action,
            "x-tc-version": version,
            "x-tc-timestamp": timestamp,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return Request("POST", "/", tuple((k, v) for k, v in sent.items() if v), body)

    def request_v1(self, parameters: dict[str, str], *, method: str = "POST", **common: str) -> Request:
        """A signed form, or a query where `method` is GET; keywords replace common parameters, "" takes one away."""
        form = {
            "Action": "HKIDCardOCR",
            "Version": "2018-11-19",
            "Timestamp": str(int(self.world.now)),
            "Nonce": "11886",
            "SecretId": SECRET_ID,
            **parameters,
            **common,
        }
        form = {name: value for name, value in form.items() if value}
        text = f"{method}{self.host}/?" + "&".join(f"{k}={form[k]}" for k in sorted(form))
        digest = "sha256" if form.get("SignatureMethod") == "HmacSHA256" else "sha1"
        form["Signature"] = b64encode(hmac.digest(SECRET.encode(), text.encode(), digest)).decode()
        if method == "GET":
            return Request("GET", f"/?{urlencode(form)}", (("host", self.host),))
        headers = (("host", self.host), ("content-type", "application/x-www-form-urlencoded"))
        return Request("POST", "/", headers, urlencode(form).encode())

    def call(self, action: str = "HKIDCardOCR", /, parameters: object = None, **options: Any) -> dict[str, Any]:
        """The Response to a signed JSON POST; without parameters it holds a picture."""
        return self.ask(self.request_v3(action, parameters, **options))

    def code(self, action: str = "HKIDCardOCR", /, parameters: object = None, **options: Any) -> str:
        """The error code of the answer."""
        return str(self.call(action, parameters, **options)["Error"]["Code"])


@pytest.fixture
def caller(world: Any) -> Caller:
    """A caller whose key is good."""
    return Caller(world)
