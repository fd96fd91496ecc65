"""What ships is what the fact tables give."""

import csv
import shutil
from pathlib import Path

import pytest
import shapely

from rimland import geo
from rimland.data import ROOT
from rimland.layers import Catalog
from rimland.scripts.facts.features import degrees, geojson
from rimland.scripts.facts.layers import LAYERS, write

FACTS = Path(str(ROOT)) / "facts"
SHIPPED = Path(str(ROOT)) / "layers"


@pytest.mark.parametrize("name", LAYERS)
def test_a_shipped_layer_is_what_its_table_gives(name):
    assert (SHIPPED / f"{name}.geojson").read_bytes() == geojson(LAYERS[name](FACTS))


def test_writing_again_changes_no_byte(tmp_path):
    for name in LAYERS:
        shutil.copy(SHIPPED / f"{name}.toml", tmp_path)
    write(FACTS, tmp_path)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (SHIPPED / path.name).read_bytes()


def test_every_fab_of_the_table_is_in_the_layer_with_its_names():
    rows = [row for row in _rows("sites.csv") if row["kind"] == "fab"]
    fabs = Catalog()["fabs"].features
    assert list(fabs["name_en"]) == [row["name_en"] for row in rows]
    assert list(fabs["name_zh_hant"]) == [row["name_zh"] for row in rows]


def test_decimal_degrees_of_the_agreement_are_those_printed():
    for row in _rows("fisheries_tw_jp_2013.csv"):
        assert degrees(row["lat_original"]) == pytest.approx(float(row["lat_dd"]), abs=5e-7)
        assert degrees(row["lon_original"]) == pytest.approx(float(row["lon_dd"]), abs=5e-7)


@pytest.mark.parametrize("name", LAYERS)
def test_every_address_that_a_layer_cites_is_one_of_the_fact_tables(name):
    """No citation from memory: but for the coastline's, each is in a reviewed table."""
    tables = " ".join(path.read_text(encoding="utf-8") for path in FACTS.glob("*.csv"))
    cited = {source.url for source in Catalog()[name].sources if source.url and source.id != "osm-land"}
    assert {url for url in cited if url not in tables} == set()


@pytest.mark.parametrize("name", LAYERS)
def test_a_layer_lists_no_source_that_none_of_its_features_cites(name):
    layer = Catalog()[name]
    used = {one for cited in layer.features["source"] for one in cited.split("; ")}
    assert {source.id for source in layer.sources} == used


@pytest.mark.parametrize("printed", ["25.5", "25°30′S", "25-30N", ""])
def test_a_coordinate_written_otherwise_is_refused(printed):
    with pytest.raises(ValueError, match="is not a coordinate"):
        degrees(printed)


@pytest.mark.parametrize("row", range(1, 8))
def test_a_passage_is_the_shortest_line_between_its_two_coasts(row):
    """Measured again from the coastline that ships, which the Strait of Hormuz (row 0) lies west of."""
    passage, land = Catalog()["passages"].features.iloc[row], Catalog()["land-region"].features
    ends = [shapely.Point(at) for at in passage.geometry.coords]
    one, other = (land.geometry.iloc[land.sindex.nearest(end, return_all=False)[1][0]] for end in ends)
    assert one is not other
    gap = geo.distance(one, other)
    assert gap.metres == pytest.approx(geo.length(passage.geometry), abs=2)


def test_ports_are_where_the_index_prints_them_to_the_minute():
    for row in _rows("ports.csv"):
        for degrees_ in (float(row["lat"]), float(row["lon"])):
            assert abs(degrees_ * 3600 - round(degrees_ * 3600)) < 0.1


def test_every_call_of_a_lane_is_a_port_or_a_strait():
    known = {row["id"] for name in ("ports.csv", "passages.csv", "straits.csv") for row in _rows(name)}
    assert {call for row in _rows("lanes.csv") for call in row["calls"].split("; ")} <= known


def _rows(name):
    with (FACTS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
