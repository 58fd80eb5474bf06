"""Lines of type in a given width."""

import numpy as np
import pytest
from PIL import Image

from hmtocr.specimens.canvas import Canvas, Ink
from hmtocr.specimens.fonts import FontPack, font_pack
from hmtocr.specimens.setting import Run, fitted, set_line, spaced, width_of


@pytest.fixture
def canvas() -> Canvas:
    return Canvas(Image.new("RGB", (640, 404), "white"))


@pytest.fixture(scope="module")
def ink() -> Ink:
    pack: FontPack = font_pack("default")
    return Ink(pack.pick(np.random.default_rng(0), "mono", "A"), 0.06, (0, 0, 0))


def test_what_fits_is_left_alone(canvas: Canvas, ink: Ink) -> None:
    runs = (Run("CHAN", ink, "surname_en"),)
    assert fitted(runs, canvas, 0.9) == runs


def test_too_long_a_line_is_brought_within_its_room(canvas: Canvas, ink: Ink) -> None:
    runs = [Run("FERREIRA DOS SANTOS", ink, "surname_en"), Run("MARIA", ink, "given_en", gap=0.02)]
    assert width_of(runs, canvas) > 0.5
    left, right = set_line(canvas, runs, 0.1, 0.5, 0.35)
    assert (left, right) == pytest.approx((0.1, 0.45), abs=0.005)
    assert canvas.fields["given_en"].box[2] <= 0.46 * 640
    assert canvas.fields["surname_en"].box[2] < canvas.fields["given_en"].box[0]


def test_runs_of_one_name_become_one_field(canvas: Canvas, ink: Ink) -> None:
    runs = [Run("2018", ink, "validity"), Run("-", ink), Run("2023", ink, "validity")]
    set_line(canvas, runs, 0.1, 0.5, 0.8, "center")
    field = canvas.fields["validity"]
    assert field.text == "20182023"
    assert (field.box[0] + field.box[2]) / 2 == pytest.approx(320, abs=4)


def test_spacing_widens_a_line(canvas: Canvas, ink: Ink) -> None:
    solid, airy = (width_of([Run("12345678", spaced(ink, canvas, f))], canvas) for f in (1.0, 1.5))
    assert airy / solid == pytest.approx(1.45, abs=0.06)
