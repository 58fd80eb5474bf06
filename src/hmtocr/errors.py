"""One tree of errors: what can be wrong with a picture, and what the caller can do about it.

Vendors' words and codes have no place here; each protocol translates.
"""


class HmtocrError(Exception):
    """Base of every error raised on purpose by hmtocr."""


class ImageError(HmtocrError):
    """The bytes cannot be turned into a picture that may hold a card."""


class EmptyImageError(ImageError):
    """There are no bytes at all."""


class NotAnImageError(ImageError):
    """The bytes are in no picture format known to hmtocr."""


class UnsupportedFormatError(ImageError):
    """A picture or document format that is recognised but not accepted, or whose extra is not installed."""


class TruncatedImageError(ImageError):
    """The file ends, or breaks, before the picture does."""


class ImageTooLargeError(ImageError):
    """More bytes or pixels than the limits allow; refused before any pixel is decoded."""


class ImageTooSmallError(ImageError):
    """Too few pixels for a card to be legible."""


class ModelError(HmtocrError):
    """A network file is missing, or is not the one whose hash the manifest names."""


class SpecimenError(HmtocrError):
    """A specimen cannot be drawn: no usable font, or a face that does not exist."""
