"""Reader: bytes in, Reading out. The whole way of a picture on one screen."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hmtocr.documents import DOCUMENTS, Face, face_of
from hmtocr.documents.fields import as_quad, fields_of, legible, unread
from hmtocr.documents.glance import read_at_a_glance
from hmtocr.documents.looks import Eyes
from hmtocr.documents.thorough import read_thoroughly
from hmtocr.documents.together import together
from hmtocr.documents.told import Told
from hmtocr.image.decode import decode
from hmtocr.image.flatten import Flat, flatten
from hmtocr.image.geometry import Pixels, move, rectangle, sides
from hmtocr.image.locate import Located, glimpse, locate, ranked_faces
from hmtocr.image.portrait import cut_out
from hmtocr.image.portraits import Portraits, find_portraits
from hmtocr.image.relocate import glimpse_in_parts, look_again, look_everywhere
from hmtocr.models.crew import Crew
from hmtocr.models.engine import load
from hmtocr.models.engine import threads as allowed_threads
from hmtocr.models.heap import large_blocks_apart, trim
from hmtocr.reading import Card, Portrait, Reading
from hmtocr.risk import reproduction
from hmtocr.risk.assess import load_assessor
from hmtocr.risk.kinds import chosen
from hmtocr.risk.sight import HEIGHT, WIDTH, Sight
from hmtocr.risk.thresholds import Point
from hmtocr.text.detector import Detector
from hmtocr.text.latin import LatinRecogniser
from hmtocr.text.recogniser import Recogniser

_RIVAL = 0.3
"""Of the likeliest document's share: one with more is weighed against it by what is printed."""
_LOOSE, _FIRM = 0.78, 0.9
"""How well an outline holds together (Located.worth) that is looked for again in any case, and if little is read."""
_DUE, _LITTLE = 0.9, 0.4
"""Of what a card always prints: how much is read from one that is rightly outlined, and from any but the worst."""
_NEAR = 0.004
"""Of the card's width: outlines this close are one."""
_CLEARLY = 1.0
"""How much more, in fields read for certain, an outline must show that holds together less than the doubted one."""


@dataclass(frozen=True)
class _Wish:
    """What is asked for: documents, whether portraits too, and kinds of risk signals."""

    documents: Collection[str]
    portraits: bool
    kinds: Collection[str]


@dataclass(frozen=True)
class _Aspect:
    """What an outline alone tells of a card: the flat card, portraits where it may have `kinds` of them; and its grain,
    if there was time for it while the card was read."""

    flat: Flat
    kinds: tuple[str, ...]
    portraits: Portraits
    grain: NDArray[np.float32] | None


