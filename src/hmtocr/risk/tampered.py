"""Tampered: a piece of print that was edited differs from the rest in what printing, camera and file leave.

A small network (training/risk_tampered) looks at all rows side by side (sheet.py), and weighs what it sees of every
piece, against the card's and the row's other pieces, together with measured traits (pieces.py). Added are digits of
another type than the other rows' (typeface.py), characters that are copies of others (twins.py), and contradictions
between two prints of one thing: who edits one field seldom edits its copy too. So does what cannot be read for no
reason that is seen (illegible.py). A swapped portrait is an edit by itself (two_faces.py).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, around, sides
from hmtocr.models.engine import Engine
from hmtocr.reading import Quad
from hmtocr.risk.fineness import fineness
from hmtocr.risk.illegible import illegible
from hmtocr.risk.inconsistent import broken
from hmtocr.risk.pieces import Pieces, pieces
from hmtocr.risk.sheet import fellows, planes, shares
from hmtocr.risk.sight import Sight, Signal
from hmtocr.risk.twins import twins
from hmtocr.risk.two_faces import FACES, two_faces
from hmtocr.risk.typeface import ALIKE, strangeness

WIDEST = 800
"""Pixels of the card's width, from which on it is looked at at half its resolution, for the sake of time."""
APART = ("window_text", "resident_type")
"""Fields that are made otherwise than all the rest: engraved in a window that shows what lies behind, or part of the
card's own title."""
_CHINESE = frozenset({"name_zh", "surname_zh", "given_zh", "address", "authority"})
TOP = 2
"""Pieces of a row whose mean speaks for it."""
_SAID_TWICE: Mapping[str, float] = {
    "telecode.name": 3.0,
    "telecode.surname": 3.0,
    "telecode.given": 3.0,
    "hkid.window": 3.7,
    "permit.birth": 4.6,
    "permit.sex": 4.6,
    "mrz.number": 4.6,
    "mrz.birth": 4.6,
    "mrz.expiry": 4.6,
    "mrz.composite": 4.6,
    "mrz.face": 4.6,
    "mrz.face_birth": 4.6,
    "mrz.face_expiry": 4.6,
    "mrz.face_sex": 4.6,
}
"""Log odds that a contradiction adds, if it is certain. Of drawn forgeries one in five has one; of issued cards, at a
guess, one in a hundred (telecodes, whose variants no list holds in full), in 200 (windows, engraved finely) or in 500
seems to. The face's own check digits are not here: official specimens are printed with wrong ones."""
_STRANGE, _USUAL, _MOST = 2.5, 0.4, 6.0
"""Log odds that strange digits add to a row for each unit of strangeness beyond the usual, and the most of that. Of 118
honest pictures of official specimens one in ten has a stranger row than the usual."""
_TWIN, _SINGLE, _COPIED = 15.0, 0.5, 7.0
"""Log odds that twins add to both rows for how alike they are beyond the second, and the most of that. Of 132 honest
drawn pictures one had likelier ones (0.60), of 120 of official specimens none, of 80 with characters moved within the
card 22. Where no camera was between, characters may fall on the pixels alike: so in five of 30 drawings as drawn."""
_UNREAD = 2.0
"""The most log odds of a row that could not be read: now and then it is no field's, but a stamp's or a title's."""
_FAINT = 2.0
"""The most of what the network says of a row that is one piece, which nothing beside it bears out (of 220 honest drawn
pictures two had more, one of them 15), or that is seen too coarsely for its strokes to be compared."""
_COARSE = (5.5, 9.0)
"""Widths of its edges under whose number (see fineness.py) a row's height is too little for that: letters', and Chinese
characters', whose strokes are denser. Of an official specimen of 252 pixels, enlarged, the Chinese name had up to
six."""
_TELLING = 1.0
"""Log odds from which a contradiction's fields, what cannot be read, or the portrait, are named."""
FLOOR = -3.0
"""Log odds of a card of which no row can be looked at."""


