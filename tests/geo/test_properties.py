"""Lines, partitions, buffers, set operations, measures and the accessor on random shapes anywhere on the Earth.

Shapes are stars drawn with PROJ round a centre that hypothesis picks, poles and antimeridian included; the answers are
checked with the brute force of ``conftest.py``, which shares nothing with the engine.
"""

from itertools import pairwise

import geopandas
import geopandas.testing
import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Proj
from shapely import LineString, MultiPoint, Point, Polygon

import rimland.geo.accessor  # noqa: F401  registers it
from rimland import geo

GEOD = Geod(ellps="WGS84")

CENTRES = st.tuples(
    st.one_of(st.sampled_from([0.0, 180.0, -179.99]), st.floats(-180, 180)),
    st.one_of(st.sampled_from([90.0, -89.9, 0.0]), st.floats(-90, 90)),
)
SPOKES = st.lists(st.floats(0.3, 1), min_size=3, max_size=7)
KINDS = st.sampled_from([Point, LineString, MultiPoint, Polygon])
QUICK = settings(max_examples=8, deadline=None)


def ring_round(lon, lat, metres, count=72):
    """Positions at a distance, anticlockwise: a region whose edges stay well off its centre."""
    return [GEOD.fwd(lon, lat, -360 * k / count, metres)[:2] for k in range(count)]


def star(lon, lat, metres, spokes, kind):
    """A shape of some kind with corners round a centre; no edge crosses another."""
    if kind is Point:
        return Point(lon, lat)
    turn = -360 / len(spokes)
    return kind([GEOD.fwd(lon, lat, turn * k, metres * share)[:2] for k, share in enumerate(spokes)])


def scattered(lon, lat, metres, seed, count=40):
    """Random positions within a distance of a centre."""
    rng = np.random.default_rng(seed)
    far = metres * np.sqrt(rng.uniform(0, 1, count))
    found = GEOD.fwd(np.full(count, lon), np.full(count, lat), rng.uniform(-180, 180, count), far)
    return list(zip(found[0], found[1], strict=True))


