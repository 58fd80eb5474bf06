"""A caller that signs as the vendor's pages say, written apart from what it tests."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from hmtocr.protocols.alibaba import DIALECT
from hmtocr.protocols.exchange import Answer, Request

PICTURE = b"\xff\xd8\xff\xe0 a picture"
URL = "https://pictures.example/a.jpg"
ACCESS_KEY, SECRET = "LTAItest", "secret-of-alibaba"
_numbers = count()


@dataclass
class Caller:
    """Calls the dialect in a `world` of tests/protocols/conftest.py."""

    world: Any
    host: str = "127.0.0.1:8080"
    picture: bytes = PICTURE
    url: str = URL

    def send(self, request: Request) -> Answer:
        return asyncio.run(DIALECT.answer(request, self.world.services))

    def ask(self, request: Request) -> tuple[int, dict[str, Any]]:
        """Status and members of a JSON answer."""
        answer = self.send(request)
        headers = dict(answer.headers)
        assert headers["Content-Type"] == "application/json;charset=utf-8"
        told = json.loads(answer.body)
        assert told["RequestId"] == told["RequestId"].upper() == headers["x-acs-request-id"]
        assert len(told["RequestId"]) == 36
        assert ("Code" in told) == (answer.status != 200) == ("Data" not in told)
        return answer.status, told

    def acs3(
        self,
        body: bytes = PICTURE,
        *,
        query: dict[str, str] | None = None,
        method: str = "POST",
        secret: str = SECRET,
        access_key: str = ACCESS_KEY,
        at: float | None = None,
        unsigned: tuple[str, ...] = (),
        **headers: str,
    ) -> Request:
        """A request with ACS3-HMAC-SHA256; keywords are headers with _ for -, "" takes one away."""
        sent = {
            "host": self.host,
            "x-acs-action": "RecognizeHKIdcard",
            "x-acs-version": "2021-07-07",
            "x-acs-date": self.moment(at),
            "x-acs-signature-nonce": f"nonce-{next(_numbers)}",
            "x-acs-content-sha256": hashlib.sha256(body).hexdigest(),
            "content-type": "application/octet-stream" if body else "",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        sent = {name: value for name, value in sent.items() if value}
        signed = sorted(name for name in sent if name not in unsigned and name != "authorization")
        canonical = "\n".join(
            (
                method,
                "/",
                urlencode(sorted((query or {}).items()), quote_via=quote, safe="-_.~", errors="surrogateescape"),
                "".join(f"{name}:{sent[name]}\n" for name in signed),
                ";".join(signed),
                hashlib.sha256(body).hexdigest(),
            )
        )
        text = f"ACS3-HMAC-SHA256\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        signature = hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()
        told = f"ACS3-HMAC-SHA256 Credential={access_key},SignedHeaders={';'.join(signed)},Signature={signature}"
        sent = {"authorization": told, **sent}
        return Request(method, f"/?{urlencode(query)}" if query else "/", tuple(sent.items()), body)

    def v1(self, *, method: str = "GET", body: bytes | None = None, secret: str = SECRET, **parameters: str) -> Request:
        """A request with signature V1: a query, or a form where `method` is POST and there is no body.

        Keywords replace parameters, "" takes one away.
        """
        told = {
            "Action": "RecognizeHKIdcard",
            "Version": "2021-07-07",
            "Format": "JSON",
            "AccessKeyId": ACCESS_KEY,
            "SignatureMethod": "HMAC-SHA1",
            "SignatureVersion": "1.0",
            "SignatureNonce": f"nonce-{next(_numbers)}",
            "Timestamp": self.moment(None),
            **({} if body else {"Url": self.url}),
            **parameters,
        }
        told = {name: value for name, value in told.items() if value}
        text = urlencode(sorted(told.items()), quote_via=quote, safe="-_.~", errors="surrogateescape")
        digest = "sha256" if told.get("SignatureMethod") == "HMAC-SHA256" else "sha1"
        key = f"{secret}&".encode()
        signature = b64encode(hmac.digest(key, f"{method}&%2F&{quote(text, safe='-_.~')}".encode(), digest)).decode()
        told = {"Signature": signature, **told}
        if method == "POST" and body is None:
            headers = (("host", self.host), ("content-type", "application/x-www-form-urlencoded"))
            return Request("POST", "/", headers, urlencode(told, errors="surrogateescape").encode())
        headers = (("host", self.host), ("content-type", "application/octet-stream"))
        return Request(
            method, f"/?{urlencode(told, errors='surrogateescape')}", headers[: 2 if body else 1], body or b""
        )

    def moment(self, at: float | None) -> str:
        """As the vendor writes it."""
        return datetime.fromtimestamp(self.world.now if at is None else at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def data(self, **options: Any) -> dict[str, Any]:
        """The members of Data in the answer to a picture."""
        status, told = self.ask(self.acs3(**options))
        assert status == 200, told
        return dict(json.loads(told["Data"]))

    def error(self, request: Request) -> tuple[int, str]:
        """HTTP status and code of the answer."""
        status, told = self.ask(request)
        return status, str(told.get("Code"))


@pytest.fixture
def caller(world: Any) -> Caller:
    """A caller whose key is good; the picture at `url` can be fetched."""
    world.fetch.pictures[URL] = PICTURE
    return Caller(world)
