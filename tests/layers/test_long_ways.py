"""The ways from the Gulf to Japan, held between two bounds that no line of ours had a part in.

From below: a chart of seas and of the gates that lead from one to the next, written by hand. A ship has to pass gates
in some order, whatever the coast between them is like, so that no way is shorter than the shortest through the gates
with no land between them. From above: ways that a navigator may write down, looked at for land. Lengths are PROJ's.
"""

import itertools
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely
from pyproj import Geod
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from rimland import layers
from rimland.layers import sea_route

WGS84 = Geod(ellps="WGS84")
STEP, WIDENING = 500.0, 0.04
"""Metres between the positions of a gate where it ends, and what share of how far it ends they may be apart."""

WINDOW = (95, -12, 160, 52)
"""West, south, east, north of the coast that ships."""

START, END = np.array([(50.16016, 26.60765)]), np.array([(139.65475, 35.39662)])
"""Open water off Ras Tanura and off Yokohama, where ways leave the harbour and come into it."""

BELOW, ABOVE = 1.008, 1.0035
"""How near the two bounds come, of the length of a way: 0.8 % below it and 0.35 % above it leave 1.2 % between them."""

GATES = {
    "hormuz": ("gulf", "oman", [(56.36, 26.32), (56.53, 26.37), (56.9, 27.2)]),
    "kuh-mobarak": ("oman", "arabian", [(57.31, 25.82), (56.3, 25.2)]),
    "comorin": ("arabian", "lanka", [(77.55, 8.1), (77.55, -12)]),
    "palk": ("lanka", "bengal", [(79.8, 10.4), (80.1, 9.6)]),
    "dondra": ("lanka", "bengal", [(80.59, 5.95), (80.59, -12)]),
    "aceh": ("bengal", "andaman", [(95.35, 5.55), (95.35, 16.5)]),
    "jambu-aye": ("andaman", "langkawi", [(97.5, 5.22), (97.5, 16.6)]),
    "strait-of-malacca": ("langkawi", "malacca", [(101.87, 2.46), (101.3, 1.5)]),
    "piai": ("malacca", "singapore", [(103.51, 1.28), (103.5, -0.5)]),
    "penyusop": ("singapore", "natuna", [(104.28, 1.38), (104.28, -1.5)]),
    "datu": ("natuna", "south-china", [(103.8, 2.4), (109.05, 1.4)]),
    "sunda-strait": ("bengal", "java", [(105.7, -5.75), (106.05, -6.05)]),
    "ujung-kulon": ("bengal", "trench", [(105.25, -6.8), (105.25, -12)]),
    "blambangan": ("trench", "sumba", [(114.58, -8.74), (114.58, -12)]),
    "bali": ("sumba", "java", [(114.3, -8.1), (114.6, -8.3)]),
    "lombok": ("sumba", "java", [(115.6, -8.4), (116.15, -8.6)]),
    "alas": ("sumba", "java", [(116.55, -8.5), (117.0, -8.7)]),
    "sape": ("sumba", "java", [(118.9, -8.5), (119.5, -8.6), (120.0, -8.55)]),
    "ombai": ("sumba", "banda", [(122.8, -8.5), (123.6, -8.4), (124.8, -8.25), (125.6, -8.75)]),
    "timor": ("sumba", "banda", [(127.0, -8.55), (131.5, -12.7)]),
    "flores": ("java", "banda", [(120.3, -5.4), (120.4, -8.5)]),
    "karimata": ("natuna", "java", [(110.5, -2.6), (107.9, -2.85), (106.3, -2.5), (104.9, -2.7)]),
    "makassar": ("java", "celebes", [(115.8, -3.0), (119.4, -3.2)]),
    "balabac": ("south-china", "sulu", [(116.8, 6.85), (117.05, 7.98), (117.45, 8.7)]),
    "mindoro": ("south-china", "sulu", [(119.4, 10.95), (120.05, 12.1), (121.0, 12.9)]),
    "verde": ("south-china", "sibuyan", [(121.0, 12.9), (121.05, 13.85)]),
    "tablas": ("sulu", "sibuyan", [(121.25, 12.35), (122.0, 11.8)]),
    "guimaras": ("sulu", "sibuyan", [(122.5, 10.8), (122.65, 10.6), (122.95, 10.5)]),
    "tanon": ("sulu", "sibuyan", [(123.05, 9.6), (123.45, 9.75)]),
    "bohol": ("sulu", "sibuyan", [(123.6, 10.1), (124.1, 9.85)]),
    "canigao": ("sulu", "sibuyan", [(124.4, 9.95), (124.9, 10.35)]),
    "sibutu": ("sulu", "celebes", [(118.9, 5.15), (120.0, 5.2), (121.1, 5.97), (122.0, 6.55), (122.1, 7.1)]),
    "san-bernardino": ("sibuyan", "pacific", [(124.07, 12.63), (124.5, 12.4)]),
    "san-juanico": ("sibuyan", "pacific", [(125.2, 11.4), (124.9, 11.2)]),
    "surigao": ("sulu", "pacific", [(124.95, 10.3), (125.5, 9.7)]),
    "sangihe": ("celebes", "pacific", [(125.38, 5.8), (125.5, 3.6), (125.0, 1.45)]),
    "molucca": ("banda", "pacific", [(125.0, 1.45), (127.6, 1.05)]),
    "dampier": ("banda", "pacific", [(128.25, -0.75), (131.5, -0.9)]),
    "torres": ("banda", "pacific", [(142.2, -8.8), (142.5, -11.1)]),
    "luzon-strait": ("south-china", "pacific", [(120.82, 22.0), (120.62, 18.48)]),
    "taiwan-strait": ("south-china", "east-china", [(119.3, 25.5), (121.03, 24.98)]),
    "nansei": (
        "east-china",
        "pacific",
        [(121.7, 24.55), (123.0, 24.45), (124.2, 24.4), (125.3, 24.8), (127.8, 26.2), (129.4, 28.3), (130.85, 31.25)],
    ),
    "kanmon": ("east-china", "pacific", [(130.85, 33.8), (131.0, 34.1)]),
    "tsugaru": ("east-china", "pacific", [(140.45, 41.0), (140.3, 41.6)]),
    "soya": ("east-china", "pacific", [(141.9, 45.3), (142.1, 46.1)]),
    "tatary": ("east-china", "pacific", [(140.8, 51.8), (142.8, 51.8)]),
    "izu": ("pacific", "sagami", [(138.86, 34.63), (139.85, 34.93)]),
    "uraga": ("sagami", "tokyo", [(139.67, 35.15), (139.9, 35.1)]),
}
"""The seas on the two sides of each gate, and the line between them from land to land; the East China Sea is one with
the Yellow Sea and the Sea of Japan (East Sea), and gates to the open south end where the waters of the package do. East
of 95°E a test holds that nothing else joins the seas; west of it the five lines are by eye."""

