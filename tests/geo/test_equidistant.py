"""The line is where it should be: against distances found by dense sampling of edges with PROJ's geodesics alone."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely import LineString, MultiPolygon, Point, Polygon, box

from rimland.geo import GeometryError, RadiusError, equidistance

GEOD = Geod(ellps="WGS84")


def samples(shape, spacing):
    """Positions along the edges of a shape, by PROJ."""
    lines = []
    for part in shapely.get_parts(shapely.GeometryCollection([shape])):
        for piece in shapely.get_parts(part):
            lines += [piece.exterior, *piece.interiors] if piece.geom_type == "Polygon" else [piece]
    found = []
    for line in lines:
        coords = [c[:2] for c in line.coords]
        found += coords
        for a, b in pairwise(coords):
            count = int(GEOD.inv(*a, *b)[2] / spacing)
            found += GEOD.npts(*a, *b, count) if count else []
    return np.array(found)


def vectors(lonlat):
    lam, phi = np.radians(lonlat).T
    return np.column_stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def brute(lonlat, shape, spacing=50.0):
    """Distances to a shape's boundary: to samples, so that they are long by spacing² / 8 / distance at most."""
    feet = samples(shape, spacing)
    ball = vectors(feet)
    out = []
    for position, vector in zip(lonlat, vectors(np.asarray(lonlat)), strict=True):
        chord = np.linalg.norm(ball - vector, axis=1)
        near = feet[chord <= chord.min() * 1.02 + 1e-6]  # chords on a sphere are within 1 % of distances
        out.append(GEOD.inv(*np.broadcast_to(position, near.shape).T, *near.T)[2].min())
    return np.array(out)


def along(line, shares=(0.25, 0.5, 0.75)):
    """Positions on the edges of lines, as geodesics."""
    found = []
    for part in line.geoms:
        lonlat = np.array(part.coords)
        azimuth, _, length = GEOD.inv(*lonlat[:-1].T, *lonlat[1:].T)
        for share in shares:
            lon, lat, _ = GEOD.fwd(*lonlat[:-1].T, azimuth, length * share)
            found.append(np.column_stack([lon, lat]))
    return np.concatenate(found)


def star(rng, lon, lat, size, corners=9):
    turn = np.sort(rng.uniform(0, 2 * np.pi, corners))
    reach = rng.uniform(0.3, 1, corners) * size
    lons, lats, _ = GEOD.fwd(np.full(corners, lon), np.full(corners, lat), np.degrees(-turn), reach)
    return Polygon(zip(lons, lats, strict=True))


def assert_on_line(found, a, b, tolerance=1.0):
    for lonlat in (shapely.get_coordinates(found.line), along(found.line)):
        gap = GEOD.inv(*lonlat.T, *np.broadcast_to(a, lonlat.shape).T)[2]
        gap = gap - GEOD.inv(*lonlat.T, *np.broadcast_to(b, lonlat.shape).T)[2]
        assert np.abs(gap).max() <= tolerance


def test_between_two_points_of_the_equator_it_is_a_meridian():
    found = equidistance(Point(120, 0), Point(124, 0), within=(118, -20, 126, 20))
    lonlat = shapely.get_coordinates(found.line)
    assert len(found.line.geoms) == 1
    assert np.abs(lonlat[:, 0] - 122).max() < 1e-9
    assert sorted({lonlat[0, 1], lonlat[-1, 1]}) == [-20, 20]


def test_between_two_points_of_a_meridian_as_far_north_as_south_it_is_the_equator():
    found = equidistance(Point(30, 5), Point(30, -5), within=(0, -10, 60, 10))
    assert np.abs(shapely.get_coordinates(found.line)[:, 1]).max() < 1e-9


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((122, 24), (131, 33)),
        ((179, 10), (-178, 13)),
        ((175, -60), (-120, -75)),
        ((10, 88), (-140, 86)),
        ((0, 80), (180, 85)),
        ((20, 1), (20.5, 1.2)),
        ((5, -30), (5.00002, -30)),
    ],
)
def test_every_vertex_and_edge_is_as_far_from_one_point_as_from_the_other(a, b):
    found = equidistance(Point(a), Point(b), radius=GEOD.inv(*a, *b)[2] / 2 + 600_000)
    assert found.error <= 1
    assert found.metres.max() > GEOD.inv(*a, *b)[2] / 2 + 599_990
    assert_on_line(found, a, b)


