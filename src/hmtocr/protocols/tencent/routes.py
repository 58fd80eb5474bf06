"""From a raw request to a raw answer: the checks in the order in which the vendor's API makes them."""

from __future__ import annotations

import hmac
import json
import logging
import re
import traceback
from collections.abc import Awaitable, Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from hmtocr.accounts.key import Key
from hmtocr.errors import AccountError, HmtocrError
from hmtocr.protocols.exchange import Answer, Request
from hmtocr.protocols.services import Services
from hmtocr.protocols.tencent import render
from hmtocr.protocols.tencent.actions import (
    ACTIONS,
    HKID,
    MACAO,
    PERMIT,
    VERSION,
    Action,
    Edition,
    edition_of,
    product_of,
)
from hmtocr.protocols.tencent.errors import UNKNOWN, TencentError, from_account, from_recognition
from hmtocr.protocols.tencent.head import Head, is_v3, read_head, v1_fields
from hmtocr.protocols.tencent.parse import Source, Wanted, parse
from hmtocr.protocols.tencent.picture import obtain
from hmtocr.reading import Card, Reading
from hmtocr.risk.kinds import chosen

_CLOCK_SKEW = 300
"""Seconds that a timestamp may be off, either way."""
_SECRET_ID = re.compile(r"[A-Za-z0-9_\-]{1,128}")
# The Python SDK compares this header for equality before it looks for an error.
_HEADERS = (("Content-Type", "application/json"),)
_ACTION = re.compile(rb"(?:^|&)Action=([A-Za-z]+)")
_ALIBABA = ("SignatureNonce=", "SignatureVersion=", "AccessKeyId=")
"""Names in queries and forms; Base64, having no "=" but at its end, cannot look like them."""
_logger = logging.getLogger(__name__)


def claims(request: Request) -> bool:
    """Whether a request speaks this dialect: all at "/" that does not say what only Alibaba Cloud's do.

    Tencent's envelope also answers a bare request that says nothing of itself. Forms are looked into where the body
    has come in.
    """
    if request.path not in ("", "/"):
        return False
    if (request.header("authorization") or "").startswith("ACS3-"):
        return False
    if any(name.startswith("x-acs-") for name, _ in request.headers):
        return False
    return is_v3(request) or not any(m in request.query or m.encode() in request.body for m in _ALIBABA)


async def answer(request: Request, services: Services) -> Answer:
    """The whole of it; always HTTP 200 with a RequestId."""
    settings, code = services.settings, ""
    edition = edition_of(request.header("host") or "", settings.tencent_edition, settings.mainland_hosts)
    try:
        response = await _respond(request, edition, services)
    except TencentError as error:
        code, response = error.code, _told(error, request, edition)
    except Exception as error:
        _log(error)
        code, response = "InternalError", _told(TencentError("InternalError"), request, edition)
    response["RequestId"] = str(uuid4())
    body = json.dumps({"Response": response}, ensure_ascii=False).encode()
    return Answer(200, body, _HEADERS, _called(request), code)


async def _respond(request: Request, edition: Edition, services: Services) -> dict[str, Any]:
    head = read_head(request)
    key = await _authenticate(request, head, services)
    action = _action(request, head)
    wanted = parse(action, head.parameters(request))
    try:
        await services.accounts.admit(key, action.name)
    except AccountError as error:
        raise from_account(error, action) from error
    try:
        return await _PERFORM[action](wanted, key, edition, services)
    except TencentError:
        raise
    except Exception as error:
        _log(error)
        raise TencentError(UNKNOWN) from error


async def _authenticate(request: Request, head: Head, services: Services) -> Key:
    """The key that signed; the secret is looked at last."""
    if not _SECRET_ID.fullmatch(head.secret_id):
        raise TencentError("AuthFailure.InvalidSecretId")
    credential = await services.accounts.find("tencent", head.secret_id)
    now = services.clock()
    if (
        credential is None
        or credential.key.state == "disabled"
        or (credential.key.expires is not None and credential.key.expires <= now)
    ):
        raise TencentError("AuthFailure.SecretIdNotFound")
    if abs(now - int(head.timestamp)) > _CLOCK_SKEW:
        raise TencentError("AuthFailure.SignatureExpire")
    if not head.is_genuine(request, credential.secret):
        raise TencentError("AuthFailure.SignatureFailure")
    if credential.token is not None and (
        not hmac.compare_digest(credential.token.encode(), head.token.encode("utf-8", "replace"))
        or (credential.expires is not None and credential.expires <= now)
    ):
        raise TencentError("AuthFailure.TokenFailure")
    return credential.key


