"""Our numbers beside figures that others published, each between the ends that its source states.

A published figure is an interval, half of its last digit either way; a whole number that ends in zero is read as
rounded to tens. A distance of ours is one too, by the ± it is printed with, 110 m for two coasts. The two agree when
they meet. Where they do not, the row says which is to be doubted and why, and the test holds on which side ours lies.

Not compared, since an end is not stated or lies where we have no coast: the Strait of Hormuz, "180 km (typical)" and
other means of straits, the search and rescue region's 1,200 nmi, "some 2,000 km" from a drill to Taiwan.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
import shapely
from pyproj import Geod, Transformer

from rimland import geo
from rimland.data import ROOT
from rimland.layers import Catalog, place
from rimland.layers.places import joined

WGS84 = Geod(ellps="WGS84")
METRES = {"km": geo.KILOMETRE, "nmi": geo.NAUTICAL_MILE}


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A published distance as its table prints it, and its two ends, each a place or several joined by "; ".

    `table` is one of `data/facts` that prints it; empty for the table of the article's claims, which does not ship.
    """

    printed: str
    ends: tuple[str, str]
    table: str = ""
    unit: str = "km"
    why: str = ""

    def __str__(self) -> str:
        return f"{' to '.join(self.ends)}, {self.printed} {self.unit}"

    @property
    def interval(self) -> tuple[float, float]:
        """Least and most, in its unit."""
        return rounded(self.printed)

    def measured(self) -> tuple[float, float]:
        """Our distance and its ±, in its unit."""
        one, other = ([place(name) for name in end.split("; ")] for end in self.ends)
        gap = geo.distance(joined([p.geometry for p in one]), joined([p.geometry for p in other]))
        doubt = sum(max(p.accuracy_m for p in end) for end in (one, other))
        return gap.metres / METRES[self.unit], doubt / METRES[self.unit]


def rounded(printed):
    """The least and the most that a printed number may stand for."""
    digits = printed.replace(",", "")
    step = 10.0 ** -len(digits.partition(".")[2]) if "." in digits else 10 if digits.endswith("0") else 1
    return float(digits) - step / 2, float(digits) + step / 2


AGREE = [
    Figure(printed="346", ends=("yonaguni", "china-mainland")),
    Figure(printed="108", ends=("yonaguni", "taiwan"), table="straits", why="to 烏岩角; just: ours is 107.47 ± 0.11"),
    Figure(printed="634", ends=("okinawa-island", "china-mainland")),
    Figure(printed="1,314", ends=("JASM Fab 1", "TSMC Hsinchu (HQ/Fab 12)")),
    Figure(printed="42", ends=("hokkaido", "sakhalin"), table="straits", why="just: ours is 42.50 ± 0.11"),
    Figure(printed="33", ends=("kyushu", "tanegashima"), table="straits", why="uncited"),
    Figure(printed="56", ends=("yakushima", "kuchinoshima"), table="straits", why="from Kuchinoerabu it would be 54"),
    Figure(printed="22", ends=("okinawa-islands", "yoron"), table="straits"),
    Figure(printed="34", ends=("ishigaki", "tarama"), table="straits"),
    Figure(printed="130", ends=("taiwan", "haitan"), table="straits", why="the narrowest"),
    Figure(printed="28", ends=("fuga", "luzon"), table="straits", why="the western mouth, where Fuga lies"),
    Figure(printed="359", ends=("taiwan", "luzon"), table="straits"),
    Figure(printed="80", ends=("mindoro", "busuanga"), table="straits", why="uncited"),
    Figure(printed="50", ends=("balabac", "banggi"), table="straits", why="uncited"),
    Figure(printed="0.4", ends=("26.298N 127.912E", "26.2969N 127.9153E"), table="sites", why="White Beach, its light"),
    Figure(printed="6", ends=("32.886N 130.843E", "32.872N 130.783E"), table="sites", why="the fab, where it is not"),
]

