"""Whatever is in a file, it is read or refused with a sentence that names the file."""

import json

import geopandas
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point

from rimland.layers import DataError, FormatError, LayersError
from rimland.layers.checks import check_file
from rimland.layers.reading import read_geometry

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KINDS = st.sampled_from(["Point", "LineString", "Polygon", "MultiPolygon", "GeometryCollection", "Feature", "x"])
GEOMETRIES = VALUES | st.fixed_dictionaries({"type": KINDS | VALUES, "coordinates": VALUES})
FEATURES = VALUES | st.fixed_dictionaries({"geometry": GEOMETRIES, "properties": VALUES})
FILES = VALUES | st.fixed_dictionaries({"features": VALUES | st.lists(FEATURES, max_size=3)}, optional={"crs": VALUES})
SAME_FOLDER = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=150
)


def attempt(what, path):
    """What it returns, or the sentence with which it refuses; any other error ends the test."""
    try:
        return what(path)
    except LayersError as error:
        return str(error)


@SAME_FOLDER
@given(content=FILES)
def test_any_json_is_features_or_a_sentence(tmp_path, content):
    path = tmp_path / "any.geojson"
    path.write_text(json.dumps(content), "utf-8")
    outcome = attempt(read_geometry, path)
    assert str(path) in outcome if isinstance(outcome, str) else outcome.crs == "EPSG:4326"


@SAME_FOLDER
@given(content=st.binary(max_size=200))
@pytest.mark.parametrize("suffix", [".toml", ".geojson"])
def test_any_bytes_are_checked_without_an_unexpected_error(tmp_path, suffix, content):
    path = tmp_path / f"any{suffix}"
    path.write_bytes(content)
    outcome = attempt(check_file, path)
    assert outcome
    assert all(str(path) in problem for problem in outcome) or str(path) in outcome


def test_a_reference_system_that_geojson_no_longer_has_is_refused(tmp_path):
    path = tmp_path / "old.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3826"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": []}))
    with pytest.raises(DataError, match=r"EPSG::3826: expected longitude and latitude"):
        read_geometry(path)


def test_heights_are_dropped(tmp_path):
    path = tmp_path / "high.geojson"
    point = {"type": "Point", "coordinates": [121, 24, 3952]}
    path.write_text(json.dumps({"features": [{"geometry": point, "properties": {"id": "yushan"}}]}))
    assert read_geometry(path).geometry[0].equals_exact(Point(121, 24))
    assert not read_geometry(path).has_z.any()


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
def test_a_file_in_another_reference_system_comes_in_longitude_and_latitude(tmp_path, suffix):
    frame = geopandas.GeoDataFrame({"id": ["a"]}, geometry=[Point(121, 24)], crs="EPSG:4326").to_crs("EPSG:3826")
    path = tmp_path / f"taiwan{suffix}"
    frame.to_parquet(path) if suffix == ".parquet" else frame.to_file(path)
    point = read_geometry(path).geometry[0]
    assert (point.x, point.y) == pytest.approx((121, 24), abs=1e-7)


def test_a_file_without_a_reference_system_is_refused(tmp_path):
    path = tmp_path / "bare.parquet"
    geopandas.GeoDataFrame({"id": ["a"]}, geometry=[Point(121, 24)]).to_parquet(path)
    with pytest.raises(DataError, match="no coordinate reference system"):
        read_geometry(path)


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
def test_a_file_that_is_not_what_its_suffix_says_is_refused(tmp_path, suffix):
    path = tmp_path / f"false{suffix}"
    path.write_bytes(b"not at all")
    with pytest.raises(DataError, match="false"):
        read_geometry(path)


def test_a_suffix_that_is_not_read_is_refused(tmp_path):
    with pytest.raises(FormatError, match=r"unknown suffix '\.doc'"):
        read_geometry(tmp_path / "a.doc")
