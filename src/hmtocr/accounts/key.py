"""A key as dialects see it: frozen, without secrets but the one that a signature is checked with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from hmtocr.risk.kinds import KINDS

State = Literal["active", "disabled", "arrears", "suspended"]


@dataclass(frozen=True, slots=True)
class Key:
    """One customer's key, under all its dialect names.

    Attributes:
        ident: in the database.
        name: as the operator calls it.
        state: "disabled" keys are refused like unknown ones, in the words the vendor has for it.
        apis: enabled API names (Dialect.apis); empty means all.
        project_id: Huawei's, 32 hexadecimal digits.
        domain: Huawei's IAM account name.
        user: Huawei's IAM user name.
        expires: seconds since the epoch after which it is refused, or None.
        warnings: the kinds of risk signals that are enabled for it.
    """

    ident: int
    name: str
    state: State
    apis: frozenset[str]
    project_id: str
    domain: str
    user: str
    expires: float | None = None
    warnings: frozenset[str] = frozenset(KINDS)


@dataclass(frozen=True, slots=True)
class Credential:
    """What an access key id stands for.

    Attributes:
        secret: the secret that signatures are made with.
        token: that a temporary credential must be accompanied by; None for a permanent one.
        expires: of a temporary credential, seconds since the epoch.
    """

    key: Key
    identifier: str
    secret: str = field(repr=False)
    token: str | None = field(default=None, repr=False)
    expires: float | None = None
