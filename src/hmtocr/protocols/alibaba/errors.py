"""Alibaba Cloud's error codes: status and message of each, and which of them our own errors become.

Source: the vendor's pages "Common error codes" of ocr-api (2025-12-08) and of its gateway. A size in pixels that the
API does not take is answered like a format that it does not take: the page's `illegalImageSize` names other limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hmtocr import errors

MANDATORY_V1 = (
    "AccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
    "Timestamp",
    "Version",
    "Action",
)
"""Parameters of V1 that must be there, in the order in which they are asked for; each has a code of its own."""
_FORMAT = "unsupportedImageFormat"
_INVALID = "Specified parameter {} is not valid."
_FLOW = "Request was denied due to user flow control."

CODES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        # The gateway's.
        "UnsupportedHTTPMethod": (400, "This http method is not supported."),
        "InvalidParameter": (400, _INVALID),
        "InvalidFormat": (400, _INVALID.format("Format")),
        "InvalidVersion": (400, _INVALID.format("Version")),
        "InvalidSignatureMethod": (400, _INVALID.format("SignatureMethod")),
        "InvalidSignatureVersion": (400, _INVALID.format("SignatureVersion")),
        "InvalidAction.NotFound": (404, "Specified api is not found, please check your url and method."),
        "IncompleteSignature": (400, "The request signature does not conform to Aliyun standards."),
        "InvalidTimeStamp.Format": (400, "Specified time stamp or date value is not well formatted."),
        "InvalidTimeStamp.Expired": (400, "Specified time stamp or date value is expired."),
        "InvalidAccessKeyId.NotFound": (404, "Specified access key is not found."),
        "InvalidAccessKeyId.Inactive": (400, "Specified access key is disabled."),
        # Some SDKs take this message apart at its colon.
        "SignatureDoesNotMatch": (
            400,
            "Specified signature is not matched with our calculation. server string to sign is:{}",
        ),
        "SignatureNonceUsed": (400, "Specified signature nonce was used already."),
        "Throttling": (400, _FLOW),
        "Throttling.User": (400, _FLOW),
        "InternalError": (500, "The request processing has failed due to some unknown error."),
        **{f"Missing{name}": (400, f"{name} is mandatory for this action.") for name in MANDATORY_V1},
        # The service's.
        "invalidStsToken": (400, "The STS token is invalid."),
        "noPermission": (401, "You are not authorized to perform this operation."),
        "ocrServiceNotOpen": (401, "You have not activated the OCR service."),
        "OcrServiceExpired": (401, "The OCR service has expired."),
        "MissingImageUrl": (400, "You must specify image URL."),
        "exceededImageUrlLength": (400, "The image URL length exceeds 2048 characters."),
        "unsupportedEncodeImageUrl": (400, "The image URL encoding cannot be parsed."),
        "notSafeImageUrl": (400, "The image URL is not safe."),
        "IllegalImageUrl": (400, "The image URL is unavailable or has timed out."),
        "exceededImageContent": (413, "The image content size exceeds the 10 MB limit."),
        _FORMAT: (415, "The image format or content is not supported."),
        "unmatchedImageType": (400, "The image type does not match the API operation."),
        "algorithmError": (503, "An algorithm error occurred."),
    }
)
"""Code to HTTP status and message; `{}` stands for what an AlibabaError is about."""


class AlibabaError(Exception):
    """The request is answered with one of the vendor's errors.

    Attributes:
        code: a key of CODES.
        about: a parameter's name or the string to sign; never a value of a card, never a secret.
    """

    def __init__(self, code: str, about: str = "") -> None:
        """`about` fills the message's gap, if it has one."""
        super().__init__(code)
        self.code = code
        self.about = about

    @property
    def status(self) -> int:
        """The HTTP status."""
        return CODES[self.code][0]

    @property
    def message(self) -> str:
        """For people."""
        return CODES[self.code][1].replace("{}", self.about)

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Further headers: the Python SDK tells throttling by this one alone. Seconds."""
        return (("x-acs-retry-after", "1"),) if self.code.startswith("Throttling") else ()


def from_fetch(error: errors.FetchError) -> AlibabaError:
    """Why a picture did not come from its URL."""
    match error:
        case errors.FetchRefusedError():
            return AlibabaError("notSafeImageUrl")
        case errors.FetchTooLargeError():
            return AlibabaError("exceededImageContent")
        case _:
            return AlibabaError("IllegalImageUrl")


def from_account(error: errors.AccountError) -> AlibabaError:
    """Why a key may not make this call: the vendor lets a service expire when it is used up or not paid."""
    match error:
        case errors.ApiNotEnabledError():
            return AlibabaError("ocrServiceNotOpen")
        case errors.RateExceededError():
            return AlibabaError("Throttling.User")
        case errors.QuotaUsedUpError() | errors.ArrearsError():
            return AlibabaError("OcrServiceExpired")
        case _:
            return AlibabaError("noPermission")


def from_recognition(error: errors.HmtocrError) -> AlibabaError:
    """Why a picture was not read; its bytes were counted before, so what is too large has too many pixels."""
    match error:
        case errors.ImageError():
            return AlibabaError(_FORMAT)
        case errors.BusyError():
            return AlibabaError("Throttling")
        case _:
            return AlibabaError("algorithmError")
