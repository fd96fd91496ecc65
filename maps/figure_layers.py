"""The layers of a map on paper: the same declarations, styles and order as the map on a screen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.layers import LANGUAGES, Layer
from rimland.maps import features, outline, text
from rimland.maps.facts import is_disputed, names
from rimland.maps.figure_labels import Box, Wish, around, extent, wish_lines
from rimland.maps.figure_sheet import Sheet
from rimland.maps.figure_words import number, word
from rimland.maps.style import INK, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path
    from shapely.geometry.base import BaseGeometry

PIXEL = 0.58
"""Points on paper for a pixel of a style: a figure is read from nearer than a screen."""

HATCH = 1.5
"""Millimetres between the lines of a hatch."""

MOST_LINES = 5
"""Of the name of a zone."""

FAR = (6.0, 11.0, 17.0, 24.0)
"""Millimetres from a strait at which its name may stand too, joined to it by a thin line."""

SEEN = 1.0
"""Millimetres: the circle of a precision is drawn from here on."""

MARKERS = {"circle": "o", "ring": "o", "square": "s", "diamond": "D", "triangle": "^"}

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


@dataclass(frozen=True, kw_only=True)
class Brush:
    """What every layer of a figure is drawn with."""

    axes: "Axes"
    sheet: Sheet
    language: str
    land: "BaseGeometry"
    named: bool = True


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
        wishes = _wishes(layer, groups, styles, brush)
        drawn.wishes += [
            replace(wish, rank=wish.rank + boost, must=wish.must or (boost > 0 and wish.kind in ("zone", "water")))
            for wish in wishes
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


def draw_marks(axes: "Axes", xy: Any, style: Style, *, order: float) -> None:
    """Draw the symbol of a style at positions."""
    hollow = style.symbol == "ring"
    axes.plot(
        xy[:, 0],
        xy[:, 1],
        linestyle="none",
        marker=MARKERS[style.symbol],
        markersize=2 * style.size * PIXEL * (0.9 if style.symbol in ("square", "diamond") else 1.0),
        markerfacecolor="#ffffff" if hollow else style.fill or style.colour,
        markeredgecolor=(style.fill or style.colour) if hollow else style.colour,
        markeredgewidth=(1.6 if hollow else 0.8) * style.width * PIXEL,
        zorder=order,
    )


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
    if key[1]:
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


def _wishes(layer: Layer, groups: Mapping[Any, Any], styles: Any, brush: Brush) -> Iterator[Wish]:
    together = _disputed_groups(layer)
    done: set[str] = set()
    for key, members in groups.items():
        style = styles.made[key]
        if style.label == "none":
            continue
        for row, paper in members:
            rank = features.rank(row, row["geometry"], style)
            group = str(row.get("group") or "")
            if group not in together:
                yield from _wish(label_text(row, brush.language), row, paper, style, brush, rank)
            elif group not in done:
                done.add(group)
                yield from _wish(_group_text(row, brush.language), row, paper, style, brush, rank + 25.0, must=True)


def _disputed_groups(layer: Layer) -> set[str]:
    """The groups of islands that are disputed as a whole: named as such, not islet by islet."""
    frame = layer.features
    if "group" not in frame or "group_en" not in frame or "status" not in frame:
        return set()
    disputed = frame["status"].eq("disputed").groupby(frame["group"]).all()
    return set(disputed[disputed].index)


def label_text(row: Mapping[str, Any], language: str) -> str:
    """The name of a feature on a map: all names of a disputed one."""
    every = names(row)
    own = every[LANGUAGES.index(language)] or next((name for name in every if name), "")
    if not is_disputed(row) or language == "en":
        return own
    return " / ".join(dict.fromkeys([own, *(name for name in every[1:] if name)]))


def _group_text(row: Mapping[str, Any], language: str) -> str:
    columns = {"en": "group_en", "ja": "group_ja", "zh-Hant": "group_zh_hant"}
    texts = {tag: str(row.get(column) or "") for tag, column in columns.items()}
    if language == "en":
        return texts["en"]
    return " / ".join(dict.fromkeys(one for one in (texts[language], texts["ja"], texts["zh-Hant"]) if one))


def _wish(
    name: str,
    row: Mapping[str, Any],
    paper: "BaseGeometry",
    style: Style,
    brush: Brush,
    rank: float,
    must: bool = False,
) -> Iterator[Wish]:
    kind = style.label
    lines = wish_lines(name, kind, brush.language)
    if row.get("width_km") == row.get("width_km") and row.get("width_km") is not None:
        lines = (*lines, f"{number(float(row['width_km']))} {word('km', brush.language)}")
    size = extent(lines, kind, brush.language)
    colour = style.colour if kind in ("zone", "lane") else INK
    seen = paper.intersection(brush.sheet.frame)
    if seen.is_empty or not name:
        return
    inside: BaseGeometry | None = None
    anchor: tuple[float, float] | None = None
    places: list[tuple[float, ...]]
    if kind == "zone":
        free = seen.difference(brush.land) if style.below_land else seen
        inside = free.buffer(0.4)
        lines, places = _roomiest(name, free, inside, brush.language)
    elif paper.geom_type in ("Point", "MultiPoint"):
        half = style.size * PIXEL * 25.4 / 72
        points: list[tuple[float, ...]] = [(float(x), float(y)) for x, y in shapely.get_coordinates(seen)]
        boxes = [(x - half, y - half, x + half, y + half) for x, y in points]
        places = [place for box in boxes for place in around(box, size)] if half else points
    elif paper.geom_type in ("LineString", "MultiLineString", "GeometryCollection"):
        places = [*(along(seen, size) if kind == "lane" else ()), *beside(seen, size)]
        if kind == "water":
            middle = max(shapely.get_parts(seen), key=lambda part: part.length).interpolate(0.5, normalized=True)
            anchor = (float(middle.x), float(middle.y))
            places += [place for far in FAR for place in around((*anchor, *anchor), size, far)]
    else:
        big = max(shapely.get_parts(seen), key=lambda part: part.area)
        places = [*around(big.bounds, size)]
        if big.area > 3 * size[0] * size[1]:
            places = [*_spots(big, size), *places]
    yield Wish(
        lines=lines,
        places=places,
        kind=kind,
        language=brush.language,
        colour=colour,
        rank=rank,
        inside=inside,
        anchor=anchor,
        must=must,
    )


def _roomiest(
    name: str, free: "BaseGeometry", inside: "BaseGeometry", language: str
) -> tuple[tuple[str, ...], list[tuple[float, ...]]]:
    """The lines of a name that fit into a zone, the longest that do, and where they do."""
    shapely.prepare(inside)
    lines: tuple[str, ...] = (name,)
    for room in (26.0, 18.0, 12.0, 9.0):
        lines = wish_lines(name, "zone", language, room)
        wide, high = extent(lines, "zone", language)
        spots = _spots(free, (wide, high))
        boxes = [shapely.box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2) for x, y in spots]
        fit = shapely.contains(inside, boxes) if boxes else []
        places: list[tuple[float, ...]] = [spot for spot, fits in zip(spots, fit, strict=True) if fits]
        if places and len(lines) <= MOST_LINES:
            return lines, places
    return lines, []


def _spots(shape: "BaseGeometry", size: tuple[float, float]) -> list[tuple[float, float]]:
    """Middles of a name inside an area, the roomiest first."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area > size[0] * size[1]]
    parts.sort(key=lambda part: -part.area)
    found: list[tuple[float, float]] = []
    for part in parts[:3]:
        left, low, right, high = part.bounds
        best = shapely.maximum_inscribed_circle(part, tolerance=0.5).coords[0]
        x, y = np.meshgrid(np.linspace(left, right, 9)[1:-1], np.linspace(low, high, 13)[1:-1])
        inner = [(float(a), float(b)) for a, b in zip(x.ravel(), y.ravel(), strict=True)]
        far = sorted(inner, key=lambda point: (point[0] - best[0]) ** 2 + (point[1] - best[1]) ** 2)
        found += [(float(best[0]), float(best[1])), *far]
    return found


