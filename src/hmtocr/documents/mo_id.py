"""The Macao resident identity card, designs of 2002, 2013 and 2023: the front, and the back with title and OCR lines.

No public picture tells the layout, so values are found by their captions (Chinese and Portuguese, in the wordings
that texts mention and near ones) and by what they look like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import regex

from hmtocr.checks import dates, telecode
from hmtocr.documents import mo_rules, rules
from hmtocr.documents.anchors import Found, Hit, Value, Wanted
from hmtocr.documents.captions import Captions
from hmtocr.documents.spec import DIGITS, LATIN_UPPER, OVERPRINT, Face, FieldSpec
from hmtocr.text.line import LineReading
from hmtocr.text.outcome import Outcome, named_outcomes, outcome
from hmtocr.text.page import Piece, cut_out

_NAME_EN = LATIN_UPPER + "ÀÁÂÃÇÉÊÍÓÔÕÚ" + "'-. "
_DATE = r"\d\d-\d\d-\d{4}"
_FOREVER = "------"
"""Printed for the expiry of a card that never expires: six dashes, which no recogniser can count."""


def _group(digits: str) -> str:
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def _endless(text: str) -> str:
    return text if any(c.isdigit() for c in text) else _FOREVER


def _date(name: str, required: bool = True) -> FieldSpec:
    return FieldSpec(name, DIGITS + "-", _DATE, value=rules.iso, required=required)


_FRONT = (
    FieldSpec("surname_zh", "hant", r".{1,3}", required=False),
    FieldSpec("given_zh", "hant", r".{1,4}", required=False),
    FieldSpec("surname_en", _NAME_EN, keeps_space=True),
    FieldSpec("given_en", _NAME_EN, keeps_space=True, required=False),
    FieldSpec("surname_telecode", DIGITS, r"(\d{4}){1,3}", shape=_group, required=False),
    FieldSpec("given_telecode", DIGITS, r"(\d{4}){1,4}", shape=_group, required=False),
    FieldSpec("number", DIGITS + "()", r"\d{7}\(\d\)"),
    _date("birth_date"),
    FieldSpec("sex", "MF", r"[MF]"),
    FieldSpec("height", DIGITS + ".", r"[0-2]\.\d\d", required=False),
    FieldSpec("symbols", "ABCDNSMFT", r"[ABCDNSMFT]{1,4}", required=False),
    _date("first_issue_date", required=False),
    _date("issue_date"),
    FieldSpec("expiry_date", DIGITS + "-", _DATE + "|-{1,12}", shape=_endless, value=rules.iso),
    FieldSpec(
        "resident_type",
        "hant",
        r"(中華人民共和國)?(澳門)?(特別行政區)?非?永久性居民身[份分][證証]",
        required=False,
    ),
)
_MRZ = tuple(FieldSpec(name, LATIN_UPPER + DIGITS + "<", required=False) for name in ("mrz1", "mrz2", "mrz3"))

_WORDS = {
    "overprint": OVERPRINT,
    "title": r"(?:bilhetedeidentidade){e<=5}.*|(?:regiaoadministrativaespecial){e<=8}.*|(?:demacau){e<=1}$"
    r"|(?:republicapopular){e<=4}.*|r\.?a\.?e\.?(?:m|demacau)\.?|中華人民共和國(?!澳)|澳門特別行政區(?!非?永)",
    "signature": r"(?:持有人)?簽[名署]|(?:assinatura){e<=3}(?:dotitular)?",
    "names": r"姓名|姓[,，、/]名|(?:apelido){e<=1}s?[,，e/.]{1,2}nomes?|^(?:apelido,nome){e<=3}$",
    "surname": r"姓氏?|(?:apelido){e<=1}s?|^(?:apelidos?){e<=2}[:.]?$",
    "given": r"名字?|nomes?(?:proprios?)?|^(?:nomes?){e<=1}[:.]?$",
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
    "number": r"(?:證件|身份證)?[編编][號号]|號碼|n[.,]?[ºo°0][.,]?(?:dobir|dodocumento)?|^(?:numero){e<=2}[:.]?$",
}

_LOOKS_DATE = r"\d{2}[-一—]\d{2}[-一—]\d{4}"
_HAN = r"^[\p{Han}]{1,4}$"
_LATIN = r"(?i)^[A-ZÀ-Ý][A-ZÀ-Ý'.\-]{0,29}$"
_CODE = r"^\d{4}(?:\d{4}){0,3}$"
_WANTED = (
    Wanted("number", ("number",), r"\d{7}[(（]\d[)）]?", 0.9),
    Wanted("surname_zh", ("surname", "names", "given"), _HAN, 0.05),
    Wanted("given_zh", ("given", "names", "surname"), _HAN, 0.05),
    Wanted("surname_en", ("surname", "names", "given"), _LATIN, 0.05),
    Wanted("given_en", ("given", "names", "surname"), _LATIN, 0.05),
    Wanted("surname_telecode", ("telecode", "codes", "surname", "names"), _CODE, 0.3),
    Wanted("given_telecode", ("telecode", "codes", "given", "names"), _CODE, 0.3),
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


def _apart(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Take apart what is printed close together: values of known form, and names with a comma (陳,大文)."""
    parts: list[Piece] = []
    for piece in [part for whole in pieces for part in cut_out(whole, _FORMS)]:
        comma = regex.fullmatch(_COMMA, piece.text)
        codes = regex.fullmatch(r"((?:\d{4}){1,2})[,，.]((?:\d{4}){1,3})", piece.text)
        if comma is not None or codes is not None:
            at = len((comma[1] or comma[3]) if comma is not None else codes[1] if codes is not None else "")
            parts += [piece.part(0, at), piece.part(at + 1, len(piece.text))]
        else:
            parts.append(piece)
    return parts


