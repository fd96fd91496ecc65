"""The buffer against brute force: every edge of a shape sampled with pyproj alone, and refined by golden section."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely.geometry import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon, box

from rimland import geo
from rimland.geo.errors import CoordinateError, GeometryError, RadiusError

GEOD = Geod(ellps="WGS84")


def edges_of(shape):
    """Ends of all edges, (n, 4): lon, lat, lon, lat; a point is an edge without length."""
    if hasattr(shape, "geoms"):
        return np.concatenate([edges_of(part) for part in shape.geoms])
    if shape.geom_type == "Polygon":
        return np.concatenate([edges_of(ring) for ring in (shape.exterior, *shape.interiors)])
    xy = shapely.get_coordinates(shape)
    return np.column_stack([xy, xy]) if len(xy) == 1 else np.column_stack([xy[:-1], xy[1:]])


def brute_distance(shape, lonlat):
    """Least geodesic distance from each position to the edges of a shape, metres."""
    least = np.full(len(lonlat), np.inf)
    for lon1, lat1, lon2, lat2 in edges_of(shape):
        azimuth, _, length = GEOD.inv(lon1, lat1, lon2, lat2)

        def metres(along, start=(lon1, lat1, azimuth)):
            lon, lat, azimuth = (np.full(len(lonlat), v) for v in start)
            foot_lon, foot_lat, _ = GEOD.fwd(lon, lat, azimuth, along)
            return np.asarray(GEOD.inv(foot_lon, foot_lat, lonlat[:, 0].copy(), lonlat[:, 1].copy())[2])

        count = 1 if length == 0 else max(8, int(length / 250e3))
        sampled = np.array([metres(np.full(len(lonlat), length * k / count)) for k in range(count + 1)])
        least = np.minimum(least, sampled.min(axis=0))
        if length == 0:
            continue
        best = sampled.argmin(axis=0)
        low, high = np.maximum(best - 1, 0) * length / count, np.minimum(best + 1, count) * length / count
        for _ in range(40):
            step = (high - low) * (3 - 5**0.5) / 2
            left = metres(low + step) < metres(high - step)
            low, high = np.where(left, low, low + step), np.where(left, high - step, high)
        least = np.minimum(least, metres((low + high) / 2))
    return least


def rim_of(region, most=600):
    """Positions along the boundary of a region in degrees, edges read both ways; without the frame of the map."""
    out = []
    for ring in shapely.get_rings(shapely.get_parts(region)):
        xy = shapely.get_coordinates(ring)
        a, b = xy[:-1], xy[1:]
        framed = ((np.abs(a[:, 0]) == 180) & (a[:, 0] == b[:, 0])) | ((np.abs(a[:, 1]) == 90) & (a[:, 1] == b[:, 1]))
        a, b = a[~framed], b[~framed]
        azimuth, _, length = GEOD.inv(*a.T, *b.T)
        for share in (0.0, 0.25, 0.5, 0.75):
            out.append(np.column_stack(GEOD.fwd(*a.T, azimuth, share * np.asarray(length))[:2]))
            out.append(a + share * (b - a))
    points = np.concatenate(out)
    rng = np.random.default_rng(1)
    return points if len(points) <= most else points[rng.choice(len(points), most, replace=False)]


def around(shape, radius, count, rng):
    """Positions at about a distance from random positions of a shape's boundary."""
    xy = shapely.get_coordinates(shape)
    start = xy[rng.integers(len(xy), size=count)]
    lengths = np.where(rng.random(count) < 0.5, rng.uniform(0, 2 * radius, count), radius + rng.normal(0, 5, count))
    lon, lat, _ = GEOD.fwd(*start.T, rng.uniform(0, 360, count), np.minimum(lengths, 19.9e6))
    return np.column_stack([lon, lat])


def assert_is_the_buffer(region, shape, radius, error=1.0, count=250):
    """Its edge is at the radius, and what is nearer is in it and what is farther is not."""
    assert region.is_valid
    assert (np.abs(shapely.get_coordinates(region)) <= [180, 90]).all()
    rim = rim_of(region, 2 * count)
    off = brute_distance(shape, rim) - radius
    assert np.abs(off).max() <= error
    points = around(shape, radius, count, np.random.default_rng(2))
    metres = brute_distance(shape, points)
    inside = shapely.contains_xy(region, points)
    within_shape = shapely.intersects_xy(shape, points)
    assert inside[(metres < radius - 1.01 * error) | within_shape].all()
    assert not inside[(metres > radius + 1.01 * error) & ~within_shape].any()


