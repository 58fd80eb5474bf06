"""Bodies in all three forms, right and wrong."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest

A = b"\xff\xd8 a"
BASE64 = base64.b64encode(A).decode()


def test_what_arrives_is_what_was_sent_to_the_byte(caller: Any, world: Any) -> None:
    odd = bytes(range(256)) + b"\r\n--the-boundar\r\n--\r\n\r\n" + bytes(range(256))
    for answer in (caller.raw(odd), caller.json(odd), caller.form(("images", odd))):
        caller.ok(answer)
    assert [call["data"] for call in world.recognise.calls] == [odd] * 3


@pytest.mark.parametrize(
    "kind", ["image/jpeg", "IMAGE/PNG", "image/heic; q=1", "application/pdf", "application/octet-stream"]
)
def test_one_picture_as_it_is_under_its_own_type(kind: str, caller: Any) -> None:
    caller.ok(caller.raw(kind=kind))


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "image/svg+xml", "application/xml", "multipart/mixed", "nonsense", ";"]
)
def test_other_types_are_not_taken(kind: str, caller: Any, world: Any) -> None:
    assert caller.problem(caller.raw(kind=kind))[:2] == (415, "unsupported-media-type")
    assert world.accounts.admitted == []


@pytest.mark.parametrize("images", [0, 17])
def test_one_to_sixteen_pictures(images: int, caller: Any, world: Any) -> None:
    for answer in (caller.json(*[A] * images), caller.form(*[("images", A)] * images, ("warnings", "true"))):
        assert caller.problem(answer)[:2] == (422, "invalid")
    for answer in (caller.json(*[A] * 16), caller.form(*[("images", A)] * 16)):
        assert len(caller.ok(answer)["pictures"]) == 16
    assert len(world.accounts.admitted) == 2


@pytest.mark.parametrize(
    ("body", "status", "name"),
    [
        ("", 400, "malformed"),
        ("{", 400, "malformed"),
        ('{"images": ["\\ud800"]}', 400, "malformed"),
        ("[" * 10000, 400, "malformed"),
        ("[]", 422, "invalid"),
        ("null", 422, "invalid"),
        ("{}", 422, "invalid"),
        ('{"images": []}', 422, "invalid"),
        ('{"images": null}', 422, "invalid"),
        (f'{{"images": "{BASE64}"}}', 422, "invalid"),
        ('{"images": [1]}', 422, "invalid"),
        ('{"images": ["%%%%"]}', 422, "invalid"),
        ('{"images": ["AAA"]}', 422, "invalid"),
        ('{"images": ["data:image/jpeg;base64,AAAA"]}', 422, "invalid"),
        ('{"images": ["樂永晴A"]}', 422, "invalid"),
        (f'{{"images": ["{BASE64}"], "portraits": "true"}}', 422, "invalid"),
        (f'{{"images": ["{BASE64}"], "portraits": 1}}', 422, "invalid"),
        (f'{{"images": ["{BASE64}"], "documents": []}}', 422, "invalid"),
        (f'{{"images": ["{BASE64}"], "documents": ["passport"]}}', 422, "invalid"),
        (f'{{"images": ["{BASE64}"], "surprise": 1}}', 422, "invalid"),
    ],
)
def test_json_that_cannot_be(body: str, status: int, name: str, caller: Any, world: Any) -> None:
    answer = caller.send("POST", "/v1/read", body.encode("utf-8", "surrogatepass"), "application/json")
    assert caller.problem(answer)[:2] == (status, name)
    assert world.accounts.admitted == []


@pytest.mark.parametrize("body", [b"\xff\xfe", b'{"images": ["\xff"]}', b"\x00"])
def test_json_that_is_no_utf_8(body: bytes, caller: Any) -> None:
    assert caller.problem(caller.send("POST", "/v1/read", body, "application/json"))[0] in (400, 422)


def test_faults_are_told_by_place_and_not_by_what_was_sent(caller: Any) -> None:
    body = json.dumps({"images": [BASE64, 5, "hush!"], "portraits": "hush!"}).encode()
    _, _, detail = caller.problem(caller.send("POST", "/v1/read", body, "application/json"))
    assert "images.1: " in detail
    assert "portraits: " in detail
    assert "hush" not in detail
    body = json.dumps({"images": [BASE64, "hush!"]}).encode()
    _, _, detail = caller.problem(caller.send("POST", "/v1/read", body, "application/json"))
    assert detail == "images.1: not Base64 (without a data: prefix)"


def test_base64_may_be_broken_into_lines(caller: Any, world: Any) -> None:
    picture = bytes(range(256))
    body = json.dumps({"images": [base64.encodebytes(picture).decode()]}).encode()
    caller.ok(caller.send("POST", "/v1/read", body, "application/json; charset=utf-8"))
    assert world.recognise.calls[0]["data"] == picture


@pytest.mark.parametrize("end", ["", "\r\n", "-"])
def test_a_form_that_breaks_off_is_not_read_without_its_last_picture(end: str, caller: Any, world: Any) -> None:
    answer = caller.form(("images", A), ("images", A), end=end)
    assert caller.problem(answer)[:2] == (400, "malformed")
    assert world.recognise.calls == []


@pytest.mark.parametrize(
    "part",
    [("images", "no file name"), ("surprise", "1"), ("portraits", "yes"), ("warnings", ""), ("documents", "passport")],
)
def test_a_form_with_a_part_that_cannot_be(part: tuple[str, str], caller: Any, world: Any) -> None:
    status, name, detail = caller.problem(caller.form(("images", A), part))
    assert (status, name) == (422, "invalid")
    assert "surprise" not in detail
    assert world.accounts.admitted == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=", b""),
        ("multipart/form-data; boundary=" + "x" * 2000, b""),
        ("multipart/form-data; boundary=x", b""),
        ("multipart/form-data; boundary=x", b"no form"),
        ("multipart/form-data; boundary=x", b"--x\r\nnonsense\r\n\r\n\r\n--x--\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Type: image/jpeg\r\n\r\nabc\r\n--x--\r\n"),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="images"; filename="a"\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\nAAA\r\n--x--\r\n",
        ),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="images"; filename="a"\r\nX: '
            + b"y" * 9999
            + b"\r\n\r\n\r\n--x--",
        ),
    ],
)
def test_what_is_no_form(kind: str, body: bytes, caller: Any) -> None:
    assert caller.problem(caller.send("POST", "/v1/read", body, kind))[:2] == (400, "malformed")


def test_a_form_of_a_hundred_thousand_parts_is_given_up_early(caller: Any) -> None:
    parts = [("documents", "hk-id")] * 100_000
    start = time.process_time()
    assert caller.problem(caller.form(*parts))[:2] == (422, "invalid")
    assert time.process_time() - start < 2


def test_an_empty_file_is_a_picture_without_bytes(caller: Any, world: Any) -> None:
    caller.ok(caller.form(("images", b"")))
    assert world.recognise.calls[0]["data"] == b""
