"""Where boundaries are asked for, and boundaries drawn flat within it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rimland.geo._mesh import Floats, from_normals
from rimland.geo._plane import Plane
from rimland.geo._plane import normals as normals_at
from rimland.geo.antimeridian import flatten
from rimland.geo.edges import densified
from rimland.geo.ellipsoid import SEMI_MAJOR_AXIS, to_ecef
from rimland.geo.errors import CoordinateError, GeometryError
from rimland.geo.shapes import Geometries, as_geometry, simple_parts

EDGE = 1000.0
"""Metres between the vertices of a region's boundary: so short that geodesics and straight lines in degrees agree."""

_SEAM = 1e-3 / SEMI_MAJOR_AXIS
"""Radians, a millimetre, from the antimeridian within which a vertex is on it."""

_FLAT = 0.01
"""Metres within which the edges of a region cut at the antimeridian are what they were."""

_POLAR = 89.9999
"""Degrees of latitude, 11 m from the pole, from which an edge that turns far round the pole is led over it."""


class Region:
    """A part of the Earth: polygons in degrees cut as RFC 7946 asks, with edges of at most 1 km.

    Parameters
    ----------
    within
        A polygon or polygons, with geodesic edges; or west, south, east and north in degrees, west greater than east
        across the antimeridian, with parallels and meridians for edges.
    """

    def __init__(self, within: Any) -> None:
        self.polygon = _rectangle(within) if _is_bounds(within) else _flat(as_geometry(within))
        shapely.prepare(self.polygon)

    def outside(self, normals: Floats) -> Floats:
        """Metres, short by up to 1 km, that positions given as ellipsoid normals lie outside; negative inside."""
        lon, lat = from_normals(normals)
        chord, _ = self._vertices.query(to_ecef(lon, lat))
        metres = np.maximum(chord - EDGE, 0)
        signed: Floats = np.where(shapely.intersects_xy(self.polygon, lon, lat), -metres, metres)
        return signed

    @cached_property
    def _vertices(self) -> Any:
        from scipy.spatial import cKDTree

        lonlat = shapely.get_coordinates(self.polygon)
        return cKDTree(to_ecef(lonlat[:, 0], lonlat[:, 1]), balanced_tree=False)


def flat_lines(normals: Floats) -> list[BaseGeometry]:
    """A line given as ellipsoid normals as lines in degrees, broken at the antimeridian and where it meets a pole."""
    lon, lat = from_normals(normals)
    lon = _sided(normals, lon)
    turn = np.abs(np.diff(lon))
    near = np.minimum(np.abs(lat[1:]), np.abs(lat[:-1])) > _POLAR
    over = near & (np.minimum(turn, 360 - turn) > 120)
    jump = (turn > 180) & ~over
    lonlat, pieces, start, first = np.column_stack([lon, lat]), [], 0, np.zeros((0, 2))
    for k in np.flatnonzero(over | jump):
        if over[k]:
            pole = np.copysign(90.0, lat[k])
            last, following = [[lon[k], pole]], [[lon[k + 1], pole]]
        else:
            crossing = _crossing(normals[k], normals[k + 1])
            last, following = ([[np.copysign(180.0, lon[i]), crossing]] for i in (k, k + 1))
        pieces.append(np.vstack([first, lonlat[start : k + 1], last]))
        start, first = int(k) + 1, np.array(following)
    pieces.append(np.vstack([first, lonlat[start:]]))
    kept = [piece[np.r_[True, (np.diff(piece, axis=0) != 0).any(axis=1)]] for piece in pieces]
    return [shapely.LineString(piece) for piece in kept if len(piece) > 1]


def _is_bounds(within: Any) -> bool:
    return isinstance(within, Sequence | np.ndarray) and len(within) == 4 and all(np.isscalar(v) for v in within)