_COMMA = r"(\p{Han}{1,3})[,，、.](\p{Han}{1,4})|([A-ZÀ-Ý'\-]{2,})[,，.]([A-ZÀ-Ý'.\-]+)"
_FORMS = r"\d{7}[(（]\d[)）]|\d{2}[-一—]\d{2}[-一—]\d{4}|(?<=\p{Han}[,，]?)(?:\d{4}[,，]?){1,3}\d{4}$"


def _agree(values: Mapping[str, Piece]) -> float:
    """Surname before given name, codes as long as their names and spelling them, dates in the order of a life."""
    score = 0.0
    for kind in ("zh", "en", "telecode"):
        surname, given = values.get(f"surname_{kind}"), values.get(f"given_{kind}")
        if surname and given:
            same_row = abs(surname.middle - given.middle) < 0.6 * max(surname.height, given.height)
            before = surname.centres[0] < given.centres[0] if same_row else surname.middle < given.middle
            score += 0.35 if before else -0.35
        elif given and not surname:
            score -= 0.5
    for part in ("surname", "given"):
        name, code = values.get(f"{part}_zh"), values.get(f"{part}_telecode")
        if name and code:
            score += 0.25 if telecode.agrees(name.text, _group(code.text)) else -0.15
    days = [dates.parse_full(values[n].text.replace("一", "-")) if n in values else None for n in _DATES]
    known = [day for day in days if day is not None]
    score += sum(0.3 if a <= b else -1.4 for a, b in pairwise(known))
    return score


