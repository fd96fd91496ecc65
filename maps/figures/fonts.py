"""The letters of static figures: fonts that ship, widths known before anything is drawn, lines broken by them."""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rimland.layers.errors import LayersError

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from matplotlib.ft2font import FT2Font

FAMILIES = {
    "en": ("Rimland Sans JP", "Rimland Sans TC", "Rimland Sans SC", "Rimland Sans KR"),
    "ja": ("Rimland Sans JP", "Rimland Sans TC", "Rimland Sans SC", "Rimland Sans KR"),
    "zh-Hant": ("Rimland Sans TC", "Rimland Sans JP", "Rimland Sans SC", "Rimland Sans KR"),
}
"""Ours, by language: one character may be written differently in Japanese and in Chinese. The later ones fill gaps."""

STACKS = {
    "en": ("Noto Sans", "Noto Sans JP", "Noto Sans CJK JP", "Helvetica Neue", "Arial", "sans-serif"),
    "ja": ("Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", "Meiryo", "sans-serif"),
    "zh-Hant": ("Noto Sans TC", "Noto Sans CJK TC", "PingFang TC", "Microsoft JhengHei", "sans-serif"),
}
"""What a reader's machine may have: for files whose text stays text."""

POINT = 25.4 / 72
"""Millimetres in a point."""

ASCENT, DESCENT = 0.88, 0.24
"""Of a line of text, in sizes of its letters: what its ink may take above and below its baseline."""

LEADING = 1.32
"""From one baseline to the next, in sizes."""

_NO_START = set("、。，．：；！？）」』】〉》）,.;:!?)]}%°’”ー々っゃゅょァィゥェォッャュョ・")
_NO_END = set("（「『【〈《([{‘“")
_UNITS = frozenset(("km", "km²", "nmi", "knots", "days"))
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff01-\uffe6"
"""Ideographs, kana and wide forms, between which a line may break; a word in katakana stays whole."""

_PIECES = re.compile(rf"[\u30a1-\u30fa\u30fc]+|[{_WIDE}]|\s+|[^\s{_WIDE}]+")


@cache
def register() -> None:
    """Make our fonts known to matplotlib, once."""
    from matplotlib import font_manager

    for path in sorted(_folder().glob("*.ttf")):
        font_manager.fontManager.addfont(path)


def _folder() -> Path:
    from rimland.layers.catalog import shipped_folder

    return shipped_folder().parent / "fonts"


def font(language: str, size: float, *, bold: bool = False) -> "FontProperties":
    """The font of a language at a size in points."""
    from matplotlib.font_manager import FontProperties

    register()
    families = FAMILIES[language][:2] if bold else FAMILIES[language]
    return FontProperties(family=list(families), size=size, weight="semibold" if bold else "normal")


@cache
def _faces(language: str, bold: bool) -> "tuple[tuple[FT2Font, frozenset[int]], ...]":
    from matplotlib.ft2font import FT2Font

    weight = "SemiBold" if bold else "Regular"
    paths = [_folder() / f"{family.replace(' ', '')}-{weight}.ttf" for family in FAMILIES[language]]
    faces = [FT2Font(str(path)) for path in paths if path.is_file()]
    return tuple((face, frozenset(face.get_charmap())) for face in faces)


@cache
def _known(language: str, bold: bool) -> frozenset[int]:
    """The code points of every character that a language can be set in."""
    return frozenset.union(*(signs for _, signs in _faces(language, bold)))


@cache
def _advance(sign: str, language: str, bold: bool) -> float:
    """The width of a character in sizes."""
    from matplotlib.ft2font import LoadFlags

    for face, known in _faces(language, bold):
        if ord(sign) in known:
            glyph = face.load_char(ord(sign), flags=LoadFlags.NO_SCALE)
            return float(glyph.horiAdvance) / face.units_per_EM
    return 1.0


class MissingGlyphError(LayersError, ValueError):
    """A character that the fonts that ship do not have."""


def checked(text: str, language: str) -> str:
    """The same text, all of whose characters our fonts have.

    Raises
    ------
    MissingGlyphError
        One is missing: it would be printed as an empty box.
    """
    lacking = [sign for sign in text if ord(sign) not in _known(language, False)]
    if lacking:
        raise MissingGlyphError(
            f"{text!r}: the fonts of figures have no {lacking[0]!r} (U+{ord(lacking[0]):04X}). "
            "Write it in Latin letters, kana or Chinese characters."
        )
    return text


def is_bold(text: str, language: str) -> bool:
    """Whether the bold fonts have every character: one weight a line, so all of a line is bold or none of it."""
    return all(ord(sign) in _known(language, True) for sign in text)


def width(text: str, language: str, size: float, *, bold: bool = False, spacing: float = 0.0) -> float:
    """The width of a line in millimetres; `spacing` is put after each letter, in sizes."""
    return size * POINT * sum(_advance(sign, language, bold) + spacing for sign in text)


def wrapped(text: str, language: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Lines no wider than `room` millimetres; a single word that is wider stands alone.

    Examples
    --------
    >>> wrapped("East China Sea", "en", 8, 12)
    ['East', 'China', 'Sea']
    >>> wrapped("at least 70,000 km²", "en", 8, 23)
    ['at least', '70,000 km²']
    """
    lines = [""]
    for piece in _pieces(text):
        longer = lines[-1] + piece
        if not lines[-1].strip() or width(longer.rstrip(), language, size, bold=bold) <= room:
            lines[-1] = longer.lstrip() if lines[-1] == "" else longer
        else:
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines if line.strip()]


def balanced(text: str, language: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """As few lines as `wrapped` makes, of lengths as equal as can be: no last line of one character.

    Examples
    --------
    >>> balanced("Sea lane by the Taiwan Strait", "en", 6, 26)
    ['Sea lane by the', 'Taiwan Strait']
    """
    lines = wrapped(text, language, size, room, bold=bold)
    while len(lines) > 1:
        room *= 0.94
        closer = wrapped(text, language, size, room, bold=bold)
        if len(closer) > len(lines) or any(width(line, language, size, bold=bold) > room for line in closer):
            break
        lines = closer
    return lines


def cut(text: str, language: str, size: float, room: float) -> str:
    """A line that fits: what is too long ends in an ellipsis."""
    if width(text, language, size) <= room:
        return text
    while text and width(text + "…", language, size) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _pieces(text: str) -> list[str]:
    """Where a line may break: after words and ideographs, but not before a mark that ends nor after one that begins.

    A unit stays with its number.
    """
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        if pieces and (piece[0] in _NO_START or pieces[-1][-1] in _NO_END):
            pieces[-1] += piece
        elif len(pieces) > 1 and pieces[-1].isspace() and pieces[-2][-1].isdigit() and piece.strip(".,;:)") in _UNITS:
            pieces[-2:] = [pieces[-2] + pieces[-1] + piece]
        else:
            pieces.append(piece)
    return pieces


def height(lines: int, size: float) -> float:
    """The height of lines in millimetres, from the top of the first to the bottom of the last."""
    return size * POINT * ((lines - 1) * LEADING + ASCENT + DESCENT)
