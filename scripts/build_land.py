"""The layers of land: the region, the detail and the drawing copy, as GeoParquet with their hash in the TOML."""

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rimland.scripts.build_basemap import simplify
from rimland.scripts.build_islands import Island, place_of
from rimland.scripts.build_source import Bounds, Land, areas, cuts, tidy, within

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

REGION: Bounds = (95.0, -12.0, 160.0, 52.0)
"""West, south, east, north of the region."""

DETAIL: Bounds = (118.0, 20.0, 134.0, 36.0)
"""West, south, east, north of the detail."""

LEAST_AREA = 0.001
"""Of a polygon of the region, km²."""

YEAR = 2024
"""Of the OpenStreetMap data in the wheel."""


def region(source: Land, window: Bounds = REGION) -> Land:
    """Tidy polygons of at least `LEAST_AREA`, cut at the window's edge."""
    land = tidy(within(source, window))
    return land.take(areas(land.shapes) >= LEAST_AREA)


def detail(source: Land, window: Bounds = DETAIL) -> Land:
    """Every polygon, tidy, cut at the window's edge."""
    return tidy(within(source, window))


def basemap(land: Land, islands: list[Island], window: Bounds = REGION) -> Land:
    """The drawing copy of the region; every named island is in it."""
    named = {number for island in islands for number in island.numbers}
    keep = np.isin(land.numbers, list(named)) & (areas(land.shapes) < 10_000)
    return simplify(land, keep, window)


def frame(land: Land, islands: list[Island], window: Bounds) -> "GeoDataFrame":
    """Features of land: an id, the island that it is, what of its boundary is a cut, and its area.

    The column ``cut`` is WKT, so that it goes through every format: the lines of the boundary that are no coast.
    """
    from geopandas import GeoDataFrame

    columns = {
        "id": _ids(land),
        "place": place_of(islands, land.numbers),
        "cut": [None if line is None else line.wkt for line in cuts(land.shapes, window)],
        "area_km2": np.round(areas(land.shapes), 6),
    }
    return GeoDataFrame(columns, geometry=land.shapes, crs="EPSG:4326")


def _ids(land: Land) -> list[str]:
    """``osm-N`` by the polygon's number in the source, ``osm-N-K`` for its second and later pieces in the layer."""
    seen: dict[int, int] = {}
    ids = []
    for number in land.numbers.tolist():
        seen[number] = seen.get(number, 0) + 1
        ids.append(f"osm-{number}" if seen[number] == 1 else f"osm-{number}-{seen[number]}")
    return ids


def write(features: "GeoDataFrame", path: Path) -> str:
    """Write GeoParquet, the same bytes from the same features, and stamp its hash into the TOML beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    features.to_parquet(path, index=False, compression="zstd", compression_level=19, write_covering_bbox=False)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    toml = path.with_suffix(".toml")
    if toml.is_file():
        text = toml.read_text(encoding="utf-8")
        toml.write_text(re.sub(r'(?m)^sha256 = ".*"$', f'sha256 = "{digest}"', text), encoding="utf-8")
    return digest
