"""Huawei Cloud's SDKs, OCR and IAM, read cards and get tokens."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

import pytest

NAMED = {
    "name": "祝睇樺",
    "name_en": "CHUK, Tai-wa",
    "birth_date": "03-06-1942",
    "symbols": "***AW",
    "permanent": True,
    "initial_issue_date": "(10-04)",
    "issue_date": "04-06-23",
}


@pytest.fixture
def call(server: Any, secrets: Mapping[str, str], base64_of: Callable[[str], str]) -> Callable[..., dict[str, Any]]:
    """A call of an API with an example's picture; further arguments are members of the body."""

    def make(api: str = "hk-id-card", picture: str | None = "hk-id-2018", options: Any = None, **body: Any) -> Any:
        if picture is not None:
            body["image"] = base64_of(picture)
        named = {"endpoint": server.endpoint, "id": secrets["HUAWEI_AK"], "key": secrets["HUAWEI_SK"]}
        return {**named, "project": secrets["HUAWEI_PROJECT_ID"], "api": api, "body": body, **(options or {})}

    return make


def test_python_reads_a_hong_kong_card(run_python: Callable[..., Any], call: Callable[..., Any]) -> None:
    """Members and types; the portrait's are there only if asked for."""
    asked = {"return_portrait_image": True, "return_portrait_location": True}
    calls = [call(), call(options={"enterprise_project": "0"}, **asked)]
    plain, full = run_python("clouds", "huawei.py", calls=calls)
    assert (plain["status"], full["status"]) == (200, 200)
    assert NAMED.items() <= plain["result"].items()
    assert plain["result"]["sex"] in ("M", "F")
    assert not {"portrait_image", "portrait_location"} & plain["result"].keys()
    assert full["result"]["portrait_image"].startswith("/9j/")
    corners = full["result"]["portrait_location"]
    assert len(corners) == 4
    assert all(len(corner) == 2 and all(isinstance(x, int) for x in corner) for corner in corners)
    confidence = full["result"]["confidence"]
    assert NAMED.keys() <= confidence.keys()
    assert all(0 <= value <= 1 for value in confidence.values())


def test_python_reads_macao_cards(run_python: Callable[..., Any], call: Callable[..., Any]) -> None:
    """Both sides; the side is found where none is named."""
    calls = [
        call("macao-id-card", "mo-id-2013", side="front", return_portrait_image=True),
        call("macao-id-card", "mo-id-2023-back"),
    ]
    front, back = (answer["result"] for answer in run_python("clouds", "huawei.py", calls=calls))
    assert (front["side"], front["name"], front["name_en"]) == ("front", "譚俊璇", "TAM CHUN SUEN")
    assert front["portrait_image"].startswith("/9j/")
    assert (back["side"], back["machine_code1"]) == ("back", "IDMAC10269252<1010807260216NSM")


def test_python_sends_a_url(
    run_python: Callable[..., Any], call: Callable[..., Any], url_of: Callable[[str], str]
) -> None:
    """From a host that the operator allows."""
    (answer,) = run_python("clouds", "huawei.py", calls=[call(picture=None, url=url_of("hk-id-2018"))])
    assert NAMED.items() <= answer["result"].items()


def test_python_looks_the_project_up(run_python: Callable[..., Any], call: Callable[..., Any]) -> None:
    """With a region and without a project id the SDK asks IAM first."""
    (answer,) = run_python("clouds", "huawei.py", calls=[call(options={"look_up": True, "project": None})])
    assert NAMED.items() <= answer["result"].items()


def test_temporary_credentials(
    run_python: Callable[..., Any], run_node: Callable[..., Any], temporary: Mapping[str, str], call: Callable[..., Any]
) -> None:
    """With their security token, which is signed too."""
    keys = {"id": temporary["HUAWEI_AK"], "key": temporary["HUAWEI_SK"], "token": temporary["HUAWEI_SECURITY_TOKEN"]}
    (python,) = run_python("clouds", "huawei.py", calls=[call(options=keys)])
    assert NAMED.items() <= python["result"].items()
    (node,) = run_node("huawei.js", calls=[call(options=keys)])
    assert NAMED.items() <= node["result"].items()


def test_iam_gives_tokens_that_work(
    server: Any, secrets: Mapping[str, str], run_python: Callable[..., Any], call: Callable[..., Any]
) -> None:
    """The IAM SDK's token opens the API to a plain HTTP client, as OCR SDKs take none."""
    user = {"user": secrets["HUAWEI_IAM_USER"], "password": secrets["HUAWEI_IAM_PASSWORD"]}
    asked = {**user, "domain": secrets["HUAWEI_IAM_DOMAIN"]}
    calls = [call("token", None, asked), call("projects", None, {"name": "ap-southeast-1"})]
    token, projects = run_python("clouds", "huawei.py", calls=calls)
    assert token["status"] == 201
    assert token["token"]["project"]["id"] == secrets["HUAWEI_PROJECT_ID"]
    assert [project["id"] for project in projects["projects"]] == [secrets["HUAWEI_PROJECT_ID"]]
    headers = {"Content-Type": "application/json", "X-Auth-Token": token["X-Subject-Token"]}
    url = f"{server.url}/v2/{secrets['HUAWEI_PROJECT_ID']}/ocr/hk-id-card"
    request = urllib.request.Request(url, json.dumps(call()["body"]).encode(), headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=60) as answer:
        assert answer.headers["X-Request-Id"]
        assert NAMED.items() <= json.load(answer)["result"].items()


def test_node_core(run_node: Callable[..., Any], call: Callable[..., Any]) -> None:
    """Cards by its own signing, and IAM's projects by a GET that has a body."""
    calls = [
        call(return_portrait_location=True),
        call("macao-id-card", "mo-id-2013", side="front"),
        call("projects", None, {"name": "ap-southeast-1"}),
    ]
    hong_kong, macao, projects = run_node("huawei.js", calls=calls)
    assert NAMED.items() <= hong_kong["result"].items()
    assert macao["result"]["name"] == "譚俊璇"
    assert len(projects["projects"]) == 1
