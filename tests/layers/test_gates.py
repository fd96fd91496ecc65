"""The gates of the chain: computed widths beside what others publish."""

import pytest
from pyproj import Geod

from rimland.layers import Catalog, place

WGS84 = Geod(ellps="WGS84")

AGREE = {
    "soya-strait": (42, 42),
    "tsushima-west-channel": (46, 67),
    "osumi-strait": (28, 33),
    "tokara-strait": (56, 56),
    "yonaguni-gap": (108, 108),
    "taiwan-strait": (130, 135),
    "bashi-channel": (96, 96),
    "babuyan-channel": (28, 28),
    "mindoro-strait": (80, 80),
    "balabac-strait": (50, 50),
    "sibutu-passage": (29, 35),
    "yoron-passage": (22, 22),
    "ishigaki-channel": (34, 34),
    "luzon-strait": (359, 359),
}
"""Kilometres, least and most, as published for the same two sides."""

DISAGREE = {
    "tsugaru-strait": (24, 40),
    "tsushima-east-channel": (41.6, 46),
    "miyako-strait": (204, 209),
    "balintang-channel": (82, 82),
}


@pytest.fixture(scope="module")
def gates():
    return Catalog()["gates"].features.set_index("id")


@pytest.mark.parametrize("gate", AGREE)
def test_the_computed_width_agrees_with_the_published_one_to_five_per_cent(gates, gate):
    """Published figures are round numbers, whose end points are mostly not stated.

    Which of several figures is meant:

    - Osumi (28–33), Mindoro, Balabac and Sibutu are uncited: agreement says little.
    - Tsushima West Channel: 46–67 has no end points; ours is to the mainland of Korea, its islands left out.
    - Yonaguni Gap: 108 km, to 烏岩角; the 111 km that is quoted most is to the port of Su'ao, not to the nearest coast.
    - Taiwan Strait: the narrowest, 130 (Wikipedia) or 135 (Britannica Japan); 180 and 150 are means.
    - Bashi Channel: 96 (52 nmi), Xiao Lanyu to Mavulis; 185 is a mean and the 150 of Japanese Wikipedia joins no stated
      points.
    - Babuyan Channel: 28 at the western mouth, where Fuga lies; 37 is the eastern mouth.
    - Yoron and Ishigaki: from the table's remark on the territorial sea, not from its column of widths.
    - Luzon Strait: 359 km from Taiwan to Luzon is a remark of the table; the popular 250 km is *wrong* as the distance
      of the main islands, and 320, 350 and 370 are typical widths without end points.
    """
    least, most = AGREE[gate]
    assert least * 0.95 <= gates.loc[gate, "width_km"] <= most * 1.05


@pytest.mark.parametrize("gate", DISAGREE)
def test_where_a_published_width_is_wrong_or_ambiguous_ours_differs_and_the_reason_is_known(gates, gate):
    """Why these four are not the shortest distance between the coasts.

    - Tsugaru: "24–40" is the width of the open strait; Honshu and Hokkaido come within 19 km of each other at Oma.
    - Tsushima East Channel: 46 is printed as Tsushima–Iki; the "narrowest 41.6" names no points, and no two points of
      Tsushima and Iki in the coastline are so near.
    - Miyako Strait: 204 joins Fude-iwa and Tonbara-iwa, rocks that are no named islands of the two groups here; 209
      (113 nmi) is called Miyako–Kume, whose coasts are 215 km apart. Ours is from Ogami to Kume.
    - Balintang: 82 is uncited; Sabtang and Babuyan are 77 km apart.
    """
    least, most = DISAGREE[gate]
    width = gates.loc[gate, "width_km"]
    assert width < least * 0.95 or width > most
    assert abs(width - least) < 13


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
    assert gates.loc["yonaguni-iriomote-passage", "published_width_km"] is None


def _vertices(side, lon, lat, reach=0.35):
    """Every vertex of a side's coast within some 35 km of where the gap ends, and the others no matter."""
    import shapely

    lonlat = shapely.get_coordinates([place(name).geometry for name in side.split("; ")])
    near = lonlat[(abs(lonlat[:, 0] - lon) < reach) & (abs(lonlat[:, 1] - lat) < reach)]
    return near[:: max(1, len(near) // 300)].tolist()
