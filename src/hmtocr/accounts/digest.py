"""What is stored of secrets that need only be recognised: hashes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_COST, _BLOCK, _LANES = 2**14, 8, 1
"""scrypt's n, r and p: 16 MiB and some tens of milliseconds, the interactive setting of RFC 7914's authors."""
_MEMORY = 64 * 2**20


def digest(token: str) -> str:
    """SHA-256 of a token in hexadecimal digits; enough for one that was drawn from 256 random bits, not for passwords.

    >>> digest("a")[:8]
    'ca978112'
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same(told: str, stored: str) -> bool:
    """Whether two texts are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(told.encode("utf-8", "surrogatepass"), stored.encode("utf-8", "surrogatepass"))


def hash_password(password: str) -> str:
    """The password's scrypt hash with a fresh salt, as `scrypt$n$r$p$salt$hash`."""
    salt = secrets.token_bytes(16)
    parts = (base64.b64encode(part).decode() for part in (salt, _scrypt(password, salt, _COST, _BLOCK, _LANES)))
    return "$".join(("scrypt", str(_COST), str(_BLOCK), str(_LANES), *parts))


def is_password(password: str, stored: str) -> bool:
    """Whether `stored` is that password's hash.

    >>> stored = hash_password("correct horse")
    >>> is_password("correct horse", stored), is_password("battery staple", stored)
    (True, False)
    """
    _, cost, block, lanes, salt, known = stored.split("$")
    found = _scrypt(password, base64.b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, base64.b64decode(known))


def _scrypt(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    data = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(data, salt=salt, n=cost, r=block, p=lanes, maxmem=_MEMORY, dklen=32)
