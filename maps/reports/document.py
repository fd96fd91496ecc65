"""A document as its writers are given it: headings, paragraphs, tables, pictures, in order and already in words.

Every writer (HTML, Word, Markdown, PDF) renders the same blocks, so that none of them decides what a report says.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Role = Literal["body", "lead", "figure-of-merit", "quote", "verdict", "label", "warning"]
"""How a paragraph is set: `figure-of-merit` is the one big number of a section, `label` begins with a word in bold."""


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A heading: level 1 opens a section, and `anchor` is how it is linked to."""

    level: Literal[1, 2, 3]
    text: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph, with a word in bold before it where `label` has one."""

    text: str
    role: Role = "body"
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table; numbers stand to the right."""

    title: str
    numeric: bool = False


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with its caption above and its notes below."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure of the theatre, by the name it is drawn under; `live` where the map itself may stand in its place."""

    name: str
    caption: str
    alt: str
    live: bool = False


@dataclass(frozen=True, kw_only=True)
class Reference:
    """An entry of the bibliography."""

    text: str
    url: str | None = None


@dataclass(frozen=True, kw_only=True)
class References:
    """The bibliography."""

    items: tuple[Reference, ...]


Block = Heading | Paragraph | Bullets | Table | Picture | References


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole document.

    Attributes
    ----------
    name
        What its files are called after.
    language
        BCP 47 tag of all its words.
    date
        ISO 8601: that of the newest data, never of the run.
    words
        What writers themselves say: ``contents``, ``table``, ``figure``, ``page`` and so on, in its language.
    """

    name: str
    title: str
    subtitle: str
    language: str
    date: str
    words: dict[str, str]
    blocks: tuple[Block, ...]

    @property
    def sections(self) -> tuple[Heading, ...]:
        """The headings of level 1, for a table of contents."""
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.level == 1)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Its figures, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))


Gallery = Callable[[str, str], bytes]
"""The content of a figure: of its name and a suffix such as ``".png"``."""


def captioned(document: Document) -> "tuple[tuple[Block, int], ...]":
    """Its blocks, each with its number among those of its kind: tables and figures are counted apart, from 1."""
    counts = {Table: 0, Picture: 0}
    numbered = []
    for block in document.blocks:
        if type(block) in counts:
            counts[type(block)] += 1
        numbered.append((block, counts.get(type(block), 0)))
    return tuple(numbered)


def safe_link(url: str | None) -> str | None:
    """An address that a reader may be sent to: http, https and mailto; None for any other.

    Examples
    --------
    >>> safe_link("https://example.org/"), safe_link("javascript:alert(1)")
    ('https://example.org/', None)
    """
    return url if url and url.lower().startswith(("http://", "https://", "mailto:")) else None
