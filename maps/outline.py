"""Geometry made ready to be drawn: curved where its edges are, no finer than the screen, near the map's middle."""

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from rimland.geo.edges import Edges

LONGEST_EDGE = 40_000.0
"""Metres: between positions this far apart a straight stroke of the projection strays from a geodesic by at most 20 m
up to 36 degrees of latitude."""

CURVE = 0.0002
"""Degrees by which a bent edge may be simplified: 22 m."""

RIM = 0.004
"""Degrees by which the computed rim of a zone may be simplified: no more than the land beside it."""

TUCK = 0.06
"""Degrees by which a zone is drawn on under the land that covers it, so that its edge need not follow the coast."""

ISLAND = 0.001
"""Degrees by which the coast of the smallest island in the theatre may be simplified; others in proportion to size."""

NEAR, FAR = 0.004, 0.06
"""Degrees by which a coast of the land may be simplified at most, in the theatre and far from it."""

ISLET_SHARE = 0.2
"""The part of its own size (the square root of its area) by which a small island of the land is simplified at most."""

Window = tuple[float, float, float, float]
"""West, south, east, north of the part of the map that is drawn finely, degrees."""

EVERYWHERE: Window = (-540.0, -90.0, 540.0, 90.0)

ISLET = 0.0005
"""Square degrees, about 5 km²: a smaller hole in a zone that follows a coast is an islet."""

MANY = 1500
"""Positions: a zone drawn by hand or a bent line has fewer, one that follows a coast has more."""


def drawn(
    shape: "BaseGeometry",
    *,
    edges: "Edges" = "geodesic",
    middle: float = 0.0,
    near: Window = EVERYWHERE,
    within: float = CURVE,
) -> "BaseGeometry":
    """A shape with its long edges bent as they run, within 180 degrees of a meridian.

    One of more than `MANY` positions follows a coast, and is simplified as a coast is.

    Parameters
    ----------
    shape
        Longitude and latitude in degrees.
    edges
        ``"geodesic"`` or ``"rhumb"``: what a segment of it means.
    middle
        The longitude that will be in the middle of the map.
    near
        The part of the map that is drawn finely.
    within
        Degrees by which it may be simplified.
    """
    from rimland.geo import densify
    from rimland.geo.antimeridian import cut

    if shape.geom_type in ("Point", "MultiPoint"):  # of which there may be thousands, with nothing to bend
        return centred(shape, middle)
    bent = densify(shape, LONGEST_EDGE, edges=edges)
    west, _, east, _ = bent.bounds
    if east - west > 180:  # as of what is drawn on over the antimeridian, or round a pole
        bent = cut(bent)
    thin = bent.simplify(within, preserve_topology=True)
    moved = centred(thin if thin.is_valid and not thin.is_empty else bent, middle)
    return moved if shapely.get_num_coordinates(moved) <= MANY else _eased(moved, near)


def without_islands(shape: "BaseGeometry", land: "BaseGeometry | None") -> "BaseGeometry":
    """A zone without the holes that islands make in it: the land is drawn over them.

    Parameters
    ----------
    shape
        Polygons that follow a coast; others come back as they are.
    land
        The land that is drawn. A hole stays that is larger than `ISLET` and mostly not land: it is a hole in the zone.
    """
    if shapely.get_num_coordinates(shape) <= MANY or shape.geom_type not in ("Polygon", "MultiPolygon"):
        return shape
    near = shapely.get_parts(land) if land is not None else np.empty(0, dtype=object)
    parts = [_filled(part, near) for part in getattr(shape, "geoms", [shape])]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def tucked(shape: "BaseGeometry", land: "BaseGeometry | None") -> "BaseGeometry":
    """A zone that follows a coast, drawn on for a little under the land, where its edge is not seen.

    Parameters
    ----------
    shape
        Polygons of more than `MANY` positions; others come back as they are.
    land
        The land that is drawn over it.
    """
    if land is None or shapely.get_num_coordinates(shape) <= MANY or shape.geom_type not in ("Polygon", "MultiPolygon"):
        return shape
    parts = _swollen(land)
    rough = shape.simplify(TUCK / 3, preserve_topology=True).buffer(TUCK, quad_segs=1)
    covered = shapely.intersection(parts[shapely.intersects(parts, rough)], rough)
    whole = shapely.disjoint_subset_union_all([*shapely.get_parts(shape), *covered])
    kept = [part for part in shapely.get_parts(whole) if part.geom_type == "Polygon" and part.intersects(shape)]
    tucked_ = without_islands(shapely.MultiPolygon(kept), land)
    return min(shape, tucked_, key=lambda one: shapely.get_num_coordinates(one.simplify(RIM)))