SEAS = {
    "bengal": (97, 0),
    "andaman": (96.5, 8),
    "langkawi": (99, 5),
    "malacca": (102.2, 1.9),
    "singapore": (103.8, 1.15),
    "natuna": (105, 1),
    "south-china": (112, 12),
    "java": (112, -5),
    "trench": (110, -10),
    "sumba": (118, -10.8),
    "banda": (128, -6),
    "celebes": (122, 3),
    "sulu": (120.5, 8.5),
    "sibuyan": (122.3, 12),
    "pacific": (135, 20),
    "east-china": (125, 30),
    "sagami": (139.45, 35.1),
    "tokyo": (139.8, 35.4),
}
"""A position in each sea where the coast is known in full."""

DONDRA = "50.25 26.7, 53.9 26.43, 54.8 26.42, 56.55 26.45, 57.3 25.6, 76.9 8.3, 77.35 8, 80.15 5.95, 80.6 5.85"
MALACCA = (
    f"{DONDRA}, 95.1 6.1, 97.5 5.3, 101 2.85, 101.8 2.33, 103.4 1.28, 103.52 1.21, 103.655 1.2, 103.785 1.187,"
    "104.1 1.27, 104.33 1.35, 104.45 1.45"
)
SAGAMI = "139.7 35.11, 139.77 35.25"
IZU = f"138.9 34.55, 139 34.63, {SAGAMI}"
WAYS = {
    (): f"{MALACCA}, 105.55 3.1, 121.93 20.57, 127.86 26.11, {IZU}",
    ("luzon-strait",): f"{MALACCA}, 120.95 25.05, 130.1 30.52, {IZU}",
    ("taiwan-strait", "luzon-strait"): (
        f"{MALACCA}, 106.28 2.6, 107.85 4.05, 108.22 4.29, 119.45 11.45, 119.66 11.53, 119.8 11.57, 119.94 11.57,"
        "121.55 12, 121.94 12.018, 122.64 12.25, 123.25 12.65, 123.6 12.75, 123.97 12.53, 124.09 12.5, 124.14 12.56,"
        f"139.32 34.8, {SAGAMI}"
    ),
    ("strait-of-malacca",): (
        f"{DONDRA}, 104.6 -6, 105.5 -5.99, 105.78 -5.92, 105.81 -5.87, 105.82 -5.8, 107.12 -2.92, 108.65 0.8, 109 1.53,"
        f"120.5 18.5, 121.35 19.42, {IZU}"
    ),
    ("strait-of-malacca", "sunda-strait"): (
        f"{DONDRA}, 102.2 -5.5, 105.2 -6.9, 106.38 -7.45, 107.8 -7.8, 111.7 -8.45, 114.55 -8.83, 114.63 -8.72,"
        "114.42 -8.17, 114.43 -8.1, 114.46 -8.03, 117.3 -2.4, 119.02 1, 121.45 6, 122.05 7.74, 122.2 8, 123.22 9.07,"
        "123.31 9.2, 123.335 9.33, 123.285 9.42, 123.28 9.5, 123.36 10, 123.93 11.3, 124.1 11.73, 124.12 12,"
        f"124.13 12.09, 124.25 12.55, 139.32 34.8, {SAGAMI}"
    ),
}
"""For each set of closed straits, longitudes and latitudes of a way that a ship can take.

Ours to write, with the way that is tested in sight: any way at sea that keeps out of what is closed is one from above.
"""


