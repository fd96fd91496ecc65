"""The exercise areas against the notice as it is printed and the areas that were published; launches as areas only."""

import re

import pytest
from pyproj import Geod

from rimland.layers import Catalog

WGS84 = Geod(ellps="WGS84")

NOTICE = [
    "25-15.26N 120-29.20E, 24-50.30N 120-05.45E, 25-04.32N 119-51.22E, 25-28.12N 120-14.30E",
    "26-07.00N 121-57.00E, 25-30.00N 121-57.00E, 25-30.00N 121-28.00E, 26-07.00N 121-28.00E",
    "25-34.00N 122-50.00E, 25-03.00N 122-50.00E, 25-03.00N 122-11.00E, 25-34.00N 122-11.00E",
    "22-56.00N 122-40.00E, 23-38.00N 122-51.00E, 23-38.00N 123-23.00E, 22-56.00N 123-09.00E",
    "21-14.00N 121-33.00E, 21-33.00N 121-18.00E, 21-07.00N 120-43.00E, 20-48.00N 120-59.00E",
    "22-43.00N 119-14.00E, 22-10.00N 119-06.00E, 21-33.00N 120-29.00E, 22-09.00N 120-32.00E",
]
"""The English text of 2 August 2022 (malaysia-chronicle.com/?p=219130): what follows the point are seconds."""

DECEMBER = [
    [(26, 32, 121, 40), (26, 32, 122, 36), (25, 43, 122, 36), (25, 43, 121, 40)],
    [(24, 59, 120, 4), (25, 39, 121, 13), (26, 17, 121, 13), (25, 37, 120, 4)],
    [(23, 27, 118, 14), (23, 27, 119, 13), (22, 13, 119, 44), (22, 13, 118, 45)],
    [(21, 49, 119, 16), (21, 49, 121, 0), (21, 5, 121, 0), (21, 5, 119, 16)],
    [(21, 58, 121, 40), (21, 58, 122, 28), (23, 23, 122, 28), (23, 23, 121, 40)],
]
"""Degrees and minutes north and east of the announcement of 29 December 2025, entered by hand."""


def load(name):
    return Catalog()[name].features.set_index("id")


@pytest.mark.parametrize("number", range(1, 7))
def test_the_areas_of_august_2022_are_those_of_the_notice(number):
    printed = [_seconds(pair) for pair in NOTICE[number - 1].split(", ")]
    shape = load("exercises-2022-08").geometry[f"exercise-2022-08-zone-{number}"]
    assert _corners(shape) == {(round(lon, 6), round(lat, 6)) for lon, lat in printed}


@pytest.mark.parametrize("number", range(1, 6))
def test_the_areas_of_december_2025_are_those_of_the_announcement(number):
    printed = {(round(e + f / 60, 6), round(n + m / 60, 6)) for n, m, e, f in DECEMBER[number - 1]}
    assert _corners(load("exercises-2025-12").geometry[f"exercise-2025-12-zone-{number}"]) == printed


@pytest.mark.parametrize(
    ("name", "count", "published"), [("exercises-2022-08", 7, 28_007), ("exercises-2025-12", 5, 57_822)]
)
def test_the_areas_sum_to_the_published_figures(name, count, published):
    """The figures of the claims' table, and PROJ's own areas of the same corners along geodesics."""
    areas = load(name)
    independent = sum(abs(WGS84.geometry_area_perimeter(shape)[0]) for shape in areas.geometry) / 1e6
    assert len(areas) == count
    assert independent == pytest.approx(published, abs=0.5)
    assert areas["area_km2"].sum() == pytest.approx(independent, abs=0.01)


def test_reading_seconds_as_decimals_of_a_minute_would_move_a_corner_by_hundreds_of_metres():
    """The trap of the English text, so that nobody falls into it again: 25-15.26N is not 25.2543° but 25.2572°."""
    _, right = _seconds("25-15.26N 120-29.20E")
    assert right - (25 + 15.26 / 60) == pytest.approx(0.0029, abs=1e-4)
    assert WGS84.inv(120, right, 120, 25 + 15.26 / 60)[2] > 300


def test_the_exercises_are_dated():
    august, december = load("exercises-2022-08"), load("exercises-2025-12")
    assert set(august["valid_from"]) == {"2022-08-04"}
    assert dict(august["valid_to"]) == {
        name: "2022-08-08" if name.endswith("7") else "2022-08-07" for name in august.index
    }
    assert set(december["valid_from"]) == set(december["valid_to"]) == {"2025-12-30"}


def test_launches_are_never_points():
    assert set(load("launches-2022-08-04").geom_type) == {"Polygon"}


def test_nine_missiles_were_launched_five_of_them_into_the_zone_japan_claims_and_four_over_taiwan():
    """Japan's Ministry of Defense, 4 August 2022."""
    launches = load("launches-2022-08-04")
    assert len(launches) == 9
    assert (launches["in_japan_eez"] == "yes").sum() == 5
    assert (launches["overflew_taiwan"] == "yes").sum() == 4


def test_a_launch_has_the_shape_of_the_area_that_it_names():
    areas = load("exercises-2022-08").geometry
    for row in load("launches-2022-08-04").itertuples():
        assert row.geometry.equals(areas[row.zone])
    assert set(load("launches-2022-08-04")["zone"].str[-1]) == {"2", "3", "4", "6"}


def _seconds(pair):
    """Longitude and latitude of such as ``25-15.26N 120-29.20E``: degrees, minutes and, after the point, seconds."""
    lat, lon = (int(d) + int(m) / 60 + int(s) / 3600 for d, m, s in re.findall(r"(\d+)-(\d\d)\.(\d\d)[NE]", pair))
    return lon, lat


def _corners(shape):
    return {(round(lon, 6), round(lat, 6)) for lon, lat in shape.exterior.coords}
