"""The problems that this API tells, and which of them our own errors become (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hmtocr import errors
from hmtocr.protocols.native.models import Problem

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:hmtocr:problem:"

PROBLEMS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "malformed": (400, "The request's body cannot be understood."),
        "not-authenticated": (401, "A valid bearer key is needed."),
        "not-enabled": (403, "This API is not enabled for the key."),
        "arrears": (403, "The account is in arrears."),
        "suspended": (403, "The account is suspended."),
        "not-found": (404, "There is nothing here."),
        "method-not-allowed": (405, "This method is not allowed here."),
        "too-slow": (408, "The request did not come in in time."),
        "too-large": (413, "The request is larger than allowed."),
        "unsupported-media-type": (415, "The body is of a type that is not accepted here."),
        "invalid": (422, "A parameter is missing or has a value that it cannot have."),
        "image-empty": (422, "The picture has no bytes."),
        "image-unreadable": (422, "The bytes are no picture that can be read."),
        "image-too-large": (422, "The picture is larger than allowed."),
        "image-too-small": (422, "The picture has too few pixels."),
        "quota-used-up": (429, "The key's quota is used up."),
        "rate-exceeded": (429, "More calls a second than the key may make."),
        "unexpected": (500, "Something went wrong here."),
        "warnings-failed": (503, "The risk signals could not be measured; ask again, or without warnings."),
        "busy": (503, "More pictures wait than can be read; try again soon."),
    }
)
"""Name to status and title."""


class ProblemError(Exception):
    """The request is answered with a problem."""

    def __init__(self, name: str, detail: str = "") -> None:
        """`name` is one of PROBLEMS; `detail` holds no value of a card and no secret."""
        super().__init__(name)
        self.name = name
        self.detail = detail

    @property
    def problem(self) -> Problem:
        """As it is told."""
        status, title = PROBLEMS[self.name]
        return Problem(type=PREFIX + self.name, title=title, status=status, detail=self.detail)

    @property
    def headers(self) -> dict[str, str]:
        """That go with it."""
        status = PROBLEMS[self.name][0]
        if status == 401:
            return {"WWW-Authenticate": 'Bearer realm="hmtocr"'}
        return {"Retry-After": "1"} if self.name in ("busy", "rate-exceeded") else {}


def from_account(error: errors.AccountError) -> ProblemError:
    """Why a key may not make this call."""
    match error:
        case errors.ApiNotEnabledError():
            return ProblemError("not-enabled")
        case errors.ArrearsError():
            return ProblemError("arrears")
        case errors.QuotaUsedUpError():
            return ProblemError("quota-used-up")
        case errors.RateExceededError():
            return ProblemError("rate-exceeded")
        case _:
            return ProblemError("suspended")


def from_image(error: errors.ImageError) -> ProblemError:
    """What is wrong with a picture; the errors' own words hold no value."""
    match error:
        case errors.EmptyImageError():
            return ProblemError("image-empty", str(error))
        case errors.ImageTooLargeError():
            return ProblemError("image-too-large", str(error))
        case errors.ImageTooSmallError():
            return ProblemError("image-too-small", str(error))
        case _:
            return ProblemError("image-unreadable", str(error))
