"""A layer as the plain values that the viewer reads: geometry as short text, names, facts, styles, sources."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rimland.layers import LANGUAGES, Layer, Source, Theatre
from rimland.layers.layer import NAME_COLUMNS
from rimland.maps import columns, outline, text
from rimland.maps.content import distances
from rimland.maps.encode import GRIDS, encode
from rimland.maps.facts import Row, aliases, every_name, facts, is_disputed, names, number, standing, stated
from rimland.maps.style import DISPUTED_DASH, SCHEMATIC_DASH, Style, StyleError, base_style, class_styles

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

SMALL = 0.001
"""Square degrees: land below this is drawn on a finer grid."""

NEAR_GRID, FAR_GRID, FINE_GRID, ISLAND_GRID = 200, 50, 500, 1000
"""Units in a degree of the land in the theatre, far from it, of its small islands, and of layers of islands."""

NAMELESS = dict.fromkeys(LANGUAGES, "")
"""The names of a part of the land."""

LONG = 60
"""Positions: a zone with more of them has a rim that was computed, not one that was drawn by hand."""


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """What a map knows when it draws a layer.

    Attributes
    ----------
    middle
        The longitude in the middle of the map.
    land
        What covers zones of the sea, or None.
    near
        The part of the map that is drawn finely.
    shared
        Ids of the places whose outline is taken from the land: the same coast is neither sent nor drawn twice.
    lent
        Of other places, the layer from which the land and the layers above it take the outline.
    every_fact
        Whether columns that we have no words for are shown under their own names: the author's own data.
    window
        West, south, east, north of the map.
    theatre
        The one whose reference places a reader is told distances to; None tells none.
    works
        The sources of all layers of the page: a layer tells the places of its own in this list.
    """

    middle: float = 0.0
    land: "BaseGeometry | None" = None
    near: outline.Window = outline.EVERYWHERE
    shared: frozenset[str] = frozenset()
    lent: Mapping[str, str] = field(default_factory=dict)
    every_fact: bool = False
    window: outline.Window = outline.EVERYWHERE
    theatre: Theatre | None = None
    works: Sequence[Source] = ()


def tolerances() -> dict[str, float]:
    """Metres by which a line that is drawn may stray from the data: land here and far away, computed rims, islands.

    What it is simplified by, and half the diagonal of the grid; of an island, of the smallest ones.
    """
    from rimland.geo import NAUTICAL_MILE

    drawn = {
        "land": (outline.NEAR, NEAR_GRID),
        "far": (outline.FAR, FAR_GRID),
        "rim": (outline.RIM, NEAR_GRID),
        "island": (outline.ISLAND, ISLAND_GRID),
    }
    return {
        name: round((within + math.sqrt(0.5) / grid) * 60 * NAUTICAL_MILE) for name, (within, grid) in drawn.items()
    }


def is_base(layer: Layer) -> bool:
    """Whether a layer is the land under everything, not something to choose."""
    return layer.group == "coast" and layer.kind == "polygon"


def shows_coast(layer: Layer, style: Style) -> bool:
    """Whether what a layer draws of a place is its coast, not something else under its id, such as an author's own."""
    return layer.path is not None and layer.kind == "polygon" and style.label == "island"


def layer_data(layer: Layer, drawing: Drawing) -> tuple[dict[str, Any], dict[str, Any]]:
    """Everything the viewer shows of a layer: what is said of it and its features, and their shapes."""
    frame = layer.features
    _check_style(layer)
    body = _base(frame, drawing) if is_base(layer) else _themed(layer, frame, drawing)
    features = body.pop("features")
    said = {
        "name": layer.name,
        "title": dict(layer.title),
        "summary": dict(layer.summary),
        "caveat": None if layer.caveat is None else dict(layer.caveat),
        "group": text.group_title(layer.group),
        "kind": layer.kind,
        "edges": layer.edges,
        "as_of": layer.as_of,
        "licence": layer.licence,
        "accuracy": layer.accuracy_m,
        "pg": layer.position_grade,
        "fg": layer.fact_grade,
        "visible": layer.visible,
        "gaps": [dict(gap) for gap in layer.gaps],
        "sources": [drawing.works.index(source) for source in layer.sources],
        **body,
        "features": columns.columns(features, [str(column).removesuffix("_en") for column in frame]),
    }
    return said, columns.shapes(features)


def _check_style(layer: Layer) -> None:
    try:
        class_styles(layer.kind, layer.style)
    except StyleError as error:
        raise StyleError(f"{layer.path or layer.name}: {error}") from error