def test_for_nearly_antipodal_points_it_goes_round_the_earth():
    a, b = (0.0, 0.0), (179.6, 0.3)
    found = equidistance(Point(a), Point(b))
    assert_on_line(found, a, b)
    total = sum(GEOD.line_length(*np.array(part.coords).T) for part in found.line.geoms)
    assert 39_900_000 < total < 40_100_000


def test_no_piece_of_it_leaps_over_the_antimeridian():
    found = equidistance(Point(179, 10), Point(-178, 13), radius=3e6)
    for part in found.line.geoms:
        lonlat = np.array(part.coords)
        assert np.abs(lonlat).max() <= 180
        assert np.abs(np.diff(lonlat[:, 0])).max() < 10
    ends = [part.coords[k][0] for part in found.line.geoms for k in (0, -1)]
    assert {-180.0, 180.0} <= set(ends)


def test_along_the_antimeridian_it_is_one_line():
    found = equidistance(Point(170, 5), Point(-170, 5), within=(160, -10, -160, 20))
    assert len(found.line.geoms) == 1
    assert np.abs(np.abs(shapely.get_coordinates(found.line)[:, 0]) - 180).max() < 1e-7


def test_it_is_led_over_the_pole():
    found = equidistance(Point(0, 80), Point(180, 80), radius=2e6)
    lonlat = shapely.get_coordinates(found.line)
    assert lonlat[:, 1].max() == 90
    away = lonlat[lonlat[:, 1] < 89.99]
    assert np.abs(np.abs(away[:, 0]) - 90).max() < 1e-6


@pytest.mark.parametrize("seed", range(6))
def test_edges_of_polygons_count_and_not_only_their_vertices(seed):
    rng = np.random.default_rng(seed)
    lon, lat = [(125, 28), (179.9, -40), (-60, 72), (15, 1), (140, 55), (-179, 20)][seed]
    east, north, _ = GEOD.fwd(lon, lat, rng.uniform(0, 360), 400_000)
    a, b = star(rng, lon, lat, 150_000), star(rng, east, north, 150_000)
    found = equidistance(a, b, radius=500_000)
    assert found.error <= 1
    for lonlat in (shapely.get_coordinates(found.line), along(found.line, (0.3, 0.6))):
        some = lonlat[rng.integers(0, len(lonlat), 60)]
        assert np.abs(brute(some, a) - brute(some, b)).max() <= 1.1


@pytest.mark.parametrize("seed", range(4))
def test_random_tracks_cross_it_as_often_as_they_change_the_nearest_shape(seed):
    rng = np.random.default_rng(100 + seed)
    a = MultiPolygon([star(rng, 120 + 3 * k, 24 + k % 2, 40_000) for k in range(3)])
    b = MultiPolygon([star(rng, 121.5 + 3 * k, 25.5 - k % 2, 40_000) for k in range(3)])
    found = equidistance(a, b, within=(116, 20, 132, 30))
    starts, ends = (np.column_stack([rng.uniform(117, 131, 150), rng.uniform(21, 29, 150)]) for _ in range(2))
    nearest = [brute(p, a, 500.0) < brute(p, b, 500.0) for p in (starts, ends)]
    close = [np.abs(brute(p, a, 500.0) - brute(p, b, 500.0)) < 200 for p in (starts, ends)]
    for k in np.flatnonzero(~(close[0] | close[1])):
        crossed = shapely.intersection(LineString([starts[k], ends[k]]), found.line)
        times = 0 if crossed.is_empty else len(shapely.get_parts(crossed))
        assert times % 2 == int(nearest[0][k] != nearest[1][k])


def test_the_controlling_points_lie_on_the_shapes_at_the_stated_distance():
    rng = np.random.default_rng(5)
    a, b = star(rng, 121, 24, 120_000), star(rng, 125, 26, 120_000)
    found = equidistance(a, b, within=(118, 20, 128, 30))
    lonlat = shapely.get_coordinates(found.line)
    assert len(lonlat) == len(found.metres) == len(found.points_a) == len(found.points_b)
    for shape, points in ((a, found.points_a), (b, found.points_b)):
        assert np.abs(GEOD.inv(*lonlat.T, *points.T)[2] - found.metres).max() < 0.01
        assert brute(points[::50], shape, 5.0).max() < 3


