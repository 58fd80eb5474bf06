"""Puts cards into pictures: desks, scans cut at the card's edge, several cards, and no card at all.

Much here is deliberately unlike the drawn cards (tints, textures, torn-out patches): what is learned must
carry over to cards whose ground and layout nobody has drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from hmtocr.image.geometry import Floats, area, homography, move, overlap, rectangle
from training.corners.light import camera, tint, wear
from training.corners.litter import draw_litter
from training.corners.pool import CARD_HEIGHT, CARD_WIDTH, Images, Pool


@dataclass(frozen=True)
class Scene:
    """A picture (RGB), its cards' quads (n x 4 x 2, clockwise from each card's own top left) and their faces.

    `litter` holds the quads of things that could be taken for cards.
    """

    pixels: Images
    quads: Floats
    faces: tuple[int, ...]
    litter: tuple[Floats, ...] = ()


def compose(rng: np.random.Generator, pool: Pool, long_side: int) -> Scene:
    """A picture whose longer side is about `long_side`."""
    kind = rng.random()
    if kind < 0.3:
        return scan(rng, pool, long_side)
    if kind < 0.42:
        return desk(rng, pool, long_side, 0)
    if kind < 0.86:
        return desk(rng, pool, long_side, 1)
    return desk(rng, pool, long_side, int(rng.integers(2, 5)))


def scan(rng: np.random.Generator, pool: Pool, long_side: int) -> Scene:
    """A card that fills the picture, to its edge or with a sliver around it, lying on any of its sides."""
    sheet, face = pool.card(rng)
    stretch = 1.0 + rng.normal(0, 0.025)
    turn = int(rng.choice(4, p=(0.55, 0.15, 0.15, 0.15)))
    margin = 0.0 if rng.random() < 0.4 else float(rng.uniform(-0.012, 0.06))
    card_w, card_h = 1.0, CARD_HEIGHT / CARD_WIDTH * stretch
    quad = rectangle(-card_w / 2, -card_h / 2, card_w / 2, card_h / 2)
    angle = turn * np.pi / 2 + (np.deg2rad(rng.normal(0, 1.2)) if margin and rng.random() < 0.6 else 0.0)
    quad = quad @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    spread = np.abs(rng.normal(0, 0.01, 4)) if margin and rng.random() < 0.4 else np.zeros(4)
    low = quad.min(0) - margin - spread[:2]
    high = quad.max(0) + margin + spread[2:]
    scale = long_side / float((high - low).max())
    width, height = np.maximum(np.round((high - low) * scale), 32).astype(int)
    quad = (quad - low) * scale
    ground = _ground(rng, pool, width, height, plain=0.75)
    sharp_corners = rng.random() < 0.35
    pixels = _lay(rng, ground, sheet, quad, sharp_corners)
    if rng.random() < 0.2:
        pixels = _cover(rng, pixels, quad)
    return Scene(camera(rng, pixels, gentle=rng.random() < 0.6), quad[None], (face,))


def desk(rng: np.random.Generator, pool: Pool, long_side: int, cards: int) -> Scene:
    """Cards seen at any angle on any ground, among other things."""
    # Often of the shape of a card: that a picture is must not be what tells a scan from a desk.
    aspect = rng.normal(1.586, 0.06) if rng.random() < 0.35 else float(np.exp(rng.uniform(0, np.log(2.1))))
    width, height = (long_side, round(long_side / aspect))[:: int(rng.choice((1, 1, -1)))]
    pixels = _ground(rng, pool, width, height, plain=0.25 if cards else 0.5)
    litter = []
    # An empty page must not pass for a card either: now and then there is nothing at all.
    for _ in range(int(rng.choice(4, p=(0.45, 0.25, 0.2, 0.1))) + (cards == 0 and rng.random() < 0.5)):
        thing = draw_litter(rng, pool)
        share = rng.uniform(0.05, 0.9 if cards == 0 else 0.5)
        where = place(rng, width, height, share, thing.shape[1] / thing.shape[0])
        pixels = _lay(rng, pixels, thing, where, sharp_corners=False)
        litter.append(where)
    quads: list[Floats] = []
    faces: list[int] = []
    upright = rng.random() < 0.5
    for number in range(cards):
        for _ in range(12):
            biggest = 1.0 if cards == 1 else 0.8 / cards
            share = float(np.exp(rng.uniform(np.log(0.06), np.log(biggest))))
            cut = 0.35 if cards == 1 else 0.15
            quad = place(rng, width, height, share, CARD_WIDTH / CARD_HEIGHT, upright, cut)
            if all(overlap(quad, other) < 0.01 for other in quads):
                sheet, face = pool.card(rng)
                if rng.random() < 0.25:
                    near = _beside(rng, quad)
                    pixels = _lay(rng, pixels, draw_litter(rng, pool), near, sharp_corners=False)
                    litter.append(near)
                pixels = _lay(rng, pixels, sheet, quad, sharp_corners=False)
                quads.append(quad)
                faces.append(face)
                break
        else:
            if number == 0:
                break
    for quad in quads:
        if rng.random() < 0.25:
            pixels = _cover(rng, pixels, quad)
    kept = tuple(q for q in litter if all(overlap(q, card) < 0.15 for card in quads))
    return Scene(camera(rng, pixels), np.array(quads).reshape(-1, 4, 2), tuple(faces), kept)


def place(
    rng: np.random.Generator,
    width: int,
    height: int,
    share: float,
    aspect: float,
    upright: bool = False,
    cut: float = 0.0,
) -> Floats:
    """A quad for a flat thing seen by a camera, covering about `share` of the picture.

    With the probability `cut` it hangs out of the picture, across one or two of its sides, by a third at most.
    """
    corners = np.column_stack((rectangle(-aspect / 2, -0.5, aspect / 2, 0.5), np.zeros(4)))
    angle = rng.normal(0, 0.12) + np.pi / 2 * rng.choice(4, p=(0.7, 0.1, 0.1, 0.1)) if upright else rng.uniform(0, 7)
    tilt = abs(rng.normal(0, 0.3))
    way = rng.uniform(0, 2 * np.pi)
    corners = corners @ _turned(2, angle) @ _turned(2, way) @ _turned(0, min(tilt, 0.95)) @ _turned(2, -way)
    distance = rng.uniform(1.8, 6.0)
    quad = corners[:, :2] / (1 + corners[:, 2:] / distance)
    quad *= np.sqrt(share * width * height / abs(area(quad)))
    quad -= (quad.max(0) + quad.min(0)) / 2
    span = quad.max(0) - quad.min(0)
    room = np.array([width, height], float)
    quad *= min(1.0, float((room / span).min()) * rng.uniform(0.93, 1.0))
    span = quad.max(0) - quad.min(0)
    slack = (room - span) / 2
    shift = rng.uniform(-1, 1, 2) * slack
    if rng.random() < cut:
        beyond = np.sign(rng.uniform(-1, 1, 2)) * (slack + 0.3 * rng.beta(1, 2, 2) * span)
        over = int(rng.integers(3))
        shift = np.where((over != 1, over != 0), beyond, shift)
    return np.asarray(quad + room / 2 + shift, np.float64)


def _beside(rng: np.random.Generator, quad: Floats) -> Floats:
    """Where something lies aligned with a card, partly under it or next to it: its edges go on from the card's."""
    size = np.exp(rng.normal(0.1, 0.3, 2))
    shift = rng.normal(0, 0.45, 2)
    box = (rectangle(-0.5, -0.5, 0.5, 0.5) * size) @ _turned(2, rng.normal(0, 0.08))[:2, :2] + 0.5 + shift
    return move(box, homography(rectangle(0, 0, 1, 1), quad))


