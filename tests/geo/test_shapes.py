"""What is taken as a shape, and what is refused with what words."""

from types import SimpleNamespace

import numpy as np
import pytest
import shapely
from shapely import LineString, MultiPolygon, Point, Polygon, box

from rimland import geo
from rimland.geo.errors import CoordinateError, CRSError, GeometryError
from rimland.geo.shapes import as_geometries, as_geometry, simple_parts


def test_shapely_geometry_is_returned_as_it_is():
    shape = box(120, 20, 121, 21)
    assert as_geometry(shape) is shape


def test_heights_are_dropped():
    shape = as_geometry(LineString([(120, 20, 5), (121, 21, 7)]))
    assert not shape.has_z
    assert list(shape.coords) == [(120, 20), (121, 21)]


@pytest.mark.parametrize(
    "given",
    [
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}},
        SimpleNamespace(__geo_interface__={"type": "Point", "coordinates": (1, 2)}),
        SimpleNamespace(geometry=Point(1, 2)),
    ],
)
def test_anything_that_speaks_geojson_is_taken(given):
    assert as_geometry(given).equals(Point(1, 2))


def test_a_ring_of_geojson_that_is_not_closed_is_refused():
    ring = [[0, 0], [2, 0], [2, 2]]
    with pytest.raises(GeometryError, match=r"a ring from \[0, 0\] to \[2, 2\].*Repeat its first position"):
        as_geometry({"type": "Polygon", "coordinates": [ring]})
    assert as_geometry({"type": "Polygon", "coordinates": [[*ring, [0, 0]]]}).area == pytest.approx(2)


def test_a_feature_collection_is_a_collection_of_its_geometries():
    feature = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}
    assert len(simple_parts(as_geometry({"type": "FeatureCollection", "features": [feature, feature]}))[0]) == 2


@pytest.mark.parametrize("given", [None, 5, "Taiwan", (1, 2), {}, {"type": "Feature"}, {"type": "Pint"}])
def test_anything_else_is_refused(given):
    with pytest.raises(GeometryError, match="expected"):
        as_geometry(given)


@pytest.mark.parametrize("empty", [Point(), LineString(), Polygon(), MultiPolygon(), shapely.GeometryCollection()])
def test_empty_geometry_is_refused(empty):
    with pytest.raises(GeometryError, match="empty"):
        as_geometry(empty)


@pytest.mark.parametrize(("lon", "lat"), [(np.nan, 0), (0, np.nan), (np.inf, 0), (0, -np.inf)])
def test_a_coordinate_that_is_not_finite_is_refused(lon, lat):
    with pytest.raises(CoordinateError, match=r"position 0 .*finite"):
        as_geometry(shapely.points(lon, lat))


def test_a_latitude_beyond_the_pole_is_refused_and_a_swap_suspected():
    with pytest.raises(CoordinateError, match=r"position 1 is \(2.5, 101\).*Are the two swapped\?"):
        as_geometry(LineString([(2, 80), (2.5, 101)]))


def test_no_swap_is_suspected_where_swapping_would_not_help():
    with pytest.raises(CoordinateError) as caught:
        as_geometry(Point(150, 91))
    assert "swapped" not in str(caught.value)


def test_a_longitude_one_turn_away_is_taken_and_one_further_is_not():
    assert as_geometry(LineString([(175, 0), (185, 0)])).bounds[2] == 185
    with pytest.raises(CoordinateError):
        as_geometry(Point(541, 0))


def test_a_bow_tie_is_refused_with_the_place_where_it_crosses():
    with pytest.raises(GeometryError, match=r"Self-intersection\[1 1\]"):
        as_geometry(Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]))


