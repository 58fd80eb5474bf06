"""Tencent Cloud's SDKs of both clouds and its command line read cards."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from hmtocr.risk.kinds import KINDS

PYTHONS = ("tencent-intl", "tencent-mainland")
SIGNATURES = (
    {},
    {"unsigned": True},
    {"multipart": True},
    {"sign": "HmacSHA1"},
    {"sign": "HmacSHA256"},
    {"language": "zh-CN"},
    {"region": ""},
)
HK_2018 = {
    "CnName": "祝睇樺",
    "EnName": "CHUK, Tai-wa",
    "Birthday": "03-06-1942",
    "Symbol": "***AW",
    "Permanent": 1,
    "FirstIssueDate": "(10-04)",
    "CurrentIssueDate": "04-06-23",
    "WindowEmbeddedText": "F515758",
}
HK_STRINGS = (
    "CnName",
    "EnName",
    "TelexCode",
    "Sex",
    "Birthday",
    "IdNum",
    "Symbol",
    "FirstIssueDate",
    "CurrentIssueDate",
)


@pytest.fixture
def call(server: Any, secrets: Mapping[str, str], base64_of: Callable[[str], str]) -> Callable[..., dict[str, Any]]:
    """A call of an action with an example's picture; further arguments are parameters, options those of the client."""

    def make(action: str, picture: str | None = "hk-id-2018", options: Any = None, **parameters: Any) -> dict[str, Any]:
        if picture is not None:
            parameters["ImageBase64"] = base64_of(picture)
        named = {"endpoint": server.endpoint, "id": secrets["TENCENT_SECRET_ID"], "key": secrets["TENCENT_SECRET_KEY"]}
        return {**named, "action": action, "parameters": parameters, **(options or {})}

    return make


@pytest.mark.parametrize("python", PYTHONS)
def test_python_reads_a_hong_kong_card_however_it_signs(
    python: str, run_python: Callable[..., Any], call: Callable[..., dict[str, Any]]
) -> None:
    """v3 over JSON, with an unsigned payload and as multipart; v1 as a form with both digests."""
    answers = run_python(python, "tencent.py", calls=[call("HKIDCardOCR", options=o) for o in SIGNATURES])
    for options, answer in zip(SIGNATURES, answers, strict=True):
        assert "Response" in answer, (options, answer)
        assert HK_2018.items() <= answer["Response"].items(), options
    assert len({answer["Response"]["RequestId"] for answer in answers}) == len(SIGNATURES)


def test_python_is_told_of_signals_that_a_key_does_not_have(
    server: Any, run_python: Callable[..., Any], base64_of: Callable[[str], str]
) -> None:
    """-9109 where the page lists a kind that is off for the key, and not where it does not."""
    pictures = {"HKIDCardOCR": base64_of("hk-id-2018"), "HmtResidentPermitOCR": base64_of("hmt-permit-front")}
    told = {}
    for name, kinds in (("no-glare", set(KINDS) - {"glare"}), ("no-signals", set()), ("all-signals", set(KINDS))):
        key = server.make_key(name, warnings=kinds)
        named = {"endpoint": server.endpoint, "id": key["TENCENT_SECRET_ID"], "key": key["TENCENT_SECRET_KEY"]}
        calls = [{**named, "action": a, "parameters": {"ImageBase64": p}} for a, p in pictures.items()]
        answers = run_python("tencent-intl", "tencent.py", calls=calls)
        told[name] = [answer["Response"]["WarnCardInfos"] for answer in answers]
    assert told == {"no-glare": [[-9109], []], "no-signals": [[-9109], [-9109]], "all-signals": [[], []]}


def test_python_intl_models_hold_every_member(run_python: Callable[..., Any], call: Callable[..., Any]) -> None:
    """The classes of the SDK take the answers of all three actions; no member of the answer is unknown to them."""
    back = {"BackImageBase64": call("", "mo-id-2023-back")["parameters"]["ImageBase64"]}
    config = json.dumps({"RetImage": "portrait"})
    calls = [
        call("HKIDCardOCR", ReturnHeadImage=True),
        call("HmtResidentPermitOCR", "hmt-permit-front", CardSide="FRONT"),
        call("HmtResidentPermitOCR", "hmt-permit-back"),
        call("RecognizeMacaoIDCardOCR", "mo-id-2023", Config=config, **back),
    ]
    answers = run_python("tencent-intl", "tencent.py", calls=[{**c, "model": True} for c in calls])
    hong_kong, front, back_side, macao = (answer["Response"] for answer in answers)
    assert HK_2018.items() <= hong_kong.items()
    assert all(isinstance(hong_kong[name], str) for name in HK_STRINGS)
    assert hong_kong["HKIDVersion"] == "HKID-2018"
    assert hong_kong["HeadImage"].startswith("/9j/")
    assert hong_kong["SmallHeadImage"].startswith("/9j/")
    assert hong_kong["WarnCardInfos"] == [] or all(-9109 <= code <= -9101 for code in hong_kong["WarnCardInfos"])
    assert (front["CardType"], front["Name"], front["Birth"]) == (0, "姚貝兒", "1949/9/8")
    assert (front["IdCardNo"], front["ValidDate"], front["PassNo"]) == ("820000194909085634", "", "")
    assert (back_side["CardType"], back_side["PassNo"], back_side["VisaNum"]) == (1, "H43581212", "2")
    assert back_side["ValidDate"] == "2021.06.22-2026.06.22"
    assert (macao["EnLastName"], macao["EnFirstName"], macao["Birthday"]) == ("HANG", "KEI FAT", "01-01-1980")
    assert macao["ResidentType"] == "Non-permanent Resident Identity Card"
    assert macao["RetImage"].startswith("/9j/")


