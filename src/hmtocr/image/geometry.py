"""Points and homographies. Pixel i covers [i, i + 1), so that a picture spans (0, 0) to (width, height)."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.halves import halved

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

GREY = 127
"""What a network sees where there is no picture: the middle, which normalises to zero."""

_WORTH_PADDING = 4
"""How many times as large as the part that is made of it a picture may be, for a fourth channel to pay."""

# OpenCV counts from the middle of the first pixel, everything here from its outer edge.
_TO_CENTRES = np.array([[1.0, 0.0, -0.5], [0.0, 1.0, -0.5], [0.0, 0.0, 1.0]])
_FROM_CENTRES = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])


def homography(source: Floats, target: Floats) -> Floats:
    """The 3x3 matrix that takes four points (4x2) to four others."""
    matrix = cv2.getPerspectiveTransform(source.astype(np.float32), target.astype(np.float32))
    return np.asarray(matrix, np.float64)


def inverse(matrix: Floats) -> Floats:
    """The way back. np.linalg.LinAlgError where there is none, for the matrix takes all to a line or a point."""
    there, back = cv2.invert(matrix)
    if not there:
        raise np.linalg.LinAlgError("the matrix is singular")
    return np.asarray(back, np.float64)


def move(points: Floats, matrix: Floats) -> Floats:
    """Points (n x 2) through a homography."""
    flat = points @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(flat[:, :2] / flat[:, 2:], np.float64)


def warp(pixels: Pixels, matrix: Floats, width: int, height: int, outside: int = GREY, cubic: bool = False) -> Pixels:
    """The picture through `matrix` onto width x height pixels; what lies outside of it becomes `outside`."""
    centred = _TO_CENTRES @ matrix @ _FROM_CENTRES
    # OpenCV's linear way takes half the time with four channels that it takes with three, and does the same.
    small = pixels.shape[0] * pixels.shape[1] < _WORTH_PADDING * width * height
    padded = small and not cubic and pixels.shape[2:] == (3,)
    out = cv2.warpPerspective(
        cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA) if padded else pixels,
        centred,
        (width, height),
        flags=cv2.INTER_CUBIC if cubic else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(outside,) * 3,
    )
    return np.asarray(cv2.cvtColor(out, cv2.COLOR_RGBA2RGB) if padded else out, np.uint8)


def around(pixels: Pixels, points: Floats, factor: float) -> tuple[Pixels, Floats]:
    """The part of the picture that holds the points (n x 2), halved while `factor` allows (hmtocr.image.halves).

    Warping it instead of the picture is quicker, and, where the warp shrinks, does not skip pixels. The second
    value is the matrix from the part to the picture.
    """
    whole, times = halved(pixels, factor)
    height, width = whole.shape[:2]
    x0, y0 = np.clip(np.floor(points.min(0) / times), 0, (width - 1, height - 1)).astype(int)
    x1, y1 = np.clip(np.ceil(points.max(0) / times), (x0 + 1, y0 + 1), (width, height)).astype(int)
    return whole[y0:y1, x0:x1], np.array([[times, 0, x0 * times], [0, times, y0 * times], [0, 0, 1]], np.float64)


def rectangle(x0: float, y0: float, x1: float, y1: float) -> Floats:
    """Its corners (4x2), clockwise from the top left."""
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], np.float64)


def area(quad: Floats) -> float:
    """Square pixels inside a polygon (n x 2); positive where it runs clockwise on the screen."""
    # Plain numbers: for a handful of points NumPy's calls take longer than the sums.
    points: list[list[float]] = quad.tolist()
    return sum(ax * by - ay * bx for (ax, ay), (bx, by) in zip(points, points[1:] + points[:1], strict=True)) / 2


def sides(quad: Floats) -> tuple[float, float]:
    """The mean length of the top and bottom edges, and that of the left and right ones."""
    a, b, c, d = quad.tolist()
    return (math.dist(a, b) + math.dist(c, d)) / 2, (math.dist(b, c) + math.dist(d, a)) / 2


def common(first: Floats, second: Floats) -> float:
    """Square pixels that two convex polygons (n x 2) have in common.

    OpenCV's intersectConvexConvex gives nothing at all for one in ten pairs whose edges all but coincide, as those of
    a card and of a picture that was cut to it do. This is Sutherland's and Hodgman's way (1974): side by side of the
    second, what lies beyond it is cut off the first.
    """
    points: list[list[float]] = first.tolist()
    edges: list[list[float]] = second.tolist()
    way = 1.0 if area(second) > 0 else -1.0
    for (ax, ay), (bx, by) in zip(edges, edges[1:] + edges[:1], strict=True):
        depths = [way * ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) for x, y in points]
        kept: list[list[float]] = []
        for (x, y), depth, (to_x, to_y), next_depth in zip(
            points, depths, points[1:] + points[:1], depths[1:] + depths[:1], strict=True
        ):
            if depth >= 0:
                kept.append([x, y])
            if (depth >= 0) != (next_depth >= 0):
                part = depth / (depth - next_depth)
                kept.append([x + (to_x - x) * part, y + (to_y - y) * part])
        points = kept
    return abs(area(np.array(points, np.float64))) if points else 0.0


def overlap(first: Floats, second: Floats) -> float:
    """Intersection over union of two convex quads, 0..1."""
    both = common(first, second)
    union = abs(area(first)) + abs(area(second)) - both
    return both / union if union > 0 else 0.0


def shared(quad: Floats, other: Floats) -> float:
    """What share of a convex quad lies in another, 0..1."""
    return min(1.0, common(quad, other) / max(1.0, abs(area(quad))))