@dataclass(frozen=True)
class Tampered:
    """The signal, with its network, and that which tells what lies over a card."""

    network: Engine
    overlayer: Engine

    def __call__(self, sight: Sight) -> Signal:
        """How likely some row was edited, the likeliest rows' names, and where the likeliest is."""
        # What could not be read may have been edited badly.
        rows = {**sight.unread, **{name: field.quad for name, field in sight.fields.items()}}
        names = [name for name in rows if name not in APART and _is_spelt(sight, name)]
        quads = [np.asarray(rows[name], np.float64) / sight.scale for name in names]
        chinese = [is_chinese(sight.fields[n].text) if n in sight.fields else n in _CHINESE for n in names]
        seen = look(sight.pixels, sight.quad, quads, chinese)
        told = {} if seen is None else self._by_row(seen, sight, names, quads, chinese)
        most, swapped, (more, copies) = max(told.values(), default=FLOOR), _swap(sight), _contradiction(sight)
        warned = (row for row in told if probability(told[row]) >= max(0.5 * probability(most), 0.2))
        strong = [names[row] for row in sorted(warned, key=lambda row: -told[row])]
        hard, lacking = illegible(sight, self.overlayer, APART)
        strong += [name for name in (*copies, *(lacking if hard > _TELLING else ())) if name not in strong]
        place: Quad | None = rows.get(strong[0]) if strong else None
        printed = most + more + hard
        if swapped > max(_TELLING, printed) and "large" in sight.portraits:
            place = sight.portraits["large"]
        return Signal(probability(max(printed, swapped)), tuple(strong), place)

    def _by_row(
        self, seen: Pieces, sight: Sight, names: Sequence[str], quads: Sequence[Floats], chinese: Sequence[bool]
    ) -> dict[int, float]:
        """The log odds that each row was edited."""
        seen_by_row = by_row(self.network.run(*evidence(seen))[0][:, 0], seen.rows)
        pieces_of = dict(zip(*np.unique(seen.rows, return_counts=True), strict=True))
        fine = fineness(seen.sheet)
        faint = {row for row in seen_by_row if pieces_of[row] == 1 or fine[row] < _COARSE[chinese[row]]}
        told = {row: min(odds, _FAINT if row in faint else odds) for row, odds in seen_by_row.items()}
        alike = ALIKE.get(sight.face[0], frozenset())
        texts = {row: sight.fields[name].text for row, name in enumerate(names) if name in alike & sight.fields.keys()}
        for row, off in strangeness(seen.sheet, texts).items():
            told[row] += min(_MOST, _STRANGE * max(0.0, off - _USUAL))
        copied = twins(sight.pixels, quads, seen.sheet, seen.ink)
        if copied is not None:
            for row in set(copied.rows):
                told[row] += min(_COPIED, _TWIN * max(0.0, copied.alike - _SINGLE))
        return {row: min(odds, _UNREAD if names[row] in sight.unread else odds) for row, odds in told.items()}


def _swap(sight: Sight) -> float:
    """The log odds that the two portraits are not of one face."""
    if sight.alike is None or sight.face[0] not in FACES:
        return FLOOR
    return two_faces(sight.alike)


def _contradiction(sight: Sight) -> tuple[float, tuple[str, ...]]:
    """The log odds that the surest contradiction adds, and its fields if that is worth telling."""
    found = broken(sight, _SAID_TWICE)
    if not found:
        return 0.0, ()
    worst = max(found, key=lambda check: found[check])
    named = tuple(name for name in worst.fields if name in sight.fields)
    return found[worst], named if found[worst] > _TELLING else ()


def _is_spelt(sight: Sight, name: str) -> bool:
    """Whether a row has letters or digits, as far as is known: dashes have no strokes to compare."""
    return name not in sight.fields or any(char.isalnum() for char in sight.fields[name].text)


def is_chinese(text: str) -> bool:
    """Whether most of a row is in Chinese characters, whose strokes look otherwise than letters'."""
    return sum(c > "\u2e7f" for c in text) * 2 > len(text)


def look(pixels: Pixels, quad: Floats, quads: Sequence[Floats], chinese: Sequence[bool]) -> Pieces | None:
    """The pieces of the rows at `quads` on the card at `quad` (both on the picture); spots are on the picture too."""
    room = 0.05 * sides(quad)[0]
    reach = np.concatenate([quad - room, quad + room])
    part, back = around(pixels, reach, 2 * sides(quad)[0] / WIDEST)
    times, origin = float(back[0, 0]), back[:2, 2]
    seen = pieces(part, [(one - origin) / times for one in quads], [int(kind) for kind in chinese])
    if seen is None:
        return None
    spots = seen.spots * times
    spots[:, :2] += origin
    return replace(seen, spots=spots)


def evidence(seen: Pieces) -> tuple[NDArray[np.float32], ...]:
    """The network's inputs: the sheet (1 x PLANES x height x width), shares, fellows (sheet.py), and traits."""
    return planes(seen.sheet.pixels)[None], shares(seen.sheet), fellows(seen.rows), seen.traits


def by_row(odds: NDArray[np.float32], rows: NDArray[np.int64]) -> dict[int, float]:
    """The mean log odds of every row's TOP likeliest pieces."""
    return {int(row): float(np.sort(odds[rows == row])[-TOP:].mean()) for row in np.unique(rows)}


def probability(odds: float) -> float:
    """Of log odds."""
    return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))
