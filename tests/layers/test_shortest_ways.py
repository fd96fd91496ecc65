"""Ways by sea are the shortest: held between two searches of our tests' own, round less land and round more."""

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer
from scipy.sparse.csgraph import dijkstra

from rimland import layers
from rimland.layers import sea_route
from rimland.layers.closures import closures

WGS84 = Geod(ellps="WGS84")
MARGIN = 0.06
"""Degrees, 6 km, by which the land is made larger; ways keep off it by one or two kilometres."""


def land(window):
    """The coast of the region in a window, and which islands take part in the search from below.

    Those of 200 km² and more, Taiwan and Kyushu among them: with the continent left out a way can only be shorter.
    """
    frame = layers.load("land-region")
    near = frame[frame.geometry.intersects(window)]
    return shapely.intersection(shapely.make_valid(near.geometry.to_numpy()), window), near["area_km2"].between(
        200, 50_000
    )


def polygons(shapes):
    parts = shapely.get_parts(shapely.get_parts(shapes))
    return parts[(shapely.get_type_id(parts) == 3) & ~shapely.is_empty(parts)]


def convex(shapes):
    """The corners of polygons at which a taut thread round them can turn."""
    found = []
    for one in shapes:
        ring = shapely.get_coordinates(shapely.orient_polygons(one).exterior)[:-1]
        before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
        found.append(ring[before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0] > 0])
    return np.vstack(found)


def shortest(solid, corners, walls, start, end):
    """Metres of the shortest way round some polygons by way of corners, each joined to every other that it sees.

    Sight is along straight lines of the gnomonic projection, which are great circles, and within tens of metres of
    geodesics here; lengths are PROJ's.
    """
    lon, lat = np.mean([start, end], axis=0)
    flat = Transformer.from_crs("EPSG:4326", f"+proj=gnom +lon_0={lon} +lat_0={lat} +R=6371000", always_xy=True)
    plane = shapely.transform(solid, lambda lonlat: np.column_stack(flat.transform(*lonlat.T)))
    fence = shapely.transform(walls, lambda lonlat: np.column_stack(flat.transform(*lonlat.T)))
    nodes = np.unique(np.vstack([corners, [start, end]]), axis=0)
    at = np.column_stack(flat.transform(*nodes.T))
    one, other = np.triu_indices(len(nodes), 1)
    sight = shapely.linestrings(np.stack([at[one], at[other]], axis=1))
    inner = shapely.buffer(plane, -1.0)  # a way may run along a side
    blocked = np.zeros(len(sight), bool)
    blocked[shapely.STRtree(sight).query(inner, predicate="intersects")[1]] = True
    if len(walls):
        blocked[shapely.STRtree(sight).query(fence, predicate="intersects")[1]] = True
    metres = np.full((len(nodes),) * 2, np.inf)
    free = ~blocked
    metres[one[free], other[free]] = WGS84.inv(*nodes[one[free]].T, *nodes[other[free]].T)[2]
    first, last = (int(np.argmin(np.hypot(*(nodes - place).T))) for place in (start, end))
    return dijkstra(np.where(np.isinf(metres), 0, metres), directed=False, indices=first)[last]


@pytest.mark.parametrize(
    ("ports", "avoid"),
    [
        (("kaohsiung", "naha"), ()),
        (("busan", "naha"), ()),
        (("kaohsiung", "keelung"), ("taiwan-strait",)),
        (("hualien", "hong-kong"), ("luzon-strait",)),
    ],
)
def test_no_way_is_longer_than_one_round_larger_land_or_shorter_than_one_round_smaller(ports, avoid):
    water = sea_route(*ports, avoid=avoid).route.open_water
    path = shapely.get_coordinates(water)
    start, end = path[0], path[-1]
    west, south, east, north = shapely.bounds(water)
    coast, large = land(shapely.box(west - 1, south - 1, east + 1, north + 1))
    walls = np.array([one.shape for one in closures(avoid)])
    found = WGS84.geometry_length(water)

    beside = shapely.dwithin(water, coast, 0.5)
    smaller = polygons(shapely.buffer(shapely.simplify(coast[large & beside], 0.01), -0.011))
    ends = shapely.points(shapely.get_coordinates(walls))  # of what is closed: they lie on the coast, not on its core
    joined = np.concatenate([walls, shapely.shortest_line(ends, shapely.multipolygons(smaller))])
    least = shortest(smaller, convex(smaller), joined, start, end)
    harbours = shapely.union_all([shapely.Point(place).buffer(0.3) for place in (start, end)])
    larger = shapely.simplify(shapely.union_all(shapely.buffer(coast, MARGIN, quad_segs=2)), 0.02)
    larger = polygons(shapely.difference(larger, harbours))  # there all ways are near land
    corners = convex(larger)
    beside = shapely.dwithin(water, shapely.points(corners), 0.3)  # with fewer corners a way is longer, never shorter
    most = shortest(larger, corners[beside], walls, start, end)
    assert least - 1 <= found <= most + 1
    assert most <= least * 1.06  # so near do the two hold it