SQUARE_WITH_HOLE = Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(3, 3), (7, 3), (7, 7), (3, 7)]])

ALL_SORTS = GeometryCollection([Point(178, -17), LineString([(-179, -15), (-176, -18)]), box(176, -20, 177, -19)])

CASES = {
    "a point, one metre": (Point(121, 24), 1.0),
    "a point, one kilometre": (Point(121, 24), 1e3),
    "a point beside the antimeridian": (Point(179.9, 10), 50e3),
    "a point beside a pole": (Point(10, 89.9), 100e3),
    "the pole": (Point(0, 90), 500e3),
    "a ring through the whole hemisphere": (Point(121, 24), 10e6),
    "beyond the hemisphere": (Point(121, 24), 12e6),
    "nearly the whole Earth": (Point(121, 24), 19e6),
    "a line": (LineString([(122, 24), (130, 30)]), 370_400.0),
    "a line over the antimeridian": (LineString([(170, 60), (-170, 70)]), 1e6),
    "a line over the pole": (LineString([(0, 80), (179, 80)]), 500e3),
    "a zigzag": (LineString([(0, 0), (1, 1), (2, 0), (3, 1), (4, 0), (2, -3)]), 60e3),
    "a zigzag in sight of its corners": (LineString([(0, 0), (1, 1), (2, 0), (3, 1), (4, 0), (2, -3)]), 300e3),
    "a polygon whose hole stays": (SQUARE_WITH_HOLE, 100e3),
    "a polygon whose hole fills": (SQUARE_WITH_HOLE, 300e3),
    "a sliver": (Polygon([(10, 60), (14, 60.0001), (10, 60.0002)]), 22_224.0),
    "two that nearly touch": (MultiPoint([(0, 50), (1, 50)]), 35_850.0),
    "all sorts": (ALL_SORTS, 200e3),
    "six that leave eight small gaps": (MultiPoint([(0, 0), (90, 0), (-90, 0), (180, 0), (0, 90), (0, -90)]), 6.07e6),
    "antipodes": (MultiPoint([(0, 0), (180, 0)]), 9.9e6),
}


@pytest.mark.parametrize("case", CASES)
def test_the_edge_of_a_buffer_is_at_its_radius_and_its_inside_is_what_is_nearer(case):
    shape, radius = CASES[case]
    assert_is_the_buffer(geo.buffer(shape, radius), shape, radius)


def coast_distance(shape, lonlat):
    """What `brute_distance` tells, for thousands of short edges: vertices first, then the edges that may be nearer."""
    edges = edges_of(shape)
    length = np.asarray(GEOD.inv(*edges.T)[2])
    out = []
    for lon, lat in lonlat:
        here = np.full(len(edges), lon), np.full(len(edges), lat)
        ends = np.minimum(GEOD.inv(*here, *edges[:, :2].T)[2], GEOD.inv(*here, *edges[:, 2:].T)[2])
        # No point of an edge is nearer than its nearer end by more than half its length.
        rest = edges[ends - length / 2 <= ends.min()]
        lines = shapely.multilinestrings([shapely.linestrings(edge.reshape(2, 2)) for edge in rest[:400]])
        assert len(rest) <= 400
        out.append(min(ends.min(), brute_distance(lines, np.array([[lon, lat]]))[0]))
    return np.array(out)


@pytest.fixture(scope="module")
def coasts():
    """The full coasts that ship, as plain geometry."""
    from rimland import layers

    return {name: shapely.union_all([layers.place(name).geometry]) for name in ("taiwan", "japan")}


