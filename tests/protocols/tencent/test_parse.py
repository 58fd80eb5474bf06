"""Parameters that no action takes, or not so."""

from __future__ import annotations

from typing import Any

import pytest

LIMIT = "InvalidParameterValue.InvalidParameterValueLimit"


@pytest.mark.parametrize(
    ("config", "code"),
    [
        ("portrait", "InvalidParameter.ConfigFormatError"),
        ('{"RetImage":', "InvalidParameter.ConfigFormatError"),
        ('["RetImage"]', "InvalidParameter.ConfigFormatError"),
        ('{\\"RetImage\\":\\"portrait\\"}', "InvalidParameter.ConfigFormatError"),
        ("[" * 100_000, "InvalidParameter.ConfigFormatError"),
        ('{"RetImage":"everything"}', LIMIT),
        ('{"RetImage":7}', LIMIT),
        ({"RetImage": "portrait"}, "InvalidParameter"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_config_that_is_wrong(caller: Any, config: object, code: str) -> None:
    assert caller.code("RecognizeMacaoIDCardOCR", {"ImageBase64": caller.base64, "Config": config}) == code


def test_a_card_side_that_is_none(caller: Any) -> None:
    given = {"ImageBase64": caller.base64, "CardSide": "LEFT"}
    assert caller.code("HmtResidentPermitOCR", given) == LIMIT


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ImageBase64": 5}, "InvalidParameter"),
        ({"ImageBase64": ["/9j/4A=="]}, "InvalidParameter"),
        ({"ImageUrl": True}, "InvalidParameter"),
        ({"ReturnHeadImage": "yes"}, "InvalidParameter"),
        ({"ReturnHeadImage": 1}, "InvalidParameter"),
        ({"ReturnHeadImage": ""}, "InvalidParameter"),
        ({"CropPortrait": True}, "UnknownParameter"),
        ({"imagebase64": "/9j/4A=="}, "UnknownParameter"),
        ({"Image": None}, "UnknownParameter"),
        ([], "InvalidParameter"),
        ("text", "InvalidParameter"),
    ],
    ids=str,
)
def test_parameters_that_are_wrong(caller: Any, given: Any, code: str) -> None:
    assert caller.code("HKIDCardOCR", given) == code


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"ReturnHeadImage":1' + b"0" * 5000 + b"}"])
def test_bodies_that_are_no_json(caller: Any, body: bytes) -> None:
    assert caller.code("HKIDCardOCR", body=body) == "InvalidParameter"


def test_an_unknown_parameter_is_named_safely(caller: Any) -> None:
    message = caller.call("HKIDCardOCR", {"<b>{0}": 1})["Error"]["Message"]
    assert "?b??0?" in message
