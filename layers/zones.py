"""How far from whose coast: zones of the sea, computed from the coastline.

A zone is measured from coast *lines*: polygons give their rings, mainlands the lines from one land border to the next.
So neither a border nor the edge of the data or of the window is ever taken for a coast.
"""

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from rimland.layers.coasts import coast, land
from rimland.layers.layer import NAME_COLUMNS
from rimland.layers.places import joined, place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.places import Place
    from rimland.layers.rule_file import NarrowRule, ZonesRule

Bounds = tuple[float, float, float, float]

MAX_ERROR = 10.0
"""Metres by which the edge of a zone may be off as computed: a fifth of what the coastline itself may be."""

WINDOW_STEP = 5_000.0
"""Metres between the vertices put along the parallels and meridians of a window: so short that how they are read, as
geodesics or straight in degrees, need not be looked into."""


def zones(rule: "ZonesRule") -> "GeoDataFrame":
    """A feature for each coast of a rule that comes near the window, with the area of its sea.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError
        The rule names a coast that is none.
    """
    from geopandas import GeoDataFrame

    rows = [_zone(rule, name) for name in rule.of]
    kept = [row for row in rows if not row["geometry"].is_empty]
    return GeoDataFrame(kept, geometry="geometry", crs="EPSG:4326")


def _zone(rule: "ZonesRule", name: str) -> dict[str, Any]:
    from rimland.layers.cache import cached_shapes, cached_values

    question = {"what": "zone", "rule": rule.model_dump(mode="json"), "coast": name}
    shape = cached_shapes(question, lambda: {"zone": _within(rule, name, rule.lines.get(name, []))})["zone"]
    areas = cached_values(question, lambda: _areas(rule, name, shape))
    texts = rule.names.model_dump(by_alias=True)
    given = {
        "id": rule.id.format(place=name),
        **{NAME_COLUMNS[tag]: text.format(place=named(name)[tag]) for tag, text in texts.items()},
        **rule.properties,
        **rule.but.get(name, {}),
    }
    return given | {"coast": name, **areas, "geometry": shape}


def _areas(rule: "ZonesRule", name: str, shape: "BaseGeometry") -> dict[str, float]:
    """The area of a zone, and how much of it lies beyond that of the coast without further lines."""
    area = _area(rule, shape)
    adds = {"adds_km2": area - _area(rule, _within(rule, name, []))} if rule.lines else {}
    return {"area_km2": area, **adds}


def _within(rule: "ZonesRule", name: str, lines: "Iterable[str]") -> "BaseGeometry":
    """The zone of a coast and of further lines, land cut out unless the rule keeps it."""
    baseline = "; ".join([name, *lines])
    shape = reach(baseline, rule.radius_nmi, rule.min_area_km2, rule.within)
    for narrow in rule.narrow:
        if narrow.of == name:
            shape = _narrowed(shape, rule, narrow)
    if rule.beyond_nmi:
        shape = polygons(shape - reach(baseline, rule.beyond_nmi, rule.min_area_km2, rule.within))
    return shape if rule.keep_land else without_land(shape, rule.within)


def _area(rule: "ZonesRule", shape: "BaseGeometry") -> float:
    return sea_km2(shape, rule.within) if rule.keep_land else square_km(shape)


def _narrowed(shape: "BaseGeometry", rule: "ZonesRule", narrow: "NarrowRule") -> "BaseGeometry":
    """A zone with a smaller radius where both sides of a strait are nearer than the full one."""
    one, other = (reach("; ".join(side), rule.radius_nmi, rule.min_area_km2, rule.within) for side in narrow.between)
    strait = polygons(one & other)
    if strait.is_empty:
        return shape
    west, south, east, north = strait.bounds
    near = reach(narrow.of, narrow.radius_nmi, rule.min_area_km2, (west - 0.1, south - 0.1, east + 0.1, north + 0.1))
    return polygons((shape - strait) | (near & strait))


@lru_cache(maxsize=64)
def reach(names: str, radius_nmi: float, least: float, window: Bounds) -> "BaseGeometry":
    """What lies within a distance of a coast and in a window: polygons, land not cut out; empty where there is none.

    Parameters
    ----------
    names
        A place, or several joined by "; ".
    radius_nmi
        Nautical miles.
    least
        Square kilometres from which an island counts.
    window
        West, south, east and north, degrees.

    Examples
    --------
    >>> import shapely
    >>> near = reach("yonaguni", 12, 0.05, (122.0, 24.0, 123.5, 25.0))
    >>> bool(shapely.contains_xy(near, 122.75, 24.45)), bool(shapely.contains_xy(near, 122.7, 24.45))
    (True, False)
    """
    from rimland.layers.cache import cached_shapes

    question = {"what": "reach", "names": names, "radius_nmi": radius_nmi, "least": least, "window": window}
    return cached_shapes(question, lambda: {"reach": _reach(names, radius_nmi, least, window)})["reach"]