@pytest.mark.parametrize("radius", [geo.nmi(12), geo.nmi(200), 1e6, 4e6])
@pytest.mark.parametrize("name", ["taiwan", "japan"])
def test_every_point_of_the_edge_round_a_full_coast_is_at_the_radius(coasts, name, radius):
    coast = coasts[name]
    region = geo.buffer(coast, radius)
    assert region.is_valid
    assert region.covers(coast)
    most = 40 if name == "taiwan" else 4
    assert np.abs(coast_distance(coast, rim_of(region, most)) - radius).max() <= 1.0
    # Where strips meet, an error would sit: the corners that turn most.
    assert np.abs(coast_distance(coast, sharpest(region, most)) - radius).max() <= 1.0


def sharpest(region, count):
    """The vertices of a region in degrees at which its boundary turns most."""
    corners, turns = [], []
    for ring in shapely.get_rings(shapely.get_parts(region)):
        xy = shapely.get_coordinates(ring)[:-1]
        step = np.diff(np.vstack([xy, xy[:1]]), axis=0) * np.column_stack(
            [np.cos(np.radians(xy[:, 1])), np.ones(len(xy))]
        )
        heading = np.unwrap(np.arctan2(step[:, 1], step[:, 0]))
        corners.append(xy)
        turns.append(np.abs(np.diff(np.r_[heading[-1:], heading]) % (2 * np.pi)))
    corners, turns = np.concatenate(corners), np.concatenate(turns)
    turns = np.minimum(turns, 2 * np.pi - turns)
    inner = (np.abs(corners[:, 0]) < 180) & (np.abs(corners[:, 1]) < 90)
    return corners[inner][np.argsort(-turns[inner])[:count]]


def farthest_of(points):
    """How far the position is that is farthest from some points, metres: by random steps from many starts."""
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(-180, 180, 20_000), np.degrees(np.arcsin(rng.uniform(-1, 1, 20_000)))

    def metres(lon, lat):
        pairs = [GEOD.inv(np.full(len(lon), p.x), np.full(len(lon), p.y), lon, lat)[2] for p in points.geoms]
        return np.min(pairs, axis=0)

    best = np.argsort(-metres(lon, lat))[:20]
    lon, lat, step = lon[best], lat[best], 1.0
    while step > 1e-9:
        tried_lon = np.concatenate([lon, *(lon + rng.normal(0, step, len(lon)) for _ in range(30))])
        tried_lat = np.concatenate([lat, *(lat + rng.normal(0, step, len(lat)) for _ in range(30))]).clip(-90, 90)
        found = metres(tried_lon, tried_lat).reshape(31, -1)
        at = found.argmax(axis=0) * len(lon) + np.arange(len(lon))
        lon, lat, step = tried_lon[at], tried_lat[at], step * 0.7
    return metres(lon, lat).max()


@pytest.mark.parametrize("seed", range(3))
def test_a_buffer_is_whole_when_nothing_is_farther_and_has_a_hole_where_something_is(seed):
    rng = np.random.default_rng(seed)
    lat = np.degrees(np.arcsin(rng.uniform(-1, 1, 9)))
    points = MultiPoint(np.column_stack([rng.uniform(-180, 180, 9), lat]))
    farthest = farthest_of(points)
    whole = box(-180, -90, 180, 90)
    assert geo.buffer(points, farthest + 2).equals(whole)
    # Within 2 m of the farthest position everything is farther by more than the error of 1 m.
    assert geo.area(whole) - geo.area(geo.buffer(points, farthest - 3)) > 0.99 * np.pi * 2**2
    assert geo.area(whole) - geo.area(geo.buffer(points, farthest - 2000)) > 1e6


def test_when_a_whole_line_is_as_far_as_the_radius_it_is_said_that_nothing_can_be_told():
    quarter = GEOD.inv(0, 0, 0, 90)[2]
    with pytest.raises(GeometryError, match="whether all of the Earth is within 10001966 m"):
        geo.buffer(MultiPoint([(0, 90), (0, -90)]), quarter)


def test_a_buffer_that_reaches_every_point_is_the_whole_earth():
    assert geo.buffer(MultiPoint([(0, 0), (180, 0)]), 10.1e6).equals(box(-180, -90, 180, 90))


