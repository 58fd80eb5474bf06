"""The Hong Kong identity card, designs of 2003 and 2018: one side carries all personal text.

Places are measured on official specimens (fractions of the card, ID-1); the printed forms follow the Immigration
Department's specimens. A card without a Chinese name leaves the name's and the telecode's rows empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import regex

from hmtocr.checks import hkid
from hmtocr.documents import hk_rules, rules
from hmtocr.documents.hk_stars import with_stars
from hmtocr.documents.spec import DIGITS, LATIN_LOWER, LATIN_UPPER, Face, FieldSpec, Zone
from hmtocr.text.ctc import choose
from hmtocr.text.line import LineReading
from hmtocr.text.outcome import Outcome, named_outcomes, outcome


def _group(digits: str) -> str:
    """Telecode groups: four digits each, one blank between."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def _sex(text: str) -> str:
    return f"{text[0]} {text[1:]}" if len(text) > 1 else text


def _comma(text: str) -> str:
    """A blank always follows the comma, and one blank parts two words."""
    return " ".join(text.replace(",", ", ").split())


_WORD = r"(?:Mc|Mac|De|Di|Da|La|Le|Van|Von)?[A-Z][a-z]*(?:['\-.][A-Za-z][a-z]*)*\.?"
"""Given names: an initial capital; another within a word only after a hyphen, an apostrophe or a particle."""
_PARTICLE = r"(?:d[aeio]s?|del|e|y|v[ao]n|bin|binti|al|el|la|le)(?= |$)"
_SURNAME = r"[A-Z](?:[A-Z]|(?<=\bM)a(?=c|$)|(?<=\bMa?)c(?=[A-Z]|$)|[ '\-.](?=[A-Z]|$))*"
"""Capitals, but for the prefix of McDONALD and MacDONALD."""
_NAME = rf"{_SURNAME}(?:, ?(?:(?:{_WORD}|{_PARTICLE})(?: |$))+)?"
_SYMBOL_CHARS = "*ACRUZXWOBNLHKSPVY" + DIGITS

FIELDS = (
    FieldSpec("name_zh", "hant", r".{1,8}", required=False),
    FieldSpec("name_en", LATIN_UPPER + LATIN_LOWER + ",'-. ", _NAME, keeps_space=True, shape=_comma),
    FieldSpec("telecode", DIGITS, r"(\d{4}){1,6}", shape=_group, required=False),
    FieldSpec("birth_date", DIGITS + "-", r"\d\d-\d\d-\d{4}", value=rules.iso, plausible=rules.is_day),
    FieldSpec("sex", "男女MF", r"男M|女F", shape=_sex, value=hk_rules.sex_letter),
    FieldSpec("symbols", _SYMBOL_CHARS, r"(?:\*\*\*|\*)?[ACRU][ZXWO]([BNY]|L\d|[HKSPV]\d)*"),
    FieldSpec("first_issue_date", DIGITS + "()-", r"\(\d\d-\d\d\)", value=rules.iso, plausible=rules.is_day),
    FieldSpec("issue_date", DIGITS + "-", r"\d\d-\d\d-\d\d", value=rules.iso, plausible=rules.is_day),
    FieldSpec("number", LATIN_UPPER + DIGITS + "()", r"[A-Z]{1,2}\d{6}\([0-9A-Z]\)", valid=hkid.is_valid),
)


def _body(readings: Mapping[str, LineReading]) -> str:
    """The number without its check digit; "" where it was not read."""
    return readings["number"].text.partition("(")[0] if "number" in readings else ""


_WINDOW = FieldSpec("window_text", LATIN_UPPER + DIGITS, r"[A-Z]{1,2}\d{6}", required=False, repeats=_body)
_WINDOW_SEEN = 0.5
"""Below this probability per character the see-through window shows nothing legible, as it often does."""
_WINDOW_REPEATED = 0.25
"""The same where it shows what the card's number says."""
_WINDOW_DIFFERS = 0.05
"""How likely it is, at most, that a window shows another number than the card's."""
_SUPPORTED = 0.02
"""Of the best reading's probability: what the number's own characters must have in the window to be preferred."""
_STAMP = r"(?i)(?<=[A-Za-z]{2})[ ,]*(?:(?:specimen){e<=2}|(?:sample){e<=1})$"
_RUN_ON = r"(?<=[A-Za-z]{2})(?:[ ,]+|(?<=[a-z]))([A-Z]{5,})$"
"""A word in capitals behind the name: no given name is printed so, but an overprint may be, begun or ended anywhere."""
_OVERPRINTS = ("SPECIMEN" * 3, "SAMPLE" * 4)


