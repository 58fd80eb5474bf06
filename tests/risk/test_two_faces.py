"""Two portraits that are unlike say the more, the clearer both are."""

from __future__ import annotations

from hmtocr.image.portraits import Likeness
from hmtocr.risk.two_faces import two_faces


def test_clear_portraits_that_are_unlike_are_of_two_faces() -> None:
    assert two_faces(Likeness(0.5, 30.0, 40.0)) > 3
    assert two_faces(Likeness(0.97, 30.0, 40.0)) < -2


def test_a_ghost_that_is_hardly_there_says_little() -> None:
    assert two_faces(Likeness(0.6, 3.0, 18.0)) < 0 < two_faces(Likeness(0.6, 20.0, 40.0))


def test_nothing_is_beyond_doubt() -> None:
    assert two_faces(Likeness(-1.0, 90.0, 90.0)) == 6.0
    assert two_faces(Likeness(1.0, 0.0, 0.0)) < -10
