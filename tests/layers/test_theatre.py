"""A theatre is a file."""

import re

import pytest
import shapely
from pyproj import Geod

from rimland.layers import (
    Catalog,
    DataError,
    UnknownLayerError,
    UnknownTheatreError,
    load_theatre,
    place,
    read_theatre,
)
from rimland.layers.checks import check_file

THEATRE = """
version = 1
title = { en = "Strait", ja = "海峡", zh-Hant = "海峽" }
bounds = [119.0, 18.0, 123.0, 23.0]
layers = ["land", "gates"]
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "strait.toml"
    path.write_text(THEATRE, "utf-8")
    return path


def test_the_default_theatre_has_the_layers_the_project_exists_for():
    theatre = load_theatre()
    assert {"land-basemap", "nansei", "fisheries-2013", "fabs", "sea-lanes", "first-island-chain", "gates"} <= set(
        theatre.layer_names
    )
    assert theatre.bounds == (118.0, 20.0, 134.0, 36.0)
    assert set(theatre.languages) == {"en", "ja", "zh-Hant"}
    assert [layer.name for layer in theatre.layers] == list(theatre.layer_names)


def test_a_theatre_of_ones_own_is_a_file(file):
    theatre = load_theatre(file)
    assert theatre.name == "strait"
    assert theatre.title["zh-Hant"] == "海峽"
    assert theatre.layer_names == ("land-basemap", "gates")
    assert theatre.as_of == max(layer.as_of for layer in theatre.layers)


def test_a_theatres_folder_is_searched_before_ours(file):
    (file.parent / "gates.toml").write_text("broken", "utf-8")
    with pytest.raises(DataError, match=r"gates\.toml: not TOML"):
        _ = load_theatre(file).layers


def test_a_theatre_beside_its_layers_is_no_layer(file):
    assert "strait" not in load_theatre(file).catalog
    assert all(layer.title for layer in load_theatre(file).catalog.values())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("version = 1", "version = 2", r"version: got 2, expected one of 1"),
        ("version = 1", "", r"version: missing. Add version = 1"),
        ("119.0, 18.0, 123.0, 23.0", "18.0, 119.0, 23.0, 123.0", r"bounds = .*expected \[west, south, east, north\]"),
        ("119.0, 18.0, 123.0, 23.0", "119.0, 18.0, 123.0", r"bounds\.3: missing"),
        ("119.0", "nan", r"bounds"),
        ('layers = ["land", "gates"]', "layers = []", r"layers: "),
        ('"gates"]', '"gates", "gates"]', r"layers: 'gates' is named twice"),
        (
            "version = 1",
            'version = 1\nlanguages = ["fr"]',
            r"languages\.0: got 'fr', expected one of 'en', 'ja' or 'zh-Hant'",
        ),
        ("version = 1", 'version = 1\ntitel = "x"', r"titel: no such field. Did you mean 'title'"),
        ('en = "Strait"', 'en = ""', r"title\.en: "),
    ],
)
def test_a_malformed_theatre_is_refused_by_file_and_field(file, old, new, said):
    file.write_text(THEATRE.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=said) as caught:
        read_theatre(file)
    assert str(file) in str(caught.value)


def test_a_theatre_that_names_an_unknown_layer_is_refused_with_the_nearest_name(file):
    file.write_text(THEATRE.replace("gates", "gate"), "utf-8")
    with pytest.raises(UnknownLayerError, match="Did you mean 'gates'"):
        read_theatre(file)


def test_an_unknown_theatre_is_answered_with_those_that_ship():
    with pytest.raises(UnknownTheatreError, match="Did you mean 'buffer'"):
        load_theatre("bufer")


def test_the_digest_tells_theatres_apart_by_what_they_say_and_by_their_own_layers(file):
    first = load_theatre(file).digest
    assert load_theatre(file).digest == first
    (file.parent / "gates.toml").write_text("broken", "utf-8")
    second = load_theatre(file).digest
    file.write_text(THEATRE.replace("123.0", "124.0"), "utf-8")
    assert len({first, second, load_theatre(file).digest}) == 3


def test_a_time_line_names_its_first_and_last_day_and_tables_of_events(file):
    file.write_text(THEATRE + '\n[timeline]\nstart = "2013"\nend = 2026-01-31\ntables = ["sar-events"]\n', "utf-8")
    timeline = load_theatre(file).timeline
    assert (timeline.start, timeline.end, timeline.tables) == ("2013", "2026-01-31", ("sar-events",))
    for old, new, said in (
        ("2013", "2027", "start 2027 is after end 2026-01-31"),
        ("sar-events", "sar-event", "Did you mean 'sar-events'"),
    ):
        text = file.read_text("utf-8")
        file.write_text(text.replace(old, new), "utf-8")
        with pytest.raises((DataError, UnknownLayerError), match=said):
            load_theatre(file)
        file.write_text(text, "utf-8")


DERIVE = """
[[derive]]
name = "near-yonaguni"
kind = "buffer"
of = ["yonaguni"]
radius_nmi = 12
title = { en = "Near Yonaguni", ja = "与那国島の周辺", zh-Hant = "與那國島周邊" }
"""


def test_a_theatre_derives_a_layer_of_its_own_that_carries_the_sources_of_its_places(file):
    """Its edge is measured by PROJ from every vertex of the island."""
    file.write_text(THEATRE.replace('"gates"', '"gates", "near-yonaguni"') + DERIVE, "utf-8")
    assert check_file(file) == []
    layer = read_theatre(file).catalog["near-yonaguni"]
    coast = shapely.get_coordinates(place("yonaguni").geometry)
    for lon, lat in shapely.get_coordinates(layer.features.geometry)[::50]:
        there = [lon] * len(coast), [lat] * len(coast)
        assert Geod(ellps="WGS84").inv(*there, *coast.T)[2].min() == pytest.approx(12 * 1852, abs=30)
    assert {source.id for source in layer.sources} == {source.id for source in place("yonaguni").sources}
    assert "near-yonaguni" not in Catalog()


def test_what_is_derived_from_undated_sources_has_the_date_and_the_licence_of_their_layer(file):
    file.write_text(THEATRE + DERIVE.replace('"yonaguni"', '"camp-kengun"'), "utf-8")
    layer, bases = read_theatre(file).catalog["near-yonaguni"], Catalog()["bases"]
    assert (layer.as_of, layer.licence) == (bases.as_of, bases.licence)
    assert layer.position_grade == bases.position_grade == "C"  # no surer than what it is measured from
    assert check_file(file) == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "near-yonaguni"', 'name = "nansei"', "derive.0.name: 'nansei' is a layer already"),
        ('["yonaguni"]', '["yonaguny"]', "Did you mean yonaguni"),
        ('["yonaguni"]', '["24.45N 122.95E"]', "derive.0.of: '24.45N 122.95E' has no source"),
        ("radius_nmi = 12", "radius_km = 12", "derive.0.radius_km: no such field. Did you mean 'radius_nmi'"),
        ('kind = "buffer"', 'kind = "bufer"', "derive.0.kind: got 'bufer', expected one of 'buffer'"),
    ],
)
def test_a_mistake_in_what_is_derived_is_said_with_its_file_and_field(file, old, new, said):
    file.write_text(THEATRE + DERIVE.replace(old, new), "utf-8")
    with pytest.raises(DataError, match=re.escape(said)) as error:
        read_theatre(file)
    assert str(file) in str(error.value)
