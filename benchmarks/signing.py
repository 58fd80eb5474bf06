"""Requests for a Hong Kong card, signed as each vendor's pages say: what an application's SDK would send."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True)
class Body:
    """A request's body, and its hash: of a picture that is sent a thousand times it is worked out once."""

    data: bytes = field(repr=False)
    sha256: str

    @staticmethod
    def of(data: bytes) -> Body:
        """With the hash of these bytes."""
        return Body(data, hashlib.sha256(data).hexdigest())


@dataclass(frozen=True)
class SignedRequest:
    """A POST, ready to be sent."""

    path: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


Signer = Callable[[Body, str, Mapping[str, str]], SignedRequest]
"""Takes the body, the Host header, and the secrets by the names that `hmtocr keys create --format env` prints."""


def tencent_body(jpeg: bytes) -> Body:
    """HKIDCardOCR's parameters."""
    return Body.of(json.dumps({"ImageBase64": b64encode(jpeg).decode()}).encode())


def huawei_body(jpeg: bytes) -> Body:
    """hk-id-card's parameters."""
    return Body.of(json.dumps({"image": b64encode(jpeg).decode()}).encode())


def alibaba_body(jpeg: bytes) -> Body:
    """RecognizeHKIdcard takes the picture as it is."""
    return Body.of(jpeg)


def sign_tencent(body: Body, host: str, secrets: Mapping[str, str]) -> SignedRequest:
    """HKIDCardOCR with TC3-HMAC-SHA256. Source: the vendor's page "Signature v3"."""
    stamp = int(time.time())
    day = datetime.fromtimestamp(stamp, UTC).strftime("%Y-%m-%d")
    headers = {"content-type": "application/json", "host": host}
    text = f"TC3-HMAC-SHA256\n{stamp}\n{day}/ocr/tc3_request\n{_hash(_canonical('/', headers, body))}"
    key = f"TC3{secrets['TENCENT_SECRET_KEY']}".encode()
    for part in (day, "ocr", "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    authorization = (
        f"TC3-HMAC-SHA256 Credential={secrets['TENCENT_SECRET_ID']}/{day}/ocr/tc3_request, "
        f"SignedHeaders={';'.join(headers)}, Signature={_hmac(key, text)}"
    )
    common = {"x-tc-action": "HKIDCardOCR", "x-tc-version": "2018-11-19", "x-tc-timestamp": str(stamp)}
    return SignedRequest("/", {**headers, **common, "authorization": authorization}, body.data)


def sign_huawei(body: Body, host: str, secrets: Mapping[str, str]) -> SignedRequest:
    """hk-id-card with SDK-HMAC-SHA256. Source: the page "AK/SK signing and authentication algorithm"."""
    path = f"/v2/{secrets['HUAWEI_PROJECT_ID']}/ocr/hk-id-card"
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    headers = {"content-type": "application/json", "host": host, "x-sdk-date": moment}
    text = f"SDK-HMAC-SHA256\n{moment}\n{_hash(_canonical(f'{path}/', headers, body))}"
    authorization = (
        f"SDK-HMAC-SHA256 Access={secrets['HUAWEI_AK']}, SignedHeaders={';'.join(headers)}, "
        f"Signature={_hmac(secrets['HUAWEI_SK'].encode(), text)}"
    )
    return SignedRequest(path, {**headers, "authorization": authorization}, body.data)


def sign_alibaba(body: Body, host: str, secrets: Mapping[str, str]) -> SignedRequest:
    """RecognizeHKIdcard with ACS3-HMAC-SHA256. Source: the page "V3 request structure and signature"."""
    headers = {
        "content-type": "application/octet-stream",
        "host": host,
        "x-acs-action": "RecognizeHKIdcard",
        "x-acs-content-sha256": body.sha256,
        "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": uuid.uuid4().hex,
        "x-acs-version": "2021-07-07",
    }
    text = f"ACS3-HMAC-SHA256\n{_hash(_canonical('/', headers, body))}"
    authorization = (
        f"ACS3-HMAC-SHA256 Credential={secrets['ALIBABA_AK']},SignedHeaders={';'.join(headers)},"
        f"Signature={_hmac(secrets['ALIBABA_SK'].encode(), text)}"
    )
    return SignedRequest("/", {**headers, "authorization": authorization}, body.data)


def _canonical(path: str, headers: Mapping[str, str], body: Body) -> str:
    """A POST without a query; the three vendors agree on this much. Headers are named in lower case, in order."""
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    return "\n".join(("POST", path, "", lines, ";".join(headers), body.sha256))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hmac(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), "sha256").hexdigest()
