"""Facts without a place: what a table may leave out, and every number against the row it was taken from."""

import csv
import re
from pathlib import Path

import geopandas
import pytest
from pyproj import Geod
from shapely import get_coordinates

from rimland.data import ROOT
from rimland.layers import Catalog, DataError, place
from rimland.layers.checks import check_layer
from rimland.layers.export import export
from rimland.layers.tables import feature_table

FACTS = Path(str(ROOT)) / "facts"
WGS84 = Geod(ellps="WGS84")
TABLES = ["weapon-ranges", "polls", "trade", "sar-events"]

TOML = """
title = { en = "Facts", ja = "事実", zh-Hant = "事實" }
summary = { en = "A fact.", ja = "ある事実。", zh-Hant = "一事實。" }
group = "test"
kind = "table"
as_of = "2024"
licence = "CC0-1.0"
fact_grade = "B"
[[sources]]
id = "us"
title = "Ourselves"
"""

FACT = """{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, "properties":
{"id": "fact", "name_en": "Fact", "name_ja": "事実", "name_zh_hant": "事實", "source": "us"}}]}"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "facts.toml").write_text(TOML, "utf-8")
    (tmp_path / "facts.geojson").write_text(FACT, "utf-8")
    return tmp_path


def test_a_table_is_in_order_without_positions_or_a_grade_for_them(folder):
    layer = Catalog([folder])["facts"]
    assert list(check_layer(layer)) == []
    assert layer.position_grade is None
    assert "position_grade" not in layer.features


def test_a_position_in_a_table_is_reported(folder):
    text = FACT.replace('"geometry": null', '"geometry": {"type": "Point", "coordinates": [122, 25]}')
    (folder / "facts.geojson").write_text(text, "utf-8")
    assert any("a Point in a layer of kind 'table'" in line for line in check_layer(Catalog([folder])["facts"]))


@pytest.mark.parametrize(
    ("old", "new"), [('"table"', '"point"'), ('fact_grade = "B"', 'fact_grade = "B"\nposition_grade = "A"')]
)
def test_only_a_table_may_leave_the_grade_of_positions_out_and_it_must(folder, old, new):
    (folder / "facts.toml").write_text(TOML.replace(old, new), "utf-8")
    with pytest.raises(DataError, match=r"facts\.toml: .*position_grade"):
        Catalog([folder])["facts"]


@pytest.mark.parametrize("name", TABLES)
def test_no_feature_of_a_table_has_a_position(name):
    assert Catalog()[name].features.geometry.isna().all()


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet", ".fgb", ".kml", ".csv"])
def test_a_table_is_written_in_every_format_with_all_its_rows(tmp_path, name, suffix):
    layer = Catalog()[name]
    path = export(layer, tmp_path / f"x{suffix}")
    if suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert [row["id"] for row in rows] == list(layer.features["id"])
        assert "wkt" not in rows[0]
    else:
        read = geopandas.read_parquet(path) if suffix == ".parquet" else geopandas.read_file(path)
        assert len(read) == len(layer.features)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_makes_a_table_of_its_features(name):
    assert [row["id"] for row in feature_table(Catalog()[name])] == list(Catalog()[name].features["id"])


def test_a_range_is_the_first_number_that_its_row_prints():
    rows = {row["system"]: row["range_km"] for row in _rows("missile_ranges.csv")}
    for weapon in Catalog()["weapon-ranges"].features.itertuples():
        numbers = re.findall(r"[\d,]+", rows[weapon.name_en].split("(")[0])
        expected = float(numbers[0].replace(",", "")) if numbers else None
        assert weapon.range_km == expected or (expected is None and weapon.range_km != weapon.range_km)


def test_every_share_of_a_poll_is_printed_in_the_table_of_polls():
    text = " ".join(row["found"] for row in _rows("polls.csv"))
    printed = {float(number) for number in re.findall(r"\d+(?:\.\d+)?(?=%)", text)}
    assert set(Catalog()["polls"].features["percent"]) <= printed


def test_the_twelve_per_cent_are_those_who_would_do_nothing():
    """Storm Media: 46.6, 41.4 and 12 make 100, so none of the shares is one for joining combat."""
    polls = Catalog()["polls"].features.set_index("id")
    shares = polls.loc[[f"poll-thinktank-2024-{key}" for key in ("rear-support", "sanctions", "nothing")], "percent"]
    assert shares.sum() == pytest.approx(100)
    assert polls.loc["poll-thinktank-2024-nothing", ["name_en", "percent"]].tolist() == ["Japan should do nothing", 12]


def test_every_figure_of_trade_is_printed_in_its_table():
    text = " ".join(f"{row['quantity']} {row['published']} {row['unit']}" for row in _rows("trade_and_energy.csv"))
    printed = {float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    for figure in Catalog()["trade"].features.itertuples():
        value = {"taiwan-strait-goods-2022": 2.45, "taiwan-strait-world-share-2022": 5}.get(figure.id, figure.value)
        assert value in printed, figure.id  # the first printed in trillions, the second as more than 1/5


def test_events_are_dated_as_the_table_dates_them():
    """``2017-12-19/20`` is two days, ``2025-06 (mid)`` a month."""
    events = Catalog()["sar-events"].features
    for row, event in zip(_rows("sar_events.csv"), events.itertuples(), strict=True):
        assert row["date"].startswith(event.valid_from)
        assert (event.valid_to is not None) == ("/" in row["date"])


def test_an_event_without_a_position_in_the_table_is_not_on_the_map():
    placed = {row["event"] for row in _rows("sar_events.csv") if row["lon"]}
    places = Catalog()["sar-places"].features
    assert len(places) == len(placed) == 4
    assert set(places["id"]) < set(Catalog()["sar-events"].features["id"])


def test_the_circle_of_the_drill_of_2024_holds_both_places_that_the_report_names():
    """The southern tip of the Boso Peninsula and all of Izu-Oshima, read off the coastline."""
    drill = Catalog()["sar-places"].features.set_index("id").loc["sar-drill-2024"]
    coast = Catalog()["land-region"].features
    oshima = min(coast.geometry, key=lambda shape: abs(shape.centroid.x - 139.4) + abs(shape.centroid.y - 34.74))
    assert 85 < abs(WGS84.geometry_area_perimeter(oshima)[0]) / 1e6 < 95
    honshu = get_coordinates(place("honshu").geometry)
    tip = min((point for point in honshu if 139.7 < point[0] < 140.0), key=lambda point: point[1])
    for lon, lat in (*oshima.exterior.coords, tip):
        assert WGS84.inv(drill.geometry.x, drill.geometry.y, lon, lat)[2] <= drill["precision_m"]


def _rows(name):
    with (FACTS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
