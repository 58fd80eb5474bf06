"""The residence permit of Hong Kong, Macao and Taiwan residents, both printings, both sides.

Made to the mainland identity card's standard; where its own items stand is not known from any public picture, so
values are found by their printed captions and by what they look like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from statistics import median

import regex

from hmtocr.checks import permit_number
from hmtocr.documents import permit_rules, rules
from hmtocr.documents.anchors import Found, Hit, Value, Wanted
from hmtocr.documents.captions import Captions
from hmtocr.documents.regions import as_address, as_authority, opens_address, opens_authority
from hmtocr.documents.simplified import as_name
from hmtocr.documents.spec import DIGITS, OVERPRINT, Face, FieldSpec
from hmtocr.text.line import LineReading
from hmtocr.text.outcome import Outcome, outcome
from hmtocr.text.page import Piece, cut_out


def _has_region(text: str) -> bool:
    """The three regions' codes begin every such number (GB 11643 as the permit applies it)."""
    return text.startswith(("810000", "820000", "830000"))


_FRONT = (
    FieldSpec("name_zh", "hans", r"(?![姓名]|性[别別]).{1,15}", weighed=as_name),
    FieldSpec("sex", "男女", r"[男女]", value=permit_rules.sex_letter),
    FieldSpec("birth_date", DIGITS + "年月日", r"\d{4}年\d{1,2}月\d{1,2}日", value=rules.iso, plausible=rules.is_day),
    FieldSpec("address", "hans+address", weighed=as_address, opens=opens_address),
    FieldSpec("number", DIGITS + "X", r"\d{17}[\dX]", plausible=_has_region, valid=permit_number.is_valid),
)
_BACK = (
    FieldSpec("authority", "hans", weighed=as_authority, opens=opens_authority),
    FieldSpec(
        "validity", DIGITS + ".-", r"\d{4}\.\d\d\.\d\d-\d{4}\.\d\d\.\d\d", value=rules.iso, plausible=rules.is_day
    ),
    FieldSpec("permit_number", DIGITS + "HM", r"[HM]\d{8}(\d\d)?|\d{8}(\d\d)?"),
    FieldSpec("issue_count", DIGITS, r"\d{1,2}"),
)

_WORDS = {
    "overprint": OVERPRINT,
    "title": r"中[华華]人民共和[国國]|[港澳台臺湾灣]{2,4}居民居住[证證]",
    "permit": r"通行[证證]?号[码碼]|(?:通行证号码){s<=2:\p{Han}}|通行[证證]?号?|.?行?[证證]号[码碼]",
    "authority": r"[签簽][发發][机機][关關]|(?:签发机关){s<=1:\p{Han}}|.发机.|^[发發][机機][关關]",
    "count": r"[签簽][发發]次[数數]|(?:签发次数){s<=1:\p{Han}}|.发次.|.?.次[数數]",
    "validity": r"有效期限?|(?:有效期限){s<=1:\p{Han}}|有效..(?=\d|$)",
    "number": r"(?:公民身份号码){e<=2}|身份号码",
    "name": r"姓名|^姓$|^名$",
    "sex": r"性[别別]|^性$|^[别別]$",
    "birth": r"出生(?:日期)?|^出$|^生$",
    "address": r"住址|^住$|^址$",
}
_BIRTH = r"\d{4}年\d{1,2}月\d{1,2}日?"
_NUMBER = r"8[123]0000\d{11}[\dXx]|^\d{17}[\dXx]$"
_VALIDITY = r"\d{4}[.,·]?\d\d[.,·]?\d\d[-一—至]\d{4}[.,·]?\d\d[.,·]?\d\d"
_NAME = r"(?:(?<=^[姓名]{1,2}|^.名)|^)(?!.*[性别]|[姓名]|.名\p{Han}{2})[\p{Han}·]{2,15}$"
"""Without what is left of the caption 姓名 in front of it."""
_WANTED_FRONT = (
    Wanted("number", ("number",), _NUMBER, 0.9),
    Wanted("birth_date", ("birth",), _BIRTH + r"|^(?:19|20)\d\d[\d年月日]{2,8}$", 0.9, between=("sex", "address")),
    Wanted("sex", ("sex",), r"(?<=^.{0,3})[男女]$", 0.6, between=("name_zh", "birth_date")),
    Wanted("name_zh", ("name",), _NAME, 0.06),
    Wanted("address", ("address",), r"^[\p{Han}][\p{Han}0-9A-Za-z\-一()（）#号]{4,}$", 0.08),
)
_WANTED_BACK = (
    Wanted("validity", ("validity",), _VALIDITY, 0.9),
    Wanted("permit_number", ("permit",), r"(?<![\dHM])[HM]?\d{8}(?:\d\d)?$", 0.4),
    Wanted("issue_count", ("count",), r"(?<!\d)\d{1,2}$", 0.1),
    Wanted("authority", ("authority",), r"^(?!.*(?:中华人民共和国){e<=3})\p{Han}{4,}$", 0.05),
)
_APART = 1.6
"""Steps between two digits' middles from which something stands between them."""
_LINE_STEP = 2.1
"""Line heights from one line of a value to the next, at most."""


