"""Sets of specimens: the same again for the same seed, in turns, with a truth that fits."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hmtocr.errors import SpecimenError
from hmtocr.specimens.attacks import ATTACKS
from hmtocr.specimens.card import FACES
from hmtocr.specimens.dataset import Specimen, iter_attacked, iter_specimens, write_specimens

BACKS = (("mo-id", "2023", "back"), ("hmt-permit", "taiwan", "back"))


@pytest.fixture(scope="module")
def four() -> list[Specimen]:
    """Two faces at two levels."""
    return list(iter_specimens(4, 9, BACKS, ("vga", "hard")))


def test_faces_and_levels_take_turns(four: list[Specimen]) -> None:
    shown = {(s.photograph.cards[0].document, s.level) for s in four}
    assert shown == {("mo-id", "vga"), ("mo-id", "hard"), ("hmt-permit", "vga"), ("hmt-permit", "hard")}
    assert [s.name for s in four] == ["00000", "00001", "00002", "00003"]


def test_the_same_again_however_many_are_asked_for(four: list[Specimen]) -> None:
    again = next(iter_specimens(1, 9, BACKS, ("vga", "hard")))
    assert again.photograph.jpeg == four[0].photograph.jpeg
    assert again.truth() == four[0].truth()
    other = next(iter_specimens(1, 10, BACKS, ("vga", "hard")))
    assert other.photograph.jpeg != four[0].photograph.jpeg


def test_the_halves_give_other_pictures() -> None:
    even, odd = (next(iter_specimens(1, 9, BACKS, ("vga",), half=half)) for half in ("even", "odd"))
    assert even.photograph.jpeg != odd.photograph.jpeg


def test_attacks_take_turns_among_generators() -> None:
    three = list(iter_attacked("glare", 3, 5, BACKS))
    assert [s.attack for s in three] == [("glare", attack.generator) for attack in ATTACKS["glare"][:3]]
    (card,) = three[1].truth()
    assert (card["attack"], card["generator"]) == three[1].attack
    assert set(card["touched"]) <= set(card["fields"])
    assert next(iter_attacked("glare", 1, 5, BACKS)).photograph.jpeg == three[0].photograph.jpeg
    with pytest.raises(SpecimenError, match="no flattery"):
        next(iter_attacked("flattery", 1, 5))


def test_several_cards_in_one_picture() -> None:
    specimen = next(iter_specimens(1, 2, BACKS, ("vga",), cards_per_picture=2))
    assert len(specimen.truth()) == 2


def test_files_hold_the_picture_and_its_truth(tmp_path: Path) -> None:
    told: list[int] = []
    write_specimens(tmp_path / "new" / "set", iter_specimens(2, 4, (FACES[0], BACKS[1]), ("vga",)), told.append)
    assert told == [1, 2]
    assert sorted(path.name for path in (tmp_path / "new" / "set").iterdir()) == [
        "00000.jpg", "00000.json", "00001.jpg", "00001.json",
    ]  # fmt: skip
    (card,) = json.loads((tmp_path / "new" / "set" / "00000.json").read_text("utf-8"))
    assert (card["document"], card["design"], card["side"], card["level"]) == (*FACES[0], "vga")
    assert card["seed"] == 4
    assert card["fields"]["number"]["text"]
    assert "large" in card["portraits"] or "name_zh" in card["fields"]
    with Image.open(tmp_path / "new" / "set" / "00000.jpg") as picture:
        size = picture.size
    quads = np.array([field["quad"] for field in card["fields"].values()])
    assert quads.shape[1:] == (4, 2)
    assert quads.min() >= 0
    assert (quads <= size).all()


@pytest.mark.parametrize(
    ("faces", "levels"),
    [((), ("vga",)), (BACKS, ()), ((("hk-id", "1983", "front"),), ("vga",)), (BACKS, ("drone",))],
)
def test_what_cannot_be_drawn_is_said(faces: tuple[tuple[str, str, str], ...], levels: tuple[str, ...]) -> None:
    with pytest.raises(SpecimenError):
        next(iter_specimens(1, 0, faces, levels))  # type: ignore[arg-type]


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SpecimenError, match="cannot write"):
        write_specimens(tmp_path / "file", iter_specimens(1, 0, BACKS, ("vga",)))
