"""How a document is described: its faces, and for each field what may be printed and how it is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hmtocr.reading import Check, Field
from hmtocr.text.alphabet import Alphabet
from hmtocr.text.ctc import Candidate
from hmtocr.text.line import LineReading
from hmtocr.text.outcome import Outcome
from hmtocr.text.recogniser import Posterior

if TYPE_CHECKING:
    from hmtocr.documents.captions import Captions

LATIN_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LATIN_LOWER = "abcdefghijklmnopqrstuvwxyz"
PORTUGUESE = "ÀÁÂÃÇÉÊÍÓÔÕÚÜàáâãçéêíóôõúü"
DIGITS = "0123456789"

OVERPRINT = r"(?:specimen){e<=1}|(?:sample){e<=1}|[樣样標标][本木夲]|副本|^copy$"
"""What specimens and copies are stamped with, over whatever is printed: normal input, and no value."""


Weighed = Callable[[tuple[Candidate, ...], Posterior, Alphabet], tuple[Candidate, ...]]


def same(text: str) -> str:
    """The text itself."""
    return text


def nothing(_: Mapping[str, LineReading]) -> str:
    """No other field tells what it says."""
    return ""


def anything(_: str) -> bool:
    """Any text will do."""
    return True


@dataclass(frozen=True)
class FieldSpec:
    """What a field can hold.

    Attributes:
        name: as in the public interface.
        chars: its alphabet; "hant" or "hans" stand for the Traditional or Simplified character sets.
        grammar: a regular expression for the characters without the gaps between them; None for free text. It says
            what can be *printed*, not what is valid: official specimens break the rules of validity on purpose.
        keeps_space: whether a gap is a character of the text.
        shape: puts printed gaps back ("172813670193" to "1728 1367 0193").
        value: the normalised form of the printed text.
        required: a card of this face always has it.
        plausible: tells nonsense (a thirteenth month) from what a card may say. It only chooses between readings that
            the pixels support: a card that does print nonsense is read as it is.
        valid: whether the text's own check digit agrees, of a field that has one. Where it does not, the quick way asks
            a second recogniser; the text stays what is printed.
        options: all the texts that can be printed, where the list is closed.
        weighed: weighs a row's readings anew by what is known of such texts (of its characters, its alphabet).
        opens: whether a row is surely the first one of such a text.
        loosely: whether its likeliest text is all that is wanted of it, and no other that it may be.
        repeats: what it says if it repeats what others were read to say; "" where that is not known.
    """

    name: str
    chars: str
    grammar: str | None = None
    keeps_space: bool = False
    shape: Callable[[str], str] = same
    value: Callable[[str], str] = same
    required: bool = True
    plausible: Callable[[str], bool] = anything
    valid: Callable[[str], bool | None] = anything
    options: tuple[str, ...] = ()
    weighed: Weighed | None = None
    opens: Callable[[str], bool] | None = None
    loosely: bool = False
    repeats: Callable[[Mapping[str, LineReading]], str] = nothing


@dataclass(frozen=True, slots=True)
class Zone:
    """Where a field is printed, in fractions of the card: ink from x0, y0 to x1, y1.

    `open` marks a field whose length varies: then x1 is the furthest that it can reach.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    open: bool = False


@dataclass(frozen=True)
class Face:
    """One side of one design of a document.

    Attributes:
        layout: where each field is, if that is known (Hong Kong).
        captions: what announces each field, if places are not known (Macao, permits).
        portraits: kinds of portraits that it may show ("large", "small").
        elsewhere: fields that other designs print on this side, and this one on the other.
        settle: turns line readings into outcomes; the place to read fields together (name and telecode).
        checks: the rules to run over the fields that were read.
    """

    document: str
    design: str
    side: str
    fields: tuple[FieldSpec, ...]
    settle: Callable[[Mapping[str, LineReading]], Mapping[str, Outcome]]
    checks: Callable[[Mapping[str, Field]], tuple[Check, ...]]
    layout: Mapping[str, Zone] | None = None
    captions: Captions | None = None
    portraits: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()

    def field(self, name: str) -> FieldSpec:
        """The specification of the field `name`."""
        return next(spec for spec in self.fields if spec.name == name)
