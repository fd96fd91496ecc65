"""The gates of the chain: each width is that of its line, and no pair of points is nearer."""

import re

import pytest
from pyproj import Geod

from rimland.layers import Catalog, place

WGS84 = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def gates():
    return Catalog()["gates"].features.set_index("id")


@pytest.mark.parametrize("gate", list(Catalog()["gates"].features["id"]))
def test_a_width_is_the_length_of_its_line_and_no_pair_of_coast_vertices_is_nearer(gates, gate):
    """PROJ measures the line; brute force over a thinned sample of vertices of both coasts finds nothing shorter."""
    row = gates.loc[gate]
    (lon1, lat1), (lon2, lat2) = row.geometry.coords
    width = WGS84.inv(lon1, lat1, lon2, lat2)[2]
    assert row["width_km"] * 1000 == pytest.approx(width, abs=0.001)
    assert row["width_nmi"] == pytest.approx(width / 1852, abs=1e-6)
    near = _vertices(row["side_a"], lon1, lat1), _vertices(row["side_b"], lon2, lat2)
    for a_lon, a_lat in near[0]:
        n = len(near[1])
        metres = WGS84.inv([a_lon] * n, [a_lat] * n, [p[0] for p in near[1]], [p[1] for p in near[1]])[2]
        assert min(metres) >= width - 0.001


def test_the_uncertainty_of_a_gap_is_that_of_two_coasts(gates):
    assert set(gates["uncertainty_m"]) == {110.0}


def test_every_gate_has_a_regime_in_three_languages_and_its_grade(gates):
    for column in ("regime_en", "regime_ja", "regime_zh_hant", "regime_grade", "published_width_grade"):
        assert gates[column].notna().all()


def test_a_width_that_nobody_publishes_is_absent_and_not_guessed(gates):
    assert gates.loc["yonaguni-iriomote-passage", "published_width_km_en"] is None


def test_a_published_width_says_the_same_numbers_in_three_languages(gates):
    widths = gates[["published_width_km_en", "published_width_km_ja", "published_width_km_zh_hant"]].dropna()
    assert len(widths) == 16
    for row in widths.to_numpy():
        english, *others = (re.findall(r"\d+(?:\.\d+)?", text) for text in row)
        assert others == [english, english]


def _vertices(side, lon, lat, reach=0.35):
    """Every vertex of a side's coast within some 35 km of where the gap ends, and the others no matter."""
    import shapely

    lonlat = shapely.get_coordinates([place(name).geometry for name in side.split("; ")])
    near = lonlat[(abs(lonlat[:, 0] - lon) < reach) & (abs(lonlat[:, 1] - lat) < reach)]
    return near[:: max(1, len(near) // 300)].tolist()