def _join_rows(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Values whose print leaves wide gaps (year, month and day; the number's digits) put together again."""
    rows: list[list[Piece]] = []
    pieces = [part for whole in pieces for part in cut_out(whole, _VALIDITY)]
    for piece in sorted(pieces, key=lambda p: p.middle):
        if rows and abs(piece.middle - median(p.middle for p in rows[-1])) < 0.5 * piece.height:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    joined: list[Piece] = []
    for row in rows:
        row.sort(key=lambda p: p.centres[0])
        text = "".join(p.text for p in row)
        match = regex.search(f"{_BIRTH}|{_NUMBER}|{_VALIDITY}", text)
        if match is None:
            joined += _spelt_out(row)
            continue
        if len(row) == 1:
            joined += row
            continue
        centres = [c for p in row for c in p.centres]
        y0, y1 = median(p.y0 for p in row), median(p.y1 for p in row)
        first, last = match.span()
        ends = list(accumulate(len(p.text) for p in row))
        inside = [p for p, end in zip(row, ends, strict=True) if end > first and end - len(p.text) < last]
        confidence = min(p.confidence for p in inside)
        joined.append(Piece(match[0], tuple(centres[first:last]), y0, y1, confidence))
        start = 0
        for piece in row:
            end = start + len(piece.text)
            if end <= first or start >= last:
                joined.append(piece)
            elif start < first:
                joined.append(piece.part(0, first - start))
            start = end
    return joined


def _spelt_out(row: list[Piece]) -> list[Piece]:
    """A birth date whose pre-printed 年, 月 and 日 are too faint to be read: three numbers in a row, spelt out."""
    digits = [(c, x) for piece in row for c, x in zip(piece.text, piece.centres, strict=True) if c.isdigit()]
    if not 6 <= len(digits) <= 9:
        return row
    step = median(b - a for (_, a), (_, b) in pairwise(digits))
    numbers = [digits[:1]]
    for before, here in pairwise(digits):
        if here[1] - before[1] > _APART * step:
            numbers.append([])
        numbers[-1].append(here)
    words = ["".join(c for c, _ in number) for number in numbers]
    match = regex.search(r"((?:19|20)\d\d) (0?[1-9]|1[0-2]) (0?[1-9]|[12]\d|3[01])$", " ".join(words))
    if match is None:
        return row
    text = f"{match[1]}年{match[2]}月{match[3]}日"
    places = [x for number in numbers[-3:] for _, x in number][-len("".join(match.groups())) :]
    first = max(row, key=lambda piece: len(piece.text))
    wide = (places[-1] - places[0] + 2 * step) / len(text)
    centres = tuple(places[0] - step / 2 + (i + 0.5) * wide for i in range(len(text)))
    confidence = min(piece.confidence for piece in row if any(c.isdigit() for c in piece.text))
    others = [piece for piece in row if not any(c.isdigit() for c in piece.text)]
    return [*others, Piece(text, centres, first.y0, first.y1, confidence)]


def _in_order(values: Mapping[str, Piece]) -> float:
    """The portrait side's items stand one under the other: name, sex, birth, address, number."""
    middles = [values[n].middle for n in ("name_zh", "sex", "birth_date", "address", "number") if n in values]
    return sum(0.12 if upper < lower else -0.12 for upper, lower in pairwise(middles))


def _further_lines(hits: Sequence[Hit], values: Sequence[Value], found: Mapping[str, Found]) -> Mapping[str, Found]:
    """An address or an authority runs on below its first line, in the same column."""
    taken = {id(part) for name, value in found.items() for part in value.pieces if name not in ("address", "authority")}
    whole = dict(found)
    for name in ("address", "authority"):
        if name not in found:
            continue
        column = [found[name].pieces[0]]
        below = sorted((v.piece for v in values if id(v.piece) not in taken), key=lambda p: (p.middle, p.centres[0]))
        others = [part for n, f in found.items() if n != name for part in f.pieces]
        for piece in below:
            last = column[-1]
            same_row = abs(piece.middle - last.middle) < 0.5 * last.height
            step = (piece.middle - last.middle) / last.height
            aligned = abs(piece.box()[0] - column[0].box()[0]) < 1.5 * last.height
            if any(_overlap(piece, other) for other in (*others, *column)) or piece.confidence < 0.4:
                continue
            if (same_row and piece.centres[0] > last.centres[-1] and _gap(last, piece) < 3) or (
                0.5 < step < _LINE_STEP and aligned and not _captioned(piece, hits)
            ):
                column.append(piece)
        for piece in reversed(below) if name == "address" else ():
            # The first line may be less clear than the one that was found by its looks.
            top = column[0]
            step = (top.middle - piece.middle) / top.height
            aligned = abs(piece.box()[0] - top.box()[0]) < 0.8 * top.height
            wordy = sum(c > "\u2e80" for c in piece.text) > 3 and piece.confidence > 0.4
            free = not any(_overlap(piece, other) for other in (*others, *column))
            if 0.5 < step < _LINE_STEP and aligned and wordy and free:
                column.insert(0, piece)
        whole[name] = Found(tuple(column), found[name].score)
    return whole


def _captioned(piece: Piece, hits: Sequence[Hit]) -> bool:
    """Whether a caption stands left of the piece on its row; a stamp is none."""
    return any(
        hit.key not in ("overprint", "title")
        and hit.box[1] < piece.middle < hit.box[3]
        and hit.box[2] < piece.centres[0] + piece.height
        for hit in hits
    )


def _gap(left: Piece, right: Piece) -> float:
    return (right.box()[0] - left.box()[2]) / left.height


def _overlap(a: Piece, b: Piece) -> bool:
    left, right = a.box(), b.box()
    return min(left[2], right[2]) > max(left[0], right[0]) and abs(a.middle - b.middle) < 0.5 * a.height


def _design(pieces: Sequence[Piece], readings: Mapping[str, LineReading]) -> str | None:
    """The emblem side's title names the printing; so do the numbers (83 is Taiwan; H, M are not)."""
    for piece in pieces:
        if regex.search("港澳居民", piece.text):
            return "hk-macao"
        if regex.search("[台臺][湾灣]居民", piece.text):
            return "taiwan"
    if "number" in readings:
        return "taiwan" if readings["number"].text.startswith("83") else "hk-macao"
    if "permit_number" in readings:
        return "hk-macao" if readings["permit_number"].text[0] in "HM" else "taiwan"
    return None


_PURPOSE = r"[仅僅]供\p{Han}*$"
"""What copies are stamped with: for which use alone they are."""
_BESIDES = {
    "name_zh": rf"(?<=\p{{Han}}{{2}})(?:(?:{OVERPRINT})$|{_PURPOSE})",
    "address": r"(?i)^(?:住[址城地]|[住址])+|(?:[樣样标][本木]|specimen|sample|副本)+(?:[-—]?|[A-Z]{1,8})$|"
    r"(?-i:(?<=\p{Han})[A-Z]{3,}$)|[A-Z]?COPY$|" + _PURPOSE,
    "authority": r"^.{0,3}发机关|^[^局厅]{0,6}居住[证證]|^[^局厅]{0,7}效?期限|有效期限?$|" + _PURPOSE,
}
"""What may have come into a value from beside it: its caption, a stamp."""


def _settle(readings: Mapping[str, LineReading]) -> Mapping[str, Outcome]:
    specs = {spec.name: spec for spec in (*_FRONT, *_BACK)}
    told = {name: outcome(reading, specs[name].shape, specs[name].plausible) for name, reading in readings.items()}
    for name, besides in _BESIDES.items():
        if name in told:
            told[name] = replace(told[name], text=regex.sub(besides, "", told[name].text))
    return {name: result for name, result in told.items() if result.text}


def _face(design: str, side: str) -> Face:
    front = side == "front"
    plan = Captions(
        "hans+latin",
        _WORDS,
        _WANTED_FRONT if front else _WANTED_BACK,
        agree=_in_order if front else None,
        before=_join_rows,
        after=_further_lines,
        design=_design,
        told_by_values=True,
    )
    fields = _FRONT if front else _BACK
    portraits = ("large",) if side == "front" else ()
    return Face("hmt-permit", design, side, fields, _settle, permit_rules.run, captions=plan, portraits=portraits)


FACES = tuple(_face(design, side) for design in ("hk-macao", "taiwan") for side in ("front", "back"))