@dataclass(frozen=True)
class _Glance:
    """A card as it is outlined, what was read of it at a glance (None: nothing was tried), and if that will do.

    Its aspect is known if it was taken meanwhile.
    """

    located: Located
    told: Told | None
    sure: bool
    aspect: _Aspect | None = None


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
        crew = self._crew = Crew(allowed_threads() if threads is None else threads)
        self._locator, self._aligner = load("card-locator", 1), load("card-aligner", 1)
        # Alone among the networks it is large enough for threads inside it.
        self._detector = Detector(load("text-detector", threads))
        self._recogniser = Recogniser(load("text-recogniser", 1), crew)
        self._portrait_finder = load("portrait-finder", 1)
        self._assessor = load_assessor(risk, crew)
        self._eyes = None
        if not thorough:
            latin = LatinRecogniser(load("latin-recogniser", 1))
            self._eyes = Eyes(load("field-finder", 1), latin, self._recogniser, crew)

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
        pixels, scale = picture.pixels, picture.scale
        wish = _Wish(wanted, portraits, kinds)
        glances = self._glances(pixels, wish)
        due = [glance for glance in glances if _is_among(glance.located, wanted)]
        read = [self._read_surely(pixels, scale, glance, glances) for glance in due]
        cards = [
            self._card(told, pixels, scale, located, glance.aspect if located is glance.located else None, wish)
            for glance, (located, told) in zip(due, read, strict=True)
            if told.face.document in wanted
        ]
        if not all(glance.sure for glance in due):
            trim()
        return Reading(picture.width, picture.height, tuple(cards))

    def _glances(self, pixels: Pixels, wish: _Wish) -> list[_Glance]:
        """Every card, the wanted ones read at a glance; outlines are sought longer only where that does not suffice."""
        networks = self._locator, self._aligner
        seen = glimpse(pixels, *networks) or glimpse_in_parts(pixels, *networks)
        first = [self._glance(pixels, card, wish) for card in seen]
        if first and all(g.sure or g.located.firm or not _is_among(g.located, wish.documents) for g in first):
            return first
        found = locate(pixels, *networks)
        if not found and first:
            # A longer search may end with an answer that is less surely a card: then what was seen first stands.
            return first
        found = found or look_everywhere(pixels, *networks)
        # A search may end where it began: then nothing more would be seen.
        same = [next((glance for glance in first if _is_same(glance.located, card)), None) for card in found]
        return [
            self._glance(pixels, card, wish) if glance is None else replace(glance, located=card, aspect=None)
            for card, glance in zip(found, same, strict=True)
        ]

    def _glance(self, pixels: Pixels, located: Located, wish: _Wish) -> _Glance:
        eyes = self._eyes
        if eyes is None or not _is_among(located, wish.documents):
            return _Glance(located, None, sure=False)
        faces = _faces(located)
        (told, settled), aspect = self._crew.both(
            lambda: read_at_a_glance(faces[0], pixels, located.quad, eyes),
            lambda: None if self._crew.alone else self._aspect(pixels, located, faces[0], wish, ahead=True),
        )
        return _Glance(located, told, settled and len(faces) == 1, aspect)

    def _aspect(self, pixels: Pixels, located: Located, face: Face, wish: _Wish, ahead: bool = False) -> _Aspect | None:
        if not (wish.kinds or (wish.portraits and face.portraits)):
            return None
        flat = flatten(pixels, located.quad, WIDTH, HEIGHT)
        found = find_portraits(flat.pixels, self._portrait_finder, face.portraits) if face.portraits else Portraits()
        # Otherwise the signal looks for itself.
        grainy = ahead and not set(reproduction.KINDS).isdisjoint(wish.kinds)
        grain = reproduction.traits(pixels, located.quad) if grainy else None
        return _Aspect(flat, face.portraits, found, grain)

    def _read_surely(
        self, pixels: Pixels, scale: float, glance: _Glance, glances: Sequence[_Glance]
    ) -> tuple[Located, Told]:
        """As it was outlined; where that is in doubt, by the outline of which more can be read."""
        if glance.sure and glance.told is not None:
            return glance.located, glance.told
        outline, best = glance.located, self._read_thoroughly(pixels, scale, glance)
        if _is_doubtful(outline, best, scale):
            doubted = outline
            neighbours = [other.located for other in glances if other is not glance]
            for other in look_again(pixels, doubted, neighbours, self._locator, self._aligner):
                again = self._glance(pixels, other, _Wish(DOCUMENTS, False, ()))
                told = again.told if again.sure and again.told else self._read_thoroughly(pixels, scale, again)
                # Chance print adds a field's worth of nonsense; the right outline adds several, or holds better.
                gain = legible(told, scale) - legible(best, scale)
                if gain > (0.0 if other.worth > doubted.worth else _CLEARLY):
                    outline, best = other, told
        return outline, best

    def _read_thoroughly(self, pixels: Pixels, scale: float, glance: _Glance) -> Told:
        """What both ways tell together. What looks like two documents is read as the one that more can be read of."""
        networks = self._detector, self._recogniser
        zone = glance.told is None or "mrz" in glance.told.marked
        quad = glance.located.quad
        with large_blocks_apart():
            likely, *others = _faces(glance.located)
            faces = (likely if glance.told is None else glance.told.face, *others)
            tried = [read_thoroughly(face, pixels, quad, *networks, zone) for face in faces]
        if glance.told is not None:
            tried[0] = together(glance.told, tried[0])
        return max(tried, key=lambda told: legible(told, scale))

    def _card(
        self, told: Told, pixels: Pixels, scale: float, located: Located, aspect: _Aspect | None, wish: _Wish
    ) -> Card:
        face, fields = told.face, fields_of(told, scale)
        card = Card(
            document=face.document,
            design=face.design,
            side=face.side,
            quad=as_quad(located.quad * scale),
            confidence=located.score,
            fields=fields,
            checks=face.checks(fields),
        )
        if aspect is None or aspect.kinds != face.portraits:
            aspect = self._aspect(pixels, located, face, wish)
        if aspect is None:
            return card
        flat = aspect.flat
        places = {kind: move(rectangle(*box), flat.homography) for kind, box in aspect.portraits.boxes.items()}
        quads = {kind: as_quad(place * scale) for kind, place in places.items()}
        if wish.kinds:
            seen_as = (face.document, face.design, face.side)
            missing = tuple(spec.name for spec in face.fields if spec.required and spec.name not in fields)
            sight = Sight(
                pixels,
                scale,
                located.quad,
                flat,
                seen_as,
                fields,
                checks=card.checks,
                portraits=quads,
                missing=missing,
                alike=aspect.portraits.likeness,
                unread=unread(told, scale),
                grain=aspect.grain,
            )
            card = replace(card, warnings=self._assessor.warnings(sight, wish.kinds))
        if wish.portraits:
            cuts = (Portrait(kind, quads[kind], cut_out(pixels, place)) for kind, place in places.items())
            card = replace(card, portraits=tuple(cuts))
        return card


def _is_same(first: Located, second: Located) -> bool:
    """Whether two outlines are one card's, so near to each other that it reads alike by either."""
    apart = float(np.abs(first.quad - second.quad).max())
    return first.face == second.face and apart < _NEAR * sides(second.quad)[0]


def _is_doubtful(located: Located, told: Told, scale: float) -> bool:
    """Whether the outline does not hold together, or is less than sure and does not show what such a card has."""
    fields, due = fields_of(told, scale), [spec.name for spec in told.face.fields if spec.required]
    read = sum(fields[name].confidence for name in due if name in fields)
    return located.worth < _LOOSE or (located.worth < _FIRM and read < _DUE * len(due)) or read < _LITTLE * len(due)


def _faces(located: Located) -> tuple[Face, ...]:
    """What the card may be, the likeliest first: seldom more than one."""
    first, second = ranked_faces(located.face_probabilities)[:2]
    return tuple(face_of(*face) for share, face in (first, second) if share > _RIVAL * first[0])


def _is_among(located: Located, wanted: Collection[str]) -> bool:
    return any(face.document in wanted for face in _faces(located))
