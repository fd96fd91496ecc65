"""A theatre is a file."""

import re

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rimland import geo
from rimland.layers import (
    Catalog,
    DataError,
    UnknownLayerError,
    UnknownTheatreError,
    load_theatre,
    place,
    read_theatre,
)
from rimland.layers import (
    coast as coast_of,
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
        (
            "119.0, 18.0, 123.0, 23.0",
            "119.0, 18.0, 123.0",
            r"bounds: got 3 values, expected more\. Write bounds = \[118\.0",
        ),
        ("119.0", "nan", r"bounds"),
        ('layers = ["land", "gates"]', "layers = []", r"layers: "),
        ('"gates"]', '"gates", "gates"]', r"layers: 'gates' is named twice"),
        (
            "version = 1",
            'version = 1\nlanguages = ["fr"]',
            r"languages\.0: got 'fr', expected one of 'en', 'ja' or 'zh-Hant'",
        ),
        ("version = 1", 'version = 1\ntitel = "x"', r"titel: no such field. Did you mean 'title'"),
        ('en = "Strait"', 'en = ""', r"title\.en: got '', expected something in it"),
        ('en = "Strait"', 'en = "  "', r"title\.en: '  ' says nothing"),
        ('["land", "gates"]', '"land"', r"layers: got 'land', expected a list: \['land'\]"),
        ('["land", "gates"]', '["land", "land-basemap"]', r"layers: 'land-basemap' is named twice, once by its short"),
        ("version = 1", "version = 1\ndeep = " + "[" * 5000 + "]" * 5000, r"too deep to be read"),
    ],
)
def test_a_malformed_theatre_is_refused_by_file_and_field(file, old, new, said):
    file.write_text(THEATRE.replace(old, new, 1), "utf-8")
    with pytest.raises(DataError, match=said) as caught:
        read_theatre(file)
    assert str(file) in str(caught.value)


def test_a_file_that_cannot_be_read_spoils_no_theatre_beside_it(file):
    (file.parent / "other.toml").write_text("x = " + "[" * 5000 + "]" * 5000, "utf-8")
    assert load_theatre(str(file)).layer_names


def test_the_mark_that_editors_of_windows_put_first_is_no_part_of_a_theatre(file):
    file.write_text(THEATRE, "utf-8-sig")
    assert read_theatre(file).bounds


def test_a_theatre_that_names_an_unknown_layer_is_refused_with_the_nearest_name(file):
    file.write_text(THEATRE.replace("gates", "gate"), "utf-8")
    with pytest.raises(UnknownLayerError, match=r"strait\.toml: layers: no layer 'gate'.*Did you mean 'gates'"):
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


def derived(file, text, name="mine"):
    title = '\ntitle = { en = "Mine", ja = "私の", zh-Hant = "我的" }\n'
    file.write_text(THEATRE.replace("119.0, 18.0, 123.0, 23.0", "122.0, 23.5, 125.0, 26.5") + text + title, "utf-8")
    return read_theatre(file).catalog[name]


ZONES = '[[derive]]\nname = "mine"\nkind = "zones"\nof = ["yonaguni", "尖閣諸島"]\nradius_nmi = 24\nbeyond_nmi = 12'
CELLS = '[[derive]]\nname = "mine"\nkind = "cells"\nof = ["yonaguni", "taiwan"]'
PAIR = """
[[derive]]
name = "near"
kind = "buffer"
of = ["yonaguni"]
radius_nmi = 24
title = { en = "Near", ja = "近く", zh-Hant = "附近" }

[[derive]]
name = "mine"
"""
OVERLAPS = PAIR + 'kind = "overlaps"\nfirst = "near"\nsecond = "fisheries-2013"'
DIFFERENCE = PAIR + 'kind = "difference"\nof = "near"\nwithout = ["fisheries-2013"]'


def far_from(name, shape):
    """The nearest vertex of a coast to each of some positions of an outline, by PROJ, metres."""
    coast = shapely.get_coordinates(coast_of(name, min_area=0.05))
    geod = Geod(ellps="WGS84")
    at = shapely.get_coordinates(shape)[::97]
    return [geod.inv([lon] * len(coast), [lat] * len(coast), *coast.T)[2].min() for lon, lat in at]


