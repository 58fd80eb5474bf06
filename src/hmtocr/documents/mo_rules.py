"""The rules run over a Macao card. The number's check digit has no public rule: only its form is judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hmtocr.checks import dates, macao_id, mrz, symbols, telecode
from hmtocr.documents.rules import text_of, today, verdict
from hmtocr.reading import Check, Field

_LINES = ("mrz1", "mrz2", "mrz3")


def run(fields: Mapping[str, Field]) -> tuple[Check, ...]:
    """Number, dates, symbols, telecodes against names, and the machine-readable zone against itself and the face."""
    number, marks, sex = (text_of(fields, n) for n in ("number", "symbols", "sex"))
    birth, first, issue, expiry = (
        dates.parse_full(text_of(fields, n) or "")
        for n in ("birth_date", "first_issue_date", "issue_date", "expiry_date")
    )
    checks: list[Check] = []
    if number:
        form = macao_id.is_valid_format(number)
        checks.append(verdict("macao_id.form", form, ("number",), "not of the form 1234567(8)"))
    if birth or issue:
        plausible = dates.is_plausible_birth(birth, today())
        checks.append(verdict("dates.birth", plausible, ("birth_date",), "nobody is that old, or unborn"))
        order = dates.macao_in_order(birth, first, issue, expiry)
        named = tuple(n for n in ("birth_date", "first_issue_date", "issue_date", "expiry_date") if n in fields)
        checks.append(verdict("dates.order", order, named, "birth, issues and expiry are not in that order"))
    if marks and sex:
        agrees = symbols.macao_sex_agrees(marks, sex)
        checks.append(verdict("symbols.sex", agrees, ("symbols", "sex"), "the code letters give the other sex"))
    for part in ("surname", "given"):
        name, code = text_of(fields, f"{part}_zh"), text_of(fields, f"{part}_telecode")
        if name and code:
            agrees = telecode.agrees(name, code)
            message = "the telecode does not spell the Chinese name"
            checks.append(verdict(f"telecode.{part}", agrees, (f"{part}_zh", f"{part}_telecode"), message))
    return (*checks, *_zone(fields, number, (birth, expiry), sex))


def _zone(
    fields: Mapping[str, Field], number: str | None, days: tuple[date | None, date | None], sex: str | None
) -> list[Check]:
    """The zone's own check digits, and whether it tells what the face tells: number, birth and expiry, sex, name."""
    lines = [text_of(fields, n) for n in _LINES]
    one, two, three = lines
    if one is None or two is None or three is None or not all(mrz.is_line(text) for text in (one, two, three)):
        return []
    zone = mrz.parse(one, two, three)
    wrong = "a check digit of the machine-readable zone is wrong"
    checks = [
        verdict("mrz.number", zone.number_valid, ("mrz1",), wrong),
        verdict("mrz.birth", zone.birth_valid, ("mrz2",), wrong),
        verdict("mrz.expiry", zone.expiry_valid, ("mrz2",), wrong),
        verdict("mrz.composite", zone.composite_valid, ("mrz1", "mrz2"), wrong),
    ]
    if number:
        agrees = macao_id.mrz_agrees(number, zone.number)
        checks.append(verdict("mrz.face", agrees, ("number", "mrz1"), "the zone gives another number than the face"))
    told = zip(("birth", "expiry"), days, (zone.birth, zone.expiry), strict=True)
    for name, day, digits in told:
        # A card that never expires has fillers or any date here; "%y" is what the zone keeps of a year.
        if day:
            message = f"the zone gives another {name} date than the face"
            agrees = digits == day.strftime("%y%m%d")
            checks.append(verdict(f"mrz.face_{name}", agrees, (f"{name}_date", "mrz2"), message))
    if sex and zone.sex:
        agrees = sex == zone.sex
        checks.append(verdict("mrz.face_sex", agrees, ("sex", "mrz2"), "the zone gives the other sex than the face"))
    surname, given = text_of(fields, "surname_en"), text_of(fields, "given_en")
    if surname:
        agrees = mrz.names_agree(three, surname, given or "")
        named = ("surname_en", *(("given_en",) if given else ()), "mrz3")
        checks.append(verdict("mrz.face_name", agrees, named, "the zone gives another name than the face"))
    return checks
