"""The sources of layers as a bibliography for reference managers: BibTeX and CSL-JSON."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, Literal
from urllib.parse import quote

from rimland.layers.errors import FormatError
from rimland.layers.layer import Layer, Source

BibliographyFormat = Literal["bibtex", "csl-json"]

_LATEX = str.maketrans(
    {
        **{special: f"\\{special}" for special in "#$%&_"},
        # A brace that is escaped with a backslash alone still counts when BibTeX looks for the end of a field.
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_OF_AN_ADDRESS = ":/?#[]@!$&'()*+,;=%~"
"""Characters that mean something in an address and stay as they are."""


def bibliography(layers: Iterable[Layer], format: BibliographyFormat = "bibtex") -> str:  # noqa: A002  the agreed word
    """The works that layers rest on, each once, in the order of their keys.

    A work has the same key whichever other layers stand beside it: its publisher, year, and a hash of what it is. What
    a source does not say is left out. Titles are not translated. The keywords are the layers that cite the work.

    Parameters
    ----------
    layers
        Those of a map, for instance: ``load_theatre("buffer").layers``.
    format
        ``"bibtex"``, in UTF-8, for BibTeX and BibLaTeX; or ``"csl-json"``, for Zotero, Pandoc and Quarto.

    Raises
    ------
    FormatError
        Another format.

    References
    ----------
    Citation Style Language, CSL-JSON input data schema 1.0: https://github.com/citation-style-language/schema

    Examples
    --------
    >>> from rimland.layers import Catalog
    >>> bibliography([Catalog()["nansei"]]).startswith("@misc{openstreetmap-contributors-2024-")
    True
    """
    writers: dict[str, Callable[[str, Source, list[str]], Any]] = {"bibtex": _bibtex, "csl-json": _csl}
    if format not in writers:
        raise FormatError(f"format = {format!r}: expected one of {', '.join(writers)}.")
    works: dict[str, tuple[Source, list[str]]] = {}
    for layer in layers:
        for source in layer.sources:
            _, citing = works.setdefault(citation_key(source), (source, []))
            if layer.name not in citing:
                citing.append(layer.name)
    items = [writers[format](key, source, sorted(citing)) for key, (source, citing) in sorted(works.items())]
    if format == "bibtex":
        return "\n\n".join(items) + "\n" if items else ""
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def citation_key(source: Source) -> str:
    """A key by which a work can be cited: the same in every bibliography, and in ASCII.

    Examples
    --------
    >>> citation_key(Source(id="any", title="Land polygons", publisher="© OpenStreetMap contributors", date="2024"))
    'openstreetmap-contributors-2024-0b278e'
    """
    work = "\x1f".join(part or "" for part in (source.title, source.publisher, source.date, source.url, source.licence))
    plain = unicodedata.normalize("NFKD", source.publisher or source.title).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:30].strip("-") or "source"
    return f"{readable}-{(source.date or 'undated')[:7]}-{sha256(work.encode()).hexdigest()[:6]}"


def _bibtex(key: str, source: Source, layers: list[str]) -> str:
    year = (source.date or "")[:4]
    fields = {
        "title": f"{{{_latex(source.title)}}}",  # its own braces: styles would make small letters of capitals
        "howpublished": source.publisher and _latex(source.publisher),
        "date": source.date,  # BibLaTeX reads this, BibTeX the year
        "year": year,
        "url": source.url and quote(source.url, safe=_OF_AN_ADDRESS),
        "note": source.licence and _latex(f"Licence: {source.licence}"),
        "keywords": _latex(", ".join(layers)),
        "key": key,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _latex(text: str) -> str:
    return " ".join(text.split()).translate(_LATEX)


def _csl(key: str, source: Source, layers: list[str]) -> dict[str, Any]:
    parts = [int(part) for part in source.date.split("-")] if source.date else None
    fields = {
        "id": key,
        "type": "webpage" if source.url else "document",
        "title": source.title,
        "publisher": source.publisher,
        "issued": parts and {"date-parts": [parts]},
        "URL": source.url,
        "note": source.licence and f"Licence: {source.licence}",
        "keyword": ", ".join(layers),
    }
    return {name: value for name, value in fields.items() if value}
