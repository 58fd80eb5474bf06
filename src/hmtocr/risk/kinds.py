"""The kinds of risk signals, and which of them are wanted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

CODES: Mapping[str, int] = MappingProxyType(
    {
        "covered": -9101,
        "photocopy": -9102,
        "recapture": -9103,
        "tampered": -9104,
        "glare": -9107,
        "blur": -9108,
        "inconsistent": 0,
    }
)
"""Every kind, and its code in Tencent Cloud's table; 0 where that table has none."""
KINDS = tuple(CODES)


def chosen(warnings: bool | Collection[str]) -> tuple[str, ...]:
    """The kinds in their order: all for True, none for False, else those named.

    Raises:
        ValueError: one that does not exist.

    >>> chosen({"blur", "glare"}), chosen(False)
    (('glare', 'blur'), ())
    """
    if isinstance(warnings, bool):
        return KINDS if warnings else ()
    unknown = sorted(set(warnings) - set(KINDS))
    if unknown:
        raise ValueError(f"unknown risk signals {', '.join(unknown)}; there are {', '.join(KINDS)}")
    return tuple(kind for kind in KINDS if kind in warnings)
