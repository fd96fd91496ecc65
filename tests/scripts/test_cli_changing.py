"""Commands on what a scenario or a closure changes: what they print, write and refuse."""

import csv
import json
import re

import pytest
from tests.scripts.conftest import answer

from rimland.scripts import changing


def test_waters_are_told_with_the_disputed_islands_and_without(run):
    found = answer(run("waters", "--json"))
    assert found["hypothetical"] is True
    for name in ("buffer_water", "pacific_gate"):
        assert [row["disputed"] for row in found[name]] == ["in", "out"]
        for row in found[name]:
            assert row["change_km2"] == pytest.approx(row["after_km2"] - row["before_km2"])
    assert found["sources"]


def test_waters_say_how_far_each_change_moves_with_the_coast_and_the_chain(run, monkeypatch):
    """Two of the definitions: all take as long as they take."""
    monkeypatch.setattr(changing, "DEFINITIONS_KM2", (1.0,))
    monkeypatch.setattr(changing, "CHAINS", {"large islands": {"chain_from_km2": 20.0}})
    status, out, _ = run("waters", "--sensitivity")
    lines = out.splitlines()
    counted = [float(line.split()[-2].replace(",", "")) for line in lines[3:7]]
    spreads = [re.findall(r"-?\d[\d,]*", line.partition(": ")[2]) for line in lines if line.startswith("under all")]
    assert status == 0
    assert len(spreads) == 4
    for change, (least, most) in zip(counted, spreads, strict=True):
        least, most = (abs(float(text.replace(",", ""))) for text in (least, most))
        assert least < most
        assert least <= abs(change) <= most


def test_lanes_are_told_for_the_radius_that_is_asked(run, tmp_path):
    found = answer(run("lanes", "--radius", "150km", "-o", "lanes.geojson", "--json"))
    assert {row["radius_km"] for row in found["lanes"]} == {150}
    assert len(json.loads((tmp_path / "lanes.geojson").read_text("utf-8"))["features"]) == len(found["lanes"])


def test_a_detour_is_what_a_closure_adds_and_none_where_nothing_is_left(run):
    found = answer(
        run("detours", "--close", "hormuz", "--close", "taiwan-strait; luzon-strait", "--knots", "10", "--json")
    )
    free, shut, longer = found["ways"]
    assert (free["closed"], free["extra_km"]) == (None, 0)
    assert shut["length_km"] is None
    assert longer["extra_km"] > 0
    assert longer["extra_days"] == pytest.approx(longer["extra_nmi"] / 240)


def test_a_comparison_has_a_row_for_each_scenario_and_site(run):
    found = answer(run("compare", "depth", "--json"))
    row = next(one for one in found["rows"] if one["id"] == "yonaguni")
    assert row["change_km"] == pytest.approx(row["after_km"] - row["before_km"])
    assert "hypothetical" in run("compare", "depth")[1]


def test_exposure_goes_into_a_table_and_tells_what_moves_it(run, tmp_path):
    status, out, err = run("exposure", "--radius", "300km", "--sensitivity", "-o", "curve.csv")
    assert (status, err) == (0, "")
    assert "islands from 1 km² counted as coast" in out
    (row,) = csv.DictReader((tmp_path / "curve.csv").read_text("utf-8-sig").splitlines())
    assert row["scenario"] == "taiwan-prc-control"
    assert float(row["after_residents"]) > float(row["before_residents"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("compare", "dept"), "Did you mean 'depth'"),
        (("compare", "waters"), "buffer_water, pacific_gate"),
        (("compare", "depth", "--scenario", "nope"), "no scenario 'nope'"),
        (("detours", "--close", "atlantis"), "atlantis"),
        (("detours", "--close", " ; "), "names nothing"),
        (("detours", "--speed", "0"), "positive"),
        (("lanes", "--radius", "far"), "far"),
        (("lanes", "--radius", "0km"), "more than nothing"),
        (("exposure", "--radius", "-5km"), "more than nothing"),
        (("depth", "--theatre", "buffer-claims"), "no theatre"),
        (("waters", "--scenario", "nope"), "no scenario 'nope'"),
        (("exposure", "--radius", "300km", "-o", "curve.geojson"), "ends in .csv"),
        (("claims", "-o", "claims.geojson"), ".csv or .json"),
        (("claims", "--lang", "fr"), "choose from"),
        (("waters", "-o", "nowhere/waters.gpkg"), "nowhere"),
        (("route", "kaohsiung", "naha", "--avoid", "bashhi"), "Did you mean"),
        (("route", "kaohsiung", "naha", "--speed", "-3"), "positive"),
        (("route", "40N 100E", "naha"), "km from open water"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_one_sentence(run, words, said):
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert said in err
    assert err.startswith("rimland: ")
    assert err.count("\n") == 1
