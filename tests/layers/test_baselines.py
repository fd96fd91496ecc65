"""Baselines against the coordinates as printed, and open where a part of them is not known."""

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

SETS = [
    ("china", "cn1996_mainland_1to22", "baseline-china-1996-north"),
    ("china", "cn1996_mainland_23to49", "baseline-china-1996-south"),
    ("china", "cn2012_diaoyu_group", "baseline-china-2012-diaoyu"),
    ("china", "cn2012_chiwei", "baseline-china-2012-chiwei"),
    ("china", "cn2024_gulf_of_tonkin", "baseline-china-2024-tonkin"),
    ("china", "cn2024_huangyan_PARTIAL", "baseline-china-2024-scarborough"),
    ("taiwan", "tw1999_main", "baseline-taiwan-1999"),
    ("taiwan", "tw_moi_main", "baseline-taiwan-2009"),
]


@pytest.fixture(scope="module")
def lines():
    return {name: Catalog()[f"baselines-{name}"].features.set_index("id") for name in ("china", "taiwan", "japan")}


@pytest.mark.parametrize(("country", "key", "name"), SETS)
def test_every_point_of_a_baseline_is_drawn_where_it_is_printed(lines, country, key, name):
    drawn = {(round(lon, 6), round(lat, 6)) for lon, lat in get_coordinates(lines[country].geometry[name])}
    printed = {(_read(row, "lon"), _read(row, "lat")) for row in _rows(country, key)}
    assert printed <= drawn
    assert len(drawn - printed) == (1 if name == "baseline-china-1996-south" else 0)  # it begins at point 22


@pytest.mark.parametrize(
    ("name", "point", "lat", "lon"),
    [
        ("baseline-china-1996-north", "山东高角1", 37 + 24 / 60, 122 + 42.3 / 60),
        ("baseline-china-1996-north", "海礁", 30 + 44.1 / 60, 123 + 9.4 / 60),
        ("baseline-china-2012-diaoyu", "海豚岛", 25 + 55.8 / 60, 123 + 40.7 / 60),
        ("baseline-china-2012-chiwei", "赤尾屿", 25 + 55.3 / 60, 124 + 33.7 / 60),
        (
            "baseline-china-2024-tonkin",
            "中越北部湾分界线第1界点",
            21 + 28 / 60 + 12.5 / 3600,
            108 + 6 / 60 + 4.3 / 3600,
        ),
    ],
)
def test_spot_checks_typed_from_the_announcements(lines, name, point, lat, lon):
    row = lines["china"].loc[name]
    at = row["points"].split("; ").index(point)
    assert get_coordinates(row.geometry)[at] == pytest.approx((lon, lat), abs=1e-8)


def test_the_two_halves_of_1996_meet_and_end_where_2024_begins(lines):
    shapes = lines["china"].geometry
    ends = {name: (shape.coords[0], shape.coords[-1]) for name, shape in shapes.items() if not hasattr(shape, "geoms")}
    assert ends["baseline-china-1996-north"][1] == ends["baseline-china-1996-south"][0]
    assert ends["baseline-china-1996-south"][1] == ends["baseline-china-2024-tonkin"][0]


def test_a_ring_with_lost_points_stays_open(lines):
    shape = lines["china"].geometry["baseline-china-2024-scarborough"]
    assert [len(part.coords) for part in shape.geoms] == [3, 9]
    assert not any(part.is_closed for part in shape.geoms)


def test_rings_that_are_known_whole_are_closed(lines):
    for country, name in (
        ("china", "baseline-china-2012-diaoyu"),
        ("china", "baseline-china-2012-chiwei"),
        ("taiwan", "baseline-taiwan-1999"),
        ("taiwan", "baseline-taiwan-2009"),
    ):
        assert lines[country].geometry[name].is_ring


def test_baselines_around_disputed_islands_name_every_claimant(lines):
    disputed = lines["china"][lines["china"]["status"] == "disputed"]
    assert set(disputed.index) == {
        "baseline-china-2012-diaoyu",
        "baseline-china-2012-chiwei",
        "baseline-china-2024-scarborough",
    }
    for name, claimants in disputed["claimants"].items():
        other = "Philippines" if "scarborough" in name else "Japan"
        assert all(one in claimants for one in (other, "People's Republic of China", "Taiwan (Republic of China)"))


def test_no_point_of_the_ministrys_list_is_farther_from_its_namesake_of_1999_than_the_precision_says(lines):
    shown = [dict(_by_name(key)) for key in ("tw1999_main", "tw_moi_main")]
    shared = shown[0].keys() & shown[1].keys()
    apart = [WGS84.inv(*shown[0][name], *shown[1][name])[2] for name in shared]
    assert len(apart) == 18
    assert 1600 < max(apart) <= lines["taiwan"].loc["baseline-taiwan-2009", "precision_m"]


def test_the_lines_that_close_the_seto_inland_sea_are_short_enough_to_close_it(lines):
    """24 nmi at most: the article closes the three mouths, and none of them is wider."""
    assert len(lines["japan"]) == 3
    for shape in lines["japan"].geometry:
        assert WGS84.geometry_length(shape) < 24 * 1852


def test_pratas_is_a_known_gap_and_not_a_line():
    layer = Catalog()["baselines-taiwan"]
    assert any("Pratas" in gap["en"] for gap in layer.gaps)
    assert not any("116." in shape.wkt for shape in layer.features.geometry)


def _rows(country, key):
    with (FACTS / f"baselines_{country}.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["set_id"] == key]


def _by_name(key):
    return ((row["point"].split()[1], (_read(row, "lon"), _read(row, "lat"))) for row in _rows("taiwan", key))


def _read(row, axis):
    """Degrees of what is printed, by another way than the builder's; the decimals where those are what is printed."""
    printed = row[f"{axis}_original"]
    parts = [float(number) for number in re.findall(r"[\d.]+", printed)]
    whole = sum(part / 60**power for power, part in enumerate(parts)) if printed else float(row[f"{axis}_dd"])
    return round(whole, 6)
