"""The cells tile the region, and every position is in the cell of the shape that PROJ's geodesics say is nearest."""

import itertools

import numpy as np
import pytest
import shapely
from pyproj import Geod
from shapely import GeometryCollection, LineString, MultiPoint, Point, Polygon, box

from rimland.geo import GeometryError, RadiusError, area, densify, partition

GEOD = Geod(ellps="WGS84")

THREE = {"west": Point(120, 0), "east": Point(124, 0), "north": Point(122, 3)}


def metres_to(lonlat, shape, spacing=100.0):
    """Distances to the vertices and dense samples of the edges of a shape."""
    feet = []
    for part in shapely.get_parts(shapely.GeometryCollection([shape])):
        for piece in shapely.get_parts(part):
            lines = [piece.exterior, *piece.interiors] if piece.geom_type == "Polygon" else [piece]
            for line in lines:
                coords = np.array(line.coords)
                feet.append(coords)
                for a, b in itertools.pairwise(coords):
                    count = int(GEOD.inv(*a, *b)[2] / spacing)
                    if count:
                        feet.append(np.array(GEOD.npts(*a, *b, count)))
    feet = np.concatenate(feet)
    return np.array([GEOD.inv(*np.broadcast_to(p, feet.shape).T, *feet.T)[2].min() for p in lonlat])


def assert_tiles(found):
    """Valid cells without gaps or overlaps, to a millionth of the area, and with common vertices."""
    cells = [cell for cell in found.cells.values() if not cell.is_empty]
    assert all(cell.is_valid for cell in cells)
    assert sum(area(cell) for cell in cells) == pytest.approx(area(found.region), rel=1e-6)
    for i, one in enumerate(cells):
        for other in cells[:i]:
            assert shapely.intersection(one, other).area < 1e-9
    corners = [{tuple(c) for c in shapely.get_coordinates(cell)} for cell in cells]
    for boundary in found.boundaries:
        on_line = {tuple(c) for c in shapely.get_coordinates(boundary.line)}
        sharing = sum(len(on_line & some) >= 0.9 * len(on_line) for some in corners)
        assert sharing == 2


def assert_nearest(found, shapes, bounds, seed, count=150, spacing=100.0):
    """Random positions lie in the cell of the nearest shape, those within 50 m of a tie apart."""
    rng = np.random.default_rng(seed)
    west, south, east, north = bounds
    lonlat = np.column_stack([rng.uniform(west, east, count), rng.uniform(south, north, count)])
    lonlat[:, 0] = (lonlat[:, 0] + 180) % 360 - 180
    metres = np.array([metres_to(lonlat, shape, spacing) for shape in shapes.values()])
    clear = np.diff(np.sort(metres, axis=0)[:2], axis=0)[0] > 50 if len(shapes) > 1 else np.ones(count, bool)
    names = list(shapes)
    for position, k in zip(lonlat[clear], metres.argmin(axis=0)[clear], strict=True):
        assert shapely.intersects_xy(found.cells[names[k]], *position)


def test_three_points_meet_where_their_distances_are_one():
    found = partition(THREE, within=(118, -5, 126, 5))
    (meeting,) = found.meetings
    away = [GEOD.inv(meeting.lon, meeting.lat, p.x, p.y)[2] for p in THREE.values()]
    assert max(away) - min(away) < 1e-4
    assert meeting.metres == pytest.approx(away, abs=1e-6)
    assert [tuple(p) for p in meeting.points] == [(p.x, p.y) for p in THREE.values()]
    for cell in found.cells.values():
        assert (meeting.lon, meeting.lat) in {tuple(c) for c in shapely.get_coordinates(cell)}
    assert_tiles(found)
    assert_nearest(found, THREE, (118, -5, 126, 5), 1)


def test_four_points_meet_in_one_point():
    shapes = {"a": Point(0, 0), "b": Point(0, 10), "c": Point(10, 10), "d": Point(10, 0)}
    found = partition(shapes, within=(-5, -5, 15, 15))
    (meeting,) = found.meetings
    assert set(meeting.names) == set(shapes)
    away = [GEOD.inv(meeting.lon, meeting.lat, p.x, p.y)[2] for p in shapes.values()]
    assert max(away) - min(away) < 0.02
    for cell in found.cells.values():
        assert (meeting.lon, meeting.lat) in {tuple(c) for c in shapely.get_coordinates(cell)}
    assert len(found.boundaries) == 4
    assert_tiles(found)


