"""A place is what its name, its position or its file says, and never a guess."""

import json
import subprocess
import sys

import pytest
import shapely

from rimland.data import ROOT
from rimland.geo.errors import CoordinateError
from rimland.layers.errors import DataError
from rimland.layers.names import key
from rimland.layers.places import AmbiguousPlaceError, Place, UnknownPlaceError, place, place_ids

INDEX = json.loads(ROOT.joinpath("places", "index.json").read_text(encoding="utf-8"))

SIMPLIFIED = {
    "与那国岛": "yonaguni",
    "冲绳岛": "okinawa-island",
    "宫古岛": "miyako-island",
    "石垣岛": "ishigaki",
    "种子岛": "tanegashima",
    "奄美大岛": "amami-oshima",
    "台湾": "taiwan",
    "钓鱼台列屿": "senkaku",
    "澎湖群岛": "penghu",
    "绿岛": "lyudao",
    "兰屿": "lanyu",
    "吕宋": "luzon",
    "金门": "kinmen",
    "马祖列岛": "matsu",
    "东沙岛": "pratas",
    "对马": "tsushima",
    "济州岛": "jeju",
    "关岛": "guam",
    "千岛群岛": "kurils",
    "花莲": "hualien",
    "永兴岛": "woody-island",
    "中业岛": "thitu",
    "美济礁": "mischief-reef",
    "宫古水道": "miyako-strait",
}
"""Simplified forms, converted from the traditional ones by OpenCC, not by our table."""

STATES = (
    "japan",
    "taiwan-administered",
    "china-with-islands",
    "south-korea",
    "kurils",
    "philippines",
    "marianas",
    "palau",
    "yap",
)
"""Sets and coasts of different states, none of which touches another."""


@pytest.mark.parametrize(
    "text",
    ["yonaguni", "Yonaguni", "YONAGUNI", " yonaguni ", "与那国島", "與那國島", "与那国岛", "與那國", "Yonaguni Island"],
)
def test_yonaguni_is_found_by_every_name_it_has(text):
    assert place(text).id == "yonaguni"


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        *((name, "xiaoliuqiu") for name in ("小琉球", "琉球嶼", "Lambai Island", "XIAOLIUQIU")),
        *((name, "nishinoshima") for name in ("西之島", "西ノ島", "Nishino-shima")),
        *((name, "woody-island") for name in ("永興島", "ウッディー島", "Yongxing Dao", "Phú Lâm")),
        *((name, "thitu") for name in ("中業島", "パグアサ島", "Pag-asa", "Thị Tứ")),
        *((name, "scarborough-shoal") for name in ("黄岩島", "黃岩島", "黄岩岛", "Panatag Shoal", "Bajo de Masinloc")),
        *((name, "subi-reef") for name in ("渚碧礁", "スビ礁", "Zamora Reef")),
        ("宮古水道", "miyako-strait"),
        ("ﾊﾟｸﾞｱｻ島", "thitu"),
    ],
)
def test_a_disputed_or_small_place_is_found_by_the_name_of_every_side(text, identity):
    assert place(text).id == identity


@pytest.mark.parametrize(("text", "expected"), SIMPLIFIED.items())
def test_simplified_chinese_names_are_found(text, expected):
    assert place(text).id == expected


@pytest.mark.parametrize("identity", place_ids())
def test_every_place_is_found_by_its_id(identity):
    assert place(identity).id == identity


