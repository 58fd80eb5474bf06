"""The native API as a program calls it: readings, keys, problems."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from hmtocr.accounts.key import Key
from hmtocr.errors import (
    ApiNotEnabledError,
    ArrearsError,
    BusyError,
    EmptyImageError,
    ImageTooLargeError,
    ImageTooSmallError,
    NotAnImageError,
    QuotaUsedUpError,
    RateExceededError,
    SuspendedError,
    TruncatedImageError,
    UnsupportedFormatError,
    WarningsFailedError,
)
from hmtocr.risk.kinds import KINDS

A, B = b"\xff\xd8 a", b"\xff\xd8 b"


def test_a_reading_is_told_whole(caller: Any, world: Any) -> None:
    told = caller.ok(caller.raw())
    (picture,) = told["pictures"]
    assert list(picture) == ["reading"]
    assert picture["reading"] == world.recognise.default.to_dict()
    (card,) = picture["reading"]["cards"]
    assert card["fields"]["number"]["text"] == "Z683365(5)"
    assert [portrait["kind"] for portrait in card["portraits"]] == ["large", "small"]
    assert "jpeg" not in card["portraits"][0]


def test_a_picture_without_a_card_is_no_error(caller: Any, world: Any) -> None:
    world.recognise.default = world.make_reading()
    assert caller.ok(caller.raw()) == {"pictures": [{"reading": {"width": 1056, "height": 640, "cards": []}}]}


@pytest.mark.parametrize("way", ["raw", "json", "form", "query"])
def test_portraits_come_as_base64_if_asked_for(way: str, caller: Any) -> None:
    answer = {
        "raw": lambda: caller.raw(query="?portraits=true"),
        "json": lambda: caller.json(A, portraits=True),
        "form": lambda: caller.form(("images", A), ("portraits", "true")),
        "query": lambda: caller.json(A, query="?portraits=1"),
    }[way]()
    (card,) = caller.ok(answer)["pictures"][0]["reading"]["cards"]
    assert base64.b64decode(card["portraits"][0]["jpeg"]) == b"\xff\xd8 the large portrait"


@pytest.mark.parametrize("way", ["json", "form"])
def test_several_pictures_make_one_call_and_answers_in_their_order(way: str, caller: Any, world: Any) -> None:
    world.recognise.answers = {A: world.make_reading("mo-2013"), B: world.make_reading("hk-2003", "permit-front")}
    answer = caller.json(A, B, A) if way == "json" else caller.form(("images", A), ("images", B), ("images", A))
    cards = [[card["document"] for card in one["reading"]["cards"]] for one in caller.ok(answer)["pictures"]]
    assert cards == [["mo-id"], ["hk-id", "hmt-permit"], ["mo-id"]]
    assert world.accounts.admitted == [(7, "read")]
    assert answer.api == "read"


def test_documents_are_asked_for_in_the_query_the_form_or_the_json(caller: Any, world: Any) -> None:
    world.recognise.default = world.make_reading("hk-2018", "mo-2023", "permit-back")
    for answer in (
        caller.raw(query="?documents=mo-id&documents=hmt-permit"),
        caller.raw(query="?documents=mo-id,%20hmt-permit"),
        caller.json(A, documents=["mo-id", "hmt-permit"]),
        caller.json(A, documents=["mo-id", "hmt-permit"], query="?documents=hk-id"),
        caller.form(("documents", "mo-id,hmt-permit"), ("images", A)),
        caller.form(("documents", "mo-id"), ("images", A), ("documents", "hmt-permit")),
    ):
        (picture,) = caller.ok(answer)["pictures"]
        assert [card["document"] for card in picture["reading"]["cards"]] == ["mo-id", "hmt-permit"]
    (picture,) = caller.ok(caller.json(A, documents=None))["pictures"]
    assert len(picture["reading"]["cards"]) == 3


def test_options_reach_the_reader(caller: Any, world: Any) -> None:
    caller.ok(caller.raw(b"\xff\xd8 z", query="?warnings=false&documents=hk-id"))
    assert world.recognise.calls[-1] == {
        "data": b"\xff\xd8 z",
        "documents": ("hk-id",),
        "portraits": False,
        "warnings": (),
    }
    caller.ok(caller.form(("images", A), ("warnings", "true"), query="?warnings=false"))
    assert world.recognise.calls[-1]["warnings"] == KINDS


def test_kinds_of_risk_signals_are_asked_for_by_name(caller: Any, world: Any) -> None:
    for answer in (
        caller.raw(query="?warnings=glare&warnings=blur"),
        caller.raw(query="?warnings=blur,glare"),
        caller.form(("images", A), ("warnings", "blur"), ("warnings", "false"), ("warnings", "glare")),
        caller.json(A, warnings=["blur", "glare"], query="?warnings=covered"),
    ):
        caller.ok(answer)
        assert world.recognise.calls[-1]["warnings"] == ("glare", "blur")
    world.accounts.change_key(warnings=frozenset({"blur", "covered"}))
    caller.ok(caller.raw(query="?warnings=glare,blur"))
    assert world.recognise.calls[-1]["warnings"] == ("blur",)
    assert caller.problem(caller.json(A, warnings=["hologram"]))[1] == "invalid"


def test_a_key_without_warnings_gets_none(caller: Any, world: Any) -> None:
    world.accounts.change_key(warnings=frozenset())
    caller.ok(caller.raw())
    assert world.recognise.calls[-1]["warnings"] == ()


@pytest.mark.parametrize("path", ["/v1/read", "/v1/documents"])
@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", "Basic aG10Og==", "hmt_bearer-of-the-test"])
def test_without_a_good_key_nothing_is_done(path: str, authorization: str, caller: Any, world: Any) -> None:
    caller.bearer = ""
    method = "POST" if path == "/v1/read" else "GET"
    answer = caller.send(method, path, A, "image/jpeg", authorization=authorization)
    assert caller.problem(answer)[:2] == (401, "not-authenticated")
    assert dict(answer.headers)["www-authenticate"] == 'Bearer realm="hmtocr"'
    assert (world.accounts.admitted, world.recognise.calls) == ([], [])


def test_the_scheme_is_read_in_any_case(caller: Any) -> None:
    caller.ok(caller.send("GET", "/v1/documents", authorization=f"bearer {caller.bearer}"))


@pytest.mark.parametrize("change", [{"state": "disabled"}, {"expires": 1795219200.0}])
def test_a_disabled_or_expired_key_is_none(change: dict[str, Any], caller: Any, world: Any) -> None:
    world.accounts.change_key(**change)
    assert caller.problem(caller.raw())[:2] == (401, "not-authenticated")


def test_a_key_is_good_until_it_expires(caller: Any, world: Any) -> None:
    world.accounts.change_key(expires=world.now + 1)
    caller.ok(caller.raw())


@pytest.mark.parametrize(
    ("refusal", "status", "name", "retry"),
    [
        (ApiNotEnabledError("hush"), 403, "not-enabled", None),
        (ArrearsError("hush"), 403, "arrears", None),
        (SuspendedError("hush"), 403, "suspended", None),
        (QuotaUsedUpError("hush"), 429, "quota-used-up", None),
        (RateExceededError("hush"), 429, "rate-exceeded", "1"),
    ],
)
def test_an_account_that_may_not(
    refusal: Any, status: int, name: str, retry: str | None, caller: Any, world: Any
) -> None:
    world.accounts.refusal = refusal
    answer = caller.raw()
    assert caller.problem(answer) == (status, name, "")
    assert dict(answer.headers).get("retry-after") == retry
    assert world.recognise.calls == []


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (EmptyImageError("why"), "image-empty"),
        (NotAnImageError("why"), "image-unreadable"),
        (UnsupportedFormatError("why"), "image-unreadable"),
        (TruncatedImageError("why"), "image-unreadable"),
        (ImageTooLargeError("why"), "image-too-large"),
        (ImageTooSmallError("why"), "image-too-small"),
    ],
)
def test_a_picture_that_cannot_be_read(error: Any, name: str, caller: Any, world: Any) -> None:
    world.recognise.default = error
    assert caller.problem(caller.raw()) == (422, name, "why")
    assert world.accounts.admitted == [(7, "read")]


def test_one_bad_picture_among_several_has_its_problem_in_its_place(caller: Any, world: Any) -> None:
    world.recognise.answers = {B: TruncatedImageError("it breaks off")}
    good, bad, also_good = caller.ok(caller.json(A, B, A))["pictures"]
    assert list(good) == list(also_good) == ["reading"]
    assert bad == {
        "problem": {
            "type": "urn:hmtocr:problem:image-unreadable",
            "title": "The bytes are no picture that can be read.",
            "status": 422,
            "detail": "it breaks off",
        }
    }


def test_where_all_are_bad_the_first_ones_problem_is_the_answer(caller: Any, world: Any) -> None:
    world.recognise.answers = {A: NotAnImageError("no picture"), B: EmptyImageError("no bytes")}
    assert caller.problem(caller.json(A, B)) == (422, "image-unreadable", "no picture")


@pytest.mark.parametrize(
    ("error", "name", "retry"), [(BusyError("full"), "busy", "1"), (WarningsFailedError("no"), "warnings-failed", None)]
)
def test_what_may_go_better_the_next_time(error: Any, name: str, retry: str | None, caller: Any, world: Any) -> None:
    world.recognise.answers = {B: error}
    answer = caller.json(A, B)
    assert caller.problem(answer)[:2] == (503, name)
    assert dict(answer.headers).get("retry-after") == retry


def test_too_large(caller: Any, world: Any) -> None:
    assert caller.problem(caller.raw(b"", oversized=True)) == (413, "too-large", "20971520 bytes at the most")
    assert world.accounts.admitted == []


def test_who_has_no_key_is_not_told_sizes(caller: Any) -> None:
    caller.bearer = ""
    assert caller.problem(caller.raw(b"", oversized=True))[1] == "not-authenticated"


@pytest.mark.parametrize(
    "query",
    [
        "?documents=passport",
        "?documents=",
        "?documents=hk-id,",
        "?documents=HK-ID",
        "?portraits=perhaps",
        "?warnings=",
        "?warnings=hologram",
        "?warnings=glare,",
        "?portraits=2",
    ],
)
def test_a_query_that_cannot_be(query: str, caller: Any, world: Any) -> None:
    status, name, detail = caller.problem(caller.raw(query=query))
    assert (status, name) == (422, "invalid")
    assert query[1:].partition("=")[0] in detail
    assert "perhaps" not in detail
    assert world.accounts.admitted == []


def test_documents_lists_what_can_be_read(caller: Any, world: Any) -> None:
    told = caller.ok(caller.send("GET", "/v1/documents"))["documents"]
    assert [one["document"] for one in told] == ["hk-id", "mo-id", "hmt-permit"]
    sides = {(one["document"], face["design"], face["side"]) for one in told for face in one["faces"]}
    assert {("hk-id", "2018", "front"), ("mo-id", "2013", "back"), ("hmt-permit", "taiwan", "back")} <= sides
    assert all(face["fields"] for one in told for face in one["faces"])
    assert world.accounts.admitted == []


def test_the_answer_is_json_in_utf_8_with_no_secrets_of_the_key(caller: Any, world: Any) -> None:
    answer = caller.raw()
    assert "樂永晴".encode() in answer.body
    assert isinstance(world.accounts.key, Key)
    assert b"a-domain" not in answer.body
    assert json.loads(answer.body)