@pytest.mark.parametrize(
    "polygon",
    [
        Polygon([(179, 0), (-179, 0), (-179, 2), (179, 2)]),
        Polygon([(170, -10), (-170, -10), (-170, 10), (170, 10)], [[(179, 0), (-179, 0), (-179, 2), (179, 2)]]),
        Polygon([(0, 80), (90, 80), (180, 80), (-90, 80)]),
        Polygon([(0, -80), (120, -80), (-120, -80)]),
        Polygon([(-180, -90), (180, -90), (180, -70), (90, -65), (0, -60), (-90, -65), (-180, -70)]),
        Polygon([(0, 60), (90, 60), (89, 60.01), (45, 66.4), (1, 60.01)]),
        box(-180, -90, 180, 90),
    ],
)
def test_a_polygon_across_the_antimeridian_or_round_a_pole_is_valid(polygon):
    assert as_geometry(polygon) is polygon


def test_a_bow_tie_across_the_antimeridian_is_refused():
    with pytest.raises(GeometryError, match="Self-intersection"):
        as_geometry(Polygon([(179, 0), (-179, 2), (-179, 0), (179, 2)]))


def test_parts_come_in_order_from_any_depth():
    shape = shapely.GeometryCollection(
        [Point(0, 0), shapely.MultiPoint([(1, 1), (2, 2)]), LineString([(3, 3), (4, 4)])]
    )
    parts, owner = simple_parts(np.array([shape, Point(9, 9)]))
    assert [part.geom_type for part in parts] == ["Point", "Point", "Point", "LineString", "Point"]
    assert owner.tolist() == [0, 0, 0, 0, 1]


def test_an_error_in_a_sequence_names_the_shape():
    with pytest.raises(CoordinateError, match="shape 1: position 0"):
        as_geometries([Point(0, 0), Point(0, 95)])


def test_a_series_without_a_reference_system_is_refused_and_one_in_another_is_brought_to_degrees():
    geopandas = pytest.importorskip("geopandas")
    series = geopandas.GeoSeries([Point(121, 24)])
    with pytest.raises(CRSError, match="set_crs"):
        as_geometries(series)
    there = series.set_crs("EPSG:4326").to_crs("EPSG:3826")
    assert as_geometries(there)[0].distance(Point(121, 24)) < 1e-9


CURVED_HOLE = Polygon([(122, 27), (130, 27), (130, 30), (122, 30)], [[(125.5, 27.02), (126.5, 27.02), (126, 28)]])
"""A hole 2 km north of the parallel of 27°N: the geodesic from 122°E to 130°E strays 6.3 km north of it."""


def test_rings_that_cross_only_as_geodesics_are_refused_as_geodesics_alone():
    for refused in (lambda: geo.area(CURVED_HOLE), lambda: geo.distance([CURVED_HOLE], Point(0, 0))):
        with pytest.raises(GeometryError, match="when its edges are geodesics"):
            refused()
    outer, hole = (Polygon(ring) for ring in (CURVED_HOLE.exterior, CURVED_HOLE.interiors[0]))
    expected = geo.area(outer, edges="rhumb") - geo.area(hole, edges="rhumb")
    assert geo.area(CURVED_HOLE, edges="rhumb") == pytest.approx(expected, rel=1e-9)
    assert geo.distance(CURVED_HOLE, Point(126, 27.01), edges="rhumb").metres == 0


def test_rings_that_touch_at_a_vertex_are_no_crossing():
    for hole in ([(5, 0), (6, 1), (4, 1)], [(0, 5), (1, 6), (1, 4)]):
        assert geo.area(Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [hole])) > 1e12


def test_an_edge_once_round_the_earth_is_refused_for_its_ends_are_one_position():
    with pytest.raises(GeometryError, match="once round the Earth"):
        geo.area(shapely.box(-180, 20, 180, 30))
    assert geo.area(shapely.box(-180, -90, 180, 90)) == pytest.approx(510_065_621_724_000, rel=1e-9)


@pytest.mark.parametrize("measure", [geo.area, geo.length, lambda several: geo.buffer(several, 1000)])
def test_where_one_shape_is_expected_a_series_is_told_of_its_accessor(measure):
    from geopandas import GeoSeries

    with pytest.raises(GeometryError, match=r"a GeoSeries of 2: expected one shape.*accessor"):
        measure(GeoSeries([Point(0, 0), None], crs="EPSG:4326"))
