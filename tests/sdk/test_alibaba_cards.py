"""Alibaba Cloud's SDKs, newer and older, read Hong Kong cards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

NAMED = {
    "nameCn": "祝睇樺",
    "nameEn": "CHUK, Tai-wa",
    "birthDate": "03-06-1942",
    "issuedCode": "***AW",
    "firstIssuedDate": "(10-04)",
    "issuedDate": "04-06-23",
}
KEYS = {*NAMED, "nameCode", "sex", "idNumber"}


@pytest.fixture
def call(server: Any, secrets: Mapping[str, str], pictures: Mapping[str, Path]) -> Callable[..., dict[str, Any]]:
    """A call with a picture as its body, or with none; further arguments are the client's."""

    def make(picture: str | None = "hk-id-2018", **options: Any) -> dict[str, Any]:
        body = {} if picture is None else {"file": str(pictures[picture])}
        named = {"endpoint": server.endpoint, "id": secrets["ALIBABA_AK"], "key": secrets["ALIBABA_SK"]}
        return {**named, **body, **options}

    return make


@pytest.fixture
def session(temporary: Mapping[str, str]) -> Mapping[str, str]:
    """An STS token's options."""
    keys = {"id": temporary["ALIBABA_AK"], "key": temporary["ALIBABA_SK"]}
    return keys | {"token": temporary["ALIBABA_SECURITY_TOKEN"]}


def assert_read(answer: Mapping[str, Any]) -> None:
    """Every member of Data, with its type."""
    assert "error" not in answer, answer
    data = answer["Data"]
    assert NAMED.items() <= data["data"].items()
    assert data["data"].keys() == KEYS
    assert {item["key"] for item in data["prism_keyValueInfo"]} == KEYS
    for item in data["prism_keyValueInfo"]:
        assert 0 <= item["valueProb"] <= 100
        assert len(item["valuePos"]) == 4
    assert data["sliceRect"].keys() == {f"{axis}{i}" for axis in "xy" for i in range(4)}
    assert {figure["type"] for figure in data["figure"]} == {"face"}
    assert data["figure"][0]["box"].keys() == {"x", "y", "w", "h", "angle"}
    assert data["ftype"] in (0, 1)
    # The card of the example lies on its side.
    assert (data["width"], data["height"]) == (data["orgHeight"], data["orgWidth"])


def test_python_tea(
    run_python: Callable[..., Any],
    call: Callable[..., Any],
    session: Mapping[str, str],
    url_of: Callable[[str], str],
) -> None:
    """Binary body and Url, with ACS3, with an STS token, and Url with the older signature."""
    url = url_of("hk-id-2018")
    calls = [call(), call(None, url=url), call(**session), call(None, url=url, signature="v2")]
    for answer in run_python("clouds", "alibaba_tea.py", calls=calls):
        assert_read(answer)
        assert (answer["status"], answer["Code"], answer["Message"]) == (200, None, None)
        assert answer["RequestId"] == answer["RequestId"].upper()


def test_python_core(
    run_python: Callable[..., Any],
    call: Callable[..., Any],
    session: Mapping[str, str],
    url_of: Callable[[str], str],
) -> None:
    """The signature of RPC: body, Url in query and form, GET and POST, an STS token, answers in XML."""
    url = url_of("hk-id-2018")
    calls = [
        call(),
        call(None, url=url, method="GET"),
        call(None, url=url),
        call(None, form_url=url),
        call(**session),
        call(format="XML"),
    ]
    *answers, xml = run_python("clouds", "alibaba_core.py", calls=calls)
    for answer in answers:
        assert_read(answer)
    assert "<RecognizeHKIdcardResponse>" in xml["text"]
    assert "祝睇樺" in xml["text"]


def test_node_tea(
    run_node: Callable[..., Any], call: Callable[..., Any], session: Mapping[str, str], url_of: Callable[[str], str]
) -> None:
    """It sends the picture in chunks, without its length."""
    url = url_of("hk-id-2018")
    calls = [call(), call(None, url=url), call(**session), call(None, url=url, signature="v2")]
    for answer in run_node("alibaba.js", calls=calls):
        assert_read(answer)
        assert answer["status"] == 200


def test_node_pop_core(
    run_node: Callable[..., Any], call: Callable[..., Any], session: Mapping[str, str], url_of: Callable[[str], str]
) -> None:
    """It knows Url alone, by GET and POST."""
    common = {"url": url_of("hk-id-2018"), "pop": True}
    calls = [call(None, **common), call(None, method="POST", **common), call(None, **common, **session)]
    for answer in run_node("alibaba.js", calls=calls):
        assert_read(answer)
