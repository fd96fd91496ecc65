"""Layers by name: what holds of every one that ships, and what a folder of one's own may do."""

import json
import re
from dataclasses import replace
from hashlib import sha256

import pytest

from rimland.layers import LANGUAGES, Catalog, DataError, UnknownLayerError, load
from rimland.layers.checks import check_layer

HAN_OR_KANA = r"[぀-ヿ㐀-鿿]"

SHIPPED = list(Catalog())

SPOT = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {
                "id": "spot",
                "name_en": "Spot",
                "name_ja": "点",
                "name_zh_hant": "點",
                "since": "2013-04-10",
            },
            "geometry": {"type": "Point", "coordinates": [122.0, 25.0]},
        }
    ],
}

TOML = """
title = { en = "Spots", ja = "点", zh-Hant = "點" }
summary = { en = "A spot.", ja = "点。", zh-Hant = "一點。" }
group = "test"
kind = "point"
as_of = 2024-02-01
licence = "CC0-1.0"
position_grade = "B"
fact_grade = "B"
accuracy_m = 10
[columns.since]
summary = "Since when"
[[sources]]
id = "us"
title = "Ourselves"
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "spots.toml").write_text(TOML, "utf-8")
    (tmp_path / "spots.geojson").write_text(json.dumps(SPOT), "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_layer_holds_what_a_layer_must(name):
    assert list(check_layer(Catalog()[name])) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_layer_names_its_source_and_its_date(name):
    layer = Catalog()[name]
    assert layer.sources
    assert layer.as_of
    assert layer.licence
    assert layer.features.crs == "EPSG:4326"
    assert layer.features.geometry.dropna().is_valid.all()


@pytest.mark.parametrize("name", SHIPPED)
def test_every_text_of_a_shipped_layer_is_there_in_three_languages_and_in_its_own_script(name):
    layer = Catalog()[name]
    for text in filter(None, (layer.title, layer.summary, layer.caveat)):
        assert set(text) == set(LANGUAGES)
        assert not re.match(HAN_OR_KANA, text["en"])
        assert re.search(HAN_OR_KANA, text["ja"])
        assert re.search(HAN_OR_KANA, text["zh-Hant"])
        assert not re.search("[ぁ-ヿ]", text["zh-Hant"].replace("JASM", ""))


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_layer_has_the_hash_of_its_geometry_or_is_computed_whole(name):
    layer = Catalog()[name]
    if layer.geometry_path is None:
        assert layer.sha256 is None
        assert layer.derive
        return
    assert layer.sha256 == sha256(layer.geometry_path.read_bytes()).hexdigest()


def test_a_source_s_id_means_one_work_in_all_layers():
    """A bibliography and a map's credits join layers: two works under one id would be one of them."""
    works = {}
    for name in SHIPPED:
        for source in Catalog()[name].sources:
            works.setdefault(source.id, set()).add(source)
    assert {name: told for name, told in works.items() if len(told) > 1} == {}


NEEDED = {
    "id": "id",
    "name_en": "lack",
    "name_ja": "lack",
    "name_zh_hant": "lack",
    "source": "source",
    "position_grade": "position_grade",
    "fact_grade": "fact_grade",
}


@pytest.mark.parametrize("name", [name for name in SHIPPED if Catalog()[name].named])
@pytest.mark.parametrize("column", NEEDED)
def test_no_shipped_layer_passes_when_a_feature_loses_what_it_needs(name, column):
    layer = replace(Catalog()[name], catalog=None, gaps=())
    features = layer.features
    if layer.kind == "table" and column == "position_grade":
        return
    features.loc[features.index[-1], column] = None
    assert any(NEEDED[column] in fault for fault in check_layer(layer.holding(features)))


@pytest.mark.parametrize("name", SHIPPED)
def test_no_shipped_layer_passes_when_a_dispute_loses_a_side_or_a_date_its_form(name):
    layer = Catalog()[name]
    for column, instead, said in (
        ("claimants", None, "claimants is empty"),
        ("status", None, "has claimants and no status"),
        ("valid_from", "long ago", "is not a date"),
    ):
        features = layer.features
        key = "valid_from" if column == "valid_from" else "claimants"
        if key not in features or features[key].isna().all():
            continue
        features.loc[features[key].first_valid_index(), column] = instead
        assert any(said in fault for fault in check_layer(layer.holding(features)))


