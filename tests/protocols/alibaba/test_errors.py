"""Every code that the service itself answers, by what makes it do so."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hmtocr import errors
from hmtocr.protocols.alibaba import DIALECT
from hmtocr.protocols.alibaba.errors import CODES, from_account, from_fetch, from_recognition
from hmtocr.reading import Reading

PAGE = json.loads((Path(__file__).parent / "fixtures" / "error_codes.json").read_text())


@pytest.mark.parametrize(
    ("status", "code", "message"), PAGE["codes"] + PAGE["gateway"]["codes"], ids=lambda value: str(value)[:30]
)
def test_status_and_message_are_the_vendors(status: int, code: str, message: str) -> None:
    assert CODES[code] == (status, message)


@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [
        (errors.ApiNotEnabledError(), 401, "ocrServiceNotOpen"),
        (errors.SuspendedError(), 401, "noPermission"),
        (errors.QuotaUsedUpError(), 401, "OcrServiceExpired"),
        (errors.ArrearsError(), 401, "OcrServiceExpired"),
        (errors.RateExceededError(), 400, "Throttling.User"),
    ],
    ids=repr,
)
def test_accounts(caller: Any, refusal: errors.AccountError, status: int, code: str) -> None:
    caller.world.accounts.refusal = refusal
    assert caller.error(caller.acs3()) == (status, code)
    assert caller.error(caller.v1()) == (status, code)


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (errors.NotAnImageError(), 415, "unsupportedImageFormat"),
        (errors.UnsupportedFormatError(), 415, "unsupportedImageFormat"),
        (errors.TruncatedImageError(), 415, "unsupportedImageFormat"),
        (errors.ImageTooLargeError(), 415, "unsupportedImageFormat"),
        (errors.ImageTooSmallError(), 415, "unsupportedImageFormat"),
        (errors.BusyError(), 400, "Throttling"),
        (errors.WarningsFailedError(), 503, "algorithmError"),
        (errors.ModelError(), 503, "algorithmError"),
        (RuntimeError("a value"), 503, "algorithmError"),
        (Reading(1056, 640, ()), 400, "unmatchedImageType"),
    ],
    ids=repr,
)
def test_recognition(
    caller: Any, failure: Exception | Reading, status: int, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caller.world.recognise.default = failure
    assert caller.error(caller.acs3()) == (status, code)
    assert "a value" not in caplog.text


def test_other_cards_are_not_of_this_api(caller: Any) -> None:
    caller.world.recognise.default = caller.world.make_reading("mo-2013", "permit-front")
    assert caller.error(caller.acs3()) == (400, "unmatchedImageType")
    caller.world.recognise.default = caller.world.make_reading("mo-2013", "hk-2003")
    assert caller.data()["data"]["idNumber"] == "C668668(E)"


def test_a_card_without_any_field_failed(caller: Any) -> None:
    card = replace(caller.world.make_card("hk-2018"), fields={})
    caller.world.recognise.default = caller.world.make_reading(card)
    assert caller.error(caller.acs3()) == (503, "algorithmError")


@pytest.mark.parametrize(
    ("size", "good"),
    [
        ((16, 16), True),
        ((15, 300), False),
        ((8191, 8191), True),
        ((8192, 4000), False),
        ((100, 4999), True),
        ((100, 5000), False),
        ((5000, 100), False),
    ],
)
def test_sides_in_pixels(caller: Any, size: tuple[int, int], good: bool) -> None:
    card = caller.world.make_card("hk-2018")
    caller.world.recognise.default = Reading(*size, (card,))
    assert caller.error(caller.acs3()) == ((200, "None") if good else (415, "unsupportedImageFormat"))


@pytest.mark.parametrize("request_of", ["acs3", "v1"])
def test_throttling_says_when_to_come_back(caller: Any, request_of: str) -> None:
    request = getattr(caller, request_of)
    caller.world.accounts.refusal = errors.RateExceededError()
    answer = asyncio.run(DIALECT.answer(request(), caller.world.services))
    assert dict(answer.headers)["x-acs-retry-after"] == "1"
    caller.world.accounts.refusal = errors.QuotaUsedUpError()
    answer = asyncio.run(DIALECT.answer(request(), caller.world.services))
    assert "x-acs-retry-after" not in dict(answer.headers)


def test_requests_that_are_too_large(caller: Any) -> None:
    oversized = replace(caller.acs3(), body=b"", oversized=True)
    assert caller.error(oversized) == (413, "exceededImageContent")
    assert caller.error(caller.acs3(b"\xff\xd8\xff" + bytes(10 * 2**20))) == (413, "exceededImageContent")
    largest = b"\xff\xd8\xff" + bytes(10 * 2**20 - 3)
    assert caller.error(caller.acs3(largest)) == (200, "None")
    assert DIALECT.largest >= len(largest)


def test_what_is_refused_before_the_account_is_asked_counts_for_nothing(caller: Any) -> None:
    caller.ask(caller.acs3(b""))
    caller.ask(caller.acs3(secret="another"))
    assert caller.world.accounts.admitted == []
    caller.ask(caller.acs3())
    assert caller.world.accounts.admitted == [(7, "RecognizeHKIdcard")]


def _kinds(base: type[errors.HmtocrError]) -> list[errors.HmtocrError]:
    return [base(), *(kind for sub in base.__subclasses__() for kind in _kinds(sub))]


def test_every_error_of_ours_has_a_code() -> None:
    told = [from_recognition(error) for error in _kinds(errors.HmtocrError)]
    told += [from_fetch(error) for error in _kinds(errors.FetchError) if isinstance(error, errors.FetchError)]
    told += [from_account(error) for error in _kinds(errors.AccountError) if isinstance(error, errors.AccountError)]
    assert all(error.code in CODES and 400 <= error.status < 600 and error.message for error in told)
