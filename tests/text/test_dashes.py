"""Finding a printed row of dashes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from hmtocr.text.dashes import are_dashes, find_dashes

WHOLE = (0.0, 0.0, 800.0, 300.0)


def ground(seed: int = 3, grain: float = 4.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return np.clip(200 + rng.normal(0, grain, (300, 800, 3)), 0, 255).astype(np.uint8)


def with_dashes(count: int, step: int, length: int, ink: int = 60) -> np.ndarray:
    picture = ground()
    for i in range(count):
        x = 300 + i * step
        picture[148:153, x : x + length] = ink
    return picture


@pytest.mark.parametrize(("step", "length", "ink"), [(34, 26, 60), (22, 14, 60), (34, 26, 170)])
def test_six_dashes_are_found_where_they_are(step: int, length: int, ink: int) -> None:
    box = find_dashes(with_dashes(6, step, length, ink), WHOLE, 50.0)
    assert box is not None
    assert box[0] == pytest.approx(300, abs=8)
    assert box[2] == pytest.approx(300 + 5 * step + length, abs=8)
    assert (box[1] + box[3]) / 2 == pytest.approx(150, abs=4)


def test_dashes_run_together_by_blur_are_found() -> None:
    blurred = cv2.GaussianBlur(with_dashes(6, 20, 14), (0, 0), 3.2)
    box = find_dashes(blurred, WHOLE, 50.0)
    assert box is not None
    assert box[0] == pytest.approx(300, abs=12)


def test_a_rule_is_no_row_of_dashes() -> None:
    picture = ground()
    picture[148:153, 300:460] = 60
    assert find_dashes(picture, WHOLE, 50.0) is None


def test_two_dashes_of_a_date_are_none() -> None:
    assert find_dashes(with_dashes(2, 90, 20), WHOLE, 50.0) is None


def test_nothing_is_found_on_a_bare_ground() -> None:
    assert find_dashes(ground(grain=9.0), WHOLE, 50.0) is None


def strip(picture: np.ndarray) -> np.ndarray:
    """A row of print 40 pixels high with its room."""
    return np.ascontiguousarray(picture[110:190, 270:560])


@pytest.mark.parametrize("blur", [0.0, 3.2, 5.0])
def test_a_row_of_dashes_alone_is_told(blur: float) -> None:
    picture = with_dashes(6, 34, 20)
    seen = cv2.GaussianBlur(picture, (0, 0), blur) if blur else picture
    assert are_dashes(strip(np.asarray(seen, np.uint8)), 40)


@pytest.mark.parametrize("text", ["01-02-2013", "VALIDADE", "8", "- -", ""])
def test_other_print_is_no_row_of_dashes(text: str) -> None:
    picture = ground()
    cv2.putText(picture, text, (290, 168), cv2.FONT_HERSHEY_SIMPLEX, 1.3, (60, 60, 60), 2)
    assert not are_dashes(strip(picture), 40)
    assert not are_dashes(strip(np.asarray(cv2.GaussianBlur(picture, (0, 0), 3.2), np.uint8)), 40)


def test_a_rule_and_a_bare_ground_are_no_row_of_dashes() -> None:
    picture = ground()
    assert not are_dashes(strip(picture), 40)
    picture[148:153, 300:500] = 60
    assert not are_dashes(strip(picture), 40)