def _base(frame: "GeoDataFrame", drawing: Drawing) -> dict[str, Any]:
    """The land: each place that other layers show too is a feature of its own, which they refer to."""
    named = frame["place"] if "place" in frame else [None] * len(frame)
    shapes: dict[str, list[BaseGeometry]] = {}
    for place, shape in zip(named, frame.geometry, strict=True):
        if place not in drawing.lent:
            key = place if place in drawing.shared else ""
            shapes.setdefault(key, []).extend(getattr(shape, "geoms", [shape]))
    features = [{"i": place, "g": _land_text(parts, drawing), "n": NAMELESS} for place, parts in sorted(shapes.items())]
    lent = [f"@{drawing.lent[place]}~{place}" for place in sorted(set(named) & drawing.lent.keys())]
    if lent:
        features.append({"i": "@", "g": lent, "n": NAMELESS})
    return {"base": True, "cuts": cuts(frame), "styles": [{"style": {}}], "features": features}


def _land_text(parts: "list[BaseGeometry]", drawing: Drawing) -> list[str]:
    """Polygons of land, each on a grid that is fine enough for its size and for where it lies."""
    from shapely import MultiPolygon, box

    window = box(*drawing.near)
    grids: dict[int, list[BaseGeometry]] = {}
    for part in (outline.centred(part, drawing.middle) for part in parts):
        grid = FAR_GRID if not part.intersects(window) else NEAR_GRID if part.area >= SMALL else FINE_GRID
        grids.setdefault(grid, []).append(outline.thinned(part, drawing.near))
    return [one for grid, kept in sorted(grids.items()) for one in encode(MultiPolygon(kept), grid)]


def cuts(frame: "GeoDataFrame") -> list[float]:
    """West, south, east, north of the window that the land was cut out with: along its edges there is no coast."""
    import shapely

    cuts = [shapely.from_wkt(text_) for value in frame.get("cut", ()) if (text_ := stated(value))]
    return [] if not cuts else [round(float(edge), 4) for edge in shapely.total_bounds(cuts)]


def _themed(layer: Layer, frame: "GeoDataFrame", drawing: Drawing) -> dict[str, Any]:
    rows = frame.to_dict("records")
    styles = Styles(layer)
    if layer.kind != "point":  # the small on top, in reach; of lines that run together the broad one
        rows.sort(key=lambda row: (-row["geometry"].area, styles.plain(row).width))
    looks = [styles.of(row) for row in rows]
    named = [None if style.label == "none" else row["geometry"] for row, style in zip(rows, looks, strict=True)]
    features = [
        _feature(place, row, layer, style, drawing, above=named[place + 1 :] if style.below_land else ())
        for place, (row, style) in enumerate(zip(rows, looks, strict=True))
    ]
    _tell_distances(features, styles, layer, drawing)
    order = sorted(set(styles.used), key=lambda key: (key[1:] != (False, False), key[0] != "", styles.used.index(key)))
    for feature, key in zip(features, styles.used, strict=True):
        if order.index(key):
            feature["c"] = order.index(key)
    listed = [{"style": styles.made[key].as_data(), "title": styles.title(key, rows)} for key in order]
    return {"styles": listed or [{"style": base_style(layer.kind, layer.style).as_data()}], "features": features}


def _tell_distances(features: list[dict[str, Any]], styles: "Styles", layer: Layer, drawing: Drawing) -> None:
    """Kilometres to the reference places, of islands and points: a zone of the sea is nowhere in particular."""
    if drawing.theatre is None or not (layer.kind == "point" or styles.base.label == "island"):
        return
    known = distances(drawing.theatre, layer, drawing.window)
    for feature in features:
        if feature["i"] in known:
            feature["d"] = known[feature["i"]]


class Styles:
    """The styles that the rows of a layer come to, in the order in which they are first met."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.base = base_style(layer.kind, layer.style)
        self.classes = class_styles(layer.kind, layer.style)
        self.by = str(layer.style.get("by", ""))
        self.used: list[tuple[str, bool, bool]] = []
        self.made: dict[tuple[str, bool, bool], Style] = {}

    def _class(self, row: Row) -> str:
        return str(row.get(self.by) or "") if self.by else ""

    def plain(self, row: Row) -> Style:
        """The style of a feature's class, whatever its standing."""
        return self.classes.get(self._class(row), self.base)

    def of(self, row: Row) -> Style:
        """The style of a feature, noted as the one used last."""
        name, plain = self._class(row), self.plain(row)
        schematic = row.get("position_grade") == "C" and self.layer.kind != "point"  # a point has its circle
        marked = _marked(plain, disputed=is_disputed(row), schematic=schematic)
        same = marked == plain  # a legend tells apart what looks different
        key = (name if name in self.classes else "", is_disputed(row) and not same, schematic and not same)
        self.used.append(key)
        return self.made.setdefault(key, marked)

    def title(self, key: tuple[str, bool, bool], rows: list[Row]) -> dict[str, str] | None:
        """What a legend calls the features of one style; None for the layer's own title."""
        name, disputed, schematic = key
        if name:
            of_it = [row for row in rows if str(row.get(self.by)) == name]
            translated = {tag: f"{self.by}_{tag.lower().replace('-', '_')}" for tag in LANGUAGES}
            own = (
                translated if f"{self.by}_en" in of_it[0] else NAME_COLUMNS
            )  # a class of one is called as the feature is
            if own is NAME_COLUMNS and len(of_it) == 1 and is_disputed(of_it[0]):
                return {tag: every_name(of_it[0], tag) for tag in LANGUAGES}
            if own is translated or len(of_it) == 1:
                return {tag: stated(of_it[0].get(column)) or name for tag, column in own.items()}
            return {
                tag: f"{name} {text.words(tag)['unit_nmi']}" if self.by.endswith("_nmi") else name for tag in LANGUAGES
            }
        mark = "disputed" if disputed else "schematic" if schematic else None
        return None if mark is None else {tag: text.words(tag)[mark] for tag in LANGUAGES}


