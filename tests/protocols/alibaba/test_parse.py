"""Where the picture comes from, and what it may be."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from hmtocr import errors

FORMATS = {
    "JPEG": b"\xff\xd8\xff\xe0",
    "PNG": b"\x89PNG\r\n\x1a\n",
    "BMP": b"BM0000",
    "GIF": b"GIF89a",
    "TIFF, Intel": b"II*\0",
    "TIFF, Motorola": b"MM\0*",
    "WebP": b"RIFF0000WEBPVP8 ",
}
OTHERS = {
    "PDF": b"%PDF-1.7",
    "HEIC": b"\0\0\0\x18ftypheic",
    "Base64": b"/9j/4AAQSkZJRg",
    "sound": b"RIFF0000WAVEfmt ",
    "text": b"hello",
}


@pytest.mark.parametrize("beginning", FORMATS.values(), ids=FORMATS)
def test_formats(caller: Any, beginning: bytes) -> None:
    assert caller.error(caller.acs3(beginning + b" a picture")) == (200, "None")
    assert caller.world.recognise.calls[-1]["data"] == beginning + b" a picture"


@pytest.mark.parametrize("beginning", OTHERS.values(), ids=OTHERS)
def test_other_formats(caller: Any, beginning: bytes) -> None:
    assert caller.error(caller.acs3(beginning)) == (415, "unsupportedImageFormat")
    caller.world.fetch.pictures[caller.url] = beginning
    assert caller.error(caller.v1()) == (415, "unsupportedImageFormat")


def test_neither_or_both(caller: Any) -> None:
    assert caller.error(caller.acs3(b"")) == (400, "MissingImageUrl")
    assert caller.error(caller.acs3(b"", query={"Url": ""})) == (400, "MissingImageUrl")
    assert caller.error(caller.v1(Url="")) == (400, "MissingImageUrl")
    assert caller.error(caller.acs3(query={"Url": caller.url})) == (400, "InvalidParameter")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("/9j/4AAQSkZJRg==", "IllegalImageUrl"),
        ("pictures.example/a.jpg", "IllegalImageUrl"),
        ("data:image/jpeg;base64,/9j/", "IllegalImageUrl"),
        ("https://pictures.example/%zz.jpg", "unsupportedEncodeImageUrl"),
        ("https://pictures.example/100%", "unsupportedEncodeImageUrl"),
        ("https://pictures.example/\n", "unsupportedEncodeImageUrl"),
        ("https://pictures.example/" + "x" * 2024, "exceededImageUrlLength"),
        ("https://pictures.example/" + "x" * 2023, "notSafeImageUrl"),
        ("https://elsewhere.example/a.jpg", "notSafeImageUrl"),
        ("ftp://pictures.example/a.jpg", "notSafeImageUrl"),
    ],
    ids=lambda text: text[:40],
)
def test_urls_that_are_none(caller: Any, url: str, code: str) -> None:
    assert caller.error(caller.acs3(b"", query={"Url": url})) == (400, code)
    assert caller.error(caller.v1(Url=url)) == (400, code)


def test_a_url_that_is_not_utf_8(caller: Any) -> None:
    request = caller.v1(Url="https://pictures.example/\udcff.jpg")
    assert "%FF.jpg" in request.target
    assert caller.error(request) == (400, "unsupportedEncodeImageUrl")


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (errors.FetchRefusedError(), 400, "notSafeImageUrl"),
        (errors.FetchFailedError(), 400, "IllegalImageUrl"),
        (errors.FetchTooLargeError(), 413, "exceededImageContent"),
        (b"", 415, "unsupportedImageFormat"),
    ],
    ids=repr,
)
def test_downloads_that_fail(caller: Any, failure: Exception | bytes, status: int, code: str) -> None:
    caller.world.fetch.pictures[caller.url] = failure
    assert caller.error(caller.acs3(b"", query={"Url": caller.url})) == (status, code)
    assert caller.world.fetch.calls == [(caller.url, 10 * 2**20)]


def test_a_url_in_a_form_of_acs3(caller: Any) -> None:
    form = f"Url={quote(caller.url, safe='')}".encode()
    content_type = "application/x-www-form-urlencoded; charset=utf-8"
    assert caller.error(caller.acs3(form, content_type=content_type)) == (200, "None")
    huge = form + b"&Body=" + b"A" * 2**17
    assert caller.error(caller.acs3(huge, content_type=content_type)) == (400, "InvalidParameter")
    assert caller.world.fetch.calls == [(caller.url, 10 * 2**20)]


@pytest.mark.parametrize(("enabled", "asked"), [({"photocopy", "glare"}, ("photocopy",)), ({"glare"}, ())])
def test_what_is_asked_of_the_reader(caller: Any, enabled: set[str], asked: tuple[str, ...]) -> None:
    caller.world.accounts.change_key(warnings=frozenset(enabled))
    caller.data()
    assert caller.world.recognise.calls == [
        {"data": caller.picture, "documents": ("hk-id",), "portraits": True, "warnings": asked}
    ]
