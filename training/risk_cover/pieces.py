"""Pieces of anything over a card: what lies on cards has outlines and looks of all kinds."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.geometry import Floats, homography, rectangle, warp
from training.risk_cover.pool import Images, Pool

Mask = NDArray[np.float32]
_ALPHA = 3


def piece(rng: np.random.Generator, pool: Pool, scene: Images, quad: Floats, spot: Floats) -> Mask:
    """Draw one over the scene, in place, on the spot or near it; what share of each pixel it covers."""
    height, width = scene.shape[:2]
    across = float(np.linalg.norm(quad[1] - quad[0]))
    shape = _SHAPES[int(rng.choice(len(_SHAPES), p=(0.45, 0.2, 0.15, 0.2)))]
    mask = shape(rng, (width, height), quad, spot, across)
    layer = _look(rng, pool, scene, spot)
    share = mask.astype(np.float32) / 255
    if rng.random() < 0.15:
        share *= np.float32(rng.uniform(0.7, 1.0))
    if rng.random() < 0.5:
        drop = max(3, int(0.02 * width) | 1)
        scene[:] = (scene * (1 - rng.uniform(0.1, 0.5) * cv2.blur(share, (drop, drop)))[..., None]).astype(np.uint8)
    scene[:] = (scene + (layer.astype(np.float32) - scene) * share[..., None]).astype(np.uint8)
    return np.asarray(share, np.float32)


def _polygon(rng: np.random.Generator, size: tuple[int, int], _: Floats, spot: Floats, across: float) -> Images:
    """A few corners around the spot; some pieces have theirs rounded off."""
    reach = across * rng.uniform(0.04, 0.3, 2)
    t = np.pi / 4 + np.arange(4) * np.pi / 2
    if rng.random() < 0.5:
        t = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(4, 9))))
    mask = _filled(size, np.c_[np.cos(t), np.sin(t)] * reach @ _turn(rng) + spot)
    return _rounded(rng, mask, float(reach.min())) if rng.random() < 0.35 else mask


def _lobes(rng: np.random.Generator, size: tuple[int, int], _: Floats, spot: Floats, across: float) -> Images:
    """A closed curve whose distance from the spot waves, in few waves or in many."""
    t = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    radius = np.ones(120)
    for waves in range(2, int(rng.integers(4, 12))):
        radius += rng.normal(0, rng.uniform(0.1, 0.5) / waves) * np.cos(waves * t + rng.uniform(0, 2 * np.pi))
    reach = across * rng.uniform(0.04, 0.22) * np.array([1.0, rng.uniform(0.4, 1.0)])
    outline = np.c_[np.cos(t), np.sin(t)] * np.maximum(radius, 0.15)[:, None] * reach
    return _filled(size, outline @ _turn(rng) + spot)


def _strokes(rng: np.random.Generator, size: tuple[int, int], quad: Floats, spot: Floats, across: float) -> Images:
    """A thick pen to and fro over the spot: print that is struck out."""
    pen = max(2, round(across * rng.uniform(0.012, 0.05)))
    along = (quad[1] - quad[0]) / across
    down = np.array([-along[1], along[0]])
    turns = int(rng.integers(1, 7))
    offsets = np.linspace(-1, 1, turns + 1) * pen * turns * rng.uniform(0.2, 0.6)
    ends = rng.normal(0, 0.1, turns + 1) + np.where(np.arange(turns + 1) % 2, 1, -1) * rng.uniform(0.4, 1.0)
    points = spot + along * ends[:, None] * across * rng.uniform(0.06, 0.25) + down * offsets[:, None]
    points += rng.normal(0, pen * 0.2, points.shape)
    mask = np.zeros(size[::-1], np.uint8)
    cv2.polylines(mask, [np.round(points * 8).astype(np.int32)], False, 255, pen, cv2.LINE_AA, 3)
    return mask


def _beyond(rng: np.random.Generator, size: tuple[int, int], quad: Floats, spot: Floats, across: float) -> Images:
    """Something large that reaches from beyond the card's edge to the spot, with a straight edge or a bent one."""
    away = spot - quad.mean(0) + rng.normal(0, 0.2, 2) * across
    away /= max(float(np.linalg.norm(away)), 1e-6)
    side = np.array([-away[1], away[0]])
    deep = float((quad @ away).max() - spot @ away)
    # A large thing that lies deep over the card would hide all of it.
    tip = spot + away * max(0.0, deep - across * rng.uniform(0.1, 0.4))
    wide = across * rng.uniform(0.15, 1.2)
    v = np.linspace(-1, 1, 15)
    edge = tip + side * v[:, None] * wide + away * ((v**2) * across * max(0.0, rng.normal(0, 0.1)))[:, None]
    far = across * 1.6
    return _filled(size, np.concatenate((edge, [edge[-1] + away * far, edge[0] + away * far])))


