"""Reader: bytes in, Reading out. The whole way of a picture on one screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from hmtocr.documents import DOCUMENTS, Face, face_of
from hmtocr.documents.captions import read_captions
from hmtocr.documents.layout import read_layout
from hmtocr.image.decode import decode
from hmtocr.image.flatten import Flat, flatten
from hmtocr.image.locate import Located, locate, ranked_faces
from hmtocr.image.portrait import cut_out
from hmtocr.image.portraits import find_portraits
from hmtocr.image.relocate import look_again, look_everywhere
from hmtocr.models.engine import load
from hmtocr.reading import Card, Field, Portrait, Quad, Reading
from hmtocr.text.confidence import calibrated, kind_of
from hmtocr.text.detector import Detector, Line
from hmtocr.text.level import levelling_quad
from hmtocr.text.outcome import Outcome
from hmtocr.text.recogniser import Recogniser

Floats = NDArray[np.float64]

_FLAT_WIDTH = 1600
"""Pixels; print that a person can read in the picture is then tall enough for the recogniser."""


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

    def __init__(self, *, threads: int | None = None) -> None:
        """Load the networks; nothing is fetched.

        Args:
            threads: that share the work of one call; None for HMTOCR_THREADS, else the cores that the cgroup allows.
                Where many calls run at once, 1 gets the most done.

        Raises:
            ModelError: a network is missing, or is not the one that the manifest names.
        """
        self._locator, self._aligner = load("card-locator", threads), load("card-aligner", threads)
        self._detector = Detector(load("text-detector", threads))
        self._recogniser = Recogniser(load("text-recogniser", threads))

    def read(
        self,
        data: bytes,
        *,
        documents: Collection[str] | None = None,
        portraits: bool = True,
        warnings: bool = True,  # noqa: ARG002  (part of the contract; what it asks for is measured later)
    ) -> Reading:
        """Read every card in a picture.

        Args:
            data: the bytes of a JPEG, PNG, BMP, GIF (first frame), TIFF or WebP file; of HEIC or PDF (first page)
                where those extras are installed.
            documents: of which documents cards are wanted, out of "hk-id", "mo-id", "hmt-permit"; None for all.
            portraits: whether the portraits are cut out too.
            warnings: whether risk signals are wanted; none is measured yet, so there are none.

        Returns:
            The reading; without cards where there are none.

        Raises:
            ImageError: one of its kinds (see hmtocr.errors) where the bytes are not an acceptable picture.
            ValueError: an unknown document is asked for.
        """
        wanted = set(DOCUMENTS if documents is None else documents)
        if not wanted <= set(DOCUMENTS):
            raise ValueError(f"unknown documents {sorted(wanted - set(DOCUMENTS))}; there are {DOCUMENTS}")
        picture = decode(data)
        networks = self._locator, self._aligner
        found = locate(picture.pixels, *networks) or look_everywhere(picture.pixels, *networks)
        cards = [
            self._read_surely(picture.pixels, picture.scale, located, found, portraits)
            for located in found
            if any(face.document in wanted for face in _faces(located))
        ]
        return Reading(picture.width, picture.height, tuple(card for card in cards if card.document in wanted))

    def _read_surely(
        self, pixels: NDArray[np.uint8], scale: float, located: Located, found: Sequence[Located], portraits: bool
    ) -> Card:
        """As it was outlined; where that is in doubt, by the outline of which more can be read."""
        card = self._read_card(pixels, scale, located, portraits)
        if not _is_doubtful(located, card):
            return card
        neighbours = [other for other in found if other is not located]
        others = look_again(pixels, located, neighbours, self._locator, self._aligner)
        best, most = card, _legible(card)
        for other in others:
            read = self._read_card(pixels, scale, other, portraits)
            # Chance print adds a field's worth of nonsense; the right outline adds several fields, or holds better.
            gain = _legible(read) - most
            if gain > (0.0 if other.worth > located.worth else _CLEARLY):
                best, most = read, _legible(read)
        return best

    def _read_card(self, pixels: NDArray[np.uint8], scale: float, located: Located, portraits: bool) -> Card:
        """As the document that it looks like; where it looks like two, as the one that more can be read of."""
        tried = [self._read_as(face, pixels, scale, located, portraits) for face in _faces(located)]
        return max(tried, key=_legible)

    def _read_as(self, face: Face, pixels: NDArray[np.uint8], scale: float, located: Located, portraits: bool) -> Card:
        detect = self._detector if face.layout is not None else self._detector.thorough
        flat = flatten(pixels, located.quad, _FLAT_WIDTH)
        lines = detect(flat.pixels)
        level = levelling_quad(lines, flat.pixels.shape[1], flat.pixels.shape[0])
        if level is not None:
            flat = flatten(pixels, flat.to_picture(level), _FLAT_WIDTH)
            lines = detect(flat.pixels)
        if face.layout is not None:
            readings = read_layout(face, flat.pixels, lines, self._detector, self._recogniser)
        else:
            readings, design = read_captions(face, flat.pixels, lines, self._detector, self._recogniser)
            face = face_of(face.document, design, face.side)
        outcomes = face.settle(readings)
        fields = {
            s.name: _field(face, s.name, outcomes[s.name], flat, scale) for s in face.fields if s.name in outcomes
        }
        return Card(
            document=face.document,
            design=face.design,
            side=face.side,
            quad=_as_quad(located.quad * scale),
            confidence=located.score,
            fields=fields,
            checks=face.checks(fields),
            portraits=tuple(_portraits(face, lines, pixels, flat, scale)) if portraits and face.side == "front" else (),
        )


def _legible(card: Card) -> float:
    """How much of a card was read: its fields, each for as much as it is likely to be right."""
    return sum(field.confidence for field in card.fields.values())


def _is_doubtful(located: Located, card: Card) -> bool:
    """Whether the outline does not hold together, or is less than sure and does not show what such a card has."""
    due = [spec.name for spec in face_of(card.document, card.design, card.side).fields if spec.required]
    read = sum(card.fields[name].confidence for name in due if name in card.fields)
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


def _portraits(
    face: Face, lines: Sequence[Line], pixels: NDArray[np.uint8], flat: Flat, scale: float
) -> list[Portrait]:
    height, width = flat.pixels.shape[:2]
    known = None
    if face.portraits is not None:
        known = {k: (z.x0 * width, z.y0 * height, z.x1 * width, z.y1 * height) for k, z in face.portraits.items()}
    found = []
    for kind, box in find_portraits(flat.pixels, known, [(n.x0, n.y0, n.x1, n.y1) for n in lines]).items():
        quad = flat.to_picture(_corners(box))
        found.append(Portrait(kind, _as_quad(quad * scale), cut_out(pixels, quad)))
    return found


def _corners(box: tuple[float, float, float, float]) -> Floats:
    x0, y0, x1, y1 = box
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float64)


def _as_quad(points: Floats) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return (a, b, c, d)
