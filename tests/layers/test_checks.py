"""What `rimland check` finds, one fault at a time."""

import json
from copy import deepcopy

import pytest

from rimland.layers import FormatError
from rimland.layers.checks import check_file

FEATURE = {
    "type": "Feature",
    "properties": {
        "id": "zone",
        "name_en": "Zone",
        "name_ja": "水域",
        "name_zh_hant": "水域",
        "source": "us",
        "position_grade": "B",
        "fact_grade": "B",
    },
    "geometry": {"type": "Polygon", "coordinates": [[[120, 24], [121, 24], [121, 25], [120, 24]]]},
}

TOML = """
title = { en = "Zones", ja = "水域群", zh-Hant = "各水域" }
summary = { en = "A zone.", ja = "ある水域。", zh-Hant = "一水域。" }
group = "test"
kind = "polygon"
as_of = "2024"
licence = "CC0-1.0"
position_grade = "B"
fact_grade = "B"
[[sources]]
id = "us"
title = "Ourselves"
"""


@pytest.fixture
def check(tmp_path):
    def run(properties=None, *, geometry=None, features=1, toml=TOML):
        feature = deepcopy(FEATURE)
        feature["properties"] |= properties or {}
        feature["geometry"] = geometry or feature["geometry"]
        (tmp_path / "zones.toml").write_text(toml, "utf-8")
        content = {"type": "FeatureCollection", "features": [feature] * features}
        (tmp_path / "zones.geojson").write_text(json.dumps(content), "utf-8")
        return check_file(tmp_path / "zones.toml")

    return run


def test_a_layer_in_order_has_no_faults(check):
    assert check() == []


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"id": "Zone 1"}, "id 'Zone 1': expected lower-case letters"),
        ({"source": "them"}, "source 'them' is none of the layer's: us"),
        ({"source": None, "position_grade": "Z"}, "position_grade is 'Z'"),
        ({"fact_grade": "D"}, "fact_grade is 'D'"),
        ({"status": "disputed"}, "disputed, but claimants is empty"),
        ({"status": "disputed; administered by Japan"}, "disputed, but claimants is empty"),
        ({"valid_from": "soon"}, "'soon' is not a date"),
        ({"valid_from": "2020-01-01", "valid_to": "2019-01-01"}, "valid_to 2019-01-01 is before valid_from 2020-01-01"),
        ({"position_grade": "C"}, "say in precision_m by how many metres"),
        ({"name_ja": None}, "some features lack a name in some language"),
        ({"depth": 3}, "columns: 'depth' is not described"),
    ],
)
def test_a_fault_of_a_feature_is_named_with_its_file(check, properties, said):
    problems = check(properties)
    assert any(said in problem for problem in problems), problems
    assert all("zones." in problem for problem in problems)


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        ({"type": "Point", "coordinates": [120, 24]}, "a Point in a layer of kind 'polygon'"),
        ({"type": "Polygon", "coordinates": [[[24, 120], [25, 120], [25, 121], [24, 120]]]}, "Are the two swapped?"),
        (
            {"type": "Polygon", "coordinates": [[[120, 24], [121, 25], [121, 24], [120, 25], [120, 24]]]},
            "Self-intersection",
        ),
        ({"type": "Polygon", "coordinates": []}, "no geometry"),
        (
            {"type": "Polygon", "coordinates": [[[0, 60], [120, 60], [-120, 60], [0, 60]]]},
            "Cut it at the antimeridian",
        ),
        ({"type": "Point", "coordinates": [190, 24]}, "Subtract 360"),
    ],
)
def test_a_fault_of_a_geometry_is_named_with_its_feature(check, geometry, said):
    problems = check(geometry=geometry)
    assert any(said in problem and "'zone'" in problem for problem in problems), problems


def test_two_features_of_one_id_are_a_fault(check):
    assert any("two features have the id 'zone'" in problem for problem in check(features=2))


def test_a_layer_of_no_features_is_a_fault(check):
    assert any("no features" in problem for problem in check(features=0))


def test_a_wrong_hash_is_a_fault(check):
    problems = check(toml=TOML.replace('group = "test"', f'group = "test"\nsha256 = "{"0" * 64}"'))
    assert any("sha256: got 000" in problem for problem in problems)


def test_every_fault_of_a_toml_file_is_told_at_once(check):
    problems = check(toml=TOML.replace('kind = "polygon"', "").replace('as_of = "2024"', ""))
    assert len(problems) == 2


def test_a_geometry_file_alone_is_checked_for_its_geometry(tmp_path):
    path = tmp_path / "mine.geojson"
    swapped = {"type": "Point", "coordinates": [24, 120]}
    feature = {"type": "Feature", "properties": {}, "geometry": swapped}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    assert ["swapped" in problem for problem in check_file(path)] == [True]


def test_a_file_of_another_kind_is_refused(tmp_path):
    with pytest.raises(FormatError, match="not a theatre or layer"):
        check_file(tmp_path / "mine.docx")


def test_a_theatre_is_checked_with_the_layers_of_its_own_folder(check, tmp_path):
    check({"source": "them"})
    path = tmp_path / "mine.toml"
    path.write_text(
        'version = 1\ntitle = { en = "a", ja = "b", zh-Hant = "c" }\nbounds = [118, 20, 134, 36]\nlayers = ["zones"]\n',
        "utf-8",
    )
    assert any("source 'them'" in problem for problem in check_file(path))
