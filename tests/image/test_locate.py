"""Cards are found where they are, once each, and not where there is none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from hmtocr.image import locate as finding
from hmtocr.image.align import FACES
from hmtocr.image.confirm import next_answer
from hmtocr.image.geometry import Floats, Pixels, homography, overlap, rectangle
from hmtocr.image.locate import (
    INNER,
    SIDE,
    Located,
    glimpse,
    letterbox,
    locate,
    quads_of_maps,
    ranked_faces,
)
from hmtocr.models.engine import load
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack


def maps_of(*quads: Floats) -> np.ndarray:
    """What a perfect locator says of these quads, given on its square."""
    maps = np.zeros((2, SIDE // 4, SIDE // 4), np.float32)
    for quad in quads:
        middle = quad.mean(0)
        for level, share in enumerate((1.0, 0.85)):
            part = np.round(((quad - middle) * share + middle) / 4 - 0.5).astype(np.int32)
            cv2.fillConvexPoly(maps[level], part, 1.0)
    return maps


def test_maps_of_one_card_give_its_quad() -> None:
    quad = np.array([[40.0, 60.0], [150.0, 50.0], [156.0, 120.0], [36.0, 128.0]])
    (found,) = quads_of_maps(maps_of(quad))
    assert overlap(found, quad) > 0.9


def test_cards_side_by_side_are_kept_apart() -> None:
    left, right = rectangle(8, 60, 92, 112), rectangle(96, 60, 180, 112)
    found = quads_of_maps(maps_of(left, right))
    assert len(found) == 2
    assert {max(range(2), key=lambda i: overlap(f, (left, right)[i])) for f in found} == {0, 1}


def test_empty_maps_and_specks_give_nothing() -> None:
    assert quads_of_maps(maps_of()) == []
    assert quads_of_maps(maps_of(rectangle(50, 50, 62, 58))) == []


@pytest.mark.parametrize("shape", [(300, 480), (480, 300), (100, 900), (20, 20)])
def test_a_letterboxed_picture_keeps_its_shape_and_its_outside(shape: tuple[int, int]) -> None:
    canvas, matrix = letterbox(np.zeros((*shape, 3), np.uint8))
    assert canvas.shape == (SIDE, SIDE, 3)
    assert (canvas[: (SIDE - INNER) // 2] == 127).all()
    assert matrix[0, 0] == pytest.approx(INNER / max(shape), rel=0.05)


@pytest.fixture(scope="module")
def card() -> DrawnCard:
    return draw_card(np.random.default_rng(7), "hk-id", "2018", "front", font_pack(), 700, "odd")


def find(pixels: Pixels) -> tuple[Located, ...]:
    return locate(pixels, load("card-locator"), load("card-aligner"))


def lay(card: DrawnCard, quad: Floats, width: int, height: int) -> Pixels:
    """The card at `quad` on a brown desk."""
    full = rectangle(0, 0, card.pixels.shape[1], card.pixels.shape[0])
    sheet = np.dstack((card.pixels, card.alpha))
    seen = cv2.warpPerspective(sheet, homography(full, quad), (width, height), flags=cv2.INTER_AREA)
    alpha = seen[..., 3:].astype(float) / 255
    return (seen[..., :3] * alpha + np.array([120, 85, 60]) * (1 - alpha)).astype(np.uint8)


@pytest.mark.parametrize("turn", range(4))
def test_a_card_on_a_desk_is_found_whichever_way_it_lies(card: DrawnCard, turn: int) -> None:
    lying = np.array([[180.0, 210.0], [730.0, 180.0], [760.0, 530.0], [150.0, 560.0]])
    standing = np.array([[250.0, 60.0], [590.0, 90.0], [600.0, 650.0], [240.0, 660.0]])
    quad = np.roll(lying if turn % 2 == 0 else standing, -turn, axis=0)
    (found,) = find(lay(card, quad, 900, 720))
    assert found.face == ("hk-id", "2018", "front")
    assert found.score > 0.9
    assert sum(found.face_probabilities) + 1 - found.score == pytest.approx(1, abs=1e-3)
    assert np.abs(found.quad - quad).max() < 15


def test_a_scan_cut_at_the_cards_edge_is_that_card(card: DrawnCard) -> None:
    height, width = card.pixels.shape[:2]
    for turn in range(4):
        (found,) = find(np.ascontiguousarray(np.rot90(card.pixels, turn)))
        full = rectangle(0, 0, width, height) if turn % 2 == 0 else rectangle(0, 0, height, width)
        assert np.abs(found.quad - np.roll(full, turn, axis=0)).max() < 15


def test_a_clear_card_is_outlined_at_first_sight_nearly_as_it_is_in_the_end(card: DrawnCard) -> None:
    quad = np.array([[180.0, 210.0], [730.0, 180.0], [760.0, 530.0], [150.0, 560.0]])
    pixels = lay(card, quad, 900, 720)
    (first,) = glimpse(pixels, load("card-locator"), load("card-aligner"))
    (last,) = find(pixels)
    assert last.worth >= first.worth
    assert overlap(first.quad, last.quad) > 0.98
    assert first.face == last.face


def test_at_first_sight_there_is_nothing_where_one_place_is_in_doubt(
    card: DrawnCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    quad = np.array([[180.0, 210.0], [730.0, 180.0], [760.0, 530.0], [150.0, 560.0]])
    monkeypatch.setattr(finding, "first_answer", lambda *_: None)
    monkeypatch.setattr(finding, "next_answer", lambda *_: (None, 0.5))
    assert glimpse(lay(card, quad, 900, 720), load("card-locator"), load("card-aligner")) == ()


def test_a_plain_desk_holds_no_card() -> None:
    assert find(np.full((600, 800, 3), 90, np.uint8)) == ()
    assert find(np.full((630, 1000, 3), 255, np.uint8)) == ()


def test_many_threads_get_the_same_answer(card: DrawnCard) -> None:
    pixels = card.pixels
    alone = find(pixels)[0].quad
    with ThreadPoolExecutor(4) as threads:
        for found in threads.map(lambda _: find(pixels), range(8)):
            assert found[0].quad.tolist() == alone.tolist()


def test_designs_that_look_alike_share_their_documents_weight() -> None:
    shares = {("mo-id", "2002", "front"): 0.2, ("mo-id", "2013", "front"): 0.3, ("hmt-permit", "taiwan", "front"): 0.4}
    (first, face), (second, other), *_ = ranked_faces([shares.get(face, 0.0) for face in FACES])
    assert (face, other) == (("mo-id", "2013", "front"), ("hmt-permit", "taiwan", "front"))
    assert (first, second) == (pytest.approx(0.5), pytest.approx(0.4))


def test_a_place_that_was_marked_the_wrong_way_round_is_seen_at_a_second_look(card: DrawnCard) -> None:
    quad = np.array([[180.0, 210.0], [730.0, 180.0], [760.0, 530.0], [150.0, 560.0]])
    aligner = load("card-aligner")
    askew = (quad - quad.mean(0)) @ np.array([[0.75, 0.66], [-0.66, 0.75]]) + quad.mean(0)
    answer, promise = next_answer(lay(card, quad, 900, 720), askew, None, aligner)
    assert promise > 0.6
    assert answer is not None
    assert overlap(answer.quad, quad) > 0.97
    nothing, less = next_answer(np.full((720, 900, 3), 90, np.uint8), quad, None, aligner)
    assert nothing is None
    assert less < 0.3


def test_what_stands_out_beside_a_card_does_not_hold_it_up(card: DrawnCard, monkeypatch: pytest.MonkeyPatch) -> None:
    quad = rectangle(340, 210, 900, 563)
    scene = lay(card, quad, 1000, 720)
    cv2.circle(scene, (135, 370), 70, (40, 120, 200), -1)
    cv2.circle(scene, (135, 370), 35, (230, 220, 90), -1)
    monkeypatch.setattr(finding, "rough_quads", lambda *_: [quad, rectangle(20, 300, 250, 440)])
    (found,) = glimpse(scene, load("card-locator"), load("card-aligner"))
    assert overlap(found.quad, quad) > 0.97
