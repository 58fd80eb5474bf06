"""Reads the identity documents of Hong Kong, Macao and the holders of the mainland's residence permit."""

from hmtocr.errors import HmtocrError, ImageError
from hmtocr.reader import Reader
from hmtocr.reading import Card, CardWarning, Check, Field, Portrait, Quad, Reading

__version__ = "0.1.0"

__all__ = [
    "Card",
    "CardWarning",
    "Check",
    "Field",
    "HmtocrError",
    "ImageError",
    "Portrait",
    "Quad",
    "Reader",
    "Reading",
    "__version__",
]