def _turned(axis: int, angle: float) -> Floats:
    """Rotation about the z axis (2) or the x axis (0)."""
    c, s = np.cos(angle), np.sin(angle)
    if axis == 2:
        return np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    return np.array([[1, 0, 0], [0, c, s], [0, -s, c]])


def _ground(rng: np.random.Generator, pool: Pool, width: int, height: int, plain: float) -> Images:
    """What lies under the cards."""
    if rng.random() < plain:
        value = rng.choice((255, 0, 250, 128)) if rng.random() < 0.6 else rng.integers(0, 256)
        colour = np.clip(value + rng.normal(0, 12, 3) * (rng.random() < 0.5), 0, 255)
        ground = np.full((height, width, 3), colour.astype(np.uint8), np.uint8)
        return _ruled(rng, ground) if rng.random() < 0.12 else ground
    backdrop = pool.backdrop(rng)
    side = min(len(backdrop), int(max(width, height) * rng.uniform(0.5, 1.7)))
    y, x = rng.integers(0, len(backdrop) - side + 1, 2)
    part = np.ascontiguousarray(np.rot90(backdrop[y : y + side, x : x + side], int(rng.integers(4))))
    ground = np.asarray(cv2.resize(part, (width, height)), np.uint8)
    if rng.random() < 0.12:
        ground = _ruled(rng, ground)
    return tint(rng, ground, 0.5)


