"""Copies of cards on paper: from copiers and from laser and ink printers, cut out or not, photographed or scanned."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from types import MappingProxyType

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, Pixels, homography, move, rectangle, sides
from hmtocr.reading import Quad
from hmtocr.specimens.attacks.attack import Attack, Attacked
from hmtocr.specimens.attacks.printing import (
    Plane,
    Screen,
    diffused,
    halftoned,
    inked,
    separated,
    sheet,
    varied_inks,
)
from hmtocr.specimens.camera import Photograph, photograph
from hmtocr.specimens.card import CARD_WIDTH_MM, Box, DrawnCard
from hmtocr.specimens.degrade import Level
from hmtocr.specimens.places import Half
from hmtocr.specimens.placing import ASPECT

_INCH_MM = 25.4
_DRAWN = 1750
"""Pixels across the card on the print, some 520 to the inch: the finest screens still have three to a dot."""
_ANGLES = np.deg2rad((15.0, 75.0, 0.0, 45.0))
"""The usual ones of cyan, magenta, yellow and black."""

_FEWEST = MappingProxyType({"copier": 400.0, "laser": 600.0, "inkjet": 600.0, "lines": 600.0})
"""Pixels across the card with which copies are taken: in fewer, nothing of a colour print's dots is left."""
_TRIALS = 6

Print = Callable[[np.random.Generator, Pixels, Plane], Pixels]
"""From what the glass showed (height x width x 3) and the paper to the print."""


def _copier(rng: np.random.Generator, seen: Pixels, paper: Plane) -> Pixels:
    """A grey copier: steep tones, and dots, or none where it is set to text."""
    tone = _toned(rng, _grey(rng, seen), steep=(1.0, 2.6))
    if rng.random() < 0.65:
        tone = halftoned(tone, _screen(rng, "dots", 85, 150, 3))
    return inked(paper, {3: _rough(rng, tone)}, varied_inks(rng))


def _laser(rng: np.random.Generator, seen: Pixels, paper: Plane) -> Pixels:
    """Colour laser: four screens of dots at four angles."""
    planes = separated(_faded(rng, seen), float(rng.uniform(0.4, 0.95)))
    turn = float(rng.uniform(-0.3, 0.3))
    covers = {}
    for ink, plane in enumerate(planes):
        screen = _screen(rng, "dots", 90, 160, ink)
        screen = replace(screen, angle=screen.angle + turn)
        covers[ink] = _shifted(rng, _rough(rng, halftoned(plane, screen)))
    return inked(paper, covers, varied_inks(rng))