def test_two_new_files_are_a_new_layer(folder):
    catalog = Catalog([folder])
    assert "spots" in catalog
    assert set(SHIPPED) < set(catalog)
    layer = catalog["spots"]
    assert layer.title["ja"] == "点"
    assert layer.as_of == "2024-02-01"
    assert layer.features.loc[0, "id"] == "spot"
    assert list(check_layer(layer)) == []


def test_a_layer_of_a_users_folder_replaces_ours(folder):
    (folder / "spots.toml").rename(folder / "fabs.toml")
    (folder / "spots.geojson").rename(folder / "fabs.geojson")
    assert list(Catalog([folder])["fabs"].features["id"]) == ["spot"]
    assert len(Catalog()["fabs"].features) > 1


def test_a_text_that_looks_like_a_date_stays_text(folder):
    assert Catalog([folder])["spots"].features.loc[0, "since"] == "2013-04-10"


def test_a_feature_takes_source_and_grades_of_its_layer_where_it_has_none(folder):
    row = Catalog([folder])["spots"].features.loc[0]
    assert (row["source"], row["position_grade"], row["fact_grade"]) == ("us", "B", "B")


def test_what_a_caller_does_to_the_features_changes_nobody_elses():
    layer = Catalog()["fabs"]
    layer.features["id"] = "changed"
    assert "changed" not in set(layer.features["id"])


def test_an_absent_text_is_none_and_not_a_number_that_is_not_one():
    fabs = Catalog()["fabs"].features
    assert fabs.loc[fabs["id"] == "tsmc-hsinchu", "name_ja"].tolist() == [None]


def test_a_loaded_layer_measures_on_the_ellipsoid():
    assert load("fisheries-2013").geodesic is not None


def test_land_is_short_for_the_drawing_copy_unless_a_folder_has_a_layer_of_that_name(folder):
    assert Catalog()["land"].name == "land-basemap"
    assert "land" in Catalog()
    assert "land" not in list(Catalog())
    (folder / "spots.toml").rename(folder / "land.toml")
    (folder / "spots.geojson").rename(folder / "land.geojson")
    assert Catalog([folder])["land"].name == "land"


def test_an_unknown_layer_is_answered_with_the_nearest_names():
    with pytest.raises(UnknownLayerError, match=r"no layer 'nansai'.*Did you mean 'nansei'\?"):
        Catalog()["nansai"]


def test_an_unknown_layer_is_a_lookup_error_that_names_the_folders_searched(folder):
    with pytest.raises(LookupError, match="or the shipped layers") as caught:
        Catalog([folder])["zzz"]
    assert str(folder) in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "point"', 'kind = "blob"', r"kind: got 'blob', expected one of 'polygon', 'line', 'point' or 'table'"),
        ('group = "test"', "", r"group: missing. Add group = "),
        ('group = "test"', 'group = "test"\nstlye = {}', r"stlye: no such field. Did you mean 'style'"),
        (', zh-Hant = "點" }\nsummary', " }\nsummary", r"title.zh-Hant: missing"),
        ("2024-02-01", '"last year"', r"as_of: .*'last year' is not a date: write YYYY"),
        ("2024-02-01", '"2024-02-31"', r"as_of: .*"),
        ('fact_grade = "B"', 'fact_grade = "Z"', r"fact_grade: got 'Z', expected one of 'A', 'B', 'C\+' or 'C'"),
        ("accuracy_m = 10", "accuracy_m = -1", r"accuracy_m: got -1: .*greater than or equal to 0"),
        ("[[sources]]", "[[source]]", r"source: no such field. Did you mean 'sources'"),
        ('id = "us"', 'id = "Us Two"', r"sources.0.id: got 'Us Two'"),
        ('title = "Ourselves"', 'titel = "Ourselves"', r"sources.0.titel: no such field. Did you mean 'title'"),
        ("title = {", "title = ", r"not TOML"),
        ("group", 'name = "other"\ngroup', r"name: got 'other', expected 'spots'"),
    ],
)
def test_a_malformed_layer_file_is_refused_by_file_and_field(folder, old, new, said):
    path = folder / "spots.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=said) as caught:
        Catalog([folder])["spots"]
    assert str(path) in str(caught.value)


