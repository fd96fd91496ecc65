"""A report into files: which format a suffix means, where the figures come from, what goes beside a text."""

from pathlib import Path
from typing import TYPE_CHECKING

from rimland.layers.errors import LayersError
from rimland.layers.files import write_whole
from rimland.maps.reports.document import Document, Gallery

if TYPE_CHECKING:
    from rimland.maps.figures.subjects import Evidence

SUFFIXES = (".html", ".docx", ".md", ".pdf")


class ReportFormatError(LayersError, ValueError):
    """A kind of file that reports do not come in."""


class MissingExtraError(ReportFormatError):
    """A kind of file that needs a package which is not installed."""


def check_report_suffix(path: Path) -> None:
    """Refuse a file of another kind, or one that nothing installed can write.

    Raises
    ------
    ReportFormatError
        Its suffix is none of `SUFFIXES`.
    MissingExtraError
        The package that writes it is missing: the message has the line that installs it.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ReportFormatError(f"{path}: a report is written as {', '.join(SUFFIXES)}: give it one of these endings.")
    if suffix == ".pdf":
        from rimland.maps.reports.pdf import check_installed

        check_installed()


def drawn(evidence: "Evidence", lang: str) -> Gallery:
    """The figures of a theatre, each drawn once, when it is first asked for."""
    from rimland.maps.figures.figure import figure, figure_bytes

    figures = {}

    def content(name: str, suffix: str) -> bytes:
        if name not in figures:
            figures[name] = figure(name, evidence, lang=lang)
        return figure_bytes(figures[name], suffix)

    return content


def on_disk(folder: Path) -> Gallery:
    """Figures that lie in a folder already."""
    return lambda name, suffix: (folder / f"{name}{suffix}").read_bytes()


def save_report(
    document: Document,
    path: str | Path,
    *,
    gallery: Gallery,
    moment: str,
    live: str | None = None,
    figures: str | None = None,
) -> tuple[Path, ...]:
    """Write a report, whole or not at all, in the format that the suffix says.

    Parameters
    ----------
    document
        From `rimland.maps.reports.report.report`.
    path
        Ends in one of `SUFFIXES`.
    gallery
        Gives its figures: see `drawn`.
    moment
        The time stamp of formats that must have one, ISO 8601 in UTC.
    live
        The map as a page, for the frame in a web page.
    figures
        The folder beside a Markdown file that has its figures already; one is made where there is none.

    Returns
    -------
    tuple of Path
        What was written: the file, and the figures beside a Markdown file.

    Raises
    ------
    ReportFormatError
        Another suffix, or a format whose package is missing.
    OSError
        The folder does not exist or cannot be written.
    """
    path = Path(path)
    check_report_suffix(path)
    suffix = path.suffix.lower()
    if suffix == ".md":
        return _markdown(document, path, gallery, figures)
    if suffix == ".html":
        from rimland.maps.reports.web_page import html

        content = html(document, gallery, live=live).encode("utf-8")
    elif suffix == ".docx":
        from rimland.maps.reports.docx import docx

        content = docx(document, gallery, moment=moment)
    else:
        from rimland.maps.reports.pdf import pdf

        content = pdf(document, gallery, moment=moment)
    write_whole(path, content)
    return (path,)


def _markdown(document: Document, path: Path, gallery: Gallery, figures: str | None) -> tuple[Path, ...]:
    from rimland.maps.reports.markdown import markdown

    folder, beside = figures or f"{path.stem}-figures", []
    if figures is None:
        contents = {picture.name: gallery(picture.name, ".png") for picture in document.pictures}
        (path.parent / folder).mkdir(exist_ok=True)
        for name, content in contents.items():
            beside.append(path.parent / folder / f"{name}.png")
            write_whole(beside[-1], content)
    write_whole(path, markdown(document, folder=folder).encode("utf-8"))
    return (path, *beside)
