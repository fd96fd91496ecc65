"""A report as a Word document: real styles, numbered captions, pictures with words for who cannot see them."""

import re
import unicodedata
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from rimland.maps.document import (
    Block,
    Bullets,
    Document,
    Gallery,
    Heading,
    Paragraph,
    Picture,
    Reference,
    References,
    Table,
    captioned,
)

FONTS = {"en": "Noto Sans CJK TC", "ja": "Noto Sans CJK JP", "zh-Hant": "Noto Sans CJK TC"}
EAST_ASIAN = {"en": "zh-TW", "ja": "ja-JP", "zh-Hant": "zh-TW"}
LATIN, LATIN_LANGUAGE = "Arial", "en-GB"
INK, MARK, SOFT = "1D2730", "0B5C8A", "55626D"

WIDE_CM, HIGH_CM = 17.0, 16.5
"""The width of a page's text, and how high a picture may be."""

_STYLES: dict[str, dict[str, Any]] = {
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

_ROLES = {
    "lead": "Lead",
    "figure-of-merit": "Key Figure",
    "quote": "Passage",
    "verdict": "Verdict",
    "label": "Remark",
    "warning": "Warning",
}


def docx(document: Document, gallery: Gallery, *, moment: str) -> bytes:
    """The file.

    Parameters
    ----------
    document
        What it says.
    gallery
        Gives its figures as PNG.
    moment
        The time stamp that goes into it, ISO 8601 in UTC.
    """
    return _Writer(document, gallery, moment).written()


class _Writer:
    def __init__(self, document: Document, gallery: Gallery, moment: str) -> None:
        import docx as word

        self.source, self.gallery = document, gallery
        self.word = word.Document()
        self.marks = 0
        _properties(self.word, document, moment)
        _page(self.word, document)
        _styles(self.word, document.language)

    def written(self) -> bytes:
        from docx.enum.text import WD_BREAK

        self.word.add_paragraph(self.source.title, style="Title")
        self.word.add_paragraph(self.source.subtitle, style="Subtitle")
        self._contents()
        self.word.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        for block, number in captioned(self.source):
            self._block(block, number)
        return repacked(self.word)

    def _block(self, block: Block, number: int) -> None:
        if isinstance(block, Heading):
            paragraph = self.word.add_paragraph(style=f"Heading {block.level}")
            self._marked(paragraph, block.text, block.anchor)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Bullets):
            for item in block.items:
                self.word.add_paragraph(item, style="List Bullet")
        elif isinstance(block, Table):
            self._caption(self.source.words["table"], number, block.caption, keep=True)
            self._table(block)
        elif isinstance(block, Picture):
            self._picture(block)
            self._caption(self.source.words["figure"], number, block.caption)
        elif isinstance(block, References):
            for place, entry in enumerate(block.items, 1):
                self._reference(place, entry)
        else:
            raise TypeError(f"no way to write a {type(block).__name__} into a Word document")

    def _contents(self) -> None:
        """Links to the sections, in a field that Word can bring up to date: no page numbers, which we cannot know."""
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        heading = self.word.add_paragraph(self.source.words["contents"], style="Contents Heading")
        heading.paragraph_format.keep_with_next = True
        sections = self.source.sections
        for place, section in enumerate(sections):
            line = self.word.add_paragraph(style="Contents Line")
            if place == 0:
                _field(line, 'TOC \\o "1-1" \\n \\h', "begin", "separate")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _anchor(section.anchor))
            run = line.add_run(section.text)._r
            link.append(run)
            line._p.append(link)
            if place == len(sections) - 1:
                _field(line, "", "end")

    def _marked(self, paragraph: Any, text: str, anchor: str) -> None:
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        self.marks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self.marks))
        start.set(qn("w:name"), _anchor(anchor))
        paragraph._p.append(start)
        paragraph.add_run(text)
        paragraph._p.append(end)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self.word.add_paragraph(style=_ROLES.get(block.role, "Normal"))
        if block.label:
            paragraph.add_run(f"{block.label}  ").bold = True
        paragraph.add_run(block.text)

    def _caption(self, kind: str, number: int, text: str, *, keep: bool = False) -> None:
        """A caption whose number is a field of Word's, so that one inserted before it moves the others."""
        paragraph = self.word.add_paragraph(style="Caption")
        paragraph.paragraph_format.keep_with_next = keep
        paragraph.add_run(f"{kind} ")
        _field(paragraph, f"SEQ {kind} \\* ARABIC", "begin", "separate")
        paragraph.add_run(str(number))
        _field(paragraph, "", "end")
        paragraph.add_run(f"  {text}").bold = False

    def _table(self, block: Table) -> None:
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.shared import Cm

        table = self.word.add_table(rows=0, cols=len(block.columns), style="Rimland Table")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        self._row(table, [column.title for column in block.columns], block, head=True)
        for row in block.rows:
            self._row(table, list(row), block)
        for column, width in zip(table.columns, widths(block), strict=True):
            for cell in column.cells:
                cell.width = Cm(width)
            column.width = Cm(width)
        for note in block.notes or ("",):
            self.word.add_paragraph(note, style="Note")

    def _row(self, table: Any, cells: list[str], block: Table, *, head: bool = False) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.parser import OxmlElement

        row = table.add_row()
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if head:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, text, column in zip(row.cells, cells, block.columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.style = self.word.styles["Table Text"]
            whole = text if head or not column.numeric else text.replace(" ", "\u00a0")
            paragraph.add_run(whole).bold = True if head else None
            if column.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _picture(self, block: Picture) -> None:
        from docx.shared import Cm, Emu

        paragraph = self.word.add_paragraph(style="Normal")
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(BytesIO(self.gallery(block.name, ".png")), width=Cm(WIDE_CM))
        if shape.height > Cm(HIGH_CM):
            shape.width, shape.height = Emu(round(shape.width * Cm(HIGH_CM) / shape.height)), Cm(HIGH_CM)
        described = shape._inline.docPr
        described.set("descr", block.alt)
        described.set("title", block.caption)
        described.set("name", block.name)

    def _reference(self, place: int, entry: Reference) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml.ns import qn
        from docx.oxml.parser import OxmlElement

        paragraph = self.word.add_paragraph(f"[{place}] {entry.text} ", style="Reference")
        if entry.url:
            link = OxmlElement("w:hyperlink")
            link.set(qn("r:id"), self.word.part.relate_to(entry.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
            run = paragraph.add_run(entry.url)
            run.style = self.word.styles["Link"]
            link.append(run._r)
            paragraph._p.append(link)


def widths(block: Table) -> list[float]:
    """The widths of a table's columns, centimetres: by what stands in them, numbers whole, texts in proportion.

    Word sets columns of equal width otherwise, and breaks numbers before their unit.
    """
    needs = []
    for place, column in enumerate(block.columns):
        texts = [column.title, *(row[place] for row in block.rows)]
        kept = [*column.title.split(), *texts[1:]] if column.numeric else texts  # a number is not broken, its title may
        needs.append(min(max(map(_advance, kept)), 60.0) * 0.19 + 0.45)
    fixed = sum(need for need, column in zip(needs, block.columns, strict=True) if column.numeric)
    free = sum(needs) - fixed
    if not free or fixed > 0.75 * WIDE_CM:
        return [need * WIDE_CM / sum(needs) for need in needs]
    scale = (WIDE_CM - fixed) / free
    return [need if column.numeric else need * scale for need, column in zip(needs, block.columns, strict=True)]


def _advance(text: str) -> float:
    """The width of a text in Latin letters: an East Asian sign is two wide."""
    return sum(2.0 if unicodedata.east_asian_width(sign) in "WF" else 1.0 for sign in text)


def _anchor(anchor: str) -> str:
    """A bookmark's name: Word takes letters, digits and underscores, 40 at most.

    Examples
    --------
    >>> _anchor("without-the-buffer")
    's_without_the_buffer'
    """
    return f"s_{re.sub(r'[^A-Za-z0-9]', '_', anchor)}"[:40]


def _field(paragraph: Any, code: str, *kinds: str) -> None:
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


# --- the whole


def _properties(word: Any, document: Document, moment: str) -> None:
    when = datetime.fromisoformat(moment.replace("Z", "+00:00")).replace(tzinfo=None)
    core = word.core_properties
    core.title, core.subject, core.language = document.title, document.subtitle, document.language
    core.author, core.last_modified_by, core.comments = "Rimland", "Rimland", ""
    core.created = core.modified = when
    core.revision = 1


def _page(word: Any, document: Document) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{document.title} · {document.date} · ")
    _field(footer, "PAGE", "begin", "separate")
    footer.add_run("1")
    _field(footer, "", "end")


def _styles(word: Any, language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt

    defaults = word.styles.element.find(_w("docDefaults")).find(_w("rPrDefault")).find(_w("rPr"))
    _speak(defaults, language)
    for name, size in (("Normal", 10.5), ("Title", 24), ("Subtitle", 13), ("Caption", 9.5), ("List Bullet", 9.5)):
        _set(word.styles[name], language, size=size, colour=INK)
    for level, size in ((1, 17), (2, 13), (3, 11)):
        style = word.styles[f"Heading {level}"]
        _set(style, language, size=size, colour=INK, bold=True, before=18 if level == 1 else 12, after=6, keep=True)
    word.styles["Caption"].font.bold = True
    for name, look in _STYLES.items():
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


def repacked(word: Any) -> bytes:
    """The document as a zip file without times of day: the same bytes from the same content."""
    loose, packed = BytesIO(), BytesIO()
    word.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o600 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return packed.getvalue()