def _ruled(rng: np.random.Generator, ground: Images) -> Images:
    """Straight lines over a ground, as on paper, boards and cloth: one or two sets, parallel but for perspective."""
    height, width = ground.shape[:2]
    out = ground.copy()
    angle, reach = rng.uniform(0, np.pi), float(max(width, height))
    for _ in range(int(rng.integers(1, 3))):
        ink = tuple(int(v) for v in np.clip(ground[0, 0] + rng.normal(0, 70, 3), 0, 255))
        step = reach * float(np.exp(rng.uniform(np.log(0.02), np.log(0.2))))
        thick = max(1, int(step * rng.uniform(0.03, 0.5) ** 1.5))
        along = np.array([np.cos(angle), np.sin(angle)])
        across, lean = np.array([-along[1], along[0]]), rng.normal(0, 0.06)
        for offset in np.arange(-reach, reach, step):
            turn = along + across * lean * offset / reach
            middle = np.array([width, height]) / 2 + across * offset
            ends = [tuple(int(v) for v in middle + turn * side * reach) for side in (-1, 1)]
            cv2.line(out, ends[0], ends[1], ink, thick, cv2.LINE_AA)
        angle += np.pi / 2 + rng.normal(0, 0.05)
    return out


def _lay(rng: np.random.Generator, ground: Images, sheet: Images, quad: Floats, sharp_corners: bool) -> Images:
    """The sheet (RGBA) onto the ground, with its shadow and perhaps in a sleeve."""
    across = float(max(np.linalg.norm(quad[1] - quad[0]), np.linalg.norm(quad[2] - quad[3])))
    width = int(min(sheet.shape[1], max(48, across * rng.uniform(1.0, 1.4))))
    height = round(width * sheet.shape[0] / sheet.shape[1])
    small = _shrunk(sheet, width, height)
    colour = wear(rng, tint(rng, small[..., :3], 0.7))
    alpha = np.full((height, width), 255, np.uint8) if sharp_corners else small[..., 3]
    matrix = homography(rectangle(-0.5, -0.5, width - 0.5, height - 0.5), quad - 0.5)
    size = (ground.shape[1], ground.shape[0])
    cut = np.asarray(cv2.warpPerspective(alpha, matrix, size), np.uint8)
    # The colours run on past the edge, so that nothing dark creeps into it.
    face = np.asarray(cv2.warpPerspective(colour, matrix, size, borderMode=cv2.BORDER_REPLICATE), np.uint8)
    under = ground
    if rng.random() < 0.5:
        under = _shadow(rng, ground, cut, across)
    if rng.random() < 0.12:
        under = _sleeve(rng, under, quad)
    return np.asarray(cv2.add(_times(face, cut), _times(under, 255 - cut)), np.uint8)


