"""An author's own data on a map: whatever a frame holds is drawn right, or refused in one sentence."""

import datetime as dt
import json
import re
from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import GeometryCollection, LinearRing, LineString, MultiPoint, Point, Polygon, box

from rimland import geo
from rimland.geo import GeometryError
from rimland.layers import DataError, RepairWarning, UnknownLayerError, place
from rimland.maps import StrategicMap, content, outline
from rimland.maps.facts import facts, names, stated

HERE = [Point(121, 24), Point(122, 25), Point(123, 26)]


def frame(columns=None, shapes=HERE, crs=4326) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns or {"name": list("abc")}, geometry=shapes, crs=crs)


def renamed(columns, labels) -> gpd.GeoDataFrame:
    made = frame(columns)
    made.columns = [*labels, "geometry"]
    return made


def layer_of(what, **given):
    return StrategicMap(layers=[]).add(what, name="Mine", **given).drawn_layers[-1]


def told(columns) -> dict:
    """The facts that a card has of the one feature with these values."""
    layer = layer_of(frame({name: [value] for name, value in columns.items()}, HERE[:1]))
    (row,) = layer.features.to_dict("records")
    return {fact: value for fact, value, *_ in facts(row, layer, every=True)}


def drawn(page) -> list[dict]:
    return [json.loads(text) for text in re.findall(r'class="layer-shapes">(.*?)</script>', page.html(), re.DOTALL)]


# --- refused


@pytest.mark.parametrize(
    ("what", "error", "says"),
    [
        (renamed({"a": [1, 2, 3], "b": [4, 5, 6]}, ["v", "v"]), DataError, "Mine: two columns are called 'v'"),
        (renamed({"a": [1, 2, 3], "b": [4, 5, 6]}, ["1", 1]), DataError, "Mine: two columns are called '1'"),
        (frame().rename_geometry("shape").assign(geometry="roof"), DataError, "a column is called 'geometry'"),
        (gpd.GeoDataFrame(pd.DataFrame({"a": [1]})), GeometryError, "without an active column of geometry"),
        (frame(shapes=[None] * 3), GeometryError, "Mine: 3 rows, none with a geometry"),
        (frame({"name": []}, []), GeometryError, "Mine: 0 rows, none with a geometry"),
        (frame(shapes=[Point(), *HERE[1:]]), GeometryError, "shape 0: got an empty Point"),
        (GeometryCollection(), GeometryError, "empty"),
        (pd.DataFrame({"a": [1, 2]}), GeometryError, "got DataFrame"),
        (np.array([121.0, 24.0]), GeometryError, "got ndarray"),
        ({"type": "FeatureCollection", "features": []}, GeometryError, "none with a geometry"),
        ({"type": "FeatureCollection", "features": [5]}, DataError, "Mine: feature 0: expected a GeoJSON Feature"),
        (Path("points.csv"), UnknownLayerError, r"Read a file first: add\(layers.read\('points.csv'\)\)"),
        ("points.csv", UnknownLayerError, r"Read a file first: add\(layers.read\('points.csv'\)\)"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_one_sentence(what, error, says):
    with pytest.raises(error, match=says) as refused:
        layer_of(what)
    assert "\n" not in str(refused.value)


# --- drawn, and told


def test_rows_without_a_geometry_are_left_out_and_the_map_says_so():
    with pytest.warns(RepairWarning, match=r"Mine: 1 of 3 rows have no geometry: left out\.") as told_:
        layer = layer_of(frame(shapes=[HERE[0], None, HERE[2]]))
    assert told_[0].filename == __file__
    assert len(layer.features) == 2
    assert "1 of 3 rows" in layer.gaps[0]["ja"]


def test_features_of_one_id_are_numbered_anew_so_that_each_has_its_own_distances():
    """From the coast of Taiwan: within it, on the far side of a strait, and farther."""
    with pytest.warns(RepairWarning, match="several features have the id 'a'"):
        page = StrategicMap(layers=[]).add(frame({"id": ["a", "a", "b"]}), name="Mine")
    (layer,) = page.drawn_layers
    near = content.distances(page.theatre, layer, page.view)
    assert list(near) == ["feature-1", "feature-2", "feature-3"]
    for feature, shape in zip(near.values(), HERE, strict=True):
        assert feature[0] == pytest.approx(geo.distance(place("taiwan"), shape).km, abs=0.05)


def test_an_author_s_polygon_with_the_id_of_an_island_is_drawn_as_it_is():
    """Not as the outline of the land under it, which would be another shape than the one that was given."""
    reach = geo.buffer(place("taiwan"), geo.nmi(100))
    own = gpd.GeoDataFrame({"id": ["taiwan"], "name": ["Reach"]}, geometry=[reach], crs=4326)
    page = StrategicMap(layers=["land-basemap", "first-island-chain"]).add(own, name="Mine")
    *_, chain, mine = drawn(page)
    assert "@taiwan" in json.dumps(chain)
    assert "@" not in json.dumps(mine["g"])


def test_a_ring_is_a_line_and_parts_of_any_kind_are_drawn_together():
    ring = LinearRing([(120, 20), (121, 20), (121, 21)])
    mixed = GeometryCollection(
        [GeometryCollection([HERE[0]]), box(122, 25, 123, 26), LineString([(120, 20), (121, 21)])]
    )
    for shape, kinds in ((ring, "l"), (mixed, "alp"), (MultiPoint([HERE[0], HERE[1]]), "p")):
        (shapes,) = drawn(StrategicMap(layers=[]).add(frame({"name": ["x"]}, [shape]), name="Mine"))
        assert sorted(text[0] for text in shapes["g"]["all"]) == list(kinds)


def test_a_ring_round_a_pole_holds_the_pole_and_one_over_the_antimeridian_does_not_run_round_the_earth():
    """The pole is in it, in every longitude of the map; the sides of the other are the short ones."""
    cap = shapely.get_parts(outline.drawn(Polygon([(0, 60), (120, 60), (-120, 60)]), middle=126.0))
    assert max(part.bounds[3] for part in cap) == 90
    assert sum(part.bounds[2] - part.bounds[0] for part in cap) >= 360 - 1e-6
    assert all(part.bounds[0] >= -54 - 1e-6 and part.bounds[2] <= 306 + 1e-6 for part in cap)
    over = outline.drawn(Polygon([(170, 10), (-170, 10), (-170, 20), (170, 20)]), middle=180.0)
    assert over.bounds[0] == pytest.approx(170)
    assert over.bounds[2] == pytest.approx(190)


def test_what_goes_round_the_earth_is_drawn_on_both_sides_of_the_map_s_far_edge():
    whole = outline.centred(box(-180, -85, 180, 85), 126.0)
    assert whole.bounds == (-54.0, -85.0, 306.0, 85.0)
    assert whole.area == pytest.approx(360 * 170)


# --- nothing is lost


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"distance_nmi": 5}, {"distance_nmi": 5}),
        ({"distance_km": 9.26, "distance_nmi": 5}, {"distance_km": 9.26}),
        ({"city_ja": "那覇"}, {"city_ja": "那覇"}),
        (
            {"city": "Naha", "city_en": "Naha"},
            {"city": "Naha", "city_en": {"en": "Naha", "ja": "Naha", "zh-Hant": "Naha"}},
        ),
        ({"rank": 3}, {"rank": 3}),
        ({"source": "AFP"}, {"source": "AFP"}),
        ({"width_km": 12}, {"width_km": 12}),
        ({"population_year": 2020}, {"population_year": 2020}),
        ({"precision_m": "rough"}, {"precision_m": "rough"}),
        ({"share": 0.00042}, {"share": 0.00042}),
        ({"mmsi": 2**60 + 1}, {"mmsi": "1152921504606846977"}),
        ({"when": pd.Timestamp("2024-05-06")}, {"when": "2024-05-06"}),
        ({"when": pd.Timestamp("2024-05-06 07:30")}, {"when": "2024-05-06 07:30:00"}),
        ({"when": dt.date(2024, 5, 6)}, {"when": "2024-05-06"}),
        ({"price": Decimal("1.10"), "none": Decimal("NaN")}, {"price": 1.1}),
        ({"kind": pd.Interval(0, 1)}, {"kind": "(0, 1]"}),
        ({"tags": {"b", "a", "c"}}, {"tags": "{'a', 'b', 'c'}"}),
        ({"one": np.array([1])}, {"one": "[1]"}),
        ({"nan": float("nan"), "nat": pd.NaT, "na": pd.NA, "none": None}, {}),
    ],
)
def test_a_value_of_any_kind_is_told_once_as_it_is(columns, expected):
    assert told(columns) == expected


