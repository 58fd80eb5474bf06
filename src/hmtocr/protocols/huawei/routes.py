"""From a raw request to a raw answer: the checks in the order in which the vendor's gateway and service make them."""

from __future__ import annotations

import json
import logging
import re
import traceback
import uuid
from typing import Any

from hmtocr.accounts.key import Key
from hmtocr.errors import AccountError, HmtocrError
from hmtocr.protocols.exchange import Answer, Request
from hmtocr.protocols.huawei import iam, render
from hmtocr.protocols.huawei.authenticate import authenticate
from hmtocr.protocols.huawei.errors import (
    FAILED,
    NO_CARD,
    NOT_FOUND,
    HuaweiError,
    IamError,
    from_account,
    from_recognition,
)
from hmtocr.protocols.huawei.parse import CARDS, LARGEST_BODY, Parameters, check_size, obtain, parse
from hmtocr.protocols.services import Services
from hmtocr.reading import Card, Reading

_OCR = re.compile(rf"/v2/([^/]+)/ocr/({'|'.join(CARDS)})/?")
_logger = logging.getLogger(__name__)
_Told = tuple[int, dict[str, Any], tuple[tuple[str, str], ...]]


def claims(request: Request) -> bool:
    """Whether a request speaks this dialect: its path is the vendor's (`/v2/health/` is the server's own)."""
    return request.path.startswith(("/v2/", "/v3/")) and not request.path.startswith("/v2/health/")


async def answer(request: Request, services: Services) -> Answer:
    """The whole of it."""
    ident, code = uuid.uuid4().hex, ""
    try:
        status, members, headers = await _respond(request, services)
    except HuaweiError as error:
        code, status, members, headers = error.code, error.status, error.members(ident), ()
    except IamError as error:
        status, members, headers = int(error.status), error.members, ()
    except Exception as error:
        _log(error)
        fault = HuaweiError("ModelArts.4301")
        code, status, members, headers = fault.code, fault.status, fault.members(ident), ()
    body = json.dumps(members, ensure_ascii=False).encode("utf-8", "replace")
    told = (("Content-Type", "application/json;charset=utf-8"), ("X-Request-Id", ident), *headers)
    match = _OCR.fullmatch(request.path)
    return Answer(status, body, told, match[2] if match else "", code)


async def _respond(request: Request, services: Services) -> _Told:
    route = (request.method, request.path.rstrip("/"))
    if route == ("POST", "/v3/auth/tokens"):
        told, token = await iam.create_token(request, services)
        return 201, told, (("X-Subject-Token", token),)
    if route == ("GET", "/v3/projects"):
        return 200, iam.list_projects(request, await authenticate(request, services)), ()
    if route == ("GET", "/v3/auth/domains"):
        return 200, iam.list_domains(await authenticate(request, services)), ()
    match = _OCR.fullmatch(request.path)
    if match is None or request.method != "POST":
        raise HuaweiError(NOT_FOUND)
    # Before the signature: that of a body which was not kept cannot be checked.
    if request.oversized or len(request.body) > LARGEST_BODY:
        raise HuaweiError("ModelArts.4104")
    key = await authenticate(request, services)
    return 200, {"result": await _recognise(request, key, match[1], match[2], services)}, ()


async def _recognise(request: Request, key: Key, project: str, api: str, services: Services) -> dict[str, Any]:
    if project != key.project_id:
        raise HuaweiError("ModelArts.4203")
    parameters = parse(request.body, api)
    try:
        await services.accounts.admit(key, api)
    except AccountError as error:
        raise from_account(error) from error
    data = await obtain(parameters, services.fetch)
    portraits = parameters.portrait_image or parameters.portrait_location
    try:
        reading = await services.recognise(data, documents=(CARDS[api],), portraits=portraits, warnings=False)
    except HmtocrError as error:
        raise from_recognition(error) from error
    check_size(reading.width, reading.height)
    card = _choose(reading, api, parameters)
    if api == "macao-id-card":
        return render.macao(card, image=parameters.portrait_image)
    return render.hong_kong(reading, card, image=parameters.portrait_image, location=parameters.portrait_location)


def _choose(reading: Reading, api: str, parameters: Parameters) -> Card:
    """The largest card that shows the side asked for; Hong Kong's back has nothing to read."""
    side = parameters.side or ("front" if api == "hk-id-card" else "")
    cards = (card for card in reading.cards if card.document == CARDS[api] and side in ("", card.side))
    card = next(cards, None)
    if card is None:
        raise HuaweiError(NO_CARD)
    if not card.fields:
        raise HuaweiError(FAILED)
    return card


def _log(error: Exception) -> None:
    """Where it happened, without its message: that may hold what was sent."""
    frames = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    _logger.error("unexpected %s at %s", type(error).__name__, " < ".join(reversed(frames)))
