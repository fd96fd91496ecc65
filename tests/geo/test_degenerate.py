"""What changes nothing about a shape changes no answer, and what is no shape is refused, by every function."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyproj import Geod
from shapely import GeometryCollection, LineString, MultiPoint, MultiPolygon, Point, Polygon

from rimland import geo
from rimland.geo.errors import CoordinateError, GeometryError

GEOD = Geod(ellps="WGS84")

CENTRES = st.tuples(
    st.one_of(st.sampled_from([0.0, 180.0, -179.99]), st.floats(-180, 180)),
    st.one_of(st.sampled_from([90.0, -89.9, 0.0]), st.floats(-90, 90)),
)
OFF_POLE = st.tuples(st.floats(-180, 180), st.one_of(st.sampled_from([89.9, -89.9, 0.0]), st.floats(-89.9, 89.9)))
"""For polygons with a corner there, or an edge over it: on the very pole those are refused, see docs/accuracy.md."""

SPOKES = st.lists(st.floats(0.3, 1), min_size=3, max_size=6)
SIZES = st.floats(1, 6).map(lambda power: 10**power)
QUICK = settings(max_examples=15, deadline=None)


def corners(lon, lat, metres, spokes):
    turn = -360 / len(spokes)
    return [GEOD.fwd(lon, lat, turn * k, metres * share)[:2] for k, share in enumerate(spokes)]


def beyond(centre, size):
    """A position outside of what lies within a distance of a centre."""
    return GEOD.fwd(*centre, 77, 3 * size)[:2]


VARIANTS = {
    "vertices repeated": lambda lonlat: np.repeat(lonlat, 2, axis=0),
    "a vertex given ten times": lambda lonlat: np.vstack([lonlat[:1], *[lonlat[1:2]] * 10, lonlat[2:]]),
    "the other way round": lambda lonlat: lonlat[::-1],
    "with heights": lambda lonlat: np.column_stack([lonlat, np.full(len(lonlat), 4321.0)]),
    "heights that are no numbers": lambda lonlat: np.column_stack([lonlat, np.full(len(lonlat), np.nan)]),
    "a turn to the east": lambda lonlat: lonlat + np.array([360, 0]),
    "a turn to the west": lambda lonlat: lonlat - np.array([360, 0]),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("kind", [LineString, Polygon])
@given(centre=CENTRES, spokes=SPOKES, size=SIZES)
@QUICK
def test_a_shape_written_otherwise_has_the_same_answers(brute, variant, kind, centre, spokes, size):
    lonlat = np.array(corners(*centre, size, spokes))
    plain, other = kind(lonlat), kind(VARIANTS[variant](lonlat))
    away = Point(beyond(centre, size))
    expected = brute.boundary_to_boundary(plain, away)
    assert geo.distance(other, away).metres == pytest.approx(expected, abs=1e-3)
    assert geo.distance_matrix([other, away])[0, 1] == pytest.approx(expected, abs=1e-3)
    assert geo.nearest(away, [other])[1][0] == pytest.approx(expected, abs=1e-3)
    assert geo.within(away, [other], expected + 1e-2).all()
    assert not geo.within(away, [other], expected - 1e-2).any()
    expected = sum(GEOD.inv(*a, *b)[2] for a, b in brute.edges_of(plain))
    # A longitude beyond 360° is itself rounded to 1e-13°, 13 nm, whoever measures.
    assert geo.length(other) == pytest.approx(expected, rel=1e-9, abs=1e-7)
    assert geo.area(other) == pytest.approx(geo.area(plain), rel=1e-9, abs=1)  # PROJ rounds to tenths of a metre²
    assert geo.length(geo.densify(other, max(size / 5, 1.0))) == pytest.approx(geo.length(plain), rel=1e-9, abs=1e-7)


@pytest.mark.parametrize("variant", [*VARIANTS, "a line of one point", "a point twice"])
@given(centre=CENTRES, size=st.floats(100, 1e5))
@settings(max_examples=3, deadline=None)
def test_a_shape_written_otherwise_has_the_same_surroundings(brute, variant, centre, size):
    lonlat = np.array(corners(*centre, size, [1, 0.6, 0.9]))
    if variant == "a line of one point":
        shape, other = Point(lonlat[0]), LineString([lonlat[0], lonlat[0]])
    elif variant == "a point twice":
        shape, other = Point(lonlat[0]), MultiPoint([lonlat[0], lonlat[0]])
    else:
        shape, other = LineString(lonlat), LineString(VARIANTS[variant](lonlat))
    away = Point(beyond(centre, size))
    region = geo.buffer(other, size)
    inner = [GEOD.fwd(*lonlat[0], azimuth, 0.99 * size)[:2] for azimuth in range(0, 360, 60)]
    assert all(geo.distance(Point(position), region).metres == 0 for position in inner)
    outer = [GEOD.fwd(*centre, azimuth, 2.1 * size)[:2] for azimuth in range(0, 360, 60)]
    for position in outer:
        expected = brute.point_to_shape(*position, shape)[0] - size
        assert geo.distance(Point(position), region).metres == pytest.approx(expected, abs=1.0)
    for line in geo.equidistance(other, away, radius=3 * size).line.geoms:
        for position in line.coords[:: max(len(line.coords) // 10, 1)]:
            gap = brute.point_to_shape(*position, shape)[0] - brute.point_to_shape(*position, away)[0]
            assert abs(gap) <= 1.0


@given(centre=OFF_POLE, spokes=SPOKES, size=SIZES, cut=st.integers(1, 4))
@QUICK
def test_shapes_that_touch_are_at_no_distance_anywhere(centre, spokes, size, cut):
    ring = corners(*centre, size, spokes)
    cut = min(cut, len(ring) - 2)
    # Both halves of a star have the centre and one of its corners for an edge or for a vertex.
    one, other = Polygon([centre, *ring[: cut + 1]]), Polygon([centre, *ring[cut:]])
    corner, point = LineString([ring[cut], beyond(centre, size)]), Point(centre)
    for a, b in ((one, other), (one, corner), (other, corner), (one, point)):
        assert geo.distance(a, b).metres == 0
        assert geo.distance(b, a).metres == 0
    assert not geo.distance_matrix([one, other, one])[np.triu_indices(3)].any()
    assert geo.nearest(one, [corner, one, other], 3)[1].tolist() == [0, 0, 0]
    assert geo.within(one, [corner, one, other, point], 0).all()


@given(centre=OFF_POLE, size=SIZES, width=st.floats(-9, -1))
@QUICK
def test_a_sliver_is_as_far_as_brute_force_says_anywhere(brute, centre, size, width):
    ends = [GEOD.fwd(*centre, azimuth, size)[:2] for azimuth in (-40, 140)]
    tip = GEOD.fwd(*centre, 50, size * 10**width)[:2]
    sliver = Polygon([ends[0], ends[1], tip])
    assume(size * 10**width > 2e-4 or np.abs(np.diff(sliver.exterior.coords, axis=0)).max() <= 0.1)  # others: refused
    away = Point(beyond(centre, size))
    expected = brute.boundary_to_boundary(sliver, away)
    assert geo.distance(sliver, away).metres == pytest.approx(expected, abs=1e-3)
    assert geo.distance_matrix([sliver, away])[0, 1] == pytest.approx(expected, abs=1e-3)
    assert geo.area(sliver) <= 2 * size * size * 10**width * 1.1 + 1


@given(centre=OFF_POLE, size=SIZES, width=st.floats(-2, 3))
@QUICK
def test_a_sliver_whose_long_sides_cross_is_refused_anywhere(centre, size, width):
    half = min(10**width, size / 10) / 2
    far = [GEOD.fwd(*centre, azimuth, size) for azimuth in (-40, 140)]
    left, right = (
        [GEOD.fwd(lon, lat, back + turn, half)[:2] for lon, lat, back in far] for turn in (-90, 90)
    )  # seen from either end, so that the sides from left to left and from right to right cross
    with pytest.raises(geo.GeometryError, match="cross"):
        geo.area(Polygon([left[0], left[1], right[0], right[1]]))


@given(centre=CENTRES, spokes=SPOKES, size=SIZES)
@QUICK
def test_an_island_in_a_hole_is_apart_and_its_twin_on_the_land_is_not_anywhere(brute, centre, spokes, size):
    ring, shore, coast = (corners(*centre, size * share, spokes) for share in (1, 0.3, 0.1))
    land, island = Polygon(ring, [shore]), Polygon(coast)
    expected = brute.boundary_to_boundary(land, island)
    assert geo.distance(land, island).metres == pytest.approx(expected, abs=1e-3)
    assert geo.distance_matrix([land, island])[0, 1] == pytest.approx(expected, abs=1e-3)
    assert geo.distance(Polygon(ring), island).metres == 0
    assert geo.intersection(land, island).is_empty
    # By default an outline may be 0.1 m off, which is more area than is held here.
    both = geo.union(land, island, max_error=1e-3)
    assert geo.area(both) == pytest.approx(geo.area(land) + geo.area(island), rel=1e-5, abs=1)


QUESTIONS = {
    "as_geometry": geo.as_geometry,
    "distance": lambda shape: geo.distance(shape, Point(0, 0)),
    "distance, second": lambda shape: geo.distance(Point(0, 0), shape),
    "distance, several": lambda shape: geo.distance([Point(0, 0), shape], Point(1, 1)),
    "distance_matrix": lambda shape: geo.distance_matrix([Point(0, 0), shape]),
    "nearest": lambda shape: geo.nearest(Point(0, 0), [shape]),
    "within": lambda shape: geo.within(shape, [Point(0, 0)], 5),
    "ShapeIndex": geo.ShapeIndex,
    "buffer": lambda shape: geo.buffer(shape, 1000),
    "equidistance": lambda shape: geo.equidistance(Point(0, 0), shape),
    "partition": lambda shape: geo.partition({"a": Point(0, 0), "b": shape}, within=(-1, -1, 1, 1)),
    "partition, within": lambda shape: geo.partition({"a": Point(0, 0)}, within=shape),
    "densify": lambda shape: geo.densify(shape, 1000),
    "area": geo.area,
    "length": geo.length,
    "interpolate": lambda shape: geo.interpolate(shape, 5),
    "cut": geo.cut,
}

EMPTY = [Point(), LineString(), Polygon(), MultiPolygon(), GeometryCollection([Point(), LineString()])]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("empty", EMPTY, ids=lambda shape: shape.geom_type)
def test_an_empty_shape_is_refused_by_every_function(question, empty):
    with pytest.raises(GeometryError):
        QUESTIONS[question](empty)


@pytest.mark.parametrize("question", [*QUESTIONS, "intersection", "union", "difference"])
@given(
    centre=CENTRES,
    spokes=SPOKES,
    kind=st.sampled_from([LineString, MultiPoint, Polygon]),
    wrong=st.sampled_from([(np.nan, 0), (0, np.nan), (np.inf, 0), (0, -np.inf), (0, 90.001), (0, -1e9), (541, 0)]),
    at=st.integers(0, 9),
)
@settings(max_examples=6, deadline=None)
def test_a_position_that_is_nowhere_is_refused_by_every_function(question, centre, spokes, kind, wrong, at):
    lonlat = corners(*centre, 1000, spokes)
    lonlat[1 + at % (len(lonlat) - 1)] = wrong  # not the first: with a NaN there shapely cannot close a ring
    with np.errstate(invalid="ignore"):
        shape = kind(lonlat)
    ask = QUESTIONS.get(question) or (lambda shape: getattr(geo, question)(shape, Point(0, 0)))
    with pytest.raises((CoordinateError, GeometryError)):
        ask(shape)
