"""Whole answers, member for member, as the vendor's pages and newest SDK models have them."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hmtocr.reading import CardWarning
from hmtocr.risk.kinds import KINDS
from hmtocr.settings import Settings

CASES = json.loads((Path(__file__).parent / "fixtures" / "answers.json").read_text())["cases"]
BACK = b"\xff\xd8\xff\xe0 the back"
BACK_BASE64 = b64encode(BACK).decode()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_answer_is_the_one_of_the_page(case: dict[str, Any], caller: Any) -> None:
    caller.host = case["host"]
    caller.world.recognise.default = caller.world.make_reading(case["card"])
    answer = caller.call(case["action"], case["parameters"])
    del answer["RequestId"]
    assert answer == case["answer"]
    assert caller.world.accounts.admitted == [(7, case["action"])]


@pytest.mark.parametrize(("setting", "sex"), [("intl", "Male"), ("mainland", "男M")])
def test_the_setting_chooses_the_edition_of_another_host(caller: Any, setting: Any, sex: str) -> None:
    caller.world.settings = Settings(tencent_edition=setting)
    assert caller.call()["Sex"] == sex
    caller.host = "ocr.tencentcloudapi.com"
    assert caller.call()["Sex"] == "男M"
    caller.host = "ocr.intl.tencentcloudapi.com:443"
    assert caller.call()["Sex"] == "Male"


@pytest.mark.parametrize("said", [True, "true", "True", "TRUE"])
@pytest.mark.parametrize("other", [False, "false", "False", None])
def test_booleans_in_all_their_spellings(caller: Any, said: object, other: object) -> None:
    answer = caller.call("HKIDCardOCR", {"ImageBase64": caller.base64, "ReturnHeadImage": said, "DetectFake": other})
    assert answer["HeadImage"]
    assert answer["SmallHeadImage"]
    assert answer["FakeDetectResult"] is None
    answer = caller.call("HKIDCardOCR", {"ImageBase64": caller.base64, "ReturnHeadImage": other, "DetectFake": said})
    assert answer["HeadImage"] is None
    assert answer["SmallHeadImage"] is None
    assert answer["FakeDetectResult"] == 0


def test_a_card_without_portraits_has_null_for_them(caller: Any) -> None:
    caller.world.recognise.default = caller.world.make_reading(caller.world.make_card("hk-2018", portraits=()))
    answer = caller.call("HKIDCardOCR", {"ImageBase64": caller.base64, "ReturnHeadImage": True})
    assert answer["HeadImage"] is None
    assert answer["SmallHeadImage"] is None


def test_what_is_not_printed_is_an_empty_string(caller: Any) -> None:
    card = caller.world.make_card("hk-2018", without=("name_zh", "telecode", "window_text", "symbols", "sex"))
    caller.world.recognise.default = caller.world.make_reading(card)
    answer = caller.call()
    assert [answer[n] for n in ("CnName", "TelexCode", "WindowEmbeddedText", "Symbol", "Sex")] == [""] * 5
    assert answer["Permanent"] == -1


@pytest.mark.parametrize(
    ("symbols", "permanent"), [("***AZ", 1), ("AO", 1), ("*AXN", 1), ("*RX", 0), ("CO", 0), ("UX", 0), ("**A", -1)]
)
def test_permanence_is_told_by_the_right_of_abode(caller: Any, symbols: str, permanent: int) -> None:
    card = caller.world.make_card("hk-2003", symbols=symbols)
    caller.world.recognise.default = caller.world.make_reading(card)
    answer = caller.call()
    assert answer["Permanent"] == permanent
    assert answer["HKIDVersion"] == "HKID-2003"


def warned(caller: Any, name: str, *codes: int) -> Any:
    return caller.world.make_card(name, warnings=tuple(CardWarning(code, "kind", 0.9) for code in codes))


def test_warnings_are_those_of_the_page(caller: Any) -> None:
    codes = (-9108, -9101, -9104, -9102, -9103, -9107)
    caller.world.recognise.default = caller.world.make_reading(
        *(warned(caller, name, *codes) for name in ("hk-2018", "permit-front", "mo-2013"))
    )
    assert caller.call()["WarnCardInfos"] == [-9101, -9102, -9103, -9104, -9107, -9108]
    image = {"ImageBase64": caller.base64}
    assert caller.call("HmtResidentPermitOCR", image)["WarnCardInfos"] == [-9102, -9103, -9104]
    assert caller.call("RecognizeMacaoIDCardOCR", image)["WarnCardInfos"] == sorted(codes, reverse=True)
    caller.host = "ocr.tencentcloudapi.com"
    assert caller.call()["WarnCardInfos"] == []
    assert "WarnCardInfos" not in caller.call("HmtResidentPermitOCR", image)


@pytest.mark.parametrize(("code", "result"), [(-9104, 1), (-9103, 1), (-9102, 1), (-9107, 0), (-9101, 0)])
@pytest.mark.parametrize("host", ["ocr.tencentcloudapi.com", "ocr.intl.tencentcloudapi.com"])
def test_fake_detection_tells_signals_of_forgery(caller: Any, code: int, result: int, host: str) -> None:
    caller.host = host
    caller.world.recognise.default = caller.world.make_reading(warned(caller, "hk-2018", code))
    answer = caller.call("HKIDCardOCR", {"ImageBase64": caller.base64, "DetectFake": True})
    assert answer["FakeDetectResult"] == result
    assert caller.world.recognise.calls[-1]["warnings"] == (
        ("photocopy", "recapture", "tampered") if host == "ocr.tencentcloudapi.com" else KINDS[:6]
    )


def test_a_key_without_warnings_is_told_so(caller: Any) -> None:
    caller.world.accounts.change_key(warnings=frozenset())
    names = ("hk-2018", "permit-back", "mo-2023")
    caller.world.recognise.default = caller.world.make_reading(*(warned(caller, name, -9104) for name in names))
    for action in ("HKIDCardOCR", "HmtResidentPermitOCR", "RecognizeMacaoIDCardOCR"):
        assert caller.call(action)["WarnCardInfos"] == [-9109]
    assert not any(call["warnings"] for call in caller.world.recognise.calls)


@pytest.mark.parametrize(
    ("off", "told"),
    [
        ("recapture", {"HKIDCardOCR": [-9104, -9107, -9109], "HmtResidentPermitOCR": [-9104, -9109]}),
        # The permit's page does not list reflections: nothing of it is off.
        ("glare", {"HKIDCardOCR": [-9103, -9104, -9109], "HmtResidentPermitOCR": [-9103, -9104]}),
        # No page of the vendor lists contradictions.
        ("inconsistent", {"HKIDCardOCR": [-9103, -9104, -9107], "HmtResidentPermitOCR": [-9103, -9104]}),
    ],
)
def test_a_key_without_one_kind_is_told_so(caller: Any, off: str, told: dict[str, list[int]]) -> None:
    caller.world.accounts.change_key(warnings=frozenset(KINDS) - {off})
    names = ("hk-2018", "permit-front")
    caller.world.recognise.default = caller.world.make_reading(
        *(warned(caller, name, -9103, -9104, -9107) for name in names)
    )
    for action, codes in told.items():
        assert caller.call(action)["WarnCardInfos"] == codes
        assert off not in caller.world.recognise.calls[-1]["warnings"]


def test_only_what_is_asked_for_is_computed(caller: Any) -> None:
    caller.host = "ocr.tencentcloudapi.com"
    caller.call()
    caller.call("HKIDCardOCR", {"ImageBase64": caller.base64, "ReturnHeadImage": True})
    first, second = caller.world.recognise.calls
    assert first == {"data": caller.picture, "documents": ("hk-id",), "portraits": False, "warnings": ()}
    assert second["portraits"] is True


@pytest.mark.parametrize(("side", "kind"), [("FRONT", 0), ("BACK", 1), ("back", 1), (None, 0), ("", 0)], ids=repr)
def test_the_side_asked_for_is_read_where_both_show(caller: Any, side: str | None, kind: int) -> None:
    caller.world.recognise.default = caller.world.make_reading("permit-front", "permit-back")
    answer = caller.call("HmtResidentPermitOCR", {"ImageBase64": caller.base64, "CardSide": side})
    assert answer["CardType"] == kind
    assert bool(answer["Name"]) == (kind == 0)
    assert bool(answer["PassNo"]) == (kind == 1)


def test_a_picture_of_the_other_side_is_read_as_what_it_is(caller: Any) -> None:
    caller.world.recognise.default = caller.world.make_reading("permit-back")
    answer = caller.call("HmtResidentPermitOCR", {"ImageBase64": caller.base64, "CardSide": "FRONT"})
    assert (answer["CardType"], answer["VisaNum"]) == (1, "01")


def test_the_back_of_a_macao_card_tells_the_type_of_resident(caller: Any) -> None:
    reading = caller.world.make_reading
    caller.world.recognise.default = reading("mo-2013")
    caller.world.recognise.answers = {BACK: reading(warned(caller, "mo-2013-back", -9108))}
    both = {"ImageBase64": caller.base64, "BackImageBase64": BACK_BASE64}
    answer = caller.call("RecognizeMacaoIDCardOCR", both)
    assert answer["ResidentType"] == "Permanent Resident Identity Card"
    assert answer["WarnCardInfos"] == [-9108]
    caller.world.fetch.pictures = {"https://pictures.example/back.jpg": BACK}
    urls = {"ImageBase64": caller.base64, "BackImageUrl": "https://pictures.example/back.jpg"}
    assert caller.call("RecognizeMacaoIDCardOCR", urls)["ResidentType"] == answer["ResidentType"]
    caller.world.recognise.default = reading("mo-2013", "mo-2013-back")
    assert caller.call("RecognizeMacaoIDCardOCR")["ResidentType"] == answer["ResidentType"]


def test_a_card_that_never_expires(caller: Any) -> None:
    card = caller.world.make_card("mo-2013", expiry_date="------")
    caller.world.recognise.default = caller.world.make_reading(card)
    assert caller.call("RecognizeMacaoIDCardOCR")["ValidityPeriod"] == "------"


def test_the_portrait_of_a_macao_card(caller: Any) -> None:
    caller.world.recognise.default = caller.world.make_reading("mo-2023")
    given = {"ImageBase64": caller.base64}
    for config, there in (('{"RetImage": "portrait"}', True), ('{"RetImage":""}', False), ("{}", False), ("", False)):
        answer = caller.call("RecognizeMacaoIDCardOCR", {**given, "Config": config})
        assert bool(answer["RetImage"]) is there
        assert caller.world.recognise.calls[-1]["portraits"] is there


def test_a_tilted_portrait_has_an_upright_box(caller: Any) -> None:
    card = caller.world.make_card("permit-front")
    tilted = replace(card.portraits[0], quad=((10.4, -3.0), (110.2, 7.0), (100.0, 130.6), (0.5, 120.0)))
    card = replace(card, portraits=(tilted,))
    caller.world.recognise.default = caller.world.make_reading(card)
    answer = caller.call("HmtResidentPermitOCR", {"ImageBase64": caller.base64, "CropPortrait": True})
    assert answer["PortraitImageInfo"]["ImageCoordinates"] == {"X": 0, "Y": 0, "Width": 111, "Height": 131}


def test_the_url_wins_over_base64(caller: Any) -> None:
    url, other = "https://pictures.example/a.jpg", b"\x89PNG\r\n\x1a\n another picture"
    caller.world.fetch.pictures = {url: other}
    assert "Error" not in caller.call("HKIDCardOCR", {"ImageBase64": caller.base64, "ImageUrl": url})
    assert caller.world.recognise.calls[-1]["data"] == other
    assert "Error" not in caller.call("HKIDCardOCR", {"ImageBase64": caller.base64, "ImageUrl": ""})
    assert caller.world.recognise.calls[-1]["data"] == caller.picture


@pytest.mark.parametrize(
    ("host", "action", "name", "largest"),
    [
        ("ocr.intl.tencentcloudapi.com", "HKIDCardOCR", "ImageUrl", 3 * 2**20 // 4 * 3),
        ("ocr.tencentcloudapi.com", "HKIDCardOCR", "ImageUrl", 10 * 2**20 // 4 * 3),
        ("ocr.intl.tencentcloudapi.com", "HmtResidentPermitOCR", "ImageUrl", 7 * 2**20 // 4 * 3),
        ("ocr.intl.tencentcloudapi.com", "RecognizeMacaoIDCardOCR", "ImageUrl", 7 * 2**20),
    ],
)
def test_the_size_of_a_download_is_that_of_the_page(
    caller: Any, host: str, action: str, name: str, largest: int
) -> None:
    caller.host = host
    caller.code(action, {name: "https://pictures.example/a.jpg"})
    assert caller.world.fetch.calls == [("https://pictures.example/a.jpg", largest)]