@pytest.mark.parametrize("identity", place_ids())
def test_every_name_finds_its_place_or_lists_it_among_the_candidates(identity):
    for name in INDEX["places"][identity]["names"].values():
        try:
            found = (place(name).id,)
        except AmbiguousPlaceError as error:
            found = error.candidates
        assert identity in found


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("竹島", {"takeshima-mishima", "dokdo-takeshima"}),
        ("Takeshima", {"takeshima-mishima", "dokdo-takeshima"}),
        ("水納島", {"minna-motobu", "minna-tarama"}),
        ("黒島", {"kuroshima-mishima", "kuroshima-taketomi"}),
        ("黑岛", {"kuroshima-mishima", "kuroshima-taketomi"}),
        ("宮城島", {"miyagi-ogimi", "miyagi-uruma"}),
        ("奥武島", {"ou-nanjo", "ou-kumejima"}),
        ("硫黄島", {"iojima-mishima", "iwo-to"}),
    ],
)
def test_a_name_of_two_islands_lists_both_and_never_guesses(text, candidates):
    with pytest.raises(AmbiguousPlaceError) as caught:
        place(text)
    assert set(caught.value.candidates) == candidates
    assert all(one in str(caught.value) for one in candidates)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (("南沙", "南沙诸岛", "スプラトリー諸島", "Spratlys", "Truong Sa"), "spratly-islands"),
        (("西沙", "西沙群岛", "パラセル諸島", "Paracels", "Hoàng Sa"), "paracel-islands"),
        (("慶良間", "庆良间群岛", "慶良間諸島", "Kerama"), "kerama-islands"),
        (("甑島", "甑島列島", "Koshikijima"), "koshiki-islands"),
        (("先島諸島", "先岛诸岛", "Sakishima"), "sakishima-islands"),
        (("荷姆茲海峽", "霍尔木兹海峡", "荷莫茲海峽"), "strait-of-hormuz"),
        (("左營", "左营", "左営", "Tsoying"), "zuoying"),
        (("蘇澳", "苏澳港", "Suao"), "suao"),
        (("蔚山", "Ulsan"), "ulsan"),
        (("蔚山市", "Ulsan City"), "ulsan-city"),
        (("東沙", "东沙岛", "Dongsha"), "pratas"),
    ],
)
def test_groups_and_ports_that_a_reader_seeks_are_found(texts, found):
    assert {place(text).id for text in texts} == {found}


@pytest.mark.parametrize(
    ("group", "within", "without"),
    [
        ("kerama-islands", ["tokashiki", "zamami", "aka", "geruma", "maejima"], ["okinawa-island", "tonaki", "kume"]),
        ("spratly-islands", ["taiping", "thitu", "fiery-cross", "subi-reef", "mischief-reef"], ["woody-island"]),
        ("paracel-islands", ["woody-island"], ["hainan", "taiping"]),
        ("sakishima-islands", ["yonaguni", "ishigaki", "miyako-island"], ["okinawa-island", "taisho"]),
    ],
)
def test_a_group_has_the_islands_that_belong_to_it_and_no_other(group, within, without):
    whole = place(group).geometry
    assert all(whole.intersects(place(one).geometry.representative_point()) for one in within)
    assert not any(whole.intersects(place(one).geometry) for one in without)


@pytest.mark.parametrize("text", ["菊陽", "菊陽町", "Kikuyo", "JASM"])
def test_the_town_of_the_fab_has_no_position_and_answers_with_both_plants(text):
    with pytest.raises(AmbiguousPlaceError, match=r"jasm-fab-1.*jasm-fab-2"):
        place(text)


@pytest.mark.parametrize("text", ["鵝鑾鼻", "富貴角", "Eluanbi"])
def test_a_cape_that_nothing_holds_is_unknown_and_no_other_place_is_taken_for_it(text):
    with pytest.raises(UnknownPlaceError, match=f"no place '{text}'"):
        place(text)


@pytest.mark.parametrize("text", ["大島", "小島", "大岛", "Ōshima"])
def test_a_word_for_any_island_of_its_size_finds_none(text):
    with pytest.raises(UnknownPlaceError, match="Did you mean"):
        place(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("August 2022 exercise area 5", "exercise-2022-08-zone-5"),
        ("2022年8月演習区域5", "exercise-2022-08-zone-5"),
        ("2022年8月演習區5（臺灣以南）", "exercise-2022-08-zone-5"),
        ("2025年12月演習區3", "exercise-2025-12-zone-3"),
    ],
)
def test_an_exercise_area_is_found_with_and_without_what_stands_in_its_brackets(text, found):
    assert place(text).id == found


