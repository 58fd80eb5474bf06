"""Each example of an attack returns its code to Tencent Cloud's SDK, and the cards as they should be an empty list."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from hmtocr.risk.kinds import CODES

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ATTACKS = sorted((EXAMPLES / "attacks").glob("*.jpg"))
CLEAN = {
    "hk-id-2003": "HKIDCardOCR",
    "hk-id-2018": "HKIDCardOCR",
    "hmt-permit-front": "HmtResidentPermitOCR",
    "hmt-permit-back": "HmtResidentPermitOCR",
    "mo-id-2013": "RecognizeMacaoIDCardOCR",
    "mo-id-2023": "RecognizeMacaoIDCardOCR",
}


@pytest.fixture
def warnings_of(server: Any, secrets: Mapping[str, str], run_python: Callable[..., Any]) -> Callable[..., Any]:
    """The lists of warnings that the international SDK gets for pictures and their actions."""

    def ask(pictures: list[tuple[Path, str]]) -> list[list[int]]:
        named = {"endpoint": server.endpoint, "id": secrets["TENCENT_SECRET_ID"], "key": secrets["TENCENT_SECRET_KEY"]}
        calls = [
            {**named, "action": action, "parameters": {"ImageBase64": base64.b64encode(path.read_bytes()).decode()}}
            for path, action in pictures
        ]
        answers = run_python("tencent-intl", "tencent.py", calls=calls)
        return [answer["Response"]["WarnCardInfos"] for answer in answers]

    return ask


def test_each_attack_returns_its_code(warnings_of: Callable[..., Any]) -> None:
    told = dict(zip(ATTACKS, warnings_of([(path, "HKIDCardOCR") for path in ATTACKS]), strict=True))
    assert {path.stem: codes for path, codes in told.items()} == {kind: [code] for kind, code in CODES.items() if code}


def test_clean_cards_return_an_empty_list(warnings_of: Callable[..., Any]) -> None:
    told = warnings_of([(EXAMPLES / f"{name}.jpg", action) for name, action in CLEAN.items()])
    assert dict(zip(CLEAN, told, strict=True)) == {name: [] for name in CLEAN}
