"""Things that lie about and are no identity card: papers, phones, blank and bank cards, pens, cups."""

from __future__ import annotations

import cv2
import numpy as np

from hmtocr.image.geometry import Pixels, homography, rectangle, warp
from hmtocr.specimens.textures import Colour, colour


def printed_sheet(rng: np.random.Generator) -> Pixels:
    """A page, receipt or visiting card with rows of bars for print, RGBA."""
    width, height = ((420, 594), (594, 420), (200, 560), (380, 220))[int(rng.integers(4))]
    out = _plain(width, height, colour(rng, saturation=(0, 40), value=(190, 255)))
    ink = colour(rng, saturation=(0, 80), value=(0, 110)).tolist()
    step = int(rng.integers(9, 26))
    for y in range(int(rng.integers(15, 70)), height - step, step):
        x, end = int(rng.integers(12, 34)), int(rng.integers(width // 3, width - 10))
        while x < end and rng.random() < 0.97:
            word = int(rng.integers(5, 40))
            cv2.rectangle(out, (x, y), (min(x + word, end), y + step // 3), [*ink, 255], -1)
            x += word + int(rng.integers(4, 10))
    return out


def blank_card(rng: np.random.Generator) -> Pixels:
    """A card of the usual size with nothing on it, or a stripe, RGBA."""
    out = _plain(428, 270, colour(rng, value=(30, 255)))
    if rng.random() < 0.4:
        y = int(rng.integers(15, 190))
        out[y : y + int(rng.integers(20, 70)), :, :3] = colour(rng)
    return _rounded(out, 16)


def bank_card(rng: np.random.Generator) -> Pixels:
    """A chip, a number, two discs, RGBA."""
    out = _plain(428, 270, colour(rng, saturation=(40, 220)))
    cv2.rectangle(out, (40, 95), (92, 135), (212, 182, 96, 255), -1)
    ink = (*colour(rng, saturation=(0, 30)).tolist(), 255)
    digits = " ".join("".join(str(d) for d in rng.integers(0, 10, 4)) for _ in range(4))
    cv2.putText(out, digits, (32, 180), cv2.FONT_HERSHEY_DUPLEX, 1.0, ink, 1, cv2.LINE_AA)
    for x in (345, 375):
        cv2.circle(out, (x, 230), 24, (*colour(rng, saturation=(80, 255)).tolist(), 255), -1, cv2.LINE_AA)
    return _rounded(out, 16)


def phone(rng: np.random.Generator) -> Pixels:
    """A dark slab with a screen, RGBA."""
    out = _plain(230, 480, colour(rng, saturation=(0, 50), value=(5, 90)))
    glow = rng.integers(0, 256, (int(rng.integers(1, 9)), 2, 3), np.uint8)
    out[26:454, 10:220, :3] = cv2.resize(glow, (210, 428), interpolation=cv2.INTER_LINEAR)
    return _rounded(out, 32)


def pen(rng: np.random.Generator) -> Pixels:
    """A pen or pencil, RGBA."""
    out = _plain(600, 36, colour(rng, saturation=(0, 220)))
    out[:, : int(rng.integers(60, 200)), :3] = colour(rng)
    shade = 1.1 - 0.6 * np.abs(np.linspace(-1, 1, 36)) ** 2
    out[..., :3] = np.clip(out[..., :3] * shade[:, None, None], 0, 255).astype(np.uint8)
    return _rounded(out, 16)


def disc(rng: np.random.Generator) -> Pixels:
    """A cup, a saucer or a coin from above, RGBA."""
    out = np.zeros((300, 300, 4), np.uint8)
    for radius in (148, int(rng.integers(100, 135)), int(rng.integers(50, 95))):
        cv2.circle(out, (150, 150), radius, (*colour(rng, value=(40, 255)).tolist(), 255), -1, cv2.LINE_AA)
    return out


def notebook(rng: np.random.Generator) -> Pixels:
    """A bound book with a label or a row of holes, RGBA."""
    out = _plain(380, 520, colour(rng, saturation=(20, 200)))
    if rng.random() < 0.5:
        cv2.rectangle(out, (90, 100), (290, 200), (*colour(rng, value=(180, 255)).tolist(), 255), -1)
    else:
        for y in range(20, 510, 24):
            cv2.circle(out, (18, y), 7, (20, 20, 20, 255), -1, cv2.LINE_AA)
    return _rounded(out, 8)


def cable(rng: np.random.Generator) -> Pixels:
    """A wire in loops, RGBA."""
    out = np.zeros((500, 500, 4), np.uint8)
    t = np.linspace(0, 2 * np.pi, 120)
    a, b, c, d = rng.uniform(0.5, 2.5, 4)
    curve = np.column_stack((250 + 225 * np.sin(a * t + b), 250 + 225 * np.sin(c * t + d)))
    tone = (*colour(rng, saturation=(0, 60)).tolist(), 255)
    cv2.polylines(out, [curve.astype(np.int32)], False, tone, int(rng.integers(6, 14)), cv2.LINE_AA)
    return out


def lay(rng: np.random.Generator, ground: Pixels, thing: Pixels, share: float) -> None:
    """Put the thing anywhere on the ground, turned any way; its longer side is `share` of the ground's."""
    height, width = ground.shape[:2]
    h, w = thing.shape[:2]
    scale = share * max(width, height) / max(w, h)
    angle = rng.uniform(0, 2 * np.pi)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    centre = np.array([rng.uniform(0, width), rng.uniform(0, height)])
    quad = rectangle(-w / 2, -h / 2, w / 2, h / 2) * scale @ turn + centre
    quad += rng.normal(0, 0.03 * scale * h, (4, 2))
    drop = max(3, int(0.012 * max(width, height)) | 1)
    x0, y0 = np.maximum(np.floor(quad.min(0) - drop), 0).astype(int)
    x1, y1 = np.minimum(np.ceil(quad.max(0) + drop), (width, height)).astype(int)
    laid = warp(thing, homography(rectangle(0, 0, w, h), quad - (x0, y0)), x1 - x0, y1 - y0, outside=0)
    alpha = laid[..., 3].astype(np.float32)[..., None] / 255
    shadow = cv2.blur(alpha, (drop, drop))[..., None]
    under = ground[y0:y1, x0:x1] * (1 - 0.35 * shadow)
    ground[y0:y1, x0:x1] = np.clip(under + (laid[..., :3] - under) * alpha, 0, 255).astype(np.uint8)


def _plain(width: int, height: int, tone: Colour) -> Pixels:
    out = np.full((height, width, 4), 255, np.uint8)
    out[..., :3] = tone
    return out


def _rounded(sheet: Pixels, radius: int) -> Pixels:
    height, width = sheet.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - radius - 1, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - radius - 1), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    sheet[..., 3] = mask
    return sheet
