"""What every request says beside its action's own parameters: who asks, when, for what, and how that is signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hmtocr.protocols.exchange import Request
from hmtocr.protocols.tencent import sign
from hmtocr.protocols.tencent.bodies import from_form, from_json, from_multipart, media_type
from hmtocr.protocols.tencent.errors import TencentError

LARGEST_BODY = 11 * 2**20
"""Bytes to let in: the vendor's 10 MB, and what a form spends on escaping Base64."""
_LARGEST_JSON = 10 * 2**20 + 64 * 2**10
"""The vendor's 10 MB for JSON and multipart, and the other members beside a picture of the mainland's 10 MB."""
_LARGEST_QUERY = 32 * 2**10
_COMMON_V1 = frozenset(
    {
        "Action",
        "Version",
        "Timestamp",
        "Nonce",
        "SecretId",
        "Signature",
        "SignatureMethod",
        "Region",
        "Token",
        "Language",
        "RequestClient",
    }
)


@dataclass(frozen=True, slots=True)
class Head:
    """The common parameters of either form; "" for what is not there.

    Attributes:
        timestamp: as sent, seconds since the epoch, decimal digits.
        authorization: of v3; None for v1.
        form: all parameters of v1, decoded; None for v3.
    """

    action: str
    version: str
    timestamp: str
    secret_id: str
    token: str
    authorization: sign.Authorization | None
    form: Mapping[str, str] | None

    def is_genuine(self, request: Request, secret: str) -> bool:
        """Whether the request is signed with this secret."""
        if self.authorization is not None:
            return sign.verify_v3(request, self.authorization, self.timestamp, secret)
        return self.form is not None and sign.verify_v1(request, self.form, secret)

    def parameters(self, request: Request) -> Mapping[str, object]:
        """The action's own parameters.

        Raises:
            TencentError: they cannot be taken out of the body.
        """
        if self.form is not None:
            return {name: value for name, value in self.form.items() if name not in _COMMON_V1}
        if request.method == "GET":
            return from_form(request.query)
        kind, boundary = media_type(request.header("content-type") or "")
        if kind == "multipart/form-data":
            return from_multipart(request.body, boundary)
        if kind == "application/json":
            return from_json(request.body)
        raise TencentError("InvalidRequest", "application/json or multipart/form-data")


def read_head(request: Request) -> Head:
    """The common parameters, not yet believed.

    Raises:
        TencentError: method, size, or something that must be there is not.
    """
    if request.method not in ("GET", "POST"):
        raise TencentError("UnsupportedProtocol")
    if request.oversized or len(request.query) > _LARGEST_QUERY:
        raise TencentError("RequestSizeLimitExceeded")
    if is_v3(request):
        return _head_v3(request)
    return _head_v1(v1_fields(request))


def is_v3(request: Request) -> bool:
    """Whether the request is of the form that has its common parameters in headers."""
    return request.header("authorization") is not None or request.header("x-tc-action") is not None


def v1_fields(request: Request) -> dict[str, str]:
    """The query's and the form's fields together; a body that is no form has none.

    Raises:
        TencentError: they cannot be decoded.
    """
    kind, _ = media_type(request.header("content-type") or "")
    is_form = request.method == "POST" and kind == "application/x-www-form-urlencoded"
    try:
        form = request.body.decode("ascii") if is_form else ""
    except UnicodeDecodeError:
        raise TencentError("InvalidParameter", "query or form") from None
    return from_form("&".join(part for part in (request.query, form) if part))


def _head_v3(request: Request) -> Head:
    if len(request.body) > _LARGEST_JSON:
        raise TencentError("RequestSizeLimitExceeded")
    authorization = sign.parse_authorization(request.header("authorization") or "")
    if authorization is None:
        raise TencentError("AuthFailure.InvalidAuthorization")
    return Head(
        action=request.header("x-tc-action") or "",
        version=request.header("x-tc-version") or "",
        timestamp=_timestamp(request.header("x-tc-timestamp") or "", "X-TC-Timestamp"),
        secret_id=authorization.secret_id,
        token=request.header("x-tc-token") or "",
        authorization=authorization,
        form=None,
    )


def _head_v1(form: Mapping[str, str]) -> Head:
    for name in ("Action", "Version", "Timestamp", "Nonce", "SecretId", "Signature"):
        if not form.get(name):
            raise TencentError("MissingParameter", name)
    if form.get("SignatureMethod", "HmacSHA1") not in sign.METHODS_V1:
        raise TencentError("InvalidParameterValue", "SignatureMethod")
    return Head(
        action=form["Action"],
        version=form["Version"],
        timestamp=_timestamp(form["Timestamp"], "Timestamp"),
        secret_id=form["SecretId"],
        token=form.get("Token", ""),
        authorization=None,
        form=form,
    )


def _timestamp(text: str, name: str) -> str:
    if not text:
        raise TencentError("MissingParameter", name)
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise TencentError("InvalidParameter", name)
    return text
