"""Scenes for windows: cards as they are, their copies, and screens that show them; never a held-out generator's."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from hmtocr.image.align import FACES
from hmtocr.image.geometry import Pixels
from hmtocr.risk.grain import grain_traits
from hmtocr.risk.surround import surround_traits
from hmtocr.specimens.attacks.photocopy import PHOTOCOPY_ATTACKS, copied, cut_out, on_sheet
from hmtocr.specimens.attacks.recapture import RECAPTURE_ATTACKS
from hmtocr.specimens.attacks.screens import LAYOUTS
from hmtocr.specimens.backdrops import draw_backdrop, draw_lid
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.people import Half
from training.risk_grain.rasters import boxes
from training.risk_grain.windows import Scene, taken

COPIES = tuple(attack.generator for attack in PHOTOCOPY_ATTACKS if not attack.held_out)
SCREENS = {
    **{attack.generator: LAYOUTS[attack.generator] for attack in RECAPTURE_ATTACKS if not attack.held_out},
    "boxes": boxes,
}
_SHOTS = {"harmless": 9, "copy": 5, "screen": 6}
"""How often each card, copy and card on screens is photographed."""
_PAPER = 0.15
"""The share of what no scanner sees that lies on something as plain as a scanner's lid."""
_WIDTHS = {"harmless": (250.0, 1600.0), "copier": (400.0, 1600.0), "copy": (560.0, 1600.0), "screen": (450.0, 1400.0)}


def draw(out: Path, cards: int, half: Half, seed: int) -> None:
    """The traits of many windows of `cards` cards into the file `out`, as training.risk_grain.samples has them."""
    pack = font_pack("default")
    rows, kinds, generators, pictures = [], [], [], []
    for index in range(cards):
        rng = np.random.default_rng((seed, index))
        card = draw_card(rng, *FACES[int(rng.integers(len(FACES)))], pack, half=half)
        for kind, generator, scene, scanned, width in _scenes(rng, card, half):
            pieces, view = taken(rng, scene, width, scanned)
            rows.append(np.concatenate((grain_traits(pieces), surround_traits(view))))
            kinds.append(kind)
            generators.append(generator)
            pictures.append(-1 - index)
    names = np.array(generators)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez(
        out,
        traits=np.stack(rows),
        kinds=np.array(kinds),
        generators=names,
        pictures=np.array(pictures),
        conditions=np.ones(len(rows), np.int64),
    )


def _scenes(rng: np.random.Generator, card: DrawnCard, half: Half) -> list[tuple[int, str, Scene, bool, float]]:
    """(index of the kind, generator, scene, whether on a scanner, pixels across the card) of every shot of a card."""
    told = []
    sheet = np.dstack((card.pixels, card.alpha))
    height, width = card.alpha.shape
    whole = (0.0, 0.0, float(width), float(height))
    for _ in range(_SHOTS["harmless"]):
        scanned = bool(rng.random() < 0.4)
        scene = Scene(sheet, whole, _ground(rng, half, scanned))
        told.append((0, "scan" if scanned else "photo", scene, scanned, _width(rng, "harmless")))
    way = COPIES[int(rng.integers(len(COPIES)))]
    copy = copied(rng, card, way)
    piece, inner = cut_out(rng, copy) if rng.random() < 0.6 else on_sheet(rng, copy)
    for _ in range(_SHOTS["copy"]):
        scanned = bool(rng.random() < 0.4)
        scene = Scene(piece, inner, _ground(rng, half, scanned))
        told.append((1, way, scene, scanned, _width(rng, "copier" if way == "copier" else "copy")))
    shown, box = _shown(rng, sheet)
    for _ in range(_SHOTS["screen"]):
        name = str(rng.choice([*SCREENS]))
        across = _width(rng, "screen")
        sites = float(np.exp(rng.uniform(np.log(1.2), np.log(4.5))))
        scene = Scene(shown, box, _ground(rng, half, scanned=False), (SCREENS[name](rng), across / sites))
        told.append((2, name, scene, False, across))
    return told


def _width(rng: np.random.Generator, what: str) -> float:
    least, most = _WIDTHS[what]
    return float(np.exp(rng.uniform(np.log(least), np.log(most))))


def _ground(rng: np.random.Generator, half: Half, scanned: bool) -> Pixels:
    # Cards lie on plain paper, too, as their copies lie on sheets.
    return draw_lid(rng, 192, 128) if scanned or rng.random() < _PAPER else draw_backdrop(rng, 192, 128, half)


def _shown(rng: np.random.Generator, sheet: Pixels) -> tuple[Pixels, tuple[float, float, float, float]]:
    """The card on a page or in a viewer, in the panel's tones."""
    height, width = sheet.shape[:2]
    margin = round(width * 0.2)
    page = int((rng.integers(230, 256), rng.integers(0, 40), rng.integers(60, 200))[int(rng.integers(3))])
    out = np.full((height + 2 * margin, width + 2 * margin, 4), 255, np.uint8)
    out[..., :3] = page
    share = sheet[..., 3:].astype(np.float32) / 255
    inside = out[margin : margin + height, margin : margin + width, :3]
    inside[:] = (inside + (sheet[..., :3] - inside.astype(np.float32)) * share).astype(np.uint8)
    ramp = np.arange(256) / 255
    curve = [ramp ** rng.uniform(0.85, 1.25) * 255 * rng.uniform(0.88, 1.0) + rng.uniform(0, 10) for _ in range(3)]
    out[..., :3] = cv2.LUT(
        np.ascontiguousarray(out[..., :3]), np.clip(np.stack(curve, -1), 0, 255).astype(np.uint8)[None]
    )
    return out, (float(margin), float(margin), float(margin + width), float(margin + height))
