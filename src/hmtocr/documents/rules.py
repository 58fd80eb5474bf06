"""Small builders that the documents' rule tables share: run a pure check over printed texts, tell its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

from hmtocr.checks import dates
from hmtocr.reading import Check, Field

_OLDEST = 1880
_AHEAD = 20
"""Years from now that a card may be valid for, at most."""


def verdict(rule: str, passed: bool | None, fields: tuple[str, ...], message: str) -> Check:
    """A check's outcome; the message is told only where it failed."""
    return Check(rule, passed, fields, message if passed is False else "")


def text_of(fields: Mapping[str, Field], name: str) -> str | None:
    """A field's printed text, or None if it is absent."""
    found = fields.get(name)
    return found.text if found else None


def today() -> date:
    """The day that plausibility and two-digit years are judged by."""
    return datetime.now(UTC).date()


def is_day(text: str) -> bool:
    """Whether a printed date, or span of dates, is one of the calendar, and of people's lives."""
    found = dates.iso(text, today().year)
    if found is None:
        return False
    years = [int(part[:4]) for part in found.split("/") if part[:4].isdigit()]
    return all(_OLDEST <= year <= today().year + _AHEAD for year in years)


def iso(text: str) -> str:
    """Any printed date as ISO 8601 ("no-expiry" as checks.dates has it), or the text where it is no date."""
    return dates.iso(text, today().year) or text
