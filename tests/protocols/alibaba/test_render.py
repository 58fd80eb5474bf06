"""Every member of Data."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from hmtocr.protocols.alibaba import render
from hmtocr.reading import Card, CardWarning, Field, Portrait, Quad, Reading

WHOLE = json.loads((Path(__file__).parent / "fixtures" / "data.json").read_text())
SEED_KEYS = ("nameCn", "nameEn", "nameCode", "birthDate", "sex", "issuedCode", "firstIssuedDate", "issuedDate")


def turned(quad: Quad, degrees: float, centre: tuple[float, float] = (528, 320)) -> Quad:
    """The quad turned clockwise on the picture."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    a, b, e, d = (
        (
            centre[0] + c * (x - centre[0]) - s * (y - centre[1]),
            centre[1] + s * (x - centre[0]) + c * (y - centre[1]),
        )
        for x, y in quad
    )
    return (a, b, e, d)


def as_data(card: Card, width: int = 1056, height: int = 640) -> dict[str, Any]:
    return dict(json.loads(render.data(Reading(width, height, (card,)), card)))


@pytest.mark.parametrize("case", WHOLE["cases"], ids=lambda c: c["name"])
def test_the_whole_of_it(caller: Any, case: dict[str, Any]) -> None:
    card = caller.world.make_card(case["card"], without=case["without"])
    caller.world.recognise.default = caller.world.make_reading(card)
    data = caller.data()
    version = data.pop("algo_version")
    assert len(version) == 40
    assert int(version, 16) >= 0
    assert data == case["data"]


def test_data_is_text_in_the_answer(caller: Any) -> None:
    status, answer = caller.ask(caller.acs3())
    assert status == 200
    assert isinstance(answer["Data"], str)
    assert list(answer) == ["RequestId", "Data"]


def test_a_holder_without_a_chinese_name(world: Any) -> None:
    data = as_data(world.make_card("hk-2018", without=("name_zh", "telecode")))
    assert (data["data"]["nameCn"], data["data"]["nameCode"]) == ("", "")
    told = {item["key"]: item for item in data["prism_keyValueInfo"]}
    assert told["nameCn"] == {"key": "nameCn", "keyProb": 99, "value": "", "valueProb": 99}
    assert told["nameCode"] == {"key": "nameCode", "keyProb": 99, "value": "", "valueProb": 99}


def test_what_is_always_printed_but_was_not_read(world: Any) -> None:
    data = as_data(world.make_card("hk-2018", without=("issue_date",)))
    assert data["data"]["issuedDate"] == ""
    told = {item["key"]: item for item in data["prism_keyValueInfo"]}
    assert told["issuedDate"] == {"key": "issuedDate", "keyProb": 0, "value": "", "valueProb": 0}
    assert [item["key"] for item in data["prism_keyValueInfo"]] == [*SEED_KEYS, "idNumber"]


@pytest.mark.parametrize(("printed", "told"), [("男 M", "男M"), ("女F", "女F"), ("女  F", "女F")])
def test_sex(world: Any, printed: str, told: str) -> None:
    data = as_data(world.make_card("hk-2018", sex=printed))
    assert data["data"]["sex"] == told
    assert next(item["value"] for item in data["prism_keyValueInfo"] if item["key"] == "sex") == told


def test_telecodes_stand_apart(world: Any) -> None:
    assert as_data(world.make_card("hk-2018", telecode="2867  3057 2532"))["data"]["nameCode"] == "2867 3057 2532"


@pytest.mark.parametrize(
    ("warning", "ftype"),
    [
        (CardWarning(-9102, "photocopy", 0.9), 1),
        (CardWarning(-9103, "recapture", 0.9), 0),
        (CardWarning(-9107, "glare", 0.9), 0),
    ],
    ids=lambda w: getattr(w, "kind", ""),
)
def test_ftype_tells_a_photocopy(world: Any, warning: CardWarning, ftype: int) -> None:
    assert as_data(world.make_card("hk-2018", warnings=(warning,)))["ftype"] == ftype


@pytest.mark.parametrize(("confidence", "percent"), [(0.0, 0), (0.994, 99), (0.996, 100), (1.0, 100), (1.01, 100)])
def test_probabilities_are_whole_per_cent(world: Any, confidence: float, percent: int) -> None:
    card = world.make_card("hk-2018", confidence=0.5)
    field = replace(card.fields["number"], confidence=confidence)
    item = as_data(replace(card, fields={"number": field}))["prism_keyValueInfo"][-1]
    assert (item["key"], item["keyProb"], item["valueProb"]) == ("idNumber", 50, percent)
    assert isinstance(item["valueProb"], int)


