"""The public interface: what other programs import may grow, and must not shrink or change unseen."""

from __future__ import annotations

import inspect
from importlib.metadata import version

import hmtocr
from hmtocr import errors

PUBLIC = {
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
}
ERRORS = {
    "AccountError",
    "ApiNotEnabledError",
    "ArrearsError",
    "BusyError",
    "ConfigurationError",
    "EmptyImageError",
    "FetchError",
    "FetchFailedError",
    "FetchRefusedError",
    "FetchTooLargeError",
    "HmtocrError",
    "ImageError",
    "ImageTooLargeError",
    "ImageTooSmallError",
    "KeyExistsError",
    "ModelError",
    "NotAnImageError",
    "QuotaUsedUpError",
    "RateExceededError",
    "SpecimenError",
    "SuspendedError",
    "TruncatedImageError",
    "UnknownKeyError",
    "UnsupportedFormatError",
    "WarningsFailedError",
}


def test_the_public_names() -> None:
    assert set(hmtocr.__all__) == PUBLIC
    assert all(hasattr(hmtocr, name) for name in PUBLIC)


def test_the_errors_are_one_tree() -> None:
    found = {name: kind for name, kind in vars(errors).items() if inspect.isclass(kind)}
    assert set(found) == ERRORS
    assert all(issubclass(kind, errors.HmtocrError) for kind in found.values())


def test_read_takes_bytes_and_keyword_options() -> None:
    parameters = inspect.signature(hmtocr.Reader.read).parameters
    assert list(parameters) == ["self", "data", "documents", "portraits", "warnings"]
    keyword_only = [p.name for p in parameters.values() if p.kind is inspect.Parameter.KEYWORD_ONLY]
    assert keyword_only == ["documents", "portraits", "warnings"]
    of_reader = inspect.signature(hmtocr.Reader).parameters
    defaults = [("threads", None), ("thorough", False), ("risk", "balanced")]
    assert [(p.name, p.default) for p in of_reader.values()] == defaults


def test_the_version_is_the_installed_one() -> None:
    assert version("hmtocr") == hmtocr.__version__
