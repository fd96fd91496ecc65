"""The ellipsoid against published figures, and what a chord says of a geodesic."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rimland.geo import ellipsoid
from rimland.geo.ellipsoid import chord_to_longest, chord_to_shortest, direct, from_ecef, inverse, to_ecef
from rimland.geo.pieces import chord_and_length, doubt

seeds = st.integers(0, 2**32 - 1)


def somewhere(rng, count):
    return rng.uniform(-180, 180, count), np.degrees(np.arcsin(rng.uniform(-1, 1, count)))


def test_the_constants_are_those_of_wgs84():
    # NGA.STND.0036: derived constants of table 3.5.
    assert pytest.approx(6.69437999014e-3, rel=1e-11) == ellipsoid.ECCENTRICITY_SQUARED
    assert pytest.approx(6_335_439.3273, abs=1e-4) == ellipsoid.SMALLEST_RADIUS
    assert pytest.approx(6_399_593.6258, abs=1e-4) == ellipsoid.LARGEST_RADIUS


def test_the_quarter_meridian_is_as_long_as_published():
    # C. F. F. Karney, GeographicLib, Geodesic class: the quarter meridian of WGS84 is 10 001 965.729 m.
    azimuth, _, metres = inverse(0, 0, 0, 90)
    assert metres == pytest.approx(10_001_965.729, abs=1e-3)
    assert azimuth == pytest.approx(0)


@settings(max_examples=50, deadline=None)
@given(seed=seeds)
def test_direct_undoes_inverse(seed):
    rng = np.random.default_rng(seed)
    lon1, lat1 = somewhere(rng, 50)
    lon2, lat2 = somewhere(rng, 50)
    azimuth, _, metres = inverse(lon1, lat1, lon2, lat2)
    lon, lat = direct(lon1, lat1, azimuth, metres)
    assert inverse(lon, lat, lon2, lat2)[2] == pytest.approx(np.zeros(50), abs=1e-6)


@settings(max_examples=50, deadline=None)
@given(seed=seeds)
def test_earth_centred_positions_come_back_as_they_were(seed):
    lon, lat = somewhere(np.random.default_rng(seed), 50)
    back_lon, back_lat = from_ecef(to_ecef(lon, lat))
    assert back_lon == pytest.approx(lon, abs=1e-12)
    assert back_lat == pytest.approx(lat, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(seed=seeds, metres=st.floats(0, 7.3))
def test_the_chord_brackets_the_geodesic(seed, metres):
    rng = np.random.default_rng(seed)
    lon, lat = somewhere(rng, 500)
    end = direct(lon, lat, rng.uniform(-180, 180, 500), np.full(500, min(10**metres, 1.99e7)))
    exact = inverse(lon, lat, *end)[2]
    chord = np.linalg.norm(to_ecef(lon, lat) - to_ecef(*end), axis=1)
    assert (chord_to_shortest(chord) <= exact + 1e-7).all()
    assert (chord_to_longest(chord) >= exact - 1e-7).all()


@settings(max_examples=50, deadline=None)
@given(seed=seeds, metres=st.floats(0, 7.17))
def test_the_arc_over_the_chord_is_as_near_the_geodesic_as_it_says(seed, metres):
    rng = np.random.default_rng(seed)
    lon, lat = somewhere(rng, 500)
    end = direct(lon, lat, rng.uniform(-180, 180, 500), np.full(500, 10**metres))
    exact = inverse(lon, lat, *end)[2]
    _, arc = chord_and_length(to_ecef(lon, lat), to_ecef(*end))
    assert (np.abs(arc - exact) <= doubt(arc)).all()


def test_the_arc_over_the_chord_to_the_antipode_is_in_the_bracket_of_the_chord_and_claims_nothing():
    chord, arc = chord_and_length(to_ecef([30.0], [20.0]), to_ecef([-150.0], [-20.0]))
    assert chord_to_shortest(chord)[0] <= arc[0] <= chord_to_longest(chord)[0]
    assert doubt(arc)[0] == np.inf
