"""Reader: bytes in, Reading out. The whole way of a picture on one screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hmtocr.documents import DOCUMENTS, Face, face_of
from hmtocr.documents.doubt import doubtful
from hmtocr.documents.quick import Eyes, read_quickly
from hmtocr.documents.thorough import read_thoroughly
from hmtocr.documents.together import together
from hmtocr.documents.told import Told
from hmtocr.image.decode import decode
from hmtocr.image.flatten import Flat, flatten
from hmtocr.image.locate import Located, locate, ranked_faces
from hmtocr.image.portrait import cut_out
from hmtocr.image.portraits import find_portraits
from hmtocr.image.relocate import look_again, look_everywhere
from hmtocr.models.engine import load
from hmtocr.reading import Card, CardWarning, Field, Portrait, Quad, Reading
from hmtocr.risk.assess import load_assessor
from hmtocr.risk.kinds import chosen
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight
from hmtocr.risk.thresholds import Point
from hmtocr.text.confidence import calibrated, kind_of
from hmtocr.text.detector import Detector
from hmtocr.text.latin import LatinRecogniser
from hmtocr.text.outcome import Outcome
from hmtocr.text.recogniser import Recogniser

Floats = NDArray[np.float64]

_SMALL_WIDTH = 480
"""Pixels of the flat card in which portraits are found; more find no other places."""
_RIVAL = 0.3
"""Of the likeliest document's share: one with more is weighed against it by what is printed."""


_LOOSE, _FIRM = 0.78, 0.9
"""How well an outline holds together (Located.worth) that is looked for again in any case, and if little is read."""
_DUE, _LITTLE = 0.9, 0.4
"""Of what a card always prints: how much is read from one that is rightly outlined, and from any but the worst."""


_CLEARLY = 1.0
"""How much more, in fields read for certain, an outline must show that holds together less than the doubted one."""


class Reader:
    """Reads the cards in pictures. One may be used by many threads at once: a call leaves nothing behind in it."""

    def __init__(self, *, threads: int | None = None, thorough: bool = False, risk: Point = "balanced") -> None:
        """Load the networks; nothing is fetched.

        Args:
            threads: that share the work of one call; None for HMTOCR_THREADS, else the cores that the cgroup allows.
                Where many calls run at once, 1 gets the most done.
            thorough: read every card the thorough way, not only those that the quick one leaves doubtful.
            risk: the operating point at which risk signals warn: "strict", "balanced" or "lenient".

        Raises:
            ModelError: a network is missing, or is not the one that the manifest names.
            ValueError: there is no such operating point.
        """
        self._locator, self._aligner = load("card-locator", threads), load("card-aligner", threads)
        self._detector = Detector(load("text-detector", threads))
        self._recogniser = Recogniser(load("text-recogniser", threads))
        self._assessor = load_assessor(risk, threads)
        self._eyes = None
        if not thorough:
            latin = LatinRecogniser(load("latin-recogniser", threads))
            self._eyes = Eyes(load("field-finder", threads), latin, self._recogniser)

    def read(
        self,
        data: bytes,
        *,
        documents: Collection[str] | None = None,
        portraits: bool = True,
        warnings: bool | Collection[str] = True,
    ) -> Reading:
        """Read every card in a picture.

        Args:
            data: the bytes of a JPEG, PNG, BMP, GIF (first frame), TIFF or WebP file; of HEIC or PDF (first page)
                where those extras are installed.
            documents: of which documents cards are wanted, out of "hk-id", "mo-id", "hmt-permit"; None for all.
            portraits: whether the portraits are cut out too.
            warnings: which risk signals are wanted, out of hmtocr.risk.kinds.KINDS; True for all, False for none.

        Returns:
            The reading; without cards where there are none.

        Raises:
            ImageError: one of its kinds (see hmtocr.errors) where the bytes are not an acceptable picture.
            ValueError: an unknown document or risk signal is asked for.
        """
        wanted = set(DOCUMENTS if documents is None else documents)
        if not wanted <= set(DOCUMENTS):
            raise ValueError(f"unknown documents {sorted(wanted - set(DOCUMENTS))}; there are {DOCUMENTS}")
        kinds = chosen(warnings)
        picture = decode(data)
        networks = self._locator, self._aligner
        found = locate(picture.pixels, *networks) or look_everywhere(picture.pixels, *networks)
        cards = [
            self._read_surely(picture.pixels, picture.scale, located, found, portraits, kinds)
            for located in found
            if any(face.document in wanted for face in _faces(located))
        ]
        return Reading(picture.width, picture.height, tuple(card for card in cards if card.document in wanted))

    def _read_surely(
        self,
        pixels: NDArray[np.uint8],
        scale: float,
        located: Located,
        found: Sequence[Located],
        portraits: bool,
        kinds: Collection[str],
    ) -> Card:
        """As it was outlined; where that is in doubt, by the outline of which more can be read."""
        best, sure = self._read_card(pixels, scale, located)
        outline = located
        if not sure and _is_doubtful(located, best, scale):
            neighbours = [other for other in found if other is not located]
            for other in look_again(pixels, located, neighbours, self._locator, self._aligner):
                told, _ = self._read_card(pixels, scale, other)
                # Chance print adds a field's worth of nonsense; the right outline adds several, or holds better.
                gain = _legible(told, scale) - _legible(best, scale)
                if gain > (0.0 if other.worth > located.worth else _CLEARLY):
                    outline, best = other, told
        card = _card(best, pixels, scale, outline, portraits)
        return replace(card, warnings=self._warnings(card, pixels, scale, outline, kinds)) if kinds else card

    def _warnings(
        self, card: Card, pixels: NDArray[np.uint8], scale: float, outline: Located, kinds: Collection[str]
    ) -> tuple[CardWarning, ...]:
        flat = flatten(pixels, outline.quad, WIDTH, HEIGHT)
        face = (card.document, card.design, card.side)
        places = {portrait.kind: portrait.quad for portrait in card.portraits}
        sight = Sight(pixels, scale, outline.quad, flat, face, card.fields, card.checks, places)
        return self._assessor.warnings(sight, kinds)

    def _read_card(self, pixels: NDArray[np.uint8], scale: float, located: Located) -> tuple[Told, bool]:
        """At a glance, and whether that can be left at that; else what both ways tell together.

        Where the card looks like two documents, it is read as the one that more can be read of.
        """
        faces = _faces(located)
        quick = None if self._eyes is None else read_quickly(faces[0], pixels, located.quad, self._eyes)
        if quick is not None and len(faces) == 1 and not doubtful(quick, quick.face.checks(_fields(quick, scale))):
            return quick, True
        networks = self._detector, self._recogniser
        tried = [read_thoroughly(face, pixels, located.quad, *networks) for face in faces]
        if quick is not None:
            tried[0] = together(quick, tried[0])
        return max(tried, key=lambda told: _legible(told, scale)), False