def test_points_north_and_south_that_are_nearer_to_each_other_part_those_in_east_and_west():
    """A degree of the meridian is 110,574 m and one of the equator 111,319: no four meet, but twice three."""
    cross = {"north": Point(0, 1), "south": Point(0, -1), "east": Point(1, 0), "west": Point(-1, 0)}
    found = partition(cross, within=(-3, -3, 3, 3))
    assert {meeting.names for meeting in found.meetings} == {("north", "south", "east"), ("north", "south", "west")}
    for meeting in found.meetings:
        metres = [GEOD.inv(meeting.lon, meeting.lat, *cross[name].coords[0])[2] for name in meeting.names]
        assert max(metres) - min(metres) < 0.001
        away = GEOD.inv(0, 0, meeting.lon, meeting.lat)[2]
        assert away == pytest.approx(111_319 * (1 - (110_574 / 111_319) ** 2) / 2, abs=3)  # as in a plane


def test_a_collection_counts_with_all_its_parts():
    parts = [Point(0, 0), LineString([(1, 1), (2, 2)]), box(3, 0, 4, 1)]
    collection, other = GeometryCollection(parts), Point(8, 0)
    found = partition({"all": collection, "other": other}, within=(-2, -3, 10, 4))
    apart = [partition({"one": part, "other": other}, within=(-2, -3, 10, 4)).cells["one"] for part in parts]
    # 800 km of boundary, each a metre off at most.
    assert area(found.cells["all"]) == pytest.approx(area(shapely.union_all(apart)), abs=2 * 800_000)


def test_every_vertex_of_a_boundary_is_as_far_from_both_and_from_no_third_nearer():
    shapes = {**THREE, "far": Point(121, -4)}
    found = partition(shapes, within=(118, -5, 126, 5))
    assert found.error <= 1
    for boundary in found.boundaries:
        lonlat = shapely.get_coordinates(boundary.line)
        away = {name: metres_to(lonlat, shape) for name, shape in shapes.items()}
        one, other = (away[name] for name in boundary.names)
        assert np.abs(one - other).max() < 1
        assert np.abs(one - boundary.metres).max() < 1
        assert (one <= np.min(list(away.values()), axis=0) + 1).all()
        for k, name in enumerate(boundary.names):
            assert np.allclose(boundary.points[k], shapely.get_coordinates(shapes[name]))


@pytest.mark.parametrize(
    ("shapes", "within", "sampled"),
    [
        ({"a": Point(170, 0), "b": Point(-170, 10), "c": Point(180, -20)}, (160, -30, -160, 30), (160, -30, 200, 30)),
        ({"a": Point(10, 80), "b": Point(130, 82), "c": Point(-110, 85)}, (-180, 70, 180, 90), (-180, 70, 180, 89.9)),
        (
            {"a": Point(175, -5), "b": Point(-175, 5)},
            Polygon([(170, -8), (-170, -8), (-172, 8), (172, 8)]),
            (174, -7, 186, 7),
        ),
    ],
    ids=["antimeridian", "pole", "polygon-across"],
)
def test_regions_across_the_antimeridian_and_round_the_pole_are_tiled(shapes, within, sampled):
    found = partition(shapes, within=within)
    assert all(np.abs(shapely.get_coordinates(cell)[:, 0]).max() <= 180 for cell in found.cells.values())
    assert_tiles(found)
    assert_nearest(found, shapes, sampled, 2)