@pytest.mark.parametrize(
    ("degrees", "swapped"), [(0, False), (30, False), (-40, False), (90, True), (-90, True), (120, True), (180, False)]
)
def test_sizes_after_the_card_is_turned_upright(world: Any, degrees: float, swapped: bool) -> None:
    card = world.make_card("hk-2018")
    data = as_data(replace(card, quad=turned(card.quad, degrees)))
    assert (data["orgWidth"], data["orgHeight"]) == (1056, 640)
    assert (data["width"], data["height"]) == ((640, 1056) if swapped else (1056, 640))


def test_slice_rect_begins_at_the_cards_own_top_left(world: Any) -> None:
    card = world.make_card("hk-2018")
    data = as_data(replace(card, quad=turned(card.quad, 180)))
    rect = data["sliceRect"]
    assert list(rect) == ["x0", "x1", "x2", "x3", "y0", "y1", "y2", "y3"]
    assert (rect["x0"], rect["y0"], rect["x2"], rect["y2"]) == (956, 590, 100, 50)


def test_places_stay_within_the_picture(world: Any) -> None:
    card = world.make_card("hk-2018", portraits=(Portrait("large", ((-20, 500), (90, 500), (90, 700), (-20, 700))),))
    wide: Quad = ((-5, -5), (1060, -5), (1060, 645), (-5, 645))
    outside = Field("Z683365(5)", "Z6833655", 0.9, ((900, 600), (1100, 600), (1100, 660), (900, 660)))
    data = as_data(replace(card, quad=wide, fields={"number": outside}))
    assert data["sliceRect"] == {"x0": 0, "x1": 1055, "x2": 1055, "x3": 0, "y0": 0, "y1": 0, "y2": 639, "y3": 639}
    assert data["prism_keyValueInfo"][-1]["valuePos"][2] == {"x": 1055, "y": 639}
    figure = data["figure"][0]
    assert (figure["x"], figure["y"], figure["w"], figure["h"]) == (0, 500, 90, 140)


def test_a_card_without_a_portrait(world: Any) -> None:
    assert as_data(world.make_card("hk-2018", portraits=()))["figure"] == []


def test_the_large_portrait_comes_first(world: Any) -> None:
    card = world.make_card("hk-2018")
    data = as_data(replace(card, portraits=card.portraits[::-1]))
    assert [figure["w"] for figure in data["figure"]] == [200, 90]


@pytest.mark.parametrize("degrees", range(-170, 181, 35))
def test_the_box_is_what_opencv_calls_a_rotated_rect(world: Any, degrees: int) -> None:
    quad = turned(((450, 200), (650, 200), (650, 440), (450, 440)), degrees, (550, 320))
    figure = as_data(world.make_card("hk-2018", portraits=(Portrait("large", quad),)))["figure"][0]
    box = figure["box"]
    assert all(isinstance(value, int) for value in box.values())
    assert (box["x"], box["y"], box["w"], box["h"]) == (550, 320, 200, 240)
    assert (box["angle"] - degrees) % 360 == 0
    # OpenCV tells the corners from the bottom left on, clockwise.
    corners = np.roll(cv2.boxPoints(((box["x"], box["y"]), (box["w"], box["h"]), box["angle"])), -1, axis=0)
    told = np.array([[point["x"], point["y"]] for point in figure["points"]])
    assert np.abs(corners - told).max() <= 1
    left, top, w, h = cv2.boundingRect(np.array(quad, np.float32))
    assert np.abs(np.array([figure[name] for name in "xywh"]) - (left, top, w, h)).max() <= 1


def test_the_box_of_a_portrait_in_perspective_is_near_its_corners(world: Any) -> None:
    quad: Quad = ((400, 210), (610, 180), (640, 430), (410, 470))
    figure = as_data(world.make_card("hk-2018", portraits=(Portrait("large", quad),)))["figure"][0]
    box = figure["box"]
    corners = np.roll(cv2.boxPoints(((box["x"], box["y"]), (box["w"], box["h"]), box["angle"])), -1, axis=0)
    assert np.abs(corners - np.array(quad)).max() < 25
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*quad, quad[0])))) / 2
    assert box["w"] * box["h"] == pytest.approx(area, rel=0.05)