def _settle(readings: Mapping[str, LineReading]) -> Mapping[str, Outcome]:
    specs = {spec.name: spec for spec in (*FIELDS, _WINDOW)}
    if "symbols" in readings:
        readings = {**readings, "symbols": with_stars(readings["symbols"], readings.get("birth_date"))}
    told = {
        n: outcome(r, specs[n].shape, specs[n].plausible)
        for n, r in readings.items()
        if n not in ("name_zh", "telecode")
    }
    name, code = named_outcomes(readings.get("name_zh"), readings.get("telecode"), _group)
    if name is not None:
        told["name_zh"] = name
    if code is not None:
        told["telecode"] = code
    if "name_en" in readings:
        told["name_en"] = _unstamped(told["name_en"])
    if "window_text" in readings:
        window = _through_window(readings["window_text"], _body(readings))
        if window is None:
            del told["window_text"]
        else:
            told["window_text"] = window
    return told


def _unstamped(name: Outcome) -> Outcome:
    """The name without the overprint of a specimen that runs on from it."""
    stamp = regex.search(_RUN_ON, name.text)
    if stamp is None or not any(regex.search(f"(?:{stamp[1]}){{e<=1}}", row) for row in _OVERPRINTS):
        stamp = regex.search(_STAMP, name.text)
    return name if stamp is None else replace(name, text=name.text[: stamp.start()].rstrip(" ,"))


def _through_window(window: LineReading, body: str) -> Outcome | None:
    """What the see-through window shows, or None if nothing legible.

    It repeats the number's letters and first six digits (DOCUMENTS.md, section 1): where the pixels support that
    reading about as well as their best, it is the likelier one.
    """
    same = choose(window.posterior.probabilities, window.alphabet, (body,)) if body else ()
    if same and same[0].probability > _SUPPORTED * window.probability:
        window = replace(window, candidates=(same[0], *window.candidates))
        likely = same[0].probability
        sure = likely / (likely + (1.0 - likely) * _WINDOW_DIFFERS)
        return replace(outcome(window), probability=sure) if window.sharpness > _WINDOW_REPEATED else None
    return outcome(window) if window.sharpness > _WINDOW_SEEN else None


FACES = (
    Face(
        "hk-id",
        "2003",
        "front",
        FIELDS,
        _settle,
        hk_rules.run,
        layout={
            "name_zh": Zone(0.051, 0.183, 0.420, 0.244, open=True),
            "name_en": Zone(0.052, 0.271, 0.960, 0.313, open=True),
            "telecode": Zone(0.305, 0.355, 0.980, 0.400, open=True),
            "birth_date": Zone(0.304, 0.555, 0.531, 0.601),
            "sex": Zone(0.618, 0.550, 0.685, 0.600),
            "symbols": Zone(0.305, 0.628, 0.560, 0.671, open=True),
            "first_issue_date": Zone(0.310, 0.765, 0.458, 0.812),
            "issue_date": Zone(0.308, 0.866, 0.532, 0.922),
            "number": Zone(0.653, 0.863, 0.960, 0.921),
        },
        portraits=("large", "small"),
    ),
    Face(
        "hk-id",
        "2018",
        "front",
        (*FIELDS, _WINDOW),
        _settle,
        hk_rules.run,
        layout={
            "name_zh": Zone(0.050, 0.206, 0.420, 0.266, open=True),
            "name_en": Zone(0.053, 0.297, 0.960, 0.340, open=True),
            "telecode": Zone(0.398, 0.374, 0.980, 0.416, open=True),
            "birth_date": Zone(0.397, 0.579, 0.616, 0.620),
            "sex": Zone(0.654, 0.577, 0.712, 0.621),
            "symbols": Zone(0.396, 0.651, 0.660, 0.689, open=True),
            "first_issue_date": Zone(0.399, 0.785, 0.543, 0.828),
            "issue_date": Zone(0.396, 0.875, 0.617, 0.928),
            "number": Zone(0.695, 0.873, 0.985, 0.928),
            "window_text": Zone(0.705, 0.208, 0.785, 0.234),
        },
        portraits=("large", "small"),
    ),
)
