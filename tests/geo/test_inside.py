"""Inside or outside: one by one and many at once give the same, and the same as distances say."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, box

from rimland.geo.inside import Interior
from rimland.geo.separation import distance

CAP = Polygon([(lon, 70) for lon in range(-180, 180, 5)])
BAND = Polygon([(lon, 60) for lon in range(0, 360, 5)], [[(lon, 80) for lon in range(0, 360, 5)]])
FOLDED = Polygon([(170, -5), (-170, -5), (-170, 25), (170, 25)], [[(178, 0), (-178, 0), (-178, 9), (178, 9)]])
WIDE = Polygon([(-60, -50), (0, -60), (60, -50), (60, 50), (-60, 50)])


def one_by_one(shape, lonlat):
    interior = Interior(shape)
    return np.array([interior.holds(position[None])[0] for position in lonlat])


@pytest.mark.parametrize("shape", [CAP, BAND, FOLDED, WIDE, MultiPolygon([box(0, 0, 5, 5), box(7, 7, 9, 9)])])
def test_many_positions_at_once_are_judged_as_they_are_one_by_one(shape):
    rng = np.random.default_rng(4)
    lonlat = np.column_stack([rng.uniform(-180, 180, 3000), rng.uniform(-90, 90, 3000)])
    assert (Interior(shape).holds(lonlat) == one_by_one(shape, lonlat)).all()
    assert Interior(shape).holds(lonlat).any()


def test_positions_between_the_geodesic_and_the_straight_line_in_degrees_are_judged_by_the_geodesic():
    # From 122°E to 130°E at 27°N the geodesic reaches 6,301 m north of the parallel, 27.05687°N.
    lat = np.linspace(26.99, 27.1, 200)
    held = Interior(box(122, 20, 130, 27)).holds(np.column_stack([np.full(200, 126.0), lat]))
    assert lat[held].max() == pytest.approx(27.05687, abs=0.001)
    assert held[lat < 27.056].all()
    assert not held[lat > 27.058].any()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), size=st.floats(2, 6))
def test_inside_of_a_round_polygon_is_nearer_to_its_centre_than_its_boundary(brute, seed, size):
    rng = np.random.default_rng(seed)
    lon, lat, radius = rng.uniform(-180, 180), np.degrees(np.arcsin(rng.uniform(-1, 1))), 10**size
    azimuth = np.arange(0, 360, 4.0)
    ring = brute.geod.fwd([lon] * 90, [lat] * 90, azimuth, [radius] * 90)[:2]
    polygon = Polygon(np.column_stack(ring))
    away = rng.uniform(0, 2, 50)
    away = away[np.abs(away - 1) > 0.002] * radius  # the polygon's sides are up to 0.07 % nearer than its corners
    x, y, _ = brute.geod.fwd([lon] * len(away), [lat] * len(away), rng.uniform(0, 360, len(away)), away)
    assert (Interior(polygon).holds(np.column_stack([x, y])) == (away < radius)).all()


def test_many_points_are_measured_as_they_are_one_by_one():
    rng = np.random.default_rng(9)
    shape = MultiPolygon([box(120, 20, 123, 25), box(126, 24, 128, 26)])
    points = shapely.points(rng.uniform(118, 130, 150), rng.uniform(18, 28, 150))
    found = distance(shape, points)
    assert (found == 0).any()
    for metres, point in zip(found[:40], points[:40], strict=True):
        assert metres == pytest.approx(distance(shape, point).metres, abs=1e-6)


def test_a_shape_without_polygons_holds_nothing():
    assert not Interior(Point(0, 0)).holds(np.zeros((1, 2))).any()


@pytest.mark.parametrize("pole", [90.0, -90.0])
@pytest.mark.parametrize("off", [0.0, 0.001, 0.1, 0.5, 5.0])
def test_what_is_near_a_pole_is_inside_a_polygon_with_an_edge_along_it(pole, off):
    shore = pole - np.sign(pole) * 10
    whole = Interior(
        Polygon([(-180, shore), *((lon, shore) for lon in range(-170, 181, 10)), (180, pole), (-180, pole)])
    )
    half = Interior(Polygon([*((lon, shore) for lon in range(0, 181, 10)), (180, pole), (0, pole)]))
    lon = np.array([-179.0, -90.5, -0.5, 0.5, 77.0, 179.0])
    lonlat = np.column_stack([lon, np.full(6, pole - np.sign(pole) * off)])
    assert whole.holds(lonlat).all()
    if off:
        assert half.holds(lonlat).tolist() == (lon > 0).tolist()
