"""Independent answers: brute force on pyproj alone, sharing nothing with the engine."""

from itertools import pairwise
from types import SimpleNamespace

import pytest
import shapely
from pyproj import Geod

GEOD = Geod(ellps="WGS84")


def edges_of(geometry):
    """The edges ((lon, lat), (lon, lat)) of a geometry in order; a point is an edge from itself to itself."""
    if hasattr(geometry, "geoms"):
        return [edge for part in geometry.geoms for edge in edges_of(part)]
    if geometry.geom_type == "Point":
        position = geometry.coords[0][:2]
        return [(position, position)]
    lines = [geometry.exterior, *geometry.interiors] if geometry.geom_type == "Polygon" else [geometry]
    return [(a[:2], b[:2]) for line in lines for a, b in pairwise(line.coords)]


def point_to_edge(lon, lat, edge):
    """Least distance from a position to a geodesic edge, and where: sampled densely, then by golden section."""
    (lon1, lat1), (lon2, lat2) = edge
    azimuth, _, length = GEOD.inv(lon1, lat1, lon2, lat2)

    def distance(x):
        foot = GEOD.fwd(lon1, lat1, azimuth, x)
        return GEOD.inv(lon, lat, foot[0], foot[1])[2]

    if length == 0:
        return distance(0), (lon1, lat1)
    count = max(40, min(400, int(length / 50_000)))
    samples = [length * i / count for i in range(count + 1)]
    values = [distance(x) for x in samples]
    middle = min(range(count + 1), key=values.__getitem__)
    low, high = samples[max(middle - 1, 0)], samples[min(middle + 1, count)]
    ratio = (5**0.5 - 1) / 2
    c, d = high - ratio * (high - low), low + ratio * (high - low)
    at_c, at_d = distance(c), distance(d)
    while high - low > 1e-4:
        if at_c < at_d:
            high, d, at_d = d, c, at_c
            c = high - ratio * (high - low)
            at_c = distance(c)
        else:
            low, c, at_c = c, d, at_d
            d = low + ratio * (high - low)
            at_d = distance(d)
    best = min((0, length, (low + high) / 2), key=distance)
    foot = GEOD.fwd(lon1, lat1, azimuth, best)
    return distance(best), foot[:2]


def point_to_shape(lon, lat, geometry):
    """Least distance from a position to the boundary of a geometry, and where."""
    return min((point_to_edge(lon, lat, edge) for edge in edges_of(geometry)), key=lambda found: found[0])


def boundary_to_boundary(a, b):
    """Least distance between the boundaries of two geometries that do not cross: an end of an edge is at one side."""
    return min(
        min(point_to_shape(*position, b)[0] for edge in edges_of(a) for position in edge),
        min(point_to_shape(*position, a)[0] for edge in edges_of(b) for position in edge),
    )


@pytest.fixture(scope="session")
def brute():
    """Brute force on the ellipsoid, independent of the engine."""
    return SimpleNamespace(
        geod=GEOD,
        edges_of=edges_of,
        point_to_edge=point_to_edge,
        point_to_shape=point_to_shape,
        boundary_to_boundary=boundary_to_boundary,
        shapely=shapely,
    )