def _card(told: Told, pixels: NDArray[np.uint8], scale: float, located: Located, portraits: bool) -> Card:
    face, fields = told.face, _fields(told, scale)
    return Card(
        document=face.document,
        design=face.design,
        side=face.side,
        quad=_as_quad(located.quad * scale),
        confidence=located.score,
        fields=fields,
        checks=face.checks(fields),
        portraits=tuple(_portraits(told, pixels, scale)) if portraits and face.side == "front" else (),
    )


def _fields(told: Told, scale: float) -> dict[str, Field]:
    outcomes = told.outcomes
    names = (spec.name for spec in told.face.fields if spec.name in outcomes)
    return {name: _field(told.face, name, outcomes[name], told.flat, scale) for name in names}


def _legible(told: Told, scale: float) -> float:
    """How much of a card was read: its fields, each for as much as it is likely to be right."""
    return sum(field.confidence for field in _fields(told, scale).values())


def _is_doubtful(located: Located, told: Told, scale: float) -> bool:
    """Whether the outline does not hold together, or is less than sure and does not show what such a card has."""
    fields, due = _fields(told, scale), [spec.name for spec in told.face.fields if spec.required]
    read = sum(fields[name].confidence for name in due if name in fields)
    return located.worth < _LOOSE or (located.worth < _FIRM and read < _DUE * len(due)) or read < _LITTLE * len(due)


def _faces(located: Located) -> tuple[Face, ...]:
    """What the card may be, the likeliest first: seldom more than one."""
    first, second = ranked_faces(located.face_probabilities)[:2]
    return tuple(face_of(*face) for share, face in (first, second) if share > _RIVAL * first[0])


def _field(face: Face, name: str, told: Outcome, flat: Flat, scale: float) -> Field:
    spec = face.field(name)
    quad = flat.to_picture(_corners(told.box)) * scale
    height = float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    kind = kind_of(spec.chars)
    return Field(
        text=told.text,
        value=spec.value(told.text),
        confidence=calibrated(kind, told.probability, height),
        quad=_as_quad(quad),
        alternatives=tuple((text, min(1.0, p)) for text, p in told.alternatives),
    )


def _portraits(told: Told, pixels: NDArray[np.uint8], scale: float) -> list[Portrait]:
    down, across = told.flat.pixels.shape[:2]
    flat, known = flatten(pixels, told.flat.to_picture(_corners((0, 0, across, down))), _SMALL_WIDTH), None
    height, width = flat.pixels.shape[:2]
    if told.face.portraits is not None:
        zones = told.face.portraits
        known = {k: (z.x0 * width, z.y0 * height, z.x1 * width, z.y1 * height) for k, z in zones.items()}
    x, y = width / across, height / down
    text = [(x0 * x, y0 * y, x1 * x, y1 * y) for x0, y0, x1, y1 in told.print]
    found = []
    for kind, box in find_portraits(flat.pixels, known, text, told.face.copies).items():
        place = flat.to_picture(_corners(box))
        found.append(Portrait(kind, _as_quad(place * scale), cut_out(pixels, place)))
    return found


def _corners(box: tuple[float, float, float, float]) -> Floats:
    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float64)


def _as_quad(points: Floats) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return (a, b, c, d)