SHORTER = [
    Figure(
        printed="111",
        ends=("yonaguni", "taiwan"),
        table="straits",
        why="to the port of Su'ao, which is not the nearest coast; the figure quoted most",
    ),
    Figure(
        printed="24",
        ends=("honshu", "hokkaido"),
        table="straits",
        why="the least of 24 to 40, widths of the open strait; the two islands are nearest at Oma",
    ),
    Figure(
        printed="145",
        unit="nmi",
        ends=("miyako-island", "okinawa-island"),
        table="straits",
        why='printed as "~260 (145 nm)", which contradicts itself: 145 nmi are 269 km',
    ),
    Figure(
        printed="82",
        ends=("batanes", "babuyan-islands"),
        table="straits",
        why="uncited; Sabtang and Babuyan are nearer to each other",
    ),
    Figure(
        printed="1,000",
        ends=("yonaguni", "kitadaito"),
        table="published_figures",
        why="the extent of Okinawa Prefecture east to west, a round figure whose ends are not named; these are its "
        "westernmost and easternmost islands",
    ),
]

LONGER = [
    Figure(
        printed="59",
        ends=("exercise-2022-08-zone-4", "hateruma"),
        why="cut and not rounded, or measured on a coarser coast: from the corners of the notice it is 59.8",
    ),
    Figure(
        printed="46",
        ends=("tsushima", "iki"),
        table="straits",
        why="no two points of the two coasts are so near",
    ),
    Figure(printed="41.6", ends=("tsushima", "iki; kyushu"), table="straits", why="names no points; likewise"),
    Figure(
        printed="204",
        ends=("miyako-islands", "okinawa-islands"),
        table="straits",
        why="joins Fude-iwa and Tonbara-iwa, rocks that are no named islands of the two groups",
    ),
    Figure(
        printed="113",
        unit="nmi",
        ends=("miyako-islands", "kume"),
        table="straits",
        why='printed as "Miyako-Kume" without saying which rock or island of either',
    ),
    Figure(
        printed="266",
        ends=("miyako-island", "okinawa-island"),
        table="straits",
        why="from cape to cape; ours is 266.95, so it may have been cut and not rounded",
    ),
    Figure(
        printed="135",
        ends=("taiwan", "china-mainland"),
        table="straits",
        why="Britannica names no ends: to the mainland it is 136, to Haitan island 127",
    ),
    Figure(
        printed="52",
        unit="nmi",
        ends=("xiao-lanyu", "mavulis"),
        table="straits",
        why="0.15 nmi more than it can stand for; its source is a wiki that names no points",
    ),
    Figure(
        printed="96", ends=("xiao-lanyu", "mavulis"), table="straits", why="the same 52 nmi, turned into kilometres"
    ),
    Figure(
        printed="37",
        ends=("camiguin-babuyan", "luzon"),
        table="straits",
        why='"the eastern mouth", without its ends; the island that stands there is 45 km off',
    ),
    Figure(
        printed="250",
        ends=("taiwan", "luzon"),
        table="straits",
        why="wrong as the distance of the main islands, though it is in dictionaries",
    ),
    Figure(
        printed="288",
        unit="nmi",
        ends=("pengjia", "28°58′N 126°03′E"),
        table="fisheries_other_zones",
        why="a newspaper's figure and position of a boarding in 2003: one of the two is off by 3 nmi",
    ),
]


@pytest.mark.parametrize("figure", AGREE, ids=str)
def test_a_distance_is_the_published_one_within_its_rounding(figure):
    (least, most), (ours, doubt) = figure.interval, figure.measured()
    assert least - doubt <= ours <= most + doubt


@pytest.mark.parametrize("figure", SHORTER, ids=str)
def test_a_distance_is_shorter_than_the_published_one_and_it_is_known_why(figure):
    ours, doubt = figure.measured()
    assert ours + doubt < figure.interval[0]
    assert figure.why


@pytest.mark.parametrize("figure", LONGER, ids=str)
def test_a_distance_is_longer_than_the_published_one_and_it_is_known_why(figure):
    ours, doubt = figure.measured()
    assert ours - doubt > figure.interval[1]
    assert figure.why


@pytest.mark.parametrize("figure", [one for one in (*AGREE, *SHORTER, *LONGER) if one.table], ids=str)
def test_a_figure_stands_in_the_table_that_it_is_said_to_be_from(figure):
    text = ROOT.joinpath("facts", f"{figure.table}.csv").read_text(encoding="utf-8")
    assert figure.printed.replace(",", "") in text.replace(",", "")


TAIPEI = {"kadena-air-base": "639", "sasebo-naval-base": "1,199", "JASM Fab 1": "1,254"}
KENGUN = {"shanghai-city": "893", "ningbo-city": "933", "wenzhou-city": "1,101", "taipei-city": "1,240"}