def test_between_a_long_coast_and_an_islet_off_it_the_line_is_right_along_its_length():
    coast = LineString([(120, 20), (122, 20)])
    islet = Point(121, 20.03)
    found = equidistance(coast, islet, within=(119, 19, 123, 22))
    assert found.error <= 1
    lonlat = shapely.get_coordinates(found.line)[::40]
    assert (
        np.abs(brute(lonlat, coast) - GEOD.inv(*lonlat.T, *np.broadcast_to((121, 20.03), lonlat.shape).T)[2]).max() < 1
    )


def test_the_tip_of_a_cell_as_thin_as_a_needle_is_reached():
    # An islet 100 m off a coast that bends a little away: the cell ends where the coast's ends are nearer again.
    coast = LineString([(120, 20.05), (120.999, 20), (121.001, 20), (122, 20.05)])
    islet = Point(121, 20.0009)
    found = equidistance(coast, islet, within=(119, 19, 123, 24))
    assert found.error <= 1
    lonlat = shapely.get_coordinates(found.line)
    some = lonlat[:: max(len(lonlat) // 60, 1)]
    there = GEOD.inv(*some.T, *np.broadcast_to((121, 20.0009), some.shape).T)[2]
    assert np.abs(brute(some, coast, 2.0) - there).max() <= 1
    # On the meridian of the islet the tip is where the distance to the coast's arms is that to the islet.
    tip = lonlat[np.abs(lonlat[:, 0] - 121) < 0.01][:, 1].max()

    def lead(lat):
        return brute([(121, lat)], coast, 20.0)[0] - GEOD.inv(121, lat, 121, 20.0009)[2]

    low, high = 20.01, 22.0
    for _ in range(16):
        middle = (low + high) / 2
        low, high = (middle, high) if lead(middle) > 0 else (low, middle)
    assert abs(tip - low) * 111_000 < 60


def test_within_a_polygon_every_end_lies_on_its_boundary():
    region = Polygon([(121, -3), (123, -4), (124, 2), (121.5, 3)])
    found = equidistance(Point(120, 0), Point(124, 0), within=region)
    ends = [part.coords[k] for part in found.line.geoms for k in (0, -1)]
    assert len(ends) == 2
    assert brute(ends, region, 1.0).max() < 1
    assert equidistance(Point(120, 0), Point(124, 0), within=(130, 10, 140, 20)).line.is_empty


def test_a_radius_ends_it_at_that_distance():
    found = equidistance(Point(120, 0), Point(124, 0), radius=500_000)
    (line,) = found.line.geoms
    assert found.metres.max() <= 500_000
    for end in (line.coords[0], line.coords[-1]):
        assert GEOD.inv(*end, 120, 0)[2] == pytest.approx(500_000, abs=0.01)


MAINLAND, ISLAND, OPPOSITE = box(118, 18, 120, 30), Point(121, 24), box(126, 18, 128, 30)
STRIP = (119, 22, 127, 26)


def abreast(found):
    """The longitude of the line at the latitude of the island."""
    lonlat = shapely.get_coordinates(found.line)
    return lonlat[np.argmin(np.abs(lonlat[:, 1] - 24)), 0]


def test_full_effect_is_the_line_with_the_island_and_no_effect_that_without():
    both = [MAINLAND, ISLAND]
    without, whole = equidistance(MAINLAND, OPPOSITE, within=STRIP), equidistance(both, OPPOSITE, within=STRIP)
    none = equidistance(both, OPPOSITE, within=STRIP, effects_a=[1, 0])
    full = equidistance(both, OPPOSITE, within=STRIP, effects_a=[1, 1])
    assert none.line.equals_exact(without.line, 1e-9)
    assert full.line.equals_exact(whole.line, 1e-9)
    assert abreast(whole) > abreast(without) + 0.3


@pytest.mark.parametrize("effect", [0.25, 0.5, 0.8])
def test_partial_effect_makes_the_weighted_mean_of_both_differences_vanish(effect):
    found = equidistance([MAINLAND, ISLAND], OPPOSITE, within=STRIP, effects_a=[1, effect])
    lonlat = shapely.get_coordinates(found.line)[::25]
    mainland, opposite = brute(lonlat, MAINLAND, 200.0), brute(lonlat, OPPOSITE, 200.0)
    island = GEOD.inv(*lonlat.T, *np.broadcast_to((121, 24), lonlat.shape).T)[2]
    without, with_it = mainland - opposite, np.minimum(mainland, island) - opposite
    assert np.abs(effect * with_it + (1 - effect) * without).max() < 1
    assert np.abs(with_it).max() > 1000


def test_half_effect_is_halfway_where_both_lines_are_parallel():
    full = equidistance([MAINLAND, ISLAND], OPPOSITE, within=STRIP)
    none = equidistance(MAINLAND, OPPOSITE, within=STRIP)
    half = equidistance([MAINLAND, ISLAND], OPPOSITE, within=STRIP, effects_a=[1, 0.5])
    assert abreast(half) == pytest.approx((abreast(full) + abreast(none)) / 2, abs=2e-3)


@pytest.mark.parametrize("effects", [[1], [1, 1.5], [0.5, 0.5], [1, float("nan")]])
def test_effects_that_do_not_fit_are_refused(effects):
    with pytest.raises(GeometryError, match=r"effects|effect"):
        equidistance([MAINLAND, ISLAND], OPPOSITE, effects_a=effects)


def test_where_two_coasts_touch_it_starts_there_and_halves_the_angle_between_them():
    west, east = box(120, 20, 121, 21), box(121, 20, 122, 21)
    found = equidistance(west, east, within=(119, 19, 123, 22))
    lonlat = shapely.get_coordinates(found.line)
    assert len(found.line.geoms) == 2
    assert np.abs(lonlat[:, 0] - 121).max() < 1e-5
    starts = [min(abs(part.coords[k][1] - y) for k in (0, -1) for y in (20, 21)) for part in found.line.geoms]
    assert max(starts) < 1e-5
    # At this corner all of a quarter plane is as far from one as from the other: the line halves it.
    corner = equidistance(box(120, 20, 121, 21), box(121, 21, 122, 22), within=(120, 20, 122, 22))
    feet = shapely.get_coordinates(corner.line)
    azimuth, _, away = GEOD.inv(np.full(len(feet), 121.0), np.full(len(feet), 21.0), *feet.T)
    assert np.abs(np.abs(azimuth[away > 1000]) - np.where(azimuth[away > 1000] < 0, 45, 135)).max() < 1.5


@pytest.mark.parametrize(
    "other",
    [box(120, 20, 121, 21), box(120.5, 20.5, 122, 22), box(120.2, 20.2, 120.4, 20.4), Point(120.5, 20.5)],
    ids=["identical", "overlapping", "inside", "point-inside"],
)
def test_shapes_that_overlap_are_refused(other):
    with pytest.raises(GeometryError, match="overlap"):
        equidistance(box(120, 20, 121, 21), other)


def test_two_equal_points_or_lines_are_refused():
    for shape in (Point(1, 2), LineString([(0, 0), (1, 1)])):
        with pytest.raises(GeometryError, match="part of another"):
            equidistance(shape, shape)


@pytest.mark.parametrize("wrong", [{"radius": 0}, {"radius": float("nan")}, {"max_error": 0}, {"max_error": -1}])
def test_bounds_that_cannot_be_kept_are_refused(wrong):
    with pytest.raises(RadiusError, match="expected"):
        equidistance(Point(0, 0), Point(1, 1), **wrong)


@pytest.mark.parametrize("max_error", [0.05, 20.0])
def test_the_error_asked_for_is_kept(max_error):
    a, b = box(120, 20, 121, 21), MultiPolygon([box(122, 20.2, 122.1, 20.3), box(122.2, 20.7, 123, 21)])
    found = equidistance(a, b, within=(119, 19, 124, 22), max_error=max_error)
    assert found.error <= max_error
    lonlat = along(found.line)[::20]
    assert np.abs(brute(lonlat, a, 20.0) - brute(lonlat, b, 20.0)).max() <= max_error + 0.02


def test_between_taiwan_and_yonaguni_it_is_right_at_the_full_coast():
    layers = pytest.importorskip("rimland.layers")
    taiwan, yonaguni = layers.place("Taiwan").geometry, layers.place("Yonaguni").geometry
    found = equidistance(taiwan, yonaguni, within=(120, 22, 126, 27))
    assert found.error <= 1
    rng = np.random.default_rng(0)
    lonlat = along(found.line)
    lonlat = lonlat[rng.integers(0, len(lonlat), 80)]
    assert np.abs(brute(lonlat, taiwan, 100.0) - brute(lonlat, yonaguni, 100.0)).max() <= 1.1