def _inkjet(rng: np.random.Generator, seen: Pixels, paper: Plane) -> Pixels:
    """Ink printer: equal droplets strewn by error diffusion, streaks where the head passed."""
    planes = separated(_faded(rng, seen), float(rng.uniform(0.0, 0.8)))
    height, width = planes[0].shape
    coarse = float(rng.uniform(0.35, 0.75))
    size = (round(width * coarse), round(height * coarse))
    streaks = 1 + rng.normal(0, 0.04, (size[1] // 12 + 2, 1)).astype(np.float32)
    head = cv2.resize(streaks, (1, size[1]), interpolation=cv2.INTER_NEAREST)
    covers = {}
    for ink, plane in enumerate(planes):
        small = np.clip(cv2.resize(plane, size, interpolation=cv2.INTER_AREA) * head, 0, 1)
        drops = cv2.resize(diffused(small), (width, height), interpolation=cv2.INTER_LINEAR)
        spread = cv2.GaussianBlur(drops, (0, 0), float(rng.uniform(0.5, 1.1)))
        covers[ink] = _shifted(rng, np.asarray(spread, np.float32))
    return inked(paper, covers, varied_inks(rng))


def _lines(rng: np.random.Generator, seen: Pixels, paper: Plane) -> Pixels:
    """An office machine whose lines swell with the tone, in black or in four colours, with bands across the feed."""
    height = seen.shape[0]
    if rng.random() < 0.4:
        covers = {3: halftoned(_toned(rng, _grey(rng, seen), (0.9, 1.8)), _screen(rng, "lines", 90, 170, 3))}
    else:
        planes = separated(_faded(rng, seen), float(rng.uniform(0.3, 0.9)))
        covers = {ink: halftoned(plane, _screen(rng, "lines", 90, 160, ink)) for ink, plane in enumerate(planes)}
    bands = 1 + rng.uniform(0.01, 0.05) * np.cos(2 * np.pi * np.arange(height) / rng.uniform(8, 60))
    struck = {
        ink: np.asarray(np.clip(_shifted(rng, cover) * bands[:, None], 0, 1), np.float32)
        for ink, cover in covers.items()
    }
    return inked(paper, struck, varied_inks(rng))


PRINTS = MappingProxyType[str, Print]({"copier": _copier, "laser": _laser, "inkjet": _inkjet, "lines": _lines})


def _take(rng: np.random.Generator, card: DrawnCard, half: Half, way: str) -> Attacked:
    """The copy's picture: of a cut-out or of a larger piece of paper, through a camera or on a scanner."""
    copy = copied(rng, card, way)
    piece, inner = cut_out(rng, copy) if rng.random() < 0.5 else on_sheet(rng, copy)
    height, width = piece.shape[:2]
    scale = (inner[2] - inner[0]) / card.alpha.shape[1]
    place = np.array([[scale, 0, inner[0]], [0, (inner[3] - inner[1]) / card.alpha.shape[0], inner[1]], [0, 0, 1]])
    paper = DrawnCard(card.document, card.design, card.side, np.ascontiguousarray(piece[..., :3]), piece[..., 3], {})
    for _ in range(_TRIALS):
        level: Level = "photo" if rng.random() < 0.65 else "scan"
        taken = photograph(rng, [paper], level, half)
        to_picture = homography(rectangle(0, 0, width, height), np.array(taken.cards[0].quad)) @ place
        across = sides(move(rectangle(0, 0, card.alpha.shape[1], card.alpha.shape[0]), to_picture))[0]
        if across >= _FEWEST[way]:
            break
    shown = replace(
        taken.cards[0],
        quad=_moved((0, 0, card.alpha.shape[1], card.alpha.shape[0]), to_picture),
        fields={name: (field.text, _moved(field.box, to_picture)) for name, field in card.fields.items()},
        portraits={kind: _moved(box, to_picture) for kind, box in card.portraits.items()},
    )
    return Attacked(Photograph(taken.pixels, taken.jpeg, (shown,)))


def copied(rng: np.random.Generator, card: DrawnCard, way: str) -> Pixels:
    """The print, as large as the card and a margin of a twentieth around it."""
    width, height = _DRAWN, round(_DRAWN * ASPECT)
    margin = round(width / 20)
    seen = np.full((height + 2 * margin, width + 2 * margin, 3), int(rng.integers(246, 256)), np.uint8)
    flat = cv2.resize(card.pixels, (width, height), interpolation=cv2.INTER_LINEAR)
    share = cv2.resize(card.alpha, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)[..., None] / 255
    inside = seen[margin : margin + height, margin : margin + width]
    inside[:] = (inside + (flat.astype(np.float32) - inside) * share).astype(np.uint8)
    if rng.random() < 0.6:
        # The card is thick: its edge throws a thin shadow on the copier's glass.
        edge = np.zeros(seen.shape[:2], np.float32)
        edge[margin : margin + height, margin : margin + width] = share[..., 0]
        shift = np.array([[1.0, 0.0, rng.uniform(-5, 5)], [0.0, 1.0, rng.uniform(-5, 5)]])
        ghost = cv2.GaussianBlur(cv2.warpAffine(edge, shift, edge.shape[::-1]), (0, 0), 3) * (1 - edge)
        seen = (seen * (1 - ghost * rng.uniform(0.1, 0.6))[..., None]).astype(np.uint8)
    seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.6, 2.2))), np.uint8)
    return PRINTS[way](rng, seen, sheet(rng, seen.shape[1], seen.shape[0]))


def cut_out(rng: np.random.Generator, copy: Pixels) -> tuple[Pixels, Box]:
    """Cut out with scissors or a blade, near the card's edge or a little outside, its corners square."""
    height, width = copy.shape[:2]
    margin = width / 22
    keep = margin * rng.uniform(-0.05, 0.5, (4, 2)) if rng.random() < 0.5 else margin * rng.uniform(-0.02, 0.12, (4, 2))
    outer = rectangle(margin, margin, width - margin, height - margin)
    outward = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    alpha = np.zeros((height, width), np.uint8)
    cv2.fillConvexPoly(alpha, (outer + outward * keep).astype(np.int32), 255, cv2.LINE_AA)
    return np.dstack((copy, alpha)), (margin, margin, width - margin, height - margin)


