"""Distances of shapes, against brute force on pyproj."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from rimland.geo import contact
from rimland.geo.edges import densify
from rimland.geo.errors import GeometryError, RadiusError
from rimland.geo.index import ShapeIndex
from rimland.geo.separation import distance, distance_matrix, nearest, within


def folded(lonlat):
    lonlat = np.asarray(lonlat, float)
    return np.column_stack([(lonlat[:, 0] + 180) % 360 - 180, np.clip(lonlat[:, 1], -90, 90)])


def star(rng, lon, lat, radius, count, brute):
    """A star-shaped polygon round a position, wherever on the Earth that is."""
    azimuth = (np.arange(count) + rng.uniform(0, 1, count)) * 360 / count  # never half a turn apart
    reach = radius * rng.uniform(0.2, 1, count)
    x, y, _ = brute.geod.fwd([lon] * count, [lat] * count, azimuth, reach)
    return Polygon(np.column_stack([x, y]))


def somewhere(rng):
    return rng.uniform(-180, 180), float(np.degrees(np.arcsin(rng.uniform(-1, 1))))


def shape_about(rng, kind, lon, lat, size, brute):
    if kind == "point":
        return Point(lon, lat)
    x, y, _ = brute.geod.fwd([lon] * 5, [lat] * 5, rng.uniform(0, 360, 5), rng.uniform(0, size, 5))
    if kind == "line":
        return LineString(np.column_stack([x, y]))
    if kind == "points":
        return MultiPoint(np.column_stack([x, y]))
    # A fan of less than half a turn never crosses itself.
    azimuth = np.sort(rng.uniform(0, 170, 5))
    x, y, _ = brute.geod.fwd([lon] * 5, [lat] * 5, azimuth, rng.uniform(0.3, 1, 5) * size)
    return Polygon([(lon, lat), *zip(x, y, strict=True)])


kinds = st.sampled_from(["point", "line", "points", "polygon"])


@pytest.fixture(params=["plain", "compiled"], scope="module", autouse=True)
def searched(request):
    """The promises of this module hold with the compiled search and without it."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "plain":
            patch.setattr(contact, "_kernel", lambda a, b, pairs: None)
        else:
            patch.setattr(contact, "_WORTH_LOADING", 0)
        yield request.param


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), first=kinds, second=kinds, size=st.floats(0, 5.5), gap=st.floats(2.5, 20))
def test_the_distance_of_shapes_apart_is_that_of_brute_force(brute, seed, first, second, size, gap):
    rng = np.random.default_rng(seed)
    size = 10**size
    lon, lat = somewhere(rng)
    x, y, _ = brute.geod.fwd(lon, lat, rng.uniform(0, 360), min(size * gap, 19.9e6 - 2.5 * size))
    a, b = shape_about(rng, first, lon, lat, size, brute), shape_about(rng, second, x, y, size, brute)
    found = distance(a, b)
    assert found.metres == pytest.approx(brute.boundary_to_boundary(a, b), abs=1e-4)
    azimuth, _, metres = brute.geod.inv(*found.start, *found.end)
    assert metres == pytest.approx(found.metres, abs=1e-6)
    assert found.azimuth == pytest.approx(azimuth % 360, abs=1e-6)
    assert brute.point_to_shape(*found.start, a)[0] < 1e-3
    assert brute.point_to_shape(*found.end, b)[0] < 1e-3


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), first=kinds, second=kinds)
def test_the_distance_of_shapes_half_the_earth_apart_is_that_of_brute_force(brute, seed, first, second):
    rng = np.random.default_rng(seed)
    lon, lat = somewhere(rng)
    size = 10 ** rng.uniform(2, 5)
    x, y = (lon + 360) % 360 - 180, -lat
    a, b = shape_about(rng, first, lon, lat, size, brute), shape_about(rng, second, x, y, size, brute)
    assert distance(a, b).metres == pytest.approx(brute.boundary_to_boundary(a, b), abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), first=kinds, second=kinds, apart=st.floats(8.5e6, 19e6))
def test_the_distance_of_shapes_a_quarter_of_the_earth_apart_and_more_is_that_of_brute_force(
    brute, seed, first, second, apart
):
    rng = np.random.default_rng(seed)
    lon, lat = somewhere(rng)
    x, y, _ = brute.geod.fwd(lon, lat, rng.uniform(0, 360), apart)
    a, b = (shape_about(rng, *which, 10 ** rng.uniform(2, 6), brute) for which in ((first, lon, lat), (second, x, y)))
    assert distance(a, b).metres == pytest.approx(brute.boundary_to_boundary(a, b), abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), size=st.floats(1, 6.2))