def test_a_general_name_stands_for_the_languages_that_have_none():
    layer = layer_of(frame({"name": ["Here"], "name_ja": ["ここ"]}, HERE[:1]))
    assert names(layer.features.to_dict("records")[0]) == ["Here", "ここ", "Here"]


def test_geojson_as_python_has_it_keeps_what_it_says_of_each_feature():
    point = {"type": "Point", "coordinates": [121, 24]}
    items = [{"type": "Feature", "properties": {"name": name, "v": v}, "geometry": point} for name, v in ("a1", "b2")]
    layer = layer_of({"type": "FeatureCollection", "features": items})
    assert list(layer.features["name_ja"]) == ["a", "b"]
    assert list(layer.features["v"]) == ["1", "2"]
    nameless = layer_of({"type": "Feature", "properties": {"v": 1}, "geometry": point})
    assert list(nameless.features["name_en"]) == ["Mine"]


def test_dates_of_any_kind_are_events_and_what_is_none_is_no_event(buffer_line):
    days = [dt.date(2020, 1, 2), "soon", 2021, pd.Timestamp("2022-03-04 05:06"), None]
    own = gpd.GeoDataFrame({"valid_from": pd.Series(days, dtype=object)}, geometry=[HERE[0]] * 5, crs=4326)
    page = StrategicMap(layers=[]).add(own, name="Mine")
    found = [event["date"] for event in content.events(buffer_line, page.drawn_layers)]
    assert found == ["2020-01-02", "2021", "2022-03-04"]
    page.html()


@pytest.fixture
def buffer_line():
    """The shipped theatre with a time line that has no events but those of the layers that are drawn."""
    from dataclasses import replace

    from rimland.layers import load_theatre
    from rimland.layers.theatre import Timeline

    return replace(load_theatre("buffer"), timeline=Timeline(start="1900", end="2099"))


def test_a_set_is_written_in_an_order_of_its_own():
    assert stated({"x", "b", "m"}) == "{'b', 'm', 'x'}"
    assert stated([object()]) == "[<object object>]"  # without the address, which differs from run to run
    assert stated("<it at 0x1f>") == "<it at 0x1f>"


def test_thousands_of_points_take_time_in_proportion(monkeypatch):
    """Each point is looked at once, not once for every other: the names above it are gathered for zones alone."""
    from rimland.maps import features

    asked = []
    clear = features._clear
    monkeypatch.setattr(
        features, "_clear", lambda shape, above, style: asked.append(len(above)) or clear(shape, above, style)
    )
    points = shapely.points(np.linspace(118, 134, 50), np.linspace(20, 36, 50))
    StrategicMap(layers=[]).add(gpd.GeoSeries(points, crs=4326), name="Mine").html()
    assert asked == [0] * 50
