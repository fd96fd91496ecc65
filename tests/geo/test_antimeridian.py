"""Regions drawn flat: cut where the map ends, led round the poles, seams known for what they are."""

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from rimland.geo._plane import Plane
from rimland.geo.antimeridian import cut, flatten, without_seams


def disk(plane, lon, lat, metres, sides=400):
    """A planar disk round a position, in true metres near it."""
    centre = plane.project(lon, lat)
    return Point(centre).buffer(metres * float(plane.scale(centre)), quad_segs=sides // 4)


@pytest.mark.parametrize(("lon", "lat"), [(180, 0), (-180, 40), (179.5, -70), (-179.9, 85)])
def test_a_region_over_the_antimeridian_is_cut_there_and_loses_nothing(lon, lat):
    plane = Plane(lon=float(lon), lat=float(lat))
    region = flatten(disk(plane, lon, lat, 300e3), plane, tolerance=0.2)
    assert region.is_valid
    assert (np.abs(shapely.get_coordinates(region)[:, 0]) <= 180).all()
    assert shapely.intersects_xy(region, [180.0, -180.0], [lat, lat]).all()
    halves = [part.bounds for part in shapely.get_parts(region)]
    assert len(halves) == 2
    assert {bounds[0] for bounds in halves} | {bounds[2] for bounds in halves} >= {-180.0, 180.0}


@pytest.mark.parametrize(
    ("pole", "centre"),
    [(90.0, (30.0, 0.0)), (90.0, (0.0, 90.0)), (-90.0, (-170.0, 45.0)), (-90.0, (0.0, -89.0)), (90.0, (0.0, -60.0))],
)
def test_a_region_that_holds_a_pole_has_an_edge_along_it(pole, centre):
    plane = Plane(lon=centre[0], lat=centre[1])
    region = flatten(disk(plane, 0.0, pole, 100e3), plane, tolerance=0.2)
    assert region.is_valid
    xy = shapely.get_coordinates(region)
    assert {-180.0, 180.0} <= set(xy[np.abs(xy[:, 1]) == 90, 0])
    assert shapely.contains_xy(region, np.arange(-179, 180, 2.0), np.full(180, np.sign(pole) * 89.9)).all()
    assert not shapely.contains_xy(region, np.arange(-179, 180, 2.0), np.full(180, np.sign(pole) * 85.0)).any()


def test_a_region_away_from_the_edge_of_the_map_stays_one_polygon_with_its_holes():
    plane = Plane(lon=120.0, lat=25.0)
    ring = disk(plane, 120, 25, 300e3).difference(disk(plane, 121, 25, 50e3))
    region = flatten(ring, plane, tolerance=0.2)
    assert region.geom_type == "Polygon"
    assert len(region.interiors) == 1
    assert region.exterior.is_ccw
    assert not region.interiors[0].is_ccw


def test_a_hole_over_the_antimeridian_stays_open():
    plane = Plane(lon=180.0, lat=10.0)
    ring = disk(plane, 180, 10, 500e3).difference(disk(plane, 180, 10, 100e3))
    region = flatten(ring, plane, tolerance=0.2)
    assert region.is_valid
    assert not shapely.contains_xy(region, [179.8, -179.8], [10, 10]).any()
    assert shapely.contains_xy(region, [177, -177], [10, 10]).all()


def test_the_rest_of_the_earth_and_a_region_make_the_whole_map():
    plane = Plane(lon=170.0, lat=70.0)
    region = disk(plane, 170, 70, 3e6)
    inside, outside = (flatten(region, plane, tolerance=0.2, inverted=inverted) for inverted in (False, True))
    assert inside.area + outside.area == pytest.approx(360 * 180, rel=1e-9)
    assert inside.intersection(outside).area < 1e-6


def test_edges_are_nearly_straight_in_degrees_however_near_the_pole():
    plane = Plane(lon=0.0, lat=90.0)
    line = Polygon([(-200e3, 300.0), (200e3, 300.0), (200e3, 100e3), (-200e3, 100e3)])
    region = flatten(line, plane, tolerance=0.2)
    xy = shapely.get_coordinates(region)
    middle = (xy[1:] + xy[:-1]) / 2
    off = np.abs(plane.project(*middle.T)[:, 1] - 300.0)
    along = np.abs(plane.project(*xy.T)[:, 1] - 300.0) < 1e-3
    assert off[along[1:] & along[:-1]].max() < 0.25


def test_a_plane_gives_back_what_was_projected():
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(-180, 180, 2000), np.degrees(np.arcsin(rng.uniform(-1, 1, 2000)))
    plane = Plane(lon=-123.0, lat=-56.0)
    back_lon, back_lat = plane.unproject(plane.project(lon, lat))
    assert np.abs(back_lat - lat).max() < 1e-9
    assert np.abs((back_lon - lon + 180) % 360 - 180).max() < 1e-9


def test_the_seam_of_a_polygon_cut_at_the_antimeridian_is_no_boundary():
    halves = MultiPolygon([box(170, -5, 180, 5), box(-180, -5, -175, 3)])
    lines = without_seams(np.array(halves.geoms))
    seam = lines.intersection(LineString([(180, -90), (180, 90)]))
    assert seam.length == pytest.approx(2.0)  # from 3° to 5° there is nothing on the other side
    assert seam.bounds == pytest.approx((180, -5, 180, 5))
    assert lines.length == pytest.approx(10 + 10 + 10 + 5 + 5 + 8 + 2)


def test_the_edge_along_a_pole_is_no_boundary():
    cap = Polygon([(-180, -90), (-180, -70), (0, -75), (180, -70), (180, -90)])
    lines = without_seams(np.array([cap]))
    assert shapely.get_coordinates(lines)[:, 1].min() == -75


GEOD = Geod(ellps="WGS84")


def test_a_line_is_cut_where_its_geodesic_crosses_the_antimeridian():
    west, east = cut(LineString([(150, 40), (-140, 55)])).geoms
    (_, before), (after, _) = west.coords, east.coords
    assert (before[0], after[0]) == (180, -180)
    assert before[1] == after[1]
    whole = GEOD.inv(150, 40, -140, 55)
    part = GEOD.inv(150, 40, 180, before[1])
    assert part[0] == pytest.approx(whole[0], abs=1e-9)  # it sets out in the same direction
    assert part[2] + GEOD.inv(-180, after[1], -140, 55)[2] == pytest.approx(whole[2], abs=1e-6)


@pytest.mark.parametrize("turn", [0, 360, -360])
def test_a_polygon_over_the_antimeridian_falls_into_two_of_the_same_area(turn):
    over = Polygon(
        [(175, -5), (-175 + turn, -5), (-175 + turn, 5), (175, 5)], [[(179, -1), (179, 1), (-179, 1), (-179, -1)]]
    )
    halves = cut(over)
    assert halves.geom_type == "MultiPolygon"
    assert [part.bounds[0] for part in halves.geoms].count(-180) == 1
    assert halves.area == pytest.approx(10 * 10 - 2 * 2, rel=1e-2)
    assert not shapely.intersects_xy(halves, [180, -180], [0, 0]).any()


@pytest.mark.parametrize(("lat", "inside"), [(70, 89), (-70, -89)])
@pytest.mark.parametrize("step", [10, -10])
def test_a_ring_round_a_pole_becomes_a_polygon_that_holds_it(lat, inside, step):
    ring = Polygon([(lon % 360 - 180, lat) for lon in range(5, 365, 10)][:: step // 10])
    cap = cut(ring)
    assert cap.geom_type == "Polygon"
    assert cap.is_valid
    assert shapely.contains_xy(cap, np.arange(-179.5, 180), np.full(360, inside)).all()
    assert not shapely.contains_xy(cap, 0, 0)


@pytest.mark.parametrize(
    "shape",
    [
        box(170, -5, 180, 5),
        box(-180, -5, -175, 5),
        Polygon([(-180, -90), (-180, -70), (0, -75), (180, -70), (180, -90)]),
        LineString([(0, 0), (170, 10)]),
        Point(180, 0),
    ],
)
def test_what_is_on_the_map_already_stays_as_it_is(shape):
    assert cut(shape).equals(shape)


def test_longitudes_beyond_a_turn_are_brought_back():
    assert cut(Point(190, 5)).equals(Point(-170, 5))
    assert cut(box(185, 0, 190, 5)).equals(box(-175, 0, -170, 5))