def _reach(names: str, radius_nmi: float, least: float, window: Bounds) -> "BaseGeometry":
    import shapely

    from rimland import geo

    lines = coast_lines(names, least, _wider(window, radius_nmi))
    if lines.is_empty:
        return shapely.Polygon()
    near = geo.buffer(lines, geo.nmi(radius_nmi), max_error=MAX_ERROR)
    return polygons(near & window_polygon(window))


@lru_cache(maxsize=16)
def coast_lines(names: str, least: float, box: Bounds) -> "BaseGeometry":
    """The coast of places inside a box, as lines: where the box cuts a line it adds none of its own."""
    import numpy as np
    import shapely

    parts = shapely.get_parts([coast(name, min_area=least) for name in names.split("; ")])
    flat = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    lines = np.concatenate([shapely.boundary(parts[flat]), parts[~flat]])
    near = lines[shapely.intersects(lines, shapely.box(*box))]
    cut = shapely.get_parts(shapely.intersection(near, shapely.box(*box)))
    cut = shapely.get_parts(cut[~shapely.is_empty(cut)])
    return shapely.MultiLineString(list(cut[shapely.get_dimensions(cut) == 1]))


@cache
def land_of(window: Bounds) -> "GeoDataFrame":
    """The polygons of land of a window: every one where the detailed coastline covers it, else those of the region."""
    import shapely

    detail = land("land-detail")
    west, south, east, north = detail.total_bounds
    covered = west <= window[0] and south <= window[1] and east >= window[2] and north >= window[3]
    frame = detail if covered else land("land-region")
    return frame[shapely.intersects(frame.geometry.to_numpy(), shapely.box(*window))]


@lru_cache(maxsize=64)
def without_land(shape: "BaseGeometry", window: Bounds) -> "BaseGeometry":
    """The sea of a zone.

    Examples
    --------
    >>> import shapely
    >>> sea = without_land(shapely.box(122.9, 24.4, 123.1, 24.5), (122.0, 24.0, 124.0, 25.0))
    >>> bool(shapely.contains_xy(sea, 122.98, 24.46)), bool(shapely.contains_xy(sea, 122.91, 24.41))
    (False, True)
    """
    import shapely

    if shape.is_empty:
        return shape
    parts = land_of(window).geometry.to_numpy()
    shapely.prepare(shape)
    inner = joined(parts[shapely.intersects(shape, parts)])
    return polygons(shape - (inner if inner.is_valid else shapely.disjoint_subset_union_all(shapely.get_parts(inner))))


def sea_km2(shape: "BaseGeometry", window: Bounds) -> float:
    """The area of a zone without its land, km².

    Examples
    --------
    >>> import shapely
    >>> round(sea_km2(shapely.box(122.9, 24.4, 123.1, 24.5), (122.0, 24.0, 124.0, 25.0)))
    196
    """
    import shapely

    if shape.is_empty:
        return 0.0
    frame = land_of(window)
    parts = frame.geometry.to_numpy()
    shapely.prepare(shape)
    whole = shapely.contains_properly(shape, parts)
    cut = shapely.intersection(shape, parts[~whole & shapely.intersects(shape, parts)])
    return square_km(shape) - float(frame["area_km2"][whole].sum()) - sum(square_km(polygons(part)) for part in cut)


@cache
def window_polygon(window: Bounds) -> "BaseGeometry":
    """A window as a polygon whose sides follow parallels and meridians, also where edges are read as geodesics."""
    import shapely

    from rimland import geo

    return geo.densify(shapely.box(*window), WINDOW_STEP, edges="rhumb")


def polygons(shape: "BaseGeometry") -> "BaseGeometry":
    """The polygons of what a set operation leaves, without the lines and points where shapes touch."""
    import shapely

    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return joined(parts) if parts else shapely.Polygon()


def square_km(shape: "BaseGeometry") -> float:
    """The area of a shape, km²."""
    from rimland import geo

    return 0.0 if shape.is_empty else float(geo.area(shape)) / geo.KILOMETRE**2


def named(name: str) -> dict[str, str]:
    """The names of a place in every language; in English where no source gives one in another."""
    found: Place = place(name)
    return {tag: found.names.get(tag, found.names["en"]) for tag in NAME_COLUMNS}


def _wider(window: Bounds, radius_nmi: float) -> Bounds:
    """A box that holds all that is within a radius of a window, somewhat more."""
    west, south, east, north = window
    degrees = radius_nmi / 59 + 0.02
    highest = min(max(abs(south - degrees), abs(north + degrees)), 89.0)
    sideways = degrees / math.cos(math.radians(highest))
    return west - sideways, south - degrees, east + sideways, north + degrees
