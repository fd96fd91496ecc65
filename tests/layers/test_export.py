"""Layers in other programs' files: names, sources and licence intact, the same bytes each time."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys

import geopandas
import pyarrow.parquet
import pyogrio
import pytest
from pyproj import Geod

from rimland.layers import Catalog, FormatError
from rimland.layers.export import FORMATS, LONGEST_EDGE, carried, export, export_together

WGS84 = Geod(ellps="WGS84")
VECTOR = [suffix for suffix in FORMATS if suffix != ".csv"]
LAYERS = ("fabs", "sea-lanes", "nansei")


def read(path):
    return geopandas.read_parquet(path) if path.suffix == ".parquet" else geopandas.read_file(path)


@pytest.mark.parametrize("name", LAYERS)
@pytest.mark.parametrize("suffix", VECTOR)
def test_every_feature_comes_back_with_its_names_sources_and_licence(tmp_path, name, suffix):
    layer = Catalog()[name]
    frame = read(export(layer, tmp_path / f"{name}{suffix}"))
    frame = frame.set_index("feature_id" if suffix == ".kml" else "id")  # KML numbers placemarks itself
    original = layer.features.set_index("id")
    assert set(frame.index) == set(original.index)
    assert frame.crs == "EPSG:4326"
    for one in original.index:
        for column in ("name_en", "name_zh_hant", "source"):
            given = original.loc[one, column]
            assert frame.loc[one, column] == given or given is None
        assert frame.loc[one, "licence"] == layer.licence
        assert any(credit in frame.loc[one, "attribution"] for credit in layer.credits)


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_layer_is_the_same_bytes_each_time(tmp_path, suffix):
    one, two = (export(Catalog()["fabs"], tmp_path / folder / f"x{suffix}") for folder in _folders(tmp_path))
    assert one.read_bytes() == two.read_bytes()


def test_another_process_with_another_hash_seed_writes_the_same_bytes(tmp_path):
    """Points, a table, computed lines with lists in their columns, and rhumb lines, in every form."""
    code = """
import sys
from pathlib import Path
from rimland.layers import Catalog
from rimland.layers.export import FORMATS, export
for name in ("fabs", "polls", "gates", "adiz"):
    for suffix in FORMATS:
        export(Catalog()[name], Path(sys.argv[1]) / (name + suffix))
