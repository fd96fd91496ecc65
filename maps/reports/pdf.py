"""A report as PDF: the printed page of its HTML, set by WeasyPrint in the fonts that ship.

WeasyPrint is a typesetter, not a browser: it starts in a moment, runs no script and asks no network, and gives the same
bytes from the same page.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rimland.maps.reports.document import Document, Gallery


def check_installed() -> None:
    """Refuse where WeasyPrint is missing.

    Raises
    ------
    MissingExtraError
        The message has the line that installs it.
    """
    from rimland.maps.reports.files import MissingExtraError

    if find_spec("weasyprint") is None:
        raise MissingExtraError('a PDF needs WeasyPrint: run `pip install "rimland[pdf]"`, or write .html or .docx.')


def pdf(document: Document, gallery: Gallery, *, moment: str) -> bytes:
    """The file.

    Parameters
    ----------
    document
        What it says.
    gallery
        Gives its figures as SVG.
    moment
        The time stamp that goes into it, ISO 8601 in UTC.

    Raises
    ------
    MissingExtraError
        WeasyPrint is not installed.
    """
    check_installed()
    _check_pango()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    from rimland.maps.reports.web_page import html

    class Ours(URLFetcher):  # type: ignore[misc]
        """Fetches the fonts that ship and what a page carries itself; a report asks for nothing else."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if not url.startswith(("data:", _folder().as_uri())):
                raise FatalURLFetchingError(f"a report asks for no address, and this one asked for {url[:80]}")
            return super().fetch(url, headers)

    fonts, fetcher = FontConfiguration(), Ours()
    page = HTML(string=html(document, gallery), url_fetcher=fetcher)
    sheet = CSS(string=_faces(document), font_config=fonts, url_fetcher=fetcher)
    content: bytes = page.write_pdf(
        stylesheets=[sheet],
        font_config=fonts,
        pdf_identifier=f"rimland {document.name} {moment}".encode(),
        pdf_tags=True,
    )
    return content


def _check_pango() -> None:
    """Refuse where the library below WeasyPrint is missing, which pip does not install."""
    from rimland.maps.reports.files import MissingExtraError

    try:
        import weasyprint  # noqa: F401
    except OSError as error:
        where = "on Debian `apt install libpango-1.0-0 libpangoft2-1.0-0`, on macOS `brew install pango`"
        raise MissingExtraError(f"a PDF needs the library Pango: {where}; or write .html or .docx.") from error


def _folder() -> Path:
    from rimland.layers.catalog import shipped_folder

    return shipped_folder().parent / "fonts"


LATIN = "U+0020-024F, U+2010-206F"
"""What English is written in. In a Chinese font an apostrophe is as wide as a Chinese character."""


def _faces(document: Document) -> str:
    """The fonts that ship, and what only a printed page has: running foot, page numbers in the table of contents."""
    faces = [_face(*_named(path), path) for path in _paths()]
    first = "Rimland Sans JP" if document.language == "ja" else "Rimland Sans TC"
    families = list(dict.fromkeys([first, *(_named(path)[0] for path in _paths())]))
    if document.language == "en":
        families.insert(0, "Rimland Sans Latin")
        faces += [_face(families[0], _named(path)[1], path, LATIN) for path in _paths() if "SansJP" in path.stem]
    named = ", ".join(f'"{name}"' for name in families)
    title = document.title.replace("\\", "\\\\").replace('"', '\\"')
    return f"""{"".join(faces)}
html, body, :lang({document.language}) {{ font-family: {named}, sans-serif; }}
@page {{ @bottom-left {{ content: "{title}"; font: 8pt {named}; color: #55626d }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 8pt {named}; color: #55626d }} }}
nav a::after {{ content: leader(".") target-counter(attr(href), page); color: #55626d }}
nav ol {{ columns: 1 }}
"""


def _face(family: str, weight: int, path: Path, characters: str = "U+0-10FFFF") -> str:
    source = f'src: url("{path.as_uri()}"); unicode-range: {characters}'
    return f'@font-face {{ font-family: "{family}"; font-weight: {weight}; {source} }}\n'


def _paths() -> list[Path]:
    return sorted(_folder().glob("*.ttf"))


def _named(path: Path) -> tuple[str, int]:
    """Family and weight, from a name such as ``RimlandSansTC-SemiBold.ttf``."""
    stem, _, weight = path.stem.partition("-")
    return f"Rimland Sans {stem.removeprefix('RimlandSans')}", 600 if weight == "SemiBold" else 400