def test_the_belt_of_a_coast_lies_between_its_two_distances_and_names_who_claims_it(file):
    layer = derived(file, ZONES)
    frame = layer.features.set_index("coast")
    assert list(frame.index) == ["yonaguni", "senkaku"]
    assert frame.loc["senkaku", "status"] == "disputed"
    assert frame.loc["senkaku", "claimants"].count(";") == 2
    assert frame.loc["yonaguni", "status"] is None
    assert frame.loc["yonaguni", "name_ja"] == "与那国島の沿岸12～24海里"
    away = np.array(far_from("yonaguni", frame.geometry["yonaguni"]))
    window = shapely.box(*read_theatre(file).bounds).exterior
    inside = shapely.distance(window, shapely.points(shapely.get_coordinates(frame.geometry["yonaguni"])[::97])) > 1e-3
    ends = np.abs(away[inside, None] - np.array([12, 24]) * 1852).min(axis=1)
    assert ends.max() < 60  # a vertex lies at most 55 m from the next on this coast, plus the edge's own 10 m
    assert check_file(file) == []


def test_cells_are_parted_where_proj_finds_both_coasts_as_far(file):
    layer = derived(file, CELLS)
    mine, theirs = layer.features.set_index("coast").geometry[["yonaguni", "taiwan"]]
    line = shapely.get_coordinates(mine.intersection(theirs.buffer(1e-4)).boundary)
    geod = Geod(ellps="WGS84")
    coasts = [shapely.get_coordinates(coast_of(name)) for name in ("yonaguni", "taiwan")]
    middle = line[(line[:, 0] < 122.9) & (line[:, 1] > 23.6) & (line[:, 1] < 26.4)][::20]
    assert len(middle)
    for lon, lat in middle:
        one, other = (geod.inv([lon] * len(c), [lat] * len(c), *c.T)[2].min() for c in coasts)
        assert one == pytest.approx(other, abs=150)
    assert any("accuracy_m" in gap["en"] for gap in layer.gaps)
    assert check_file(file) == []


def test_an_overlap_and_a_difference_make_up_the_whole_with_the_sources_of_both(file):
    shared = derived(file, OVERLAPS)
    whole = read_theatre(file).catalog["near"].features["area_km2"][0]
    rest = derived(file, DIFFERENCE)
    both = geo.area(shapely.union_all(shared.features.geometry)) / 1e6  # areas of the agreement lie in one another
    assert both + rest.features["area_km2"].sum() == pytest.approx(whole, rel=1e-5)
    fishing = Catalog()["fisheries-2013"]
    for layer in (shared, rest):
        assert {source.id for source in layer.sources} >= {s.id for s in fishing.sources}
        assert layer.fact_grade == max("B", fishing.fact_grade)
    assert list(rest.features["name_zh_hant"]) == ["我的"]
    assert check_file(file) == []


def test_what_is_derived_from_a_layer_of_uncited_positions_is_uncited(file):
    layer = derived(file, '[[derive]]\nname = "mine"\nkind = "buffer"\nlayer = "bases"\nradius_nmi = 5')
    assert layer.position_grade == "C"
    assert layer.features["precision_m"][0] == layer.accuracy_m
    rough = Catalog()["bases"].features["precision_m"].max()
    assert layer.accuracy_m == pytest.approx(rough + 1)
    assert check_file(file) == []


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (ZONES, '"yonaguni"', '"魚"', "derive.0.of: no place '魚'"),
        (ZONES, "beyond_nmi = 12", "beyond_nmi = 24", "derive.0: beyond_nmi 24: expected less than radius_nmi, 24"),
        (ZONES, "radius_nmi = 24", "radius_nmi = nan", "derive.0.radius_nmi"),
        (ZONES, "beyond_nmi = 12", "within = [10, 0, 20, 5]", "derive.0.within: the window [10.0, 0.0, 20.0, 5.0] is"),
        (ZONES, "beyond_nmi = 12", "within = [170, 0, -170, 5]", "is not all between 95°E and 160°E"),
        (ZONES, "beyond_nmi", "beyond", "derive.0.beyond: no such field. Did you mean 'beyond_nmi'"),
        (CELLS, ', "taiwan"', "", "derive.0.of"),
        (CELLS, '"taiwan"', '"24N 121E"', "derive.0.of: '24N 121E' has no source"),
        (OVERLAPS, '"fisheries-2013"', '"fisheries"', "derive.1.second: no layer 'fisheries'"),
        (OVERLAPS, '"fisheries-2013"', '"sea-lanes"', "derive.1.second: 'sea-lanes' is a layer of kind 'line'"),
        (OVERLAPS, 'first = "near"', 'first = "mine"', "derive.1.first: no layer 'mine' that ships"),
        (OVERLAPS, 'first = "near"', 'first = "polls"', "derive.1.first: 'polls' is a layer of kind 'table'"),
        (DIFFERENCE, '["fisheries-2013"]', "[]", "derive.1.without"),
        (DIFFERENCE, "without", "minus", "derive.1.minus: no such field. Choose from: kind, name, of, title, without"),
        (ZONES, 'kind = "zones"\n', "", "derive.0.kind: missing"),
        (ZONES, 'of = ["yonaguni", "尖閣諸島"]', 'layer = "nansei"', "derive.0.layer: no such field"),
        (
            '[[derive]]\nname = "mine"\nkind = "buffer"\nradius_nmi = 1',
            "radius",
            "radius",
            "write of, a list of places",
        ),
    ],
)
def test_a_mistake_in_each_kind_of_rule_is_one_sentence_with_file_and_field(file, text, old, new, said):
    with pytest.raises(DataError, match=re.escape(said)) as error:
        derived(file, text.replace(old, new))
    assert str(file) in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            OVERLAPS.replace('"fisheries-2013"', '"exercises-2022-08"').replace("24", "3"),
            "mine: no area of 1 km² or more",
        ),
        (DIFFERENCE.replace('["fisheries-2013"]', '["near"]'), "mine: nothing of 'near' is left"),
    ],
)
def test_a_rule_that_leaves_nothing_says_so_when_its_layer_is_read(file, text, said):
    with pytest.raises(DataError, match=re.escape(said)):
        _ = derived(file, text).features


