"""How far shapes are from each other on the ellipsoid, and between which points."""

from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from rimland.geo import ellipsoid
from rimland.geo.contact import contacts, may_hold
from rimland.geo.edges import Edges, check_edges, densify
from rimland.geo.ellipsoid import Floats
from rimland.geo.errors import GeometryError, RadiusError
from rimland.geo.index import ShapeIndex
from rimland.geo.prepared import Prepared
from rimland.geo.shapes import Geometries, as_geometries, as_geometry
from rimland.geo.tree import TOUCH, bounds_of_shapes
from rimland.geo.units import KILOMETRE, NAUTICAL_MILE, metres_of

RHUMB_STEP = 100.0
"""Metres to which rhumb edges are cut: the geodesic strays 0.2 mm from one at 45 degrees of latitude, 1 mm at 79."""


_MANY = 64
"""Points from which on a search by vertices is faster than one of all pairs."""


@dataclass(frozen=True, kw_only=True)
class Separation:
    """The shortest way between two shapes.

    Attributes
    ----------
    metres
        Its geodesic length; 0 where they touch, overlap, or one holds the other.
    start, end
        The nearest points of the first and of the second shape: longitude and latitude, degrees. Where the distance is
        0, one position that both share.
    azimuth
        At `start` towards `end`, degrees clockwise from north, 0 to 360; NaN where the distance is 0.
    """

    metres: float
    start: tuple[float, float]
    end: tuple[float, float]
    azimuth: float

    @property
    def km(self) -> float:
        """Kilometres."""
        return self.metres / KILOMETRE

    @property
    def nmi(self) -> float:
        """Nautical miles."""
        return self.metres / NAUTICAL_MILE


def distance(a: Any, b: Any, *, edges: Edges = "geodesic") -> Any:
    """The shortest distance between two shapes, over the ellipsoid.

    Parameters
    ----------
    a, b
        Points, lines, polygons or collections of them (see `rimland.geo.as_geometry`); or a `ShapeIndex`, which saves
        its preparation when the same shape is measured again and again. When one is a GeoSeries, an array or a list of
        shapes, each of its shapes is measured to the other; when both are, they are taken pair by pair, by position.
    edges
        With ``"rhumb"`` the edges of both are rhumb lines; they are cut to 100 m first.

    Returns
    -------
    Separation, ndarray or Series
        Of two shapes a `Separation`. Of several, metres: a Series with the index of the first GeoSeries, or else an
        array; NaN where a shape is missing. Within 1 mm of the least over all pairs of points, edges included.

    Raises
    ------
    GeometryError, CoordinateError, CRSError
        A shape cannot be measured, or two sequences differ in length or in their index.

    References
    ----------
    Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55. doi:10.1007/s00190-012-0578-z

    Examples
    --------
    One degree of the meridian at the equator, 110 574.4 m:

    >>> from shapely import LineString, Point
    >>> gap = distance(Point(5, 1), LineString([(0, 0), (10, 0)]))
    >>> round(gap.metres, 1), gap.start, tuple(round(x, 6) for x in gap.end), round(gap.azimuth, 6)
    (110574.4, (5.0, 1.0), (5.0, 0.0), 180.0)
    """
    check_edges(edges)
    if not _several(a) and not _several(b):
        return _separation(_prepared(a, edges), _prepared(b, edges))
    if _several(a) != _several(b):
        one, many = (b, a) if _several(a) else (a, b)
        metres = _of_points(one, as_geometries(many, edges), edges)
        if metres is not None:
            return _like(metres, many)
    first, there_a = _many(a, edges)
    second, there_b = _many(b, edges)
    count = _common_length(a, b, len(there_a), len(there_b))
    there = np.broadcast_to(there_a, count) & np.broadcast_to(there_b, count)
    left = np.broadcast_to(np.cumsum(there_a) - 1, count)[there]
    right = np.broadcast_to(np.cumsum(there_b) - 1, count)[there]
    metres = np.full(count, np.nan)
    if there.any():
        metres[there] = contacts(first, second, left, right).metres
    return _like(metres, a, b)