def _rectangle(bounds: Sequence[float]) -> BaseGeometry:
    west, south, east, north = (float(value) for value in bounds)
    if not (abs(west) <= 180 and abs(east) <= 180 and west != east and -90 <= south < north <= 90):
        raise CoordinateError(
            f"the bounds are ({west:g}, {south:g}, {east:g}, {north:g}): expected west, south, east and north in"
            " degrees, south below north, and west greater than east only across the antimeridian."
        )
    boxes = [(west, east)] if west < east else [(west, 180.0), (-180.0, east)]
    parts = [shapely.box(w, south, e, north) for w, e in boxes if w < e]
    geometry = parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)
    return shapely.segmentize(geometry, EDGE / 111_700)


def _flat(geometry: BaseGeometry) -> BaseGeometry:
    """Polygons as they are drawn on a flat map, with vertices along their geodesic edges."""
    parts = simple_parts(geometry)[0]
    if (shapely.get_type_id(parts) != 3).any():
        raise GeometryError(f"the region is a {geometry.geom_type}: expected polygons, or west, south, east and north.")
    flat = drawn(parts)
    whole = flat[0] if len(flat) == 1 else shapely.MultiPolygon(list(flat))
    if not whole.is_valid:
        raise GeometryError(
            f"the region is invalid ({shapely.is_valid_reason(whole)}): expected polygons that do not overlap."
        )
    return whole


def drawn(parts: Geometries) -> Geometries:
    """Points, lines and polygons as they are drawn on a flat map: vertices along edges, cut at the antimeridian."""
    drawn = []
    for kind, several in ((0, shapely.MultiPoint), (1, shapely.MultiLineString), (3, shapely.MultiPolygon)):
        some = parts[np.isin(shapely.get_type_id(parts), (kind, 2) if kind == 1 else kind)]
        if len(some):
            drawn.append(_unbroken(shapely.get_parts(densified(several(list(some)), EDGE, "geodesic"))))
    return np.concatenate(drawn)


def _unbroken(dense: Geometries) -> Geometries:
    """Parts with vertices along their edges, cut at the antimeridian where they cross it."""
    lonlat, part = shapely.get_coordinates(dense, return_index=True)
    leap = (np.abs(np.diff(lonlat[:, 0])) > 180) & (np.abs(lonlat[1:, 1]) < 90) & (np.diff(part) == 0)
    broken = np.zeros(len(dense), bool)
    broken[part[1:][leap]] = True
    broken[part[np.abs(lonlat[:, 0]) > 180]] = True
    pieces = [shapely.get_parts(_cut(one)) for one in dense[broken]]
    return np.concatenate([dense[~broken], *pieces])


def _cut(dense: BaseGeometry) -> BaseGeometry:
    lonlat = shapely.get_coordinates(dense)
    vectors = normals_at(lonlat[:, 0], lonlat[:, 1])
    if dense.geom_type == "Point":
        return shapely.Point(*from_normals(vectors[0]))
    if dense.geom_type != "Polygon":
        return shapely.MultiLineString(flat_lines(vectors))
    lon, lat = (float(value) for value in from_normals(vectors.sum(axis=0)))
    plane = Plane(lon=lon, lat=lat)
    return flatten(shapely.transform(dense, lambda xy: plane.project(xy[:, 0], xy[:, 1])), plane, tolerance=_FLAT)


def _sided(normals: Floats, lon: Floats) -> Floats:
    """Longitudes with those on the antimeridian given the sign of the vertex before."""
    on_seam = (np.abs(normals[:, 1]) <= _SEAM) & (normals[:, 0] < 0)
    if not on_seam.any():
        return lon
    known = np.flatnonzero(~on_seam)
    first = int(known[0]) if len(known) else 0
    last = np.maximum.accumulate(np.where(on_seam, first, np.arange(len(lon))))
    return np.where(on_seam, np.copysign(180.0, lon[last]), lon)


def _crossing(a: Floats, b: Floats) -> float:
    """The latitude at which the edge between two normals crosses the antimeridian."""
    share = 0.5 if a[1] == b[1] else a[1] / (a[1] - b[1])
    x, _, z = a + share * (b - a)
    return float(np.degrees(np.arctan2(z, abs(x))))
