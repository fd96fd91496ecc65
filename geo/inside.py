"""Whether positions are inside a polygon whose edges are geodesics: across the antimeridian and round the poles too."""

from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rimland.geo import ellipsoid
from rimland.geo.edges import densified
from rimland.geo.ellipsoid import Floats
from rimland.geo.pieces import INVERSE_SQUARES, LONGEST_PIECE, Ints
from rimland.geo.rings import flat_ring, unroll, unrolled
from rimland.geo.shapes import Geometries, simple_parts

Bools = NDArray[np.bool_]

_SHORT = 1000.0
"""Metres: edges of a polygon that is drawn flat, for many positions at once."""

_MANY = 32
"""Positions from which on drawing a polygon flat is worth its while."""

_CLEAR = 0.2
"""Degrees of latitude, twice what a piece of 10 km spans: further than this from both its ends a position is clearly
north or south of a piece."""


class Interior:
    """The inside of the polygons of a shape.

    A position is inside a ring when the meridian from it to the north pole crosses the ring an odd number of times, the
    pole itself counted when the ring goes round it. Whether an edge is crossed is told by the plane of its geodesic,
    which for pieces of 10 km is right to a micrometre.
    """

    def __init__(self, geometry: BaseGeometry) -> None:
        parts, _ = simple_parts(geometry)
        self._polygons = parts[shapely.get_type_id(parts) == 3]
        self._walls: dict[int, _Wall] = {}
        self._bounds = _flat_bounds(self._polygons)

    @property
    def bounds(self) -> Floats:
        """West, south, east and north of all polygons together, rather too wide; NaN when there are none."""
        if not len(self._polygons):
            return np.full(4, np.nan)
        return np.asarray(np.r_[self._bounds[:, :2].min(axis=0), self._bounds[:, 2:].max(axis=0)])

    def holds(self, lonlat: Floats) -> Bools:
        """Whether each position, degrees, (n, 2), is inside any of the polygons."""
        inside = np.zeros(len(lonlat), bool)
        point, polygon = self._candidates(lonlat)
        order = np.argsort(polygon, kind="stable")
        numbers, begin = np.unique(polygon[order], return_index=True)
        for number, rows in zip(numbers, np.split(point[order], begin[1:]), strict=False):
            rows = rows[~inside[rows]]
            inside[rows] = self._wall(int(number)).holds(lonlat[rows])
        return inside

    def _candidates(self, lonlat: Floats) -> tuple[Ints, Ints]:
        """Pairs of a position and a polygon whose bounds it is in."""
        if len(lonlat) * len(self._bounds) < 100_000:
            west, south, east, north = self._bounds.T
            lon, lat = lonlat[:, :1], lonlat[:, 1:]
            point, polygon = np.nonzero((south <= lat) & (lat <= north) & ((lon - west) % 360 <= east - west))
            return point, polygon
        tree = shapely.STRtree(shapely.box(*self._bounds.T))
        found = [
            tree.query(shapely.points(lonlat[:, 0] + 360 * turn, lonlat[:, 1]), predicate="intersects")
            for turn in range(-2, 3)
        ]
        point, polygon = np.concatenate(found, axis=1)
        return point, polygon

    def _wall(self, polygon: int) -> "_Wall":
        if polygon not in self._walls:
            self._walls[polygon] = _Wall(self._polygons[polygon])
        return self._walls[polygon]