def distance_matrix(a: Any, b: Any = None, *, edges: Edges = "geodesic") -> Floats:
    """Distances of all pairs, metres.

    Parameters
    ----------
    a, b
        Sequences, arrays or GeoSeries of n and m shapes; without `b`, of `a` with itself.
    edges
        As in `distance`.

    Returns
    -------
    ndarray
        (n, m); NaN where a shape is missing. As near to the truth as `distance`.

    Raises
    ------
    GeometryError, CoordinateError, CRSError
        A shape cannot be measured; its place in the sequence is told.

    Examples
    --------
    >>> from shapely import Point
    >>> distance_matrix([Point(0, 0), Point(0, 1)]).round(1).tolist()
    [[0.0, 110574.4], [110574.4, 0.0]]
    """
    check_edges(edges)
    first, there_a = _many(a, edges)
    second, there_b = (first, there_a) if b is None else _many(b, edges)
    metres = np.full((len(there_a), len(there_b)), np.nan)
    n, m = int(there_a.sum()), int(there_b.sum())
    if b is None:
        left, right = np.triu_indices(n, 1)
        found = np.zeros((n, n))
        if len(left):
            found[left, right] = contacts(first, first, left, right).metres
        found += found.T
    else:
        left, right = (grid.ravel() for grid in np.indices((n, m)))
        found = contacts(first, second, left, right).metres.reshape(n, m) if n * m else np.zeros((n, m))
    metres[np.ix_(there_a, there_b)] = found
    return metres


def nearest(a: Any, candidates: Any, k: int = 1) -> tuple[NDArray[np.intp], Floats]:
    """The candidates that are nearest to a shape.

    Parameters
    ----------
    a
        A shape.
    candidates
        A sequence, array or GeoSeries of shapes; missing ones are passed over.
    k
        How many are wanted; a whole number from 1.

    Returns
    -------
    position, metres
        Positions in `candidates`, nearest first, ties in their order, and the distances; fewer than `k` when there are
        not as many.

    Raises
    ------
    GeometryError, CoordinateError, CRSError
        A shape cannot be measured, or `k` is no whole number from 1.

    Examples
    --------
    >>> from shapely import Point
    >>> nearest(Point(0, 0), [Point(5, 0), Point(1, 0), Point(3, 0)], k=2)[0].tolist()
    [1, 2]
    """
    if not (isinstance(k, Real) and k >= 1 and k % 1 == 0):
        raise GeometryError(f"got k={k!r}: expected how many candidates are wanted, 1 or more.")
    one, (many, there) = _prepared(a, "geodesic"), _many(candidates, "geodesic")
    at = np.flatnonzero(there)
    if not len(at):
        return at, np.empty(0)
    number = np.arange(len(at))
    least, most = bounds_of_shapes(one.tree, many.tree, np.zeros_like(number), number)
    number = number[least <= np.partition(most, min(k, len(most)) - 1)[min(k, len(most)) - 1]]
    number = np.union1d(number, _holders(one, many))
    metres = contacts(one, many, np.zeros_like(number), number).metres
    order = np.argsort(metres, kind="stable")[:k]
    return at[number[order]], metres[order]


def within(a: Any, candidates: Any, radius: float) -> NDArray[np.bool_]:
    """Which candidates are within a distance of a shape, measured from boundary to boundary, 0 inside.

    Parameters
    ----------
    a
        A shape.
    candidates
        A sequence, array or GeoSeries of shapes; missing ones are not within.
    radius
        Metres, 0 or more.

    Returns
    -------
    ndarray of bool

    Raises
    ------
    RadiusError
        The radius is negative or no number.
    GeometryError, CoordinateError, CRSError
        A shape cannot be measured.

    Examples
    --------
    >>> from shapely import Point
    >>> within(Point(0, 0), [Point(5, 0), Point(1, 0)], 200_000).tolist()
    [False, True]
    """
    radius = metres_of(radius, "radius")
    if not radius >= 0:
        raise RadiusError(f"got a radius of {radius} m: expected 0 or more metres.")
    one, (many, there) = _prepared(a, "geodesic"), _many(candidates, "geodesic")
    inside = np.zeros(len(there), bool)
    at = np.flatnonzero(there)
    if not len(at):
        return inside
    number = np.arange(len(at))
    least, most = bounds_of_shapes(one.tree, many.tree, np.zeros_like(number), number)
    inside[at[most <= radius]] = True
    open_ = np.union1d(number[(least <= radius) & (most > radius)], _holders(one, many))
    inside[at[open_]] = contacts(one, many, np.zeros_like(open_), open_).metres <= radius
    return inside


