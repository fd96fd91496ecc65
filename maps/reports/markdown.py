"""A report as Markdown that Pandoc and GitHub read alike, its figures in files beside it."""

import re
from urllib.parse import quote

from rimland.maps.reports.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Picture,
    References,
    Table,
    captioned,
)


def markdown(document: Document, *, folder: str) -> str:
    """The text of the file.

    Parameters
    ----------
    document
        What it says.
    folder
        Where its figures lie as PNG, relative to the file.
    """
    head = [f"# {escaped(document.title)}", f"*{escaped(document.subtitle)}*", _contents(document)]
    return (
        "\n\n".join([*head, *(_block(block, number, document, folder) for block, number in captioned(document))]) + "\n"
    )


def escaped(text: str) -> str:
    r"""A text in which nothing means anything to Markdown or to HTML.

    Examples
    --------
    >>> escaped("a_b <i> [x](y) 1 * 2 | 3")
    'a\\_b \\<i\\> \\[x\\](y) 1 \\* 2 \\| 3'
    """
    plain = " ".join(text.split())
    marked = re.sub(r"([\\`*_\[\]<>|$~^@&{}])", r"\\\1", plain)
    marked = re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", marked)  # a number at the start would begin a list
    return re.sub(r"^([#+\-=:])", r"\\\1", marked)


def _contents(document: Document) -> str:
    return "\n".join(f"- {escaped(heading.text)}" for heading in document.sections)


def _block(block: Block, number: int, document: Document, folder: str) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {_heading(block.text)}"
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Bullets):
        return "\n".join(f"- {escaped(item)}" for item in block.items)
    if isinstance(block, Table):
        return _table(block, f"**{document.words['table']} {number}.** {escaped(block.caption)}")
    if isinstance(block, Picture):
        path = quote(f"{folder}/{block.name}.png")
        picture = f"![{escaped(block.alt)}]({path})"
        return f"{picture}\n\n**{document.words['figure']} {number}.** {escaped(block.caption)}"
    if isinstance(block, References):
        lines = (f"{place}. {escaped(one.text)}{_link(one.url)}" for place, one in enumerate(block.items, 1))
        return "\n".join(lines)
    raise TypeError(f"no way to write a {type(block).__name__} as Markdown")


def _heading(text: str) -> str:
    return escaped(text).replace("\\.", ".")


def _link(url: str | None) -> str:
    return f" <{quote(url, safe=':/?#[]@!$&()*+,;=%~-._')}>" if url else ""


def _paragraph(block: Paragraph) -> str:
    text = escaped(block.text)
    if block.role == "figure-of-merit":
        return f"**{text}**"
    said = f"**{escaped(block.label)}** {text}" if block.label else text
    return f"> {said}" if block.role in ("quote", "warning") else said


def _table(block: Table, caption: str) -> str:
    cells = [
        [escaped(column.title) for column in block.columns],
        *([escaped(cell) for cell in row] for row in block.rows),
    ]
    rule = ["---:" if column.numeric else ":---" for column in block.columns]
    lines = [cells[0], rule, *cells[1:]]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    notes = [f"*{escaped(note)}*" for note in block.notes]
    return "\n\n".join([caption, table, *notes])
