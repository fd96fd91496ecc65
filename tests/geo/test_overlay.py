"""What shapes share, make together and leave of one another."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import GeometryCollection, LineString, Point, Polygon, box

from rimland.geo.errors import GeometryError, RadiusError
from rimland.geo.measure import area, length
from rimland.geo.overlay import difference, intersection, union
from rimland.geo.separation import distance


@settings(max_examples=40, deadline=None)
@given(lon=st.floats(-180, 180), lat=st.floats(-75, 70), east=st.floats(0.2, 3), north=st.floats(0.2, 3))
def test_areas_of_what_is_shared_and_of_what_is_left_add_up_wherever_the_shapes_lie(lon, lat, east, north):
    a = box(lon, lat, lon + 4, lat + 4)
    b = Polygon([(lon + east, lat + north), (lon + 6, lat + north + 1), (lon + 5, lat + 6)])
    shared, left, both = intersection(a, b), difference(a, b), union(a, b)
    assert area(shared) + area(left) == pytest.approx(area(a), rel=1e-7)
    assert area(both) == pytest.approx(area(a) + area(b) - area(shared), rel=1e-7)
    for shape in (shared, left, both):
        assert shape.is_valid
        assert shape.is_empty or np.abs(shapely.get_coordinates(shape)[:, 0]).max() <= 180


def test_what_is_shared_follows_the_geodesic_and_not_the_parallel():
    # The geodesic from 122°E to 130°E at 27°N strays 6,301 m north of the parallel.
    shared = intersection(box(122, 20, 130, 27), box(125.9, 26, 126.1, 28))
    top = Point(126, shared.bounds[3])
    assert distance(top, Point(126, 27)).metres == pytest.approx(6301, abs=1)


def test_shapes_that_meet_only_across_the_antimeridian_share_what_they_share():
    folded = Polygon([(179, 0), (-179, 0), (-179, 2), (179, 2)])
    assert area(intersection(folded, box(179.5, 0, 180.5, 1))) == pytest.approx(area(box(179.5, 0, 180.5, 1)), rel=1e-7)
    assert intersection(folded, box(-180, 0, -179.5, 1)).bounds[:1] == (-180,)
    assert intersection(folded, box(0, 0, 1, 1)).is_empty


def test_a_cap_drawn_round_the_pole_is_cut_as_one_drawn_along_the_antimeridian():
    cap = Polygon([(lon, 70) for lon in range(-180, 180, 5)])
    quarter = intersection(cap, box(0, 40, 90, 90))
    assert area(quarter) == pytest.approx(area(cap) / 4, rel=1e-5)
    assert area(difference(cap, quarter)) == pytest.approx(area(cap) * 3 / 4, rel=1e-5)


def test_a_hole_round_the_pole_stays_a_hole():
    band = Polygon([(lon, 60) for lon in range(0, 360, 5)], [[(lon, 80) for lon in range(0, 360, 5)]])
    shared = intersection(band, box(-180, -90, 180, 90))
    assert area(shared) == pytest.approx(area(band), rel=1e-6)
    assert distance(shared, Point(10, 88)).metres > 800_000


def test_lines_and_points_take_part():
    line = LineString([(170, 10), (-170, 10)])
    east = intersection(line, box(180, 0, 190, 20))
    assert length(east) == pytest.approx(length(line) / 2, rel=1e-6)
    assert intersection(Point(190, 5), box(-180, 0, -160, 20)).equals(Point(-170, 5))


def test_neighbours_that_share_an_edge_join_without_a_gap():
    west, east = box(100, 20, 110, 40), box(110, 20, 120, 40)
    both = union(west, east)
    assert both.geom_type == "Polygon"
    assert not both.interiors
    assert area(intersection(west, east)) == 0


def test_vertices_given_stay_as_they_are():
    a = box(100.1, 20.2, 110.3, 40.4)
    found = {tuple(position) for position in shapely.get_coordinates(intersection(a, box(90, 10, 130, 60)))}
    assert {tuple(position) for position in shapely.get_coordinates(a)} <= found


@pytest.mark.parametrize("reach", [100.0, 5_000.0, 60_000.0])
@pytest.mark.parametrize("pole", [90.0, -90.0])
def test_edges_stay_on_their_geodesics_at_the_poles_too(brute, reach, pole):
    rng = np.random.default_rng(int(reach))
    azimuth = np.arange(7) * 360 / 7 + rng.uniform(0, 20, 7)
    away = rng.uniform(0, reach / 4)  # the pole is inside, and not in the middle
    lon, lat, _ = brute.geod.fwd(12, pole, 0, away)
    ring = np.column_stack(brute.geod.fwd([lon] * 7, [lat] * 7, azimuth, reach * rng.uniform(0.4, 1, 7))[:2])
    for a in (Polygon(ring), LineString(ring[:2]), LineString([(30, pole - np.sign(pole)), (-149.9, pole)])):
        found = intersection(a, box(-180, -90, 180, 90))
        for line in shapely.get_rings(found) if a.geom_type == "Polygon" else shapely.get_parts(found):
            xy = shapely.get_coordinates(line)
            middles = (xy[1:] + xy[:-1]) / 2
            drawn = (np.abs(middles[:, 1]) < 90) & (np.abs(middles[:, 0]) < 180)  # not the frame of the map
            for position in middles[drawn][rng.permutation(int(drawn.sum()))[:40]]:
                assert brute.point_to_shape(*position, a)[0] < 0.11


@pytest.mark.parametrize("empty", [Polygon(), Point(), GeometryCollection(), {"type": "Polygon", "coordinates": []}])
def test_an_empty_shape_shares_nothing_adds_nothing_and_takes_nothing(empty):
    folded = Polygon([(179, 0), (-179, 0), (-179, 2), (179, 2)])
    whole = intersection(folded, box(-180, -90, 180, 90))
    for found in (union(folded, empty), union(empty, folded), difference(folded, empty)):
        assert found.equals(whole)
    for found in (intersection(folded, empty), intersection(empty, folded), difference(empty, folded)):
        assert found.is_empty
    assert union(empty, empty).is_empty
    assert area(union(intersection(box(0, 0, 1, 1), box(5, 5, 6, 6)), folded)) == pytest.approx(area(folded))


def test_what_cannot_be_combined_is_refused():
    with pytest.raises(GeometryError, match="str"):
        union(box(0, 0, 1, 1), "POLYGON EMPTY")
    with pytest.raises(RadiusError, match="positive"):
        union(box(0, 0, 1, 1), box(0, 0, 1, 1), max_error=0)
