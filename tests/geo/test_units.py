"""Lengths as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rimland.geo.errors import UnitError
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
