"""The names that features of a layer want on a map, and where each may stand."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.layers import LANGUAGES, Layer
from rimland.layers.layer import NAME_COLUMNS
from rimland.maps import features
from rimland.maps.facts import every_name, is_disputed, names
from rimland.maps.figures.labels import Wish, around, extent, wish_lines
from rimland.maps.figures.sheet import Sheet
from rimland.maps.figures.strokes import PIXEL
from rimland.maps.figures.words import number, word
from rimland.maps.style import INK, Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from shapely.geometry.base import BaseGeometry

FAR = (6.0, 11.0, 17.0, 24.0)
"""Millimetres from a strait at which its name may stand too, joined to it by a thin line."""

NUMBERED = re.compile(r"(?P<what>.*?[^0-9])(?P<number>[0-9]{1,2})(?![0-9年月日])")
"""A name that ends in a number, whatever follows it in brackets."""

MOST_LINES = 5
"""Of the name of a zone."""


@dataclass(frozen=True, kw_only=True)
class Brush:
    """What every layer of a figure is drawn with."""

    axes: "Axes"
    sheet: Sheet
    language: str
    land: "BaseGeometry"
    named: bool = True


@dataclass(frozen=True, kw_only=True)
class Named:
    """A place that is named whether or not a layer shows it, and how much that matters."""

    shape: "BaseGeometry" = field(repr=False)
    text: str
    rank: float


def with_named(wished: list[Wish], named: Iterable[Named], brush: Brush) -> list[Wish]:
    """The wishes of layers with those of places: a place that a layer names already is raised to its rank."""
    found = list(wished)
    for one in sorted(named, key=lambda one: -one.rank):
        same = [at for at, wish in enumerate(found) if _letters(*wish.lines) == _letters(one.text)]
        paper = shapely.make_valid(brush.sheet.shape(_near(one.shape, brush.sheet)))
        known = len(found)
        if not same:
            look = Style(label="site" if paper.geom_type == "Point" else "island", size=2.4)
            found += _wish(one.text, {}, paper, look, brush, one.rank)
        for at in same or range(known, len(found)):
            wish = replace(found[at], rank=max(found[at].rank, one.rank), must=True)
            found[at] = _with_leader(wish, (paper.x, paper.y)) if paper.geom_type == "Point" else wish
    return found


def _with_leader(wish: Wish, at: tuple[float, float]) -> Wish:
    """A name that may also stand apart from its position, joined to it by a thin line."""
    apart = [place for far in FAR for place in around((*at, *at), wish.extent, far)]
    return replace(wish, anchor=at, places=[*wish.places, *apart])


def is_area(shape: "BaseGeometry") -> bool:
    """Whether a shape is land or a zone, not a coast or a position."""
    return shape.geom_type in ("Polygon", "MultiPolygon")


def _letters(*lines: str) -> str:
    return "".join(lines).replace(" ", "")


def _near(shape: "BaseGeometry", sheet: Sheet) -> "BaseGeometry":
    """What a map can show of a shape, no finer than its name asks for."""
    window = sheet.window
    return shapely.clip_by_rect(shapely.simplify(shape, (window[2] - window[0]) / 1000), *window)


def wishes(layer: Layer, groups: Mapping[Any, Any], styles: Any, brush: Brush) -> Iterator[Wish]:
    """The names of a layer on a map: one for a group of islands that is disputed as a whole, not islet by islet."""
    together, numbers = _disputed_groups(layer), _numbers(layer, brush.language)
    done: set[str] = set()
    for key, members in groups.items():
        style = styles.made[key]
        if style.label == "none":
            continue
        for row, paper in members:
            rank = features.rank(row, row["geometry"], style)
            group = str(row.get("group") or "")
            if group not in together:
                text = label_text(row, brush.language)
                yield from _wish(numbers.get(text, text), row, paper, style, brush, rank)
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


def _numbers(layer: Layer, language: str) -> dict[str, str]:
    """The names of zones that differ by a number first, each with that number: the legend says what is numbered."""
    if layer.kind != "polygon" or len(layer.features) < 2:
        return {}
    split = {
        name: NUMBERED.match(name) for row in layer.features.to_dict("records") for name in [label_text(row, language)]
    }
    found = {name: match["number"] for name, match in split.items() if match}
    alike = {match["what"] for match in split.values() if match}
    return found if len(found) == len(split) and len(alike) == 1 else {}


def label_text(row: Mapping[str, Any], language: str) -> str:
    """The name of a feature on a map: all names of a disputed one."""
    if is_disputed(row):
        return every_name(row, language)
    every = names(row)
    return every[LANGUAGES.index(language)] or next((name for name in every if name), "")


def place_name(name: str, language: str) -> str:
    """The name of a place on a map: all names of a disputed one."""
    from rimland.layers import place
    from rimland.layers.coasts import dispute

    found = place(name)
    return label_text({NAME_COLUMNS[tag]: found.names[tag] for tag in LANGUAGES} | dispute(found), language)


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
    kind = "numeral" if style.label == "zone" and name.isdecimal() else style.label
    lines = wish_lines(name, kind, brush.language)
    if row.get("width_km") == row.get("width_km") and row.get("width_km") is not None:
        lines = (*lines, f"{number(float(row['width_km']))} {word('km', brush.language)}")
    size = extent(lines, kind, brush.language)
    colour = style.colour if kind in ("zone", "numeral", "lane") else INK
    seen = paper.intersection(brush.sheet.frame)
    if seen.is_empty or not name:
        return
    inside: BaseGeometry | None = None
    anchor: tuple[float, float] | None = None
    places: list[tuple[float, ...]]
    if kind in ("zone", "numeral"):
        free = seen.difference(brush.land) if style.below_land else seen
        inside = free.buffer(0.4)
        lines, places = _roomiest(name, kind, free, inside, brush.language)
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
    name: str, kind: str, free: "BaseGeometry", inside: "BaseGeometry", language: str
) -> tuple[tuple[str, ...], list[tuple[float, ...]]]:
    """The lines of a name that fit into a zone, the longest that do, and where they do."""
    shapely.prepare(inside)
    lines: tuple[str, ...] = (name,)
    for room in (26.0, 18.0, 12.0, 9.0):
        lines = wish_lines(name, kind, language, room)
        wide, high = extent(lines, kind, language)
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
