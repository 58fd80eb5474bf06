"""The description: valid, and of what is really there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from hmtocr.protocols.native.openapi import complete
from hmtocr.protocols.native.problems import PROBLEMS


@pytest.fixture
def told(caller: Any) -> Any:
    """The description as the server gives it, without a key."""
    caller.bearer = ""
    return caller.ok(caller.send("GET", "/openapi.json"))


def test_every_reference_leads_somewhere_and_every_model_is_used(told: Any) -> None:
    text = json.dumps(told)
    models = told["components"]["schemas"]
    for name in models:
        assert f'"#/components/schemas/{name}"' in text, f"{name} is not used"
    assert text.count('"$ref"') == sum(text.count(f'"#/components/schemas/{name}"') for name in models)
    assert "$defs" not in text
    assert {"Problem", "ReadRequest", "ReadAnswer"} <= models.keys()
    assert "HTTPValidationError" not in text


def test_every_problem_of_a_call_is_described(told: Any) -> None:
    statuses = {str(status) for status, _ in PROBLEMS.values()}
    read = told["paths"]["/v1/read"]["post"]["responses"]
    assert statuses - {"404", "405"} <= read.keys()
    for status, answer in read.items():
        kinds = list(answer["content"])
        assert kinds == (["application/json"] if status == "200" else ["application/problem+json"])


def test_bodies_and_keys_are_described(told: Any) -> None:
    read = told["paths"]["/v1/read"]["post"]
    assert {"multipart/form-data", "application/json", "image/jpeg"} <= read["requestBody"]["content"].keys()
    assert [one["name"] for one in read["parameters"]] == ["documents", "portraits", "warnings"]
    assert read["security"] == told["paths"]["/v1/documents"]["get"]["security"] == [{"HTTPBearer": []}]
    (scheme,) = told["components"]["securitySchemes"].values()
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")


def test_to_complete_it_twice_changes_nothing(told: Any) -> None:
    again = complete(json.loads(json.dumps(told)))
    assert again == told