@lru_cache(maxsize=1)
def _swollen(land: "BaseGeometry") -> NDArray[np.object_]:
    # A zone was computed from a finer coast than is drawn: so the strip between the two is closed.
    return np.asarray(shapely.buffer(shapely.get_parts(land), NEAR, quad_segs=1))


def _filled(polygon: "BaseGeometry", land: NDArray[np.object_]) -> "BaseGeometry":
    filled = [shapely.Polygon(ring) for ring in polygon.interiors]
    holes = np.array([hole for hole in filled if hole.area > ISLET], dtype=object)
    if not len(holes):
        return shapely.Polygon(polygon.exterior)
    at, over = shapely.STRtree(land).query(holes, predicate="intersects")
    dry = np.zeros(len(holes))
    np.add.at(dry, at, shapely.area(shapely.intersection(holes[at], land[over])))
    kept = holes[dry / shapely.area(holes) < 0.5]
    return shapely.Polygon(polygon.exterior, [hole.exterior for hole in kept])


def _eased(shape: "BaseGeometry", near: Window) -> "BaseGeometry":
    if hasattr(shape, "geoms"):
        return type(shape)([_eased(part, near) for part in shape.geoms])
    if shape.geom_type == "Polygon":
        return thinned(shape, near)
    return shapely.LineString(_thin_ring(shape, near, 1.0)) if shape.geom_type == "LineString" else shape


def coast(shape: "BaseGeometry", near: Window, *, middle: float = 0.0) -> "BaseGeometry":
    """Islands with a coast in proportion to their size, coarser outside the window; none vanishes."""
    moved = centred(shape, middle)
    parts = [_coast(part, near) for part in getattr(moved, "geoms", [moved])]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _coast(island: "BaseGeometry", near: Window) -> "BaseGeometry":
    if not island.intersects(shapely.box(*near)):
        return thinned(island, near)
    thin = island.simplify(max(ISLAND, 0.002 * math.sqrt(island.area)), preserve_topology=True)
    return island if thin.is_empty or not thin.is_valid else thin


def thinned(polygon: "BaseGeometry", near: Window) -> "BaseGeometry":
    """A polygon of land with its coast outside a window coarser than inside: fit to be drawn, never to be measured."""
    for share in (1.0, 0.5, 0.25):  # a coast cut too short may cross itself
        rings = [_thin_ring(ring, near, share) for ring in (polygon.exterior, *polygon.interiors)]
        thin = shapely.Polygon(rings[0], [ring for ring in rings[1:] if len(ring) > 3])
        if thin.is_valid and not thin.is_empty:
            return thin
    return polygon


def _thin_ring(ring: "BaseGeometry", near: Window, share: float) -> NDArray[np.float64]:
    lonlat = shapely.get_coordinates(ring)
    west, south, east, north = near
    inside = ((lonlat >= [west, south]) & (lonlat <= [east, north])).all(axis=1)
    breaks = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    runs = [
        _thin_run(run, share * (NEAR if fine else FAR))
        for run, fine in zip(np.split(lonlat, breaks), inside[[0, *breaks]], strict=True)
    ]
    whole = np.vstack(runs)
    return whole if len(whole) > 3 else lonlat


def _thin_run(run: NDArray[np.float64], most: float) -> NDArray[np.float64]:
    if len(run) < 3:
        return run
    closed = bool((run[0] == run[-1]).all())
    size = math.sqrt(shapely.Polygon(run).area) if closed else math.inf
    thin = shapely.LineString(run).simplify(min(most, ISLET_SHARE * size), preserve_topology=closed)
    return np.asarray(shapely.get_coordinates(thin), float)