def test_one_point_of_taipei_has_the_three_published_distances_of_taipei():
    """The claims say "Taipei" and not where: some point within 6 km of the city's must fit all three at once."""
    middle = place("taipei-city").geometry
    lon, lat = np.meshgrid(np.arange(-0.06, 0.06, 0.001) + middle.x, np.arange(-0.06, 0.06, 0.001) + middle.y)
    fits = np.ones(lon.shape, bool)
    for site, printed in TAIPEI.items():
        there, (least, most) = place(site).geometry, rounded(printed.replace(",", ""))
        km = WGS84.inv(np.full(lon.shape, there.x), np.full(lon.shape, there.y), lon, lat)[2] / 1000
        fits &= (least <= km) & (km <= most)
    assert fits.any()


@pytest.mark.parametrize("city", KENGUN)
def test_camp_kengun_is_as_far_from_a_city_as_is_published_within_what_the_city_s_position_is_worth(city):
    """Figures of the claims' table, to cities without a point, and from a place of the camp that the table of sites
    says was 1.5 km too far south. So ours are longer, by at most that and the uncertainty printed for the city."""
    least, most = rounded(KENGUN[city])
    camp, there = place("camp-kengun"), place(city)
    ours = geo.distance(camp, there).km
    assert 0 <= ours - least <= most - least + 1.5 + (camp.accuracy_m + there.accuracy_m) / 1000


# --- areas


def ring_area(ring):
    """Square kilometres within corners joined by geodesics, by PROJ."""
    lon, lat = zip(*ring, strict=True)
    return abs(WGS84.polygon_area_perimeter(lon, lat)[0]) / 1e6


@pytest.mark.parametrize(
    ("layer", "feature", "printed"),
    [
        ("fisheries-2013", "agreed-waters", "73,972"),
        ("fisheries-2013", "special-cooperation-waters", "4,516"),
        ("exercises-2022-08", None, "28,007"),
        ("exercises-2025-12", None, "57,822"),
    ],
)
def test_an_area_is_the_published_one_to_the_last_digit(layer, feature, printed):
    """Figures of the claims' table, of corners that are published to the second."""
    areas = Catalog()[layer].features.set_index("id")["area_km2"]
    least, most = rounded(printed)
    assert least <= (areas.sum() if feature is None else areas[feature]) <= most


def test_the_waters_within_12_nautical_miles_of_the_senkakus_are_smaller_than_was_published():
    """The claims' table has 4,757 km², measured on a coast (GSHHG) that puts Uotsuri 5.9 km and Taisho 2.9 km away from
    where they are, which spreads the circles. Ours against circles drawn in a plane about the islands, where a length
    is off by less than one in 20,000."""
    ours = Catalog()["fisheries-2013"].features.set_index("id")["area_km2"]["twelve-mile-waters"]
    plane = Transformer.from_crs("EPSG:4326", "+proj=aeqd +lat_0=25.83 +lon_0=124 +ellps=WGS84", always_xy=True)
    islands = shapely.transform(place("senkaku").geometry, lambda p: np.column_stack(plane.transform(*p.T)))
    assert islands.buffer(12 * 1852, quad_segs=256).area / 1e6 == pytest.approx(ours, rel=2e-4)
    assert ours < rounded("4,757")[0]


def test_the_area_of_taiwans_air_defence_zone_depends_on_what_its_sides_are():
    """The table of zones has 478,728 km² for the corners, and 487,000 as what Taiwan's ministry of defence calls its
    theoretical area. The first is that of sides which are straight in degrees, met here to the last digit; along
    geodesics, as this layer has them, it is 0.14 % more. The second is no area of these corners."""
    corners = Catalog()["adiz"].features.set_index("id").geometry["adiz-taiwan"].coords
    straight = [p for a, b in pairwise(corners) for p in np.linspace(a, b, 2000)]
    least, most = rounded("478,728")
    assert least <= ring_area(straight) <= most
    ours = geo.area(shapely.Polygon(corners)) / 1e6
    assert ours == pytest.approx(ring_area(corners), rel=1e-6)
    assert most < ours < 487_000 * 0.99