def _marked(style: Style, *, disputed: bool, schematic: bool) -> Style:
    if disputed:
        return replace(style, dash=style.dash or DISPUTED_DASH)
    if schematic:
        return replace(style, dash=style.dash or SCHEMATIC_DASH)
    return style


def _feature(
    place: int, row: Row, layer: Layer, style: Style, drawing: Drawing, *, above: "Sequence[BaseGeometry | None]" = ()
) -> dict[str, Any]:
    shape = _shape(row["geometry"], layer, style, drawing)
    covered = drawing.land if style.below_land else None
    positions = outline.label_positions(_clear(shape, above, style), covered=covered)
    data: dict[str, Any] = {
        "i": stated(row.get("id")) or f"{layer.name}-{place + 1}",
        "n": dict(zip(LANGUAGES, names(row), strict=True)),
        "g": _outline(row, shape, layer, style, drawing),
        "a": None if shape.geom_type == "Point" else encode(positions, 100 if shape.area > 1 else 1000)[0],
        "src": stated(row.get("source")) or "",
        "pg": stated(row.get("position_grade")) or layer.position_grade,
        "fg": stated(row.get("fact_grade")) or layer.fact_grade,
        "f": facts(row, layer, every=drawing.every_fact),
        "rank": round(rank(row, shape, style)),
    }
    other = aliases(row)
    return data | ({"o": other} if other else {}) | standing(row) | _extent(row, layer)


def _clear(shape: "BaseGeometry", above: "Sequence[BaseGeometry | None]", style: Style) -> "BaseGeometry":
    """A zone drawn by hand without the named zones on it: there its name is read as theirs; whole if little is left."""
    from shapely import get_num_coordinates, union_all

    names = [one for one in above if one is not None]
    if not names or not style.below_land or get_num_coordinates(shape) > LONG:
        return shape
    rest = shape.difference(union_all(names))
    return rest if rest.area > shape.area / 2 else shape


def _outline(row: Row, shape: "BaseGeometry", layer: Layer, style: Style, drawing: Drawing) -> list[str]:
    place = row.get("id")
    if shows_coast(layer, style):
        if place in drawing.shared:
            return [f"@{place}"]
        owner = drawing.lent.get(str(place), layer.name)
        if owner != layer.name:
            return [f"@{owner}~{place}"]
    return encode(shape, _grid(shape, style)) or encode(shape, GRIDS[-1])  # nothing that is there vanishes in its grid


def _grid(shape: "BaseGeometry", style: Style) -> int:
    """As fine as what the shape is simplified by asks for."""
    from shapely import get_num_coordinates

    if style.label == "island":
        return ISLAND_GRID
    return NEAR_GRID if style.below_land and get_num_coordinates(shape) > LONG else 10_000


def _shape(geometry: "BaseGeometry", layer: Layer, style: Style, drawing: Drawing) -> "BaseGeometry":
    from shapely import get_num_coordinates

    if style.label == "island" and geometry.geom_type in ("Polygon", "MultiPolygon"):
        return outline.coast(geometry, drawing.near, middle=drawing.middle)
    within = outline.CURVE
    if style.below_land:
        geometry = outline.tucked(outline.without_islands(geometry, drawing.land), drawing.land)
        within = outline.RIM if get_num_coordinates(geometry) > LONG else within
    return outline.drawn(geometry, edges=layer.edges, middle=drawing.middle, near=drawing.near, within=within)


def _extent(row: Row, layer: Layer) -> dict[str, Any]:
    """The width of a gap, the precision of a schematic position and whether a circle shows it."""
    found: dict[str, Any] = {}
    width, precision = number(row.get("width_km")), number(row.get("precision_m"))
    if layer.kind == "line" and width is not None:
        found["gap"] = width
    if precision:
        found["precision"] = precision
        found["circle"] = row["geometry"].geom_type == "Point" or None  # of several, each is one place of many
    return found


def rank(row: Row, shape: "BaseGeometry", style: Style) -> float:
    """Which of two names on a map wins: the higher one."""
    own = number(row.get("rank"))
    if own is not None:
        return own
    people, gap = number(row.get("population")) or 0.0, number(row.get("width_km"))
    standing = 12.0 if is_disputed(row) else 0.0
    length = 2.0 * math.log10(1 + gap) if gap is not None else 0.0
    return style.rank + standing + 2.0 * math.log10(1 + people) + 5.0 * math.log10(1 + 1e4 * shape.area) + length
