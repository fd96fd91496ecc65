"""What shapes share, make together, or leave of one another, on the Earth."""

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rimland.geo import ellipsoid
from rimland.geo.edges import canonical, densified
from rimland.geo.ellipsoid import SMALLEST_RADIUS, Floats
from rimland.geo.errors import RadiusError
from rimland.geo.rings import unroll, unrolled
from rimland.geo.shapes import check, read_geometry, simple_parts
from rimland.geo.units import metres_of

_TURNS = (-720, -360, 0, 360, 720)

_POLAR = 89.0
"""Degrees of latitude from which on edges are halved one by one, as they need it."""


def intersection(a: Any, b: Any, *, max_error: float = 0.1) -> BaseGeometry:
    """What two shapes share.

    Edges are geodesics: vertices are put along them until a straight line in degrees is as good, and the work is done
    in degrees, so that vertices given stay as they are. The result is cut at the antimeridian, as RFC 7946 asks. For
    shapes with rhumb edges, `rimland.geo.densify` them first.

    Parameters
    ----------
    a, b
        Any geometry; see `rimland.geo.as_geometry`. Here, unlike elsewhere, one may be empty: such as the result of
        another of these operations. With it nothing is shared, and it neither adds to a shape nor takes from it.
    max_error
        Metres by which an edge of the result may leave the geodesic.

    Returns
    -------
    BaseGeometry
        Longitudes from -180 to 180; empty when the two share nothing.

    Raises
    ------
    GeometryError, CoordinateError
        One of the two is no valid shape.
    RadiusError
        `max_error` is not a positive number.

    Examples
    --------
    >>> from shapely import box
    >>> shared = intersection(box(170, 0, 185, 9), box(175, 0, 190, 9))
    >>> [[round(x, 6) for x in part.bounds[::2]] for part in shared.geoms]
    [[-180.0, -175.0], [175.0, 180.0]]
    """
    return _combined(shapely.intersection, a, b, max_error)


def union(a: Any, b: Any, *, max_error: float = 0.1) -> BaseGeometry:
    """Two shapes together. See `intersection`.

    Examples
    --------
    >>> from shapely import box
    >>> union(box(0, 0, 1, 1), box(1, 0, 2, 1)).geom_type
    'Polygon'
    """
    return _combined(shapely.union, a, b, max_error)


def difference(a: Any, b: Any, *, max_error: float = 0.1) -> BaseGeometry:
    """What is left of a shape when another is taken away. See `intersection`.

    Examples
    --------
    >>> from shapely import box
    >>> difference(box(0, 0, 2, 1), box(1, -1, 3, 2)).bounds[2]
    1.0
    """
    return _combined(shapely.difference, a, b, max_error)


def _combined(operation: Callable[..., Any], a: Any, b: Any, max_error: float) -> BaseGeometry:
    max_error = metres_of(max_error, "max_error")
    if not max_error > 0:
        raise RadiusError(f"got a maximum error of {max_error} m: expected a positive number of metres.")
    found: BaseGeometry = operation(*(_drawn(read_geometry(shape), max_error) for shape in (a, b)))
    return found


def _drawn(geometry: BaseGeometry, max_error: float) -> BaseGeometry:
    """A checked shape, drawn flat as it lies on the Earth; an empty one is a set like others, with nothing in it."""
    if geometry.is_empty:
        return geometry
    return _on_the_map(_smooth(check(geometry), max_error), max_error)


def _smooth(geometry: BaseGeometry, max_error: float) -> BaseGeometry:
    """The geometry with vertices along its edges until they may be drawn straight in degrees.

    A geodesic of length s strays s² tan(latitude) / 8R from that straight line.
    """
    highest = float(np.abs(shapely.get_coordinates(geometry)[:, 1]).max())
    step = np.sqrt(8 * SMALLEST_RADIUS * max_error / max(np.tan(np.radians(min(highest, _POLAR))), 0.01))
    return densified(geometry, float(np.clip(step, 1000.0, 100_000.0)), "geodesic")


def _smooth_at_poles(path: Floats, max_error: float) -> Floats:
    """A path with its edges near the poles halved until they may be drawn straight in degrees.

    An edge no longer than the error may be drawn anyhow; towards a pole they become as short as that.
    """
    near = np.abs(path[:, 1]) > _POLAR
    if not near.any():
        return path
    fresh = near[1:] | near[:-1]
    while fresh.any():
        edge = np.flatnonzero(fresh)
        start, end, _ = canonical(path[edge], path[edge + 1])
        azimuth, _, length = ellipsoid.inverse(*start.T, *end.T)
        lon, lat = ellipsoid.direct(start[:, 0], start[:, 1], azimuth, length / 2)
        turn = np.round((end[:, 0] - start[:, 0]) / 360)
        straight = (start[:, 0] + end[:, 0] - 360 * turn) / 2, (start[:, 1] + end[:, 1]) / 2
        off = (ellipsoid.inverse(lon, lat, *straight)[2] > max_error) & (length > max_error)
        at = edge[off] + 1
        path = np.insert(path, at, np.column_stack([lon, lat])[off], axis=0)
        added = np.insert(np.zeros(len(fresh) + 1, bool), at, True)
        fresh = added[1:] | added[:-1]
    return path


def _on_the_map(geometry: BaseGeometry, max_error: float) -> BaseGeometry:
    """The geometry drawn from -180 to 180, cut at the antimeridian."""
    parts, _ = simple_parts(geometry)
    return shapely.union_all([piece for part in parts for piece in _cut(part, max_error)])


def _cut(part: BaseGeometry, max_error: float) -> list[BaseGeometry]:
    if part.geom_type == "Point":
        lon = part.x - 360 * np.round(part.x / 360) if abs(part.x) > 180 else part.x
        return [shapely.Point(lon, part.y)]
    if part.geom_type != "Polygon":
        return _turned(shapely.LineString(unroll(_smooth_at_poles(shapely.get_coordinates(part), max_error))))
    rings = [_smooth_at_poles(shapely.get_coordinates(ring), max_error) for ring in (part.exterior, *part.interiors)]
    flat = unrolled(shapely.Polygon(rings[0], rings[1:]))
    if flat.geom_type == "Polygon":
        return _turned(flat)
    shell, *holes = (shapely.union_all(_turned(ring)) for ring in flat.geoms)
    return [shapely.difference(shell, shapely.union_all(holes)) if holes else shell]


def _turned(flat: BaseGeometry) -> list[BaseGeometry]:
    """The parts of a shape drawn flat, each brought back by as many turns as it is off the map."""
    west, _, east, _ = flat.bounds
    if west >= -180 and east <= 180:
        return [flat]
    found = []
    for turn in _TURNS:
        if east >= turn - 180 and west <= turn + 180:
            piece = shapely.intersection(flat, shapely.box(turn - 180, -90, turn + 180, 90))
            found.append(shapely.transform(piece, lambda lonlat, turn=turn: _shifted(lonlat, turn)))
    return [
        piece for piece in found if not piece.is_empty and shapely.get_dimensions(piece) == shapely.get_dimensions(flat)
    ]


def _shifted(lonlat: Floats, turn: float) -> Floats:
    return np.asarray(lonlat - np.array([turn, 0.0]))
