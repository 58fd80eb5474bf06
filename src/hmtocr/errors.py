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


class BusyError(HmtocrError):
    """More pictures wait than the queue may hold."""


class WarningsFailedError(HmtocrError):
    """The card was read, but its risk signals could not be measured."""


class FetchError(HmtocrError):
    """A picture could not be fetched from its URL."""


class FetchRefusedError(FetchError):
    """The URL's scheme, host or address is not one that the operator allows."""


class FetchFailedError(FetchError):
    """The host did not answer in time, or not with a picture."""


class FetchTooLargeError(FetchError):
    """The file behind the URL is larger than allowed."""


class AccountError(HmtocrError):
    """A key may not make this call."""


class ApiNotEnabledError(AccountError):
    """The key exists, but this API is not enabled for it."""


class QuotaUsedUpError(AccountError):
    """The key's quota of calls is used up."""


class ArrearsError(AccountError):
    """The account is in arrears."""


class SuspendedError(AccountError):
    """The account is suspended."""


class RateExceededError(AccountError):
    """More calls in a second than the key may make."""


class ConfigurationError(HmtocrError):
    """A setting, or a file or database that one names, cannot be used."""


class UnknownKeyError(HmtocrError):
    """No key has that name."""


class KeyExistsError(HmtocrError):
    """A key of that name exists already."""
