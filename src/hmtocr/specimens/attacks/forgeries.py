"""Edits of one field in a photograph: characters moved, a field spliced in, typed anew, wiped out, compressed apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, Pixels, move, sides
from hmtocr.reading import Quad
from hmtocr.specimens.attacks.edited import Edited, Place, chosen, compressed, edges, place_of, put, untouched
from hmtocr.specimens.attacks.strips import cells, changed, colours, face_for, ink, typed, without_ink
from hmtocr.specimens.camera import Photograph
from hmtocr.specimens.fonts import FontFile, FontPack

Forgery = Callable[[np.random.Generator, Photograph, Photograph, FontPack], Edited | None]
"""Edits the first photograph; the second, of another card of the same face, may lend. None where it cannot be done."""

_GROUNDS = ("flat", "slope", "telea", "navier", "clone")


def copy_move(rng: np.random.Generator, shot: Photograph, donor: Photograph, fonts: FontPack) -> Edited | None:  # noqa: ARG001
    """One to three characters of a field overwritten by others of the same picture, pixel by pixel."""
    card, edited = shot.cards[0], untouched(shot.pixels)
    name = chosen(rng, card, shot.pixels.shape)
    source = name if rng.random() < 0.6 else chosen(rng, card, shot.pixels.shape)
    if name is None or source is None:
        return None
    text, lent = card.fields[name][0], card.fields[source][0]
    to, others = _middles(card.fields[name][1], text, shot.pixels), _middles(card.fields[source][1], lent, shot.pixels)
    letters, lenders = [c for c in text if not c.isspace()], [c for c in lent if not c.isspace()]
    count = int(rng.integers(1, 4))
    for at in rng.permutation(len(to))[:count]:
        fit = [i for i, c in enumerate(lenders) if i < len(others) and c != letters[at] and c.isalnum()]
        if not fit:
            continue
        chosen_one = fit[int(rng.integers(len(fit)))]
        letters[at] = lenders[chosen_one]
        edited = _moved(rng, edited, others[chosen_one], to[at], name, _spelt(text, letters))
    return edited if edited.texts else None


def _middles(quad: Quad, text: str, pixels: Pixels) -> list[tuple[Floats, tuple[float, float]]]:
    """Where every character's middle is in the picture, and the size of the box round it."""
    place = place_of(np.asarray(quad, np.float64))
    runs = cells(place.lift(pixels), text)
    middles = np.array([((a + b) / 2, place.height / 2) for a, b in runs], np.float64).reshape(-1, 2)
    spots = move(middles, place.to_picture)
    corners = [move(np.array([[a, 0], [b, 0], [b, place.height], [a, place.height]], np.float64), place.to_picture)
               for a, b in runs]  # fmt: skip
    return [(spot, (float(np.ptp(c[:, 0])), float(np.ptp(c[:, 1])))) for spot, c in zip(spots, corners, strict=True)]


def _moved(
    rng: np.random.Generator,
    edited: Edited,
    source: tuple[Floats, tuple[float, float]],
    target: tuple[Floats, tuple[float, float]],
    name: str,
    text: str,
) -> Edited:
    """An upright box round the source put over the target, whole pixels away."""
    height, width = edited.pixels.shape[:2]
    pad = float(rng.uniform(0.06, 0.2)) * max(*source[1], *target[1])
    half = np.array([max(source[1][i], target[1][i]) / 2 + pad for i in (0, 1)])
    x, y = np.round(target[0] - half).astype(int)
    w, h = np.ceil(2 * half).astype(int)
    dx, dy = np.round(source[0] - target[0] + (0, rng.normal(0, 0.3))).astype(int)
    x, y, x1, y1 = max(x, 0), max(y, 0), min(x + w, width), min(y + h, height)
    if min(x + dx, y + dy) < 0 or x1 + dx > width or y1 + dy > height or min(x1 - x, y1 - y) < 3:
        return edited
    patch = edited.pixels[y + dy : y1 + dy, x + dx : x1 + dx]
    soft = 0.0 if rng.random() < 0.5 else float(rng.uniform(1, 3))
    share = edges(int(x1 - x), int(y1 - y), soft)
    return put(edited, patch, np.asarray(share * 255, np.uint8), (int(x), int(y)), name, text)


def _spelt(text: str, letters: list[str]) -> str:
    """The text with its characters, blanks apart, replaced one by one."""
    left = iter(letters)
    return "".join(c if c.isspace() else next(left) for c in text)


