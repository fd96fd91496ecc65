"""Files of an author's own: read in one line, or refused in one sentence that says what to do."""

import csv
import json
import warnings
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from shapely import Point

from rimland import geo
from rimland.layers import Catalog, DataError, FormatError, RepairWarning, Source, csv_files, place, read
from rimland.layers.catalog import as_tables
from rimland.layers.export import export, plain

FRAME = geopandas.GeoDataFrame(
    {"name": ["與那國島", "石垣島"], "since": [2016, 2023]},
    geometry=[Point(122.95, 24.45), Point(124.15, 24.4)],
    crs="EPSG:4326",
)
BOW_TIE = {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}


def written(path, frame=FRAME, **options):
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    elif path.suffix == ".csv":
        table = frame.drop(columns="geometry").assign(lon=frame.geometry.x, lat=frame.geometry.y)
        table.to_csv(path, index=False, **options)
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of GDAL, about what KML and Shapefiles cannot hold
            frame.to_file(path, **({"driver": "KML"} if path.suffix == ".kml" else {}), **options)
    return path


def collection(path, *geometries):
    features = [{"type": "Feature", "properties": {"id": str(n)}, "geometry": g} for n, g in enumerate(geometries)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet", ".fgb", ".kml", ".csv", ".shp"])
def test_every_form_is_a_layer_in_one_line(tmp_path, suffix):
    frame = FRAME.rename(columns={"name": "Name"}) if suffix == ".kml" else FRAME
    layer = read(written(tmp_path / f"mine{suffix}", frame))
    assert layer.kind == "point"
    assert layer.title["ja"] == "mine"
    found = layer.features.set_index("name_zh_hant").geometry  # FlatGeobuf keeps features in an order of its own
    assert sorted(found.index) == ["石垣島", "與那國島"]
    assert np.allclose(shapely.get_coordinates(found["與那國島"]), [122.95, 24.45])
    assert layer.sources
    assert layer.features["source"].eq(layer.sources[0].id).all()
    assert layer.features["id"].is_unique


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet", ".fgb", ".csv"])
def test_what_we_export_is_read_back(tmp_path, suffix):
    layer = Catalog()["fisheries-2001"]
    path = export(layer, tmp_path / f"out{suffix}")
    back = read(path)
    assert list(back.features["id"]) == list(layer.features["id"])
    assert list(back.features["name_ja"]) == list(layer.features["name_ja"])
    areas = [abs(shape.area) for shape in back.features.geometry]
    assert areas == pytest.approx([abs(shape.area) for shape in layer.features.geometry], rel=0.01)


@pytest.mark.parametrize("suffix", [".gpkg", ".parquet", ".shp"])
def test_another_reference_system_is_turned_into_degrees(tmp_path, suffix):
    layer = read(written(tmp_path / f"mine{suffix}", FRAME.to_crs("EPSG:3826")))
    assert np.allclose(shapely.get_coordinates(layer.features.geometry)[0], [122.95, 24.45], atol=1e-6)


def test_a_missing_reference_system_is_asked_for_and_taken(tmp_path):
    path = written(tmp_path / "bare.parquet", FRAME.to_crs("EPSG:3826").set_crs(None, allow_override=True))
    with pytest.raises(DataError, match=r"bare\.parquet: no coordinate reference system.*crs='EPSG:3826'"):
        read(path)
    first = shapely.get_coordinates(read(path, crs="EPSG:3826").features.geometry)[0]
    assert np.allclose(first, [122.95, 24.45], atol=1e-6)


def test_a_reference_system_that_the_file_contradicts_is_refused(tmp_path):
    with pytest.raises(DataError, match=r"says that it is in WGS 84, not in EPSG:3826"):
        read(written(tmp_path / "mine.gpkg"), crs="EPSG:3826")


@pytest.mark.parametrize(
    ("position", "says"),
    [
        ([24.45, 122.95], "Are the two swapped"),
        ([300000, 2700000], "look like metres"),
        ([212.5, 24.0], "Subtract 360"),
        ([float("nan"), 24.0], "expected .longitude, latitude."),
    ],
)
def test_positions_that_are_no_degrees_are_told_with_what_may_be_the_matter(tmp_path, position, says):
    path = collection(tmp_path / "off.geojson", {"type": "Point", "coordinates": position})
    with pytest.raises(DataError, match=rf"off\.geojson: feature 0: position 0 is .*{says}"):
        read(path)


def test_an_invalid_shape_is_repaired_and_reported(tmp_path):
    path = collection(tmp_path / "bow.geojson", BOW_TIE)
    with pytest.warns(RepairWarning, match=r"bow\.geojson: feature 0: Self-intersection.*repaired"):
        layer = read(path)
    (shape,) = layer.features.geometry
    assert shape.is_valid
    assert shape.area == pytest.approx(2.0)
    assert "repaired" in layer.gaps[0]["en"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.geojson", b"", "not JSON"),
        ("broken.geojson", b'{"type": "FeatureCollection", "features": [', "not JSON"),
        ("big5.geojson", '{"features": [{"properties": {"name": "臺"}}]}'.encode("big5"), "not JSON in UTF-8"),
        ("none.geojson", b'{"type": "FeatureCollection", "features": []}', "no features in it"),
        ("nowhere.geojson", b'{"features": [{"properties": {}, "geometry": null}]}', "no geometry"),
        ("empty.csv", b"", "no rows in it"),
        ("head.csv", b"lon,lat\n", "no rows in it"),
        ("blind.csv", b"a,b\n1,2\n", "no columns of positions among a, b"),
        ("word.csv", b"lon,lat\n1,2\nx,3\n", "line 3: lon: got 'x'"),
        ("blank.csv", b"lon,lat\n1,\n", "line 2: lat: got ''"),
        ("ragged.csv", b"lon,lat,name\n1,2,a,b\n", "line 2: more cells than headings"),
        ("big5.csv", "lon,lat,name\n1,2,臺灣\n".encode("big5"), "byte 17 is not utf-8"),
        ("bad.csv", b"wkt\nPOINT (1\n", "line 2: wkt: not WKT"),
        ("shapes.csv", b"wkt,wkt\nPOINT (1 2),POINT (1 2)\n", "two columns are called 'wkt'"),
        ("twice.csv", b"name,lon,lat,lon\nA,122,25,3\n", "two columns are called 'lon'"),
        ("comma.csv", b"lon;lat\n122,5;25\n", "got '122,5'.*Write decimals with a point"),
        ("open.csv", b'name,lon,lat\n"A,122,25\nB,121,24\n', "quotation mark that is not closed"),
        ("wide.csv", "lon,lat\n122,25\n".encode("utf-16"), "encoding='utf-16'"),
        ("noted.csv", b"lon,lat,geometry\n1,2,a roof\n", "line 2: geometry: not WKT"),
        ("open.csv", b'wkt\n"POLYGON ((0 0, 1 0, 1 1))"\n', "line 2: wkt: a ring that does not end where it begins"),
        ("blank.csv", b"lon,lat\n1,2\n\n3,x\n", "line 4: lat: got 'x'"),
        ("single.geojson", b'{"type": "LineString", "coordinates": [[0, 0]]}', r"elements\)\. Check it\.$"),
        ("mixed.geojson", b'{"type": "LineString", "coordinates": [[0, 0], [1, 1, 5]]}', "as if some had a height"),
        ("flat.geojson", b'{"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [0, 0]]]}', "nothing is left of it"),
        ("endless.geojson", b'{"type": "Point", "coordinates": [1e999, 25]}', r"\(inf, 25\)[^?]*to 90\.$"),
        ("bare.kml", b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>', "no features in it"),
        ("false.gpkg", b"nothing", "cannot be read"),
        ("false.shp", b"nothing", "cannot be read"),
        ("false.kml", b"<kml", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_a_layer_is_refused_by_name(tmp_path, name, data, says):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match=says) as told:
        read(tmp_path / name)
    assert name in str(told.value)


OPEN = [[0, 0], [2, 0], [2, 2], [0, 2]]


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Polygon", "coordinates": [OPEN]},
        {"type": "Polygon", "coordinates": [[*OPEN, [0, 0]], [[0.5, 0.5], [1, 0.5], [1, 1], [0.5, 1]]]},
        {"type": "MultiPolygon", "coordinates": [[[*OPEN, [0, 0]]], [OPEN]]},
        {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": [OPEN]}]},
    ],
)
def test_a_ring_that_is_not_closed_is_told_and_not_closed_without_a_word(tmp_path, geometry):
    path = collection(tmp_path / "open.geojson", {"type": "Point", "coordinates": [0, 0]}, geometry)
    told = r"open\.geojson: feature 1: a ring begins at \[0.*ends at .*Repeat its first position at its end\.$"
    with pytest.raises(DataError, match=told):
        read(path)
    with pytest.raises(DataError, match=told):
        place(f"@{path}")


def test_a_ring_whose_ends_differ_in_height_alone_is_closed(tmp_path):
    ring = [[0, 0, 5], [2, 0, 5], [2, 2, 5], [0, 0, 6]]
    layer = read(collection(tmp_path / "a.geojson", {"type": "Polygon", "coordinates": [ring]}))
    assert layer.features.geometry[0].area == pytest.approx(2)


def test_gdal_s_forms_name_the_feature_whose_ring_is_not_closed(tmp_path):
    path = tmp_path / "open.kml"
    mark = "<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 2,0 2,2 {}</coordinates></LinearRing>"
    marks = [mark.format(last) + "</outerBoundaryIs></Polygon></Placemark>" for last in ("0,0", "0,2")]
    path.write_text(
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(marks)}</Document></kml>', encoding="utf-8"
    )
    with pytest.raises(DataError, match=r"open\.kml: feature 1: a ring that does not end where it begins"):
        read(path)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".parquet", ".shp", ".csv"])