@pytest.mark.parametrize("text", ["水納島(多良間)", "水納島（多良間）", "Minna Island (Tarama)", "minna-tarama"])
def test_the_name_in_full_tells_two_islands_apart(text):
    assert place(text).id == "minna-tarama"


@pytest.mark.parametrize(("text", "hint"), [("yonagumi", "yonaguni"), ("臺彎", "taiwan"), ("Ishigakki", "ishigaki")])
def test_an_unknown_name_answers_with_the_nearest_spellings(text, hint):
    with pytest.raises(UnknownPlaceError, match=hint):
        place(text)


@pytest.mark.parametrize("text", ["", "   ", "zzzzqqq", "島", "@"])
def test_what_is_no_place_is_an_error_of_one_line(text):
    with pytest.raises((LookupError, ValueError)) as caught:
        place(text)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["24.45 122.95", "24.45", "-8.75,", "24.45;122.95"])
def test_what_looks_like_a_position_is_told_how_to_write_one(text):
    with pytest.raises(UnknownPlaceError, match=r"24\.45N 122\.95E"):
        place(text)


def test_unknown_and_ambiguous_names_are_lookup_errors():
    assert issubclass(UnknownPlaceError, LookupError)
    assert issubclass(AmbiguousPlaceError, LookupError)


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [
        ("24.45N 122.95E", 122.95, 24.45),
        ("24.45n, 122.95e", 122.95, 24.45),
        ("122.95E 24.45N", 122.95, 24.45),
        ("N24.45 E122.95", 122.95, 24.45),
        ("24°27′N 122°57′E", 122.95, 24.45),
        ("24°27'N 122°57'E", 122.95, 24.45),
        ("24°27′36″N 122°57′E", 122.95, 24.46),
        ("24° 27′ 36.0″ N, 122° 57′ E", 122.95, 24.46),
        ("8.75S 115.75E", 115.75, -8.75),
        ("33°S 71°30′W", -71.5, -33.0),
        ("24.45,122.95", 122.95, 24.45),
        ("24.45, 122.95", 122.95, 24.45),
        ("-8.75,115.75", 115.75, -8.75),
        ("\u22128.75,115.75", 115.75, -8.75),
        ("0,0", 0, 0),
        ("-33.5,-71.25", -71.25, -33.5),
        ("24,122", 122, 24),
    ],
)
def test_a_position_is_read_as_it_is_written(text, lon, lat):
    found = place(text)
    assert found.geometry.equals_exact(shapely.Point(lon, lat), 1e-12)
    assert found.accuracy_m == 0
    assert found.sources == ()


@pytest.mark.parametrize("text", ["122.95,24.45", "91N 0E", "24.45,181", "24°75′N 122°E", "24N 12S", "999,999"])
def test_a_position_off_the_globe_is_refused(text):
    with pytest.raises(CoordinateError):
        place(text)


def test_swapped_decimals_are_asked_about():
    with pytest.raises(CoordinateError, match="swapped"):
        place("122.95,24.45")


def test_a_place_is_taken_as_a_shape_and_names_its_sources():
    taiwan = place("Taiwan")
    assert isinstance(taiwan, Place)
    assert shapely.geometry.shape(taiwan).equals(taiwan.geometry)
    assert taiwan.names == {"en": "Taiwan", "ja": "台湾", "zh-Hant": "臺灣"}
    assert any("OpenStreetMap" in source.credit and source.licence == "ODbL-1.0" for source in taiwan.sources)
    assert taiwan.accuracy_m == 55


def test_a_place_has_no_name_where_no_source_gives_one():
    assert "ja" not in place("xiao-lanyu").names


def test_every_place_has_sources_an_accuracy_and_a_name():
    for identity, entry in INDEX["places"].items():
        assert entry["names"], identity
        assert entry["sources"], identity
        assert entry["accuracy_m"] > 0, identity
        assert set(entry["sources"]) <= set(INDEX["sources"]), identity


