"""Coordinates as the many sources print them, and the shapes made of them."""

import pytest

from rimland.scripts.facts.features import by_set, counter_clockwise, degrees, polygon, position, radius


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("25°32′17″N", 25 + 32 / 60 + 17 / 3600),
        ("124°10.1′E", 124 + 10.1 / 60),
        ("33°11′N", 33 + 11 / 60),
        ("21°28′12.5″N", 21 + 28 / 60 + 12.5 / 3600),
        ("119°55′00″E", 119 + 55 / 60),
    ],
)
def test_degrees_minutes_and_seconds_are_read_with_and_without_decimals(printed, expected):
    assert degrees(printed) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("printed", ["25-15.26N", "25°15′26″S", "25°15′", "25.5°N", "25°1,5′N"])
def test_what_could_be_read_in_two_ways_is_refused(printed):
    """25-15.26N above all: seconds to the one who printed it, a decimal to the one who reads it."""
    with pytest.raises(ValueError, match="is not a coordinate"):
        degrees(printed)


def test_a_row_without_an_original_is_read_from_its_decimals():
    row = {"lon_original": "", "lat_original": "", "lon_dd": "122.0078", "lat_dd": "25.0083"}
    assert position(row) == [122.0078, 25.0083]


def test_what_is_printed_comes_before_the_decimals_that_a_table_made_of_it():
    row = {"lon_original": "122°00′00″E", "lat_original": "25°00′00″N", "lon_dd": "1", "lat_dd": "1"}
    assert position(row) == [122.0, 25.0]


def test_a_ring_printed_open_is_closed_once_and_runs_counter_clockwise():
    clockwise = [[120.0, 24.0], [120.0, 25.0], [121.0, 25.0]]
    ring = polygon(clockwise)["coordinates"][0]
    assert ring == polygon([*clockwise, clockwise[0]])["coordinates"][0]
    assert ring == counter_clockwise(ring)
    assert ring[0] == ring[-1]


def test_a_radius_is_never_smaller_than_the_precision_that_it_stands_for():
    """A degree is longest along the equator: 111,319.5 m."""
    assert radius("0.01") >= 1113
    assert radius(1) >= 111_319.5


def test_sets_keep_the_order_of_their_rows(tmp_path):
    table = tmp_path / "t.csv"
    table.write_text("set_id,point\na,1\nb,2\na,3\n", "utf-8")
    assert {key: [row["point"] for row in rows] for key, rows in by_set(table).items()} == {"a": ["1", "3"], "b": ["2"]}