LANE = """
[[lane]]
id = "there"
name = { en = "There", ja = "往路", zh-Hant = "去程" }
calls = ["基隆", "石垣港"]
avoid = ["12nmi of yonaguni"]
"""


def test_a_theatres_own_lanes_are_ways_by_sea_along_its_calls(file):
    file.write_text(THEATRE.replace('"gates"', '"gates", "lanes"') + LANE, "utf-8")
    assert check_file(file) == []
    layer = read_theatre(file).catalog["lanes"]
    (row,) = layer.features.to_dict("records")
    assert row["calls"] == "keelung; port-of-ishigaki"
    assert row["name_ja"] == "往路"
    line = shapely.get_coordinates(row["geometry"])
    assert Geod(ellps="WGS84").line_length(*line.T) == pytest.approx(row["length_km"] * 1000, rel=1e-9)
    assert geo.distance(row["geometry"], place("yonaguni")).metres >= 12 * 1852 - 200
    assert {"wpi", "osm"} <= {source.id.removesuffix("-land") for source in layer.sources}
    assert layer.fact_grade == "C"  # the calls are the author's own


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"基隆"', '"基龍港"', "lane.0.calls: no place '基龍港'"),
        (', "石垣港"', "", "lane.0.calls"),
        ("avoid", "avoids", "lane.0.avoids: no such field. Did you mean 'avoid'"),
        ('id = "there"', 'id = "There!"', "lane.0.id"),
        (LANE, LANE + LANE, "lane: 'there' is named twice"),
    ],
)
def test_a_mistake_in_a_lane_is_said_with_its_file_and_field(file, old, new, said):
    file.write_text(THEATRE + LANE.replace(old, new), "utf-8")
    with pytest.raises(DataError, match=re.escape(said)) as error:
        read_theatre(file)
    assert str(file) in str(error.value)


VIEW = """
[[view]]
id = "close"
title = { en = "Close", ja = "近景", zh-Hant = "近景" }
bounds = [121.0, 20.0, 122.0, 21.0]
layers = ["land"]
"""


def test_a_view_has_a_name_a_place_and_its_layers(file):
    file.write_text(THEATRE + VIEW, "utf-8")
    (view,) = read_theatre(file).views
    assert (view.id, view.title["ja"], view.bounds) == ("close", "近景", (121.0, 20.0, 122.0, 21.0))
    assert view.layers == ("land-basemap",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("20.0, 122.0, 21.0", "21.0, 122.0, 20.0", "view.0: bounds = "),
        ('["land"]', '["nansei"]', "view.0.layers: 'nansei' is not among layers"),
        ("bounds", "bound", "view.0.bound: no such field. Did you mean 'bounds'"),
        (VIEW, VIEW + VIEW, "view: 'close' is named twice"),
    ],
)
def test_a_mistake_in_a_view_is_said_with_its_file_and_field(file, old, new, said):
    file.write_text(THEATRE + VIEW.replace(old, new), "utf-8")
    with pytest.raises(DataError, match=re.escape(said)):
        read_theatre(file)
