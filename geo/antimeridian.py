"""Regions drawn flat as RFC 7946 asks: cut at the antimeridian, led round the poles.

References
----------
.. [1] H. Butler et al., "The GeoJSON Format", RFC 7946, section 3.1.9, doi:10.17487/RFC7946
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rimland.geo import ellipsoid
from rimland.geo._plane import MEAN_RADIUS, Plane, normals
from rimland.geo.ellipsoid import Floats
from rimland.geo.inside import Interior
from rimland.geo.shapes import Geometries, as_geometry, simple_parts


def cut(shape: Any) -> BaseGeometry:
    """A shape whose edges are geodesics, drawn as RFC 7946 asks: nothing leaves the map or crosses its edge.

    Lines and polygons that cross the antimeridian fall into parts; a ring round a pole becomes a polygon that holds it,
    on the side with less area. No other vertices are added: see `rimland.geo.densify` for that.

    Raises
    ------
    GeometryError, CoordinateError
        As `rimland.geo.shapes.as_geometry`.

    Examples
    --------
    >>> cut(shapely.LineString([(179, 0), (-179, 0)])).wkt
    'MULTILINESTRING ((179 0, 180 0), (-180 0, -179 0))'
    """
    parts, _ = simple_parts(as_geometry(shape))
    out = [piece for part in parts for piece in _cut_part(part)]
    if len(out) == 1:
        return out[0]
    kinds = {one.geom_type for one in out}
    make = {"Point": shapely.multipoints, "LineString": shapely.multilinestrings, "Polygon": shapely.multipolygons}
    return make[kinds.pop()](out) if len(kinds) == 1 else shapely.geometrycollections(out)


def flatten(region: BaseGeometry, plane: Plane, *, tolerance: float, inverted: bool = False) -> BaseGeometry:
    """A region of a plane as polygons in degrees, cut at the antimeridian.

    Parameters
    ----------
    region, plane
        Polygons, whose edges are short, and the plane that they are in.
    tolerance
        Metres by which straight edges in degrees may leave those of the plane; vertices are added until they do not.
    inverted
        Whether what is asked for is the rest of the Earth.

    Returns
    -------
    Polygon or MultiPolygon
        Longitudes from -180 to 180. A region that holds a pole has an edge along it.
    """
    polygons = shapely.get_parts(_refined(region, plane, tolerance))
    if inverted:
        return joined(_flat_faces(shapely.multipolygons(polygons), plane, inverted=True))
    crossed = _meets_seam(polygons, plane)
    xy = shapely.get_coordinates(polygons)
    flat = shapely.set_coordinates(polygons.copy(), np.column_stack(plane.unproject(xy)))
    whole = list(flat[~crossed])
    for one in polygons[crossed]:
        whole.extend(_flat_faces(one, plane))
    return joined(whole)


def without_seams(polygons: Geometries) -> BaseGeometry:
    """The boundary of polygons in degrees without the edges that are there only because a map ends there.

    Those are edges along a pole, and edges along the antimeridian where there is as much on its other side.
    """
    rings = shapely.get_rings(polygons)
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    edges = np.stack([lonlat[:-1][same], lonlat[1:][same]], axis=1)
    lon, lat = edges[..., 0], edges[..., 1]
    at_pole = (np.abs(lat[:, 0]) == 90) & (lat[:, 0] == lat[:, 1])
    west, east = ((lon == side).all(axis=1) & ~at_pole for side in (-180.0, 180.0))
    seamed = np.isin(np.arange(len(rings)), ring[:-1][same][at_pole | west | east])
    loose = ~(at_pole | west | east) & seamed[ring[:-1][same]]
    lines = [shapely.linestrings(shapely.get_coordinates(one)) for one in rings[~seamed]]
    lines += list(shapely.linestrings(edges[loose]))
    if west.any() or east.any():
        sides = [shapely.union_all(shapely.linestrings(edges[side] * [0.0, 1.0])) for side in (west, east)]
        unmatched = shapely.get_parts(shapely.symmetric_difference(*sides))
        lines += [shapely.linestrings(np.add(shapely.get_coordinates(line), [180.0, 0.0])) for line in unmatched]
    return shapely.multilinestrings(lines)


def joined(polygons: list[Any]) -> BaseGeometry:
    """Polygons that do not overlap as one valid geometry, shells counter-clockwise."""
    parts = np.array(polygons, dtype=object)
    bad = ~shapely.is_valid(parts)
    if bad.any():
        parts = np.concatenate([parts[~bad], shapely.get_parts(shapely.make_valid(parts[bad]))])
        parts = shapely.get_parts(parts)
        parts = parts[shapely.get_type_id(parts) == 3]
    parts = shapely.orient_polygons(parts)
    if len(parts) == 1:
        return parts[0]
    whole = shapely.multipolygons(parts)
    return whole if whole.is_valid else shapely.union_all(parts)


def _meets_seam(polygons: Geometries, plane: Plane) -> NDArray[np.bool_]:
    """Which polygons of a plane meet the antimeridian or hold a pole."""
    xy, polygon = shapely.get_coordinates(polygons, return_index=True)
    lon, _ = plane.unproject(xy)
    meets = np.zeros(len(polygons), bool)
    jumps = (np.abs(lon[1:] - lon[:-1]) > 180) & (polygon[1:] == polygon[:-1])
    meets[polygon[:-1][jumps]] = True
    for pole in plane.project([0.0, 0.0], [90.0, -90.0]):
        if np.isfinite(pole).all():
            meets |= np.asarray(shapely.intersects(polygons, shapely.points(pole)))
    return meets


def _cut_part(part: BaseGeometry) -> list[Any]:
    """The parts that a point, line or polygon falls into at the antimeridian."""
    lonlat = shapely.get_coordinates(part)
    lon = lonlat[:, 0]
    lonlat[:, 0] = np.where(np.abs(lon) > 180, lon - 360 * np.round(lon / 360), lon)
    part = shapely.set_coordinates(shapely.from_wkb(part.wkb), lonlat)
    rings = [part] if part.geom_type != "Polygon" else [part.exterior, *part.interiors]
    paths = [shapely.get_coordinates(ring) for ring in rings]
    if not any(len(_jumps(path, along_poles=False)) for path in paths):
        return [part]
    lines = [
        line for path in paths for line in _unfolded(path, _geodesic_crossings, closed=part.geom_type == "Polygon")
    ]
    if part.geom_type != "Polygon":
        return [shapely.linestrings(line) for line in lines]
    return list(shapely.get_parts(joined(_faces(lines, Interior(part).holds))))


def _flat_faces(region: BaseGeometry, plane: Plane, *, inverted: bool = False) -> list[Any]:
    """The polygons in degrees that a region of a plane falls into when it meets the antimeridian or a pole."""
    rings = shapely.get_rings(shapely.get_parts(region))
    paths = [np.column_stack(plane.unproject(shapely.get_coordinates(ring))) for ring in rings]
    shapely.prepare(region)

    def holds(lonlat: Floats) -> NDArray[np.bool_]:
        xy = plane.project(lonlat[:, 0], lonlat[:, 1])
        here: NDArray[np.bool_] = np.asarray(np.isfinite(xy).all(axis=1))
        inside = here & np.asarray(shapely.contains_xy(region, np.where(here[:, None], xy, 0.0)))
        return np.asarray(inside != inverted)

    return _faces([line for path in paths for line in _unfolded(path, _short_crossings)], holds)


def _faces(lines: list[Floats], holds: Callable[[Floats], NDArray[np.bool_]]) -> list[Any]:
    """The faces that lines and the frame of the map divide it into, of which the middle is inside."""
    ends = np.concatenate([line[[0, -1]] for line in lines])
    west, east = (ends[ends[:, 0] == side, 1] for side in (-180.0, 180.0))
    frame = [
        shapely.linestrings([[-180.0, lat] for lat in sorted({-90.0, 90.0, *west})]),
        shapely.linestrings([[180.0, lat] for lat in sorted({-90.0, 90.0, *east})]),
        shapely.linestrings([[-180.0, -90.0], [180.0, -90.0]]),
        shapely.linestrings([[-180.0, 90.0], [180.0, 90.0]]),
    ]
    drawn = [shapely.linestrings(line) for line in lines]
    faces: Geometries = shapely.get_parts(shapely.polygonize([shapely.union_all(drawn + frame)]))
    return list(faces[holds(shapely.get_coordinates(shapely.point_on_surface(faces)))])


def _refined(region: BaseGeometry, plane: Plane, tolerance: float) -> BaseGeometry:
    """The region with vertices added until its edges are nearly geodesics, and nearly straight in degrees too.

    Towards a pole that takes ever shorter edges, until what is left of the way to it is within the tolerance.
    """
    rings, owner = shapely.get_rings(shapely.get_parts(region), return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    fresh = np.ones(len(xy), bool)
    while fresh.any():
        edge = np.flatnonzero((ring[1:] == ring[:-1]) & (fresh[1:] | fresh[:-1]))
        middle = (xy[edge] + xy[edge + 1]) / 2
        off = _bend(plane, xy[edge], xy[edge + 1], middle) > tolerance
        at = edge[off] + 1
        xy, ring = np.insert(xy, at, middle[off], axis=0), np.insert(ring, at, ring[edge[off]])
        fresh = np.insert(np.zeros(len(fresh), bool), at, True)
    return _polygons(shapely.linearrings(xy, indices=ring), owner)


def _bend(plane: Plane, start: Floats, end: Floats, middle: Floats) -> Floats:
    """How far, metres, the middle of planar edges is from that of the geodesic, or of the edge in degrees."""
    (lon1, lat1), (lon2, lat2) = plane.unproject(start), plane.unproject(end)
    wanted = normals(*plane.unproject(middle))
    geodesic = normals(lon1, lat1) + normals(lon2, lat2)
    geodesic /= np.linalg.norm(geodesic, axis=-1, keepdims=True)
    straight = normals(lon1 + ((lon2 - lon1 + 180) % 360 - 180) / 2, (lat1 + lat2) / 2)
    off = np.maximum(np.linalg.norm(wanted - geodesic, axis=-1), np.linalg.norm(wanted - straight, axis=-1))
    return np.asarray(MEAN_RADIUS * off)


def _polygons(rings: Geometries, owner: NDArray[np.intp]) -> BaseGeometry:
    """Polygons from rings, the first of each owner its shell."""
    return shapely.multipolygons(shapely.polygons(rings, indices=owner))


def _jumps(lonlat: Floats, *, along_poles: bool = True) -> NDArray[np.intp]:
    """The edges of a path that cross the antimeridian; those along a pole, which have no length, too if wanted."""
    jumps = np.abs(np.diff(lonlat[:, 0])) > 180
    if not along_poles:
        jumps &= ~((np.abs(lonlat[1:, 1]) == 90) & (lonlat[1:, 1] == lonlat[:-1, 1]))
    return np.flatnonzero(jumps)


def _unfolded(lonlat: Floats, crossings: Callable[[Floats, Floats], Floats], *, closed: bool = True) -> list[Floats]:
    """A path as lines that do not leave the map; where they were one they begin and end on its edge."""
    jumps = _jumps(lonlat)
    if not len(jumps):
        return [lonlat]
    crossing = crossings(lonlat[jumps], lonlat[jumps + 1])
    runs = np.split(lonlat, jumps + 1)
    for number, lat in enumerate(crossing):
        before, after = runs[number], runs[number + 1]
        runs[number] = np.vstack([before, [np.copysign(180.0, before[-1, 0]), lat]])
        runs[number + 1] = np.vstack([[np.copysign(180.0, after[0, 0]), lat], after])
    if closed:
        runs[0] = np.vstack([runs.pop()[:-1], runs[0]])
    return runs


def _short_crossings(start: Floats, end: Floats) -> Floats:
    """Latitudes at which short edges cross the antimeridian."""
    a, b = normals(start[:, 0], start[:, 1]), normals(end[:, 0], end[:, 1])
    share = a[:, 1] / np.where(a[:, 1] == b[:, 1], 1, a[:, 1] - b[:, 1])
    x, _, z = (a + share[:, None] * (b - a)).T
    latitudes: Floats = np.degrees(np.arctan2(z, np.abs(x)))
    return latitudes


def _geodesic_crossings(start: Floats, end: Floats) -> Floats:
    """Latitudes at which geodesics cross the antimeridian, by halving."""
    azimuth, _, length = ellipsoid.inverse(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    low, high = np.zeros(len(start)), length
    for _ in range(60):
        middle = (low + high) / 2
        lon, _ = ellipsoid.direct(start[:, 0], start[:, 1], azimuth, middle)
        before = np.sign(lon) == np.sign(start[:, 0])
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    return ellipsoid.direct(start[:, 0], start[:, 1], azimuth, (low + high) / 2)[1]