def on_sheet(rng: np.random.Generator, copy: Pixels) -> tuple[Pixels, Box]:
    """Somewhere on a larger piece of paper."""
    height, width = copy.shape[:2]
    margin = width / 22
    times = float(rng.uniform(1.02, 1.6))
    large = (round(width * times), round(width * times * ASPECT))
    large = (large[0], max(large[1], height))
    x, y = (int(rng.integers(0, a - b + 1)) for a, b in zip(large, (width, height), strict=True))
    out = sheet(rng, *large) * 255
    out *= copy[: round(margin / 2)].reshape(-1, 3).mean(0) / out.reshape(-1, 3).mean(0)
    # The print's own paper passes into the rest within its margin, so that no seam is seen.
    ramp = np.clip(np.minimum(np.arange(width), np.arange(width)[::-1]) / (margin * 0.8), 0, 1)
    side = np.clip(np.minimum(np.arange(height), np.arange(height)[::-1]) / (margin * 0.8), 0, 1)
    share = np.minimum(ramp[None], side[:, None])[..., None].astype(np.float32)
    under = out[y : y + height, x : x + width]
    under += (copy - under) * share
    piece = np.clip(out, 0, 255).astype(np.uint8)
    alpha = np.full(piece.shape[:2], 255, np.uint8)
    return np.dstack((piece, alpha)), (x + margin, y + margin, x + width - margin, y + height - margin)


def _screen(rng: np.random.Generator, kind: str, least: float, most: float, ink: int) -> Screen:
    """A screen of so many lines to the inch, at the ink's angle."""
    pitch = _DRAWN / (CARD_WIDTH_MM / _INCH_MM) / rng.uniform(least, most)
    return Screen(float(pitch), float(_ANGLES[ink] + rng.normal(0, 0.05)), kind, float(rng.uniform(1.0, 3.0)))


def _grey(rng: np.random.Generator, seen: Pixels) -> Plane:
    """What the copier's lamp makes of colours: its light is seldom neutral."""
    weights = np.array([0.3, 0.59, 0.11]) + rng.normal(0, 0.08, 3)
    return np.asarray(seen.astype(np.float32) @ (weights / weights.sum()).astype(np.float32) / 255, np.float32)


def _toned(rng: np.random.Generator, light: Plane, steep: tuple[float, float]) -> Plane:
    """How much toner: more contrast, and the ground taken away as white."""
    middle, slope = rng.uniform(0.45, 0.7), rng.uniform(*steep)
    white = rng.uniform(0.8, 1.0)
    kept = np.clip(light / white, 0, 1)
    return np.asarray(1 - np.clip((kept - middle) * slope + middle, 0, 1), np.float32)


def _faded(rng: np.random.Generator, seen: Pixels) -> Pixels:
    """The scanner's and the printer's colours for the card's: another balance, gamma and saturation."""
    grey = cv2.cvtColor(cv2.cvtColor(seen, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    share = float(rng.uniform(0.6, 1.3))
    out = cv2.addWeighted(seen, share, grey, 1 - share, 0)
    ramp = np.arange(256) / 255
    curves = [np.clip(ramp ** rng.uniform(0.8, 1.2) * rng.uniform(0.95, 1.08), 0, 1) * 255 for _ in range(3)]
    return np.asarray(cv2.LUT(out, np.stack(curves, -1).astype(np.uint8)[None]), np.uint8)


def _rough(rng: np.random.Generator, cover: Plane) -> Plane:
    """Toner is powder: full areas are not quite full, and strays lie about."""
    grain = rng.standard_normal((cover.shape[0] // 2 + 1, cover.shape[1] // 2 + 1), np.float32)
    grain = np.asarray(cv2.resize(grain, cover.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)
    strays = (grain > rng.uniform(3.0, 4.2)).astype(np.float32) * np.float32(rng.uniform(0.1, 0.8))
    filled = cover * (1 - np.abs(grain) * np.float32(rng.uniform(0.0, 0.12)))
    return np.asarray(cv2.GaussianBlur(np.maximum(filled, strays), (0, 0), float(rng.uniform(0.4, 1.0))), np.float32)


def _shifted(rng: np.random.Generator, cover: Plane) -> Plane:
    """Inks never meet exactly."""
    shift = np.array([[1.0, 0.0, rng.normal(0, 0.8)], [0.0, 1.0, rng.normal(0, 0.8)]])
    moved = cv2.warpAffine(cover, shift, cover.shape[::-1], borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.float32)


def _moved(box: Box, matrix: Floats) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in move(rectangle(*box), matrix))
    return (a, b, c, d)


PHOTOCOPY_ATTACKS: tuple[Attack, ...] = tuple(
    Attack("photocopy", name, name == "lines", partial(_take, way=name)) for name in PRINTS
)
"""By the machine; the one that prints with lines that swell, not with dots, is held out."""
