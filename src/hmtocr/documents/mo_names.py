"""The names on a Macao card's front: taken apart, told from titles and captions, and matched with each other.

Surname and given name are each printed in Chinese, in capital letters and as telegraph codes: the 2002 design runs
both together with a comma, the later ones set them apart. No public picture tells where.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from hmtocr.checks import telecode
from hmtocr.documents.anchors import Found, Hit, Value
from hmtocr.text.page import Piece, cut_out

NO_CAPTION = r"(?!(?:性|代|出|日|名|字|名字|生|出日|出生|生日|性[別别])$)(?!.*(?:日期|有效|[別别證號碼簽姓限電]))"
"""No name, but what is left of a caption: whole words, and characters that no name has."""
HAN = rf"{NO_CAPTION}(?:^|(?<=[A-Za-z:.]))\p{{Han}}{{1,4}}$"
LATIN = r"(?:^|(?<=[^A-ZÀ-Ý]))[A-ZÀ-Ý](?:[A-ZÀ-Ý'.\-]|[a-zà-ý](?=[A-ZÀ-Ý])){1,29}$"
"""Names are printed in capitals; one small letter among them is a capital misread. A caption may stick to the left."""
CODE = r"^\d{4}(?:\d{4}){0,3}$"


def apart(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Take apart what is printed close together: values of known form, and names with a comma (陳,大文)."""
    parts: list[Piece] = []
    for piece in [part for whole in pieces for part in cut_out(whole, FORMS)]:
        comma = regex.match(rf"(?:{COMMA})(?!\p{{L}})", piece.text)
        codes = regex.fullmatch(r"((?:\d{4}){1,2})[,，.]((?:\d{4}){1,3})", piece.text)
        if comma is not None or codes is not None:
            at = len((comma[1] or comma[3]) if comma is not None else codes[1] if codes is not None else "")
            parts += [replace(piece.part(0, at), then=","), piece.part(at + 1, len(piece.text))]
        else:
            parts.append(piece)
    return parts


COMMA = r"(\p{Han}{1,3})[,，、.](\p{Han}{1,4})|([A-ZÀ-Ý'\-]{2,})[,，.]([A-ZÀ-Ý'.\-]+)"
FORMS = (
    r"\d{7}[(（]\d[)）]|\d{2}[-一—]\d{2}[-一—]\d{4}|(?<=\p{Han}[,，]?)(?:\d{4}[,，]?){1,3}\d{4}$|(?<=\p{Han})\d{1,3}$"
)


def sift(hits: Sequence[Hit], values: Sequence[Value]) -> list[Value]:
    """The values without what is left of a title, and with names taken apart whose caption ran on into them."""
    titles = [hit.box for hit in hits if hit.key == "title"]
    kept = []
    for value in values:
        middle, letters = value.piece.middle, not any(c.isdigit() for c in value.piece.text)
        titled = any(box[1] < middle < box[3] for box in titles)
        if titled and letters and "居民" not in value.piece.text:
            continue
        kept += [Value(part, part.box()) for part in apart([value.piece]) if part.text]
    return kept


def agree(values: Mapping[str, Piece]) -> float:
    """Surname before given name, codes as long as their names and spelling them, scripts of one name side by side."""
    score = 0.0
    for kind in ("zh", "en", "telecode"):
        surname, given = values.get(f"surname_{kind}"), values.get(f"given_{kind}")
        if surname and given:
            same_row = abs(surname.middle - given.middle) < 0.6 * max(surname.height, given.height)
            before = surname.centres[0] < given.centres[0] if same_row else surname.middle < given.middle
            score += 0.35 if before else -0.35
            if surname.then and surname.y0 == given.y0:
                score += 0.5
            score -= 0.0 if 0.8 < surname.height / given.height < 1.25 else 0.2
        elif given and not surname:
            score -= 0.2 if kind == "zh" and "surname_en" in values else 0.5
    for part in ("surname", "given"):
        name, code, latin = (values.get(f"{part}_{kind}") for kind in ("zh", "telecode", "en"))
        if name and code:
            score += 0.25 if telecode.agrees(name.text, grouped(code.text)) else -0.15
        if name and latin:
            score += 0.25 if _near(name, latin) else -0.25
        elif code and latin:
            score += 0.15 if _near(code, latin) else -0.15
    return score


def _near(a: Piece, b: Piece) -> bool:
    """Whether two scripts of one name stand by each other: on one row, or one above the other."""
    left, right, tall = a.box(), b.box(), max(a.height, b.height)
    if abs(a.middle - b.middle) < 0.5 * tall:
        return True
    shared = min(left[2], right[2]) - max(left[0], right[0])
    gap = max(left[1], right[1]) - min(left[3], right[3])
    return gap < 1.8 * tall and (shared > 0 or abs(left[0] - right[0]) < 1.5 * tall)


def grouped(digits: str) -> str:
    """Telegraph codes as they are printed, four digits each."""
    return " ".join(digits[i : i + 4] for i in range(0, len(digits), 4))


def complete(_: Sequence[Hit], values: Sequence[Value], found: Mapping[str, Found]) -> Mapping[str, Found]:
    """Words of a name that stand apart from the part that was found, on the same row; then `_split_joint`."""
    whole = dict(found)
    for kind, looks in (("zh", HAN), ("en", LATIN), ("telecode", CODE)):
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
        first = whole.get(surname, whole.get(given))
        if first is None:
            continue
        piece = first.pieces[0]
        at = 2 if kind == "zh" and piece.text[:2] in _COMPOUND else 1
        known = kind == "zh" or "surname_zh" in whole
        if kind == "telecode" and "surname_zh" in whole:
            at = len(whole["surname_zh"].pieces[0].text)
        both = surname in whole and given in whole
        if not both and kind == "zh" and (part := _alone(piece, whole)):
            whole.pop(surname if part == "given" else given, None)
            whole[f"{part}_zh"] = first
            continue
        if len(piece.text) <= at * step or (both and not known):
            continue
        rest = [piece.part(at * step, len(piece.text))]
        if both:
            # The given name's own part goes on from there, if it stands on the same row; else it is something else.
            rest += [p for p in whole[given].pieces if abs(p.middle - piece.middle) < 0.5 * piece.height]
        whole[surname] = Found((piece.part(0, at * step),), first.score)
        whole[given] = Found(tuple(rest), first.score)
    return whole


def _alone(piece: Piece, found: Mapping[str, Found]) -> str:
    """Whose a Chinese name is that stands by one part of the name in letters and away from the other, or ""."""
    if "surname_en" not in found or "given_en" not in found:
        return ""
    surname, given = found["surname_en"].pieces[0], found["given_en"].pieces[0]
    away = [abs(piece.middle - p.middle) + 0.3 * abs(piece.centres[0] - p.centres[0]) for p in (surname, given)]
    if surname.then or min(away) > 0.6 * max(away):
        return ""
    return "surname" if away[0] < away[1] else "given"


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
