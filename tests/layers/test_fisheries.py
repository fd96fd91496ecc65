"""The 2013 agreement against its text, against pyproj, and against the coast it leaves out."""

from itertools import pairwise

import pytest
from pyproj import Geod
from shapely import MultiPolygon, Point

from rimland.layers import Catalog, place

WGS84 = Geod(ellps="WGS84")

ARTICLE_2_1 = [
    (126 + 20 / 60, 27),
    (122.5, 27),
    (122.5, 24 + 46 / 60),
    (122 + 44 / 60, 24 + 49 / 60 + 37 / 3600),
    (124, 24 + 50 / 60),
    (124 + 40 / 60, 25 + 19 / 60),
    (125 + 20 / 60, 25 + 29 / 60 + 45 / 3600),
    (125.5, 25.5),
    (125.5, 25 + 32 / 60 + 17 / 3600),
    (126, 25 + 40 / 60),
    (126, 26.5),
]
"""The corners a to k as the official texts print them (worldjpn.net, documents/texts/JPTW/20130410.O1T.html)."""


@pytest.fixture(scope="module")
def waters():
    return Catalog()["fisheries-2013"].features.set_index("id")


def test_the_corners_are_those_of_article_2(waters):
    ring = {(round(lon, 6), round(lat, 6)) for lon, lat in waters.geometry["agreed-waters"].exterior.coords}
    assert ring == {(round(lon, 6), round(lat, 6)) for lon, lat in ARTICLE_2_1}


def test_the_agreed_waters_measure_73_972_square_kilometres_along_geodesics(waters):
    """PROJ's own area of the printed corners, entered here a second time by hand, is the oracle."""
    lon, lat = zip(*ARTICLE_2_1, strict=True)
    independent = abs(WGS84.polygon_area_perimeter(lon, lat)[0]) / 1e6
    assert independent == pytest.approx(73_972, abs=1)
    assert waters.loc["agreed-waters", "area_km2"] == pytest.approx(independent, abs=0.01)


def test_the_agreed_waters_measure_73_625_square_kilometres_along_rhumb_lines(waters):
    """The area of a lon/lat ring whose sides are cut to 100 m along rhumb lines, as PROJ measures it."""
    corners = [*ARTICLE_2_1, ARTICLE_2_1[0]]
    cut = [step for a, b in pairwise(corners) for step in _rhumb(a, b)]
    lon, lat = zip(*cut, strict=True)
    independent = abs(WGS84.polygon_area_perimeter(lon, lat)[0]) / 1e6
    assert independent == pytest.approx(73_625, abs=1)
    assert waters.loc["agreed-waters", "area_rhumb_km2"] == pytest.approx(independent, abs=0.5)


def test_the_special_cooperation_waters_lie_within_the_agreed_waters(waters):
    inside = waters.geometry["special-cooperation-waters"].buffer(-1e-9)
    assert inside.within(waters.geometry["agreed-waters"])


def test_the_boundary_of_the_twelve_mile_waters_is_22_224_metres_from_the_nearest_island(waters):
    """Brute force with pyproj from boundary vertices to every vertex of the coast, not refined along its edges.

    Those are at most some hundred metres long, so the nearest vertex is at most a few metres farther than the nearest
    point of the coast.
    """
    coast = [p for part in place("senkaku").geometry.geoms for p in part.exterior.coords]
    zone = waters.geometry["twelve-mile-waters"]
    rings = zone.geoms if isinstance(zone, MultiPolygon) else [zone]
    vertices = [vertex for ring in rings for vertex in ring.exterior.coords][::25]
    for lon, lat in vertices:
        n = len(coast)
        _, _, metres = WGS84.inv([lon] * n, [lat] * n, [p[0] for p in coast], [p[1] for p in coast])
        assert 22_224 - 1 <= min(metres) <= 22_224 + 15


def test_the_agreement_does_not_apply_at_uotsuri_nor_a_mile_off_it(waters):
    """The agreement covers exclusive economic zone, which begins 12 nmi from the baseline."""
    off = place("uotsuri").geometry.centroid
    assert waters.geometry["agreed-waters"].contains(off)
    for point in (off, Point(off.x + 0.03, off.y)):
        assert not waters.geometry["agreed-waters-outside-12nmi"].contains(point)
        assert waters.geometry["twelve-mile-waters"].contains(point)


def test_the_holes_and_the_rest_make_up_the_agreed_waters(waters):
    whole = waters.geometry["agreed-waters"]
    hole = waters.geometry["twelve-mile-waters"].intersection(whole)
    rest = waters.loc["agreed-waters-outside-12nmi", "area_km2"]
    cut_away = abs(WGS84.geometry_area_perimeter(hole)[0]) / 1e6
    assert rest + cut_away == pytest.approx(waters.loc["agreed-waters", "area_km2"], rel=1e-4)


def test_the_disputed_islands_are_named_neutrally_with_every_claimant(waters):
    row = waters.loc["twelve-mile-waters"]
    assert row["status"] == "disputed"
    for claimant in ("Japan", "People's Republic of China", "Taiwan (Republic of China)"):
        assert claimant in row["claimants"]
    for column in ("name_en", "name_ja", "name_zh_hant"):
        assert any(name in row[column] for name in ("Senkaku", "尖閣諸島"))
        assert any(name in row[column] for name in ("Diaoyutai", "釣魚臺列嶼"))


def _rhumb(a, b):
    """Positions every 100 m or so along the rhumb line, on the ellipsoid's isometric latitude."""
    from math import asinh, atanh, sin, sqrt, tan

    e = sqrt(WGS84.es)

    def psi(lat):
        phi = lat * 0.017453292519943295
        return asinh(tan(phi)) - e * atanh(e * sin(phi))

    steps = max(2, int(WGS84.inv(*a, *b)[2] / 100))
    for i in range(steps):
        lat = a[1] + (b[1] - a[1]) * i / steps
        share = i / steps if a[1] == b[1] else (psi(lat) - psi(a[1])) / (psi(b[1]) - psi(a[1]))
        yield a[0] + (b[0] - a[0]) * share, lat
