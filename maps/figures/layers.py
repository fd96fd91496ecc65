"""The layers of a map on paper: the same declarations, styles and order as the map on a screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.layers import Layer
from rimland.maps import features, outline, text
from rimland.maps.facts import is_disputed
from rimland.maps.figures.labels import Box, Wish
from rimland.maps.figures.lettering import Brush, wishes
from rimland.maps.figures.sheet import Sheet
from rimland.maps.figures.strokes import PIXEL, draw_marks, hatch_lines, patch, stroke
from rimland.maps.figures.words import word
from rimland.maps.style import Style

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SEEN = 1.0
"""Millimetres: the circle of a precision is drawn from here on."""

FLOOR, LAND, ABOVE = 2.0, 3.0, 4.0
"""Where the zones under the land, the land and what lies over it are drawn, from the lowest."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the legend: the style that it shows and its words."""

    kind: str
    style: Style
    title: str
    hatch: str = ""


@dataclass(kw_only=True)
class Drawn:
    """What drawing layers has come to: names that want a place, what they must not hide, lines of the legend."""

    wishes: list[Wish] = field(default_factory=list)
    lines: "list[BaseGeometry]" = field(default_factory=list)
    marks: list[Box] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def draw_layer(
    layer: Layer, brush: Brush, drawn: Drawn, *, order: int, hypothetical: bool = False, boost: float = 0.0
) -> None:
    """Draw a layer, and note its names, its obstacles and its lines of the legend.

    Parameters
    ----------
    layer
        What is drawn.
    brush
        With what.
    drawn
        Where it is noted.
    order
        Of the layers among themselves: the higher one lies above.
    hypothetical
        Whether it is of a scenario: hatched, and marked in the legend.
    boost
        Of the rank of its names: a figure's subject is named before what is around it.
    """
    rows = layer.features.to_dict("records")
    styles = features.Styles(layer)
    groups: dict[Any, list[tuple[dict[str, Any], BaseGeometry]]] = {}
    for row in rows:
        style = styles.of(row)
        paper = _paper(row["geometry"], layer, style, brush.sheet)
        if not paper.is_empty and paper.intersects(brush.sheet.frame):
            groups.setdefault(styles.used[-1], []).append((row, paper))
    for turn, (key, members) in enumerate(groups.items()):
        style = styles.made[key]
        shapes = [paper for _, paper in members]
        at = (FLOOR if style.below_land else ABOVE) + order / 100 + turn / 1000
        draw_shapes(layer.kind, shapes, style, brush, at=at, hatch="///" if hypothetical else "")
        _note_obstacles(layer.kind, shapes, style, drawn)
        if style.size or layer.kind != "point":
            entry = _entry(layer, key, members, styles, brush.language)
            drawn.entries.append(hypothetical_entry(entry, brush.language) if hypothetical else entry)
        if layer.kind == "point":
            ringed = [_draw_precision(row, style, brush, at) for row, _ in members]
            if any(ringed):
                circle = Style(colour=style.colour, width=1.2, dash=(1.4, 2.8))
                drawn.entries.append(Entry(kind="ring", style=circle, title=word("precision", brush.language)))
    if brush.named:
        named = wishes(layer, groups, styles, brush)
        drawn.wishes += [
            replace(wish, rank=wish.rank + boost, must=wish.must or (boost > 0 and wish.kind in ("zone", "water")))
            for wish in named
        ]


def _paper(shape: "BaseGeometry", layer: Layer, style: Style, sheet: Sheet) -> "BaseGeometry":
    if shape is None or shape.is_empty:
        return shapely.Point()
    if shapely.get_num_coordinates(shape) <= outline.MANY and layer.kind != "point":
        from rimland.geo import densify

        shape = densify(shape, outline.LONGEST_EDGE, edges=layer.edges)
    elif style.below_land:
        west, south, east, north = sheet.window
        near = shapely.clip_by_rect(outline.centred(shape, sheet.middle), west, south, east, north)
        shape = _without_islets(near)
    return sheet.shape(shape)


