"""Lengths as people write them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import LineString, Point

from rimland import geo
from rimland.geo.errors import GeometryError, RadiusError, UnitError
from rimland.geo.units import KILOMETRE, NAUTICAL_MILE, km, nmi, parse_length


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("200nmi", 370_400),
        ("200 nm", 370_400),
        ("12NM", 22_224),
        ("12 海里", 22_224),
        ("12海浬", 22_224),
        ("1 000 km", 1_000_000),
        ("1,000km", 1_000_000),
        ("1.5 km", 1500),
        (".5 km", 500),
        ("800m", 800),
        ("300 公里", 300_000),
        ("5 キロ", 5000),
        ("-2 km", -2000),
        ("1e3 m", 1000),
    ],
)
def test_a_written_length_is_read_in_metres(text, metres):
    assert parse_length(text) == pytest.approx(metres, rel=1e-15)


@pytest.mark.parametrize("text", ["", "200", "km", "200 leagues", "nan km", "1e999 km", "12 nmi 5", "ten km"])
def test_what_is_no_length_with_a_unit_is_refused(text):
    with pytest.raises(UnitError):
        parse_length(text)


@given(st.floats(0, 1e6))
def test_a_number_written_with_its_unit_is_read_back(number):
    assert parse_length(f"{number!r} nmi") == pytest.approx(nmi(number))
    assert parse_length(f"{number!r}km") == pytest.approx(km(number))


def test_the_nautical_mile_is_the_international_one():
    assert NAUTICAL_MILE == 1852
    assert KILOMETRE == 1000


@pytest.mark.parametrize("wrong", ["5", "200nmi", [5.0], np.array([5.0, 6.0]), 5j])
@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("radius", lambda value: geo.buffer(Point(121, 24), value)),
        ("max_error", lambda value: geo.buffer(Point(121, 24), 5e3, max_error=value)),
        ("radius", lambda value: geo.within(Point(121, 24), [Point(122, 24)], value)),
        ("max_length", lambda value: geo.densify(Point(121, 24), value)),
        ("metres", lambda value: geo.interpolate(LineString([(0, 0), (1, 1)]), value)),
        ("max_error", lambda value: geo.union(Point(0, 0), Point(1, 1), max_error=value)),
        ("radius", lambda value: geo.equidistance(Point(0, 0), Point(1, 1), radius=value)),
        ("max_error", lambda value: geo.equidistance(Point(0, 0), Point(1, 1), max_error=value)),
        ("max_error", lambda value: geo.partition({"a": Point(0, 0)}, within=(-1, -1, 1, 1), max_error=value)),
    ],
)
def test_a_length_that_is_no_number_is_refused_by_name_in_one_sentence(name, ask, wrong):
    with pytest.raises(RadiusError, match=rf"^{name} is .*: expected a number of metres\."):
        ask(wrong)


def test_a_written_length_is_refused_with_the_function_that_reads_it():
    with pytest.raises(RadiusError, match="parse_length"):
        geo.buffer(Point(121, 24), "200nmi")
    with pytest.raises(GeometryError, match="k='2'"):
        geo.nearest(Point(0, 0), [Point(1, 1)], k="2")


@pytest.mark.parametrize("kind", [int, np.int32, np.float32, np.float64])
def test_a_number_of_any_kind_is_a_length(kind):
    assert geo.buffer(Point(121, 24), kind(5000)).equals(geo.buffer(Point(121, 24), 5000.0))
