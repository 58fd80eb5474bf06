"""Issue count (签发次数) of the residence permit: how often a permit was issued to its holder.

The chip stores two characters (``01``, ``02`` ...); the print may or may not have the leading zero.
Source: the contents of the permit in State Council General Office notice [2018] No. 81, article 3, and
the chip's record layout.

>>> parse("01"), parse("2"), parse("00"), parse("1O")
(1, 2, None, None)
"""

from __future__ import annotations

import re

_COUNT = re.compile(r"[0-9]{1,2}")


def parse(text: str) -> int | None:
    """The count, 1 to 99, or None where the text is no such count.

    >>> parse("12"), parse("123")
    (12, None)
    """
    if not _COUNT.fullmatch(text.strip()):
        return None
    return int(text) or None


def is_valid(text: str) -> bool | None:
    """Whether the text is a count of at least one; None if there is no text.

    >>> is_valid("01"), is_valid("00"), is_valid("")
    (True, False, None)
    """
    return parse(text) is not None if text.strip() else None
