"""What the edge between two vertices is: a geodesic, or a rhumb line (loxodrome); and vertices put along it."""

from typing import Any, Literal

import numpy as np
import shapely
from numpy.typing import ArrayLike
from shapely.geometry.base import BaseGeometry

from rimland.geo import ellipsoid
from rimland.geo.ellipsoid import ECCENTRICITY_SQUARED, SEMI_MAJOR_AXIS, Floats
from rimland.geo.errors import GeometryError, RadiusError
from rimland.geo.pieces import Ints
from rimland.geo.shapes import as_geometry
from rimland.geo.units import metres_of

Edges = Literal["geodesic", "rhumb"]
"""The line that joins two vertices: the shortest one, or the one of constant azimuth (parallels and meridians too)."""

LEVEL = 1e-6
"""Degrees of latitude, 0.1 m, that a rhumb line may climb and be walked as a parallel: less is lost in rounding."""

_DEGREE = float(np.radians(ellipsoid.LARGEST_RADIUS))
"""Metres that a degree of latitude, or of longitude, is at most."""


def densify(shape: Any, max_length: float, *, edges: Edges = "geodesic") -> BaseGeometry:
    """The shape with vertices put along its edges, so that none is longer than a length.

    Vertices given stay, and none is added to an edge that is short enough. Equal edges get equal vertices whichever way
    they run, so that neighbours stay neighbours.

    Parameters
    ----------
    shape
        Any geometry; points come back as they are.
    max_length
        Metres.
    edges
        ``"geodesic"`` or ``"rhumb"``: what the edges of `shape` are. Either takes the short way round; across the
        antimeridian the new vertices stay from -180 to 180 when the given ones do. A rhumb line to a pole is the
        meridian.

    Returns
    -------
    BaseGeometry
        Of the same kind. Where edges are at most 1 km, geodesic, rhumb line and straight line in degrees agree to
        0.02 m at 45 degrees of latitude, in proportion to its tangent.

    Raises
    ------
    RadiusError
        `max_length` is not a positive number.

    References
    ----------
    Karney, C. F. F. (2013). Algorithms for geodesics. Journal of Geodesy 87, 43-55. doi:10.1007/s00190-012-0578-z

    Examples
    --------
    >>> from shapely import LineString
    >>> line = LineString([(122, 27), (130, 27)])
    >>> [round(max(y for _, y in densify(line, 1000, edges=e).coords), 4) for e in ("geodesic", "rhumb")]
    [27.0569, 27.0]
    """
    check_edges(edges)
    max_length = metres_of(max_length, "max_length")
    if not max_length > 0:
        raise RadiusError(f"got a maximum length of {max_length} m: expected a positive number of metres.")
    return densified(as_geometry(shape, edges), float(max_length), edges)


def check_edges(edges: str) -> None:
    """Nothing, when the edge rule is one that there is.

    Raises
    ------
    GeometryError
        Lists the rules.
    """
    if edges not in ("geodesic", "rhumb"):
        raise GeometryError(f'got edges={edges!r}: expected "geodesic" or "rhumb".')