def test_a_column_that_the_shapes_would_take_the_place_of_is_refused(tmp_path, suffix):
    path = tmp_path / f"mine{suffix}"
    if suffix == ".geojson":
        features(path, {"geometry": "a roof"})
    elif suffix == ".csv":
        path.write_text("wkt,geometry\nPOINT (1 2),a roof\n", encoding="utf-8")
    else:
        written(path, FRAME.rename_geometry("geom").assign(geometry="a roof"))
    with pytest.raises(DataError, match=rf"mine{suffix}: a column is called 'geometry'.*Give it another name\."):
        read(path)


def test_the_shapes_of_a_geoparquet_file_may_have_any_name(tmp_path):
    frame = read(written(tmp_path / "mine.parquet", FRAME.rename_geometry("geom"))).features
    assert frame["geometry"][0].equals(Point(122.95, 24.45))
    assert "geom" not in frame


def test_a_column_of_wkt_says_where_and_those_of_longitude_and_latitude_are_kept(tmp_path):
    path = tmp_path / "both.csv"
    path.write_text('lon,lat,wkt\n1,1,"POLYGON ((0 0, 2 0, 2 2, 0 0))"\n', encoding="utf-8")
    frame = read(path).features
    assert frame.geometry[0].area == pytest.approx(2)
    assert (frame["lon"][0], frame["lat"][0]) == (1, 1)


