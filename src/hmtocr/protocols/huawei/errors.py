"""The vendor's error codes, and which of our exceptions is told by which.

Sources: the error codes of the vendor's OCR API reference and of its API gateway (APIGW). A failure of IAM itself has
Keystone's shape, `{"error": {"code", "message", "title"}}`.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType

from hmtocr import errors

INVALID, FORMAT, SIZE, NO_CARD, FAILED = "AIS.0101", "AIS.0102", "AIS.0103", "AIS.0104", "AIS.0105"
NOT_FOUND, NOT_AUTHENTICATED, OUTDATED, THROTTLED = "APIGW.0101", "APIGW.0301", "APIGW.0307", "APIGW.0308"
_AUTHENTICATION = "Incorrect IAM authentication information: "

CODES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        # The gateway's.
        NOT_FOUND: (404, "The API does not exist or has not been published in the environment"),
        NOT_AUTHENTICATED: (401, f"{_AUTHENTICATION}verify aksk signature fail"),
        OUTDATED: (401, "The token must be updated."),
        THROTTLED: (429, "The throttling threshold has been reached: policy user over ratelimit"),
        # The platform's.
        "ModelArts.0203": (401, "Invalid token."),
        "ModelArts.4101": (401, "Token header cannot be empty."),
        "ModelArts.4103": (401, "Invalid Token header."),
        "ModelArts.4104": (400, "Invalid Request Content Length."),
        "ModelArts.4105": (400, "The JSON format of the input data is incorrect."),
        "ModelArts.4106": (403, "The account is restricted."),
        "ModelArts.4107": (401, "Temporary AK authentication failed."),
        "ModelArts.4203": (403, "You do not have the permission on this project."),
        "ModelArts.4204": (403, "The service has not been subscribed to."),
        "ModelArts.4301": (500, "The service is faulty."),
        "ModelArts.4601": (400, "The URL is incorrect."),
        "ModelArts.4603": (400, "Obtaining the file from the URL failed."),
        "ModelArts.6201": (403, "The account is frozen."),
        # The service's.
        INVALID: (400, "The input parameter is invalid."),
        FORMAT: (400, "The image format is not supported."),
        SIZE: (400, "The image size does not meet the requirements."),
        NO_CARD: (400, "The image is not supported or the image quality is poor."),
        FAILED: (400, "Recognition failed."),
    }
)
"""Code to HTTP status and message."""


class HuaweiError(Exception):
    """The request is answered with one of the vendor's errors.

    Attributes:
        code: a key of CODES.
        message: the vendor's, unless another was given; holds no value of a card and no secret.
    """

    def __init__(self, code: str, message: str = "") -> None:
        """`message` replaces the one of CODES."""
        super().__init__(code)
        self.code = code
        self.message = message or CODES[code][1]

    @property
    def status(self) -> int:
        """The HTTP status."""
        return CODES[self.code][0]

    def members(self, request_id: str) -> dict[str, object]:
        """Of the JSON answer."""
        return {"error_code": self.code, "error_msg": self.message, "request_id": request_id}


class IamError(Exception):
    """IAM refuses.

    Attributes:
        status: HTTP status.
        message: for people.
    """

    def __init__(self, status: HTTPStatus, message: str) -> None:
        """Told with the status's own title."""
        super().__init__(message)
        self.status = status
        self.message = message

    @property
    def members(self) -> dict[str, object]:
        """Of the JSON answer; the request's id goes in the header alone."""
        return {"error": {"code": int(self.status), "message": self.message, "title": self.status.phrase}}


def invalid(why: str) -> HuaweiError:
    """The vendor's message, and after it what it is about."""
    return HuaweiError(INVALID, f"{CODES[INVALID][1]} {why}")


def not_authenticated(why: str) -> HuaweiError:
    """APIGW.0301 with the gateway's reason."""
    return HuaweiError(NOT_AUTHENTICATED, _AUTHENTICATION + why)


def from_fetch(error: errors.FetchError) -> HuaweiError:
    """Why a picture did not come from its URL."""
    return HuaweiError(SIZE if isinstance(error, errors.FetchTooLargeError) else "ModelArts.4603")


def from_account(error: errors.AccountError) -> HuaweiError:
    """Why a key may not make this call.

    The vendor has no code of its own for a quota that is used up (it goes on, and bills); its gateway counts calls in
    windows of up to a day, so that its threshold is the nearest.
    """
    match error:
        case errors.ApiNotEnabledError():
            return HuaweiError("ModelArts.4204")
        case errors.RateExceededError():
            return HuaweiError(THROTTLED)
        case errors.QuotaUsedUpError():
            return HuaweiError(THROTTLED, "The throttling threshold has been reached: policy user over quota")
        case errors.SuspendedError():
            return HuaweiError("ModelArts.6201")
        case _:
            return HuaweiError("ModelArts.4106")


def from_recognition(error: errors.HmtocrError) -> HuaweiError:
    """Why a picture was not read."""
    match error:
        case errors.ImageTooLargeError() | errors.ImageTooSmallError():
            return HuaweiError(SIZE)
        case errors.ImageError():
            return HuaweiError(FORMAT)
        case errors.BusyError():
            return HuaweiError(THROTTLED)
        case _:
            return HuaweiError(FAILED)
