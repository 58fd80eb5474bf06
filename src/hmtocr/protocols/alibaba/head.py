"""What every request says beside its picture: who asks, when, for what, in which format, and how that is signed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from hmtocr.protocols.alibaba import sign
from hmtocr.protocols.alibaba.errors import MANDATORY_V1, AlibabaError
from hmtocr.protocols.exchange import Request

ACTION = "RecognizeHKIdcard"
_VERSION = "2021-07-07"
_FORM = "application/x-www-form-urlencoded"
_MOST_PARAMETERS = 100
_LARGEST_FORM = 64 * 2**10
"""Bytes; a form holds no picture, only its Url of 2048 bytes at most."""
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_MANDATORY_ACS3 = {
    "x-acs-action": "Action",
    "x-acs-version": "Version",
    "x-acs-date": "Timestamp",
    "x-acs-signature-nonce": "SignatureNonce",
}
"""Headers of ACS3 and the parameters of V1 that they stand for."""


@dataclass(frozen=True, slots=True)
class Head:
    """The common parameters of either form; "" for what is not there.

    Attributes:
        timestamp: seconds since the epoch.
        parameters: the query's and the form's, decoded.
        authorization: of ACS3; None for V1.
    """

    access_key_id: str
    timestamp: float
    nonce: str
    token: str
    parameters: Mapping[str, str]
    authorization: sign.Authorization | None

    def is_genuine(self, request: Request, secret: str) -> bool:
        """Whether the request is signed with this secret."""
        if self.authorization is not None:
            return sign.verify_acs3(request, self.authorization, secret)
        return sign.verify_v1(request.method, self.parameters, secret)

    def string_to_sign(self, request: Request) -> str:
        """What should have been signed; it holds no secret."""
        if self.authorization is not None:
            return sign.string_to_sign_acs3(request, self.authorization)
        return sign.string_to_sign_v1(request.method, self.parameters)


def is_form(request: Request) -> bool:
    """Whether the body holds parameters, not a picture."""
    return (request.header("content-type") or "").partition(";")[0].strip().lower() == _FORM


def wants_xml(request: Request) -> bool:
    """Whether the answer is to be XML: as Format says, and without it XML in V1 and JSON in ACS3."""
    told = next((value for name, value in _pairs(request) if name == "Format"), None)
    if told is not None:
        return told.upper() == "XML"
    return not any(name == "authorization" or name.startswith("x-acs-") for name, _ in request.headers)


def read_head(request: Request) -> Head:
    """The common parameters, not yet believed.

    Raises:
        AlibabaError: something that must be there is not, or is not as it must be.
    """
    if is_form(request) and len(request.body) > _LARGEST_FORM:
        raise AlibabaError("InvalidParameter", "body (a form takes no picture)")
    pairs = _pairs(request)
    parameters = dict(pairs)
    if len(parameters) != len(pairs) or len(pairs) > _MOST_PARAMETERS:
        raise AlibabaError("InvalidParameter", "(a name twice, or too many of them)")
    if parameters.get("Format", "JSON").upper() not in ("JSON", "XML"):
        raise AlibabaError("InvalidFormat")
    authorization = request.header("authorization")
    if authorization is not None:
        return _head_acs3(request, authorization, parameters)
    return _head_v1(parameters)


def _head_acs3(request: Request, text: str, parameters: Mapping[str, str]) -> Head:
    if text.startswith("ACS3-") and text.split(" ", 1)[0] != sign.ALGORITHM:
        raise AlibabaError("InvalidSignatureMethod")
    authorization = sign.parse_authorization(text)
    if authorization is None:
        raise AlibabaError("IncompleteSignature")
    for header, name in _MANDATORY_ACS3.items():
        if not request.header(header):
            raise AlibabaError(f"Missing{name}")
    # Without these among the signed ones, somebody else could change them.
    must_be_signed = {"host", "x-acs-content-sha256", *(k for k, _ in request.headers if k.startswith("x-acs-"))}
    names = [name for name, _ in request.headers if name in authorization.signed_headers]
    if not must_be_signed.issubset(names) or sorted(names) != sorted(authorization.signed_headers):
        raise AlibabaError("IncompleteSignature")
    _check_api(request.header("x-acs-action") or "", request.header("x-acs-version") or "")
    return Head(
        access_key_id=authorization.access_key_id,
        timestamp=_timestamp(request.header("x-acs-date") or ""),
        nonce=request.header("x-acs-signature-nonce") or "",
        token=request.header("x-acs-security-token") or "",
        parameters=parameters,
        authorization=authorization,
    )


def _head_v1(parameters: Mapping[str, str]) -> Head:
    for name in MANDATORY_V1:
        if not parameters.get(name):
            raise AlibabaError(f"Missing{name}")
    if parameters["SignatureMethod"].upper() not in sign.METHODS_V1:
        raise AlibabaError("InvalidSignatureMethod")
    if parameters["SignatureVersion"] != "1.0":
        raise AlibabaError("InvalidSignatureVersion")
    _check_api(parameters["Action"], parameters["Version"])
    return Head(
        access_key_id=parameters["AccessKeyId"],
        timestamp=_timestamp(parameters["Timestamp"]),
        nonce=parameters["SignatureNonce"],
        token=parameters.get("SecurityToken", ""),
        parameters=parameters,
        authorization=None,
    )


def _check_api(action: str, version: str) -> None:
    if version != _VERSION:
        raise AlibabaError("InvalidVersion")
    if action != ACTION:
        raise AlibabaError("InvalidAction.NotFound")


def _timestamp(text: str) -> float:
    if not _TIMESTAMP.fullmatch(text):
        raise AlibabaError("InvalidTimeStamp.Format")
    try:
        return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise AlibabaError("InvalidTimeStamp.Format") from None


def _pairs(request: Request) -> list[tuple[str, str]]:
    form = request.body[:_LARGEST_FORM].decode("utf-8", "surrogateescape") if is_form(request) else ""
    return sign.decode(request.query) + sign.decode(form)
