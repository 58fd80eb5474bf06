"""Cards that were changed: in the file after the photograph was taken, or on the card itself before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from hmtocr.specimens.attacks.attack import Attack, Attacked
from hmtocr.specimens.attacks.blended import blend
from hmtocr.specimens.attacks.dissolved import dissolve
from hmtocr.specimens.attacks.edited import filed
from hmtocr.specimens.attacks.forgeries import Forgery, copy_move, inpaint, recompress, retype, splice
from hmtocr.specimens.attacks.painted import paint_over
from hmtocr.specimens.attacks.paper_strip import glue_strip, taken
from hmtocr.specimens.attacks.penned import overwrite
from hmtocr.specimens.attacks.portrait_swap import swap_portrait
from hmtocr.specimens.attacks.scraped import scrape
from hmtocr.specimens.card import DrawnCard
from hmtocr.specimens.draw import draw_card
from hmtocr.specimens.fonts import font_pack
from hmtocr.specimens.places import Half

FORGERIES: Mapping[str, Forgery] = {
    "copy-move": copy_move,
    "splice": splice,
    "retype": retype,
    "inpaint": inpaint,
    "recompress": recompress,
    "portrait": swap_portrait,
}
"""The edits that may be trained on."""

Rewrite = Callable[..., Attacked]
"""Takes what Attack.take does, and a font pack."""
REWRITES: Mapping[str, Rewrite] = {
    "scraped": scrape,
    "painted": paint_over,
    "dissolved": dissolve,
    "penned": overwrite,
}
"""Changes to the card itself that may be trained on."""

_TRIALS = 12


def forged(forgery: Forgery, rng: np.random.Generator, card: DrawnCard, half: Half) -> Attacked:
    """A photograph of the card, edited and filed again; where there is no portrait to swap, a field is typed anew.

    Raises:
        ValueError: nothing on the card can be edited so.
    """
    fonts = font_pack()
    if forgery is swap_portrait and "large" not in card.portraits:
        forgery = retype
    for _ in range(_TRIALS):
        shot, lender = taken(rng, card, half), None
        if forgery in (splice, recompress):
            other = draw_card(rng, card.document, card.design, card.side, fonts, card.pixels.shape[1], half)
            lender = taken(rng, other, half)
        edited = forgery(rng, shot, lender or shot, fonts)
        if edited is not None:
            return filed(rng, edited, shot)
    raise ValueError(f"no such edit fits a {card.document} {card.side}")


TAMPERED_ATTACKS: tuple[Attack, ...] = (
    *(Attack("tampered", name, False, partial(forged, forgery)) for name, forgery in FORGERIES.items()),
    *(Attack("tampered", name, False, rewrite) for name, rewrite in REWRITES.items()),
    Attack("tampered", "blended", True, partial(forged, blend)),
    Attack("tampered", "paper-strip", True, glue_strip),
)
