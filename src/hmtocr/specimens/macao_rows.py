"""Which rows and captions a Macao card's front has.

No public picture shows the layouts (DOCUMENTS.md, section 2), so the rows are shuffled and split anew for
every card, and the captions, of which only 姓 Apelido and 名 Nome are documented, come in several wordings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hmtocr.specimens.cells import Cell, Piece, Script

_WORDINGS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "number": (
        ("編號", "證件編號", "身份證編號", "號碼"),
        ("N.º", "N.º do BIR", "Número", "N.º do documento"),
    ),
    "names": (("姓名", "姓,名"), ("Apelido, Nome", "Apelido e Nome", "Nome")),
    "surname": (("姓", "姓", "姓氏"), ("Apelido", "Apelido", "Apelidos")),
    "given": (("名", "名", "名字"), ("Nome", "Nome", "Nomes")),
    "telecode": (("電碼", "電報碼", "代碼"), ("Código", "Cód. telegráfico", "Códigos")),
    "birth_date": (("出生日期", "出生日期", "出生"), ("Data de nascimento", "Data de Nasc.", "Data Nasc.")),
    "sex": (("性別",), ("Sexo",)),
    "height": (("身高", "身高", "高度"), ("Altura", "Altura", "Altura (m)")),
    "symbols": (("代號", "出生地代碼", "符號"), ("Códigos", "Código", "Símbolos")),
    "first_issue_date": (
        ("首次發出日期", "首次簽發日期", "首次發證日期"),
        ("Data da primeira emissão", "Data da 1.ª emissão", "1.ª emissão"),
    ),
    "issue_date": (
        ("本次發出日期", "簽發日期", "發出日期", "本次簽發日期"),
        ("Data de emissão", "Data desta emissão", "Emissão"),
    ),
    "expiry_date": (("有效期至", "有效日期", "有效期"), ("Válido até", "Validade", "Data de validade")),
    "signature": (("簽名", "持有人簽名"), ("Assinatura", "Assinatura do titular")),
}
_WEIGHTS = {"sex": 0.55, "height": 0.65, "symbols": 0.7, "number": 1.25}


@dataclass(frozen=True)
class Wording:
    """One card's captions: languages, Portuguese in capitals, a final colon, the share of bare fields."""

    languages: str
    capitals: bool
    colon: str
    bare: float


def invent_wording(rng: np.random.Generator) -> Wording:
    """Mostly both languages; sometimes one only."""
    languages = ("both", "both", "both", "both", "zh", "latin")[int(rng.integers(6))]
    colon = ("", "", "", ":", "：")[int(rng.integers(5))]
    return Wording(languages, bool(rng.random() < 0.15), colon, 0.25 if rng.random() < 0.15 else 0.0)


def caption(rng: np.random.Generator, key: str, wording: Wording) -> tuple[str, str]:
    """The Chinese and the Portuguese caption of a field, either of them perhaps ""."""
    chinese, portuguese = (words[int(rng.integers(len(words)))] for words in _WORDINGS[key])
    if rng.random() < wording.bare:
        return "", ""
    if wording.capitals:
        portuguese = portuguese.upper()
    zh = chinese if wording.languages != "latin" else ""
    latin = portuguese if wording.languages != "zh" else ""
    # The colon stands after whichever comes last; a full-width one only after Chinese.
    if latin:
        return zh, latin + wording.colon.replace("：", ":")
    return zh + wording.colon, ""


def every_caption() -> tuple[str, str]:
    """All the Chinese and all the Portuguese wordings run together, to choose faces by."""
    chinese = "".join("".join(zh) for zh, _ in _WORDINGS.values())
    portuguese = "".join("".join(pt) for _, pt in _WORDINGS.values())
    return chinese + "：", portuguese + portuguese.upper() + ":/"


def front_rows(
    rng: np.random.Generator,
    design: str,
    texts: Mapping[str, str],
    wording: Wording,
    across: int,
    apart: set[str],
) -> list[list[Cell]]:
    """The rows of captioned cells of a front.

    `texts` are the printed texts by field name, `across` the most cells that a row may have; the fields in
    `apart` are printed elsewhere on the card.
    """
    names = _names_together if design == "2002" else _names_in_columns
    rows = names(rng, texts, wording)
    rest = [k for k in _order(rng) if k in texts and k not in apart]
    number_first = bool(rest) and rest[0] == "number"
    split: list[list[Cell]] = []
    while rest:
        take = int(rng.integers(1, across + 1)) if len(rest) > 1 else 1
        if across > 1 and take == 1 and rng.random() < 0.6:
            take = 2
        keys, rest = rest[:take], rest[take:]
        split.append([_plain(rng, key, texts, wording) for key in keys])
    if number_first:
        return split[:1] + rows + split[1:]
    return rows + split


def _order(rng: np.random.Generator) -> list[str]:
    """Small fields, then dates, with the number before or after, seldom quite another order."""
    small = ["sex", "height", "symbols"]
    dates = ["first_issue_date", "issue_date", "expiry_date"]
    if rng.random() < 0.3:
        small = [str(k) for k in rng.permutation(small)]
    if rng.random() < 0.3:
        dates = [str(k) for k in rng.permutation(dates)]
    order = ["birth_date", *small, *dates]
    if rng.random() < 0.15:
        order = [str(k) for k in rng.permutation(order)]
    return ["number", *order] if rng.random() < 0.5 else [*order, "number"]


