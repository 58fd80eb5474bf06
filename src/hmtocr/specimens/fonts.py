"""Finds the fonts that specimens are drawn with.

Two packs, which share no typeface, so that one can test what the other trained: "default" comes with pip
(the extra `specimens`), "wide" is what Debian packages (fonts-arphic-*, fonts-cns11643-*, fonts-ocr-b, ...).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from PIL import ImageFont

from hmtocr.errors import SpecimenError

_DEBIAN = Path("/usr/share/fonts")


@dataclass(frozen=True, slots=True)
class FontFile:
    """A face in a font file, the roles it can play, and a variable font's weight if it is one."""

    path: Path
    index: int
    roles: tuple[str, ...]
    weight: int = 0

    def at(self, size: float) -> ImageFont.FreeTypeFont:
        """The face at `size` pixels per em."""
        return _load(self, round(size * 4) / 4)

    def has(self, text: str) -> bool:
        """Whether every character of `text` has a glyph of its own."""
        return all(_has_glyph(self, c) for c in text if not c.isspace())


# package or Debian folder, file, index, roles.
# Roles: hant-ming, hant-hei, hans-song, hans-hei, mono (the cards' variable Latin text), sans, serif.
_DEFAULT: tuple[tuple[str, str, int, str, int], ...] = (
    ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", 4, "hant-hei", 0),
    ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", 3, "hant-hei", 0),
    ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc", 2, "hans-hei sans", 0),
    ("pylopdf_fonts_zh_tw", "NotoSerifTC-Regular.otf", 0, "hant-ming serif", 0),
    ("pylopdf_fonts_zh_tw", "NotoSansTC-Regular.otf", 0, "hant-hei", 0),
    ("fontpkg_ibm_plex_mono/files", "IBMPlexMono-Regular.ttf", 0, "mono", 0),
    ("fontpkg_ibm_plex_mono/files", "IBMPlexMono-Light.ttf", 0, "mono", 0),
    ("fontpkg_source_code_pro/files", "SourceCodePro[wght].ttf", 0, "mono", 400),
    ("fontpkg_roboto_mono/files", "RobotoMono[wght].ttf", 0, "mono", 400),
    ("fontpkg_share_tech/files", "ShareTech-Regular.ttf", 0, "sans", 0),
)
_WIDE: tuple[tuple[str, str, int, str, int], ...] = (
    ("truetype/arphic", "uming.ttc", 3, "hant-ming", 0),
    ("truetype/arphic", "uming.ttc", 0, "hans-song", 0),
    ("truetype/arphic", "ukai.ttc", 3, "hant-hei", 0),
    ("truetype/cns11643", "TW-Sung-98_1.ttf", 0, "hant-ming", 0),
    ("truetype/cns11643", "TW-Kai-98_1.ttf", 0, "hant-hei", 0),
    ("truetype/hanazono", "HanaMinA.ttf", 0, "hant-ming hans-song", 0),
    ("truetype/babelstone", "BabelStoneHan.ttf", 0, "hant-ming hans-song", 0),
    ("truetype/cwtex", "cwming.ttf", 0, "hant-ming", 0),
    ("truetype/cwtex", "cwheib.ttf", 0, "hant-hei", 0),
    ("truetype/arphic-bsmi00lp", "bsmi00lp.ttf", 0, "hant-ming", 0),
    ("truetype/arphic-gbsn00lp", "gbsn00lp.ttf", 0, "hans-song", 0),
    ("truetype/wqy", "wqy-zenhei.ttc", 0, "hans-hei hant-hei", 0),
    ("truetype/wqy", "wqy-microhei.ttc", 0, "hans-hei hant-hei", 0),
    ("truetype/lxgw-wenkai", "LXGWWenKai-Regular.ttf", 0, "hans-hei", 0),
    ("opentype/ocr-b", "OCRB.otf", 0, "mono", 0),
    ("opentype/ocr-b", "OCRBS.otf", 0, "mono", 0),
    ("truetype/dejavu", "DejaVuSansMono.ttf", 0, "mono", 0),
    ("truetype/liberation", "LiberationMono-Regular.ttf", 0, "mono", 0),
    ("truetype/liberation", "LiberationSans-Regular.ttf", 0, "sans", 0),
    ("truetype/liberation", "LiberationSansNarrow-Regular.ttf", 0, "sans", 0),
    ("truetype/liberation", "LiberationSerif-Regular.ttf", 0, "serif", 0),
    ("truetype/dejavu", "DejaVuSans.ttf", 0, "sans", 0),
    ("truetype/freefont", "FreeSans.ttf", 0, "sans", 0),
    ("truetype/freefont", "FreeSerif.ttf", 0, "serif", 0),
)


@dataclass(frozen=True, slots=True)
class FontPack:
    """A set of font files to draw with."""

    name: str
    files: tuple[FontFile, ...]

    def pick(self, rng: np.random.Generator, role: str, text: str = "") -> FontFile:
        """A face for `role` that has every glyph of `text`.

        Raises:
            SpecimenError: no font of the pack can print the text in that role.
        """
        able = [f for f in self.files if role in f.roles and f.has(text)]
        if not able:
            raise SpecimenError(f"no font of the pack '{self.name}' can play '{role}' for this text")
        return able[int(rng.integers(len(able)))]

    def able(self, role: str, text: str) -> bool:
        """Whether `pick` would succeed."""
        return any(role in f.roles and f.has(text) for f in self.files)


@lru_cache(maxsize=2)
def font_pack(name: str = "default") -> FontPack:
    """The pack called `name`: "default" (pip) or "wide" (Debian).

    Raises:
        SpecimenError: unknown name, or a role that no installed font can play, with what to install.
    """
    if name not in ("default", "wide"):
        raise SpecimenError(f"there is no font pack '{name}'; choose 'default' or 'wide'")
    pack = FontPack(name, tuple(_found(name)))
    for role in ("hant-ming", "hant-hei", "hans-hei", "mono", "sans", "serif"):
        if not any(role in f.roles for f in pack.files):
            hint = (
                "pip install 'hmtocr[specimens]'"
                if name == "default"
                else "apt install the fonts that docs/cli.md names"
            )
            raise SpecimenError(f"the font pack '{name}' has no font for '{role}': {hint}")
    return pack


def _found(name: str) -> Iterator[FontFile]:
    for place, file, index, roles, weight in _DEFAULT if name == "default" else _WIDE:
        folder: Path | None
        if name == "default":
            package, _, sub = place.partition("/")
            spec = find_spec(package)
            folder = Path(spec.origin).parent / sub if spec and spec.origin else None
        else:
            folder = _DEBIAN / place
        if folder is not None and (folder / file).is_file():
            yield FontFile(folder / file, index, tuple(roles.split()), weight)


@lru_cache(maxsize=512)
def _load(file: FontFile, size: float) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(file.path), size, index=file.index)
    if file.weight:
        font.set_variation_by_axes([file.weight])
    return font


@lru_cache(maxsize=200_000)
def _has_glyph(file: FontFile, char: str) -> bool:
    # A missing glyph is drawn as .notdef, which is what an unassigned code point gives.
    mask = _load(file, 32).getmask(char)
    none = _load(file, 32).getmask("\U000eeeee")
    return bool(mask.getbbox()) and (mask.size != none.size or bytes(mask) != bytes(none))