def test_a_cell_may_hold_a_whole_coast_and_a_code_any_number_of_digits(tmp_path):
    line = ", ".join(f"{place / 1e5:.5f} 24.5" for place in range(20_000))
    path = tmp_path / "long.csv"
    path.write_text(f'code,wkt\n{"9" * 5000},"LINESTRING ({line})"\n', encoding="utf-8")
    before = csv.field_size_limit()
    frame = read(path).features
    assert shapely.get_num_coordinates(frame.geometry[0]) == 20_000
    assert frame["code"][0] == "9" * 5000
    assert csv.field_size_limit() == before


def test_columns_without_a_heading_are_called_by_their_place_and_empty_ones_left_out(tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_text(",lon,lat,,\n0,1,2,,kept\n1,3,4,,\n", encoding="utf-8")
    frame = read(path).features
    assert list(frame["column 1"]) == [0, 1]
    assert list(frame["column 5"]) == ["kept", None]
    assert "column 4" not in frame


def test_a_table_is_read_from_the_disk_once(tmp_path, monkeypatch):
    path, asked = written(tmp_path / "mine.csv"), []
    given = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: asked.append(self) or given(self))
    csv_files.read_features(path)
    assert asked == [path]


def test_text_of_another_encoding_is_read_when_it_is_said(tmp_path):
    path = tmp_path / "big5.csv"
    path.write_bytes("lon,lat,name\n121.5,25,臺灣\n".encode("big5"))
    assert list(read(path, encoding="big5").features["name"]) == ["臺灣"]
    with pytest.raises(DataError, match="encoding = 'nonsense'"):
        read(path, encoding="nonsense")


def test_a_shapefile_of_unknown_encoding_is_not_read_as_latin(tmp_path):
    path = written(tmp_path / "old.shp", FRAME, encoding="cp950")
    path.with_suffix(".cpg").unlink()
    with pytest.raises(DataError, match=r"old\.dbf: text that is not UTF-8.*encoding='cp950'"):
        read(path)
    assert list(read(path, encoding="cp950").features["name"]) == ["與那國島", "石垣島"]


def features(path, *properties):
    spot = {"type": "Point", "coordinates": [122.0, 25.0]}
    items = [{"type": "Feature", "properties": said, "geometry": spot} for said in properties]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": items}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("ids", "said"),
    [(("a", "b", "a"), "several features have the id 'a'"), (("a", None, "b"), "some features have no id")],
)
def test_ids_that_cannot_stay_are_numbered_anew_and_that_is_reported(tmp_path, ids, said):
    path = features(tmp_path / "own.geojson", *({"id": one, "name": "x"} for one in ids))
    with pytest.warns(RepairWarning, match=said):
        layer = read(path)
    assert list(layer.features["id"]) == ["feature-1", "feature-2", "feature-3"]
    assert said in layer.gaps[0]["en"]


