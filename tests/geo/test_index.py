"""The nearest point of a boundary, against brute force on pyproj."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiPoint, Point, Polygon

from rimland.geo.errors import CoordinateError
from rimland.geo.index import ShapeIndex


def positions(rng, count):
    return np.column_stack([rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))])


def scattered(rng, centre, size, count):
    """Positions about a centre, folded back where they leave the globe."""
    found = centre + rng.normal(size=(count, 2)) * size
    return np.column_stack([(found[:, 0] + 180) % 360 - 180, np.clip(found[:, 1], -90, 90)])


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), size=st.floats(-5, 2), vertices=st.integers(2, 6))
def test_distance_and_foot_are_those_of_brute_force_all_over_the_world(brute, seed, size, vertices):
    rng = np.random.default_rng(seed)
    centre = positions(rng, 1)[0]
    line = LineString(scattered(rng, centre, 10**size, vertices))
    there = np.concatenate([positions(rng, 1), scattered(rng, centre, 3 * 10**size, 2)])
    feet = ShapeIndex(line).nearest(there[:, 0], there[:, 1])
    for i, (lon, lat) in enumerate(there):
        expected, _ = brute.point_to_shape(lon, lat, line)
        assert feet.metres[i] == pytest.approx(expected, abs=1e-4)
        azimuth, _, metres = brute.geod.inv(lon, lat, feet.lon[i], feet.lat[i])
        assert metres == pytest.approx(feet.metres[i], abs=1e-6)
        if 1 < metres < 19e6:
            assert (azimuth - feet.azimuth[i] + 180) % 360 - 180 == pytest.approx(0, abs=1e-4)
        assert brute.point_to_edge(feet.lon[i], feet.lat[i], brute.edges_of(line)[feet.segment[i]])[0] < 1e-3


@pytest.mark.parametrize("lat", [89.999, 90.0, -90.0])
def test_an_edge_over_or_near_a_pole_has_its_nearest_point_there(brute, lat):
    line = LineString([(0, 85 * np.sign(lat)), (179.9, 85 * np.sign(lat))])
    feet = ShapeIndex(line).nearest([10.0], [lat])
    assert feet.metres[0] == pytest.approx(brute.point_to_shape(10.0, lat, line)[0], abs=1e-4)


def test_an_edge_across_the_antimeridian_takes_the_short_way():
    feet = ShapeIndex(LineString([(179, 0), (-179, 0)])).nearest([180.0], [0.5])
    assert feet.metres[0] == pytest.approx(55_287.15, abs=0.01)  # half a degree of meridian
    assert abs(feet.lon[0]) == pytest.approx(180)


def test_the_foot_on_a_long_edge_leaves_the_parallel_as_the_geodesic_does():
    # spec: from 122°E to 130°E at 27°N the geodesic strays 6,301 m from the parallel.
    feet = ShapeIndex(LineString([(122, 27), (130, 27)])).nearest([126.0], [27.0])
    assert feet.metres[0] == pytest.approx(6301, abs=1)


def test_every_kind_of_geometry_is_taken_and_its_segments_counted_in_order():
    shape = shapely.GeometryCollection(
        [
            Point(10, 10),
            Polygon([(0, 0), (3, 0), (3, 3), (0, 3)], [[(1, 1), (2, 1), (2, 2), (1, 2)]]),
            LineString([(20, 20), (21, 20), (22, 20)]),
            MultiPoint([(30, 30), (31, 31)]),
        ]
    )
    index = ShapeIndex(shape)
    feet = index.nearest([10, 1.5, 1.5, 21.5, 31], [10.5, -0.1, 1.1, 20, 31])
    assert feet.segment.tolist() == [0, 1, 5, 10, 12]
    assert feet.metres[4] == pytest.approx(0, abs=1e-6)


def test_repeated_vertices_and_lines_of_one_point_do_no_harm(brute):
    index = ShapeIndex(LineString([(5, 5), (5, 5), (6, 5), (6, 5)]))
    assert index.nearest([5.0, 6.5], [5.0, 5.0]).metres[0] == 0
    point = ShapeIndex(LineString([(5, 5), (5, 5)]))
    assert point.nearest(5, 6).metres[0] == pytest.approx(brute.geod.inv(5, 5, 5, 6)[2], abs=1e-6)


def test_the_inside_of_a_polygon_is_at_a_distance_from_its_boundary():
    assert ShapeIndex(shapely.box(0, 0, 2, 2)).nearest(1, 1).metres[0] > 100_000


def test_many_equally_near_vertices_are_all_looked_at(brute):
    lon, lat, _ = brute.geod.fwd([50.0] * 720, [40.0] * 720, np.arange(720) / 2, [300_000.0] * 720)
    ring = Polygon(np.column_stack([lon, lat]))
    feet = ShapeIndex(ring).nearest([50.0, 50.001], [40.0, 40.001])
    for i, (x, y) in enumerate([(50.0, 40.0), (50.001, 40.001)]):
        assert feet.metres[i] == pytest.approx(brute.point_to_shape(x, y, ring)[0], abs=1e-4)


def test_a_position_at_the_antipode_of_a_shape_is_measured(brute):
    line = LineString([(10, 20), (11, 20.5)])
    feet = ShapeIndex(line).nearest([-170.0, -169.2], [-20.0, -20.3])
    for i, position in enumerate([(-170.0, -20.0), (-169.2, -20.3)]):
        assert feet.metres[i] == pytest.approx(brute.point_to_shape(*position, line)[0], abs=1e-3)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), metres=st.floats(4e6, 1.95e7))
def test_far_away_the_nearest_point_of_a_coast_is_that_of_brute_force(brute, seed, metres):
    rng = np.random.default_rng(seed)
    centre = positions(rng, 1)[0]
    azimuth = np.arange(0, 360, 6.0)
    reach = rng.uniform(1e5, 1e6, 60)
    coast = np.column_stack(brute.geod.fwd([centre[0]] * 60, [centre[1]] * 60, azimuth, reach)[:2])
    lon, lat, _ = brute.geod.fwd([centre[0]] * 3, [centre[1]] * 3, rng.uniform(0, 360, 3), [metres] * 3)
    feet = ShapeIndex(LineString(coast)).nearest(lon, lat)
    for i in range(3):
        assert feet.metres[i] == pytest.approx(brute.point_to_shape(lon[i], lat[i], LineString(coast))[0], abs=1e-4)


def test_no_position_gives_no_feet_and_a_bad_one_is_refused():
    index = ShapeIndex(Point(1, 1))
    assert len(index.nearest([], []).metres) == 0
    with pytest.raises(CoordinateError, match="position 1"):
        index.nearest([0, np.nan], [0, 0])
