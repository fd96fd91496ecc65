"""Shapes come out of their packing bit for bit as they went in."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from rimland.layers.packing import pack, unpack

degrees = st.floats(-180, 180, allow_nan=False)
positions = st.tuples(degrees, degrees).map(lambda lonlat: (lonlat[0] + 0.0, lonlat[1] / 2 + 0.0))
"""Longitude and latitude; a zero has no sign, as no position has."""


def decimals(places: int) -> st.SearchStrategy[tuple[float, float]]:
    return positions.map(lambda lonlat: (round(lonlat[0], places) + 0.0, round(lonlat[1], places) + 0.0))


def same(one, other):
    return shapely.to_wkb(one) == shapely.to_wkb(other)


@given(st.lists(positions, min_size=2, max_size=30))
def test_any_line_comes_back_as_it_was(lonlat):
    line = shapely.LineString(lonlat)
    assert same(unpack(pack(line)), line)


@given(st.integers(0, 7), st.data())
def test_a_line_of_so_many_decimals_comes_back_as_it_was(places, data):
    line = shapely.LineString(data.draw(st.lists(decimals(places), min_size=2, max_size=30)))
    assert same(unpack(pack(line)), line)


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (122.93374 24.44968)",
        "POINT (-179.99999 -89.99999)",
        "MULTIPOINT (1 2, 3 4)",
        "POLYGON ((0 0, 10 0, 10 10, 0 10, 0 0), (2 2, 2 3, 3 3, 2 2))",
        "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 9 5, 9 9, 5 9, 5 5), (6 6, 6 7, 7 7, 6 6)))",
        "MULTILINESTRING ((0 0, 1 1), (2 2, 3 3, 4 5))",
    ],
)
def test_every_kind_of_shape_comes_back_as_it_was(wkt):
    shape = shapely.from_wkt(wkt)
    assert same(unpack(pack(shape)), shape)


def test_a_coast_takes_less_than_three_bytes_a_coordinate():
    steps = np.random.default_rng(1).normal(0, 4e-4, (5000, 2)).cumsum(axis=0)
    coast = shapely.LineString(np.round(np.array([121, 24]) + steps, 5) + 0.0)
    assert len(pack(coast)) < 3 * 2 * 5000


def test_an_empty_shape_is_refused():
    with pytest.raises(ValueError, match="empty Polygon"):
        pack(shapely.Polygon())