_SHAPES = (_polygon, _lobes, _strokes, _beyond)


def _look(rng: np.random.Generator, pool: Pool, scene: Images, spot: Floats) -> Images:
    """What the piece shows, in the scene's size: a backdrop, part of another card, one colour, or one that runs."""
    height, width = scene.shape[:2]
    kind = int(rng.choice(5, p=(0.35, 0.25, 0.15, 0.15, 0.1)))
    if kind == 0:
        return np.asarray(cv2.resize(pool.backdrop(rng), (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    if kind == 1:
        return _other_card(rng, pool, scene)
    tone = rng.integers(0, 256, 3).astype(np.float32)
    if kind == 2:
        # White, grey or black: paper, correction fluid, markers.
        tone[:] = rng.choice((rng.uniform(200, 256), rng.uniform(0, 60), rng.uniform(0, 256)))
        tone += rng.normal(0, 6, 3)
    elif kind == 3:
        # The ground's own colour, or nearly: what somebody wants to go unseen.
        x, y = np.clip(spot + rng.normal(0, 0.1 * width, 2), 0, (width - 1, height - 1)).astype(int)
        tone = np.quantile(scene[max(0, y - 6) : y + 7, max(0, x - 6) : x + 7].reshape(-1, 3), 0.7, axis=0)
        tone += rng.normal(0, 12) + rng.normal(0, 4, 3)
    layer = np.full(scene.shape, np.clip(tone, 0, 255), np.float32)
    if rng.random() < 0.6:
        xs = (np.arange(width) / width - 0.5)[None, :] * rng.normal(0, 60)
        ys = (np.arange(height) / height - 0.5)[:, None] * rng.normal(0, 60)
        layer += (xs + ys)[..., None]
    if rng.random() < 0.5:
        coarse = int(rng.integers(2, 24))
        noise = rng.normal(0, rng.uniform(2, 16), (-(-height // coarse), -(-width // coarse), 1))
        layer += cv2.resize(noise, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]
    return np.asarray(np.clip(layer, 0, 255), np.uint8)


def _other_card(rng: np.random.Generator, pool: Pool, scene: Images) -> Images:
    """The ground and print of some other card, turned and in another size, all over."""
    height, width = scene.shape[:2]
    sheet = np.asarray(pool.card(rng)[0])
    h, w = sheet.shape[:2]
    scale = rng.uniform(0.7, 2.2) * max(width / w, height / h)
    corners = rectangle(-w / 2, -h / 2, w / 2, h / 2) * scale @ _turn(rng)
    corners += rng.uniform((0, 0), (width, height))
    to_scene = homography(rectangle(0, 0, w, h), corners)
    laid = warp(np.ascontiguousarray(sheet), to_scene, width, height, outside=0)
    paper = rng.uniform(120, 256, 3)
    share = laid[..., _ALPHA:].astype(np.float32) / 255
    return np.asarray(paper + (laid[..., :_ALPHA] - paper) * share, np.uint8)


def _turn(rng: np.random.Generator) -> Floats:
    angle = rng.uniform(0, 2 * np.pi)
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])


def _filled(size: tuple[int, int], points: Floats) -> Images:
    mask = np.zeros(size[::-1], np.uint8)
    cv2.fillPoly(mask, [np.round(points * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    return mask


def _rounded(rng: np.random.Generator, mask: Images, reach: float) -> Images:
    """The same piece without corners: its outline drawn by a thick pen."""
    pen = max(3, int(reach * rng.uniform(0.2, 0.8))) | 1
    soft = cv2.GaussianBlur(mask, (pen, pen), 0).astype(np.float32)
    steep = rng.uniform(2.0, 8.0)
    return np.asarray(np.clip((soft - 127.5) * steep + 127.5, 0, 255), np.uint8)
