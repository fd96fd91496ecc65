"""Geodesic and rhumb edges, and vertices put along them."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from rimland.geo.edges import densify, rhumb_length
from rimland.geo.errors import GeometryError, RadiusError

longitudes = st.floats(-180, 180, allow_subnormal=False)
latitudes = st.floats(-89, 89, allow_subnormal=False)


@settings(max_examples=60, deadline=None)
@given(lon1=longitudes, lat1=latitudes, lon2=longitudes, lat2=latitudes, step=st.floats(5e3, 1e6))
def test_a_densified_geodesic_keeps_its_length_and_its_ends_and_no_edge_is_longer(brute, lon1, lat1, lon2, lat2, step):
    dense = densify(LineString([(lon1, lat1), (lon2, lat2)]), step)
    x, y = shapely.get_coordinates(dense).T
    lengths = np.asarray(brute.geod.inv(x[:-1], y[:-1], x[1:], y[1:])[2])
    assert lengths.sum() == pytest.approx(brute.geod.inv(lon1, lat1, lon2, lat2)[2], abs=1e-5)
    assert lengths.max() <= step * (1 + 1e-9)
    assert dense.coords[0] == (lon1, lat1)
    assert dense.coords[-1] == (lon2, lat2)


@settings(max_examples=60, deadline=None)
@given(lon1=longitudes, lat1=latitudes, lon2=longitudes, lat2=latitudes)
def test_a_rhumb_line_keeps_its_azimuth(brute, lon1, lat1, lon2, lat2):
    if rhumb_length(lon1, lat1, lon2, lat2) < 1e4:
        return
    x, y = shapely.get_coordinates(densify(LineString([(lon1, lat1), (lon2, lat2)]), 2000, edges="rhumb")).T
    forward, back, _ = brute.geod.inv(x[:-1], y[:-1], x[1:], y[1:])
    # The azimuth of each short geodesic midway, between that at its start and that at its end.
    turn = (np.asarray(back) + 180 - forward + 180) % 360 - 180
    assert np.ptp(np.unwrap(np.radians(forward)) + np.radians(turn) / 2) < 1e-4


@settings(max_examples=60, deadline=None)
@given(lon1=longitudes, lat1=latitudes, lon2=longitudes, lat2=latitudes)
def test_the_length_of_a_rhumb_line_is_that_of_its_short_geodesics(brute, lon1, lat1, lon2, lat2):
    x, y = shapely.get_coordinates(densify(LineString([(lon1, lat1), (lon2, lat2)]), 1000, edges="rhumb")).T
    # Geodesics of 1 km cut the corners of a parallel near the pole, the most by a part in a hundred thousand at 89°.
    summed = brute.geod.line_length(x, y)
    assert float(rhumb_length(lon1, lat1, lon2, lat2)) == pytest.approx(summed, rel=1e-5, abs=1e-6)


def test_a_parallel_stays_on_its_parallel_and_a_meridian_on_its_meridian():
    along = densify(LineString([(122, 27), (130, 27)]), 1000, edges="rhumb")
    assert {y for _, y in along.coords} == {27.0}
    up = densify(LineString([(122, 27), (122, 31)]), 1000, edges="rhumb")
    assert {x for x, _ in up.coords} == {122.0}


def test_the_geodesic_strays_6301_metres_from_the_27th_parallel(brute):
    # From 122°E to 130°E, a figure computed independently of this code.
    top = max(y for _, y in densify(LineString([(122, 27), (130, 27)]), 1000).coords)
    assert brute.geod.inv(126, 27, 126, top)[2] == pytest.approx(6301, abs=1)


@pytest.mark.parametrize("edges", ["geodesic", "rhumb"])
def test_across_the_antimeridian_new_vertices_follow_the_convention_of_the_given_ones(edges):
    folded = shapely.get_coordinates(densify(LineString([(179, 10), (-179, 12)]), 20_000, edges=edges))
    running = shapely.get_coordinates(densify(LineString([(179, 10), (181, 12)]), 20_000, edges=edges))
    assert np.abs(folded[:, 0]).min() >= 179
    assert np.abs(folded[:, 0]).max() <= 180
    assert (np.diff(running[:, 0]) > 0).all()
    assert np.cos(np.radians(folded[:, 0] - running[:, 0])) == pytest.approx(np.ones(len(folded)), abs=1e-15)
    assert folded[:, 1] == pytest.approx(running[:, 1], abs=1e-12)


def test_a_rhumb_line_to_the_pole_is_the_meridian(brute):
    line = LineString([(30, 80), (120, 90)])
    x, y = shapely.get_coordinates(densify(line, 50_000, edges="rhumb")).T
    assert brute.geod.line_length(x, y) == pytest.approx(brute.geod.inv(30, 80, 30, 90)[2])
    assert set(x[:-1].round(9)) == {30.0}


def test_an_edge_gets_the_same_vertices_whichever_way_it_runs():
    there = densify(LineString([(122.3, 27.1), (130.7, 31.9)]), 7000)
    back = densify(LineString([(130.7, 31.9), (122.3, 27.1)]), 7000)
    assert list(there.coords) == list(back.coords)[::-1]


@pytest.mark.parametrize(
    "shape",
    [
        box(120, 20, 125, 25),
        Polygon(box(120, 20, 125, 25).exterior, [box(121, 21, 122, 22).exterior.coords]),
        MultiPolygon([box(0, 0, 3, 3), box(10, 10, 13, 13)]),
        shapely.GeometryCollection([Point(1, 1), LineString([(0, 0), (5, 5)])]),
    ],
)
def test_any_geometry_keeps_its_kind_and_its_own_vertices(shape):
    dense = densify(shape, 10_000)
    assert dense.geom_type == shape.geom_type
    given = {tuple(position) for position in shapely.get_coordinates(shape)}
    assert given <= {tuple(position) for position in shapely.get_coordinates(dense)}
    assert len(shapely.get_coordinates(dense)) > len(shapely.get_coordinates(shape))
    assert shapely.get_num_interior_rings(dense) == shapely.get_num_interior_rings(shape)


@pytest.mark.parametrize("shape", [Point(1, 1), MultiPoint([(1, 1), (50, 50)]), LineString([(0, 0), (0.001, 0)])])
def test_what_has_no_long_edge_comes_back_as_it_is(shape):
    assert densify(shape, 1000).equals_exact(shape, 0)


@pytest.mark.parametrize("length", [0, -1, math.nan])
def test_a_maximum_length_that_is_not_positive_is_refused(length):
    with pytest.raises(RadiusError, match="positive"):
        densify(Point(0, 0), length)


def test_an_unknown_edge_rule_is_refused_with_the_list():
    with pytest.raises(GeometryError, match='"geodesic" or "rhumb"'):
        densify(Point(0, 0), 10, edges="straight")
