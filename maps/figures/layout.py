"""A subject set as a page: what goes where, and how large the map can be."""

from typing import TYPE_CHECKING

from rimland.layers import Layer, Theatre
from rimland.maps.figures import fonts
from rimland.maps.figures.layers import Drawn, Entry
from rimland.maps.figures.map import HYPOTHETICAL, MEASURED, draw_map
from rimland.maps.figures.page import BODY, FOOT, GREY, HEADING, SUBTITLE, TITLE, WIDTHS, Page
from rimland.maps.figures.parts import Statement, Subject
from rimland.maps.figures.sheet import Sheet, sheet
from rimland.maps.figures.subjects import Evidence
from rimland.maps.figures.words import word
from rimland.maps.style import ACCENT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EDGE = 2.0
"""Millimetres between the page's edge and what stands on it."""

LABELS = 9.0
"""Left of a map, for the degrees of its parallels."""

SIDE = 46.0
"""Width of the column beside a map."""

TALLEST = 150.0
"""Of a map."""

SOURCES = 9
"""As many are named under a figure."""


def compose(evidence: Evidence, name: str, language: str, width: float) -> "Figure":
    """The figure of a name."""
    subject = evidence.subject(name, language)
    page = Page(language, width)
    top = _head(page, subject)
    if subject.chart == "exposure":
        from rimland.maps.figures.chart import draw_exposure

        bottom = draw_exposure(page, evidence, EDGE, top)
        return page.finish(_foot(page, subject, evidence.theatre, None, bottom) + EDGE)
    if subject.chart == "depth" and width >= WIDTHS["double"]:
        return _depth_page(page, subject, evidence, top)
    beside = width >= WIDTHS["double"]
    room = (width - 2 * EDGE - LABELS - (SIDE + 4 if beside else 0), TALLEST)
    paper = sheet(subject.bounds, room=room)
    if beside and paper.width / paper.height > 1.45:
        beside, paper = False, sheet(subject.bounds, room=(width - 2 * EDGE - LABELS, TALLEST))
    left = EDGE + LABELS
    drawn = _map(page, subject, evidence.theatre, paper, top)
    entries = list({entry.title: entry for entry in reversed([*drawn.entries, *_measured(subject, language)])}.values())
    entries.reverse()
    under = top + paper.height + 4.5
    if beside:
        at = left + paper.width + 4
        bottom = max(under, _column(page, subject, entries, paper, at, top, width - EDGE - at))
    else:
        bottom = _below(page, subject, entries, paper, under, width)
    if subject.chart == "depth":
        from rimland.maps.figures.chart import draw_depth

        bottom = draw_depth(page, evidence, EDGE, bottom + 3, width - 2 * EDGE)
    return page.finish(_foot(page, subject, evidence.theatre, paper, bottom) + EDGE)


def _depth_page(page: Page, subject: Subject, evidence: Evidence, top: float) -> "Figure":
    """Map and legend at the left, the chart at the right."""
    from rimland.maps.figures.chart import draw_depth

    paper = sheet(subject.bounds, room=(76.0, TALLEST))
    left = EDGE + LABELS
    drawn = _map(page, subject, evidence.theatre, paper, top)
    under = _below(page, subject, drawn.entries, paper, top + paper.height + 4.5, left + paper.width + EDGE)
    x = left + paper.width + 5
    bottom = max(under, draw_depth(page, evidence, x, top, page.width - EDGE - x))
    return page.finish(_foot(page, subject, evidence.theatre, paper, bottom) + EDGE)


def _map(page: Page, subject: Subject, theatre: Theatre, paper: Sheet, top: float) -> Drawn:
    """The map of a subject at the left of a page."""
    return draw_map(
        page,
        paper,
        left=EDGE + LABELS,
        top=top,
        theatre=theatre,
        shown=subject.shown,
        measures=subject.measures,
        dots=subject.dots,
        areas=subject.areas,
        named=subject.named,
    )


def _head(page: Page, subject: Subject) -> float:
    page.figure.title = subject.title
    room = page.width - 2 * EDGE
    bold = fonts.is_bold(subject.title, page.language)
    titled = fonts.balanced(subject.title, page.language, TITLE, room, bold=bold)
    top = page.lines(EDGE, EDGE, titled, TITLE, bold=bold)
    if subject.subtitle:
        top = page.paragraph(EDGE, top + 0.8, subject.subtitle, SUBTITLE, room, colour=GREY)
    return top + 2.4


