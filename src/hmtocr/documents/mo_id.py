"""The Macao resident identity card, designs of 2002, 2013 and 2023: the front, and the back with title and OCR lines.

No public picture tells the layout, so values are found by their captions (Chinese and Portuguese, in the wordings
that texts mention and near ones) and by what they look like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import regex

from hmtocr.checks import dates, symbols
from hmtocr.documents import mo_names, mo_rules, rules
from hmtocr.documents.anchors import Wanted
from hmtocr.documents.captions import Captions
from hmtocr.documents.spec import DIGITS, LATIN_UPPER, OVERPRINT, Face, FieldSpec
from hmtocr.text.line import LineReading
from hmtocr.text.outcome import Outcome, named_outcomes, outcome
from hmtocr.text.page import Piece

_NAME_EN = LATIN_UPPER + "ÀÁÂÃÇÉÊÍÓÔÕÚ" + "'-. "
_DATE = r"\d\d-\d\d-\d{4}"
_FOREVER = "------"
"""Printed for the expiry of a card that never expires: six dashes, which no recogniser can count."""


def _endless(text: str) -> str:
    return text if any(c.isdigit() for c in text) else _FOREVER


def _is_end(text: str) -> bool:
    return not any(c.isdigit() for c in text) or rules.is_day(text)


def _is_name(text: str) -> bool:
    """Whether it is no caption of a name, does not begin with one, and is not what titles end with."""
    return regex.fullmatch(r"(?:APELIDO|NOME)S?(?: .*)?|NOM|(?:.* )?MACAU", text) is None


def _has_meaning(text: str) -> bool:
    return symbols.parse_macao(text) is not None


def _date(name: str, required: bool = True) -> FieldSpec:
    return FieldSpec(name, DIGITS + "-", _DATE, value=rules.iso, required=required, plausible=rules.is_day)


_TYPES = tuple(
    f"{state}{region}{kind}永久性居民身份證"
    for state in ("", "中華人民共和國")
    for region in ("", "澳門", "澳門特別行政區")
    for kind in ("", "非")
)

_FRONT = (
    FieldSpec("surname_zh", "hant", mo_names.NO_CAPTION + r".{1,3}", required=False),
    FieldSpec("given_zh", "hant", mo_names.NO_CAPTION + r".{1,4}", required=False),
    FieldSpec("surname_en", _NAME_EN, keeps_space=True, plausible=_is_name),
    FieldSpec("given_en", _NAME_EN, keeps_space=True, required=False, plausible=_is_name),
    FieldSpec("surname_telecode", DIGITS, r"(\d{4}){1,3}", shape=mo_names.grouped, required=False),
    FieldSpec("given_telecode", DIGITS, r"(\d{4}){1,4}", shape=mo_names.grouped, required=False),
    FieldSpec("number", DIGITS + "()", r"\d{7}\(\d\)"),
    _date("birth_date"),
    FieldSpec("sex", "MF", r"[MF]"),
    FieldSpec("height", DIGITS + ".", r"[0-2]\.\d\d", required=False),
    FieldSpec("symbols", "ABCDNSMFT", r"[ABCDNSMFT]{1,4}", required=False, plausible=_has_meaning),
    _date("first_issue_date", required=False),
    _date("issue_date"),
    FieldSpec("expiry_date", DIGITS + "-", _DATE + "|-{1,12}", shape=_endless, value=rules.iso, plausible=_is_end),
    FieldSpec(
        "resident_type",
        "hant",
        r"(中華人民共和國)?(澳門)?(特別行政區)?非?永久性居民身[份分][證証]",
        required=False,
        options=_TYPES,
    ),
)
_ZONE = (
    r"[A-Z<]{5}[0-9<]{10}[A-Z0-9<]{15}",
    r"[0-9<]{7}[A-Z<][0-9<]{7}[A-Z<]{3}[A-Z0-9<]{11}[0-9<]",
    r"[A-Z<]{30}",
)
"""TD1 (ICAO Doc 9303 part 5), as Macao's cards use it."""
_MRZ = tuple(
    FieldSpec(f"mrz{row}", LATIN_UPPER + DIGITS + "<", form, required=False) for row, form in enumerate(_ZONE, 1)
)