def along(line: "BaseGeometry", size: tuple[float, float]) -> list[tuple[float, ...]]:
    """Middles and angles of a name that runs along a line where it is straight, from its middle outwards."""
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    half = size[0] / 2 + 1
    found: list[tuple[float, ...]] = []
    for share in (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8):
        at = share * longest.length
        if at < half or at + half > longest.length:
            continue
        ends = [longest.interpolate(at - half), longest.interpolate(at + half)]
        chord = shapely.LineString(ends)
        middle = longest.interpolate(at)
        if chord.distance(middle) > 0.8:
            continue
        run, rise = ends[1].x - ends[0].x, ends[1].y - ends[0].y
        angle = (np.degrees(np.arctan2(rise, run)) + 90) % 180 - 90
        across = np.array([-np.sin(np.radians(angle)), np.cos(np.radians(angle))])
        for side in (1, -1):
            x, y = np.array([middle.x, middle.y]) + side * across * (size[1] / 2 + 0.7)
            found.append((float(x), float(y), float(angle)))
    return found


def beside(line: "BaseGeometry", size: tuple[float, float]) -> list[tuple[float, float]]:
    """Middles of a name beside a line, from its middle outwards."""
    longest = max(shapely.get_parts(line), key=lambda part: part.length)
    places: list[tuple[float, float]] = []
    for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9):
        point = longest.interpolate(share, normalized=True)
        ahead = longest.interpolate(min(share + 0.02, 1.0), normalized=True)
        behind = longest.interpolate(max(share - 0.02, 0.0), normalized=True)
        run, rise = ahead.x - behind.x, ahead.y - behind.y
        norm = float(np.hypot(run, rise)) or 1.0
        across = (-rise / norm, run / norm)
        away = 0.6 + abs(across[0]) * size[0] / 2 + abs(across[1]) * size[1] / 2
        places += [(point.x + side * across[0] * away, point.y + side * across[1] * away) for side in (1, -1)]
    return places