def test_ids_that_are_numbers_stay_and_a_file_without_ids_gives_no_warning(tmp_path):
    assert list(read(features(tmp_path / "a.geojson", {"id": 7}, {"id": 8})).features["id"]) == ["7", "8"]
    assert list(read(features(tmp_path / "b.geojson", {}, {})).features["id"]) == ["feature-1", "feature-2"]


def test_a_name_of_any_kind_is_text_in_every_language(tmp_path):
    frame = read(features(tmp_path / "own.geojson", {"name": 5}, {"name": ["x"]}, {"name": None})).features
    for column in ("name_en", "name_ja", "name_zh_hant"):
        assert list(frame[column]) == ["5", "['x']", None]


def test_semicolons_and_tabs_part_cells_too_and_codes_keep_their_zeros(tmp_path):
    for mark in ";\t":
        path = tmp_path / "cells.csv"
        path.write_text(f"code{mark}Longitude{mark}Latitude\n01202{mark}140.7{mark}41.8\n", encoding="utf-8")
        frame = read(path).features
        assert list(frame["code"]) == ["01202"]
        assert frame.geometry[0].equals(Point(140.7, 41.8))


def test_of_several_tables_one_must_be_named(tmp_path):
    path = tmp_path / "two.gpkg"
    FRAME.to_file(path, layer="one")
    FRAME[:1].to_file(path, layer="other")
    with pytest.raises(DataError, match="2 tables: one, other"):
        read(path)
    assert len(read(path, table="other").features) == 1
    with pytest.raises(DataError, match=r"no table 'othr'\. Did you mean 'other'"):
        read(path, table="othr")


def test_a_ring_round_a_pole_is_cut_and_not_repaired_into_another_shape(tmp_path):
    """Three corners at 60°N a third of the way round from each other: all north of the geodesics between them.

    The area is that of three spherical triangles with the pole, of 120°: their other angles are from Napier's rules.
    """
    ring = {"type": "Polygon", "coordinates": [[[0, 60], [120, 60], [-120, 60], [0, 60]]]}
    layer = read(collection(tmp_path / "cap.geojson", ring))  # a warning would be an error
    (shape,) = layer.features.geometry
    assert shape.bounds[3] == 90
    foot = np.arctan2(1, np.sin(np.radians(60)) * np.tan(np.radians(60)))
    sphere = 3 * (2 * foot + 2 * np.pi / 3 - np.pi) * 6_371_007.2**2  # of the sphere with the ellipsoid's area
    assert geo.area(shape) == pytest.approx(sphere, rel=0.01)


def test_edges_that_cross_as_geodesics_are_told_with_the_file_before_anything_is_drawn(tmp_path):
    path = collection(tmp_path / "band.geojson", geometry_of(shapely.box(-180, -60, 180, 60)))
    with pytest.raises(DataError, match=r"band\.geojson: shape 0: got a polygon with an edge .* once round the Earth"):
        read(path)


def geometry_of(shape):
    return json.loads(shapely.to_geojson(shape))


def test_an_author_s_file_is_told_of_and_exported_whatever_its_columns_hold(tmp_path):
    frame = FRAME.assign(
        id=[1.0, 2.0], source=[1, 2], many=[np.array([1, 2]), None], raw=[b"\xff", None], far=[np.inf, -np.inf]
    )
    layer = read(written(tmp_path / "odd.parquet", frame))
    assert list(layer.features["id"]) == ["1", "2"]
    assert json.dumps(as_tables(layer))
    rows = layer.features.drop(columns="geometry").to_dict("records")
    assert json.dumps([{name: plain(value) for name, value in row.items()} for row in rows], allow_nan=False)
    for suffix in (".geojson", ".gpkg", ".csv"):
        back = read(export(layer, tmp_path / f"out{suffix}")).features
        assert next(iter(back["many"])) == "[1 2]"


def test_an_unknown_suffix_is_refused_with_the_known_ones(tmp_path):
    with pytest.raises(FormatError, match=r"unknown suffix '\.doc': expected one of \.geojson"):
        read(tmp_path / "a.doc")


def test_what_the_author_says_goes_with_the_layer(tmp_path):
    source = Source(id="survey", title="My survey", date="2024-05-01")
    layer = read(written(tmp_path / "mine.csv"), title="Posts", source=source, licence="CC0-1.0")
    assert (layer.title["en"], layer.as_of, layer.licence) == ("Posts", "2024-05-01", "CC0-1.0")
    assert set(layer.features["source"]) == {"survey"}


def test_the_features_are_a_copy(tmp_path):
    layer = read(written(tmp_path / "mine.csv"))
    layer.features["name"] = "changed"
    assert "changed" not in set(layer.features["name"])
