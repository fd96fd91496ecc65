"""Where land borders meet the sea: from Natural Earth's countries to the mainland coasts of the states."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rimland.scripts.build_islands import Row, read_table
from rimland.scripts.build_source import Bounds, Land, Shapes, cuts

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

COUNTRIES_SHA256 = "3bc6f1d367a9bcec479841bae0e76092f512838411d0cef124e92eec4db45f79"
"""Of ``countries-10m.json`` in ``pkg:npm/world-atlas@2.0.2`` (Natural Earth 1:10m, public domain)."""

SOURCE = "Natural Earth 1:10m admin-0 countries, in pkg:npm/world-atlas@2.0.2 (countries-10m.json)"

SAME_STATE = frozenset({"China", "Hong Kong", "Macao"})
"""Entities of the source between whose coasts no cut is made."""

FARTHEST = 0.2
"""Degrees by which a mouth of Natural Earth may lie from the coast that it cuts."""

Position = tuple[float, float]


def mouths(topology: Path, window: Bounds) -> list[Row]:
    """The positions in a window where the border of two countries ends at a coast.

    In a TopoJSON file an arc that two countries use is a border, and one that a single country uses is a coast; a mouth
    is where both kinds end.

    ``border_mouths.csv`` is made of these rows and three reviewed columns: the landmass, and ``coast_lon`` and
    ``coast_lat`` where the mapped coast closes an estuary far from the mouth.

    Raises
    ------
    ValueError
        The file is not the one that was reviewed.
    """
    data = topology.read_bytes()
    if (found := hashlib.sha256(data).hexdigest()) != COUNTRIES_SHA256:
        raise ValueError(f"{topology}: SHA-256 {found}, expected {COUNTRIES_SHA256}: take pkg:npm/world-atlas@2.0.2.")
    parsed = json.loads(data)
    users = defaultdict[int, set[str]](set)
    for country in parsed["objects"]["countries"]["geometries"]:
        for arc in _arcs(country.get("arcs", [])):
            users[arc].add(country["properties"]["name"])
    ends = {arc: _ends(parsed, arc) for arc in users}
    shores = {end for arc, who in users.items() if len(who) == 1 for end in ends[arc]}
    west, south, east, north = window
    rows = []
    for arc, who in users.items():
        for lon, lat in ends[arc] if len(who) > 1 and not who <= SAME_STATE else []:
            if (lon, lat) in shores and west < lon < east and south < lat < north:
                one, other = sorted(who)
                rows.append({"lon": f"{lon:.5f}", "lat": f"{lat:.5f}", "one": one, "other": other, "source": SOURCE})
    return sorted(rows, key=lambda row: (float(row["lat"]), float(row["lon"])))


def _arcs(nested: Any) -> Iterator[int]:
    for item in nested:
        if isinstance(item, list):
            yield from _arcs(item)
        else:
            yield item if item >= 0 else ~item


def _ends(parsed: dict[str, Any], arc: int) -> list[Position]:
    steps = np.cumsum(parsed["arcs"][arc], axis=0)[[0, -1]]
    lonlat = steps * parsed["transform"]["scale"] + parsed["transform"]["translate"]
    return [(round(float(lon), 5), round(float(lat), 5)) for lon, lat in lonlat]


def coasts(land: Land, facts: Path, window: Bounds) -> "GeoDataFrame":
    """The mainland coast of each state of ``mainlands.csv``, as lines: borders and the window's edge are no part of it.

    Raises
    ------
    ValueError
        A stretch of coast belongs to a state that the table does not have.
    """
    from geopandas import GeoDataFrame

    table, border = read_table(facts / "mainlands.csv"), read_table(facts / "border_mouths.csv")
    stretches: dict[str, list[Any]] = {row["id"]: [] for row in table}
    for landmass in dict.fromkeys(row["landmass"] for row in table):
        rows = [row for row in table if row["landmass"] == landmass]
        main, spits = _landmass(land, rows[0])
        for country, lonlat in _stretches(_shore(main, window), border, rows):
            owner = [row["id"] for row in rows if row["country"] == country]
            if not owner:
                raise ValueError(f"mainlands.csv: no row for {country} on {landmass}: add one.")
            line = shapely.linestrings(lonlat)
            stretches[owner[0]] += [line, *(spit.exterior for spit in spits if shapely.intersects(line, spit))]
    shapes = [shapely.multilinestrings(stretches[row["id"]]) for row in table]
    return GeoDataFrame([_record(row) for row in table], geometry=shapes, crs="EPSG:4326")


def _landmass(land: Land, row: Row) -> tuple[Any, Shapes]:
    """The polygon at a position, and the spits that rounding pinched off it."""
    spot = shapely.Point(float(row["lon"]), float(row["lat"]))
    at = int(np.flatnonzero(shapely.contains(land.shapes, spot))[0])
    main = land.shapes[at]
    others = land.shapes[(land.numbers == land.numbers[at]) & (np.arange(len(land.shapes)) != at)]
    return main, others[shapely.touches(others, main)]


def _shore(polygon: Any, window: Bounds) -> Any:
    """The outer boundary of a landmass, as one line, its cuts left out."""
    edge = cuts(np.array([polygon], object), window)[0]
    ring = shapely.get_exterior_ring(polygon)
    if edge is None:
        return ring
    lines = shapely.get_parts(shapely.line_merge(shapely.difference(ring, edge)))
    return max(lines, key=shapely.length)


def _stretches(shore: Any, border: list[Row], rows: list[Row]) -> list[tuple[str, NDArray[np.float64]]]:
    """Each stretch of a shore between two mouths with the country that both of them have."""
    lonlat = shapely.get_coordinates(shore)
    cut: list[tuple[int, set[str]]] = []
    for row in border:
        gap = np.hypot(*(lonlat - _where(row)).T)
        if gap.min() < FARTHEST and row["landmass"] == rows[0]["landmass"]:
            cut.append((int(gap.argmin()), {row["one"], row["other"]}))
    cut.sort(key=lambda one: one[0])
    if not cut:
        return [(rows[0]["country"], lonlat)]
    owners = _owners([who for _, who in cut])
    places = [0, *(at for at, _ in cut), len(lonlat) - 1]
    pieces = [lonlat[a : b + 1] for a, b in pairwise(places)]
    if shapely.is_closed(shore):  # the first piece goes on where the last one ends: they are one stretch
        pieces[0] = np.concatenate([pieces.pop()[:-1], pieces[0]])
        owners = owners[:-1]
    return list(zip(owners, pieces, strict=True))


def _owners(mouths_along: list[set[str]]) -> list[str]:
    """Whose each stretch is: at a mouth the coast passes from one of its two countries to the other.

    Raises
    ------
    ValueError
        No country to begin with, or more than one, makes that hold at every mouth.
    """
    found = []
    for first in sorted(mouths_along[0]):
        owners = [first]
        for mouth in mouths_along:
            owners += list(mouth - {owners[-1]}) if owners[-1] in mouth else []
        if len(owners) == len(mouths_along) + 1:
            found.append(owners)
    if len(found) != 1:
        raise ValueError(f"border_mouths.csv: {mouths_along}: {len(found)} ways to follow the coast, expected one.")
    return found[0]


def _where(row: Row) -> list[float]:
    """Where a border meets the mapped coast: the mouth, or the reviewed spot of a table that has one."""
    return [float(row["coast_lon"] or row["lon"]), float(row["coast_lat"] or row["lat"])]


def _record(row: Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name_en": row["name_en"],
        "name_ja": row["name_ja"],
        "name_zh_hant": row["name_zh_hant"],
        "aliases": row["aliases"] or None,
        "landmass": row["landmass"],
        "source": "osm; natural-earth; names",
        "position_grade": "B",
        "fact_grade": "C",
        **{column: row[column] or None for column in ("note_en", "note_ja", "note_zh_hant")},
    }
