"""The numbers of the argument, against brute force and against what must hold of any of them."""

import json

import numpy as np
import pandas as pd
import pytest
import shapely
from pyproj import Geod

from rimland import geo, layers
from rimland.layers import metrics
from rimland.layers.exposures import _cells, lane_pieces
from rimland.layers.waters import beyond_chain, cells_of

GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def after():
    return layers.scenario("taiwan-prc-control")


@pytest.fixture(scope="module")
def depth(after):
    return metrics.depth(after)


@pytest.fixture(scope="module")
def curve(after):
    return metrics.exposure(after)


@pytest.fixture(scope="module")
def water(after):
    return {name: metrics.METRICS[name](after).set_index("disputed") for name in ("buffer_water", "pacific_gate")}


def by_vertices(shape, coast):
    """The least distance over all pairs of vertices: never less than the true one."""
    one, other = shapely.get_coordinates(shape), shapely.get_coordinates(coast)
    near = other[np.hypot(other[:, 0] - one[:, 0].mean(), other[:, 1] - one[:, 1].mean()) < 12]
    some = one[:: max(1, len(one) // 40)]
    grid = np.repeat(some, len(near), axis=0), np.tile(near, (len(some), 1))
    return GEOD.inv(grid[0][:, 0], grid[0][:, 1], grid[1][:, 0], grid[1][:, 1])[2].min() / 1000


@pytest.mark.parametrize("name", ["kadena-air-base", "camp-ishigaki", "jasm-fab-1"])
def test_depth_is_the_distance_to_the_nearest_vertex_of_the_coast_or_a_little_less(after, depth, name):
    row = depth.set_index("id").loc[name]
    for column, which in (("before_km", after.before), ("after_km", after)):
        expected = by_vertices(row.geometry, which.coast("prc"))
        assert expected - 0.2 <= row[column] <= expected + 1e-6


def test_a_site_never_gains_depth_when_the_opponent_gains_coast(depth):
    assert (depth["change_km"] <= 0).all()
    assert (depth["after_km"] >= 0).all()


def test_what_lies_nearer_to_the_mainland_loses_nothing_and_says_so_without_doubt(depth):
    row = depth.set_index("id").loc["amami-oshima"]
    assert (row["change_km"], row["change_uncertainty_m"]) == (0.0, 0.0)


def test_depth_of_the_gap_is_the_measured_distance(depth):
    expected = geo.distance(layers.place("yonaguni"), layers.place("taiwan-administered")).km
    assert depth.set_index("id").loc["yonaguni", "after_km"] == pytest.approx(expected, abs=1e-6)


def test_only_what_the_home_actor_holds_has_a_depth_and_the_disputed_say_so(depth):
    assert "tsmc-hsinchu" not in set(depth["id"])
    assert {"jasm-fab-1", "kadena-air-base", "yonaguni"} <= set(depth["id"])
    assert depth.set_index("id").loc["uotsuri", "status"] == "disputed"
    assert depth["status"].isin([None, "disputed"]).all()


def test_uncertainty_is_that_of_the_site_and_of_the_coast(depth):
    rows = depth.set_index("id")
    assert rows.loc["yonaguni", "uncertainty_m"] == pytest.approx(110)
    assert rows.loc["kadena-air-base", "uncertainty_m"] > 1000


def test_a_curve_never_falls_and_is_never_less_after_than_before(curve):
    for name in ("residents", "islands", "towns", "sites", "land_km2", "lane_km"):
        for when in ("before", "after"):
            assert (np.diff(curve[f"{when}_{name}"]) >= -1e-6).all()
        assert (curve[f"after_{name}"] >= curve[f"before_{name}"] - 1e-6).all()


def test_a_curve_counts_what_the_depths_say(depth, curve):
    islands = depth[depth["layer"] == "nansei"]
    row = curve[curve["radius_km"] == 300].iloc[0]
    assert row["after_islands"] == (islands["after_km"] <= 300).sum()
    assert row["after_residents"] == islands.loc[islands["after_km"] <= 300, "population"].sum()
    assert row["before_islands"] == (islands["before_km"] <= 300).sum()
    assert curve.attrs["without_figure"] == islands["population"].isna().sum()


def test_land_within_a_radius_is_that_of_the_buffer(after):
    radius = 700.0
    coast = after.coast("prc")
    kyushu = layers.place("kyushu").geometry
    reach = geo.buffer(shapely.MultiPoint(shapely.get_coordinates(coast)[::20]), radius * 1000)
    expected = GEOD.geometry_area_perimeter(shapely.make_valid(kyushu) & reach)
    cells = _cells(("kyushu",))
    index = geo.ShapeIndex(coast)
    km = index.nearest(cells.lon, cells.lat).metres / 1000
    inside, maybe = km + cells.half_km <= radius, km - cells.half_km <= radius
    least, most = cells.amount[inside].sum(), cells.amount[maybe].sum()
    assert least - 200 <= abs(expected[0]) / 1e6 <= most
    assert least < cells.amount[km <= radius].sum() < most


def test_cells_of_land_make_up_the_land():
    # The sides of a cell are read as geodesics, which stray from the parallels by some square metres each.
    kyushu = layers.place("kyushu").geometry
    assert _cells(("kyushu",)).amount.sum() == pytest.approx(
        abs(GEOD.geometry_area_perimeter(kyushu)[0]) / 1e6, rel=1e-5
    )


def test_pieces_of_a_lane_make_up_its_length():
    theatre = layers.load_theatre()
    lane = theatre.catalog["sea-lanes"].features.iloc[0]
    expected = GEOD.geometry_length(lane.geometry) / 1000
    assert lane_pieces(theatre, lane["id"]).amount.sum() == pytest.approx(expected, rel=1e-6)


def test_water_is_nearest_to_whom_it_is_given(after, water):
    theatre = after.theatre
    rng = np.random.default_rng(7)
    shape = water["buffer_water"].loc["in"].geometry
    west, south, east, north = theatre.bounds
    lon, lat = rng.uniform(west, east, 400), rng.uniform(south, north, 400)
    coasts = {name: geo.ShapeIndex(layers.coast(name)) for name in cells_of(theatre, disputed=True)}
    metres = pd.DataFrame({name: index.nearest(lon, lat).metres for name, index in coasts.items()})
    land = shapely.union_all([shapely.make_valid(layers.coast("taiwan"))])
    expected = (metres.idxmin(axis=1) == "taiwan-administered") & (metres.min(axis=1) <= 200 * 1852)
    expected &= ~shapely.contains_xy(land, lon, lat)
    clear = np.abs(np.sort(metres.to_numpy(), axis=1)[:, 1] - metres.min(axis=1)) > 20
    found = shapely.contains_xy(shape, lon, lat)
    assert (found == expected)[clear].all()
    assert expected.sum() > 20


def test_the_buffer_changes_hands_and_is_smaller_where_the_senkakus_count(water):
    rows = water["buffer_water"]
    assert (rows["after_km2"] == 0).all()
    assert rows.loc["in", "before_km2"] < rows.loc["out", "before_km2"]
    assert (rows["uncertainty_km2"] > 0).all()
    assert (rows["change_uncertainty_km2"] == rows["uncertainty_km2"]).all()  # of after, nothing is left to be off


def test_the_gate_to_the_ocean_opens_beyond_the_chain_only(after, water):
    rows = water["pacific_gate"]
    assert (rows["change_km2"] > 0).all()
    gate, outside = rows.loc["in"].geometry, beyond_chain(after.theatre)
    assert shapely.area(gate - outside) < 1e-9
    assert shapely.contains_xy(outside, [123.0, 130.0], [22.0, 25.0]).all()
    assert not shapely.contains_xy(outside, [120.0, 125.0, 119.5], [21.0, 28.0, 24.5]).any()


def test_gates_change_hands_where_one_side_does(after):
    rows = metrics.gates(after).set_index("id")
    assert set(rows.index[rows["changes"]]) == {"yonaguni-gap", "taiwan-strait", "bashi-channel", "luzon-strait"}
    assert tuple(rows.loc["yonaguni-gap", ["before_a", "before_b", "after_a", "after_b"]]) == (
        "japan",
        "taiwan",
        "japan",
        "prc",
    )


def test_the_status_quo_changes_nothing(after):
    now = after.before
    assert (metrics.depth(now)["change_km"] == 0).all()
    assert not metrics.gates(now)["changes"].any()


def test_a_lane_is_no_longer_near_a_coast_than_it_is_long(after):
    rows = metrics.lanes(after, [0.0, 200.0, 1e5])
    assert (rows["before_km"] <= rows["after_km"]).all()
    assert (rows.loc[rows["radius_km"] == 1e5, "after_km"] == rows.loc[rows["radius_km"] == 1e5, "length_km"]).all()


def test_a_summary_is_plain_json_with_what_its_docstring_names(after):
    found = json.loads(json.dumps(metrics.summary(after), allow_nan=False))
    assert found["hypothetical"] is True
    assert set(found) == {
        *("scenario", "title", "summary", "hypothetical", "depth", "exposure", "buffer_water", "pacific_gate"),
        *("gates", "lanes"),
    }
    lengths = {
        len(values) for name, values in found["exposure"].items() if name.startswith(("radius", "before", "after"))
    }
    assert lengths == {101}
    assert found["depth"][0]["names"]["ja"]


def test_a_theatre_that_argues_nothing_says_what_to_add(tmp_path):
    (tmp_path / "mine.toml").write_text(
        'version = 1\ntitle = { en = "T", ja = "T", zh-Hant = "T" }\nbounds = [119.0, 18.0, 123.0, 23.0]\n'
        'layers = ["land"]\n[actors.a]\nname = { en = "A", ja = "A", zh-Hant = "A" }\nholds = ["hainan"]\n',
        "utf-8",
    )
    with pytest.raises(layers.DataError, match=r"no \[argument\]"):
        metrics.depth(layers.scenario("status-quo", layers.read_theatre(tmp_path / "mine.toml")))