def splice(rng: np.random.Generator, shot: Photograph, donor: Photograph, fonts: FontPack) -> Edited | None:  # noqa: ARG001
    """A whole field cut out of another card's picture."""
    card = shot.cards[0]
    name = chosen(rng, card, shot.pixels.shape)
    if name is None or name not in donor.cards[0].fields:
        return None
    text, quad = donor.cards[0].fields[name]
    mine = place_of(card.fields[name][1])
    place, patch, alpha = _grafted(rng, mine.height, card.fields[name][1], quad, donor.pixels)
    patch = _toned(rng, patch, place.lift(shot.pixels))
    return place.lay(untouched(shot.pixels), patch, alpha, name, text)


def _grafted(
    rng: np.random.Generator, height: int, quad: Quad, source: Quad, pixels: Pixels
) -> tuple[Place, Pixels, NDArray[np.float32]]:
    """The source's field at the target's left end and height, and the place that it then takes, with a margin."""
    target, theirs = np.asarray(quad, np.float64), np.asarray(source, np.float64)
    shape = sides(theirs)[0] / max(1.0, sides(theirs)[1])
    wide = max(sides(target)[0], height * shape)
    along = (target[1] - target[0] + target[2] - target[3]) / (2 * sides(target)[0])
    spread = np.stack([target[0], target[0] + along * wide, target[3] + along * wide, target[3]])
    pad = float(rng.uniform(0.08, 0.35)) * height
    place = place_of(spread, pad, pad)
    lent = np.stack([theirs[0], theirs[0] + (theirs[1] - theirs[0]) * wide / max(1.0, height * shape)])
    lent = np.concatenate([lent, lent[::-1] + (theirs[3] - theirs[0])])
    there = place_of(lent, pad * sides(theirs)[1] / height, pad * sides(theirs)[1] / height)
    patch = np.asarray(cv2.resize(there.lift(pixels), (place.width, place.height), interpolation=cv2.INTER_AREA))
    soft = 0.0 if rng.random() < 0.4 else float(rng.uniform(1, 4))
    return place, np.asarray(patch, np.uint8), edges(place.width, place.height, soft)


def _toned(rng: np.random.Generator, patch: Pixels, under: Pixels) -> Pixels:
    """The patch in the light of what it will cover: exactly, nearly, or not at all."""
    here, there = colours(under)[0], colours(patch)[0]
    share = float(rng.choice((1.0, 0.9, 0.6, 0.0), p=(0.5, 0.25, 0.15, 0.1)))
    gain = np.clip(here / np.maximum(there, 1), 0.4, 2.5) ** share
    return np.asarray(np.clip(patch * gain + 0.5, 0, 255), np.uint8)


def retype(rng: np.random.Generator, shot: Photograph, donor: Photograph, fonts: FontPack) -> Edited | None:  # noqa: ARG001
    """A field erased, its ground filled in, and other text typed there in another face, size, place, sharpness, ink."""
    name = chosen(rng, shot.cards[0], shot.pixels.shape)
    if name is None:
        return None
    grain = float(rng.uniform(1, 5)) if rng.random() < 0.3 else 0.0
    return retyped(rng, untouched(shot.pixels), shot, name, fonts, _GROUNDS[int(rng.integers(len(_GROUNDS)))], grain)


def retyped(
    rng: np.random.Generator, edited: Edited, shot: Photograph, name: str, fonts: FontPack, ground: str, grain: float
) -> Edited | None:
    """`retype` of one field with one of the grounds and noise of standard deviation `grain` over what is new."""
    old, quad = shot.cards[0].fields[name]
    text = changed(rng, old)
    face = face_for(rng, fonts, text)
    if face is None:
        return None
    high = sides(np.array(quad))[1]
    pad = float(rng.uniform(0.12, 0.4)) * high
    place = place_of(quad, pad, pad)
    strip = place.lift(edited.pixels)
    paper = without_ink(rng, strip, ground)
    sheet, shares = set_type(rng, paper, text, face, colours(strip)[1], high, pad)
    if grain:
        sheet = np.asarray(np.clip(sheet + rng.normal(0, grain, (*sheet.shape[:2], 1)), 0, 255), np.uint8)
    if ground in ("telea", "navier"):
        wiped = cv2.dilate(ink(strip), np.ones((5, 5), np.uint8)) / np.float32(255)
        alpha = np.maximum(wiped, cv2.dilate(shares, np.ones((3, 3), np.uint8)))
        alpha = np.asarray(np.clip(alpha, 0, 1), np.float32)
    else:
        alpha = edges(place.width, place.height, float(rng.choice((0.0, 1.0, 2.5))))
    return place.lay(edited, sheet, alpha, name, text)


