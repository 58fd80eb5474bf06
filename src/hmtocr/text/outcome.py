"""What was decided for one field, before it is told on the original picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hmtocr.text.fusion import fuse
from hmtocr.text.line import Box, LineReading

_PRINTED = 0.3
_SUPPORTED = 0.003
"""Of the best reading's probability: what another one must have to be preferred for making sense."""


@dataclass(frozen=True)
class Outcome:
    """A field's text on the flat card.

    Attributes:
        text: as printed.
        probability: the recogniser's own, or the fusion's; not yet calibrated.
        box: of the ink on the flat card, in its pixels.
        alternatives: other texts with their probabilities, best first.
    """

    text: str
    probability: float
    box: Box
    alternatives: tuple[tuple[str, float], ...] = ()


def outcome(
    reading: LineReading, shape: Callable[[str], str] = str, plausible: Callable[[str], bool] | None = None
) -> Outcome:
    """A line's own best candidate as the outcome; `shape` puts the printed gaps back.

    Of candidates that the pixels support about as well, the best `plausible` one goes first.
    """
    first = reading.candidates[0]
    if plausible is not None and not plausible(first.text):
        able = (c for c in reading.candidates[1:] if c.probability > _SUPPORTED * first.probability)
        first = next((c for c in able if plausible(c.text)), first)
    others = [c for c in reading.candidates if c is not first]
    return Outcome(
        shape(first.text),
        first.probability,
        reading.extent(),
        tuple((shape(c.text), c.probability) for c in others[:3]),
    )


def named_outcomes(
    name: LineReading | None, code: LineReading | None, shape: Callable[[str], str]
) -> tuple[Outcome | None, Outcome | None]:
    """A Chinese name and its telecode, read together; None for what is not printed.

    An empty row gives the recogniser nothing, or a guess with no weight: below `_PRINTED` per character it is taken
    for empty, unless the other view of the name vouches for it, or its ink was seen.
    """
    code = code if code is not None and code.sharpness > _PRINTED else None
    fused = fuse(name, code)
    if name is None or fused is None or (code is None and name.sharpness < _PRINTED and name.ink is None):
        return None, None if code is None else outcome(code, shape)
    told = Outcome(fused.name, fused.probability, name.extent(), fused.alternatives)
    if code is None:
        return told, None
    return told, Outcome(shape(fused.code), max(code.probability, fused.probability), code.extent())
