"""Zones of other fisheries agreements and the rule lines of 2013's: against their texts, pyproj and the waters."""

import csv
import re
from pathlib import Path

import pytest
from pyproj import Geod
from shapely import get_coordinates

from rimland.data import ROOT
from rimland.layers import Catalog

WGS84 = Geod(ellps="WGS84")
FACTS = Path(str(ROOT)) / "facts"


@pytest.fixture(scope="module")
def rules():
    return Catalog()["fisheries-rules"].features.set_index("id")


@pytest.fixture(scope="module")
def waters():
    return Catalog()["fisheries-2013"].features.set_index("id").geometry


@pytest.fixture(scope="module")
def coast():
    return get_coordinates(Catalog()["land-detail"].features.geometry)


@pytest.mark.parametrize(
    ("name", "key"),
    [("fisheries-1997", "jpcn1997_provisional_measures"), ("fisheries-2001", "cnkr2001_provisional_measures")],
)
def test_the_corners_are_those_printed(name, key):
    printed = {(_read(row["lon_original"]), _read(row["lat_original"])) for row in _rows(key)}
    ring = Catalog()[name].features.geometry[0].exterior.coords
    assert {(round(lon, 6), round(lat, 6)) for lon, lat in ring} == printed


@pytest.mark.parametrize("name", ["fisheries-1997", "fisheries-2001"])
def test_the_area_of_a_zone_is_that_of_its_printed_corners(name):
    """No area is published in the facts: PROJ's, along geodesics, is the oracle."""
    zone = Catalog()[name].features.iloc[0]
    independent = abs(WGS84.geometry_area_perimeter(zone.geometry)[0]) / 1e6
    assert zone["area_km2"] == pytest.approx(independent, rel=1e-6)


@pytest.mark.parametrize(
    ("lon", "lat"),
    [
        (128 + 26.1 / 60, 30 + 40 / 60),
        (128 + 32.2 / 60, 30.0),
        (128 + 0.9 / 60, 29.0),
        (127 + 15.1 / 60, 28.0),
        (125 + 58.3 / 60, 27.0),
    ],
)
def test_the_eastern_corners_of_1997_lie_52_miles_from_the_coast_of_japan(coast, lon, lat):
    """The official description; the fact table found 51.8 to 52.5 nmi. Brute force to every vertex of the coast."""
    near = coast[(abs(coast - [lon, lat]) < 1.5).all(axis=1)]
    metres = WGS84.inv([lon] * len(near), [lat] * len(near), near[:, 0], near[:, 1])[2]
    assert min(metres) / 1852 == pytest.approx(52, abs=0.6)


def test_what_has_no_northern_limit_is_not_drawn():
    layer = Catalog()["fisheries-1997"]
    assert len(layer.features) == 1
    assert any("30°40′N" in gap["en"] and "not drawn" in gap["en"] for gap in layer.gaps)


def test_every_line_of_the_table_is_drawn_in_its_year(rules):
    """The column `lines_used` of the fact table and the lines in its texts, entered by hand."""
    stated = {
        "2015": {("lon", 123.0), ("lon", 124.0), ("lat", 26.0), ("lon", 125.666667)},
        "2018": {("lon", 123.0), ("lon", 124.0), ("lat", 25.25)},
        "2025": {("lon", 124.0), ("lon", 124.05), ("lon", 124.033333)},
    }
    for year, lines in stated.items():
        assert {_along(shape) for name, shape in rules.geometry.items() if year in name} == lines


def test_a_rule_line_lies_in_the_waters_that_it_divides(rules, waters):
    """Lines of the special cooperation waters in those, the others in the agreed waters; to 2 km, since the waters'
    sides of 300 km are geodesics and bulge so far from the straight lines between their corners."""
    for name, row in rules.iterrows():
        zone = waters["special-cooperation-waters" if row["ends"] == "stated" else "agreed-waters"]
        assert zone.buffer(0.02).contains(row.geometry), name


def test_the_ends_of_a_rule_line_are_where_the_geodesic_sides_of_the_waters_are(rules):
    """124°E meets the southern side 24°49′37″N 122°44′E – 24°50′N 124°E at its end, the northern side at 27°N on a
    geodesic from 122°30′E to 126°20′E."""
    (_, south), (_, north) = rules.geometry["rule-2025-124e"].coords
    assert south == pytest.approx(24 + 50 / 60, abs=1e-6)
    side = WGS84.npts(122.5, 27, 126 + 20 / 60, 27, 3999)
    assert north == pytest.approx(min(side, key=lambda point: abs(point[0] - 124))[1], abs=1e-5)


def test_rules_follow_one_another_in_the_triangle(rules):
    assert set(rules["valid_to"].dropna()) == {"2018-03-16"}
    assert (rules["valid_from"].str[:4] == rules.index.str[5:9]).all()


def _rows(key):
    with (FACTS / "fisheries_other_zones.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["set_id"] == key]


def _read(printed):
    parts = [float(number) for number in re.findall(r"[\d.]+", printed)]
    return round(sum(part / 60**power for power, part in enumerate(parts)), 6)


def _along(shape):
    west, south, east, _ = shape.bounds
    return ("lon", round(west, 6)) if west == east else ("lat", round(south, 6))
