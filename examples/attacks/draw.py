"""Draws the pictures of this folder: `make attacks`, or `python examples/attacks/draw.py [KIND...]`.

One of each kind of attack, small, of a Hong Kong card that is overprinted as a specimen. Of the pictures that a
generator draws, the first is taken that the reader warns of as it should, well beyond the threshold, and of nothing
else that Tencent Cloud's table names, and reads as the document that it is: they are examples, not a measurement
(benchmarks/warnings.py is one).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from hmtocr import Reader
from hmtocr.risk.kinds import CODES
from hmtocr.risk.thresholds import thresholds
from hmtocr.specimens.attacks import ATTACKS
from hmtocr.specimens.dataset import Specimen, iter_attacked

HERE = Path(__file__).resolve().parent
FACE = ("hk-id", "2018", "front")
_LARGEST = 250_000
"""Bytes: larger files are passed over."""
_TRIES = 60


def main() -> None:
    """Draw those that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", default=[], metavar="KIND", help=", ".join(ATTACKS))
    wanted = parser.parse_args().kinds or list(ATTACKS)
    reader = Reader()
    for kind in wanted:
        chosen = next(specimens(kind, reader), None)
        if chosen is None:
            raise SystemExit(f"none of {_TRIES} pictures warns of {kind} alone")
        (HERE / f"{kind}.jpg").write_bytes(chosen.photograph.jpeg)
        told = ",\n".join(json.dumps(card, ensure_ascii=False) for card in chosen.truth())
        (HERE / f"{kind}.json").write_text(f"[{told}]\n", "utf-8")
        print(f"{kind}: {'/'.join(chosen.attack or ())}, picture {chosen.name}")


def specimens(kind: str, reader: Reader) -> Iterator[Specimen]:
    """The pictures of that kind whose only warning with a code is the right one."""
    least = thresholds("balanced")[kind]
    for specimen in iter_attacked(kind, _TRIES, 7, [FACE]):
        if len(specimen.photograph.jpeg) > _LARGEST:
            continue
        cards = reader.read(specimen.photograph.jpeg).cards
        told = {w.kind: w.score for card in cards for w in card.warnings if CODES[w.kind]}
        if [card.document for card in cards] == [FACE[0]] and {*told} == {kind} and told[kind] >= (least + 1) / 2:
            yield specimen


if __name__ == "__main__":
    main()