def _column(
    page: Page, subject: Subject, entries: list[Entry], paper: Sheet, x: float, top: float, room: float
) -> float:
    """Beside the map: what was computed, the legend, the scale."""
    y = top
    if subject.statements:
        y = _statements(page, subject.statements, x, y, room) + 2.5
    y = page.heading(x, y, word("legend", page.language))
    for entry in entries:
        y = page.entry(x, y, entry, room) + 0.9
    return page.scale_bar(x, y + 2.0, paper, room) + 1.0


def _below(page: Page, subject: Subject, entries: list[Entry], paper: Sheet, top: float, width: float) -> float:
    """Under the map: the same in columns."""
    columns = 3 if width >= WIDTHS["double"] else 2 if len(entries) > 3 else 1
    room = (width - 2 * EDGE - 4 * (columns - 1)) / columns
    y = top
    if subject.statements:
        y = _statements(page, subject.statements, EDGE, y, width - 2 * EDGE) + 2.0
    y = page.heading(EDGE, y, word("legend", page.language))
    each = -(-(len(entries) + 1) // columns)
    lowest = y
    for column in range(columns):
        x, at = EDGE + column * (room + 4), y
        for entry in entries[column * each : (column + 1) * each]:
            at = page.entry(x, at, entry, room) + 0.9
        if column == columns - 1:
            at = page.scale_bar(x, at + 1.0, paper, min(room, 44.0))
        lowest = max(lowest, at)
    return lowest + 0.5


def _statements(page: Page, statements: tuple[Statement, ...], x: float, top: float, room: float) -> float:
    """The verdict, then each thing asked with its number."""
    first, *others = statements
    y = page.paragraph(x, top, first.text, HEADING + 0.6, room, bold=True, colour=ACCENT) + 1.2
    if others:
        y = page.heading(x, y, word("numbers", page.language))
    for one in others:
        y = page.paragraph(x, y, one.text, BODY, room) + 0.2
        y = (
            page.paragraph(x, y, word("found", page.language).format(one.number, one.answer), BODY, room, bold=True)
            + 1.3
        )
    return y


def _measured(subject: Subject, language: str) -> list[Entry]:
    kinds = sorted({measure.hypothetical for measure in subject.measures})
    title = word("measured", language)
    return [
        Entry(
            kind="line",
            style=HYPOTHETICAL if hypothetical else MEASURED,
            title=word("hypothetical", language).format(title) if hypothetical else title,
        )
        for hypothetical in kinds
    ]


def _foot(page: Page, subject: Subject, theatre: Theatre, paper: Sheet | None, top: float) -> float:
    """Caveats, projection, method and sources."""
    language, room = page.language, page.width - 2 * EDGE
    y = top + 1.5
    page.rule(EDGE, y, room)
    y += 1.2
    for note in subject.notes:
        y = page.paragraph(EDGE, y, note, FOOT + 0.5, room) + 0.6
    layers = [one.layer for one in subject.shown] or list(theatre.layers)
    said = [method(layers, language)]
    if paper is not None:
        said.insert(0, word("projection", language).format(paper.projection.names[language]))
    gap = " " if language == "en" else ""
    y = page.paragraph(EDGE, y, gap.join(said), FOOT, 0.97 * room, colour=GREY) + 0.4
    return page.paragraph(EDGE, y, credit_line(layers, theatre, language), FOOT, 0.97 * room, colour=GREY)


def method(layers: list[Layer], language: str) -> str:
    """How it was measured, and when the data were true."""
    rhumb = [layer.title[language] for layer in layers if layer.edges == "rhumb"]
    marks = {"en": "; ", "ja": "、", "zh-Hant": "、"}[language]
    but = word("rhumb", language).format(marks.join(rhumb)) if rhumb else ""
    as_of = max((layer.as_of for layer in layers), default="")
    return word("method", language).format(but, as_of)


def credit_line(layers: list[Layer], theatre: Theatre, language: str) -> str:
    """Whom the figure rests on: first those whose licence asks for it."""
    base = [theatre.catalog[theatre.layer_names[0]], *layers]
    sources = [source for layer in base for source in layer.sources]
    owed = [f"© {(s.publisher or '').removeprefix('© ')} ({s.licence})" for s in sources if s.publisher and s.licence]
    named = [s.publisher or s.title for s in sources if not (s.publisher and s.licence)]
    every = list(dict.fromkeys([*owed, *named]))
    marks = {"en": "; ", "ja": "；", "zh-Hant": "；"}[language]
    text = marks.join(every[:SOURCES])
    if len(every) > SOURCES:
        text += marks + word("more", language).format(len(every) - SOURCES)
    return word("sources", language).format(text)
