"""Tencent Cloud's two ways to sign a request: v3 (TC3-HMAC-SHA256) and v1 (HmacSHA1, HmacSHA256).

Source: the vendor's pages "Signature v3" and "Signature v1", and what its SDKs send. Three habits of clients are
allowed for: a host signed without the port that the Host header has (the Node SDKs), header values signed in lower
case (the documents' own example), and a service in the credential scope that is not "ocr" (the Node SDKs take the
endpoint's first label). Each comparison takes constant time.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from hmtocr.protocols.exchange import Request

ALGORITHM = "TC3-HMAC-SHA256"
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
_MUST_BE_SIGNED = frozenset({"content-type", "host"})
_AUTHORIZATION = re.compile(
    rf"{ALGORITHM} +Credential=([^,\s/]+)/(\d{{4}}-\d\d-\d\d)/([^,\s]+)/tc3_request, *"
    r"SignedHeaders=([^,\s]+), *Signature=([^,\s]+)"
)
_DIGESTS = {"HmacSHA1": hashlib.sha1, "HmacSHA256": hashlib.sha256}
METHODS_V1 = frozenset(_DIGESTS)


@dataclass(frozen=True, slots=True)
class Authorization:
    """The header of that name, taken apart.

    Attributes:
        date: YYYY-MM-DD, of the credential scope.
        service: of the credential scope; whatever the client put there.
        signed_headers: names in lower case, in the order signed.
    """

    secret_id: str
    date: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str


def parse_authorization(text: str) -> Authorization | None:
    """None where it is not of the form that v3 prescribes, or does not sign host and content-type.

    >>> told = parse_authorization(
    ...     "TC3-HMAC-SHA256 Credential=AKIDz/2026-11-21/ocr/tc3_request, SignedHeaders=content-type;host, Signature=00"
    ... )
    >>> told.secret_id, told.date, told.service, told.signed_headers
    ('AKIDz', '2026-11-21', 'ocr', ('content-type', 'host'))
    >>> parse_authorization("SKIP") is None
    True
    """
    match = _AUTHORIZATION.fullmatch(text)
    if match is None:
        return None
    names = tuple(match[4].split(";"))
    if not _MUST_BE_SIGNED.issubset(names):
        return None
    return Authorization(match[1], match[2], match[3], names, match[5])


def verify_v3(request: Request, authorization: Authorization, timestamp: str, secret: str) -> bool:
    """Whether the secret's owner signed this request at that time (X-TC-Timestamp as sent, seconds in UTC)."""
    if authorization.date != datetime.fromtimestamp(int(timestamp), UTC).strftime("%Y-%m-%d"):
        return False
    values = [(name, request.header(name)) for name in authorization.signed_headers]
    if any(value is None for _, value in values):
        return False
    payload = b"" if request.method == "GET" else request.body
    if request.header("x-tc-content-sha256") == UNSIGNED_PAYLOAD:
        payload = UNSIGNED_PAYLOAD.encode()
    payload_hash = hashlib.sha256(payload).hexdigest()
    key = f"TC3{secret}".encode()
    for part in (authorization.date, authorization.service, "tc3_request"):
        key = hmac.digest(key, part.encode("utf-8", "replace"), "sha256")
    scope = f"{authorization.date}/{authorization.service}/tc3_request"
    genuine = False
    for host in _hosts(request):
        for lower in (False, True):
            lines = (f"{name}:{_signed_value(name, value or '', host, lower)}\n" for name, value in values)
            names = ";".join(authorization.signed_headers)
            canonical = "\n".join(
                (request.method, request.path, request.query, "".join(lines), names, payload_hash),
            )
            # Header bytes came as Latin-1.
            hashed = hashlib.sha256(canonical.encode("latin-1", "replace")).hexdigest()
            expected = hmac.new(key, f"{ALGORITHM}\n{timestamp}\n{scope}\n{hashed}".encode(), "sha256").hexdigest()
            genuine |= _same(expected, authorization.signature)
    return genuine


def verify_v1(request: Request, form: Mapping[str, str], secret: str) -> bool:
    """Whether the secret's owner signed these parameters (decoded; Signature and SignatureMethod among them)."""
    digest = _DIGESTS.get(form.get("SignatureMethod", "HmacSHA1"))
    if digest is None:
        return False
    pairs = "&".join(f"{name}={form[name]}" for name in sorted(form) if name != "Signature")
    genuine = False
    for host in _hosts(request):
        text = f"{request.method}{host}{request.path}?{pairs}"
        expected = b64encode(hmac.new(secret.encode(), text.encode("utf-8", "replace"), digest).digest()).decode()
        genuine |= _same(expected, form.get("Signature", ""))
    return genuine


def _hosts(request: Request) -> tuple[str, ...]:
    """The Host header as sent, and without its port if it has one."""
    host = request.header("host") or ""
    bare, colon, port = host.rpartition(":")
    return (host, bare) if colon and port.isdigit() else (host,)


def _signed_value(name: str, value: str, host: str, lower: bool) -> str:
    text = host if name == "host" else value.strip()
    return text.lower() if lower else text


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))
