"""Drawn portraits."""

import numpy as np
from PIL import Image

from hmtocr.specimens.faces import draw_face


def _face(seed: int, **options: object) -> Image.Image:
    return draw_face(np.random.default_rng(seed), 120, **options)  # type: ignore[arg-type]


def test_a_face_has_the_asked_width_and_is_higher_than_wide() -> None:
    face = _face(1)
    assert (face.mode, face.size) == ("RGBA", (120, 150))


def test_one_seed_gives_the_same_face_and_another_seed_another() -> None:
    assert _face(1).tobytes() == _face(1).tobytes()
    assert _face(1).tobytes() != _face(2).tobytes()


def test_a_grey_face_has_no_colour() -> None:
    red, green, blue, _ = np.moveaxis(np.asarray(_face(3, grey=True)).astype(int), 2, 0)
    assert np.array_equal(red, green)
    assert np.array_equal(green, blue)


def test_without_its_wall_a_portrait_is_opaque_in_the_middle_and_clear_in_the_corner() -> None:
    for seed in range(12):
        alpha = np.asarray(_face(seed, fade=True))[:, :, 3]
        assert alpha[75, 60] == 255
        assert alpha[0, 0] == 0


def test_men_women_children_and_the_old_can_be_drawn() -> None:
    for sex in ("M", "F"):
        for age in (0, 9, 30, 60, 95):
            assert np.asarray(_face(age, sex=sex, age=age)).std() > 20