_WORDS = {
    "overprint": OVERPRINT,
    "title": r"(?:bilhetedeidentidade){e<=5}.*|(?:regiaoadministrativaespecial){e<=8}.*|(?:demacau){e<=1}$"
    r"|(?:republicapopular){e<=4}.*|r\.?a\.?e\.?(?:m|demacau)\.?|中華人民共和國(?!澳)|澳門特別行政區(?!非?永)",
    "signature": r"(?:持有人)?簽[名署]|(?:assinatura){e<=3}(?:dotitular)?",
    "names": r"姓名|姓[,，、/]名|(?:apelido){e<=1}s?[,，e/.]{1,2}nomes?|^(?:apelido,nome){e<=3}$",
    "surname": r"姓氏?|(?:apelido){e<=1}s?|^(?:apelidos?){e<=2}[:.]?$",
    "given": r"名字?|(?<![a-z])nomes?(?:proprios?)?|^(?:nomes?){e<=1}[:.]?$",
    "birthplace": r"出生地(?:點|代碼|代號)?|(?:localdenasc){e<=2}(?:imento)?|(?:codigodolocal){e<=2}.*",
    "birth": r"出生(?:日期)?|^.?生日期|(?:datadenascimento){e<=4}|(?:(?:datade){e<=1})?nasc(?:imento)?\.?"
    r"|^(?:datadenasc){e<=3}[:.]*$|^(?:datanasc){e<=2}[:.]*$|(?:nascimento){e<=2}",
    "sex": r"性[別别]|sexo|^(?:sexo){e<=1}[:.]?$",
    "height": r"身高|高度|(?:altura){e<=1}(?:\(m\))?|^(?:altura){e<=2}[:.]?$|alt\.",
    "telecode": r"電報?碼|(?:cod\.?telegrafico){e<=3}",
    "first_issue": r"[首苜]次[簽發發出證]{0,3}(?:日期)?|(?:datadaprimeiraemissao){e<=6}"
    r"|(?:datada)?(?:primeiraemissao){e<=3}|(?:datada)?1\.?[aªº°\"]?\.?(?:emissao){e<=2}",
    "issue": r"(?:本次)?[簽發][發出證](?:日期)|本次[簽發出證]{1,3}|發[出證](?:日期)?|^(?:datadestaemissao){e<=4}[:.]?$"
    r"|^(?:datadeemissao){e<=3}[:.]?$|(?:datad[ae])?(?:desta|sta)?(?:emissao){e<=1}(?:actual|atual)?|^(?:emissao){e<=2}$",
    "expiry": r"有效(?:日期|期)?(?:限)?至?|(?:validoate){e<=2}|(?:datadevalidade){e<=4}|(?:datade)?(?:validade){e<=2}",
    "codes": r"代[號碼]|符號|codigos?|^(?:codigos?){e<=2}[:.]?$|(?:simbolos?){e<=2}",
    "number": r"^(?:n\S{0,3})?(?:d[o0])?b[il1]r[:.]?$"
    r"|(?:證件|身份證)?[編编][號号]|號碼|(?<![a-z])n[.,]?[ºo°0][.,]?(?:dobir|dodocumento|[:.]?$)|^(?:numero){e<=2}[:.]?$",
}

_LOOKS_DATE = (
    r"\d{2}[-一—]\d{2}[-一—]\d{4}"
    r"|(?:0[1-9]|[12]\d|3[01])[-一—.·]?(?:0[1-9]|1[0-2])[-一—.·]?(?:19|20)\d\d(?!\d)"
)
"""With faint hyphens only what is a day of the calendar: telegraph codes have eight digits too."""
_WANTED = (
    Wanted("number", ("number",), r"\d{7}[(（]\d[)）]?", 0.9),
    Wanted(
        "surname_zh",
        ("surname", "names", "given"),
        mo_names.HAN,
        0.05,
        beside=("surname_en",),
        code="surname_telecode",
        group="name-zh",
    ),
    Wanted(
        "given_zh",
        ("given", "names", "surname"),
        mo_names.HAN,
        0.05,
        beside=("surname_zh", "given_en"),
        code="given_telecode",
        group="name-zh",
    ),
    Wanted("surname_en", ("surname", "names", "given"), mo_names.LATIN, 0.05, group="name-en"),
    Wanted("given_en", ("given", "names", "surname"), mo_names.LATIN, 0.05, group="name-en"),
    Wanted("surname_telecode", ("telecode", "codes", "surname", "names"), mo_names.CODE, 0.3, group="name-telecode"),
    Wanted("given_telecode", ("telecode", "codes", "given", "names"), mo_names.CODE, 0.3, group="name-telecode"),
    Wanted("birth_date", ("birth",), _LOOKS_DATE, 0.1, group="dates"),
    Wanted("sex", ("sex",), r"(?i)^[MF]$", 0.1),
    Wanted("height", ("height",), r"^[0-2][.,]\d\dm?$", 0.5),
    Wanted("symbols", ("birthplace", "codes"), r"(?i)^[ABCDN]S?[MF]?T?$", 0.1),
    Wanted("first_issue_date", ("first_issue",), _LOOKS_DATE, 0.05, group="dates"),
    Wanted("issue_date", ("issue",), _LOOKS_DATE, 0.08, group="dates"),
    Wanted("expiry_date", ("expiry",), _LOOKS_DATE + r"|^[-一—_.·]{1,12}$", 0.08, group="dates"),
    Wanted("resident_type", (), r"\p{Han}{0,12}(?:永久性居民身份證){e<=2}", 0.9),
)
_NEVER_2023 = ("first_issue_date", "height", "symbols", "surname_telecode", "given_telecode")