def _without_islets(shape: "BaseGeometry") -> "BaseGeometry":
    """A zone that follows a coast, without the holes that islets make in it: the land is drawn over them."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    kept = [
        shapely.Polygon(part.exterior, [ring for ring in part.interiors if shapely.Polygon(ring).area > outline.ISLET])
        for part in parts
    ]
    return shapely.MultiPolygon(kept)


def draw_shapes(
    kind: str, shapes: "list[BaseGeometry]", style: Style, brush: Brush, *, at: float, hatch: str = ""
) -> None:
    """Draw shapes of one kind in a style."""
    if kind == "point":
        _draw_points(shapes, style, brush, at)
        return
    if kind == "polygon":
        fill = style.fill or style.colour
        if style.fill_opacity:
            patch(brush.axes, shapes, face=fill, opacity=style.fill_opacity * style.opacity, order=at)
        if style.hatch or hatch:
            hatched = hatch_lines(shapes, slope=-1 if hatch else 1)
            stroke(brush.axes, hatched, colour=style.colour, width=0.35, order=at + 0.0001, opacity=0.75)
        edges = [shapely.boundary(shape) for shape in shapes]
    else:
        edges = shapes
    if style.width:
        width = style.width * PIXEL
        dash = tuple(part * PIXEL for part in style.dash)
        stroke(brush.axes, edges, colour=style.colour, width=width, order=at + 0.0002, dash=dash, opacity=style.opacity)


def _draw_points(shapes: "list[BaseGeometry]", style: Style, brush: Brush, at: float) -> None:
    if not style.size:
        return
    xy = np.vstack([shapely.get_coordinates(shape) for shape in shapes])
    draw_marks(brush.axes, xy, style, order=at + 2)


def _draw_precision(row: Mapping[str, Any], style: Style, brush: Brush, at: float) -> bool:
    """The circle within which an approximate position is, where it is large enough to be seen."""
    precision, shape = row.get("precision_m"), row["geometry"]
    if not precision or precision != precision or shape.geom_type != "Point" or not style.size:
        return False
    if precision / brush.sheet.metres_per_mm() < SEEN:
        return False
    ring = brush.sheet.shape(outline.ring(shape.x, shape.y, precision))
    stroke(brush.axes, [shapely.boundary(ring)], colour=style.colour, width=0.7, order=at + 1, dash=(0.8, 1.6))
    return True


def _note_obstacles(kind: str, shapes: "list[BaseGeometry]", style: Style, drawn: Drawn) -> None:
    if kind == "point":
        half = style.size * PIXEL * 25.4 / 72
        for x, y in np.vstack([shapely.get_coordinates(shape) for shape in shapes]) if half else ():
            drawn.marks.append((x - half, y - half, x + half, y + half))
        return
    if style.width:
        drawn.lines += [shapely.boundary(one) if kind == "polygon" else one for one in shapes]


def _entry(layer: Layer, key: Any, members: Sequence[Any], styles: Any, language: str) -> Entry:
    """The line of the legend for the features of one look; it says who claims the disputed ones."""
    rows = [row for row, _ in members]
    own = styles.title(key, rows)
    title = own[language] if own is not None and key[0] else layer.title[language]
    if key[1] or all(is_disputed(row) for row in rows):
        who = dict.fromkeys(_claimants(str(row.get("claimants") or ""), language) for row in rows)
        title = word("claimed", language).format(title, " / ".join(filter(None, who)))
    if key[2] and word("drawn_about", language).format("").strip(" ") not in title:
        title = word("drawn_about", language).format(title)
    return Entry(kind=layer.kind, style=styles.made[key], title=title)


def _claimants(names: str, language: str) -> str:
    who = text.actors("; ".join(name.split(" (admin")[0] for name in names.split("; ")))[language]
    return who.replace("; ", ", ").replace("；", "、")


def hypothetical_entry(entry: Entry, language: str) -> Entry:
    """The same line for what a scenario would make."""
    return replace(entry, title=word("hypothetical", language).format(entry.title), hatch="///")
