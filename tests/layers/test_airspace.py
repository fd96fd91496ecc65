"""Identification zones and the line in the strait: against their texts, one another, and published areas."""

import csv
import re
from pathlib import Path

import pytest
from pyproj import Geod

from rimland.data import ROOT
from rimland.layers import Catalog

WGS84 = Geod(ellps="WGS84")

CHINA = [(33, 11, 121, 47), (33, 11, 125, 0), (31, 0, 128, 20), (25, 38, 125, 0), (24, 45, 123, 0), (26, 44, 120, 58)]
"""The six points of the statement of 23 November 2013, degrees and minutes north and east, entered by hand."""


@pytest.fixture(scope="module")
def zones():
    return Catalog()["adiz"].features.set_index("id")


def test_chinas_line_has_the_six_points_of_the_statement(zones):
    printed = [(e + f / 60, n + m / 60) for n, m, e, f in CHINA]
    assert list(zones.geometry["adiz-china"].coords) == [pytest.approx(point) for point in printed]


def test_japans_line_has_the_seven_points_of_the_directive(zones):
    with (Path(str(ROOT)) / "facts" / "adiz_and_median.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["set_id"] == "adiz_japan_outer_1to7"]
    printed = [(_dms(row["lon_original"]), _dms(row["lat_original"])) for row in rows]
    assert list(zones.geometry["adiz-japan"].coords) == [pytest.approx(point, abs=1e-8) for point in printed]


def test_japans_points_are_whole_minutes_of_the_tokyo_datum(zones):
    """A conversion to JGD2000 moves a position there by some 9 to 13 seconds north and 7 to 11 seconds west."""
    for lon, lat in zones.geometry["adiz-japan"].coords:
        assert 5 <= (lat * 3600) % 60 <= 14
        assert 44 <= (lon * 3600) % 60 <= 55


def test_koreas_corners_in_the_north_and_east_are_japans_points_before_the_change_of_datum(zones):
    korea, japan = zones.geometry["adiz-korea"].coords, zones.geometry["adiz-japan"].coords
    for mine, theirs in ((2, 2), (3, 3), (4, 4)):
        assert WGS84.inv(*korea[mine], *japan[theirs])[2] < 500


def test_taiwans_zone_measures_478_728_square_kilometres_along_parallels_and_meridians(zones):
    """The figure that the fact table computed; PROJ's area of the ring cut fine in longitude and latitude.

    The ministry's theoretical area of 2013 is 487,000 km2: 1.7 % more, so the corners are not exactly its.
    """
    ring = zones.geometry["adiz-taiwan"].segmentize(0.001)
    independent = abs(WGS84.polygon_area_perimeter(*ring.xy)[0]) / 1e6
    assert independent == pytest.approx(478_728, abs=25)
    assert independent == pytest.approx(487_000, rel=0.02)


def test_only_zones_whose_every_corner_is_known_are_closed(zones):
    for name, row in zones.iterrows():
        assert row.geometry.is_closed == (row["closed"] == "yes"), name
    assert set(zones.index[zones["closed"] == "yes"]) == {"adiz-taiwan", "adiz-korea"}


@pytest.mark.parametrize("name", ["adiz", "median-line"])
@pytest.mark.parametrize(
    ("tag", "said"),
    [("en", r"[Nn]ot.*(sovereign|boundary)"), ("ja", "領空ではない|境界線ではない"), ("zh-Hant", "並非|不代表主權")],
)
def test_no_reader_can_take_the_lines_for_borders(name, tag, said):
    layer = Catalog()[name]
    assert re.search(said, layer.title[tag])
    column = {"en": "note_en", "ja": "note_ja", "zh-Hant": "note_zh_hant"}[tag]
    assert layer.features[column].notna().all()


def test_every_schematic_line_is_told_apart_by_grade_and_precision(zones):
    median = Catalog()["median-line"].features.set_index("id")
    for row in (zones.loc["adiz-japan-south-west"], median.loc["median-line-navy"]):
        assert row["position_grade"] == "C"
        assert row["precision_m"] > 0


def test_the_median_line_runs_between_the_two_points_of_the_ministry():
    median = Catalog()["median-line"].features.set_index("id")
    assert list(median.geometry["median-line"].coords) == [(122, 27), (118, 23)]


def _dms(printed):
    degrees, minutes, seconds = (int(number) for number in re.findall(r"\d+", printed))
    return degrees + minutes / 60 + seconds / 3600