def test_a_position_inside_a_polygon_is_at_no_distance_and_one_outside_is(brute, seed, size):
    rng = np.random.default_rng(seed)
    lon, lat = somewhere(rng)
    polygon = star(rng, lon, lat, 10**size, 12, brute)
    azimuth = rng.uniform(0, 360)
    assert distance(Point(lon, lat), polygon).metres == 0
    away = Point(brute.geod.fwd(lon, lat, azimuth, 10**size * 1.5)[:2])
    assert distance(away, polygon).metres == pytest.approx(brute.boundary_to_boundary(away, polygon), abs=1e-4)
    assert distance(away, polygon).metres > 0


def test_a_point_between_the_geodesic_and_the_parallel_is_inside_as_the_geodesic_says():
    # The northern edge of this box bulges 6,301 m north of 27°N.
    region = box(122, 20, 130, 27)
    assert distance(Point(126, 27.05), region).metres == 0
    assert distance(Point(126, 27.06), region).metres == pytest.approx(110_800 * 0.0031, rel=0.05)
    assert distance(Point(126, 27.05), region, edges="rhumb").metres == pytest.approx(110_800 * 0.05, rel=0.01)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (box(0, 0, 2, 2), box(1, 1, 3, 3)),
        (box(0, 0, 9, 9), box(1, 1, 2, 2)),
        (box(1, 1, 2, 2), box(0, 0, 9, 9)),
        (box(0, 0, 1, 1), box(1, 0, 2, 1)),
        (box(0, 0, 1, 1), box(1, 1, 2, 2)),
        (LineString([(0, 0), (2, 2)]), LineString([(0, 2), (2, 0)])),
        (LineString([(-30, 10), (40, -20)]), LineString([(-20, -30), (20, 30)])),
        (LineString([(0, 0), (10, 0)]), Point(5, 0)),
        (Polygon([(179, 0), (-179, 0), (-179, 2), (179, 2)]), Point(180, 1)),
        (box(179, 0, 181, 2), Point(-179.5, 1)),
        (box(178, 0, 180, 2), box(-180, 0, -178, 2)),
        (Polygon([(0, 80), (90, 80), (180, 80), (-90, 80)]), Point(12, 90)),
        (Polygon([(0, 80), (90, 80), (180, 80), (-90, 80)]), Point(45, 88)),
        (Polygon([(-180, -90), (180, -90), (180, -70), (90, -65), (0, -60), (-90, -65), (-180, -70)]), Point(77, -89)),
        (box(-180, -90, 180, 90), Point(3, 50)),
        (MultiPolygon([box(50, 50, 51, 51), box(0, 0, 1, 1)]), MultiPoint([(-50, 0), (0.5, 0.5)])),
        (GeometryCollection([Point(70, 7), box(0, 0, 1, 1)]), LineString([(0.2, 0.2), (0.4, 0.4)])),
        (Point(8, 8), Point(8, 8)),
        (Point(180, 8), Point(-180, 8)),
        (Point(0, 90), Point(77, 90)),
    ],
)
def test_shapes_that_touch_overlap_or_hold_one_another_are_at_no_distance(a, b):
    for first, second in ((a, b), (b, a)):
        found = distance(first, second)
        assert found.metres == 0
        assert found.start == found.end
        assert np.isnan(found.azimuth)
        assert distance(Point(found.start), first).metres < 1e-3
        assert distance(Point(found.start), second).metres < 1e-3


def test_a_shape_in_the_hole_of_another_is_at_a_distance(brute):
    ring = Polygon(box(0, 0, 9, 9).exterior, [box(2, 2, 7, 7).exterior.coords])
    island = box(4, 4, 5, 5)
    assert distance(ring, island).metres == pytest.approx(brute.boundary_to_boundary(ring, island), abs=1e-4)
    assert distance(ring, island).metres > 0


def test_a_hole_over_the_pole_is_outside():
    band = Polygon([(lon, 60) for lon in range(0, 360, 10)], [[(lon, 80) for lon in range(0, 360, 10)]])
    assert distance(band, Point(5, 70)).metres == 0
    assert distance(band, Point(5, 89)).metres > 900_000
    assert distance(band, Point(5, 50)).metres > 900_000


def test_foot_points_are_found_on_edges_and_not_only_on_vertices():
    found = distance(LineString([(0, 0), (10, 0)]), LineString([(4, 1), (4, 3)]))
    assert found.start == pytest.approx((4, 0), abs=1e-6)
    assert found.end == (4, 1)
    assert np.cos(np.radians(found.azimuth)) == pytest.approx(1)
    assert found.km == pytest.approx(found.metres / 1000)
    assert found.nmi == pytest.approx(found.metres / 1852)


def test_a_sliver_and_repeated_vertices_do_no_harm(brute):
    sliver = Polygon([(10, 10), (12, 10 + 1e-9), (12, 10 + 2e-9), (10, 10)])
    other = LineString([(11, 11), (11, 11), (11.5, 12)])
    assert distance(sliver, other).metres == pytest.approx(brute.boundary_to_boundary(sliver, other), abs=1e-4)


