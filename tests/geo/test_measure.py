"""Area, length and positions along a line, against published figures and pyproj."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, MultiLineString, Point, Polygon, box

from rimland.geo.edges import densify
from rimland.geo.errors import GeometryError
from rimland.geo.measure import area, interpolate, length

EARTH = 510_065_621_724_088.44
"""Square metres: the surface of the ellipsoid (GeographicLib's documentation of Geodesic.EllipsoidArea)."""

AGREED_WATERS = [
    (126 + 20 / 60, 27.0),
    (122.5, 27.0),
    (122.5, 24 + 46 / 60),
    (122 + 44 / 60, 24 + 49 / 60 + 37 / 3600),
    (124.0, 24 + 50 / 60),
    (124 + 40 / 60, 25 + 19 / 60),
    (125 + 20 / 60, 25 + 29 / 60 + 45 / 3600),
    (125.5, 25.5),
    (125.5, 25 + 32 / 60 + 17 / 3600),
    (126.0, 25 + 40 / 60),
    (126.0, 26.5),
]
"""The agreed waters of the fisheries agreement of 10 April 2013, Article 2 (1)."""


@pytest.mark.parametrize(("edges", "square_km"), [("geodesic", 73_972), ("rhumb", 73_625)])
def test_the_agreed_waters_of_2013_have_their_published_area(edges, square_km):
    assert area(Polygon(AGREED_WATERS), edges=edges) / 1e6 == pytest.approx(square_km, abs=1)


def test_an_octant_is_an_eighth_of_the_earth():
    assert area(Polygon([(0, 0), (90, 0), (0, 90)])) == pytest.approx(EARTH / 8, rel=1e-12)


@pytest.mark.parametrize(
    ("shape", "share"),
    [
        (box(-180, -90, 180, 90), 1),
        (Polygon([(0, 0), (120, 0), (-120, 0)]), 0.5),
        (Polygon([(-180, 0), (-60, 0), (60, 0), (180, 0), (180, 90), (-180, 90)]), 0.5),
        (Polygon([(-180, -90), (180, -90), (180, 0), (60, 0), (-60, 0), (-180, 0)]), 0.5),
    ],
)
def test_the_whole_earth_and_its_halves_have_their_area_however_they_are_drawn(shape, share):
    assert area(shape) == pytest.approx(EARTH * share, rel=1e-9)


def test_a_cap_round_a_pole_is_the_same_drawn_round_it_or_along_the_antimeridian():
    ring = [(lon, -75.0) for lon in range(-180, 180, 5)]
    drawn_flat = [(-180, -90), (180, -90), (180, -75), *ring[::-1]]
    assert area(Polygon(ring)) == pytest.approx(area(Polygon(drawn_flat)), rel=1e-9)


@pytest.mark.parametrize("pole", [90, -90])
@pytest.mark.parametrize("west", [0, -180, 180, 10.5])
@pytest.mark.parametrize("width", [60, 180, 240])
def test_a_share_of_a_cap_is_that_share_of_it_wherever_its_edge_along_the_pole_runs(pole, west, width):
    shore = [(west + lon, pole * 8 / 9) for lon in range(0, width + 1, 20)]
    cap = area(Polygon([(lon, pole * 8 / 9) for lon in range(0, 360, 20)]))
    for along_pole in ([(west + width, pole), (west, pole)], [(west + width / 3, pole)]):
        assert area(Polygon([*shore, *along_pole])) == pytest.approx(cap * width / 360, rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(
    lon=st.floats(-180, 180),
    lat=st.floats(-80, 80),
    width=st.floats(0.001, 9),
    height=st.floats(0.001, 9),
    hole=st.booleans(),
)
def test_area_and_length_are_those_of_pyproj_wherever_the_shape_lies(brute, lon, lat, width, height, hole):
    ring = [(lon, lat), (lon + width, lat), (lon + width, lat + height), (lon, lat + height)]
    inner = [(lon + x * width, lat + y * height) for x, y in ((0.2, 0.2), (0.5, 0.2), (0.4, 0.6))]
    expected = [brute.geod.polygon_area_perimeter(*zip(*path, strict=True)) for path in (ring, inner)]
    # On a sphere the middle of an edge along a parallel strays so far towards the pole: it must not cross the hole.
    highest = max(abs(lat), abs(lat + height))
    stray = np.degrees(np.arctan(np.tan(np.radians(highest)) / np.cos(np.radians(width / 2)))) - highest
    hole = hole and stray < 0.15 * height
    shape = Polygon(ring, [inner] if hole else [])
    assert area(shape) == pytest.approx(abs(expected[0][0]) - hole * abs(expected[1][0]), rel=1e-9, abs=1e-3)
    assert length(shape) == pytest.approx(expected[0][1] + hole * expected[1][1], rel=1e-12)


def test_the_direction_of_a_ring_and_the_turn_it_is_drawn_in_do_not_matter():
    square = box(178, 10, 182, 14)
    folded = Polygon([(178, 10), (-178, 10), (-178, 14), (178, 14)])
    assert area(folded) == pytest.approx(area(square), rel=1e-12)
    assert area(square.reverse()) == pytest.approx(area(square), rel=1e-12)


def test_a_rhumb_band_between_parallels_has_its_authalic_area():
    # Between parallels and meridians it has a closed form (Snyder 1987, USGS Professional Paper 1395, equation 3-12).
    e2 = 0.0066943799901413165
    e, b = np.sqrt(e2), 6_356_752.314245179
    sine = np.sin(np.radians([30, 31]))
    q = b * b / 2 * (sine / (1 - e2 * sine**2) + np.arctanh(e * sine) / e)
    expected = np.radians(8) * (q[1] - q[0])
    assert area(box(120, 30, 128, 31), edges="rhumb") == pytest.approx(expected, rel=1e-7)


def test_points_and_lines_have_no_area_and_points_no_length():
    assert area(LineString([(0, 0), (1, 1)])) == 0
    assert area(Point(0, 0)) == 0
    assert length(Point(0, 0)) == 0


def test_a_parallel_is_longer_than_the_geodesic_and_has_its_exact_length():
    line = LineString([(122, 27), (130, 27)])
    phi = np.radians(27)
    radius = 6378137 * np.cos(phi) / np.sqrt(1 - 0.0066943799901413165 * np.sin(phi) ** 2)
    assert length(line, edges="rhumb") == pytest.approx(np.radians(8) * radius, rel=1e-9)
    assert length(line, edges="rhumb") > length(line)


def test_lengths_of_parts_add_up_and_gaps_between_them_do_not_count(brute):
    lines = MultiLineString([[(0, 0), (1, 0)], [(50, 50), (51, 50)]])
    expected = brute.geod.inv(0, 0, 1, 0)[2] + brute.geod.inv(50, 50, 51, 50)[2]
    assert length(lines) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("edges", ["geodesic", "rhumb"])
@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.77, 1])
def test_the_point_at_a_distance_cuts_the_line_there(share, edges):
    line = LineString([(120, 20), (123, 25), (123, 25), (179, 40), (-175, 38)])
    whole = length(line, edges=edges)
    point = interpolate(line, share * whole, edges=edges)
    dense = shapely.get_coordinates(densify(line, 1000, edges=edges))
    gap = np.hypot((dense[:, 0] - point.x + 180) % 360 - 180, dense[:, 1] - point.y)
    i = int(gap.argmin())
    before = length(LineString([*dense[: i + 1], (point.x, point.y)]), edges=edges) if i else 0
    assert before == pytest.approx(share * whole, abs=2000)
    assert gap[i] < 0.02


def test_beyond_its_ends_and_from_its_end_a_line_is_cut_where_it_should():
    line = LineString([(0, 0), (10, 0)])
    assert interpolate(line, 1e9).coords[0] == pytest.approx((10, 0))
    assert interpolate(line, -1e9).coords[0] == pytest.approx((0, 0))
    assert interpolate(line, -length(line) / 4).x == pytest.approx(7.5)


def test_only_a_line_and_a_finite_distance_can_be_walked():
    with pytest.raises(GeometryError, match="LineString"):
        interpolate(box(0, 0, 1, 1), 5)
    with pytest.raises(GeometryError, match="finite"):
        interpolate(LineString([(0, 0), (1, 1)]), float("nan"))