def written(closed):
    """The positions of the way by hand, from one end to the other."""
    turns = shapely.get_coordinates(shapely.from_wkt(f"LINESTRING({WAYS[closed]})"))
    return np.vstack([START, turns, END])


def sampled(turns):
    """Positions along the geodesics between some turns, and by how much a way across is moved to the nearest of them.

    They are close to one another near the two ends, where land is and a way may hug it, and farther apart between.
    """
    path, at = np.array(turns), [0.0]
    corners = np.cumsum([0, *WGS84.inv(*path[:-1].T, *path[1:].T)[2]])
    while at[-1] < corners[-1]:
        at.append(at[-1] + max(STEP, WIDENING * min(at[-1], corners[-1] - at[-1])))
    at[-1] = corners[-1]
    leg = np.minimum(np.searchsorted(corners, at, side="right"), len(path) - 1)
    azimuth = WGS84.inv(*path[leg - 1].T, *path[leg].T)[0]
    lon, lat, _ = WGS84.fwd(*path[leg - 1].T, azimuth, np.array(at) - corners[leg - 1])
    gaps = np.diff(at)
    return np.column_stack([lon, lat]), np.maximum(np.r_[gaps, 0], np.r_[0, gaps]) / 2


def gate_lines(names=GATES):
    """The lines across some gates."""
    return np.array([shapely.LineString(sampled(GATES[name][2])[0]) for name in names], object)


def passages():
    """What leads from one gate to the next: a graph, and for each of its nodes the name of the gate.

    A node is where a ship may be once it is through a gate: a position of it, and the sea beyond; the first node is the
    beginning of the way and the second its end. A way is moved by half a gap at most to pass a gate at one of its
    positions: that is taken off each leg at both of its ends.
    """
    doors = [("start", "", "gulf", START, np.zeros(1)), ("end", "tokyo", "", END, np.zeros(1))]
    doors += [(name, one, other, *sampled(turns)) for name, (one, other, turns) in GATES.items()]
    doors += [(name, other, one, at, moved) for name, one, other, at, moved in doors[2:]]
    first = np.cumsum([0, *(len(at) for _, _, _, at, _ in doors)])
    rows, columns, metres = [], [], []
    for one, (_, before, sea, here, moved) in enumerate(doors):
        for other, (_, near, beyond, there, moved_there) in enumerate(doors):
            if near != sea or beyond == before:
                continue  # a gate elsewhere, or the same way back
            row, column = (grid.ravel() for grid in np.indices((len(here), len(there))))
            rows.append(first[one] + row)
            columns.append(first[other] + column)
            far = WGS84.inv(*here[row].T, *there[column].T)[2]
            metres.append(np.maximum(far - moved[row] - moved_there[column], 1e-3))
    entries = np.concatenate(metres), (np.concatenate(rows), np.concatenate(columns))
    names = np.repeat([name for name, *_ in doors], np.diff(first))
    return coo_array(entries, shape=(first[-1], first[-1])).tocsr(), names


