"""Who calls: by a token of IAM, or by a signature with AK and SK."""

from __future__ import annotations

import hmac
import re

from hmtocr.accounts.key import Credential, Key
from hmtocr.protocols.exchange import Request
from hmtocr.protocols.huawei.errors import OUTDATED, HuaweiError, not_authenticated
from hmtocr.protocols.huawei.sign import parse_authorization, signing_time, verify
from hmtocr.protocols.services import Services

TOKEN_SECONDS = 24 * 3600
_CLOCK_SKEW = 900
"""Seconds that X-Sdk-Date may be off, either way."""
_TOKEN = re.compile(r"(.+)\.([0-9a-f]{1,12})", re.ASCII | re.DOTALL)


async def authenticate(request: Request, services: Services) -> Key:
    """The key that calls; a token goes before a signature.

    Raises:
        HuaweiError: nobody is named, or not rightly.
    """
    tokens = [value for name, value in request.headers if name == "x-auth-token"]
    if tokens:
        if len(set(tokens)) > 1:
            raise HuaweiError("ModelArts.4103")
        return await _by_token(tokens[0], services)
    told = request.header("authorization")
    if told is None:
        raise not_authenticated("x-auth-token not found")
    authorization = parse_authorization(told)
    if authorization is None:
        raise not_authenticated("verify aksk signature fail")
    credential = await services.accounts.find("huawei", authorization.access_key)
    if credential is None or not is_good(credential.key, services):
        raise not_authenticated("Get secretKey failed")
    signed_at, now = signing_time(request), services.clock()
    if signed_at is None or not verify(request, authorization, credential.secret):
        raise not_authenticated("verify aksk signature fail")
    if abs(now - signed_at) > _CLOCK_SKEW:
        raise not_authenticated("signature expired")
    _check_temporary(credential, request.header("x-security-token") or "", now)
    return credential.key


async def open_token(key: Key, services: Services) -> tuple[str, float]:
    """A token and when it ends. The end stands in the token too, so that an old one can be told from a wrong one."""
    ends = int(services.clock()) + TOKEN_SECONDS
    return f"{await services.accounts.open_session(key, TOKEN_SECONDS)}.{ends:x}", float(ends)


def is_good(key: Key, services: Services) -> bool:
    """Neither disabled nor past its end."""
    return key.state != "disabled" and (key.expires is None or key.expires > services.clock())


async def _by_token(token: str, services: Services) -> Key:
    if not token:
        raise HuaweiError("ModelArts.4101")
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise not_authenticated("decrypt token fail")
    if int(match[2], 16) <= services.clock():
        raise HuaweiError(OUTDATED)
    key = await services.accounts.by_session(match[1])
    if key is None:
        raise not_authenticated("decrypt token fail")
    if not is_good(key, services):
        raise HuaweiError("ModelArts.0203")
    return key


def _check_temporary(credential: Credential, token: str, now: float) -> None:
    if credential.token is None:
        return
    same = hmac.compare_digest(credential.token.encode(), token.encode("utf-8", "replace"))
    if not same or (credential.expires is not None and credential.expires <= now):
        raise HuaweiError("ModelArts.4107")