def set_type(
    rng: np.random.Generator,
    paper: Pixels,
    text: str,
    face: FontFile,
    dark: NDArray[np.float64],
    high: float,
    pad: float,
) -> tuple[Pixels, NDArray[np.float32]]:
    """The text on the paper, a little off in size, place, sharpness and colour; and where its ink is (0..1)."""
    height, width = paper.shape[:2]
    tall = high * float(np.exp(rng.normal(0, 0.06)))
    layer = typed(text, face, width - 2 * pad, tall, squeeze=bool(rng.random() < 0.6))
    shift = rng.normal(0, 0.05, 2) * high
    moved = np.array([[1, 0, pad + shift[0]], [0, 1, pad + (high - tall) / 2 + shift[1]]], np.float64)
    shares = np.asarray(cv2.warpAffine(layer, moved, (width, height)), np.float32)
    if rng.random() < 0.5:
        shares = np.asarray(cv2.GaussianBlur(shares, (0, 0), float(rng.uniform(0.3, 1.1))), np.float32)
    colour = np.clip(dark + rng.normal(0, 12), 0, 160) if rng.random() < 0.7 else rng.uniform(0, 60, 3)
    mixed = paper + (colour - paper) * shares[..., None]
    return np.asarray(np.clip(mixed + 0.5, 0, 255), np.uint8), shares


def inpaint(rng: np.random.Generator, shot: Photograph, donor: Photograph, fonts: FontPack) -> Edited | None:  # noqa: ARG001
    """A field, or some neighbouring characters of it, wiped out: cv2.inpaint, or ground cloned over it."""
    card = shot.cards[0]
    name = chosen(rng, card, shot.pixels.shape)
    if name is None:
        return None
    text, quad = card.fields[name]
    high = sides(np.array(quad))[1]
    pad = float(rng.uniform(0.1, 0.3)) * high
    place = place_of(quad, pad, pad)
    strip = place.lift(shot.pixels)
    paper = without_ink(rng, strip, _GROUNDS[int(rng.integers(2, 5))])
    runs = cells(place_of(quad).lift(shot.pixels), text)
    first = int(rng.integers(len(runs))) if rng.random() < 0.6 else 0
    last = min(len(runs), first + int(rng.integers(1, 5))) if first else len(runs)
    alpha = np.zeros((place.height, place.width), np.float32)
    left, right = runs[first][0] + pad * 0.6, runs[last - 1][1] + pad * 1.4
    alpha[:, max(0, round(left)) : round(right)] = 1
    if rng.random() < 0.5:
        alpha = np.asarray(cv2.blur(alpha, (3, 3)), np.float32)
    letters = [c for c in text if not c.isspace()]
    rest = "".join(letters[:first] + letters[last:]) if len(letters) == len(runs) else ""
    return place.lay(untouched(shot.pixels), paper, alpha, name, rest)


def recompress(rng: np.random.Generator, shot: Photograph, donor: Photograph, fonts: FontPack) -> Edited | None:
    """Another edit, whose surroundings have been through a JPEG file of their own, off the picture's grid of blocks."""
    edits: tuple[Forgery, ...] = (copy_move, splice, retype)
    made = edits[int(rng.integers(len(edits)))](rng, shot, donor, fonts)
    if made is None:
        return None
    ys, xs = np.nonzero(made.touched)
    if not len(ys):
        return None
    room = rng.integers(6, 30, 4)
    height, width = made.touched.shape
    x0, y0 = max(0, xs.min() - room[0]), max(0, ys.min() - room[1])
    x1, y1 = min(width, xs.max() + room[2]), min(height, ys.max() + room[3])
    patch, _ = compressed(np.ascontiguousarray(made.pixels[y0:y1, x0:x1]), int(rng.integers(25, 75)), fine=False)
    whole = np.full(patch.shape[:2], 255, np.uint8)
    (name, text), *_ = made.texts.items()
    return replace(put(made, patch, whole, (int(x0), int(y0)), name, text), texts=made.texts)
