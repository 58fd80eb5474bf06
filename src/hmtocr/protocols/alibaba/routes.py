"""From a raw request to a raw answer: the checks in the order in which the vendor's gateway and service make them."""

from __future__ import annotations

import hmac
import logging
import traceback

from hmtocr.accounts.key import Key
from hmtocr.errors import AccountError, HmtocrError
from hmtocr.protocols.alibaba import render
from hmtocr.protocols.alibaba.envelope import failure, success
from hmtocr.protocols.alibaba.errors import AlibabaError, from_account, from_recognition
from hmtocr.protocols.alibaba.head import ACTION, Head, read_head, wants_xml
from hmtocr.protocols.alibaba.parse import LARGEST_PICTURE, Source, check_size, obtain, parse
from hmtocr.protocols.exchange import Answer, Request
from hmtocr.protocols.services import Services
from hmtocr.risk.kinds import chosen

_CLOCK_SKEW = 900
"""Seconds that a timestamp may be off, either way."""
_DOCUMENT = "hk-id"
_PARAMETERS = ("SignatureNonce=", "SignatureVersion=", "AccessKeyId=")
_logger = logging.getLogger(__name__)


def claims(request: Request) -> bool:
    """Whether a request speaks this dialect: sent to "/", with a header or a parameter that only this vendor has.

    Forms are looked into where the body has come in.
    """
    if request.path not in ("", "/"):
        return False
    authorization = request.header("authorization")
    if (authorization or "").startswith("ACS3-") or any(name.startswith("x-acs-") for name, _ in request.headers):
        return True
    if authorization is not None or request.header("x-tc-action") is not None:
        return False
    return any(name in request.query or name.encode() in request.body for name in _PARAMETERS)


async def answer(request: Request, services: Services) -> Answer:
    """The whole of it."""
    xml = wants_xml(request)
    try:
        return success(await _respond(request, services), xml=xml)
    except AlibabaError as error:
        told = error
    except Exception as error:
        _log(error)
        told = AlibabaError("InternalError")
    return failure(told, request.header("host") or "", xml=xml)


async def _respond(request: Request, services: Services) -> str:
    if request.method not in ("GET", "POST"):
        raise AlibabaError("UnsupportedHTTPMethod")
    # Before the signature: that of a body which was not kept cannot be checked.
    if request.oversized or len(request.body) > LARGEST_PICTURE:
        raise AlibabaError("exceededImageContent")
    head = read_head(request)
    key = await _authenticate(request, head, services)
    source = parse(request, head.parameters)
    try:
        await services.accounts.admit(key, ACTION)
    except AccountError as error:
        raise from_account(error) from error
    return await _recognise(source, key, services)


async def _authenticate(request: Request, head: Head, services: Services) -> Key:
    """The key that signed. A nonce counts as used only when its signature is right."""
    credential = await services.accounts.find("alibaba", head.access_key_id)
    if credential is None:
        raise AlibabaError("InvalidAccessKeyId.NotFound")
    now, key = services.clock(), credential.key
    if key.state == "disabled" or (key.expires is not None and key.expires <= now):
        raise AlibabaError("InvalidAccessKeyId.Inactive")
    if abs(now - head.timestamp) > _CLOCK_SKEW:
        raise AlibabaError("InvalidTimeStamp.Expired")
    if not head.is_genuine(request, credential.secret):
        raise AlibabaError("SignatureDoesNotMatch", head.string_to_sign(request))
    if credential.token is not None and (
        not hmac.compare_digest(credential.token.encode(), head.token.encode("utf-8", "replace"))
        or (credential.expires is not None and credential.expires <= now)
    ):
        raise AlibabaError("invalidStsToken")
    # After that, the timestamp itself is too old.
    seconds = head.timestamp + _CLOCK_SKEW - now + 1
    if not services.nonces.fresh(f"alibaba/{head.access_key_id}", head.nonce, seconds):
        raise AlibabaError("SignatureNonceUsed")
    return key


async def _recognise(source: Source, key: Key, services: Services) -> str:
    try:
        data = await obtain(source, services.fetch)
        kinds = chosen(key.warnings & render.KINDS)
        reading = await services.recognise(data, documents=(_DOCUMENT,), portraits=True, warnings=kinds)
        check_size(reading.width, reading.height)
        card = next((card for card in reading.cards if card.document == _DOCUMENT and card.side == "front"), None)
        if card is None:
            raise AlibabaError("unmatchedImageType")
        if not card.fields:
            raise AlibabaError("algorithmError")
        return render.data(reading, card)
    except AlibabaError:
        raise
    except HmtocrError as error:
        raise from_recognition(error) from error
    except Exception as error:
        _log(error)
        raise AlibabaError("algorithmError") from error


def _log(error: Exception) -> None:
    """Where, but not what: an exception's text could hold a value."""
    where = "".join(traceback.format_tb(error.__traceback__))
    _logger.error("unexpected %s\n%s", type(error).__name__, where)
