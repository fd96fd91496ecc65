"""``frame.geodesic``: the same answers as the functions, with the frame's index and reference system."""

import geopandas
import geopandas.testing
import numpy as np
import pandas as pd
import pytest
from shapely import LineString, Point, box

import rimland.geo.accessor  # noqa: F401  registers it
from rimland import geo
from rimland.geo.errors import CRSError

SHAPES = [box(121, 24, 122, 25), None, LineString([(123, 24), (124, 25)])]
INDEX = ["land", "nothing", "lane"]


@pytest.fixture
def frame():
    return geopandas.GeoDataFrame({"name": INDEX}, geometry=SHAPES, index=INDEX, crs="EPSG:4326")


@pytest.fixture(params=["EPSG:4326", "EPSG:3826", "EPSG:3857"])
def any_frame(frame, request):
    return frame.to_crs(request.param)


def test_measures_are_series_with_the_index_of_the_frame_whatever_its_reference_system(any_frame):
    other = Point(122.5, 24.5)
    for series, function in (
        (any_frame.geodesic.distance(other), lambda shape: geo.distance(shape, other).metres),
        (any_frame.geodesic.area(), geo.area),
        (any_frame.geodesic.length(), geo.length),
    ):
        assert isinstance(series, pd.Series)
        assert series.index.tolist() == INDEX
        assert np.isnan(series["nothing"])
        for i in (0, 2):
            assert series.iloc[i] == pytest.approx(function(SHAPES[i]), rel=1e-8, abs=1e-3)


def test_shapes_come_back_in_the_reference_system_of_the_frame_with_all_its_columns(any_frame):
    before = any_frame.copy(deep=True)
    dense = any_frame.geodesic.densify(10_000)
    assert isinstance(dense, geopandas.GeoDataFrame)
    assert dense.crs == any_frame.crs
    assert dense.index.tolist() == INDEX
    assert dense["name"].tolist() == INDEX
    assert dense.geometry["nothing"] is None
    assert dense.geodesic.length()["lane"] == pytest.approx(any_frame.geodesic.length()["lane"], rel=1e-9)
    geopandas.testing.assert_geodataframe_equal(any_frame, before)


def test_a_buffer_reaches_as_far_as_it_should(frame):
    ring = frame.iloc[[2]].geodesic.buffer(10_000).geometry.iloc[0]
    far = geo.distance(Point(ring.exterior.coords[0]), SHAPES[2]).metres
    assert far == pytest.approx(10_000, abs=1)


def test_a_series_answers_with_a_series(frame):
    series = frame.geometry.rename("shore")
    dense = series.geodesic.densify(10_000)
    assert isinstance(dense, geopandas.GeoSeries)
    assert dense.name == "shore"
    assert dense.index.tolist() == INDEX
    assert series.geodesic.within(Point(121.5, 24.5), 1000).tolist() == [True, False, False]


def test_another_geometry_column_stays_the_active_one(frame):
    renamed = frame.rename_geometry("shape")
    assert renamed.geodesic.densify(10_000).geometry.name == "shape"


def test_overlays_are_those_of_the_functions(frame):
    other = box(121.5, 24, 123.5, 26)
    shared = frame.geodesic.intersection(other)
    left = frame.geodesic.difference(other)
    both = frame.geodesic.union(other)
    whole = geo.area(SHAPES[0])
    assert shared.geodesic.area()["land"] + left.geodesic.area()["land"] == pytest.approx(whole, rel=1e-7)
    assert both.geodesic.area()["land"] > geo.area(other)


def test_nearest_rows_and_the_matrix_of_all_pairs_are_found(frame):
    there = frame.dropna(subset="geometry")
    assert there.geodesic.nearest(Point(125, 24)).index.tolist() == ["lane"]
    assert there.geodesic.distance_matrix().shape == (2, 2)


def test_a_frame_without_a_reference_system_is_refused():
    series = geopandas.GeoSeries([Point(121, 24)])
    for question in (
        lambda: series.geodesic.area(),
        lambda: series.geodesic.densify(10),
        lambda: series.geodesic.distance(Point(0, 0)),
    ):
        with pytest.raises(CRSError, match="set_crs"):
            question()


def test_what_has_no_geometry_has_no_accessor():
    assert not hasattr(pd.Series([1.0]), "geodesic")
    assert not hasattr(pd.DataFrame({"a": [1.0]}), "geodesic")
