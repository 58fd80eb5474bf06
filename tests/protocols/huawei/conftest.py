"""Callers of Huawei Cloud's API with a token."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from hmtocr.protocols.exchange import Request
from hmtocr.protocols.huawei import DIALECT
from hmtocr.protocols.huawei.authenticate import open_token

PROJECT = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def call(world: Any) -> Callable[[str, Any], tuple[int, Any]]:
    """Asks an API and gives the status and the JSON answer."""
    token, _ = asyncio.run(open_token(world.accounts.key, world.services))

    def ask(api: str, body: Any) -> tuple[int, Any]:
        request = Request("POST", f"/v2/{PROJECT}/ocr/{api}", (("x-auth-token", token),), json.dumps(body).encode())
        answer = asyncio.run(DIALECT.answer(request, world.services))
        return answer.status, json.loads(answer.body)

    return ask
