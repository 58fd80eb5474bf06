"""The rules run over a residence permit (GB 11643 number, five years' validity, travel-permit number)."""

from __future__ import annotations

from collections.abc import Mapping

from hmtocr.checks import dates, issue_count, permit_number
from hmtocr.documents.rules import text_of, today, verdict
from hmtocr.reading import Check, Field


def sex_letter(text: str) -> str:
    """`男` as M, `女` as F."""
    return {"男": "M", "女": "F"}.get(text, text)


def run(fields: Mapping[str, Field]) -> tuple[Check, ...]:
    """The portrait side's number against birth and sex; the emblem side's validity, travel permit and count."""
    number, sex, validity = (text_of(fields, n) for n in ("number", "sex", "validity"))
    travel, count = text_of(fields, "permit_number"), text_of(fields, "issue_count")
    birth = dates.parse_chinese(text_of(fields, "birth_date") or "")
    checks: list[Check] = []
    if number:
        valid = permit_number.is_valid(number)
        checks.append(verdict("permit.check_digit", valid, ("number",), "the check character does not belong"))
        agrees = permit_number.birth_agrees(number, birth)
        checks.append(verdict("permit.birth", agrees, ("number", "birth_date"), "the number gives another birth date"))
        agrees = permit_number.sex_agrees(number, sex_letter(sex)) if sex else None
        checks.append(verdict("permit.sex", agrees, ("number", "sex"), "the number gives the other sex"))
    if birth:
        plausible = dates.is_plausible_birth(birth, today())
        checks.append(verdict("dates.birth", plausible, ("birth_date",), "nobody is that old, or unborn"))
    if validity:
        span = dates.parse_validity(validity)
        order = dates.permit_in_order(None, *span) if span else False
        checks.append(verdict("dates.validity", order, ("validity",), "not a span of exactly five years"))
    if travel:
        form = permit_number.is_valid_travel_permit(travel)
        checks.append(verdict("permit.travel", form, ("permit_number",), "not the form of a travel permit's number"))
    if count:
        checks.append(verdict("permit.issue_count", issue_count.is_valid(count), ("issue_count",), "not a count"))
    return tuple(checks)