def test_the_fisheries_agency_s_7_4_ten_thousand_square_kilometres_are_the_whole_polygon_of_the_agreement():
    """Taiwan's Fisheries Agency (its director, CNA, 11 May 2013, at ntdtv.com/gb/2013/05/11/a895818.html): "together
    with the new 4,530 km², 7.4 ten thousand km²". It is the area within the printed corners, the waters within 12
    nautical miles of the islands counted in, though the agreement does not apply there: without them it is 6.9."""
    areas = Catalog()["fisheries-2013"].features.set_index("id")["area_km2"] / 10_000
    least, most = rounded("7.4")
    assert least <= areas["agreed-waters"] <= most
    assert areas["agreed-waters-outside-12nmi"] < least


def test_the_gain_of_the_agreement_is_published_twice_and_neither_is_an_area_of_the_agreement():
    """Taiwan Panorama, May 2013, has 4,530 km²; other reports of the same gain have 1,400 square nautical miles. They
    are 6 % apart, and both are measured from the enforcement line of 2003, of which no source gives the corners: no
    area of ours can be compared. That of the special cooperation waters, 4,516 km², is neither of the two."""
    least, most = rounded("4,530")
    assert rounded("1,400")[0] * 1.852**2 > most * 1.05
    areas = Catalog()["fisheries-2013"].features["area_km2"]
    assert not areas.between(least, most).any()


@pytest.mark.parametrize("printed", ["24,000", "23,000"])
def test_the_published_overlap_of_china_s_and_taiwan_s_air_defence_zones_is_not_that_of_their_corners(printed):
    """Taiwan's ministry of defence, reporting to parliament in 2013 (a press report, copied at yes99.com.tw/?p=64422):
    24,000 km², and 23,000 with the zone that is patrolled, "east of the median line". It does not say where either
    zone ends. From the corners of both, rhumb lines between them, it is 55,008; south of 27°N, where the median line
    ends, 28,207 of it; a line of China's territorial sea from its straight baselines would take off some more."""
    overlap = Catalog()["adiz-overlaps"].features.set_index("id").loc["adiz-china-and-taiwan"]
    south = overlap.geometry.intersection(shapely.box(118, 20, 126, 27))
    inside = abs(WGS84.geometry_area_perimeter(shapely.segmentize(south, 0.05))[0]) / 1e6
    assert overlap["area_km2"] > 2 * float(printed.replace(",", ""))
    assert inside > float(printed.replace(",", "")) + 500


def test_the_area_of_the_patrolled_part_of_taiwan_s_zone_depends_on_lines_that_nobody_states():
    """The same report: "about 235,000 km²" east of the median line, which is disclosed from 23°N 118°E to 27°N 122°E
    only. With that line carried on to the limits of the zone it is 7 % more; the report has another line in mind."""
    zone = Catalog()["adiz"].features.set_index("id").geometry["adiz-taiwan"]
    line = Catalog()["median-line"].features.set_index("id").geometry["median-line"]
    assert sorted(line.coords) == [(118, 23), (122, 27)]
    east = shapely.Polygon([(115, 20), (125, 30), (130, 30), (130, 20)])  # the same straight line, longer
    part = shapely.segmentize(shapely.Polygon(zone.coords).intersection(east), 0.05)
    ours = abs(WGS84.geometry_area_perimeter(part)[0]) / 1e6
    assert 1.06 * 235_000 < ours < 1.09 * 235_000


COMPARED = {"adiz-overlaps", "exercises-2022-08", "exercises-2025-12", "fisheries-2013"}
"""Layers of zones with an area in a column, of which a published one is compared above."""

ISLANDS = {"first-island-chain", "islands", "nansei", "south-china-sea-islands"}
"""Layers of islands: `test_islands.py` compares their published areas."""

LAND = {"land-basemap", "land-detail", "land-region"}
"""Land: its pieces are no places with a published area."""


@pytest.mark.parametrize("name", sorted(set(Catalog()) - COMPARED - ISLANDS - LAND))
def test_a_layer_of_zones_without_a_published_area_says_so_among_its_gaps(name):
    layer = Catalog()[name]
    said = any("published area" in gap["en"] for gap in layer.gaps)
    assert said == ("area_km2" in layer.features)


RANGES = {"tsushima-west-channel": (46, 67), "sibutu-passage": (29, 35)}
"""Published as a range, kilometres, without ends; the second is uncited."""


@pytest.mark.parametrize("gate", RANGES)
def test_a_width_is_within_the_published_range(gate):
    least, most = RANGES[gate]
    assert least <= Catalog()["gates"].features.set_index("id")["width_km"][gate] <= most
