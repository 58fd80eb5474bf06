"""Quads in whole pixels, as upright and as rotated rectangles."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, ceil, degrees, floor, hypot

from hmtocr.reading import Quad


@dataclass(frozen=True, slots=True)
class RotatedRect:
    """As `cv::RotatedRect` of OpenCV.

    Attributes:
        x, y: the centre.
        w, h: along and across the rectangle's own upper edge.
        angle: degrees that it is turned clockwise (on a picture, whose y runs downwards); over -180 up to 180.
    """

    x: float
    y: float
    w: float
    h: float
    angle: float


def rotated(quad: Quad) -> RotatedRect:
    """The rectangle that a quad nearly is: its centre, its mean sides, and the turn that fits all four sides best.

    >>> rotated(((20, 10), (20, 50), (10, 50), (10, 10)))
    RotatedRect(x=15.0, y=30.0, w=40.0, h=10.0, angle=90.0)
    """
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = quad
    along = ((bx - ax + cx - dx) / 2, (by - ay + cy - dy) / 2)
    down = ((dx - ax + cx - bx) / 2, (dy - ay + cy - by) / 2)
    # `down` turned back by a right angle points the same way as `along`; their sum is the mean direction.
    angle = degrees(atan2(along[1] - down[0], along[0] + down[1]))
    centre = ((ax + bx + cx + dx) / 4, (ay + by + cy + dy) / 4)
    return RotatedRect(*centre, hypot(*along), hypot(*down), angle)


def bounds(quad: Quad, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, width and height of the upright rectangle about a quad, within a picture of that size.

    >>> bounds(((-3.0, 2.5), (8.2, 2.5), (8.2, 30), (-3.0, 30)), 100, 20)
    (0, 2, 9, 18)
    """
    xs, ys = zip(*quad, strict=True)
    left, right = _within(floor(min(xs)), width), _within(ceil(max(xs)), width)
    top, bottom = _within(floor(min(ys)), height), _within(ceil(max(ys)), height)
    return left, top, right - left, bottom - top


def points(quad: Quad, width: int, height: int) -> list[dict[str, int]]:
    """Each corner's nearest pixel within a picture of that size.

    >>> points(((-3.0, 2.4), (108.2, 2.6), (8, 30), (0, 30)), 100, 20)[:2]
    [{'x': 0, 'y': 2}, {'x': 99, 'y': 3}]
    """
    return [{"x": _within(round(x), width - 1), "y": _within(round(y), height - 1)} for x, y in quad]


def _within(value: int, largest: int) -> int:
    return min(max(value, 0), largest)