def test_python_mainland_edition(
    mainland: Any, mainland_secrets: Mapping[str, str], run_python: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """The mainland's answers: Sex as printed, FakeDetectResult, no version of the card."""
    keys = {"id": mainland_secrets["TENCENT_SECRET_ID"], "key": mainland_secrets["TENCENT_SECRET_KEY"]}
    asked = call("HKIDCardOCR", "hk-id-2003", ReturnHeadImage=True, DetectFake=True)
    asked |= {"endpoint": mainland.endpoint, "model": True, **keys}
    (answer,) = run_python("tencent-mainland", "tencent.py", calls=[asked])
    told = answer["Response"]
    assert told["Sex"] in ("男M", "女F")
    assert told["FakeDetectResult"] in (0, 1)
    assert told["WarnCardInfos"] == []
    assert told["HeadImage"].startswith("/9j/")


@pytest.mark.parametrize("python", PYTHONS)
def test_python_sends_a_url_by_get(
    python: str, run_python: Callable[..., Any], call: Callable[..., Any], url_of: Callable[[str], str]
) -> None:
    """GET with v3 and with v1; Booleans come as words then."""
    calls = [
        call("HKIDCardOCR", None, {"method": "GET", "sign": sign}, ImageUrl=url_of("hk-id-2018"), ReturnHeadImage=True)
        for sign in (None, "HmacSHA1", "HmacSHA256")
    ]
    for answer in run_python(python, "tencent.py", calls=calls):
        assert HK_2018.items() <= answer["Response"].items()
        assert answer["Response"]["HeadImage"].startswith("/9j/")


def test_a_url_goes_before_base64(
    run_python: Callable[..., Any], call: Callable[..., Any], url_of: Callable[[str], str]
) -> None:
    """If both are given only the URL counts, also where it fails."""
    calls = [
        call("HKIDCardOCR", "hk-id-2003", ImageUrl=url_of("hk-id-2018")),
        call("HKIDCardOCR", "hk-id-2003", ImageUrl=url_of("no-such-file")),
    ]
    read, failed = run_python("tencent-intl", "tencent.py", calls=calls)
    assert read["Response"]["CnName"] == HK_2018["CnName"]
    assert failed["error"]["code"] == "FailedOperation.DownLoadError"


def test_temporary_credentials(
    run_python: Callable[..., Any], temporary: Mapping[str, str], call: Callable[..., Any]
) -> None:
    """With their token they work, signed either way."""
    keys = {"id": temporary["TENCENT_SECRET_ID"], "key": temporary["TENCENT_SECRET_KEY"]}
    keys["token"] = temporary["TENCENT_TOKEN"]
    calls = [call("HKIDCardOCR", options={**keys, "sign": sign}) for sign in (None, "HmacSHA1")]
    for answer in run_python("tencent-intl", "tencent.py", calls=calls):
        assert HK_2018.items() <= answer["Response"].items()


def test_command_line(run_python: Callable[..., Any], call: Callable[..., Any], pictures: Mapping[str, Path]) -> None:
    """tccli, which sends and signs "http://host:port" for a Host. A word of a command line holds 128 KiB."""
    assert pictures["hk-id-2018"].stat().st_size < 98_000
    (answer,) = run_python("tencent-cli", "tencent_cli.py", calls=[call("HKIDCardOCR", ReturnHeadImage=False)])
    assert HK_2018.items() <= answer["Response"].items()


def test_node_mainland(run_node: Callable[..., Any], call: Callable[..., Any], url_of: Callable[[str], str]) -> None:
    """The host signed without its port, a credential scope of service "127"; v1 and GET too."""
    url, ways = url_of("hk-id-2018"), ("TC3-HMAC-SHA256", "HmacSHA1", "HmacSHA256")
    calls = [call("HKIDCardOCR", options={"sign": sign}, ReturnHeadImage=True) for sign in ways]
    calls += [call("HKIDCardOCR", None, {"sign": s, "method": "GET"}, ImageUrl=url, ReturnHeadImage=True) for s in ways]
    calls += [call("HmtResidentPermitOCR", "hmt-permit-front", CropPortrait=True)]
    *hong_kong, permit = run_node("tencent_mainland.js", calls=calls)
    for answer in hong_kong:
        assert "Response" in answer, answer
        assert HK_2018.items() <= answer["Response"].items()
        assert answer["Response"]["HeadImage"].startswith("/9j/")
    assert permit["Response"]["Name"] == "姚貝兒"
    assert permit["Response"]["PortraitImageInfo"]["PortraitImage"].startswith("/9j/")
    assert permit["Response"]["PortraitImageInfo"]["ImageCoordinates"]["Width"] > 0


def test_node_intl(run_node: Callable[..., Any], call: Callable[..., Any]) -> None:
    """Its default is v1 in a form; without a region it sends "null"."""
    calls = [
        call("HKIDCardOCR", ReturnHeadImage=True),
        call("HKIDCardOCR", options={"sign": "TC3-HMAC-SHA256"}, ReturnHeadImage=True),
        call("HmtResidentPermitOCR", "hmt-permit-back"),
        call("RecognizeMacaoIDCardOCR", "mo-id-2013", Config='{"RetImage":"portrait"}'),
    ]
    first, second, permit, macao = (answer["Response"] for answer in run_node("tencent_intl.js", calls=calls))
    assert HK_2018.items() <= first.items()
    assert HK_2018.items() <= second.items()
    assert permit["PassNo"] == "H43581212"
    assert (macao["CnLastName"], macao["FirstNameCode"]) == ("譚", "01933872")
