"""Counts the asterisks before a Hong Kong card's symbols by the room that they leave.

The stars are small and faint, and blur takes them first: then "***AZ" reads "AZ" and its first letter stands three
characters too far right. All rows of this column begin at one edge, so that the date of birth above it shows where
the first character of the row has its place, and how wide a character is.
"""

from __future__ import annotations

from dataclasses import replace

from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading

_SURE = 0.5
"""Probability from which a reading stands as it is: of those that lose stars hardly one has 0.3."""
_ROOM = ((1.7, "***"), (0.5, "*"))
"""Least room in characters and the stars that fill it. Measured on drawn cards in the typefaces of real ones: 0 (none),
1 (one), 3 (three), each give or take 0.3; in typefaces with narrow stars a little less."""


def with_stars(symbols: LineReading, birth: LineReading | None) -> LineReading:
    """The reading with as many stars as there is room for, if it is not sure of itself.

    Args:
        symbols: the row of symbols as read.
        birth: the date of birth of the same card.
    """
    if birth is None or symbols.probability > _SURE or len(birth.text) < 6:
        return symbols
    places = birth.places()
    advance = (places[-1] - places[0]) / (len(places) - 1)
    core = symbols.text.lstrip("*")
    start = symbols.places()[len(symbols.text) - len(core)] if core else 0.0
    if advance <= 0 or not core:
        return symbols
    room = (start - places[0]) / advance
    stars = next((text for least, text in _ROOM if room > least), "")
    text = stars + core
    if text == symbols.text:
        return symbols
    seen = next((c for c in symbols.candidates if c.text == text), None)
    first = symbols.candidates[0]
    # The letters are as sure as before; the stars are seen by the gap that they fill.
    steps = first.steps[-len(core) :]
    named = Candidate(text, max(first.probability, seen.probability if seen else 0.0), (steps[0],) * len(stars) + steps)
    others = tuple(c for c in symbols.candidates if c.text != text)
    return replace(symbols, candidates=(named, *others))