def along(line):
    """Vertices and quarter points of the edges of lines, a hundred at most, the edges read as geodesics."""
    found = []
    for part in line.geoms:
        coords = shapely.get_coordinates(part)
        for (lon1, lat1), (lon2, lat2) in pairwise(coords):
            found += [(lon1, lat1), *GEOD.npts(lon1, lat1, lon2, lat2, 3)]
    return found[:: max(len(found) // 100, 1)]


def in_cell(cell, position):
    """Whether a cell has a position, on its boundary or across the antimeridian included."""
    lon, lat = position
    return any(shapely.distance(cell, Point(lon + turn, lat)) < 1e-9 for turn in (-360, 0, 360))


@given(centre=CENTRES, azimuth=st.floats(-180, 180), first=SPOKES, second=SPOKES, kinds=st.tuples(KINDS, KINDS))
@QUICK
def test_an_equidistance_line_is_as_far_from_both_shapes_anywhere(brute, centre, azimuth, first, second, kinds):
    a_at = GEOD.fwd(*centre, azimuth, 60_000)[:2]
    b_at = GEOD.fwd(*centre, azimuth + 180, 60_000)[:2]
    a, b = star(*a_at, 25_000, first, kinds[0]), star(*b_at, 25_000, second, kinds[1])
    found = geo.equidistance(a, b, within=Polygon(ring_round(*centre, 150_000)))
    assert not found.line.is_empty
    for position in along(found.line):
        to_a, to_b = (brute.point_to_shape(*position, shape)[0] for shape in (a, b))
        assert abs(to_a - to_b) <= 1.0


@given(
    centre=CENTRES,
    azimuth=st.floats(-180, 180),
    coasts=st.tuples(SPOKES, SPOKES),
    island=st.tuples(SPOKES, KINDS),
    weight=st.floats(0, 1),
)
@QUICK
def test_an_equidistance_line_gives_an_island_the_effect_asked_for_anywhere(
    brute, centre, azimuth, coasts, island, weight
):
    a, b = (
        star(*GEOD.fwd(*centre, azimuth + turn, 90_000)[:2], 25_000, spokes, Polygon)
        for turn, spokes in zip((0, 180), coasts, strict=True)
    )
    islet = star(*GEOD.fwd(*centre, azimuth + 150, 25_000)[:2], 6_000, *island)
    found = geo.equidistance(a, [b, islet], effects_b=[1, weight], within=Polygon(ring_round(*centre, 150_000)))
    assert not found.line.is_empty
    for position in along(found.line):
        to_a, to_b, to_islet = (brute.point_to_shape(*position, shape)[0] for shape in (a, b, islet))
        assert abs(to_a - (to_b + weight * min(to_islet - to_b, 0))) <= 1.0


@given(
    centre=CENTRES,
    turn=st.floats(0, 120),
    spokes=st.lists(SPOKES, min_size=3, max_size=4),
    kinds=st.tuples(KINDS, KINDS),
)
@example(centre=(30.0, 90.0), turn=7.0, spokes=[[1.0] * 4] * 4, kinds=(Point, Point))
@QUICK
def test_cells_tile_the_region_and_hold_what_is_nearest_anywhere(brute, centre, turn, spokes, kinds):
    shapes = {}
    for k, corners in enumerate(spokes):
        at = GEOD.fwd(*centre, turn + 360 / len(spokes) * k, 80_000)[:2]
        shapes[f"shape {k}"] = star(*at, 30_000, corners, (*kinds, *kinds)[k])
    found = geo.partition(shapes, within=Polygon(ring_round(*centre, 200_000)))
    assert all(cell.is_valid for cell in found.cells.values())
    assert sum(geo.area(cell) for cell in found.cells.values()) == pytest.approx(geo.area(found.region), rel=1e-6)
    for position in scattered(*centre, 190_000, seed=1):
        far = {name: brute.point_to_shape(*position, shape)[0] for name, shape in shapes.items()}
        nearest, second = sorted(far, key=far.__getitem__)[:2]
        inside = [name for name, shape in shapes.items() if geo.distance(Point(position), shape).metres == 0]
        if not inside and far[second] - far[nearest] > 2:
            assert in_cell(found.cells[nearest], position)
    for meeting in found.meetings:
        reach = [brute.point_to_shape(meeting.lon, meeting.lat, shapes[name])[0] for name in meeting.names]
        assert max(reach) - min(reach) <= 1.0


@given(centre=CENTRES, spokes=SPOKES, share=st.floats(0.05, 0.6), shrink=st.booleans())
@QUICK
def test_the_buffer_of_a_polygon_grows_and_shrinks_by_its_radius_anywhere(brute, centre, spokes, share, shrink):
    shape = star(*centre, 100_000, spokes, Polygon)
    radius = 100_000 * share * (-0.3 if shrink else 1)
    region = geo.buffer(shape, radius)
    for position in scattered(*centre, 180_000, seed=2):
        from_coast = brute.point_to_shape(*position, shape)[0]
        signed = -from_coast if geo.distance(Point(position), shape).metres == 0 else from_coast
        if abs(signed - radius) > 1:
            assert in_cell(region, position) == (signed < radius)


def area_of(shape):
    return 0.0 if shape.is_empty else geo.area(shape)


@given(centre=CENTRES, first=SPOKES, second=SPOKES)
@QUICK
def test_set_operations_hold_the_positions_that_they_should_anywhere(centre, first, second):
    a = star(*GEOD.fwd(*centre, 40, 50_000)[:2], 120_000, first, Polygon)
    b = star(*GEOD.fwd(*centre, 220, 50_000)[:2], 120_000, second, Polygon)
    both, either, only = geo.intersection(a, b), geo.union(a, b), geo.difference(a, b)
    slack = 0.1 * (geo.length(a) + geo.length(b))  # every edge may leave its geodesic by 0.1 m
    assert area_of(either) + area_of(both) == pytest.approx(geo.area(a) + geo.area(b), abs=slack)
    assert area_of(only) + area_of(both) == pytest.approx(geo.area(a), abs=slack)
    for position in scattered(*centre, 200_000, seed=3):
        in_a, in_b = (geo.distance(Point(position), shape).metres == 0 for shape in (a, b))
        if min(geo.ShapeIndex(shape).nearest(*position).metres[0] for shape in (a, b)) < 2:
            continue  # too near to an edge for the stated error of an overlay
        assert in_cell(both, position) == (in_a and in_b)
        assert in_cell(either, position) == (in_a or in_b)
        assert in_cell(only, position) == (in_a and not in_b)


@given(centre=CENTRES, spokes=st.lists(SPOKES, min_size=3, max_size=4), kind=KINDS, azimuth=st.floats(-180, 180))
@QUICK
def test_matrix_nearest_and_within_agree_with_brute_force_anywhere(brute, centre, spokes, kind, azimuth):
    shapes = [
        star(*GEOD.fwd(*centre, azimuth + 70 * k, 90_000 * (k + 1))[:2], 20_000, one, kind)
        for k, one in enumerate(spokes)
    ]
    matrix = geo.distance_matrix(shapes)
    for i, one in enumerate(shapes):
        for j, other in enumerate(shapes[:i]):
            assert matrix[i, j] == matrix[j, i]
            assert matrix[i, j] == pytest.approx(brute.boundary_to_boundary(one, other), abs=1e-3)
    order, metres = geo.nearest(shapes[0], shapes[1:], 2)
    assert metres.tolist() == sorted(matrix[0, 1:])[:2]
    assert matrix[0, 1:][order].tolist() == metres.tolist()
    assert geo.within(shapes[0], shapes[1:], 150_000).tolist() == (matrix[0, 1:] <= 150_000).tolist()


@given(centre=CENTRES, spokes=SPOKES, share=st.floats(0, 1))
@QUICK
def test_a_line_is_walked_edge_by_edge_anywhere(centre, spokes, share):
    line = star(*centre, 300_000, spokes, LineString)
    edges = list(pairwise(line.coords))
    lengths = [GEOD.inv(*start, *end)[2] for start, end in edges]
    left = share * sum(lengths)
    found = geo.interpolate(line, left)
    last = 0
    while left > lengths[last] and last < len(edges) - 1:
        left -= lengths[last]
        last += 1
    start, end = edges[last]
    there = GEOD.fwd(*start, GEOD.inv(*start, *end)[0], left)[:2]
    assert GEOD.inv(*there, found.x, found.y)[2] < 1e-3


@given(centre=CENTRES, spokes=SPOKES, size=st.floats(1, 6).map(lambda power: 10**power), hole=st.booleans())
@QUICK
def test_an_area_is_that_of_an_equal_area_plane_anywhere(centre, spokes, size, hole):
    outer = star(*centre, size, spokes, Polygon)
    inner = star(*centre, size / 20, spokes, Polygon)  # spokes are three tenths at least, and a third of a turn apart
    shape = Polygon(outer.exterior, [inner.exterior]) if hole else outer
    plane = Proj(f"+proj=laea +lat_0={centre[1]!r} +lon_0={centre[0]!r} +ellps=WGS84")

    def on_the_plane(ring):
        dense = [(a, *GEOD.npts(*a, *b, 400), b) for a, b in pairwise(ring.coords)]
        return abs(Polygon(np.column_stack(plane(*np.concatenate(dense).T))).area)

    expected = on_the_plane(outer.exterior) - hole * on_the_plane(inner.exterior)
    assert geo.area(shape) == pytest.approx(expected, rel=1e-5, abs=1)  # PROJ rounds to tenths of a square metre


@given(centre=CENTRES, spokes=SPOKES, kind=KINDS, size=st.floats(0, 6.5).map(lambda power: 10**power))
@QUICK
def test_a_length_is_the_sum_of_its_edges_anywhere(brute, centre, spokes, kind, size):
    shape = star(*centre, size, spokes, kind)
    expected = sum(GEOD.inv(*a, *b)[2] for a, b in brute.edges_of(shape))
    assert geo.length(shape) == pytest.approx(expected, rel=1e-12, abs=1e-9)


@given(
    lon=st.floats(-180, 180),
    lats=st.tuples(st.floats(-88, 88), st.floats(-88, 88)),
    turn=st.floats(-179, 179),
    share=st.floats(0, 1),
)
@settings(max_examples=40, deadline=None)
def test_a_rhumb_line_is_straight_on_mercators_chart_anywhere(lon, lats, turn, share):
    chart = Proj(f"+proj=merc +ellps=WGS84 +lon_0={lon!r}")
    line = LineString([(lon, lats[0]), (lon + turn, lats[1])])
    start, end = (np.array(chart(*position)) for position in line.coords)
    metres = geo.length(line, edges="rhumb")
    positions = [*geo.densify(line, max(metres / 7, 1.0), edges="rhumb").coords]
    positions.append(geo.interpolate(line, share * metres, edges="rhumb").coords[0])
    size = np.hypot(*(end - start))
    for position in positions:
        way = np.array(chart(*position)) - start
        assert abs(np.linalg.det([way, end - start])) <= 1e-3 * max(size, 1)
    # Along it the meridian is climbed evenly; a parallel is walked evenly.
    x, y = positions[-1]
    if abs(lats[1] - lats[0]) > 1e-4:
        climbed, climb = (GEOD.inv(0, lats[0], 0, lat)[2] for lat in (y, lats[1]))
        assert climbed == pytest.approx(share * climb, abs=1e-3)
    elif abs(turn) > 1e-4:
        assert (x - lon + 180) % 360 - 180 == pytest.approx(share * turn, abs=1e-7)


@given(centre=CENTRES, spokes=st.tuples(SPOKES, SPOKES), kinds=st.tuples(KINDS, KINDS), share=st.floats(0.1, 1))
@settings(max_examples=5, deadline=None)
def test_the_accessor_answers_as_brute_force_in_whatever_system_the_frame_is_anywhere(
    brute, centre, spokes, kinds, share
):
    at = GEOD.fwd(*centre, 60, 90_000)[:2], GEOD.fwd(*centre, 240, 90_000)[:2]
    shapes = [star(*where, 30_000, *one) for where, one in zip(at, zip(spokes, kinds, strict=True), strict=True)]
    frame = geopandas.GeoDataFrame({"n": [1, 2, 3]}, geometry=[*shapes, None], index=["a", "b", "c"], crs="EPSG:4326")
    flat = frame.to_crs(f"+proj=aeqd +lat_0={centre[1]!r} +lon_0={centre[0]!r} +ellps=WGS84")
    before = flat.copy(deep=True)
    lengths = [sum(GEOD.inv(*a, *b)[2] for a, b in brute.edges_of(shape)) for shape in shapes]
    assert flat.geodesic.length().tolist()[:2] == pytest.approx(lengths, abs=1e-4)
    between = brute.boundary_to_boundary(*shapes)
    assert flat.geodesic.distance(shapes[1])["a"] == pytest.approx(between, abs=1e-3)
    assert flat.geodesic.distance_matrix()[0, 1] == pytest.approx(between, abs=1e-3)
    assert flat.geodesic.within(shapes[1], between + 1).tolist() == [True, True, False]
    assert flat.geodesic.nearest(shapes[1], 2).index.tolist() == ["b", "a"]
    grown = flat.geodesic.buffer(30_000 * share)
    assert grown.crs == flat.crs
    assert grown.index.tolist() == ["a", "b", "c"]
    rim = shapely.get_coordinates(grown.geometry["a"])
    # Edges of the map, where a buffer over the antimeridian or a pole is cut, are not the buffer's own.
    lonlat = np.column_stack(Proj(flat.crs)(*rim.T, inverse=True))
    own = (np.abs(np.abs(lonlat[:, 0]) - 180) > 1e-6) & (np.abs(lonlat[:, 1]) < 90 - 1e-6)
    for position in lonlat[own][:: max(int(own.sum()) // 12, 1)]:
        assert brute.point_to_shape(*position, shapes[0])[0] == pytest.approx(30_000 * share, abs=1.0)
    geopandas.testing.assert_geodataframe_equal(flat, before)
