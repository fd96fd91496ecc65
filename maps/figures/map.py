"""A map on paper: sea, graticule, land, layers, names, frame."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from rimland.layers import Layer, Theatre
from rimland.maps import style
from rimland.maps.features import cuts, is_base
from rimland.maps.figures import fonts, labels
from rimland.maps.figures.labels import Wish, extent
from rimland.maps.figures.layers import Drawn, Entry, draw_layer, draw_shapes
from rimland.maps.figures.lettering import Brush, Named, beside, with_named
from rimland.maps.figures.page import FOOT, GREY, Page
from rimland.maps.figures.sheet import Sheet, latitude, longitude, tick_step
from rimland.maps.figures.strokes import PIXEL, draw_marks, patch, stroke
from rimland.maps.figures.words import number, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

MEASURED = style.Style(colour="#c2410c", width=1.8, label="lane")
HYPOTHETICAL = style.Style(colour="#c2410c", width=1.8, dash=(4, 2), label="lane")
"""How a distance is drawn, and one that a scenario would make."""

BEYOND = "#e3e2df"
"""Where nothing is known of land and sea."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A layer of a map, whether it is of a scenario, and how much its names matter more than others."""

    layer: Layer
    hypothetical: bool = False
    boost: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A distance to draw: the way, what is written beside it, and what it joins."""

    line: "BaseGeometry"
    text: str
    hypothetical: bool = False
    ends: "tuple[Named, ...]" = ()


@dataclass(frozen=True, kw_only=True)
class Area:
    """A computed area of the sea, or a computed way, with its line of the legend."""

    shape: "BaseGeometry"
    style: style.Style
    title: str
    kind: str = "polygon"
    hypothetical: bool = False


@dataclass(frozen=True, kw_only=True)
class Dots:
    """Positions of one class: rows of longitude and latitude, and what the legend says of them."""

    lonlat: "NDArray[np.float64]"
    style: style.Style
    title: str


def draw_map(
    page: Page,
    sheet: Sheet,
    *,
    left: float,
    top: float,
    theatre: Theatre,
    shown: "tuple[Shown, ...]",
    measures: "tuple[Measure, ...]" = (),
    dots: "tuple[Dots, ...]" = (),
    areas: "tuple[Area, ...]" = (),
    named: "tuple[Named, ...]" = (),
) -> Drawn:
    """Draw a map with its upper left corner at a position of a page; what it has come to."""
    axes = page.axes(left, top, sheet.width, sheet.height)
    _frame(axes, sheet)
    graticule(page, axes, sheet, left, top)
    paper = _draw_land(axes, theatre, sheet)
    drawn = Drawn()
    brush = Brush(axes=axes, sheet=sheet, language=page.language, land=rough(paper))
    for order, area in enumerate(areas):
        _draw_area(area, brush, drawn, order)
    for order, one in enumerate(shown):
        if not is_base(one.layer):
            draw_layer(one.layer, brush, drawn, order=order, hypothetical=one.hypothetical, boost=one.boost)
    for measure in measures:
        _draw_measure(measure, brush, drawn)
    for dot in dots:
        _draw_dots(dot, brush, drawn)
    names = labels.placed(
        with_named(drawn.wishes, named, brush),
        frame=(0, 0, sheet.width, sheet.height),
        lines=drawn.lines,
        marks=drawn.marks,
        land=brush.land,
    )
    labels.draw(names, axes)
    return drawn


def rough(shape: "BaseGeometry") -> "BaseGeometry":
    """A shape as fine as the placing of names asks for."""
    return shapely.make_valid(shapely.simplify(shape, 0.3, preserve_topology=False))


def _frame(axes: "Axes", sheet: Sheet) -> None:
    axes.set_xlim(0, sheet.width)
    axes.set_ylim(0, sheet.height)
    axes.set_facecolor(style.SEA)
    axes.tick_params(left=False, bottom=False, labelleft=False, labelbottom=False)
    for spine in axes.spines.values():
        spine.set_color(style.INK)
        spine.set_linewidth(0.6)
        spine.set_zorder(30)


def base_layer(theatre: Theatre) -> Layer:
    """The land that a theatre's maps stand on: its own first layer of coast, or the one that ships."""
    return next((layer for layer in theatre.layers if is_base(layer)), None) or theatre.catalog["land-basemap"]


def land_window(theatre: Theatre) -> "tuple[float, float, float, float] | None":
    """The window that the land was cut out with: beyond it there may be more of it."""
    west, *others = cuts(base_layer(theatre).features) or (None,)
    return None if west is None else (west, others[0], others[1], others[2])


def _draw_land(axes: "Axes", theatre: Theatre, sheet: Sheet) -> "BaseGeometry":
    """Draw land and coast; where the land was cut off, neither land nor sea nor coast. What is land on paper."""
    parts = shapely.get_parts(base_layer(theatre).features.geometry.to_numpy())
    paper = sheet.shape(shapely.MultiPolygon([part for part in parts if part.geom_type == "Polygon"]))
    window = land_window(theatre)
    known = sheet.frame if window is None else _on_paper(window, sheet)
    if shapely.covers(known, sheet.frame):
        # Fill and coast as one path: half the bytes of a file.
        patch(axes, [paper], face=style.LAND, order=3.0, edge=style.COAST, width=0.35)
        return paper
    patch(axes, [sheet.frame.buffer(2).difference(known)], face=BEYOND, order=1.5)
    patch(axes, [paper], face=style.LAND, order=3.0)
    coast = shapely.boundary(paper).difference(shapely.boundary(known).buffer(0.15))
    stroke(axes, [coast], colour=style.COAST, width=0.35, order=3.1)
    return paper