def _complete(_: Sequence[Hit], values: Sequence[Value], found: Mapping[str, Found]) -> Mapping[str, Found]:
    """Words of a name that stand apart from the part that was found, on the same row; then `_split_joint`."""
    whole = dict(found)
    for kind, looks in (("zh", _HAN), ("en", _LATIN), ("telecode", _CODE)):
        for part in ("given", "surname"):
            name = f"{part}_{kind}"
            if name not in whole:
                continue
            used = [piece for other in whole.values() for piece in other.pieces]
            run = list(whole[name].pieces)
            free = [v.piece for v in values if regex.search(looks, v.piece.text) and not _is_used(v.piece, used)]
            for piece in sorted(free, key=lambda p: p.centres[0]):
                level = abs(piece.middle - run[-1].middle) < 0.3 * run[-1].height
                alike = 0.75 < piece.height / run[-1].height < 1.33
                gap = (piece.box()[0] - run[-1].box()[2]) / run[-1].height
                if level and alike and 0 < gap < _WORD_GAP[kind]:
                    run.append(piece)
            whole[name] = Found(tuple(run), whole[name].score)
    return _split_joint(whole)


def _is_used(piece: Piece, used: Sequence[Piece]) -> bool:
    box = piece.box()
    return any(
        abs(piece.middle - other.middle) < 0.5 * piece.height and min(box[2], o[2]) > max(box[0], o[0])
        for other in used
        for o in (other.box(),)
    )


_WORD_GAP = {"zh": 1.6, "en": 1.6, "telecode": 1.2}
"""Line heights between two words of one name, at most."""


def _split_joint(found: Mapping[str, Found]) -> Mapping[str, Found]:
    """The 2002 design runs surname and given name together; where the comma was not seen, lengths tell them apart."""
    whole = dict(found)
    for kind, step in (("zh", 1), ("telecode", 4)):
        surname, given = f"surname_{kind}", f"given_{kind}"
        if (surname in found) == (given in found):
            continue
        piece = found[surname if surname in found else given].pieces[0]
        at = 2 if kind == "zh" and piece.text[:2] in _COMPOUND else 1
        if kind == "telecode" and "surname_zh" in whole:
            at = len(whole["surname_zh"].pieces[0].text)
        if len(piece.text) > at * step:
            score = found[surname if surname in found else given].score
            whole[surname] = Found((piece.part(0, at * step),), score)
            whole[given] = Found((piece.part(at * step, len(piece.text)),), score)
    return whole


_COMPOUND = (
    "歐陽",
    "司徒",
    "上官",
    "司馬",
    "諸葛",
    "皇甫",
    "尉遲",
    "公孫",
    "令狐",
    "夏侯",
    "端木",
    "東方",
    "慕容",
    "軒轅",
)
_DATES = ("birth_date", "first_issue_date", "issue_date", "expiry_date")


def _settle(readings: Mapping[str, LineReading]) -> Mapping[str, Outcome]:
    specs = {spec.name: spec for spec in (*_FRONT, *_MRZ)}
    told: dict[str, Outcome] = {}
    for part in ("surname", "given"):
        names = (f"{part}_zh", f"{part}_telecode")
        pair = named_outcomes(readings.get(names[0]), readings.get(names[1]), _group)
        told.update({name: result for name, result in zip(names, pair, strict=True) if result is not None})
    for name, reading in readings.items():
        if name not in told and not name.endswith(("_zh", "_telecode")):
            told[name] = outcome(reading, specs[name].shape)
    return told


def _design(pieces: Sequence[Piece], readings: Mapping[str, LineReading]) -> str | None:
    """2002 runs the names together with a comma; 2023 names the state and the type of card on its front."""
    if any(regex.search(r"人民共和[國国]|(?:republicapopular){e<=3}", piece.plain) for piece in pieces):
        return "2023"
    if "resident_type" in readings:
        return "2023"
    if any(regex.fullmatch(_COMMA, piece.text) for piece in pieces if piece.height > 0):
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
        _agree,
        _apart,
        _complete,
        mrz=True,
        dashes=dashes,
        design=_design if side == "front" else _design_of_back,
    )
    fields = (*(spec for spec in _FRONT if spec.name in names), *_MRZ)
    return Face("mo-id", design, side, fields, _settle, mo_rules.run, captions=plan)


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