class _Wall:
    """The rings of a polygon as pieces, by which crossings are counted.

    Attributes
    ----------
    start, end
        The ends of the pieces, degrees, (n, 2), longitudes running on.
    caps
        How many of the rings go round the north pole.
    """

    def __init__(self, polygon: BaseGeometry) -> None:
        self.polygon = polygon
        self.caps = 0
        paths = []
        for ring in (polygon.exterior, *polygon.interiors):
            given = shapely.get_coordinates(ring)
            flat = flat_ring(given)
            if len(flat) > len(given):
                self.caps += int(flat[-2, 1] > 0)
            dense = densified(shapely.LineString(given), LONGEST_PIECE, "geodesic")
            paths.append(unroll(shapely.get_coordinates(dense)))
        self.start = np.concatenate([path[:-1] for path in paths])
        self.end = np.concatenate([path[1:] for path in paths])
        self._highest = float(np.abs(self.start[:, 1]).max())

    def holds(self, lonlat: Floats) -> Bools:
        """Whether positions, degrees, (n, 2), are inside."""
        if len(lonlat) < _MANY or self._highest > 89:
            return self._counted(lonlat)
        inside, unsure = self._drawing.holds(lonlat)
        inside[unsure] = self._counted(lonlat[unsure])
        return inside

    def _counted(self, lonlat: Floats) -> Bools:
        return np.array([self.crossings_north_of(lon, lat) % 2 for lon, lat in lonlat.tolist()], bool)

    @cached_property
    def _drawing(self) -> "_Drawing":
        return _Drawing(self.polygon, self._highest)

    def crossings_north_of(self, lon: float, lat: float) -> int:
        """How many pieces the meridian crosses on its way from a position to the north pole, and the pole's own."""
        west, east = np.minimum(self.start[:, 0], self.end[:, 0]), np.maximum(self.start[:, 0], self.end[:, 0])
        count = self.caps
        for turn in range(int(np.ceil((west.min() - lon) / 360)), int(np.floor((east.max() - lon) / 360)) + 1):
            under = np.flatnonzero((west <= lon + 360 * turn) & (lon + 360 * turn < east))
            lower = np.minimum(self.start[under, 1], self.end[under, 1])
            upper = np.maximum(self.start[under, 1], self.end[under, 1])
            close = under[(lat >= lower - _CLEAR) & (lat <= upper + _CLEAR)]
            count += int((lat < lower - _CLEAR).sum()) + int(self._south_of(close, lon, lat).sum())
        return count

    def _south_of(self, piece: Ints, lon: float, lat: float) -> Bools:
        """Whether a position is south of pieces that span its longitude."""
        start, end = ellipsoid.to_ecef(*self.start[piece].T), ellipsoid.to_ecef(*self.end[piece].T)
        left = np.cross((start + end) * INVERSE_SQUARES, end - start)
        side = np.einsum("ij,ij->i", ellipsoid.to_ecef(lon, lat) - start, left)
        south = np.where(self.end[piece, 0] > self.start[piece, 0], side < 0, side > 0)
        # An edge along a pole, such as RFC 7946 asks for, has no length and no plane: all is south of the north pole.
        along_pole = (np.abs(self.start[piece, 1]) == 90) & (self.start[piece, 1] == self.end[piece, 1])
        return np.asarray(np.where(along_pole, self.start[piece, 1] > 0, south))


class _Drawing:
    """A polygon drawn flat with short edges: fast for many positions, and knows which ones it cannot tell."""

    def __init__(self, polygon: BaseGeometry, highest: float) -> None:
        flat = unrolled(densified(polygon, _SHORT, "geodesic"))
        self.rings = [flat] if flat.geom_type == "Polygon" else list(flat.geoms)
        self.walls = [ring.boundary for ring in self.rings]
        for ring in (*self.rings, *self.walls):
            shapely.prepare(ring)
        # A geodesic of length s strays s^2 tan(latitude) / 8R from the line that is straight in degrees; twice that.
        stray = _SHORT**2 * np.tan(np.radians(highest)) / (4 * ellipsoid.SMALLEST_RADIUS)
        self.doubt = float(np.degrees(stray / ellipsoid.SMALLEST_RADIUS) / np.cos(np.radians(highest))) + 1e-9

    def holds(self, lonlat: Floats) -> tuple[Bools, Bools]:
        """Whether positions are inside, and for which ones that may be wrong."""
        inside, unsure = np.zeros(len(lonlat), bool), np.zeros(len(lonlat), bool)
        for ring, wall in zip(self.rings, self.walls, strict=True):
            west, _, east, _ = ring.bounds
            for turn in range(-2, 3):
                lon, lat = lonlat[:, 0] + 360 * turn, lonlat[:, 1]
                rows = np.flatnonzero((lon >= west - self.doubt) & (lon <= east + self.doubt))
                inside[rows] ^= shapely.contains_xy(ring, lon[rows], lat[rows])
                unsure[rows] |= shapely.dwithin(wall, shapely.points(lon[rows], lat[rows]), self.doubt)
        return inside, unsure


def _flat_bounds(polygons: Geometries) -> Floats:
    """West, south, east and north of polygons, (n, 4), east beyond 180 across the antimeridian; rather too wide."""
    bounds = shapely.bounds(polygons) + np.array([0, -_CLEAR, 0, _CLEAR])
    for i in np.flatnonzero(bounds[:, 2] - bounds[:, 0] > 1):  # up to there a geodesic strays less than 0.002 degrees
        bounds[i] = _wide_bounds(shapely.get_coordinates(polygons[i].exterior))
    return np.asarray(bounds)


def _wide_bounds(ring: Floats) -> tuple[float, float, float, float]:
    flat = flat_ring(ring)
    (west, south), (east, north) = flat.min(axis=0), flat.max(axis=0)
    step = np.radians(np.abs(np.diff(unroll(ring)[:, 0])).max())
    # The great circle between ends at one latitude has its vertex over the middle; no edge strays further than the
    # widest one would at the highest latitude.
    high = np.radians(np.abs(ring[:, 1]).max())
    peak = np.arctan2(np.tan(high), np.cos(min(step, np.pi) / 2))
    stray = float(np.degrees(peak - high)) + _CLEAR
    return float(west), float(south) - stray, float(east), float(north) + stray
