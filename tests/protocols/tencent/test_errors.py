"""Every error code, raised by the condition that the pages describe; always as HTTP 200 in the Response envelope."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hmtocr import errors

PAGES = json.loads((Path(__file__).parent / "fixtures" / "error_codes.json").read_text())["pages"]
ACTIONS = ("HKIDCardOCR", "HmtResidentPermitOCR", "RecognizeMacaoIDCardOCR")
CARDS = dict(zip(ACTIONS, ("hk-2018", "permit-front", "mo-2013"), strict=True))
JPEG = b"\xff\xd8\xff\xe0"
URL = "https://pictures.example/a.jpg"
LIMIT = "InvalidParameterValue.InvalidParameterValueLimit"
BILLING = "ResourcesSoldOut.ChargeStatusException"


def base64(data: bytes) -> str:
    return b64encode(data).decode()


every_action = pytest.mark.parametrize("action", ACTIONS)


@pytest.fixture(autouse=True)
def cards(caller: Any) -> None:
    """The picture shows one card of each document."""
    caller.world.recognise.default = caller.world.make_reading(*CARDS.values())


@every_action
@pytest.mark.parametrize(
    "text",
    [
        "not Base64!",
        "/9j/4",
        "图片",
        "data:image/jpeg;base64,/9j/4A==",
        base64(b"GIF89a a picture"),
        base64(b"BM a picture"),
    ],
    ids=["alphabet", "padding", "not ASCII", "data URI", "GIF", "BMP"],
)
def test_what_is_no_picture_cannot_be_decoded(caller: Any, action: str, text: str) -> None:
    assert caller.code(action, {"ImageBase64": text}) == "FailedOperation.ImageDecodeFailed"
    assert caller.world.recognise.calls == []


@every_action
def test_base64_with_line_ends_is_decoded(caller: Any, action: str) -> None:
    assert "Error" not in caller.call(action, {"ImageBase64": "/9j/4CBh\r\nIHBp Y3R1cmU=\n"})


@pytest.mark.parametrize(
    ("error", "codes"),
    [
        (errors.TruncatedImageError("it ends early"), ("FailedOperation.ImageDecodeFailed",) * 3),
        (errors.UnsupportedFormatError("no"), ("FailedOperation.ImageDecodeFailed",) * 3),
        (errors.ImageTooLargeError("pixels"), ("LimitExceeded.TooLargeFileError",) * 3),
        (errors.ImageTooSmallError("pixels"), (LIMIT,) * 3),
        (errors.EmptyImageError("nothing"), (LIMIT, *("FailedOperation.EmptyImageError",) * 2)),
        (errors.BusyError("full"), ("RequestLimitExceeded",) * 3),
        (errors.ModelError("gone"), ("FailedOperation.OcrFailed",) * 3),
        (RuntimeError("a surprise"), ("FailedOperation.UnKnowError",) * 3),
        (
            errors.WarningsFailedError("no"),
            (
                "FailedOperation.WarningServiceFailed",
                "FailedOperation.OcrFailed",
                "FailedOperation.WarningServiceFailed",
            ),
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_recognition_raises(caller: Any, error: Exception, codes: tuple[str, ...]) -> None:
    caller.world.recognise.default = error
    assert tuple(caller.code(action) for action in ACTIONS) == codes


@pytest.mark.parametrize(
    ("error", "codes"),
    [
        (errors.ApiNotEnabledError("no"), ("FailedOperation.UnOpenError",) * 3),
        (errors.QuotaUsedUpError("no"), (BILLING,) * 3),
        (errors.SuspendedError("no"), (BILLING,) * 3),
        (errors.ArrearsError("no"), ("ResourceUnavailable.InArrears", BILLING, "ResourceUnavailable.InArrears")),
        (errors.RateExceededError("no"), ("RequestLimitExceeded",) * 3),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_what_an_account_may_not(caller: Any, error: errors.AccountError, codes: tuple[str, ...]) -> None:
    caller.world.accounts.refusal = error
    assert tuple(caller.code(action, {"ImageBase64": "no picture"}) for action in ACTIONS) == codes
    assert caller.world.recognise.calls == []


@every_action
@pytest.mark.parametrize(
    ("found", "code"),
    [
        (errors.FetchRefusedError("host"), "FailedOperation.DownLoadError"),
        (errors.FetchFailedError("timeout"), "FailedOperation.DownLoadError"),
        (errors.FetchTooLargeError("bytes"), "LimitExceeded.TooLargeFileError"),
        (b"<html>not a picture</html>", "FailedOperation.ImageDecodeFailed"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_downloads_that_fail(caller: Any, action: str, found: bytes | Exception, code: str) -> None:
    caller.world.fetch.pictures = {URL: found}
    # Only the URL counts, even where it fails.
    assert caller.code(action, {"ImageUrl": URL, "ImageBase64": caller.base64}) == code


@pytest.mark.parametrize(
    ("action", "code"), list(zip(ACTIONS, (LIMIT, *("FailedOperation.EmptyImageError",) * 2), strict=True))
)
def test_no_picture_at_all(caller: Any, action: str, code: str) -> None:
    for given in ({}, {"ImageBase64": ""}, {"ImageBase64": None, "ImageUrl": ""}):
        assert caller.code(action, given) == code
    caller.world.fetch.pictures = {URL: b""}
    assert caller.code(action, {"ImageUrl": URL}) == code


@pytest.mark.parametrize(
    ("action", "code"),
    list(
        zip(
            ACTIONS,
            ("FailedOperation.NoHKIDCard", "FailedOperation.ImageNoText", "FailedOperation.ImageNoSpecifiedCard"),
            strict=True,
        )
    ),
)
def test_a_picture_without_such_a_card(caller: Any, action: str, code: str) -> None:
    others = [card for name, card in CARDS.items() if name != action]
    for shown in ([], others):
        caller.world.recognise.default = caller.world.make_reading(*shown)
        assert caller.code(action) == code


@pytest.mark.parametrize(
    ("front", "back"), [("mo-2013-back", "mo-2013-back"), ("mo-2013", "mo-2023"), ("mo-2013", None)]
)
def test_macao_pictures_must_show_their_side(caller: Any, front: str, back: str | None) -> None:
    back_picture = JPEG + b" the back"
    caller.world.recognise.default = caller.world.make_reading(front)
    shown = caller.world.make_reading(*([back] if back else []))
    caller.world.recognise.answers = {back_picture: shown}
    given = {"ImageBase64": caller.base64, "BackImageBase64": base64(back_picture)}
    assert caller.code("RecognizeMacaoIDCardOCR", given) == "FailedOperation.ImageNoSpecifiedCard"


@every_action
def test_a_card_of_which_nothing_can_be_read(caller: Any, action: str) -> None:
    card = replace(caller.world.make_card(CARDS[action]), fields={})
    caller.world.recognise.default = caller.world.make_reading(card)
    assert caller.code(action) == "FailedOperation.OcrFailed"


@pytest.mark.parametrize(("host", "limit"), [("ocr.intl.tencentcloudapi.com", 7), ("ocr.tencentcloudapi.com", 10)])
def test_pictures_that_are_too_large(caller: Any, host: str, limit: int) -> None:
    caller.host = host
    fits = "/9j/" + "A" * (limit * 2**20 - 4)
    assert "Error" not in caller.call("HKIDCardOCR", {"ImageBase64": fits})
    assert caller.code("HKIDCardOCR", {"ImageBase64": fits + "AAAA"}) == "LimitExceeded.TooLargeFileError"


def provoked(caller: Any, action: str, code: str) -> str:
    """The code that comes back when the condition is brought about that `code` stands for."""
    given: dict[str, object] = {"ImageBase64": caller.base64}
    world = caller.world
    match code:
        case "FailedOperation.DownLoadError":
            given = {"ImageUrl": URL}
        case "FailedOperation.EmptyImageError":
            given = {}
        case "FailedOperation.ImageDecodeFailed":
            given = {"ImageBase64": base64(b"GIF89a")}
        case "FailedOperation.NoHKIDCard" | "FailedOperation.ImageNoText" | "FailedOperation.ImageNoSpecifiedCard":
            world.recognise.default = world.make_reading()
        case "FailedOperation.OcrFailed":
            world.recognise.default = errors.ModelError("gone")
        case "FailedOperation.UnKnowError":
            world.recognise.default = RuntimeError("a surprise")
        case "FailedOperation.UnOpenError":
            world.accounts.refusal = errors.ApiNotEnabledError("no")
        case "FailedOperation.WarningServiceFailed":
            world.recognise.default = errors.WarningsFailedError("no")
        case "InvalidParameter.ConfigFormatError":
            given["Config"] = "portrait"
        case "InvalidParameterValue.InvalidParameterValueLimit":
            world.recognise.default = errors.ImageTooSmallError("pixels")
        case "LimitExceeded.TooLargeFileError":
            given = {"ImageBase64": "A" * (7 * 2**20 + 4)}
        case "ResourceUnavailable.InArrears":
            world.accounts.refusal = errors.ArrearsError("no")
        case "ResourcesSoldOut.ChargeStatusException":
            world.accounts.refusal = errors.QuotaUsedUpError("no")
    return str(caller.code(action, given))


@pytest.mark.parametrize(("action", "code"), [(page["action"], code) for page in PAGES for code in page["codes"]])
def test_every_code_of_the_pages_can_be_provoked(caller: Any, action: str, code: str) -> None:
    assert provoked(caller, action, code) == code
