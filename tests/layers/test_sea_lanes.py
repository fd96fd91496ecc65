"""Sea lanes: computed from their calls, and never over land."""

import numpy as np
import pytest
import shapely
from pyproj import Geod

from rimland import geo, layers
from rimland.layers import Catalog
from rimland.layers.detours import detours
from rimland.layers.sea_routes import sea_route

WGS84 = Geod(ellps="WGS84")
WEST_OF_THE_COAST_THAT_SHIPS = 95.0


@pytest.fixture(scope="module")
def lanes():
    return Catalog()["sea-lanes"].features.set_index("id")


@pytest.fixture(scope="module")
def land():
    polygons = Catalog()["land-region"].features.geometry.to_numpy()
    shapely.prepare(polygons)
    return shapely.STRtree(polygons)


def test_no_lane_crosses_land_but_out_of_and_into_its_ports(lanes, land):
    """The coast of the region at full resolution; west of it (95°E) no coast ships to test against."""
    for name, lane in lanes.iterrows():
        at = shapely.get_coordinates(lane.geometry)
        at = at[at[:, 0] > WEST_OF_THE_COAST_THAT_SHIPS]
        ports = [layers.place(call).geometry for call in lane["calls"].split("; ") if not call.endswith(_STRAITS)]
        segments = shapely.linestrings(np.stack([at[:-1], at[1:]], axis=1))
        for row in np.unique(land.query(segments, predicate="intersects")[0]):
            near = min(geo.distance(port, segments[row]).km for port in ports)
            assert near < 20, (name, segments[row].wkt)


_STRAITS = ("-strait", "-channel", "-of-malacca")


def test_lengths_are_those_of_the_lines(lanes):
    for lane in lanes.itertuples():
        assert lane.length_km == pytest.approx(WGS84.geometry_length(lane.geometry) / 1000, abs=1e-6)
        assert lane.length_nmi == pytest.approx(lane.length_km / 1.852, abs=1e-6)


@pytest.mark.parametrize(
    ("lane", "in_order", "never"),
    [
        ("lane-main", ["strait-of-hormuz", "strait-of-malacca", "singapore-strait", "bashi-channel"], "taiwan-strait"),
        ("lane-taiwan-strait", ["strait-of-malacca", "taiwan-strait"], "bashi-channel"),
        ("lane-lombok", ["strait-of-hormuz", "lombok-strait", "makassar-strait"], "strait-of-malacca"),
        ("lane-sunda", ["strait-of-hormuz", "sunda-strait", "bashi-channel"], "strait-of-malacca"),
    ],
)
def test_a_lane_passes_what_it_is_named_after(lanes, lane, in_order, never):
    passed = lanes.loc[lane, "straits"].split("; ")
    assert [one for one in passed if one in in_order] == in_order
    assert never not in passed


def test_the_lombok_lane_runs_east_of_the_philippines(lanes):
    line = shapely.get_coordinates(lanes.loc["lane-lombok"].geometry)
    beside = line[(line[:, 0] > 110) & (line[:, 1] > 8) & (line[:, 1] < 18)]
    assert len(beside)
    assert (beside[:, 0] > 126).all()


def test_every_lane_keeps_its_published_figures_with_their_sources(lanes):
    trade = Catalog()["trade"].features.set_index("id")
    for lane in lanes.itertuples():
        for figure in filter(None, (lane.trade or "").split("; ")):
            assert trade.loc[figure, "source"] in lane.source
            assert trade.loc[figure, "name_ja"] in lane.trade_ja


def test_the_detour_by_lombok_is_the_published_one(lanes):
    """The Malacca Straits pilots print about 1,000 nmi for a large tanker, a round number, without naming the ports."""
    extra = lanes.loc["lane-lombok", "length_nmi"] - lanes.loc["lane-main", "length_nmi"]
    assert extra == pytest.approx(1000, rel=0.05)


@pytest.fixture(scope="module")
def table():
    return detours(layers.scenario()).set_index("closed")


def test_a_detour_is_the_difference_of_two_ways(table):
    theatre = layers.load_theatre()
    assert len(table) == 1 + len(theatre.about.closures)
    free = sea_route(*theatre.about.voyage)
    for closed, row in table.iloc[1:].iterrows():
        way = sea_route(*theatre.about.voyage, avoid=closed.split("; "))
        assert row["extra_km"] == pytest.approx((way.metres - free.metres) / 1000, abs=1e-6)
        assert row["extra_days"] == pytest.approx(row["extra_nmi"] / 14 / 24)
        assert not set(closed.split("; ")) & set((row["straits"] or "").split("; "))


def test_closing_more_straits_is_no_shorter(table):
    assert table.loc["strait-of-malacca; sunda-strait", "extra_km"] >= table.loc["strait-of-malacca", "extra_km"] > 0
    both = table.loc["taiwan-strait; luzon-strait", "extra_km"]
    assert both >= table.loc["luzon-strait", "extra_km"] > 0
    assert both >= table.loc["taiwan-strait", "extra_km"] >= 0
