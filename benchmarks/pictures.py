"""Pictures to measure speed and memory on: drawn cards of the held-out half, each photograph at several sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from hmtocr.reading import Field, Reading
from hmtocr.specimens.camera import photograph
from hmtocr.specimens.card import FACES
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack

SEED = 20261122
SIZES: Mapping[str, tuple[int, int]] = {"2 MP": (1632, 1224), "12 MP": (4032, 3024)}
"""Width and height in pixels."""
_QUALITY = 90
"""JPEG's, of a photograph that was scaled down: what phones and messengers write."""


@dataclass(frozen=True)
class Sample:
    """One picture of one card.

    Attributes:
        size: its name, out of those asked for.
        texts: what is printed, by field.
    """

    face: str
    size: str
    jpeg: bytes = field(repr=False)
    texts: Mapping[str, str]

    def right(self, reading: Reading) -> int:
        """How many of the fields the reading has exactly."""
        return max((self._shared(card.fields) for card in reading.cards), default=0)

    def _shared(self, fields: Mapping[str, Field]) -> int:
        return sum(name in fields and fields[name].text == text for name, text in self.texts.items())


def draw_samples(
    each: int,
    sizes: Mapping[str, tuple[int, int]] = SIZES,
    faces: Sequence[tuple[str, str, str]] = FACES,
    seed: int = SEED,
    progress: Callable[[], None] = lambda: None,
) -> list[Sample]:
    """`each` photographs of every face, each of them at every size; `progress` is called after each photograph.

    A photograph is drawn at the largest size, and scaled down to the others as a phone would send it smaller.
    """
    samples: list[Sample] = []
    for number, face in enumerate(faces):
        for index in range(each):
            samples += _photographs(np.random.default_rng([seed, number, index]), face, sizes)
            progress()
    return samples


def _photographs(
    rng: np.random.Generator, face: tuple[str, str, str], sizes: Mapping[str, tuple[int, int]]
) -> Iterator[Sample]:
    largest = max(sizes.values())
    card = draw_card(rng, *face, font_pack("default"), half="odd")
    taken = photograph(rng, [card], "photo", "odd", largest)
    texts = {name: printed[0] for name, printed in taken.cards[0].fields.items()}
    for name, size in sizes.items():
        jpeg = taken.jpeg
        if size != largest:
            buffer = BytesIO()
            smaller = cv2.resize(taken.pixels, size, interpolation=cv2.INTER_AREA)
            Image.fromarray(smaller).save(buffer, "JPEG", quality=_QUALITY)
            jpeg = buffer.getvalue()
        yield Sample("/".join(face), name, jpeg, texts)