def centred(shape: "BaseGeometry", middle: float) -> "BaseGeometry":
    """A shape with every part moved by whole turns to lie nearest to a meridian: cuts at ±180 close again."""
    parts = shapely.get_parts(shape)
    bounds = shapely.bounds(parts)
    turns = 360.0 * np.round((middle - (bounds[:, 0] + bounds[:, 2]) / 2) / 360.0)
    west, east = (bounds[:, edge] + turns for edge in (0, 2))
    wide = (east - west > 180) & ((west < middle - 180) | (east > middle + 180))  # such as what goes round a pole
    if not (turns.any() or wide.any()):
        return shape
    moved = [_turned(part, by) for part, by in zip(parts[~wide], turns[~wide].tolist(), strict=True)]
    moved += [piece for part in parts[wide] for piece in _within_half_a_turn(part, middle)]
    areas = all(part.geom_type == "Polygon" for part in moved)  # a point in an area would be lost in their union
    return shapely.union_all(moved) if areas else shapely.GeometryCollection(moved)


def _within_half_a_turn(part: "BaseGeometry", middle: float) -> "list[BaseGeometry]":
    """The pieces of a part wider than half a turn: what lies beyond one end of the map is brought to the other."""
    window = shapely.box(middle - 180, -90, middle + 180, 90)
    pieces = shapely.get_parts([shapely.intersection(_turned(part, by), window) for by in (-360.0, 0.0, 360.0)])
    return list(pieces[shapely.get_dimensions(pieces) == shapely.get_dimensions(part)])


def _turned(part: "BaseGeometry", by: float) -> "BaseGeometry":
    return shapely.transform(part, lambda lonlat: lonlat + np.array([by, 0.0]))


def ring(lon: float, lat: float, radius: float) -> "BaseGeometry":
    """The circle of all positions at a distance in metres from one, as a polygon of 64 corners."""
    from rimland.geo import direct

    azimuths = np.arange(0, 360, 360 / 64)
    return shapely.Polygon(np.column_stack(direct(lon, lat, azimuths, radius)))


def label_positions(shape: "BaseGeometry", *, covered: "BaseGeometry | None" = None) -> "BaseGeometry":
    """Where the name of a shape may stand, the best position first.

    Parameters
    ----------
    shape
        Points stay, in their order; lines give their middle; areas their innermost points.
    covered
        What hides a part of the shape, such as land over a zone of the sea: no name stands there.
    """
    from rimland.geo.shapes import simple_parts

    if shape.geom_type == "Point":
        return shapely.MultiPoint([shape])
    if not shape.is_valid:  # parts of one zone, each simplified by itself, may overlap
        shape = shapely.make_valid(shape)
    if covered is not None:
        over = shapely.get_parts(covered)
        free = shape.difference(shapely.disjoint_subset_union_all(over[shapely.intersects(over, shape)]))
        shape = shape if free.is_empty else free
    parts = sorted(simple_parts(shape)[0], key=lambda part: (-part.area, -part.length))
    first = parts[0]
    if first.geom_type == "Point":
        return shapely.MultiPoint(parts[:6])
    if first.geom_type != "Polygon":
        return shapely.MultiPoint([first.interpolate(0.5, normalized=True)])
    return shapely.MultiPoint(
        [point for part in parts[:3] if part.geom_type == "Polygon" for point in _inside(part)][:6]
    )


def _inside(polygon: "BaseGeometry") -> "list[shapely.Point]":
    # The middle of the largest circle, then of what is left on either side of it.
    circle = shapely.maximum_inscribed_circle(polygon)
    best, radius = shapely.Point(circle.coords[0]), circle.length
    if polygon.area < 0.05:
        return [best]
    rest = polygon.difference(best.buffer(radius))
    others = sorted(getattr(rest, "geoms", [rest]), key=lambda part: -part.area)[:3]
    return [
        best,
        *(shapely.Point(shapely.maximum_inscribed_circle(part).coords[0]) for part in others if part.area > 0.02),
    ]
