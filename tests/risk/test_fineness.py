"""How finely print is seen does not change when a picture is enlarged, and falls when it is made smaller."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hmtocr.image.geometry import Pixels, rectangle
from hmtocr.risk.fineness import fineness
from hmtocr.risk.sheet import lay


def seen(pixels: Pixels, times: float) -> float:
    """The fineness of a row of print on a picture that was resized."""
    resized = cv2.resize(
        pixels, None, fx=times, fy=times, interpolation=cv2.INTER_AREA if times < 1 else cv2.INTER_CUBIC
    )
    sheet = lay(np.asarray(resized, np.uint8), [rectangle(40, 30, 360, 70) * times])
    assert sheet is not None
    (fine,) = fineness(sheet).values()
    return fine


@pytest.fixture(scope="module")
def pixels() -> Pixels:
    """A number in print."""
    paper = np.full((100, 400, 3), 230, np.uint8)
    cv2.putText(paper, "A123456(7)", (45, 66), cv2.FONT_HERSHEY_SIMPLEX, 1.6, (40, 40, 40), 3, cv2.LINE_AA)
    return paper


def test_pixels_that_were_made_of_others_count_for_nothing(pixels: Pixels) -> None:
    assert seen(pixels, 2.0) == pytest.approx(seen(pixels, 1.0), rel=0.35)
    assert seen(pixels, 0.25) < 0.5 * seen(pixels, 1.0)


def test_a_row_without_columns_is_not_seen() -> None:
    sheet = lay(np.full((40, 40, 3), 200, np.uint8), [rectangle(10, 10, 13.2, 15.2)])
    assert sheet is not None
    assert fineness(sheet) == {0: 0.0}
