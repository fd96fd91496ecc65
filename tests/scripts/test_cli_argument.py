"""Commands on several places and on the argument: what they print, write and refuse."""

import csv

import geopandas
import numpy as np
import pytest
import shapely
from pyproj import Geod
from tests.scripts.conftest import answer

from rimland import geo, layers

GEOD = Geod(ellps="WGS84")


def test_a_matrix_of_names_has_every_pair_both_ways(run):
    found = answer(run("matrix", "yonaguni", "石垣島", "taiwan", "--json"))
    assert [one["id"] for one in found["places"]] == ["yonaguni", "ishigaki", "taiwan"]
    metres = np.array(found["metres"])
    assert (metres == metres.T).all()
    assert metres[0, 2] == pytest.approx(
        geo.distance(layers.place("yonaguni"), layers.place("taiwan")).metres, abs=1e-3
    )
    assert "107.466" in run("matrix", "yonaguni", "ishigaki", "taiwan")[1]


def test_a_matrix_of_a_layer_has_its_features(run):
    found = answer(run("matrix", "--layer", "fabs", "--json"))
    assert len(found["places"]) == len(found["metres"]) == 7


def test_a_median_is_as_far_from_one_as_from_the_other_and_says_that_it_is_no_claim(run, tmp_path):
    found = answer(run("median", "yonaguni", "taiwan", "-o", "m.geojson", "--radius", "100nmi", "--json"))
    assert found["illustrative"] is True
    line = geopandas.read_file(tmp_path / "m.geojson").geometry.iloc[0]
    for lon, lat in shapely.get_coordinates(line)[::50]:
        one, other = (
            geo.distance(shapely.Point(lon, lat), layers.place(name)).metres for name in ("yonaguni", "taiwan")
        )
        assert one == pytest.approx(other, abs=1.5)
        assert one <= 100 * 1852 + 2


def test_a_partition_gives_every_point_to_the_nearest(run, tmp_path):
    words = ("partition", "taiwan", "yonaguni", "batanes", "--bounds", "121,20,124,26", "-o", "p.gpkg", "--json")
    found = answer(run(*words))
    whole = geo.area(geo.densify(shapely.box(121, 20, 124, 26), 10_000, edges="rhumb")) / 1e6
    assert sum(cell["square_kilometres"] for cell in found["cells"]) == pytest.approx(whole, rel=1e-3)
    cells = geopandas.read_file(tmp_path / "p.gpkg").set_index("id").geometry
    assert cells["nearest-yonaguni"].contains(shapely.Point(123, 24.2))
    assert cells["nearest-batanes"].contains(shapely.Point(122, 20.5))


def test_depth_prints_before_and_after_and_that_it_is_hypothetical(run):
    status, out, err = run("depth")
    assert (status, err) == (0, "")
    assert "Hypothetical, not a forecast" in out
    assert "yonaguni" in out
    row = next(one for one in answer(run("depth", "--json"))["sites"] if one["id"] == "yonaguni")
    assert row["before_km"] > 300 > 107.2 > row["after_km"] > 107.0


def test_depth_goes_into_a_file_of_points(run, tmp_path):
    assert run("depth", "-o", "d.csv")[0] == 0
    rows = list(csv.DictReader((tmp_path / "d.csv").read_text("utf-8-sig").splitlines()))
    assert {row["id"] for row in rows} >= {"yonaguni", "kadena-air-base"}
    assert all(row["scenario"] == "taiwan-prc-control" for row in rows)


def test_sensitivity_gives_the_depth_under_each_definition_of_the_coast(run):
    rows = answer(run("depth", "--sensitivity", "--json"))["sites"]
    spread = next(row for row in rows if row["id"] == "yonaguni")["sensitivity"]
    assert [one["min_area_km2"] for one in spread] == [0.001, 0.05, 1.0]
    assert spread[0]["after_km"] <= spread[1]["after_km"] <= spread[2]["after_km"]


def test_exposure_counts_at_the_radii_asked_for(run):
    found = answer(run("exposure", "--radius", "300km", "--radius", "162nmi", "--json"))
    assert [row["radius_km"] for row in found["curve"]] == pytest.approx([300.0, 162 * 1.852])
    assert found["curve"][0]["before_residents"] == 0 < found["curve"][0]["after_residents"]
    assert found["without_figure"] == len(found["without_figure_ids"])
    assert "okinawa-island" in found["without_figure_ids"]
    status, out, err = run("exposure", "--radius", "600km")
    assert (status, err) == (0, "")
    assert "df-15" in out


def test_straits_say_who_holds_each_side(run):
    found = {row["id"]: row for row in answer(run("straits", "--json"))["gates"]}
    assert found["bashi-channel"]["changes"] is True
    assert found["yonaguni-gap"]["width_km"] == pytest.approx(107.466, abs=1e-3)
    far = GEOD.inv(*found["yonaguni-gap"]["from"], *found["yonaguni-gap"]["to"])[2]
    assert far == pytest.approx(found["yonaguni-gap"]["width_km"] * 1000, abs=1e-3)
    assert "Japan | Taiwan  →  Japan | People's Republic of China" in run("straits")[1]


def test_claims_give_each_verdict_its_number_and_its_layers(run):
    found = answer(run("claims", "--json"))
    assert len(found) == 30
    assert {claim["verdict"] for claim in found} == {
        *("holds", "holds in part", "does not hold", "not a spatial claim"),
    }
    status, out, err = run("claims", "--lang", "zh-Hant")
    assert (status, err) == (0, "")
    assert "導彈落入日本專屬經濟區的事態" in out
    assert "30段：" in out
    for lang, passage, word in (("en", "30 passages:", "holds in part"), ("ja", "30の主張：", "一部成立")):
        status, out, err = run("claims", "--lang", lang)
        assert (status, err) == (0, "")
        assert passage in out
        assert word in out
        assert "source: © OpenStreetMap" in out
        assert lang == "en" or not {"holds", "asked", "caveat"} & set(out.split("source:")[0].split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("matrix", "yonaguni"), "two places at least"),
        (("matrix", "--layer", "fabz"), "Did you mean 'fabs'"),
        (("median", "yonaguni", "guam", "-o", "m.geojson", "--radius", "50km"), "widen --radius"),
        (("median", "yonaguni", "taiwan", "-o", "m.xyz"), ".geojson"),
        (("median", "yonaguni", "taiwan", "-o", "none/m.geojson"), "is no folder"),
        (("partition", "taiwan", "臺灣", "-o", "p.gpkg"), "two different places"),
        (("partition", "taiwan", "yonaguni", "--bounds", "134,20,118,36", "-o", "p.gpkg"), "west must be less"),
        (("partition", "taiwan", "yonaguni", "--bounds", "a", "-o", "p.gpkg"), "write west,south,east,north"),
        (("depth", "--scenario", "taiwan"), "no scenario 'taiwan'"),
        (("exposure", "--radius", "300"), "300"),
        (("claims", "--lang", "de"), "choose from"),
        (("claims", "--theatre", "nowhere"), "no theatre 'nowhere'"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(run, words, said):
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1
