"""The charts of the argument: depth before and after, and exposure as curves over the distance."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rimland.layers import Theatre
from rimland.layers.layer import NAME_COLUMNS
from rimland.maps.figures import fonts
from rimland.maps.figures.page import BODY, FOOT, GREY, Page
from rimland.maps.figures.sheet import nice
from rimland.maps.figures.strokes import draw_marks
from rimland.maps.figures.words import number, word
from rimland.maps.style import INK, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from rimland.maps.figures.subjects import Evidence

BEFORE = Style(colour=INK, fill="#ffffff", symbol="circle", size=3.2, width=1.6)
AFTER = Style(colour="#8a3200", fill="#d55e00", symbol="circle", size=3.2, width=1.2)
"""As things are: hollow or a solid line; under the scenario: filled or a dashed one."""

ROWS = 34
"""Sites in a chart."""

ROW = 3.5
"""Millimetres from one site to the next."""

GRID = "#d4dade"

COUNTED = ("residents", "islands", "towns", "sites", "land_km2", "lane_km")

THOUSANDS = {"residents", "land_km2", "lane_km"}

DOTS = (0.8, 1.6)


def depth_rows(evidence: "Evidence") -> Any:
    """The sites of the chart: those that lose most, but no islands without residents; nearest first."""
    table = evidence.depth
    lived_in = ~(table["layer"].eq(evidence.theatre.about.residents) & table["population"].eq(0))
    table = table[(table["change_km"].abs() >= 1.0) & lived_in]
    kept = table.assign(loss=-table["change_km"]).nlargest(ROWS, "loss")
    return kept.sort_values(["after_km", "id"])


def draw_depth(page: Page, evidence: "Evidence", left: float, top: float, room: float) -> float:
    """Distance to the opposing coast, before and after, a row a site; where it ends below."""
    language, rows = page.language, depth_rows(evidence)
    names = [_name(row, language) for row in rows.to_dict("records")]
    lettered = min(max((fonts.width(name, language, BODY) for name in names), default=10.0), room * 0.5) + 2
    wide, high = room - lettered - 4, ROW * len(rows) + 2
    y = _key(page, left, top) + 5.0
    axes = page.axes(left + lettered, y, wide, high)
    longest = float(rows["before_km"].max()) if len(rows) else 1.0
    span = _scale(page, axes, left + lettered, y, wide, high, longest)
    for turn, (row, name) in enumerate(zip(rows.to_dict("records"), names, strict=True)):
        at = high - 1 - ROW * (turn + 0.5)
        ends = np.array([[row["before_km"] * span, at], [row["after_km"] * span, at]])
        axes.plot(ends[:, 0], ends[:, 1], color="#8a929a", linewidth=1.0, zorder=3, solid_capstyle="butt")
        draw_marks(axes, ends[1:], AFTER, order=5)
        draw_marks(axes, ends[:1], BEFORE, order=4)
        base = y + high - at + BODY * fonts.POINT * 0.35
        page.line(left + lettered - 1.5, base, fonts.cut(name, language, BODY, lettered - 2), BODY, align="right")
    held = evidence.theatre.actors[evidence.theatre.about.opposing].name[language]
    text = word("depth_axis", language).format(held)
    y = page.paragraph(left, y + high + 1.2, text, FOOT + 0.4, room, colour=GREY)
    return _depth_note(page, evidence, left, y + 0.6, room)


def _key(page: Page, left: float, top: float) -> float:
    """What the two marks stand for."""
    x, y = left, top + 1.2
    for style, key in ((BEFORE, "before"), (AFTER, "after")):
        draw_marks(page.canvas, np.array([[x + 1.2, y]]), style, order=5)
        text = word(key, page.language)
        page.line(x + 3.4, y + BODY * fonts.POINT * 0.35, text, BODY)
        x += fonts.width(text, page.language, BODY) + 8
    return y + 1.5


def _depth_note(page: Page, evidence: "Evidence", left: float, top: float, room: float) -> float:
    language, table = page.language, evidence.depth
    losing = table[table["change_km"] <= -1.0]
    worst = table.loc[table["change_km"].idxmin()].to_dict()
    told = {"count": number(len(losing)), "of": number(len(table)), "most": number(-worst["change_km"])}
    text = word("depth_note", language).format(**told, name=_name(worst, language))
    if len(losing) > len(depth_rows(evidence)):
        text += (" " if language == "en" else "") + word("depth_shown", language).format(len(depth_rows(evidence)))
    return page.paragraph(left, top, text, BODY, room)


def _name(row: Mapping[str, Any], language: str) -> str:
    """The name of a site; all names of a disputed one."""
    own = [str(row.get(column) or "") for column in (NAME_COLUMNS[language], *NAME_COLUMNS.values())]
    first = next(name for name in own if name)
    if row.get("status") != "disputed" or language == "en":
        return first
    return " / ".join(dict.fromkeys([first, *(name for name in own[2:] if name)]))


def _scale(page: Page, axes: "Axes", left: float, top: float, wide: float, high: float, longest: float) -> float:
    """Grid and numbers along the upper edge; millimetres for a kilometre."""
    _bare(axes, wide, high)
    step = next(one for one in (50.0, 100.0, 200.0, 500.0, 1000.0) if longest / one <= 6)
    end = np.ceil(longest / step) * step
    span = (wide - 3) / end
    for value in np.arange(0, end + step / 2, step):
        axes.plot([value * span] * 2, [0, high], color=GRID, linewidth=0.5, zorder=1)
        page.line(left + value * span, top - 0.8, number(value), FOOT, colour=GREY, align="center")
    return float(span)


def _bare(axes: "Axes", wide: float, high: float) -> None:
    axes.set_xlim(0, wide)
    axes.set_ylim(0, high)
    axes.set_axis_off()


# --- exposure


def draw_exposure(page: Page, evidence: "Evidence", left: float, top: float) -> float:
    """Curves before and after, a panel for each thing counted, published ranges marked; where they end below."""
    table = evidence.exposure
    shown = [name for name in COUNTED if table[f"after_{name}"].max() > 0]
    columns = 3 if page.width > 120 else 1
    room = (page.width - 2 * left - 6 * (columns - 1) - 3) / columns  # the last number is centred on the end
    marks = opposing_ranges(evidence.theatre, page.language)
    end = float(table["radius_km"].max())
    y = _curves_key(page, left, top)
    strip = max((fonts.width(text, page.language, FOOT) for km, text in marks if km <= end), default=0.0) + 1.5
    for start in range(0, len(shown), columns):
        lettered = start == 0
        for column, name in enumerate(shown[start : start + columns]):
            box = (left + column * (room + 6), y, room, strip if lettered else 0.0)
            _panel(page, box, name, table, [mark for mark in marks if mark[0] <= end])
        y += TITLED + (strip if lettered else 0.0) + HIGH + 7.0
    opposing = evidence.theatre.actors[evidence.theatre.about.opposing].name[page.language]
    y = page.paragraph(left, y, word("exposure_axis", page.language).format(opposing), BODY, page.width - 2 * left)
    beyond = [text for km, text in marks if km > end]
    if beyond:
        text = word("beyond", page.language).format(", ".join(beyond))
        y = page.paragraph(left, y + 0.6, text, FOOT + 0.4, page.width - 2 * left, colour=GREY)
    return y


def _curves_key(page: Page, left: float, top: float) -> float:
    x, y = left, top + 1.0
    for key, look in (("before", BEFORE_LINE), ("after", AFTER_LINE)):
        page.canvas.plot([x, x + 8], [y, y], **look)
        text = word(key, page.language)
        page.line(x + 10, y + BODY * fonts.POINT * 0.35, text, BODY)
        x += fonts.width(text, page.language, BODY) + 15
    text = word("range_mark", page.language)
    if x + 3.5 + fonts.width(text, page.language, BODY) > page.width - left:
        x, y = left, y + 4.0
    page.canvas.plot([x + 1, x + 1], [y - 1.4, y + 1.4], color=GREY, linewidth=0.7, linestyle=(0, DOTS))
    page.line(x + 3.5, y + BODY * fonts.POINT * 0.35, text, BODY)
    return y + 3.0


BEFORE_LINE: dict[str, Any] = {"color": INK, "linewidth": 1.2}
AFTER_LINE: dict[str, Any] = {"color": "#d55e00", "linewidth": 1.2, "linestyle": (0, (4, 1.6))}


TITLED, HIGH, GUTTER = 4.0, 30.0, 8.0
"""Millimetres of a panel: its title, its curves, and left of them the numbers."""


def _panel(
    page: Page, box: tuple[float, float, float, float], name: str, table: Any, marks: Sequence[tuple[float, str]]
) -> None:
    """Curves of one thing: the title above, then the names of ranges, numbers at the left, distances below."""
    left, top, room, strip = box
    left, wide = left + GUTTER, room - GUTTER
    title = word(name, page.language)
    page.paragraph(left - GUTTER, top, title, BODY, room, bold=True)
    top += TITLED + strip
    axes = page.axes(left, top, wide, HIGH)
    _bare(axes, wide, HIGH)
    factor = 1000.0 if name in THOUSANDS else 1.0
    curves = {when: table[f"{when}_{name}"].to_numpy(float) / factor for when in ("before", "after")}
    end = float(table["radius_km"].max())
    up, across = _levels(page, axes, left, top, wide, max(float(curve.max()) for curve in curves.values())), wide / end
    for value in np.arange(0, end + 1, 500):
        base = top + HIGH + 0.7 + FOOT * fonts.POINT * fonts.ASCENT
        page.line(left + value * across, base, number(value), FOOT, colour=GREY, align="center")
    for km, _ in marks:
        axes.plot([km * across] * 2, [0, HIGH], color=GREY, linewidth=0.6, linestyle=(0, DOTS), zorder=2)
    if strip:
        for x, (_, text) in zip(apart([km * across for km, _ in marks], FOOT * fonts.POINT * 1.2), marks, strict=True):
            _upright(page, left + x, top - 0.6, text)
    radius = table["radius_km"].to_numpy(float) * across
    axes.plot(radius, curves["before"] * up, zorder=4, **BEFORE_LINE)
    axes.plot(radius, curves["after"] * up, zorder=5, **AFTER_LINE)


def apart(positions: Sequence[float], least: float) -> list[float]:
    """Rising positions moved until neighbours are `least` apart, each crowd of them about its own middle.

    Examples
    --------
    >>> apart([0.0, 9.0, 10.0], 2.0)
    [0.0, 8.5, 10.5]
    """
    crowds: list[list[float]] = []
    for position in positions:
        crowds.append([position])
        while len(crowds) > 1 and _first(crowds[-1], least) - _first(crowds[-2], least) < least * len(crowds[-2]):
            crowds[-2:] = [crowds[-2] + crowds[-1]]
    return [_first(crowd, least) + least * turn for crowd in crowds for turn in range(len(crowd))]


def _first(crowd: Sequence[float], least: float) -> float:
    """Where the first of a crowd stands, so that none has moved more than it must on the whole."""
    return sum(crowd) / len(crowd) - least * (len(crowd) - 1) / 2


def _levels(page: Page, axes: "Axes", left: float, top: float, wide: float, most: float) -> float:
    """Level lines with their numbers; millimetres for one of what is counted."""
    step = nice(most / 2.5) if most > 0 else 1.0
    up = (HIGH - 1) / (np.ceil(most / step) * step or 1.0)
    for value in np.arange(0, most + step, step):
        if value * up > HIGH:
            break
        axes.plot([0, wide], [value * up] * 2, color=GRID if value else INK, linewidth=0.5, zorder=1)
        base = top + HIGH - value * up + FOOT * fonts.POINT * 0.35
        page.line(left - 1, base, number(value, 0 if step >= 1 else 1), FOOT, colour=GREY, align="right")
    return float(up)


def _upright(page: Page, x: float, bottom: float, text: str) -> None:
    page.canvas.text(
        x,
        bottom,
        text,
        fontproperties=fonts.font(page.language, FOOT),
        color=GREY,
        rotation=90,
        rotation_mode="anchor",
        ha="left",
        va="center",
        parse_math=False,
    )


def opposing_ranges(theatre: Theatre, language: str) -> list[tuple[float, str]]:
    """Published ranges of the opposing actor's weapons, kilometres, and what is written beside them."""
    about = theatre.about
    if about.ranges is None:
        return []
    side = theatre.actors[about.opposing].name["en"]
    rows = theatre.catalog[about.ranges].features.to_dict("records")
    own = [row for row in rows if str(row.get("side_en")) == side and row["range_km"] == row["range_km"]]
    own.sort(key=lambda row: (row["range_km"], row["id"]))
    return [(float(row["range_km"]), f"{_name(row, language)}  {number(row['range_km'])}") for row in own]