"""
    written = []
    for seed, folder in zip(("0", "4242"), _folders(tmp_path), strict=True):
        chosen = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Taipei" if seed == "0" else "America/New_York"}
        subprocess.run([sys.executable, "-c", code, str(tmp_path / folder)], env=chosen, check=True)
        written.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
    assert len(written[0]) == 4 * len(FORMATS)
    assert written[0] == written[1]


def test_several_layers_in_one_geopackage_are_the_same_bytes_each_time(tmp_path):
    layers = [Catalog()[name] for name in LAYERS]
    one, two = (export_together(layers, tmp_path / folder / "all.gpkg") for folder in _folders(tmp_path))
    assert one.read_bytes() == two.read_bytes()
    assert {name for name, _ in pyogrio.list_layers(one)} == set(LAYERS)


def test_the_time_stamp_of_a_geopackage_is_the_date_of_its_data(tmp_path):
    import sqlite3

    path = export(Catalog()["fabs"], tmp_path / "fabs.gpkg")
    connection = sqlite3.connect(path)
    (changed,) = connection.execute("SELECT last_change FROM gpkg_contents").fetchone()
    connection.close()
    assert changed.startswith("2024-12-01T00:00:00")


def test_the_option_of_gdal_that_fixes_the_time_stamp_is_put_back(tmp_path):
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    export(Catalog()["fabs"], tmp_path / "fabs.gpkg")
    assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") is None


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_what_is_written_has_vertices_at_most_a_kilometre_apart(tmp_path, suffix):
    lanes = read(export(Catalog()["sea-lanes"], tmp_path / f"lanes{suffix}"))
    for lane in lanes.geometry:
        lon, lat = lane.xy
        metres = WGS84.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])[2]
        assert max(metres) <= LONGEST_EDGE + 0.01


def test_a_layer_from_the_coastline_carries_the_notice_of_its_licence(tmp_path):
    content = json.loads(export(Catalog()["nansei"], tmp_path / "n.geojson").read_text("utf-8"))
    assert "Open Database License" in content["notice"]
    assert content["licence"].startswith("ODbL-1.0")
    assert any("OpenStreetMap" in line for line in content["attribution"])


def test_geoparquet_tells_what_it_is(tmp_path):
    told = pyarrow.parquet.read_schema(export(Catalog()["fabs"], tmp_path / "f.parquet")).metadata
    assert json.loads(told[b"about"])["title"]["ja"] == "半導体工場"
    assert b"geo" in told


def test_csv_of_points_has_lon_and_lat_and_opens_in_excel(tmp_path):
    data = export(Catalog()["fabs"], tmp_path / "f.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert rows[0]["name_zh_hant"] == "台積電熊本一廠"
    assert (float(rows[0]["lon"]), float(rows[0]["lat"])) == (130.843, 32.886)


def test_csv_of_lines_has_their_well_known_text(tmp_path):
    data = export(Catalog()["sea-lanes"], tmp_path / "l.csv").read_text("utf-8-sig")
    assert "LINESTRING" in data


def test_a_suffix_that_is_not_written_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(FormatError, match=r"unknown suffix '\.shp': expected one of \.geojson \.gpkg"):
        export(Catalog()["fabs"], tmp_path / "f.shp")
    assert list(tmp_path.iterdir()) == []


def test_several_layers_go_into_a_geopackage_only(tmp_path):
    with pytest.raises(FormatError, match=r"ends in \.gpkg"):
        export_together([Catalog()["fabs"]], tmp_path / "f.geojson")


def _folders(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        yield name


# --- GDAL's own reader, not the one that wrote


@pytest.fixture(scope="session")
def ogrinfo():
    """The command of GDAL; skips where there is none, but fails on a build server, where it is installed."""
    found = shutil.which("ogrinfo")
    if found is None and os.environ.get("CI"):
        pytest.fail("no ogrinfo: install gdal-bin")
    return found or pytest.skip("no ogrinfo: install gdal-bin")


NAMED = [name for name in Catalog() if not name.startswith("land-")]
"""The layers; those of the land, of which maps are drawn, have no names and are large."""


@pytest.mark.parametrize("name", NAMED)
def test_gdal_opens_every_layer_in_every_form(tmp_path, ogrinfo, name):
    """GeoParquet is left to GeoPandas: Debian's GDAL has no reader of it."""
    layer = Catalog()[name]
    frame = carried(layer)
    for suffix in (".geojson", ".gpkg", ".fgb", ".kml", ".csv"):
        path = export(layer, tmp_path / f"out{suffix}", frame=frame.copy())
        told = subprocess.run([ogrinfo, "-so", "-al", str(path)], capture_output=True, text=True, encoding="utf-8")
        said = told.stdout
        assert told.returncode == 0, (suffix, told.stderr)
        assert int(re.search(r"Feature Count: (\d+)", said)[1]) == len(frame), suffix
        fields = set(re.findall(r"^(\w+): \w+ \(", said, re.MULTILINE))
        assert fields >= {"name_en", "name_ja", "name_zh_hant", "source", "attribution", "licence"}, suffix
        if layer.kind != "table" and suffix != ".csv":  # a table of text has no reference system
            assert "WGS 84" in said, suffix
            extent = [float(one) for one in re.findall(r"-?\d+\.\d+", re.search(r"Extent: (.*)", said)[1])]
            assert extent == pytest.approx(list(frame.total_bounds), abs=2e-6), suffix