def _shrunk(sheet: Images, width: int, height: int) -> Images:
    """Halving by area as long as it goes is far quicker than one step, and as smooth."""
    while sheet.shape[1] >= 2 * width:
        half = (sheet.shape[1] // 2, sheet.shape[0] // 2)
        sheet = np.asarray(cv2.resize(sheet, half, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(sheet, (width, height)), np.uint8)


def _shadow(rng: np.random.Generator, ground: Images, cut: Images, across: float) -> Images:
    height, width = cut.shape
    small = cv2.resize(cut, (width // 2, height // 2))
    shift = rng.normal(0, 0.006, 2) * across
    moved = cv2.warpAffine(small, np.array([[1, 0, shift[0]], [0, 1, shift[1]]]), (width // 2, height // 2))
    soft = cv2.GaussianBlur(moved, (0, 0), max(0.4, across * rng.uniform(0.002, 0.012)))
    dark = np.asarray(cv2.resize(cv2.convertScaleAbs(soft, alpha=rng.uniform(0.2, 0.8)), (width, height)), np.uint8)
    return _times(ground, 255 - dark)


def _sleeve(rng: np.random.Generator, ground: Images, quad: Floats) -> Images:
    """A transparent holder a little larger than the card."""
    by = rng.uniform(0.02, 0.09, 4)
    outer = move(rectangle(-by[0], -by[1], 1 + by[2], 1 + by[3]), homography(rectangle(0, 0, 1, 1), quad))
    mask = np.zeros(ground.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(outer * 16).astype(np.int32), 255, cv2.LINE_AA, 4)
    veil = np.full_like(ground, int(rng.integers(120, 256)))
    cover = (mask * rng.uniform(0.1, 0.6)).astype(np.uint8)
    out = cv2.add(_times(veil, cover), _times(ground, 255 - cover))
    cv2.polylines(out, [np.round(outer * 16).astype(np.int32)], True, (255, 255, 255), 1, cv2.LINE_AA, 4)
    return np.asarray(out, np.uint8)


def _cover(rng: np.random.Generator, pixels: Images, quad: Floats) -> Images:
    """A finger over an edge, or a stamp, a stroke or a box on the card."""
    to_picture = homography(rectangle(0, 0, 1, 1), quad)
    across = float(np.linalg.norm(quad[1] - quad[0]))
    out = pixels.copy()
    kind = rng.random()
    if kind < 0.5:
        for _ in range(int(rng.integers(1, 3))):
            spot = np.array([rng.random(), rng.random()])
            edge = int(rng.integers(4))
            spot[edge % 2] = float(edge // 2)
            inward = np.array([0.5, 0.5]) + rng.normal(0, 0.2, 2) - spot
            tip = move((spot + inward * rng.uniform(0.05, 0.35))[None], to_picture)[0]
            root = move((spot - inward * 1.5)[None], to_picture)[0]
            skin = np.array([220, 175, 150]) * rng.uniform(0.35, 1.1) + rng.normal(0, 8, 3)
            thick = max(2, int(across * rng.uniform(0.06, 0.16)))
            points = [tuple(int(v) for v in np.clip(p, -4000, 4000)) for p in (tip, root)]
            cv2.line(out, points[0], points[1], tuple(np.clip(skin, 0, 255).tolist()), thick, cv2.LINE_AA)
        return out
    ink = tuple(int(v) for v in rng.integers(0, 256, 3))
    if kind < 0.7:
        start = tuple(int(v) for v in move(rng.uniform(-0.1, 0.8, (1, 2)), to_picture)[0])
        text = str(rng.choice(("COPY", "SPECIMEN", "For bank use only", "SAMPLE", "VOID")))
        cv2.putText(
            out,
            text,
            start,
            cv2.FONT_HERSHEY_SIMPLEX,
            across / 300 * rng.uniform(0.5, 3),
            ink,
            1,
            cv2.LINE_AA,
        )
    elif kind < 0.85:
        ends = [tuple(int(v) for v in p) for p in move(rng.uniform(-0.3, 1.3, (2, 2)), to_picture)]
        cv2.line(out, ends[0], ends[1], ink, max(1, int(across * rng.uniform(0.003, 0.03))), cv2.LINE_AA)
    else:
        for _ in range(int(rng.integers(1, 7))):
            x, y = rng.uniform(0, 0.8, 2)
            box = move(rectangle(x, y, x + rng.uniform(0.05, 0.3), y + rng.uniform(0.04, 0.12)), to_picture)
            corners = np.round(box).astype(np.int32)
            if rng.random() < 0.4:
                cv2.fillConvexPoly(out, corners, ink)
            else:
                cv2.polylines(out, [corners], True, ink, 1, cv2.LINE_AA)
    return out


def _times(pixels: Images, mask: Images) -> Images:
    """Pixels (h, w, 3) times a mask of 0..255."""
    return np.asarray(cv2.multiply(pixels, cv2.merge((mask, mask, mask)), scale=1 / 255), np.uint8)
