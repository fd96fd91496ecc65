"""How far a distance moves with what is counted as coast."""

import json

import numpy as np
import pytest
from pyproj import Geod
from shapely import LineString

from rimland.layers import spread
from rimland.layers.detours import margin_km
from rimland.scripts.cli import main


def kilometres(a, b):
    return {found.min_area_km2: found.metres / 1000 for found in spread(a, b)}


def test_the_gap_between_japan_and_taiwan_widens_as_rocks_are_left_out():
    """The figures are those of a survey of the same coastline that was made before this program was written."""
    found = kilometres("japan", "taiwan-and-islands")
    assert found[0.0] == pytest.approx(106.0, abs=0.05)
    assert found[0.05] == pytest.approx(107.1, abs=0.05)


def test_one_island_is_the_same_under_every_definition():
    found = kilometres("yonaguni", "taiwan")
    assert len(set(found.values())) == 1
    assert found[None] == pytest.approx(107.5, abs=0.05)


def test_leaving_islands_out_never_brings_coasts_nearer():
    found = list(kilometres("japan", "china-with-islands").values())
    assert found == sorted(found)


def test_a_mainland_counts_as_the_main_land_and_not_its_largest_island():
    assert kilometres("kyushu", "china-with-islands")[None] == kilometres("kyushu", "china-mainland")[None]


def test_the_command_prints_the_spread_and_the_definition_it_used(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["distance", "japan", "taiwan", "--sensitivity"])
    printed = capsys.readouterr().out
    assert "those of at least 0.05 km²" in printed
    assert "every rock" in printed


def test_as_json_the_default_is_among_the_definitions(capsys):
    with pytest.raises(SystemExit, match="0"):
        main(["distance", "japan", "taiwan", "--sensitivity", "--json"])
    record = json.loads(capsys.readouterr().out)
    assert record["metres"] in [found["metres"] for found in record["sensitivity"] if found["min_area_km2"] == 0.05]


def test_a_way_that_turns_is_longer_by_the_margin_times_the_angle():
    corner = LineString([(120, 0), (121, 0), (121, 1)])  # along the equator, then north: a right angle
    assert margin_km(corner) == pytest.approx(np.pi / 2, rel=1e-9)
    lon, lat = zip(*Geod(ellps="WGS84").npts(120, 20, 130, 28, 50), strict=True)
    assert margin_km(LineString(list(zip(lon, lat, strict=True)))) == pytest.approx(0, abs=1e-6)
