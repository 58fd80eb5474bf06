"""Names with a character that the recogniser's alphabet lacks: how many are right where their telegraph code is read.

    python benchmarks/rare_names.py            the full run; writes benchmarks/results/rare_names.*
    python benchmarks/rare_names.py --quick    one picture of each face and level, printed only

No network here can read such a character: the code beside the name tells it, and the pixels do not contradict.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    # A program's folder comes first on the path, where warnings.py would hide the standard module.
    sys.path[0] += "/.."

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

from benchmarks.publish import RESULTS, circumstances, keep, table, told
from benchmarks.workers import run
from hmtocr import Reader
from hmtocr.checks import telecode
from hmtocr.models.engine import load
from hmtocr.reading import Field
from hmtocr.specimens import people
from hmtocr.specimens.camera import photograph
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.text.recogniser import Recogniser

SEED = 20261123
FACES = (("hk-id", "2003"), ("hk-id", "2018"), ("mo-id", "2002"), ("mo-id", "2013"))
"""Documents and designs whose front prints a Chinese name with its code."""
LEVELS: tuple[Level, ...] = ("scan", "photo")
_NAMES, _CODES = ("name_zh", "surname_zh", "given_zh"), ("telecode", "surname_telecode", "given_telecode")
_FULL, _QUICK = 24, 1

Task = tuple[int, str, str, Level]


@dataclass(frozen=True)
class Outcome:
    """One picture: whether every character of the name has its code on the card, the code is read, the name is."""

    level: Level
    coded: bool
    code: bool
    name: bool


@cache
def outside() -> tuple[str, ...]:
    """Characters that have a code, and that the recogniser has no class for."""
    known = Recogniser(load("text-recogniser", 1)).charset.index
    return tuple(c for c in map(chr, range(0x3400, 0xA000)) if telecode.encode(c) and c not in known)


def tasks(each: int) -> Iterator[Task]:
    """(seed, document, design, level) of every picture."""
    for n, (document, design) in enumerate(FACES):
        for m, level in enumerate(LEVELS):
            for i in range(each):
                yield SEED + 10_000 * n + 1_000 * m + i, document, design, level


def run_one(task: Task) -> Outcome:
    """Draw one card of the held-out half whose name has such a character, and read it."""
    seed, document, design, level = task
    rng = np.random.default_rng(seed)
    with mock.patch.object(people, "_chinese_name", _rare_name):
        card = draw_card(rng, document, design, "front", font_pack("default"), half="odd")
        while not any(name in card.fields for name in _CODES):
            card = draw_card(rng, document, design, "front", font_pack("default"), half="odd")
    texts = {name: field.text for name, field in card.fields.items()}
    cards = _reader().read(photograph(rng, [card], level, "odd").jpeg, warnings=False).cards
    fields = cards[0].fields if cards else {}
    name = "".join(texts.get(n, "") for n in _NAMES)
    groups = [group for n in _CODES for group in texts.get(n, "").split()]
    coded = [telecode.encode(char) for char in name] == groups
    return Outcome(level, coded, _all_right(_CODES, texts, fields), _all_right(_NAMES, texts, fields))


_invented = people._chinese_name


def _rare_name(rng: np.random.Generator, sex: people.Sex, script: people.Script, _: float) -> tuple[str, str, str, str]:
    surname, given, surname_en, given_en = _invented(rng, sex, script, 0.0)
    place = int(rng.integers(len(given)))
    char = outside()[int(rng.integers(len(outside())))]
    return surname, given[:place] + char + given[place + 1 :], surname_en, given_en


def _all_right(names: Sequence[str], texts: dict[str, str], fields: Any) -> bool:
    read: dict[str, Field] = dict(fields)
    return all(name in read and read[name].text == texts[name] for name in names if name in texts)


@cache
def _reader() -> Reader:
    return Reader(threads=1)


def summary(outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """By level: names with such a character and a full code, of them those whose code was read, and right names."""
    rows = []
    for level in LEVELS:
        mine = [o for o in outcomes if o.level == level and o.coded]
        rows.append(
            {
                "level": level,
                "names": len(mine),
                "codes": sum(o.code for o in mine),
                "right": sum(o.code and o.name for o in mine),
            }
        )
    return rows


def markdown(result: dict[str, Any]) -> str:
    """The table for people."""
    rows = [
        [
            row["level"],
            str(row["names"]),
            str(row["codes"]),
            str(row["right"]),
            f"**{100 * row['right'] / max(1, row['codes']):.1f} %**",
        ]
        for row in result["levels"]
    ]
    head = ["", "names with their codes", "codes read", "of them names right", ""]
    return (
        f"Names with one of {result['characters']} characters that have a telegraph code and that PP-OCR's alphabet "
        f"lacks, on drawn cards of the held-out half; {told(result)}.\n\n{table(head, rows)}\n"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run, print the table, and keep the full run's results."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="one picture of each face and level, printed only")
    parser.add_argument("--each", type=int, help="pictures for each face and level")
    parser.add_argument("--jobs", type=int, default=2, help="processes, one thread each")
    parser.add_argument("--out", type=Path, default=RESULTS, help="where the full run's results go")
    args = parser.parse_args(arguments)
    todo = list(tasks(args.each or (_QUICK if args.quick else _FULL)))
    result: dict[str, Any] = circumstances() | {"pictures": len(todo), "characters": len(outside())}
    result["levels"] = summary(run(run_one, todo, args.jobs))
    print(markdown(result))
    if not args.quick:
        keep(args.out, "rare_names", result, markdown(result))


if __name__ == "__main__":
    main()