def _holders(one: Prepared, many: Prepared) -> NDArray[np.intp]:
    """Shapes of `many` that may hold `one` or be held by it, whose distance no bound on boundaries tells."""
    number = np.arange(len(many.geometries))
    none = np.zeros_like(number)
    return np.flatnonzero(may_hold(one, many, none, number) | may_hold(many, one, number, none))


def _separation(a: Prepared, b: Prepared) -> Separation:
    zero = np.zeros(1, np.intp)
    found = contacts(a, b, zero, zero)
    start, end = ((float(lonlat[0, 0]), float(lonlat[0, 1])) for lonlat in (found.start, found.end))
    metres = float(found.metres[0])
    azimuth = ellipsoid.geod().inv(*start, *end)[0] % 360 if metres else float("nan")
    return Separation(metres=metres, start=start, end=end, azimuth=azimuth)


def _of_points(shape: Any, points: Geometries, edges: Edges) -> Floats | None:
    """Distances of many points to one shape; None when there are few, or other shapes among them."""
    there = points != None  # noqa: E711  element by element
    if there.sum() < _MANY or (shapely.get_type_id(points[there]) != 0).any():
        return None
    index = (
        shape
        if isinstance(shape, ShapeIndex) and edges == "geodesic"
        else ShapeIndex(_edged(as_geometry(shape, edges), edges))
    )
    lonlat = shapely.get_coordinates(points[there])
    feet = index.nearest(lonlat[:, 0], lonlat[:, 1])
    metres = np.full(len(points), np.nan)
    metres[there] = np.where((feet.metres <= TOUCH) | index.prepared.interiors[0].holds(lonlat), 0, feet.metres)
    return metres


def _several(shapes: Any) -> bool:
    """Whether an argument is a sequence of shapes and not one shape."""
    if isinstance(shapes, BaseGeometry | ShapeIndex):
        return False
    return hasattr(shapes, "to_crs") or isinstance(shapes, np.ndarray | list | tuple)


def _prepared(shape: Any, edges: Edges) -> Prepared:
    if isinstance(shape, ShapeIndex) and edges == "geodesic":
        return shape.prepared
    return ShapeIndex(_edged(as_geometry(shape, edges), edges)).prepared


def _many(shapes: Any, edges: Edges) -> tuple[Prepared, NDArray[np.bool_]]:
    """Shapes made ready, without the missing ones, and which ones are there."""
    if not _several(shapes):
        return _prepared(shapes, edges), np.ones(1, bool)
    geometries = as_geometries(shapes, edges)
    there = np.array([geometry is not None for geometry in geometries], bool)
    kept = geometries[there]
    if edges == "rhumb":
        kept[:] = [_edged(geometry, edges) for geometry in kept]
    return Prepared(kept), there


def _edged(geometry: BaseGeometry, edges: Edges) -> BaseGeometry:
    return densify(geometry, RHUMB_STEP, edges="rhumb") if edges == "rhumb" else geometry


def _common_length(a: Any, b: Any, n: int, m: int) -> int:
    """How many pairs two arguments make, one by one."""
    if _several(a) and _several(b):
        if n != m:
            raise GeometryError(f"got {n} and {m} shapes: expected as many of one as of the other, or distance_matrix.")
        if hasattr(a, "index") and hasattr(a, "to_crs") and hasattr(b, "to_crs") and not a.index.equals(b.index):
            raise GeometryError(
                "the two series have different indexes: shapes are paired by position. Align them, or reset_index."
            )
    return n if _several(a) else m


def _like(metres: Floats, *arguments: Any) -> Any:
    """The distances as a Series with the index of the first series among the arguments, or as they are."""
    for argument in arguments:
        if hasattr(argument, "to_crs"):
            from pandas import Series

            return Series(metres, index=argument.index, name="metres")
    return metres
