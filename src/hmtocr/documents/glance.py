"""Reads a card the quick way, and where that leaves doubt, looks again from slightly aside.

The network that finds the fields misses a row now and then, and seldom the same one when the card is moved by a few
pixels: two more glances settle half of the cards that one leaves in doubt, at a tenth of the thorough way's time.
"""

from __future__ import annotations

from dataclasses import replace

from hmtocr.documents.doubt import doubtful
from hmtocr.documents.fields import fields_of
from hmtocr.documents.looks import Eyes
from hmtocr.documents.quick import read_quickly
from hmtocr.documents.spec import Face
from hmtocr.documents.together import cuts_off, together
from hmtocr.documents.told import Told
from hmtocr.image.geometry import Floats, Pixels

_ASIDE = ((1, 1), (-2, 2))
"""To the right and down, in the answers of the network: whole ones, which are easily moved back."""


def read_at_a_glance(face: Face, pixels: Pixels, quad: Floats, eyes: Eyes) -> tuple[Told, bool]:
    """What the `face` at `quad` (4 x 2, on the picture) tells at up to three glances, and if that can be left at it."""
    told = read_quickly(face, pixels, quad, eyes)
    if _settled(told):
        return told, True
    for aside in _ASIDE:
        again = read_quickly(face, pixels, quad, eyes, aside)
        marked, faint = told.marked | again.marked, told.faint & again.faint
        both = [replace(one, marked=marked, faint=faint) for one in (together(told, again), together(again, told))]
        # Together first: a glance that is settled by itself may have cut off what the other one saw whole.
        for one in (*both, again):
            if _settled(one) and not cuts_off(one, told):
                return one, True
        told = both[0]
    return told, False


def _settled(told: Told) -> bool:
    return not doubtful(told, told.face.checks(fields_of(told, 1.0)))