# --- strokes and fills


def patch(axes: "Axes", shapes: "Sequence[BaseGeometry]", *, face: str, order: float, opacity: float = 1.0) -> None:
    """Fill areas as one, so that what two of them share is not darker."""
    from matplotlib.patches import PathPatch

    whole = path_of(shapes)
    if whole is not None:
        axes.add_artist(PathPatch(whole, facecolor=face, edgecolor="none", linewidth=0, alpha=opacity, zorder=order))


def stroke(
    axes: "Axes",
    shapes: "Sequence[BaseGeometry]",
    *,
    colour: str,
    width: float,
    order: float,
    dash: tuple[float, ...] = (),
    opacity: float = 1.0,
) -> None:
    """Draw lines; `width` and `dash` are points."""
    from matplotlib.patches import PathPatch

    whole = path_of(shapes)
    if whole is None:
        return
    dashed = (0, tuple(part / width for part in dash)) if dash and sum(dash) else "solid"
    axes.add_artist(
        PathPatch(
            whole,
            facecolor="none",
            edgecolor=colour,
            linewidth=width,
            linestyle=dashed,
            alpha=opacity,
            zorder=order,
            capstyle="butt",
            joinstyle="round",
        )
    )


def path_of(shapes: "Sequence[BaseGeometry]") -> "Path | None":
    """Lines and areas as one path; holes run the other way round."""
    from matplotlib.path import Path

    if not len(shapes):
        return None
    parts = shapely.get_parts(shapely.get_parts(shapely.normalize(np.array(list(shapes), dtype=object))))
    lines = [ring for part in parts for ring in _rings(part)]
    if not lines:
        return None
    codes = [np.full(len(line), Path.LINETO, dtype=np.uint8) for line in lines]
    for code in codes:
        code[0] = Path.MOVETO
    for code, line in zip(codes, lines, strict=True):
        if len(line) > 3 and (line[0] == line[-1]).all():
            code[-1] = Path.CLOSEPOLY
    return Path(np.vstack(lines), np.concatenate(codes))


def _rings(part: "BaseGeometry") -> list[Any]:
    if part.geom_type == "Polygon":
        return [shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors)] if not part.is_empty else []
    if part.geom_type in ("LineString", "LinearRing") and not part.is_empty:
        return [shapely.get_coordinates(part)]
    return []


def hatch_lines(shapes: "Sequence[BaseGeometry]", *, slope: int = 1) -> "list[BaseGeometry]":
    """Lines at 45 degrees across areas, the same ones for neighbours."""
    whole = shapely.make_valid(shapely.union_all([shapely.make_valid(shape) for shape in shapes]))
    if whole.is_empty:
        return []
    left, low, right, high = whole.bounds
    step = HATCH * np.sqrt(2)
    first, last = (left - high, right - low) if slope > 0 else (left + low, right + high)
    offsets = np.arange(np.floor(first / step), np.ceil(last / step) + 1) * step
    ends = [[(low * slope + by, low), (high * slope + by, high)] for by in offsets]
    return [line for line in shapely.intersection(shapely.linestrings(ends), whole) if not line.is_empty]