def _agree(values: Mapping[str, Piece]) -> float:
    """Names that go together, and dates in the order of a life."""
    score = mo_names.agree(values)
    days = [dates.parse_full(values[n].text.replace("一", "-")) if n in values else None for n in _DATES]
    known = [day for day in days if day is not None]
    score += sum(0.3 if a <= b else -1.4 for a, b in pairwise(known))
    return score


_DATES = ("birth_date", "first_issue_date", "issue_date", "expiry_date")


def _settle(readings: Mapping[str, LineReading]) -> Mapping[str, Outcome]:
    specs = {spec.name: spec for spec in (*_FRONT, *_MRZ)}
    told: dict[str, Outcome] = {}
    chinese = [name for name in ("surname_zh", "given_zh") if name in readings]
    if regex.fullmatch(OVERPRINT, "".join(readings[name].text for name in chinese)):
        # A stamp that was taken apart is no name.
        readings = {name: reading for name, reading in readings.items() if name not in chinese}
    for part in ("surname", "given"):
        names = (f"{part}_zh", f"{part}_telecode")
        pair = named_outcomes(readings.get(names[0]), readings.get(names[1]), mo_names.grouped)
        told.update({name: result for name, result in zip(names, pair, strict=True) if result is not None})
    for name, reading in readings.items():
        if name not in told and not name.endswith(("_zh", "_telecode")):
            told[name] = outcome(reading, specs[name].shape, specs[name].plausible)
    return told


def _design(pieces: Sequence[Piece], readings: Mapping[str, LineReading]) -> str | None:
    """2002 runs the names together with a comma; 2023 names the state and the type of card on its front."""
    if any(regex.search(r"人民共和[國国]|(?:republicapopular){e<=3}", piece.plain) for piece in pieces):
        return "2023"
    if "resident_type" in readings:
        return "2023"
    if any(regex.fullmatch(mo_names.COMMA, piece.text) for piece in pieces if piece.height > 0):
        return "2002"
    return "2013" if {"height", "first_issue_date", "surname_telecode"} & set(readings) else None


def _design_of_back(pieces: Sequence[Piece], readings: Mapping[str, LineReading]) -> str | None:
    """The title moved from the back to the front in 2023; 2002 and 2013 are not told apart by what is printed."""
    titled = any(regex.search(r"(?:bilhetedeidentidade){e<=4}", piece.plain) for piece in pieces)
    return "2023" if "mrz1" in readings and "resident_type" not in readings and not titled else None


def _face(design: str, side: str, wanted: tuple[Wanted, ...]) -> Face:
    names = {want.name for want in wanted}
    dashes = "expiry_date" if "expiry_date" in names else None
    plan = Captions(
        "hant+latin",
        _WORDS,
        wanted,
        agree=_agree,
        before=mo_names.apart,
        sift=mo_names.sift,
        after=mo_names.complete,
        mrz=True,
        dashes=dashes,
        design=_design if side == "front" else _design_of_back,
    )
    fields = (*(spec for spec in _FRONT if spec.name in names), *_MRZ)
    return Face(
        "mo-id",
        design,
        side,
        fields,
        _settle,
        mo_rules.run,
        captions=plan,
        portraits=("large", "small") if side == "front" else (),
        elsewhere=() if (design == "2023") == (side == "front") else ("resident_type",),
    )


_BACK = tuple(want for want in _WANTED if want.name == "resident_type")
_WANTED_2023 = tuple(want for want in _WANTED if want.name not in _NEVER_2023)

FACES = (
    _face("2002", "front", _WANTED),
    _face("2002", "back", _BACK),
    _face("2013", "front", _WANTED),
    _face("2013", "back", _BACK),
    _face("2023", "front", _WANTED_2023),
    _face("2023", "back", _BACK),
)
