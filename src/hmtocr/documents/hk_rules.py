"""The rules run over a Hong Kong card, and the normalised forms of its fields."""

from __future__ import annotations

from collections.abc import Mapping

from hmtocr.checks import dates, hkid, symbols, telecode
from hmtocr.documents.rules import text_of, today, verdict
from hmtocr.reading import Check, Field


def sex_letter(text: str) -> str:
    """`女 F` as F.

    >>> sex_letter("女 F"), sex_letter("男")
    ('F', 'M')
    """
    return "F" if "女" in text or "F" in text else "M"


def run(fields: Mapping[str, Field]) -> tuple[Check, ...]:
    """Number, second copy of the number, dates, symbols, and telecode against name."""
    year = today().year
    number, window = text_of(fields, "number"), text_of(fields, "window_text")
    code, name, marks = text_of(fields, "telecode"), text_of(fields, "name_zh"), text_of(fields, "symbols")
    birth = dates.parse_full(text_of(fields, "birth_date") or "")
    first = dates.parse_month(text_of(fields, "first_issue_date") or "", year)
    issue = dates.parse_short(text_of(fields, "issue_date") or "", year)
    checks = [
        verdict(
            "hkid.check_digit",
            hkid.is_valid(number) if number else None,
            ("number",),
            "the check digit does not belong to the number; official specimens are printed so on purpose",
        ),
        verdict(
            "dates.birth",
            dates.is_plausible_birth(birth, today()),
            ("birth_date",),
            "nobody is that old, or unborn",
        ),
        verdict(
            "dates.order",
            dates.hong_kong_in_order(birth, first, issue),
            ("birth_date", "first_issue_date", "issue_date"),
            "birth, first registration and issue are not in that order",
        ),
        verdict(
            "symbols.form",
            None if marks is None else symbols.parse_hong_kong(marks) is not None,
            ("symbols",),
            "not a combination of symbols that the Immigration Department lists",
        ),
        verdict(
            "symbols.age",
            symbols.age_agrees(marks, birth, issue) if marks else None,
            ("symbols", "birth_date", "issue_date"),
            "the asterisks do not go with the age at issue",
        ),
        verdict(
            "telecode.name",
            telecode.agrees(name, code) if name and code else None,
            ("name_zh", "telecode"),
            "the telecode does not spell the Chinese name",
        ),
    ]
    if window:
        agrees = hkid.window_agrees(number, window) if number else None
        message = "the number in the window is another"
        checks.append(verdict("hkid.window", agrees, ("number", "window_text"), message))
    return tuple(checks)
