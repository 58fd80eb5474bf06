"""Whether a card's two portraits are of two faces: who swaps the large one seldom swaps the small one too.

How alike they look says little by itself: a small portrait is a ghost, and where it is faint, or the picture is dull,
the card's ground and the sensor's noise are most of what is there. So the correlation counts with both contrasts.
"""

from __future__ import annotations

import math

from hmtocr.image.portraits import Likeness

FACES = frozenset({"hk-id"})
"""Documents whose two portraits are compared: of Macao's cards not every design has two, and the small ones are found
less well."""
WEIGHTS, ALWAYS = (-5.25, 1.24, 3.7), -10.1
"""Log odds for each of what `compared` tells, and for none of it, fitted to drawn Hong Kong cards, 1,145 honest and 424
swapped, in two halves (`python -m training.risk_tampered.two_faces`). By the other half's fit 88 and 90 % of those
swapped score higher than 98 % of the honest ones, by the correlation alone 42 and 63 %."""
_MOST = 6.0
_SAME, _EXACTLY = -0.9, 0.985
"""Between which correlations are told apart."""
_CLEAR = 40.0
"""Standard deviation of levels from which a portrait is as clear as can be."""


def two_faces(likeness: Likeness) -> float:
    """The log odds that the portraits which compare so are of two faces, if as many cards had such as had not."""
    return min(_MOST, ALWAYS + sum(w * told for w, told in zip(WEIGHTS, compared(likeness), strict=True)))


def compared(likeness: Likeness) -> tuple[float, float, float]:
    """The correlation's inverse hyperbolic tangent, and the logarithms of both contrasts, the small one's first."""
    correlation = min(max(likeness.correlation, _SAME), _EXACTLY)
    contrast, large = (math.log(min(max(levels, 1.0), _CLEAR)) for levels in (likeness.contrast, likeness.large))
    return math.atanh(correlation), contrast, large
