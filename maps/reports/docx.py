"""A report as a Word document: real styles, numbered captions, pictures with words for who cannot see them."""

import re
import unicodedata
import zipfile
from io import BytesIO
from typing import Any

from rimland.maps.reports.document import (
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
from rimland.maps.reports.docx_styles import field, page, properties, styles

WIDE_CM, HIGH_CM = 17.0, 16.5
"""The width of a page's text, and how high a picture may be."""

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
        properties(self.word, document, moment)
        page(self.word, document)
        styles(self.word, document.language)
        self.table_text = self.word.styles["Table Text"].style_id

    def written(self) -> bytes:
        self.word.add_paragraph(self.source.title, style="Title")
        self.word.add_paragraph(self.source.subtitle, style="Subtitle")
        self._contents()
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
                field(line, 'TOC \\o "1-1" \\n \\h', "begin", "separate")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _anchor(section.anchor))
            run = line.add_run(section.text)._r
            link.append(run)
            line._p.append(link)
            if place == len(sections) - 1:
                field(line, "", "end")

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
        field(paragraph, f"SEQ {kind} \\* ARABIC", "begin", "separate")
        paragraph.add_run(str(number))
        field(paragraph, "", "end")
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
            paragraph._p.style = self.table_text  # by its id: python-docx looks every style up anew, cell by cell
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
    """The widths of a table's columns, centimetres: numbers and words whole, texts in proportion to what they hold.

    Word sets columns of equal width otherwise, and breaks numbers before their unit and dates at their hyphens.
    """
    needs, least = [], []
    for place, column in enumerate(block.columns):
        texts = [column.title, *(row[place] for row in block.rows)]
        kept = [*column.title.split(), *texts[1:]] if column.numeric else texts  # a number is not broken, its title may
        words = [word for text in texts for word in _WORD.findall(text)]
        needs.append(_centimetres(min(max(map(_advance, kept)), 60.0)))
        least.append(needs[-1] if column.numeric else _centimetres(min(max(map(len, words), default=0), LONG_WORD)))
    spare, wanted = WIDE_CM - sum(least), sum(needs) - sum(least)
    if spare < 0 or not wanted:
        return [need * WIDE_CM / sum(needs) for need in needs]
    return [low + (need - low) * spare / wanted for low, need in zip(least, needs, strict=True)]


LONG_WORD = 16
"""Letters up to which a word widens its column rather than being broken."""

_WORD = re.compile("[!-~]+")
"""What is written without a space between: East Asian text may break anywhere."""


def _centimetres(letters: float) -> float:
    return letters * 0.19 + 0.45


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
