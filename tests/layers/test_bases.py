"""Bases: rounded as promised, dated only where a source says when they opened, told apart from their islands."""

import csv
from pathlib import Path

import pytest
from pyproj import Geod

from rimland.data import ROOT
from rimland.layers import Catalog

WGS84 = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def bases():
    return Catalog()["bases"].features.set_index("id")


@pytest.fixture(scope="module")
def table():
    with (Path(str(ROOT)) / "facts" / "sites.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["kind"] in ("jsdf", "us")]


def test_every_base_of_the_table_is_there(bases, table):
    assert len(bases) == len(table) == 17
    named = [row["name_en"] for row in table if not row["name_en"].startswith("Mageshima")]
    assert set(named) < set(bases["name_en"])


def test_no_position_is_finer_than_a_hundredth_of_a_degree(bases):
    for shape in bases.geometry:
        assert (shape.x, shape.y) == (round(shape.x, 2), round(shape.y, 2))


def test_what_the_table_says_is_within_the_radius_drawn(bases, table):
    """Brute force with pyproj: the table's position with its own precision lies inside the circle."""
    for shape, radius, row in zip(bases.geometry, bases["precision_m"], table, strict=True):
        off = WGS84.inv(shape.x, shape.y, float(row["lon"]), float(row["lat"]))[2]
        assert off + float(row["coord_precision_deg"]) * 110_000 <= radius


def test_bases_are_dated_only_by_the_day_on_which_they_opened(bases):
    """Other dates of the table are of deployments and works."""
    assert bases["valid_from"].dropna().to_dict() == {
        "camp-yonaguni": "2016-03-28",
        "camp-ishigaki": "2023-03-16",
        "camp-miyakojima": "2019-03-26",
        "camp-amami": "2019-03-26",
    }


def test_the_counts_of_what_is_missing_are_those_of_the_layer(bases):
    gaps = " ".join(gap["en"] for gap in Catalog()["bases"].gaps)
    assert f"Opening dates of {bases['valid_from'].isna().sum()} of the {len(bases)} bases" in gaps
    assert f"Personnel of {bases['personnel_en'].isna().sum()} of the {len(bases)} bases" in gaps


def test_no_base_has_the_name_of_an_island(bases):
    islands = Catalog()["nansei"].features
    for column in ("name_en", "name_ja", "name_zh_hant"):
        assert not set(bases[column]) & set(islands[column].dropna())
