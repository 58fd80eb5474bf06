"""Draws the attacks that risk signals are to notice: one file a kind, several generators in each."""

from collections.abc import Mapping
from types import MappingProxyType

from hmtocr.specimens.attacks.attack import Attack, Attacked
from hmtocr.specimens.attacks.blur import BLUR
from hmtocr.specimens.attacks.covered import COVERED
from hmtocr.specimens.attacks.glare import GLARE
from hmtocr.specimens.attacks.photocopy import PHOTOCOPY_ATTACKS
from hmtocr.specimens.attacks.recapture import RECAPTURE_ATTACKS
from hmtocr.specimens.attacks.tampered import TAMPERED_ATTACKS

ATTACKS: Mapping[str, tuple[Attack, ...]] = MappingProxyType(
    {
        "covered": COVERED,
        "photocopy": PHOTOCOPY_ATTACKS,
        "recapture": RECAPTURE_ATTACKS,
        "tampered": TAMPERED_ATTACKS,
        "glare": GLARE,
        "blur": BLUR,
    }
)
"""Every generator, by the kind of risk signal that it is to raise."""

__all__ = ["ATTACKS", "Attack", "Attacked"]