@settings(max_examples=25, deadline=None)
@given(
    lon=st.one_of(st.sampled_from([0.0, 180.0, -179.99]), st.floats(-180, 180)),
    lat=st.one_of(st.sampled_from([90.0, -89.99, 0.0]), st.floats(-90, 90)),
    size=st.floats(2, 6.5).map(lambda power: 10**power),
    spokes=st.lists(st.tuples(st.floats(0, 360), st.floats(0.05, 1)), min_size=1, max_size=6),
    kind=st.sampled_from([MultiPoint, LineString]),
    ratio=st.floats(-1.5, 1.5),
)
def test_a_buffer_is_right_anywhere_of_any_size(lon, lat, size, spokes, kind, ratio):
    corners = [GEOD.fwd(lon, lat, azimuth, size * share)[:2] for azimuth, share in spokes]
    shape = kind(corners) if len(corners) > 1 else Point(corners[0])
    radius = min(max(size * 10**ratio, 1.0), 19e6)
    region = geo.buffer(shape, radius)
    if not region.equals(box(-180, -90, 180, 90)):
        assert_is_the_buffer(region, shape, radius, error=min(1.0, radius / 100), count=60)


@pytest.mark.parametrize("max_error", [0.05, 20.0, 500.0])
def test_the_error_that_is_asked_for_is_kept(max_error):
    line = LineString([(122, 24), (130, 30), (131, 25)])
    region = geo.buffer(line, 200e3, max_error=max_error)
    assert_is_the_buffer(region, line, 200e3, error=max_error)


def test_a_buffer_of_a_long_line_is_within_one_metre_of_200_nautical_miles():
    line = LineString([(123, 24), (124, 33.5)])
    assert GEOD.line_length(*line.xy) > 1e6
    off = brute_distance(line, rim_of(geo.buffer(line, geo.nmi(200)), most=20_000)) - 370_400
    assert np.abs(off).max() < 1.0


def test_a_negative_radius_leaves_what_is_farther_than_that_from_the_boundary():
    region = geo.buffer(SQUARE_WITH_HOLE, -100e3)
    assert np.abs(brute_distance(SQUARE_WITH_HOLE, rim_of(region)) - 100e3).max() <= 1.0
    points = np.random.default_rng(3).uniform(-1, 11, (500, 2))
    metres = brute_distance(SQUARE_WITH_HOLE, points)
    held = np.array([shapely.contains_xy(SQUARE_WITH_HOLE, *p) for p in points])
    inside = shapely.contains_xy(region, points)
    clear = np.abs(metres - 100e3) > 1.01
    assert (inside == (held & (metres > 100e3)))[clear].all()


def test_a_polygon_that_is_narrow_everywhere_shrinks_to_nothing():
    assert geo.buffer(box(120, 24, 121, 25), -60e3).is_empty


def test_the_antimeridian_is_no_boundary_when_a_polygon_shrinks():
    halves = MultiPolygon([box(175, -5, 180, 5), box(-180, -5, -175, 5)])
    whole = LineString([(175, -5), (180, -5), (-175, -5), (-175, 5), (180, 5), (175, 5), (175, -5)])
    region = geo.buffer(halves, -100e3)
    assert np.abs(brute_distance(whole, rim_of(region)) - 100e3).max() <= 1.0
    assert shapely.intersects_xy(region, [180, -180], [0, 0]).all()


@pytest.mark.parametrize("radius", [0, 0.5, float("nan"), float("inf"), 19.1e6, -20e6])
def test_a_radius_out_of_range_is_refused(radius):
    with pytest.raises(RadiusError, match=r"expected from 1 m to 19,000,000 m"):
        geo.buffer(Point(0, 0), radius)


@pytest.mark.parametrize("max_error", [0, -1, float("nan")])
def test_an_error_bound_that_cannot_be_kept_is_refused(max_error):
    with pytest.raises(RadiusError, match="max_error"):
        geo.buffer(Point(0, 0), 1000, max_error=max_error)


def test_what_has_no_inside_cannot_shrink():
    with pytest.raises(GeometryError, match="no inside to shrink"):
        geo.buffer(LineString([(0, 0), (1, 1)]), -1000)


def test_an_empty_shape_and_a_swapped_position_are_refused():
    with pytest.raises(GeometryError, match="empty"):
        geo.buffer(Polygon(), 1000)
    with pytest.raises(CoordinateError, match="swapped"):
        geo.buffer(Point(24, 121), 1000)
