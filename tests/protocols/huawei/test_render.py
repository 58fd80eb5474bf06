"""Whole answers, member for member, as the vendor's page and its newest SDK's models have them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hmtocr.errors import ImageTooSmallError
from hmtocr.reading import Portrait

CASES = json.loads((Path(__file__).parent / "fixtures" / "answers.json").read_text(encoding="utf-8"))["cases"]
IMAGE = {"image": "/9j/4A=="}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_answer_is_the_one_of_the_page(case: dict[str, Any], world: Any, call: Any) -> None:
    too_small = case["cards"] == "too small"
    world.recognise.default = ImageTooSmallError("15 pixels") if too_small else world.make_reading(*case["cards"])
    world.fetch.pictures["https://pictures.example/ObjectName"] = b"\xff\xd8\xff\xe0"
    status, told = call(case["target"].rpartition("/")[2], case["body"])
    told.pop("request_id", None)
    assert (status, told) == (case["status"], case["answer"])
    # The page's samples have this order, and people compare what they print.
    assert list(told.get("result", {})) == list(case["answer"].get("result", {}))


def test_no_portrait_is_an_empty_one(world: Any, call: Any) -> None:
    """Children's cards have none."""
    world.recognise.default = world.make_reading(world.make_card("hk-2018", portraits=()))
    asked = {**IMAGE, "return_portrait_image": True, "return_portrait_location": "true"}
    result = call("hk-id-card", asked)[1]["result"]
    assert (result["portrait_location"], result["portrait_image"]) == ([], "")


def test_the_larger_portrait_is_told(world: Any, call: Any) -> None:
    small, large = (Portrait(kind, ((0.4, 0.6), (9, 0), (9, 9), (0, 9)), kind.encode()) for kind in ("small", "large"))
    world.recognise.default = world.make_reading(world.make_card("hk-2018", portraits=(small, large)))
    result = call("hk-id-card", {**IMAGE, "return_portrait_image": True, "return_portrait_location": True})[1]["result"]
    assert result["portrait_image"] == "bGFyZ2U="
    assert result["portrait_location"] == [[0, 1], [9, 0], [9, 9], [0, 9]]


@pytest.mark.parametrize(
    ("symbols", "permanent"), [("***AZ", True), ("AO", True), ("***RZ", False), ("CO", False), ("", False)]
)
def test_the_right_of_abode_makes_a_card_permanent(world: Any, call: Any, symbols: str, permanent: bool) -> None:
    """The SDK calls bool() on it: only JSON's own true and false will do."""
    card = world.make_card("hk-2018", symbols=symbols) if symbols else world.make_card("hk-2018", without=("symbols",))
    world.recognise.default = world.make_reading(card)
    result = call("hk-id-card", IMAGE)[1]["result"]
    assert result["permanent"] is permanent
    assert result["confidence"]["permanent"] == (0.98 if symbols else 0.0)


def test_a_name_in_several_fields_is_as_sure_as_its_least_sure_one(world: Any, call: Any) -> None:
    world.recognise.default = world.make_reading(world.make_card("mo-2013", without=("surname_zh", "given_en")))
    result = call("macao-id-card", IMAGE)[1]["result"]
    assert (result["name"], result["name_en"]) == ("大文", "CHAN")
    assert (result["confidence"]["name"], result["confidence"]["height"]) == (0.98, 0.98)


def test_only_the_card_that_is_asked_for_is_told(world: Any, call: Any) -> None:
    world.recognise.default = world.make_reading("mo-2013", "mo-2013-back")
    assert call("macao-id-card", {**IMAGE, "side": "back"})[1]["result"]["side"] == "back"
    assert call("hk-id-card", IMAGE)[1]["error_code"] == "AIS.0104"
