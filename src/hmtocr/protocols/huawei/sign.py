"""Huawei Cloud's AK/SK signature SDK-HMAC-SHA256.

Source: the vendor's page "AK/SK signing and authentication algorithm", and what its SDKs send. Path and query are
signed decoded and encoded anew after RFC 3986, the path with a slash at its end.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote

from hmtocr.protocols.exchange import Request

ALGORITHM = "SDK-HMAC-SHA256"
_AUTHORIZATION = re.compile(rf"{ALGORITHM} +Access=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9A-Za-z]+)")
_DATE = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_BODY_HASH = "x-sdk-content-sha256"
_UNSIGNED = "UNSIGNED-PAYLOAD"
_MUST_BE_SIGNED = ("host", "x-sdk-date")
_MUST_BE_SIGNED_IF_SENT = ("x-security-token", "x-project-id", "x-domain-id")


@dataclass(frozen=True, slots=True)
class Authorization:
    """The header of that name, taken apart.

    Attributes:
        signed_headers: names in lower case, in the order signed.
        signature: hexadecimal.
    """

    access_key: str
    signed_headers: tuple[str, ...]
    signature: str


def parse_authorization(text: str) -> Authorization | None:
    """None where it is not of the form that SDK-HMAC-SHA256 prescribes.

    >>> told = parse_authorization("SDK-HMAC-SHA256 Access=AK, SignedHeaders=host;x-sdk-date, Signature=00ff")
    >>> told.access_key, told.signed_headers
    ('AK', ('host', 'x-sdk-date'))
    >>> parse_authorization("SDK-HMAC-SHA256 Access=AK") is None
    True
    """
    match = _AUTHORIZATION.fullmatch(text)
    return Authorization(match[1], tuple(match[2].lower().split(";")), match[3]) if match else None


def signing_time(request: Request) -> float | None:
    """Seconds since the epoch that X-Sdk-Date (`20261121T024608Z`) tells; None where it tells none."""
    text = request.header("x-sdk-date") or ""
    if not _DATE.fullmatch(text):
        return None
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None


def encode(text: str) -> str:
    """After RFC 3986: all but letters, digits and "-_.~" is escaped.

    >>> encode("a b*~/中")
    'a%20b%2A~%2F%E4%B8%AD'
    """
    return quote(text, safe="-_.~", errors="surrogateescape")


def canonical_path(path: str) -> str:
    """Each segment decoded and encoded anew, with a slash at the end.

    >>> canonical_path("/v2/a%7eb/ocr"), canonical_path("")
    ('/v2/a~b/ocr/', '/')
    """
    encoded = "/".join(encode(unquote(segment, errors="surrogateescape")) for segment in path.split("/"))
    return encoded if encoded.endswith("/") else f"{encoded}/"


def canonical_query(query: str) -> str:
    """Pairs in order, both sides encoded anew; "+" is a plus sign, for the SDKs write a blank as "%20".

    >>> canonical_query("name=ap%2Deast&domain_id=&flag")
    'domain_id=&flag=&name=ap-east'
    """
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    decoded = sorted(
        (unquote(name, errors="surrogateescape"), unquote(value, errors="surrogateescape")) for name, _, value in pairs
    )
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in decoded)


def verify(request: Request, authorization: Authorization, secret: str) -> bool:
    """Whether the secret's owner signed this request, its body and those of its headers that matter included."""
    signed = authorization.signed_headers
    required = _MUST_BE_SIGNED + tuple(n for n in _MUST_BE_SIGNED_IF_SENT if request.header(n) is not None)
    covered = all(name in signed for name in required)
    body_hash = hashlib.sha256(request.body).hexdigest()
    told = request.header(_BODY_HASH)
    # Only a signed hash counts: else anybody could add one, and change the body with it.
    if told is not None and _BODY_HASH in signed:
        is_json = "json" in (request.header("content-type") or "").lower()
        covered = covered and (_same(body_hash, told) or (told == _UNSIGNED and not is_json))
        body_hash = told
    expected = hmac.new(secret.encode(), _string_to_sign(request, signed, body_hash).encode(), "sha256").hexdigest()
    return _same(expected, authorization.signature) and covered


def _string_to_sign(request: Request, signed: tuple[str, ...], body_hash: str) -> str:
    canonical = "\n".join(
        (
            request.method,
            canonical_path(request.path),
            canonical_query(request.query),
            "".join(f"{name}:{(request.header(name) or '').strip()}\n" for name in signed),
            ";".join(signed),
            body_hash,
        )
    )
    # Header bytes came as Latin-1.
    digest = hashlib.sha256(canonical.encode("latin-1", "replace")).hexdigest()
    return f"{ALGORITHM}\n{request.header('x-sdk-date') or ''}\n{digest}"


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))