def test_a_layer_without_geometry_is_refused(folder):
    (folder / "spots.geojson").unlink()
    with pytest.raises(DataError, match=r"no geometry beside it\. Put one of spots\.geojson"):
        Catalog([folder])["spots"]


@pytest.mark.parametrize(
    "content", ["{", '{"type": "FeatureCollection"}', "[]", '{"features": [{"geometry": {"type": "Point"}}]}']
)
def test_a_broken_geometry_file_is_a_data_error_that_names_it(folder, content):
    (folder / "spots.geojson").write_text(content, "utf-8")
    with pytest.raises(DataError, match=r"spots\.geojson"):
        _ = Catalog([folder])["spots"].features


def test_bytes_that_are_not_utf_8_are_a_data_error(folder):
    (folder / "spots.toml").write_bytes(TOML.replace("点", "X").encode("utf-16"))
    with pytest.raises(DataError, match="not UTF-8"):
        Catalog([folder])["spots"]


def test_other_files_in_a_folder_of_layers_are_no_layers(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "mine"\n', encoding="utf-8")
    (tmp_path / "mine-claims.toml").write_text("version = 1\nclaims = []\n", encoding="utf-8")
    (tmp_path / "mine.toml").write_text('title = { en = "T" }\nkind = "point"\n', encoding="utf-8")
    (tmp_path / "broken.toml").write_text("title = \n", encoding="utf-8")
    assert set(Catalog([tmp_path])) - set(Catalog()) == {"mine", "broken"}


@pytest.mark.parametrize("name", list(Catalog()))
def test_what_a_reader_is_told_of_a_layer_calls_others_by_their_titles(name):
    layer = Catalog()[name]
    ids = "|".join(one for one in Catalog() if "-" in one)
    for texts in (layer.title, layer.summary, layer.caveat or {}, *layer.gaps):
        for text in texts.values():
            assert re.findall(rf"(?<![\w-])(?:{ids})(?![\w-])", text) == []


CJK = "[々-ヿ㐀-鿿豈-﫿]"

NARROW = re.compile(rf"{CJK} ?[,;:!?~/(]|[,;:!?~/] ?{CJK}|\([^()]*{CJK}[^()]*\)")
"""Punctuation of Latin text on either side of Chinese or Japanese; 第2条(1) is how the text itself counts."""


@pytest.mark.parametrize("name", SHIPPED)
def test_chinese_and_japanese_texts_of_a_layer_have_the_punctuation_of_their_script(name):
    layer = Catalog()[name]
    texts = {text[tag] for text in told(layer) for tag in ("ja", "zh-Hant")}
    if layer.named:
        frame = layer.features
        columns = [column for column in frame if str(column).endswith(("_ja", "_zh_hant"))]
        texts |= {value for column in columns for value in frame[column].dropna()}
    assert [text for text in texts if NARROW.search(re.sub(r"(?<=[条條])\(\d\)", "", text))] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_told_of_a_layer_is_sentences_and_names_no_column(name):
    layer = Catalog()[name]
    for text in told(layer)[1:]:
        assert text["en"][0].isupper() or not text["en"][0].isalpha()
        assert text["en"].endswith(".")
        assert {text[tag][-1] for tag in ("ja", "zh-Hant")} == {"。"}
    names = "|".join(map(re.escape, {*layer.columns, *layer.features.columns}))
    own = [column for column in names.split("|") if "_" in column]
    assert [text for text in told(layer) if any(column in words for column in own for words in text.values())] == []
    assert [text for text in told(layer) if re.search(r"\b[Cc]olumn\b|欄|列[a-z]", " ".join(text.values()))] == []


def told(layer):
    """What a layer says of itself in prose, its title first."""
    return [layer.title, layer.summary, *([layer.caveat] if layer.caveat else []), *layer.gaps]