def _plain(rng: np.random.Generator, key: str, texts: Mapping[str, str], wording: Wording) -> Cell:
    zh, latin = caption(rng, key, wording)
    scale = float(rng.uniform(1.0, 1.3)) if key == "number" else 1.0
    return Cell(zh, latin, ((Piece(texts[key], "latin", key),),), _WEIGHTS.get(key, 1.0), scale)


def _names_together(rng: np.random.Generator, texts: Mapping[str, str], wording: Wording) -> list[list[Cell]]:
    """2002: surname and given name on one line with a comma (DOCUMENTS.md, section 2, Designs)."""
    comma = Piece(",", "latin", gap=0.001)
    zh = _joined(texts, "surname_zh", "given_zh", "zh", comma, 0.004)
    latin = _joined(texts, "surname_en", "given_en", "latin", comma, 0.012)
    codes = _joined(texts, "surname_telecode", "given_telecode", "code", comma if rng.random() < 0.3 else None, 0.025)
    style = rng.random()
    if style < 0.4:
        lines = tuple(line for line in (zh, latin, codes) if line or rng.random() < 0.5)
        return [[Cell(*caption(rng, "names", wording), lines)]]
    if style < 0.7 and codes and zh:
        # The codes to the right of the characters.
        shifted = (
            Piece(codes[0].text, codes[0].script, codes[0].name, float(rng.uniform(0.03, 0.07))),
            *codes[1:],
        )
        return [[Cell(*caption(rng, "names", wording), (zh + shifted, latin))]]
    rows = [[Cell(*caption(rng, "names", wording), tuple(line for line in (zh, latin) if line))]]
    if codes:
        rows.append([Cell(*caption(rng, "telecode", wording), (codes,))])
    return rows


def _names_in_columns(rng: np.random.Generator, texts: Mapping[str, str], wording: Wording) -> list[list[Cell]]:
    """2013 on: surname and given name each with a caption of its own, no comma."""
    surname, given = caption(rng, "surname", wording), caption(rng, "given", wording)
    scripts: list[tuple[str, Script]] = [("zh", "zh"), ("en", "latin"), ("telecode", "code")]
    if rng.random() < 0.15:
        scripts[0], scripts[1] = scripts[1], scripts[0]
    one = {kind: _single(texts, f"surname_{kind}", script) for kind, script in scripts}
    two = {kind: _single(texts, f"given_{kind}", script) for kind, script in scripts}
    used = [kind for kind, _ in scripts if one[kind] or two[kind]]
    style = rng.random()
    if style < 0.35:
        # Two columns, each with all of its forms under one caption.
        wide = float(rng.uniform(1.2, 1.8))
        return [[Cell(*surname, tuple(one[k] for k in used)), Cell(*given, tuple(two[k] for k in used), wide)]]
    if style < 0.6:
        # Two blocks, one under the other.
        return [[Cell(*surname, tuple(one[k] for k in used))], [Cell(*given, tuple(two[k] for k in used))]]
    forms = [k for k in used if k != "telecode"]
    rows: list[list[Cell]] = []
    if style < 0.8:
        # A row a name: characters and letters side by side.
        widths = {"zh": 0.7, "en": 1.5}
        for words, pieces in ((surname, one), (given, two)):
            cells = [Cell(*(words if i == 0 else ("", "")), (pieces[k],), widths[k]) for i, k in enumerate(forms)]
            rows.append(cells)
        return rows + _code_row(rng, one, two, wording)
    # A row a script.
    bare = ("", "")
    for kind in forms:
        left, right = (surname, given) if kind == forms[0] or rng.random() < 0.7 else (bare, bare)
        rows.append([Cell(*left, (one[kind],)), Cell(*right, (two[kind],), 1.4)])
    return rows + _code_row(rng, one, two, wording)


def _code_row(
    rng: np.random.Generator,
    one: Mapping[str, tuple[Piece, ...]],
    two: Mapping[str, tuple[Piece, ...]],
    wording: Wording,
) -> list[list[Cell]]:
    if not one["telecode"] and not two["telecode"]:
        return []
    words = caption(rng, "telecode", wording)
    return [[Cell(*words, (one["telecode"],)), Cell(*words, (two["telecode"],), 1.4)]]


def _single(texts: Mapping[str, str], name: str, script: Script) -> tuple[Piece, ...]:
    return (Piece(texts[name], script, name),) if name in texts else ()


def _joined(
    texts: Mapping[str, str], first: str, second: str, script: Script, comma: Piece | None, gap: float
) -> tuple[Piece, ...]:
    """Both parts on one line; the comma only where there are two."""
    if first not in texts or second not in texts:
        return _single(texts, first, script) + _single(texts, second, script)
    between = (comma,) if comma else ()
    return (Piece(texts[first], script, first), *between, Piece(texts[second], script, second, gap))