@pytest.fixture(scope="module")
def chart():
    return passages()


def least_metres(chart, closed):
    """No way from the Gulf to the bay of Tokyo that passes the gates left open is shorter than this."""
    graph, names = chart
    left = np.flatnonzero(~np.isin(names, closed))
    return dijkstra(graph[left][:, left], indices=0)[1]


def legs(turns, metres=1000.0):
    """The geodesics between some turns, as lines of at most 40 pieces of so many metres."""
    found = []
    for one, other in itertools.pairwise(turns):
        count = int(WGS84.inv(*one, *other)[2] // metres)
        path = np.array([one, *(WGS84.npts(*one, *other, count) if count else []), other])
        found += [shapely.LineString(path[at : at + 41]) for at in range(0, len(path) - 1, 40)]
    return np.array(found, object)


@pytest.fixture(scope="module")
def land():
    shapes = layers.load("land-region").geometry.to_numpy()
    shapely.prepare(shapes)
    return shapely.STRtree(shapes)


@pytest.fixture(scope="module")
def far_land():
    """Natural Earth's coast of the world at 1:110 million, for the waters west of the coast that ships."""
    lowres = Path(pyogrio.__file__).parent / "tests" / "fixtures" / "naturalearth_lowres" / "naturalearth_lowres.shp"
    return shapely.STRtree(geopandas.read_file(lowres).geometry.to_numpy())


def test_no_water_joins_two_seas_of_the_chart_but_by_its_gates(land):
    """Islands of 20 km² and more and the lines across the gates part the seas; smaller islands count as water."""
    large = land.geometries[layers.load("land-region")["area_km2"].to_numpy() >= 20]
    shut = shapely.buffer(gate_lines(), 0.0005)
    water = shapely.difference(shapely.box(*WINDOW), shapely.union_all([*shapely.make_valid(large), *shut]))
    sea, part = shapely.STRtree(shapely.get_parts(water)).query(shapely.points([*SEAS.values()]), predicate="within")
    assert len(sea) == len(set(part.tolist())) == len(SEAS)
    assert {one for both in GATES.values() for one in both[:2]} - set(SEAS) == {"gulf", "oman", "arabian", "lanka"}


@pytest.mark.parametrize("closed", WAYS, ids=" and ".join)
def test_a_way_written_by_hand_stays_at_sea_and_out_of_what_is_closed(closed, land, far_land):
    lines = legs(written(closed))
    assert not shapely.intersects(shapely.union_all(gate_lines(closed)), lines).any()
    assert not len(land.query(lines, predicate="intersects")[0])
    west = lines[1:][shapely.get_x(shapely.centroid(lines[1:])) < WINDOW[0]]  # but the water off Ras Tanura
    assert not len(far_land.query(west, predicate="intersects")[0])


@pytest.mark.parametrize("closed", WAYS, ids=" and ".join)
def test_a_long_way_is_between_the_least_through_the_gates_and_one_written_by_hand(closed, chart):
    water = sea_route("ras-tanura", "yokohama", avoid=closed).route.open_water
    ends = shapely.get_coordinates(water)[[0, -1]]
    apart = WGS84.inv(*ends.T, *np.vstack([START, END]).T)[2].sum()
    assert apart < 1000
    found = WGS84.geometry_length(water)
    least, most = least_metres(chart, closed), WGS84.line_length(*written(closed).T)
    assert least - apart <= found <= most + apart
    assert found <= least * BELOW
    assert most <= found * ABOVE
