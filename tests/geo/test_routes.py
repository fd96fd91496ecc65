"""Ways by sea: against a brute force that sees along geodesics in degrees, and at the edges of what is asked."""

import itertools

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import LineString, Point, Polygon, box

from rimland import geo
from rimland.geo.routes import STRAY
from rimland.geo.sights import INSET

WGS84 = Geod(ellps="WGS84")
HERE = geo.Plane(lon=130.0, lat=25.0)


def dense(start, end, every=2500.0):
    """A geodesic as positions at most so many metres apart, by PROJ; between them it strays by 0.1 m here."""
    metres = WGS84.inv(*start, *end)[2]
    steps = int(metres // every)
    return LineString([start, *WGS84.npts(*start, *end, steps), end]) if steps else LineString([start, end])


def brute_force(obstacles, start, end):
    """Metres of the shortest way: every corner joined to every other that it sees along the geodesic, searched.

    The sides of obstacles are geodesics too. They are shrunk by about the inset, since ways run along their sides.
    """
    sides = [itertools.pairwise(one.exterior.coords) for one in obstacles]
    round_ = [np.concatenate([dense(*side).coords[:-1] for side in ring]) for ring in sides]
    solid = shapely.union_all([shapely.buffer(Polygon(ring), -2 * INSET / 111_000) for ring in round_])
    nodes = list(dict.fromkeys([start, end, *(tuple(at) for one in obstacles for at in one.exterior.coords[:-1])]))
    metres = np.full((len(nodes), len(nodes)), np.inf)
    for i, j in itertools.combinations(range(len(nodes)), 2):
        if not dense(nodes[i], nodes[j]).intersects(solid):
            metres[i, j] = metres[j, i] = WGS84.inv(*nodes[i], *nodes[j])[2]
    for by in range(len(nodes)):
        metres = np.minimum(metres, metres[:, by, None] + metres[by])
    return metres[0, 1]


def islands():
    """Convex islands apart from each other, of 20 to 200 km, with the water between them at least 10 km wide."""
    middle = st.tuples(st.floats(123, 137), st.floats(20, 30))
    radius, corners, turn = st.floats(0.1, 1.0), st.integers(3, 6), st.floats(0, 6)

    def make(at, size, count, turned):
        angles = turned + np.linspace(0, 2 * np.pi, count, endpoint=False)
        return Polygon(np.column_stack([at[0] + size * np.cos(angles), at[1] + size * np.sin(angles)]))

    one = st.builds(make, middle, radius, corners, turn)
    return st.lists(one, min_size=1, max_size=5).filter(
        lambda shapes: all(a.distance(b) > 0.1 for a, b in itertools.combinations(shapes, 2))
    )


@settings(max_examples=25, deadline=None)
@given(islands())
def test_no_other_way_along_geodesics_is_shorter(shapes):
    start, end = (121.0, 24.0), (139.0, 26.0)
    way = geo.route(geo.network_of(shapes, HERE), Point(start), Point(end))
    best = brute_force(shapes, start, end)
    # Both cut corners by the inset at most, here and there a little differently.
    assert way.metres == pytest.approx(best, rel=1e-6, abs=2 * INSET)


@settings(max_examples=20, deadline=None)
@given(islands(), islands())
def test_closing_more_never_makes_a_way_shorter_and_keeps_it_out(shapes, closed):
    start, end = (121.0, 24.0), (139.0, 26.0)
    assume(all(a.distance(b) > 0.1 for a in shapes for b in closed))
    network = geo.network_of(shapes, HERE)
    before = geo.route(network, Point(start), Point(end))
    after = geo.route(network, Point(start), Point(end), closed=closed)
    assert after.metres >= before.metres - 1e-6
    for region in closed:
        inner = shapely.buffer(region, -0.001)
        for one, other in itertools.pairwise(after.turns):
            assert not dense(tuple(one), tuple(other)).intersects(inner)


def test_over_open_water_the_way_is_the_geodesic():
    network = geo.network_of([box(100, 0, 101, 1)], HERE)
    way = geo.route(network, Point(121, 24), Point(139, 36))
    assert way.metres == pytest.approx(WGS84.inv(121, 24, 139, 36)[2], abs=1e-6)
    assert way.harbours == (0.0, 0.0)
    assert len(way.turns) == 2


def test_the_line_is_cut_to_ten_kilometres_along_the_geodesic():
    way = geo.route(geo.network_of([box(100, 0, 101, 1)], HERE), Point(121, 24), Point(139, 36))
    lon, lat = shapely.get_coordinates(way.line).T
    assert WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2].max() <= 10_000.001
    off = geo.distance(Point(lon[len(lon) // 2], lat[len(lat) // 2]), LineString([(121, 24), (139, 36)]))
    assert off.metres < 0.01


def test_a_way_from_an_island_begins_with_the_leg_to_open_water():
    way = geo.route(geo.network_of([box(129.9, 24.9, 130.1, 25.1)], HERE), Point(129.95, 25.0), Point(125, 25))
    to_the_shore = WGS84.inv(129.95, 25, 129.9, 25)[2]
    assert way.harbours[1] == 0
    assert to_the_shore < way.harbours[0] < to_the_shore + 3 * INSET
    assert shapely.get_coordinates(way.line)[0].tolist() == [129.95, 25.0]


def test_deep_inland_there_is_no_way_out():
    network = geo.network_of([box(129, 24, 131, 26)], HERE)
    with pytest.raises(geo.NoRouteError, match="more than 30 km from open water"):
        geo.route(network, Point(130, 25), Point(125, 25))


def test_a_ring_of_land_lets_nothing_out():
    ring = [box(128, 23, 132, 24), box(128, 26, 132, 27), box(128, 23, 129, 27), box(131, 23, 132, 27)]
    network = geo.network_of([box(100, 0, 101, 1)], HERE)
    with pytest.raises(geo.NoRouteError, match="no way by sea"):
        geo.route(network, Point(130, 25), Point(125, 25), closed=ring)


def test_a_line_across_is_a_wall_to_go_round():
    network = geo.network_of([box(100, 0, 101, 1)], HERE)
    way = geo.route(network, Point(129, 25), Point(131, 25), closed=[LineString([(130, 24), (130, 27)])])
    round_the_end = 2 * WGS84.inv(129, 25, 130, 24)[2]
    assert round_the_end < way.metres < round_the_end + 5_000


def test_another_network_is_made_and_the_first_stays():
    network = geo.network_of([box(129.5, 24.5, 130.5, 25.5)], HERE)
    before = geo.route(network, Point(128, 25), Point(132, 25)).metres
    assert network.without(box(129.5, 25.4, 130.5, 29)).route((128, 25), (132, 25)).metres > before + 1000
    assert geo.route(network, Point(128, 25), Point(132, 25)).metres == before
    assert network.without() is network


def test_from_a_place_to_itself_is_nothing():
    way = geo.route(geo.network_of([box(100, 0, 101, 1)], HERE), Point(130, 25), Point(130, 25))
    assert way.metres == 0
    assert way.line.is_valid or way.line.length == 0


def test_a_point_closes_nothing_and_says_so():
    network = geo.network_of([box(100, 0, 101, 1)], HERE)
    with pytest.raises(geo.GeometryError, match="a point closes nothing"):
        network.without(Point(130, 25))


def test_beyond_the_reach_of_the_plane_is_refused():
    network = geo.network_of([box(100, 0, 101, 1)], HERE)
    with pytest.raises(geo.GeometryError, match="85 degrees"):
        geo.route(network, Point(130, 25), Point(-60, -20))


def test_there_and_back_in_the_plane_is_where_it_was():
    rng = np.random.default_rng(3)
    lonlat = np.column_stack([rng.uniform(70, 190, 500), rng.uniform(-30, 70, 500)])
    back = HERE.unproject(HERE.project(lonlat))
    assert np.abs((back[:, 0] - lonlat[:, 0] + 180) % 360 - 180).max() < 1e-9
    # The centre is that of the ellipsoid: a position and its image are on one line from it.
    assert np.abs(back[:, 1] - lonlat[:, 1]).max() < 1e-9


@settings(max_examples=50, deadline=None)
@given(st.floats(95, 160), st.floats(-12, 52), st.floats(95, 160), st.floats(-12, 52))
def test_long_lines_are_bent_to_within_the_inset(lon1, lat1, lon2, lat2):
    plane = geo.Plane(lon=100.0, lat=12.0)
    assume(WGS84.inv(lon1, lat1, lon2, lat2)[2] > 1000)
    ends = plane.project(np.array([[lon1, lat1], [lon2, lat2]]))
    bent = plane.geodesics(ends[None])[0]
    way = plane.project(np.array(WGS84.npts(lon1, lat1, lon2, lat2, 37)))
    off = shapely.distance(shapely.points(way), bent) / plane.metres_at(way)
    metres = WGS84.inv(lon1, lat1, lon2, lat2)[2]
    assert off.max() < (INSET if metres < 5e6 else 60.0)


@settings(max_examples=50, deadline=None)
@given(st.floats(40, 160), st.floats(-12, 52), st.floats(40, 160), st.floats(-12, 52))
def test_no_geodesic_of_the_waters_that_ship_strays_further_than_its_tree_is_asked(lon1, lat1, lon2, lat2):
    plane = geo.Plane(lon=100.0, lat=12.0)
    assume(WGS84.inv(lon1, lat1, lon2, lat2)[2] > 1000)
    ends = plane.project(np.array([[lon1, lat1], [lon2, lat2]]))
    way = plane.project(np.array(WGS84.npts(lon1, lat1, lon2, lat2, 25)))
    away = shapely.distance(shapely.points(way), LineString(ends))
    assert away.max() <= STRAY * np.hypot(*(ends[1] - ends[0]))