def _on_paper(window: "tuple[float, float, float, float]", sheet: Sheet) -> "BaseGeometry":
    """A window of degrees on paper."""
    whole = shapely.box(*window)
    return shapely.make_valid(sheet.shape(shapely.segmentize(whole, 0.5)))


def _draw_area(area: Area, brush: Brush, drawn: Drawn, order: int) -> None:
    paper, hatch = brush.sheet.shape(area.shape), "///" if area.hypothetical else ""
    if paper.is_empty:
        return
    at = (2.0 if area.kind == "polygon" else 6.0) + order / 100
    draw_shapes(area.kind, [paper], area.style, brush, at=at, hatch=hatch)
    drawn.lines.append(shapely.boundary(paper) if area.kind == "polygon" else paper)
    drawn.entries.append(Entry(kind=area.kind, style=area.style, title=area.title, hatch=hatch))


def _draw_dots(dots: Dots, brush: Brush, drawn: Drawn) -> None:
    xy = brush.sheet.points(dots.lonlat) if len(dots.lonlat) else np.empty((0, 2))
    draw_marks(brush.axes, xy, dots.style, order=8)
    half = dots.style.size * PIXEL * fonts.POINT
    drawn.marks += [(x - half, y - half, x + half, y + half) for x, y in xy]
    drawn.entries.append(Entry(kind="point", style=dots.style, title=dots.title))


def _draw_measure(measure: Measure, brush: Brush, drawn: Drawn) -> None:
    from rimland.geo import densify

    look = HYPOTHETICAL if measure.hypothetical else MEASURED
    paper = brush.sheet.shape(densify(measure.line, 20_000.0))
    if paper.is_empty or paper.length < 0.3:
        return
    dash = tuple(part * 0.58 for part in look.dash)
    stroke(brush.axes, [paper], colour="#ffffff", width=2.4, order=8.9, opacity=0.8)
    stroke(brush.axes, [paper], colour=look.colour, width=1.2, order=9, dash=dash)
    ends = shapely.get_coordinates(paper)[[0, -1]]
    brush.axes.plot(ends[:, 0], ends[:, 1], "o", markersize=2.4, color=look.colour, zorder=9.1)
    drawn.lines.append(paper)
    size = extent((measure.text,), "number", brush.language)
    drawn.wishes.append(
        Wish(
            lines=(measure.text,),
            places=beside(paper, size),
            kind="number",
            language=brush.language,
            colour="#9a3412",
            rank=500.0,
            must=True,
        )
    )


def graticule(page: Page, axes: "Axes", sheet: Sheet, left: float, top: float) -> None:
    """Meridians and parallels, their degrees written outside the frame where they meet it."""
    west, south, east, north = sheet.window
    frame = sheet.frame
    lines, size = [], FOOT
    across, along = tick_step(sheet.bounds[2] - sheet.bounds[0]), tick_step(sheet.bounds[3] - sheet.bounds[1])
    last = -99.0
    for lon in np.arange(np.ceil(west / across), np.floor(east / across) + 1) * across:
        line = _line(sheet, np.full(80, lon), np.linspace(max(south, -89.9), min(north, 89.9), 80))
        lines.append(line)
        x = _meets(line.intersection(frame), axis=1)
        if x is not None and x - last > 9 and 2 < x < sheet.width - 1:
            base = top + sheet.height + 0.8 + size * fonts.POINT * fonts.ASCENT
            page.line(left + x, base, longitude(float(lon)), size, colour=GREY, align="center")
            last = x
    for lat in np.arange(np.ceil(south / along), np.floor(north / along) + 1) * along:
        line = _line(sheet, np.linspace(west, east, 120), np.full(120, lat))
        lines.append(line)
        y = _meets(line.intersection(frame), axis=0)
        if y is not None and 1 < y < sheet.height - 1:
            base = top + sheet.height - y + size * fonts.POINT * 0.35
            page.line(left - 1.0, base, latitude(float(lat)), size, colour=GREY, align="right")
    stroke(axes, lines, colour="#a9b7c1", width=0.3, order=1.0)


def _line(sheet: Sheet, lon: "np.ndarray", lat: "np.ndarray") -> "BaseGeometry":
    return shapely.LineString(sheet.points(np.column_stack([lon, lat])))


def _meets(line: "BaseGeometry", *, axis: int) -> float | None:
    """Where a line of the graticule meets the lower edge (`axis` 1) or the left one (0) of the frame."""
    at = shapely.get_coordinates(line)
    on = at[np.abs(at[:, axis]) < 1e-6] if len(at) else at
    return float(on[0, 1 - axis]) if len(on) else None


def measure_text(kilometres: float, uncertainty: float | None, language: str) -> str:
    """A distance with what it may be off.

    Examples
    --------
    >>> measure_text(107.4655, 0.11, "en")
    '107.5 ± 0.1 km'
    """
    digits = 1 if uncertainty is not None and uncertainty < 0.95 else 0
    off = f" ± {max(uncertainty, 0.1 if digits else 1.0):.{digits}f}" if uncertainty is not None else ""
    return f"{number(kilometres, digits)}{off} {word('km', language)}"
