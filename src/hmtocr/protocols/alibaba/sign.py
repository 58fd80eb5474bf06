"""Alibaba Cloud's two ways to sign a request: ACS3-HMAC-SHA256 and the older V1 of RPC (HMAC-SHA1, HMAC-SHA256).

Source: the vendor's pages "V3 request structure and signature" and "RPC mechanism", and what its SDKs send. Both sign
the query decoded and encoded anew after RFC 3986: some clients put "+" on the wire for a blank, and sign "%20".
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote_plus

from hmtocr.protocols.exchange import Request

ALGORITHM = "ACS3-HMAC-SHA256"
_AUTHORIZATION = re.compile(rf"{ALGORITHM} +Credential=([^,\s]+), *SignedHeaders=([^,\s]+), *Signature=([0-9A-Za-z]+)")
_DIGESTS = {"HMAC-SHA1": "sha1", "HMAC-SHA256": "sha256"}
METHODS_V1 = frozenset(_DIGESTS)


@dataclass(frozen=True, slots=True)
class Authorization:
    """The header of that name, taken apart.

    Attributes:
        signed_headers: names in lower case, in the order signed.
        signature: hexadecimal.
    """

    access_key_id: str
    signed_headers: tuple[str, ...]
    signature: str


def parse_authorization(text: str) -> Authorization | None:
    """None where it is not of the form that ACS3-HMAC-SHA256 prescribes.

    >>> told = parse_authorization("ACS3-HMAC-SHA256 Credential=LTAI,SignedHeaders=host;x-acs-date,Signature=00ff")
    >>> told.access_key_id, told.signed_headers
    ('LTAI', ('host', 'x-acs-date'))
    >>> parse_authorization("ACS3-HMAC-SHA256 Credential=LTAI") is None
    True
    """
    match = _AUTHORIZATION.fullmatch(text)
    return Authorization(match[1], tuple(match[2].lower().split(";")), match[3]) if match else None


def decode(text: str) -> list[tuple[str, str]]:
    """The names and values of a query or form, in the order sent; bytes that are no UTF-8 become surrogates.

    >>> decode("Url=http%3A%2F%2Fa%2Fb+c&Flag&=")
    [('Url', 'http://a/b c'), ('Flag', ''), ('', '')]
    """
    pairs = (pair.partition("=") for pair in text.split("&") if pair)
    return [
        (unquote_plus(name, errors="surrogateescape"), unquote_plus(value, errors="surrogateescape"))
        for name, _, value in pairs
    ]


def encode(text: str) -> str:
    """After RFC 3986: all but letters, digits and "-_.~" is escaped.

    >>> encode("a b*~/中")
    'a%20b%2A~%2F%E4%B8%AD'
    """
    return quote(text, safe="-_.~", errors="surrogateescape")


def string_to_sign_acs3(request: Request, authorization: Authorization) -> str:
    """What an ACS3 client signs, with the hash of the body that came in."""
    return _string_to_sign_acs3(request, authorization, hashlib.sha256(request.body).hexdigest())


def verify_acs3(request: Request, authorization: Authorization, secret: str) -> bool:
    """Whether the secret's owner signed this request, its body included."""
    body_hash = hashlib.sha256(request.body).hexdigest()
    text = _string_to_sign_acs3(request, authorization, body_hash)
    expected = hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()
    genuine = _same(expected, authorization.signature)
    return _same(body_hash, request.header("x-acs-content-sha256") or "") and genuine


def _string_to_sign_acs3(request: Request, authorization: Authorization, body_hash: str) -> str:
    lines = "".join(f"{name}:{(request.header(name) or '').strip()}\n" for name in authorization.signed_headers)
    path, query = request.path or "/", _joined(decode(request.query))
    canonical = "\n".join((request.method, path, query, lines, ";".join(authorization.signed_headers), body_hash))
    # Header bytes came as Latin-1.
    return f"{ALGORITHM}\n{hashlib.sha256(canonical.encode('latin-1', 'replace')).hexdigest()}"


def string_to_sign_v1(method: str, parameters: Mapping[str, str]) -> str:
    """What a client signs that follows V1; `parameters` are the query's and the form's, decoded.

    >>> string_to_sign_v1("GET", {"Version": "2021-07-07", "Action": "A", "Signature": "not signed"})
    'GET&%2F&Action%3DA%26Version%3D2021-07-07'
    """
    return f"{method}&%2F&{encode(_joined((k, v) for k, v in parameters.items() if k != 'Signature'))}"


def verify_v1(method: str, parameters: Mapping[str, str], secret: str) -> bool:
    """Whether the secret's owner signed these parameters; a body that is no form is not covered."""
    digest = _DIGESTS.get(parameters.get("SignatureMethod", "").upper())
    if digest is None:
        return False
    text = string_to_sign_v1(method, parameters)
    expected = b64encode(hmac.digest(f"{secret}&".encode(), text.encode(), digest)).decode()
    return _same(expected, parameters.get("Signature", ""))


def _joined(pairs: Iterable[tuple[str, str]]) -> str:
    return "&".join(f"{encode(name)}={encode(value)}" for name, value in sorted(pairs))


def _same(expected: str, given: str) -> bool:
    return hmac.compare_digest(expected.encode(), given.encode("utf-8", "replace"))