def test_reading_places_loads_no_heavy_library():
    code = (
        "import sys; from rimland.layers.places import place; place('yonaguni'); place('臺灣'); place('24N 122E'); "
        "print(sorted({'scipy','geopandas','pandas','pyarrow','pydantic','pyogrio','folium'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


# --- sets


def test_taiwan_is_its_main_island_and_the_set_has_those_round_it():
    assert place("taiwan").geometry.geom_type == "Polygon"
    around = place("taiwan-and-islands").geometry
    for member in ("taiwan", "guishan", "lanyu", "lyudao", "penghu-main"):
        assert around.contains(place(member).geometry.representative_point())
    assert not around.intersects(place("kinmen").geometry)
    assert place("taiwan-administered").geometry.intersects(place("kinmen").geometry)


def test_disputed_islands_are_in_no_set_of_one_state_alone():
    for state in ("japan", "taiwan-and-islands", "china-with-islands", "korea"):
        shapes = place(state).geometry
        for disputed in ("senkaku", "dokdo-takeshima", "iturup", "kunashir", "shikotan", "pratas", "taiping"):
            assert not shapes.intersects(place(disputed).geometry), (state, disputed)


def test_no_two_states_share_an_island():
    states = [place(one).geometry for one in STATES]
    for number, one in enumerate(states):
        assert not any(one.intersects(other) for other in states[number + 1 :]), STATES[number]


@pytest.mark.parametrize(
    ("one", "other", "published_km"),
    [("yonaguni", "taiwan", 107.5), ("japan", "taiwan-and-islands", 107.1), ("japan", "taiwan", 107.5)],
)
def test_the_gap_between_japan_and_taiwan_is_the_surveyed_one(one, other, published_km):
    """The survey of coastlines that chose this one: main island 107.5 km, polygons of at least 0.05 km² 107.1 km.

    The often quoted 110 to 111 km is the shortest distance between coasts in no data set.
    """
    from rimland import geo

    assert geo.distance(place(one), place(other)).km == pytest.approx(published_km, abs=0.05)


def test_japan_has_its_main_islands_and_the_far_ones():
    japan = place("japan").geometry
    for member in ("honshu", "hokkaido", "kyushu", "shikoku", "okinawa-island", "yonaguni", "tsushima", "iwo-to"):
        assert japan.contains(place(member).geometry.representative_point()), member


def test_a_set_counts_polygons_of_its_least_area_and_more():
    least = min(shapely.get_parts(place("penghu").geometry), key=shapely.area)
    from pyproj import Geod

    assert abs(Geod(ellps="WGS84").geometry_area_perimeter(least)[0]) >= 0.05e6


def test_a_mainland_is_its_coast_lines():
    for mainland in ("china-mainland", "south-korea", "asia-mainland", "brunei"):
        assert place(mainland).geometry.geom_type == "MultiLineString"


# --- files


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return f"@{path}"


def collection(*geometries):
    features = [{"type": "Feature", "properties": {}, "geometry": geometry} for geometry in geometries]
    return json.dumps({"type": "FeatureCollection", "features": features})


POINT = {"type": "Point", "coordinates": [122.95, 24.45]}
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}


@pytest.mark.parametrize(
    "text",
    [json.dumps(POINT), json.dumps({"type": "Feature", "properties": {}, "geometry": POINT}), collection(POINT)],
    ids=["geometry", "feature", "collection"],
)
def test_a_geojson_file_is_a_place(tmp_path, text):
    found = place(write(tmp_path / "here.geojson", text))
    assert found.geometry.equals(shapely.Point(122.95, 24.45))
    assert found.names["en"] == "here"


