"""Ways by sea between 22 ports: how many cross land, ours and searoute's, on the same pairs and the same coast.

Counted is what lies between open water and open water: of ours the straight legs out of harbour are left out, which the
command tells apart; searoute has none, its ways begin and end at the nearest node of its network.
"""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import combinations
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

from benchmarks.coasts import Coasts
from benchmarks.postgis import Database
from benchmarks.table import OURS, Row, row, timed
from rimland import geo
from rimland.layers import load, place, sea_route

PORTS = (
    *("yokohama", "tokyo", "nagoya", "osaka", "kobe", "hakata", "nagasaki", "kagoshima", "naha", "port-of-ishigaki"),
    *("keelung", "taichung", "kaohsiung", "hualien", "shanghai", "ningbo", "xiamen", "hong-kong"),
    *("busan", "manila", "singapore", "qingdao"),
)

WGS84 = Geod(ellps="WGS84")

Way = Callable[[str, str], Any]


def rows(_: Coasts, __: Database | str) -> Iterator[Row]:
    """A row for each engine: seconds a way, and how many ways cross land."""
    polygons = load("land-region").geometry.to_numpy()
    shapely.prepare(polygons)
    tree = shapely.STRtree(polygons)
    engines: dict[str, Way] = {OURS: ours}
    if find_spec("searoute"):
        engines["searoute"] = theirs
    for engine, way in engines.items():
        yield row(
            "ways between 22 ports",
            engine,
            lambda way=way: timed(lambda: [way(*pair) for pair in combinations(PORTS, 2)], repeat=1),
            lambda lines: crossings(lines, tree),
            count=len(PORTS) * (len(PORTS) - 1) // 2,
            per="way",
        )


def ours(one: str, other: str) -> Any:
    """The way from open water to open water."""
    return sea_route(one, other).route.open_water


def theirs(one: str, other: str) -> Any:
    """The way of searoute, its edges taken to be geodesics."""
    import searoute

    ends = [[place(name).geometry.x, place(name).geometry.y] for name in (one, other)]
    at = searoute.searoute(*ends).geometry["coordinates"]
    return geo.densify(shapely.LineString(at if len(at) > 1 else at * 2), 1000.0)  # near ports share a node


def crossings(lines: list[Any], tree: shapely.STRtree) -> str:
    """How many lines cross land at all, and how many cross more than 3 km of it."""
    metres = np.array([on_land(line, tree) for line in lines])
    return f"{(metres > 0).sum()} of {len(lines)} cross land, {(metres > 3000).sum()} more than 3 km"


def on_land(line: Any, tree: shapely.STRtree) -> float:
    """Metres of a line on land."""
    met = tree.geometries[tree.query(line, predicate="intersects")]
    return sum(float(WGS84.geometry_length(shapely.intersection(line, part))) for part in met)