def _action(request: Request, head: Head) -> Action:
    if product_of(request.header("host") or "") not in (None, "ocr"):
        raise TencentError("NoSuchProduct")
    if not head.version:
        raise TencentError("MissingParameter", "Version")
    if head.version != VERSION:
        raise TencentError("NoSuchVersion")
    if not head.action:
        raise TencentError("MissingParameter", "Action")
    if head.action not in ACTIONS:
        raise TencentError("InvalidAction")
    return ACTIONS[head.action]


async def _hk_id(wanted: Wanted, key: Key, edition: Edition, services: Services) -> dict[str, Any]:
    # Only those that the answer can tell are measured: a list, or FakeDetectResult.
    told = HKID.kinds if edition.name == "intl" else render.FORGERIES if wanted.detect_fake else frozenset()
    kinds = chosen(told & key.warnings)
    reading = await _read(wanted.picture, HKID, edition, services, wanted.portraits, kinds)
    card = _choose(reading.cards, HKID, "front")
    signals = render.signals_of([card], HKID, key.warnings)
    return render.hk_id(card, edition, signals, portraits=wanted.portraits, detect_fake=wanted.detect_fake)


async def _permit(wanted: Wanted, key: Key, edition: Edition, services: Services) -> dict[str, Any]:
    kinds = chosen(PERMIT.kinds & key.warnings) if edition.name == "intl" else ()
    reading = await _read(wanted.picture, PERMIT, edition, services, wanted.portraits, kinds)
    # A picture that does not show the side asked for is read as the side it shows: CardType tells.
    of_side = [card for card in reading.cards if card.side == wanted.side]
    card = _choose(of_side or reading.cards, PERMIT)
    signals = render.signals_of([card], PERMIT, key.warnings)
    return render.permit(card, edition, signals, portrait=wanted.portraits)


async def _macao(wanted: Wanted, key: Key, edition: Edition, services: Services) -> dict[str, Any]:
    kinds = chosen(MACAO.kinds & key.warnings)
    reading = await _read(wanted.picture, MACAO, edition, services, wanted.portraits, kinds)
    front = _choose(reading.cards, MACAO, "front")
    back = next((card for card in reading.cards if card.side == "back"), None)
    if wanted.back is not None:
        reading = await _read(wanted.back, MACAO, edition, services, portraits=False, kinds=kinds)
        back = _choose(reading.cards, MACAO, "back")
    shown = [front] if back is None else [front, back]
    signals = render.signals_of(shown, MACAO, key.warnings)
    return render.macao(front, back, signals, portrait=wanted.portraits)


async def _read(
    source: Source, action: Action, edition: Edition, services: Services, portraits: bool, kinds: tuple[str, ...]
) -> Reading:
    data = await obtain(source, action, edition, services.fetch)
    try:
        return await services.recognise(data, documents=(action.document,), portraits=portraits, warnings=kinds)
    except HmtocrError as error:
        raise from_recognition(error, action, source.parameter) from error


def _choose(cards: Collection[Card], action: Action, side: str | None = None) -> Card:
    """The largest card, of that side if one is named."""
    card = next((card for card in cards if side in (None, card.side)), None)
    if card is None:
        raise TencentError(action.no_card_code)
    if not card.fields:
        raise TencentError("FailedOperation.OcrFailed")
    return card


def _called(request: Request) -> str:
    """The action that was asked for, for counts; "" where it does not exist. Forms are long, and not parsed again."""
    action = request.header("x-tc-action")
    if action is None:
        found = _ACTION.search(request.query.encode("latin-1")) or _ACTION.search(request.body)
        action = found[1].decode("ascii") if found else ""
    return action if action in ACTIONS else ""


def _language(request: Request, edition: Edition) -> str:
    """Of messages: as asked in X-TC-Language or Language, else the edition's."""
    asked = request.header("x-tc-language")
    if asked is None and not is_v3(request):
        try:
            asked = v1_fields(request).get("Language")
        except TencentError:
            asked = None
    return asked if asked in ("zh-CN", "en-US") else edition.language


def _told(error: TencentError, request: Request, edition: Edition) -> dict[str, Any]:
    return {"Error": {"Code": error.code, "Message": error.message(_language(request, edition))}}


def _log(error: Exception) -> None:
    """Where, but not what: an exception's text could hold a value."""
    where = "".join(traceback.format_tb(error.__traceback__))
    _logger.error("unexpected %s\n%s", type(error).__name__, where)


_PERFORM: Mapping[Action, Callable[[Wanted, Key, Edition, Services], Awaitable[dict[str, Any]]]] = MappingProxyType(
    {HKID: _hk_id, PERMIT: _permit, MACAO: _macao}
)
