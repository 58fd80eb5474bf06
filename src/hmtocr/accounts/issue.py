"""Identifiers and secrets in the vendors' forms, drawn from the system's source of randomness."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from dataclasses import dataclass, field

_LETTERS = string.ascii_letters + string.digits
_CAPITALS = string.ascii_uppercase + string.digits


@dataclass(frozen=True, slots=True)
class Pair:
    """An access key id and its secret; a temporary one has a token too."""

    identifier: str
    secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """Everything that a customer needs to use a key. Shown once: only hashes and sealed texts are kept.

    Attributes:
        bearer: the native API's.
        password: of Huawei's IAM user; None beside temporary credentials.
        expires: seconds since the epoch, or None.
    """

    name: str
    tencent: Pair
    huawei: Pair
    alibaba: Pair
    project_id: str
    domain: str
    user: str
    password: str | None = field(repr=False)
    bearer: str = field(repr=False)
    expires: float | None = None

    def env(self) -> Mapping[str, str]:
        """As the environment variables that examples and tests read; tokens stand after their secrets."""
        named = {
            "TENCENT_SECRET_ID": self.tencent.identifier,
            "TENCENT_SECRET_KEY": self.tencent.secret,
            "TENCENT_TOKEN": self.tencent.token,
            "HUAWEI_AK": self.huawei.identifier,
            "HUAWEI_SK": self.huawei.secret,
            "HUAWEI_SECURITY_TOKEN": self.huawei.token,
            "HUAWEI_PROJECT_ID": self.project_id,
            "HUAWEI_IAM_USER": self.user if self.password is not None else None,
            "HUAWEI_IAM_PASSWORD": self.password,
            "HUAWEI_IAM_DOMAIN": self.domain if self.password is not None else None,
            "ALIBABA_AK": self.alibaba.identifier,
            "ALIBABA_SK": self.alibaba.secret,
            "ALIBABA_SECURITY_TOKEN": self.alibaba.token,
            "HMTOCR_KEY": self.bearer,
        }
        return {name: value for name, value in named.items() if value is not None}


def draw_pairs(*, temporary: bool) -> Mapping[str, Pair]:
    """A pair for each vendor by its dialect's name.

    >>> {name: pair.identifier[:4] for name, pair in draw_pairs(temporary=False).items() if name != "huawei"}
    {'tencent': 'AKID', 'alibaba': 'LTAI'}
    """
    prefix = "STS." if temporary else "LTAI"
    identifiers = {
        "tencent": "AKID" + draw(_LETTERS, 32),
        "huawei": draw(_CAPITALS, 20),
        "alibaba": prefix + draw(_LETTERS, 20),
    }
    lengths = {"tencent": 32, "huawei": 40, "alibaba": 30}
    return {
        dialect: Pair(identifier, draw(_LETTERS, lengths[dialect]), draw(_LETTERS, 128) if temporary else None)
        for dialect, identifier in identifiers.items()
    }


def draw_bearer() -> str:
    """A bearer key of 256 bits."""
    return f"hmtocr_{draw_token()}"


def draw_token() -> str:
    """A token of 256 bits, in letters that need no escaping in a header or URL."""
    return secrets.token_urlsafe(32)


def draw_password() -> str:
    """A password for IAM, of letters and digits."""
    return draw(_LETTERS, 32)


def draw_project_id() -> str:
    """32 hexadecimal digits."""
    return secrets.token_hex(16)


def draw_domain() -> str:
    """An IAM account's name, such as hw12345678."""
    return "hw" + draw(string.digits, 8)


def draw(alphabet: str, length: int) -> str:
    """So many characters of the alphabet."""
    return "".join(secrets.choice(alphabet) for _ in range(length))
