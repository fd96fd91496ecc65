"""Area, length, and positions along a line, on the ellipsoid."""

from typing import Any

import numpy as np
import shapely
from shapely import Point

from rimland.geo import ellipsoid
from rimland.geo.edges import LEVEL, Edges, check_edges, densify, rhumb_length, rhumb_points
from rimland.geo.ellipsoid import Floats, geod
from rimland.geo.errors import GeometryError
from rimland.geo.rings import flat_ring
from rimland.geo.shapes import Geometries, as_geometry, simple_parts
from rimland.geo.units import metres_of

RHUMB_STEP = 250.0
"""Metres between the vertices by which an area with rhumb lines for edges is measured."""


def area(shape: Any, *, edges: Edges = "geodesic") -> float:
    """The area of a shape, square metres; 0 for points and lines.

    Parameters
    ----------
    shape
        Any geometry. Its rings may cross the antimeridian or go round a pole, then with the smaller side inside. Which
        way they run does not matter.
    edges
        With ``"rhumb"`` the edges are first cut to 250 m, which leaves the area within one part in ten million of that
        of a shape of the size of a sea.

    Raises
    ------
    GeometryError, CoordinateError
        The shape cannot be measured, or the edge rule is unknown.

    References
    ----------
    Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55. doi:10.1007/s00190-012-0578-z

    Examples
    --------
    An eighth of the Earth, whose area is 510 065 621.724 km²:

    >>> from shapely import Polygon
    >>> round(area(Polygon([(0, 0), (90, 0), (0, 90)])) * 8 / 1e6, 3)
    510065621.724
    """
    check_edges(edges)
    geometry = as_geometry(shape, edges)
    if edges == "rhumb":
        geometry = densify(geometry, RHUMB_STEP, edges="rhumb")
    parts, _ = simple_parts(geometry)
    return _polygons_area(parts[shapely.get_type_id(parts) == 3])


def length(shape: Any, *, edges: Edges = "geodesic") -> float:
    """The length of the lines of a shape, metres; of polygons, that of their rings, holes included; 0 for points.

    Raises
    ------
    GeometryError, CoordinateError
        The shape cannot be measured, or the edge rule is unknown.

    Examples
    --------
    A quarter of a meridian:

    >>> from shapely import LineString
    >>> round(length(LineString([(0, 0), (0, 90)])), 3)
    10001965.729
    """
    check_edges(edges)
    parts, _ = simple_parts(as_geometry(shape, edges))
    rings = np.r_[shapely.get_rings(parts[shapely.get_type_id(parts) == 3]), parts[shapely.get_type_id(parts) != 3]]
    lonlat, path = shapely.get_coordinates(rings, return_index=True)
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    if edges == "geodesic":
        lengths = ellipsoid.inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
    else:
        lengths = rhumb_length(lon[:-1], lat[:-1], lon[1:], lat[1:])
    return float(lengths[path[1:] == path[:-1]].sum())


def interpolate(line: Any, metres: float, *, edges: Edges = "geodesic") -> Point:
    """The point of a line at a distance from its start along it; before its end for a negative distance.

    Beyond either end it is the end.

    Raises
    ------
    GeometryError
        Not a LineString, or `metres` is not finite.
    RadiusError
        `metres` is no number.

    Examples
    --------
    >>> from shapely import LineString
    >>> halfway = interpolate(LineString([(0, 0), (10, 0)]), 556597.454)
    >>> round(halfway.x, 6), round(halfway.y, 6)
    (5.0, 0.0)
    """
    check_edges(edges)
    geometry = as_geometry(line)
    if geometry.geom_type not in ("LineString", "LinearRing"):
        raise GeometryError(f"got a {geometry.geom_type}: expected a LineString. Interpolate its lines one by one.")
    metres = metres_of(metres, "metres")
    if not np.isfinite(metres):
        raise GeometryError(f"got {metres} m along a line: expected a finite number of metres.")
    lon, lat = shapely.get_coordinates(geometry).T
    ends = lon[:-1], lat[:-1], lon[1:], lat[1:]
    azimuth, _, lengths = ellipsoid.inverse(*ends)
    if edges == "rhumb":
        lengths = rhumb_length(*ends)
    after = np.cumsum(lengths)
    wanted = float(np.clip(metres if metres >= 0 else after[-1] + metres, 0, after[-1]))
    i = min(int(np.searchsorted(after, wanted)), len(lengths) - 1)
    rest = wanted - (after[i] - lengths[i])
    if edges == "rhumb":
        return _along_rhumb(geometry.coords[i], geometry.coords[i + 1], rest / float(lengths[i] or 1))
    x, y = ellipsoid.direct(lon[i], lat[i], azimuth[i], rest)
    return Point(float(x), float(y))


