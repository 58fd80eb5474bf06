"""Whether a text of several rows has one more beneath the last: a lone character is easily overlooked.

Addresses are set in as many rows as they need, and the last may hold nothing but 室 or 号, which the network that finds
rows takes for no row. So the picture is looked at where a further one would begin: under the beginning of the last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from hmtocr.image.flatten import Flat
from hmtocr.image.geometry import Floats, Pixels
from hmtocr.image.ranks import percentiles
from hmtocr.text.places import HEIGHT, WIDTH, Row
from hmtocr.text.strip import cut

_TALL = 24
"""Pixels that the row is high in the strip that is looked at."""
_BESIDE, _ACROSS, _DOWN = 0.5, 4.0, 1.9
"""Row heights that are looked at: before the row's beginning, after it, and beneath its lower edge."""
_SIZE = (0.6, 1.25)
"""Row heights from the top of a row to its foot, at least and at most."""
_LEAD = 0.9
"""Row heights that may lie between two rows."""
_BEGINS = 0.45
"""Row heights that rows of one text may begin from each other."""
_DARK, _CLEAR = 0.5, 30.0
"""As in `beyond`: where ink begins between ground and ink, and the levels between these that are needed."""
_STROKE = 2
"""Dark pixels in a line of print."""
_TRACE = 1
"""Lines of pixels that a stroke may leave open."""


def beneath(pixels: Pixels, flat: Flat, row: Row, others: Sequence[Row]) -> Row | None:
    """The short row of print that begins under the beginning of a row; None where there is none.

    Args:
        pixels: the picture.
        flat: the card.
        row: the last of a text that was found.
        others: further rows of the card; what lies in one of them is not looked at.
    """
    own = row.quad * (WIDTH, HEIGHT)
    line = cut(pixels, flat.to_picture(_part(own, (0.0, 1.0), (0.0, _ACROSS))), _TALL)
    strip = cut(pixels, flat.to_picture(_part(own, (1.0, 1.0 + _DOWN), (-_BESIDE, _ACROSS))), round(_TALL * _DOWN))
    if line is None or strip is None:
        return None
    ink, ground = percentiles(cv2.cvtColor(line, cv2.COLOR_RGB2GRAY), (4, 80))
    if ground - ink < _CLEAR:
        return None
    dark = np.asarray(cv2.cvtColor(strip, cv2.COLOR_RGB2GRAY) < ground - _DARK * (ground - ink))
    lines = _run(np.asarray(dark.sum(axis=1) >= _STROKE), _TRACE)
    if lines is None or lines[0] > _LEAD * _TALL or not _SIZE[0] < (lines[1] - lines[0]) / _TALL < _SIZE[1]:
        return None
    columns = _run(np.asarray(dark[lines[0] : lines[1]].any(axis=0)), _TALL)
    if columns is None or abs(columns[0] / _TALL - _BESIDE) > _BEGINS:
        return None
    first, last = (end / _TALL - _BESIDE for end in columns)
    # As high as the row above: a lone character may be lower than that.
    middle = 1.0 + (lines[0] + lines[1]) / 2 / _TALL
    quad = _part(own, (middle - 0.5, middle + 0.5), (first, last))
    x, y = quad.mean(axis=0)
    taken = any(_holds(other.quad * (WIDTH, HEIGHT), float(x), float(y)) for other in others)
    return None if taken else replace(row, quad=quad / (WIDTH, HEIGHT))


def _part(own: Floats, down: tuple[float, float], along: tuple[float, float]) -> Floats:
    """A quad between row heights down from a row's top and along from its beginning."""
    step = own[3] - own[0]
    run = (own[1] - own[0]) / float(np.linalg.norm(own[1] - own[0])) * float(np.linalg.norm(step))
    corners = ((along[0], down[0]), (along[1], down[0]), (along[1], down[1]), (along[0], down[1]))
    return np.array([own[0] + a * run + d * step for a, d in corners])


def _run(marked: NDArray[np.bool_], gap: int) -> tuple[int, int] | None:
    """The first run of marked places with no more than `gap` others in a row between them."""
    places = np.flatnonzero(marked)
    if not places.size:
        return None
    wide = np.flatnonzero(np.diff(places) > gap + 1)
    last = int(places[wide[0]]) if wide.size else int(places[-1])
    return int(places[0]), last + 1


def _holds(quad: Floats, x: float, y: float) -> bool:
    return bool(quad[:, 0].min() < x < quad[:, 0].max() and quad[:, 1].min() < y < quad[:, 1].max())
