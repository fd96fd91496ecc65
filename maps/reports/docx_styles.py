"""The looks of a report in Word: its page, its styles, and the fonts and languages of its words."""

from datetime import datetime
from typing import Any

from rimland.maps.reports.document import Document

FONTS = {"en": "Noto Sans CJK TC", "ja": "Noto Sans CJK JP", "zh-Hant": "Noto Sans CJK TC"}
EAST_ASIAN = {"en": "zh-TW", "ja": "ja-JP", "zh-Hant": "zh-TW"}
LATIN, LATIN_LANGUAGE = "Arial", "en-GB"
INK, MARK, SOFT = "1D2730", "0B5C8A", "55626D"

STYLES: dict[str, dict[str, Any]] = {
    "Lead": {"size": 12, "after": 6},
    "Key Figure": {"size": 15, "bold": True, "colour": MARK, "before": 8, "after": 8, "indent": 0.4, "keep": True},
    "Passage": {"size": 10.5, "before": 10, "after": 3, "indent": 0.6, "colour": SOFT, "keep": True},
    "Verdict": {"size": 10.5, "bold": True, "after": 3, "keep": True},
    "Remark": {"size": 9.5, "after": 4},
    "Warning": {"size": 10.5, "bold": False, "before": 4, "after": 8, "indent": 0.4, "colour": "8A5A00"},
    "Table Text": {"size": 8.5, "after": 0},
    "Note": {"size": 8.5, "colour": SOFT, "before": 3, "after": 10},
    "Reference": {"size": 9, "after": 3},
}
"""Styles of our own; the others are Word's."""


def properties(word: Any, document: Document, moment: str) -> None:
    """Who made it, when, and in what language."""
    when = datetime.fromisoformat(moment.replace("Z", "+00:00")).replace(tzinfo=None)
    core = word.core_properties
    core.title, core.subject, core.language = document.title, document.subtitle, document.language
    core.author, core.last_modified_by, core.comments = "Rimland", "Rimland", ""
    core.created = core.modified = when
    core.revision = 1


def page(word: Any, document: Document) -> None:
    """Paper, margins and the line at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{document.title} · {document.date} · ")
    field(footer, "PAGE", "begin", "separate")
    footer.add_run("1")
    field(footer, "", "end")


def styles(word: Any, language: str) -> None:
    """Word's styles set for a language, and ours beside them; each section starts on a page of its own."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    defaults = word.styles.element.find(_w("docDefaults")).find(_w("rPrDefault")).find(_w("rPr"))
    _speak(defaults, language)
    for name, size in (("Normal", 10.5), ("Title", 24), ("Subtitle", 13), ("Caption", 9.5), ("List Bullet", 9.5)):
        _set(word.styles[name], language, size=size, colour=INK)
    for level, size in ((1, 17), (2, 13), (3, 11)):
        style = word.styles[f"Heading {level}"]
        _set(style, language, size=size, colour=INK, bold=True, before=12 if level > 1 else 0, after=6, keep=True)
    word.styles["Heading 1"].paragraph_format.page_break_before = True
    word.styles["Caption"].font.bold = True
    for name, look in STYLES.items():
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _set(style, language, **look)
    for name, size in (("Contents Heading", 13), ("Contents Line", 10.5)):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = word.styles["Normal"]
        _set(style, language, size=size, bold=name == "Contents Heading", after=3)
    link = word.styles.add_style("Link", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.size = True, Pt(9)
    _table_style(word, WD_STYLE_TYPE.TABLE)


def _set(
    style: Any,
    language: str,
    *,
    size: float,
    colour: str | None = None,
    bold: bool | None = None,
    before: float | None = None,
    after: float | None = None,
    indent: float | None = None,
    keep: bool = False,
) -> None:
    from docx.shared import Cm, Pt, RGBColor

    _speak(style.element.get_or_add_rPr(), language)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    form = style.paragraph_format
    form.keep_with_next = keep
    for name, value in (("space_before", before), ("space_after", after)):
        if value is not None:
            setattr(form, name, Pt(value))
    if indent:
        form.left_indent = Cm(indent)


def _speak(properties: Any, language: str) -> None:
    """Fonts and languages of runs, the East Asian ones too: without them a reader's machine picks the glyphs."""
    from docx.oxml.parser import OxmlElement

    fonts = properties.find(_w("rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(_w(theme), None)
    for kind in ("ascii", "hAnsi", "cs"):
        fonts.set(_w(kind), LATIN)
    fonts.set(_w("eastAsia"), FONTS[language])
    spoken = properties.find(_w("lang"))
    if spoken is None:
        spoken = OxmlElement("w:lang")
        properties.append(spoken)
    spoken.set(_w("val"), LATIN_LANGUAGE)
    spoken.set(_w("eastAsia"), EAST_ASIAN[language])


def _table_style(word: Any, kind: Any) -> None:
    """Rules above and below, a heavier one under the head."""
    from docx.oxml.parser import OxmlElement

    style = word.styles.add_style("Rimland Table", kind)
    properties = OxmlElement("w:tblPr")
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", "8"), ("bottom", "8"), ("insideH", "4")):
        rule = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", "C3CCD3")):
            rule.set(_w(name), value)
        borders.append(rule)
    properties.append(borders)
    style.element.append(properties)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    found: str = qn(f"w:{name}")
    return found


def field(paragraph: Any, code: str, *kinds: str) -> None:
    """The marks of a field, which Word computes: a page's number, a table of contents."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    for kind in kinds:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "separate":
            text = OxmlElement("w:instrText")
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            text.text = f" {code} "
            paragraph.add_run()._r.append(text)
        paragraph.add_run()._r.append(mark)