def test_coasts_of_thousands_of_vertices_are_as_far_apart_as_their_nearest_vertices_and_edges_say(brute):
    rng = np.random.default_rng(8)
    a, b = star(rng, 121, 24, 200_000, 2000, brute), star(rng, 124.5, 25, 150_000, 3000, brute)
    found = distance(a, b)
    near_a = LineString(shapely.get_coordinates(a)[_round_nearest(a, found.start)])
    near_b = LineString(shapely.get_coordinates(b)[_round_nearest(b, found.end)])
    assert found.metres == pytest.approx(brute.boundary_to_boundary(near_a, near_b), abs=1e-4)
    x, y = np.meshgrid(np.arange(2001), np.arange(3001), indexing="ij")
    p, q = shapely.get_coordinates(a)[x.ravel()], shapely.get_coordinates(b)[y.ravel()]
    assert found.metres <= np.min(brute.geod.inv(p[:, 0], p[:, 1], q[:, 0], q[:, 1])[2]) + 1e-6


def _round_nearest(shape, position):
    gap = np.hypot(*(shapely.get_coordinates(shape)[:-1] - position).T)
    middle = int(gap.argmin())
    return [(middle + step) % len(gap) for step in range(-4, 5)]


def test_rhumb_edges_are_measured_as_if_they_had_been_cut_short(brute):
    parallel = LineString([(122, 27), (130, 27)])
    found = distance(parallel, Point(126, 26), edges="rhumb")
    assert found.metres == pytest.approx(brute.geod.inv(126, 26, 126, 27)[2], abs=1e-3)
    assert found.start == pytest.approx((126, 27), abs=1e-4)


def test_a_series_keeps_its_index_and_missing_shapes_stay_missing():
    geopandas = pytest.importorskip("geopandas")
    series = geopandas.GeoSeries([Point(0, 1), None, Point(0, 2)], index=["a", "b", "c"], crs="EPSG:4326")
    found = distance(series, Point(0, 0))
    assert found.index.tolist() == ["a", "b", "c"]
    assert found["a"] == pytest.approx(110_574.4, abs=0.1)
    assert np.isnan(found["b"])
    assert distance(series, series).tolist()[::2] == [0, 0]
    with pytest.raises(GeometryError, match="indexes"):
        distance(series, series.reset_index(drop=True))


def test_sequences_are_measured_pair_by_pair_and_must_be_as_long():
    a, b = [Point(0, 0), Point(0, 1)], [Point(1, 0), Point(0, 1)]
    assert distance(a, b) == pytest.approx([111_319.491, 0], abs=1e-3)
    assert distance(Point(0, 0), a).tolist() == distance(a, Point(0, 0)).tolist()
    with pytest.raises(GeometryError, match="2 and 1"):
        distance(a, b[:1])


def test_the_matrix_holds_the_distances_of_all_pairs(brute):
    rng = np.random.default_rng(5)
    shapes = [star(rng, 120 + 2 * i, 20 + i % 3, 60_000, 9, brute) for i in range(7)]
    matrix = distance_matrix(shapes)
    for i, a in enumerate(shapes):
        for j, b in enumerate(shapes):
            assert matrix[i, j] == pytest.approx(distance(a, b).metres, abs=1e-9)
    assert distance_matrix(shapes[:2], shapes) == pytest.approx(matrix[:2])
    assert np.isnan(distance_matrix([shapes[0], None])[1]).all()


def test_nearest_candidates_come_in_order_and_the_one_that_holds_the_shape_first():
    candidates = [Point(3, 0), None, Point(1, 0), box(-40, -40, 40, 40), Point(2, 0)]
    position, metres = nearest(Point(0, 0), candidates, k=3)
    assert position.tolist() == [3, 2, 4]
    assert metres[0] == 0
    assert nearest(Point(0, 0), candidates, k=99)[0].tolist() == [3, 2, 4, 0]
    with pytest.raises(GeometryError, match="k=0"):
        nearest(Point(0, 0), candidates, k=0)


def test_candidates_within_a_radius_are_those_whose_distance_is_no_greater(brute):
    rng = np.random.default_rng(6)
    candidates = [star(rng, *somewhere(rng), 10 ** rng.uniform(3, 6), 7, brute) for _ in range(60)] + [None]
    metres = distance(candidates, Point(120, 25))
    for radius in (0, 2e6, 9e6, 1.9e7):
        assert within(Point(120, 25), candidates, radius).tolist() == (metres <= radius).tolist()
    with pytest.raises(RadiusError, match="-1"):
        within(Point(0, 0), candidates, -1)


def test_a_shape_made_ready_is_measured_the_same():
    a, b = box(0, 0, 1, 1), box(3, 3, 4, 4)
    assert distance(ShapeIndex(a), ShapeIndex(b)) == distance(a, b)


def test_densifying_the_edges_changes_no_distance():
    a, b = box(0, 40, 20, 60), LineString([(30, 20), (60, 80)])
    assert distance(densify(a, 5000), densify(b, 5000)).metres == pytest.approx(distance(a, b).metres, abs=1e-4)
