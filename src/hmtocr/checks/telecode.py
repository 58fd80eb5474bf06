"""Chinese telegraph code (telecode): four digits that stand for one Chinese character.

Hong Kong and Macao cards print the code of every character of the holder's Chinese name, zero-padded, one
blank between groups. The codes are those of the Taiwan (traditional) code book: every character on the
official Hong Kong specimens has the code that Unicode's Unihan database gives as ``kTaiwanTelegraph``. There
a code belongs to exactly one character, so code and name can confirm each other character by character.

The table, ``telecode.tsv``, is taken from Unihan (kTaiwanTelegraph and kMainlandTelegraph); see NOTICE. Where
the Taiwan book has nothing, the mainland's is the next best guess.

>>> encode("李"), encode("陳"), encode("明")
('2621', '7115', '2494')
>>> decode("1728")
'張'
>>> agrees("李智能", "2621 2535 5174")
True
>>> agrees("李智能", "2621 2535 5175")
False
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain
from types import MappingProxyType

from hmtocr.checks.variants import same_character, variants_of

__all__ = [
    "UNKNOWN",
    "agrees",
    "candidates",
    "codes",
    "decode",
    "encode",
    "same_character",
    "simplified",
    "simplified_forms",
    "split",
]

UNKNOWN = "0000"
"""Printed for a character that has no code."""

_GROUP = re.compile(r"[0-9]{4}")


@dataclass(frozen=True)
class _Table:
    """Both directions of both code books."""

    taiwan: Mapping[str, tuple[str, ...]]
    mainland: Mapping[str, tuple[str, ...]]
    taiwan_character: Mapping[str, str]
    mainland_character: Mapping[str, str]


@cache
def _table() -> _Table:
    taiwan: dict[str, tuple[str, ...]] = {}
    mainland: dict[str, tuple[str, ...]] = {}
    text = files("hmtocr.checks").joinpath("telecode.tsv").read_text(encoding="utf-8")
    for row in text.splitlines()[1:]:
        char, _codepoint, mainland_codes, taiwan_codes = row.split("\t")
        if taiwan_codes:
            taiwan[char] = tuple(taiwan_codes.split())
        if mainland_codes:
            mainland[char] = tuple(mainland_codes.split())
    return _Table(
        MappingProxyType(taiwan),
        MappingProxyType(mainland),
        MappingProxyType({code: char for char, all_codes in taiwan.items() for code in all_codes}),
        MappingProxyType({code: char for char, all_codes in mainland.items() for code in all_codes}),
    )


def encode(char: str) -> str | None:
    """The code of a character in the Taiwan code book, or None if it has none.

    Two characters have two codes; the first is returned.

    >>> encode("塵"), encode("囍")
    ('1057', None)
    """
    found = _table().taiwan.get(char)
    return found[0] if found else None


def codes(char: str) -> tuple[str, ...]:
    """All codes of a character, Taiwan first, then mainland, without repetition; empty if there is none.

    >>> codes("塵"), codes("万"), codes("专")
    (('1057', '7775'), ('8001',), ('1413',))
    """
    table = _table()
    return tuple(dict.fromkeys(table.taiwan.get(char, ()) + table.mainland.get(char, ())))


def decode(code: str) -> str | None:
    """The character of a four-digit code: of the Taiwan code book, else of the mainland's, else None.

    >>> decode("0796"), decode("0000")
    ('啓', None)
    """
    found = candidates(code)
    return found[0] if found else None


def candidates(code: str) -> tuple[str, ...]:
    """Every character that a four-digit code may mean: the Taiwan character first, then the mainland one.

    >>> candidates("1496")
    ('峯', '峰')
    """
    table = _table()
    found = (table.taiwan_character.get(code), table.mainland_character.get(code))
    return tuple(dict.fromkeys(char for char in found if char))


@cache
def simplified_forms() -> str:
    """Every character that only the mainland's book holds, under a code that the Taiwan book gives another character.

    >>> "关" in simplified_forms(), "關" in simplified_forms()
    (True, False)
    """
    table = _table()
    return "".join(
        char
        for code, char in table.mainland_character.items()
        if char not in table.taiwan and table.taiwan_character.get(code, char) != char
    )


def simplified(char: str) -> str:
    """The mainland's form of a character: what its book has under the Taiwan book's code, or a variant; else itself.

    >>> simplified("蕭"), simplified("悅"), simplified("悦"), simplified("囍")
    ('萧', '悦', '悦', '囍')
    """
    table = _table()
    if char in table.mainland:
        return char
    coded = (table.mainland_character[code] for code in table.taiwan.get(char, ()) if code in table.mainland_character)
    shaped = (other for other in variants_of(char) if other in table.mainland)
    return next(chain(coded, shaped), char)


def split(telecode_text: str) -> tuple[str, ...]:
    """The groups of a printed telecode, also where the blanks between them were lost.

    >>> split("1728 1367 0193"), split("172813670193"), split("")
    (('1728', '1367', '0193'), ('1728', '1367', '0193'), ())
    """
    groups: list[str] = []
    for part in telecode_text.split():
        if len(part) % 4 == 0:
            groups.extend(part[i : i + 4] for i in range(0, len(part), 4))
        else:
            groups.append(part)
    return tuple(groups)


def agrees(name_zh: str, telecode_text: str) -> bool | None:
    """Whether the printed codes are those of the printed characters.

    Blanks and the comma between surname and given name do not count. A group ``0000`` agrees with any
    character; one that is not in the Taiwan book may have no group at all. Variant shapes of a character
    count as that character, its simplified form does not.

    Returns:
        None where there is nothing to compare: no characters, no codes, or only ``0000``.

    >>> agrees("陳, 大 文", "7115 1129 2429"), agrees("啟悅", "0796 1878"), agrees("囍明", "0000 2494")
    (True, True, True)
    >>> agrees("囍明", "2494"), agrees("李明", "2494"), agrees("", ""), agrees("囍", "0000")
    (True, False, None, None)
    >>> agrees("黃", "7806"), agrees("黄", "7806")
    (True, False)
    """
    name = [char for char in name_zh if not char.isspace() and char not in ",，、"]
    groups = split(telecode_text)
    if not name or not groups:
        return None
    # By how many groups the characters so far may have used: whether any of them was confirmed.
    used: dict[int, bool | None] = {0: None}
    for char in name:
        following: dict[int, bool | None] = {}
        for count, confirmed in used.items():
            if encode(char) is None:
                following[count] = confirmed or following.get(count)
            if count < len(groups) and (verdict := _pair_agrees(char, groups[count])) is not False:
                following[count + 1] = confirmed or verdict or following.get(count + 1)
        used = following
    return used.get(len(groups), False)


def _has_code(char: str) -> bool:
    return any(codes(shape) for shape in (char, *variants_of(char)))


def _pair_agrees(char: str, group: str) -> bool | None:
    if group == UNKNOWN:
        return None
    if not _GROUP.fullmatch(group):
        return False
    # Only the first candidate: the mainland book gives 黄 the code of 黃 in the book that cards follow.
    expected = decode(group)
    if expected is None:
        # A code in neither book says nothing about a character in neither book.
        return False if _has_code(char) else None
    return same_character(char, expected)