@pytest.mark.parametrize("seed", range(3))
def test_random_shapes_each_have_what_is_nearest_to_them(seed):
    rng = np.random.default_rng(seed)
    shapes = {}
    for k in range(5):
        lon, lat = 120 + 3 * (k % 3) + rng.uniform(-1, 1), 22 + 3.5 * (k // 3) + rng.uniform(-1, 1)
        turn = np.sort(rng.uniform(0, 2 * np.pi, 8))
        reach = rng.uniform(0.1, 0.45, 8)
        shapes[f"isle-{k}"] = Polygon(zip(lon + reach * np.cos(turn), lat + reach * np.sin(turn), strict=True))
    shapes["rocks"] = MultiPoint([(118.5, 27.5), (123, 24), (121.3, 20.4)])
    shapes["line"] = LineString([(129, 20), (130, 28)])
    found = partition(shapes, within=(117, 19, 132, 29))
    assert found.error <= 1
    assert_tiles(found)
    assert_nearest(found, shapes, (117, 19, 132, 29), seed, spacing=300.0)


def test_an_island_in_a_bay_of_another_has_its_share_of_the_bay():
    bay = Polygon([(0, 0), (4, 0), (4, 4), (0, 4), (0, 3), (3, 3), (3, 1), (0, 1)])
    shapes = {"bay": bay, "island": box(1.5, 1.9, 1.7, 2.1)}
    found = partition(shapes, within=(-2, -2, 6, 6))
    assert found.cells["bay"].covers(bay.buffer(-1e-9))
    assert found.cells["island"].covers(shapes["island"])
    assert_tiles(found)
    assert_nearest(found, shapes, (-2, -2, 6, 6), 3)


def test_an_islet_close_to_a_foreign_coast_keeps_its_cell():
    shapes = {"coast": box(120, 20, 124, 21), "islet": Point(122, 21.03), "other": Point(122, 26)}
    found = partition(shapes, within=(119, 19, 125, 27))
    assert found.error <= 1
    assert found.cells["islet"].covers(shapes["islet"])
    assert_tiles(found)
    assert_nearest(found, shapes, (119, 19, 125, 27), 4, count=250)


def test_neighbours_that_share_a_border_keep_their_land():
    west = Polygon([(120, 20), (121, 20), (121.2, 20.6), (121, 21), (120, 21)])
    east = Polygon([(121, 20), (122, 20), (122, 21.5), (121, 21), (121.2, 20.6)])
    found = partition({"west": west, "east": east}, within=(118, 18, 124, 23))
    for name, land in (("west", west), ("east", east)):
        assert shapely.difference(densify(land, 1000), found.cells[name]).area < 1e-9
    assert_tiles(found)


def test_a_shape_that_is_nowhere_the_nearest_has_an_empty_cell():
    found = partition({**THREE, "remote": Point(-60, 40)}, within=(118, -5, 126, 5))
    assert found.cells["remote"].is_empty
    assert list(found.cells) == [*THREE, "remote"]


def test_a_single_shape_has_the_whole_region():
    found = partition({"only": Point(10, 10)}, within=(0, 0, 20, 20))
    assert found.cells["only"].equals(found.region)
    assert not found.boundaries
    assert not found.meetings


def test_a_hole_in_the_region_belongs_to_nobody():
    region = box(118, -5, 126, 5).difference(box(121, -1, 123, 1))
    found = partition(THREE, within=region)
    assert not any(cell.contains(Point(122, 0)) for cell in found.cells.values())
    assert_tiles(found)


def test_one_input_has_one_answer():
    first, second = (partition(THREE, within=(118, -5, 126, 5)) for _ in range(2))
    assert [c.wkb for c in first.cells.values()] == [c.wkb for c in second.cells.values()]


def test_what_cannot_be_divided_is_refused():
    with pytest.raises(GeometryError, match="no shapes"):
        partition({}, within=(0, 0, 1, 1))
    with pytest.raises(GeometryError, match="a and b overlap"):
        partition({"a": box(0, 0, 2, 2), "b": box(1, 1, 3, 3)}, within=(0, 0, 4, 4))
    with pytest.raises(GeometryError, match="expected polygons"):
        partition(THREE, within=LineString([(0, 0), (1, 1)]))
    with pytest.raises(ValueError, match="west, south, east and north"):
        partition(THREE, within=(0, 10, 5, -10))
    with pytest.raises(RadiusError, match="max_error"):
        partition(THREE, within=(118, -5, 126, 5), max_error=1e-6)


def test_full_coasts_around_taiwan_are_divided():
    layers = pytest.importorskip("rimland.layers")
    names = ("Taiwan", "Yonaguni", "Luzon", "Batan", "Ishigaki")
    shapes = {name: layers.place(name).geometry for name in names}
    found = partition(shapes, within=(119, 17, 126, 27))
    assert found.error <= 1
    assert_tiles(found)
    rough = {name: shapely.simplify(shape, 1e-4) for name, shape in shapes.items()}
    assert_nearest(found, rough, (119, 17, 126, 27), 5, count=100, spacing=5000.0)
