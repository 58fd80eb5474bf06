"""Edits of the portrait: another drawn face pasted over it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Pixels, sides
from hmtocr.specimens.attacks.edited import Edited, edges, place_of, untouched
from hmtocr.specimens.camera import Photograph
from hmtocr.specimens.faces import draw_face
from hmtocr.specimens.fonts import FontPack

_GREY = 14.0
"""Mean difference of the channels under which a portrait is black and white."""


def swap_portrait(rng: np.random.Generator, shot: Photograph, donor: Photograph, fonts: FontPack) -> Edited | None:  # noqa: ARG001
    """Another face over the large portrait: all of it or the head, feathered or cut hard, its tones matched or not."""
    quad = shot.cards[0].portraits.get("large")
    if quad is None:
        return None
    points = np.array(quad)
    height, width = shot.pixels.shape[:2]
    if (points.min(0) < 0).any() or (points.max(0) > (width, height)).any() or sides(points)[0] < 40:
        return None
    place = place_of(quad)
    under = place.lift(shot.pixels)
    grey = float(np.abs(under.astype(np.float32) - under.mean(2, keepdims=True)).mean()) < _GREY
    # No picture from elsewhere has just the resolution that it is needed in.
    drawn = draw_face(rng, max(24, round(place.width * rng.uniform(0.5, 2))), grey=bool(grey), age=30)
    face = np.asarray(drawn.convert("RGB").resize((place.width, place.height)), np.uint8)
    face = _toned(rng, face, under)
    if rng.random() < 0.5:
        alpha = edges(place.width, place.height, float(rng.choice((0, 1, 3, 6))))
    else:
        alpha = _head(rng, place.width, place.height)
    if rng.random() < 0.4:
        grain = rng.normal(0, rng.uniform(1, 5), (place.height, place.width, 1))
        face = np.asarray(np.clip(face + grain, 0, 255), np.uint8)
    return place.lay(untouched(shot.pixels), face, alpha, "portrait", "portrait")


def _head(rng: np.random.Generator, width: int, height: int) -> NDArray[np.float32]:
    """An oval round the head."""
    alpha = np.zeros((height, width), np.float32)
    axes = (round(width * rng.uniform(0.3, 0.42)), round(height * rng.uniform(0.33, 0.45)))
    cv2.ellipse(alpha, (width // 2, round(height * 0.45)), axes, 0, 0, 360, 1, -1)
    soft = float(rng.choice((0, 1.5, 4)))
    return np.asarray(cv2.GaussianBlur(alpha, (0, 0), soft), np.float32) if soft else alpha


def _toned(rng: np.random.Generator, face: Pixels, under: Pixels) -> Pixels:
    """The face with the mean and the contrast of what it covers, or some of the way there."""
    share = float(rng.uniform(0.5, 1.0))
    mine, theirs = face.mean((0, 1)), under.mean((0, 1))
    spread = float(under.std() / max(1.0, face.std())) ** share
    out = (face - mine) * spread + mine + (theirs - mine) * share
    return np.asarray(np.clip(out, 0, 255), np.uint8)