def rhumb_length(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> Floats:
    """Lengths of the rhumb lines between positions, metres, on the ellipsoid.

    Exact: meridian arcs by the geodesic solver, longitudes by isometric latitude.

    Examples
    --------
    A degree of the equator is a 360th of its length:

    >>> round(float(rhumb_length(0, 0, 1, 0)), 3)
    111319.491
    """
    lon1, lat1, lon2, lat2 = (np.array(a, float) for a in np.broadcast_arrays(lon1, lat1, lon2, lat2))
    _, _, meridian = ellipsoid.inverse(np.zeros_like(lat1), lat1, np.zeros_like(lat1), lat2)
    turn = np.radians(_short_way(lon1, lon2))
    rise = np.radians(lat2 - lat1)
    steep = np.abs(rise) > 1e-5
    stretch = np.where(
        steep, meridian / np.where(steep, np.abs(isometric_step(lat1, lat2)), 1), _radius_of_parallel((lat1 + lat2) / 2)
    )
    at_pole = (np.abs(lat1) == 90) | (np.abs(lat2) == 90)
    return np.where(at_pole, meridian, np.hypot(meridian, turn * stretch))


def isometric_step(lat1: ArrayLike, lat2: ArrayLike) -> Floats:
    """The difference of isometric latitude from one latitude to another, radians; exact however small it is."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    sine1, sine2 = np.sin(phi1), np.sin(phi2)
    rise = 2 * np.cos((phi1 + phi2) / 2) * np.sin((phi2 - phi1) / 2)
    e = np.sqrt(ECCENTRICITY_SQUARED)
    with np.errstate(divide="ignore", invalid="ignore"):
        step = np.arctanh(rise / (1 - sine1 * sine2)) - e * np.arctanh(e * rise / (1 - e * e * sine1 * sine2))
    return np.asarray(step)


def rhumb_points(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats, fraction: Floats) -> tuple[Floats, Floats]:
    """Points of rhumb lines at fractions of their climb in latitude, degrees; along a parallel, of their length."""
    lat = lat1 + fraction * (lat2 - lat1)
    turn = _short_way(lon1, lon2)
    at_pole = (np.abs(lat1) == 90) | (np.abs(lat2) == 90)
    whole, part = isometric_step(lat1, lat2), isometric_step(lat1, lat)
    steady = (np.abs(lat2 - lat1) < LEVEL) | at_pole
    share = np.where(steady, fraction, part / np.where(steady, 1, whole))
    return np.where(at_pole, np.where(np.abs(lat1) == 90, lon2, lon1), lon1 + share * turn), lat


def densified(geometry: BaseGeometry, max_length: float, edges: Edges) -> BaseGeometry:
    """What `densify` returns, of geometry that has been checked."""
    if geometry.geom_type == "GeometryCollection":
        return shapely.GeometryCollection([densified(part, max_length, edges) for part in geometry.geoms])
    if geometry.geom_type == "LinearRing":
        geometry = shapely.LineString(geometry)
    kind, lonlat, offsets = shapely.to_ragged_array([geometry])
    if not offsets or geometry.geom_type == "MultiPoint":
        return geometry
    ring_ends = offsets[0]
    edge = np.ones(len(lonlat), bool)
    edge[ring_ends[1:] - 1] = False
    count = np.ones(len(lonlat), np.intp)
    start = _perhaps_long(lonlat, np.flatnonzero(edge), max_length) if edges == "geodesic" else np.flatnonzero(edge)
    if not len(start):
        return geometry
    a, b = lonlat[start], lonlat[start + 1]
    azimuth, length = _edge_lengths(a, b, edges)
    count[start] = np.maximum(np.ceil(length / max_length * (1 - 1e-12)), 1).astype(np.intp)
    if (count == 1).all():
        return geometry
    owner = np.repeat(np.arange(len(lonlat)), count)
    first = np.cumsum(count) - count
    step = np.arange(len(owner)) - first[owner]
    new = lonlat[owner]
    inner = np.flatnonzero(step)
    row = np.searchsorted(start, owner[inner])
    new[inner] = _between(a[row], b[row], step[inner], count[owner[inner]], azimuth[row], length[row], edges)
    moved = np.r_[first, len(owner)][ring_ends]
    return shapely.from_ragged_array(kind, new, (moved.astype(ring_ends.dtype), *offsets[1:]))[0]


def _perhaps_long(lonlat: Floats, start: Ints, max_length: float) -> Ints:
    """The edges that may be longer than a length, by degrees and then by chords: most edges of a coast are not."""
    degrees = np.abs(lonlat[start + 1] - lonlat[start]).sum(axis=1)
    start = start[degrees * _DEGREE > max_length * (1 - 1e-9)]
    chord = np.linalg.norm(ellipsoid.to_ecef(*lonlat[start + 1].T) - ellipsoid.to_ecef(*lonlat[start].T), axis=1)
    return start[ellipsoid.chord_to_longest(chord) > max_length * (1 - 1e-9)]


def _edge_lengths(a: Floats, b: Floats, edges: Edges) -> tuple[Floats, Floats]:
    """Azimuth at the start, and length, of each edge, taken in its canonical direction: see `canonical`."""
    if edges == "rhumb":
        # Vertices go in equal steps of latitude, which on the ellipsoid are equal in length to within 1.1 %.
        return np.zeros(len(a)), rhumb_length(*a.T, *b.T) * np.where(a[:, 1] == b[:, 1], 1, 1.011)
    start, end, _ = canonical(a, b)
    azimuth, _, length = ellipsoid.inverse(*start.T, *end.T)
    return azimuth, length


def _between(a: Floats, b: Floats, step: Ints, count: Ints, azimuth: Floats, length: Floats, edges: Edges) -> Floats:
    """The ends of steps along edges, in degrees that run on from `a` to `b` wherever the two do."""
    start, end, flipped = canonical(a, b)
    fraction = np.where(flipped, count - step, step) / count
    (lon1, lat1), (lon2, lat2) = start.T, end.T
    if edges == "rhumb":
        lon, lat = rhumb_points(lon1, lat1, lon2, lat2, fraction)
    else:
        lon, lat = ellipsoid.direct(lon1, lat1, azimuth, fraction * length)
    near = np.where(np.abs(lon1 - lon2) <= 180, (lon1 + lon2) / 2, 0.0)
    return np.column_stack([lon - 360 * np.round((lon - near) / 360), lat])


def canonical(a: Floats, b: Floats) -> tuple[Floats, Floats, np.ndarray[Any, np.dtype[np.bool_]]]:
    """Ends of edges in an order that does not depend on the direction, and which ones were turned."""
    flipped = (a[:, 1] > b[:, 1]) | ((a[:, 1] == b[:, 1]) & (a[:, 0] > b[:, 0]))
    return np.where(flipped[:, None], b, a), np.where(flipped[:, None], a, b), flipped


def _short_way(lon1: ArrayLike, lon2: ArrayLike) -> Floats:
    """Degrees from one longitude to another, from -180 to 180."""
    step = np.asarray(lon2, float) - np.asarray(lon1, float)
    return np.asarray(step - 360 * np.round(step / 360))


def _radius_of_parallel(lat: Floats) -> Floats:
    phi = np.radians(lat)
    return SEMI_MAJOR_AXIS * np.cos(phi) / np.sqrt(1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2)
