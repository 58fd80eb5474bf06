"""The door to every document's cards."""

import numpy as np
import pytest

from hmtocr.errors import SpecimenError
from hmtocr.specimens.card import FACES
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack


@pytest.mark.parametrize("face", FACES, ids="-".join)
def test_every_face_can_be_drawn(face: tuple[str, str, str]) -> None:
    card = draw_card(np.random.default_rng(2), *face, font_pack(), 320)
    assert (card.document, card.design, card.side) == face
    assert card.pixels.shape == (202, 320, 3)
    assert card.fields


@pytest.mark.parametrize("face", [("hk-id", "2018", "back"), ("mo-id", "1999", "front"), ("passport", "", "front")])
def test_a_face_that_does_not_exist_is_refused(face: tuple[str, str, str]) -> None:
    with pytest.raises(SpecimenError, match="no card face"):
        draw_card(np.random.default_rng(1), *face, font_pack())