def test_features_of_a_file_are_one_place(tmp_path):
    assert place(write(tmp_path / "a.json", collection(SQUARE, SQUARE))).geometry.geom_type == "MultiPolygon"
    assert place(write(tmp_path / "b.json", collection(SQUARE, POINT))).geometry.geom_type == "GeometryCollection"


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
def test_other_vector_files_are_places_too(tmp_path, suffix):
    import geopandas

    frame = geopandas.GeoDataFrame(geometry=[shapely.Point(122.95, 24.45)], crs="EPSG:4326").to_crs("EPSG:3857")
    path = tmp_path / f"here{suffix}"
    frame.to_parquet(path) if suffix == ".parquet" else frame.to_file(path)
    assert place(f"@{path}").geometry.equals_exact(shapely.Point(122.95, 24.45), 1e-9)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "not JSON"),
        ("[]", "expected a GeoJSON object"),
        ("{}", "no positions"),
        (collection(), "no positions"),
        (collection(None), "no positions"),
        (json.dumps({"type": "Polygon", "coordinates": []}), "no positions"),
        (json.dumps({"type": "Point", "coordinates": ["a", "b"]}), "not a GeoJSON geometry"),
        (json.dumps({"type": "Blob", "coordinates": [1, 2]}), "not a GeoJSON geometry"),
        (json.dumps({"type": "Point", "coordinates": [24.45, 122.95]}), "swapped"),
        (json.dumps({"type": "Point", "coordinates": [350000, 2700000]}), "expected .longitude, latitude."),
        (json.dumps(POINT | {"crs": {"type": "name", "properties": {"name": "EPSG:3857"}}}), "Reproject"),
    ],
)
def test_a_broken_file_is_told_in_one_sentence(tmp_path, text, says):
    with pytest.raises(DataError, match=says) as caught:
        place(write(tmp_path / "bad.geojson", text))
    assert "bad.geojson" in str(caught.value)


def test_a_missing_file_and_a_missing_reference_system_are_told(tmp_path):
    import geopandas

    with pytest.raises(DataError, match="cannot be read"):
        place(f"@{tmp_path / 'none.geojson'}")
    with pytest.raises(DataError, match="no such file"):
        place(f"@{tmp_path / 'none.gpkg'}")
    path = tmp_path / "bare.parquet"
    geopandas.GeoDataFrame(geometry=[shapely.Point(1, 2)]).to_parquet(path)
    with pytest.raises(DataError, match="no coordinate reference system"):
        place(f"@{path}")


def test_the_keys_of_the_index_are_those_of_the_names():
    for identity, entry in INDEX["places"].items():
        for name in entry["names"].values():
            assert identity in INDEX["keys"]["whole"][key(name)]


# --- places that are computed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Miyako Strait", "miyako-strait"),
        ("宫古海峡", "miyako-strait"),
        ("巴士海峽", "bashi-channel"),
        ("yonaguni gap", "yonaguni-gap"),
        ("twelve-mile-waters", "twelve-mile-waters"),
    ],
)
def test_a_feature_that_its_layer_computes_is_a_place_too(text, found):
    from rimland.layers import Catalog

    known = place(text)
    assert known.id == found
    frame = Catalog()[known.layer].features.set_index("id")
    assert known.geometry.equals(frame.geometry[found])
    assert known.sources


@pytest.mark.parametrize("layer", ["equidistance", "overlaps-200nmi", "adiz-overlaps"])
def test_every_overlap_and_every_cell_is_a_place_by_its_names(layer):
    from rimland.layers import Catalog

    for row in Catalog()[layer].features.to_dict("records"):
        for name in (row["id"], row["name_en"], row["name_ja"], row["name_zh_hant"]):
            assert place(name).id == row["id"]
        assert place(row["id"]).geometry.equals(row["geometry"])


def test_every_gate_and_lane_is_a_place_by_its_names():
    from rimland.layers import Catalog

    for layer in ("gates", "sea-lanes"):
        for row in Catalog()[layer].features.itertuples():
            assert INDEX["places"][row.id]["layer"] == layer
            assert row.id in INDEX["keys"]["whole"][key(row.name_ja)]