def _along_rhumb(start: tuple[float, float], end: tuple[float, float], share: float) -> Point:
    """The point at a share of the length of a rhumb line: the same share of the meridian between its parallels."""
    (lon1, lat1), (lon2, lat2) = start, end
    if abs(lat2 - lat1) >= LEVEL:
        azimuth, _, meridian = ellipsoid.inverse(0, lat1, 0, lat2)
        _, lat = ellipsoid.direct(0, lat1, azimuth, share * meridian)
        share = (float(lat) - lat1) / (lat2 - lat1)
    found, lat = rhumb_points(*(np.array(a) for a in (lon1, lat1, lon2, lat2, share)))
    return Point(float(found - 360 * np.round(found / 360)), float(lat))


def _polygons_area(polygons: Geometries) -> float:
    """The area inside all of the polygons, square metres."""
    rings, owner = shapely.get_rings(polygons, return_index=True)
    if not len(rings):
        return 0.0
    hole = np.r_[False, owner[1:] == owner[:-1]]
    lonlat, ring = shapely.get_coordinates(rings, return_index=True)
    begin = np.searchsorted(ring, np.arange(len(rings) + 1))
    wide, polar = np.ptp(lonlat[:, 0]) > 180, (np.abs(lonlat[:, 1]) == 90).any()
    measured = geod().polygon_area_perimeter
    total = 0.0
    for first, last, sign in zip(begin[:-1].tolist(), begin[1:].tolist(), np.where(hole, -1, 1).tolist(), strict=True):
        path = _without_half_turns(lonlat[first:last]) if polar else lonlat[first:last]
        small = abs(measured(path[:-1, 0], path[:-1, 1])[0])
        total += sign * (_right_side(path, small) if wide else small)
    return total


def _without_half_turns(ring: Floats) -> Floats:
    """The ring with edges along a pole of exactly half a turn halved: which way they are meant PROJ can only guess."""
    lon, lat = ring.T
    half = np.flatnonzero((np.abs(lat[1:]) == 90) & (lat[1:] == lat[:-1]) & (np.abs(np.diff(lon)) % 360 == 180))
    return np.insert(ring, half + 1, (ring[half] + ring[half + 1]) / 2, axis=0)


def _right_side(ring: Floats, small: float) -> float:
    """The area inside a ring, of which the smaller side is known.

    That is the smaller side, unless the ring is wide enough to hold more than half the Earth: then the one that the
    drawing in the plane shows.
    """
    if np.ptp(ring[:, 0]) <= 180:
        return small
    drawn = abs(_drawn_area(flat_ring(ring)))
    large = 4 * np.pi * _AUTHALIC_RADIUS**2 - small
    return small if abs(drawn - small) <= abs(drawn - large) else large


def _drawn_area(flat: Floats) -> float:
    """Roughly the area inside a ring of the plane: by the trapezoid rule on a sphere."""
    sine = np.sin(np.radians(flat[:, 1]))
    return float(np.sum(np.radians(np.diff(flat[:, 0])) * (sine[1:] + sine[:-1]) / 2)) * _AUTHALIC_RADIUS**2


_AUTHALIC_RADIUS = 6_371_007.180918
"""Metres: the radius of the sphere with the ellipsoid's area (Snyder 1987, USGS Professional Paper 1395, table 1)."""
