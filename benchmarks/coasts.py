"""The shapes that the benchmarks measure: full-resolution coasts out of the `land-region` layer.

A coast is picked by a rough outline round it. The outlines serve to make work for a computer; they say nothing of who
owns what.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely

JAPAN = shapely.Polygon(
    [
        (122.7, 23.9), (126, 23.9), (143, 23.9), (145.84, 43.0), (145.84, 43.6), (145.35, 43.75), (145.36, 44.5),
        (142.5, 45.8), (140.5, 45.8), (138.5, 40), (135, 38.5), (132.5, 36.9), (130.2, 35.2), (129.6, 34.85),
        (129.1, 34.75), (128.5, 34), (127.5, 32.5), (127.5, 29), (122.7, 26),
    ]
)  # fmt: skip
YAEYAMA = shapely.box(122.8, 23.9, 124.6, 24.8)
TAIWAN = shapely.box(119.2, 21.8, 122.2, 25.7)
CHINA = shapely.box(116, 22, 124.3, 40.2)
CHINA_ISLANDS = shapely.box(116, 26.5, 124.3, 40.2)
KOREA = shapely.Polygon([(124.3, 33), (127.3, 33), (128.3, 34.2), (129, 34.9), (130, 35.5), (130, 42.3), (124.3, 40)])
PHILIPPINES = shapely.Polygon([(116.8, 7.4), (119.4, 7.4), (119.4, 4.5), (127, 4.5), (127, 21.3), (116.8, 21.3)])
PALAU = shapely.box(131, 2.8, 135, 8.3)
MARIANAS = shapely.box(144, 13, 146.2, 21)
SEAS = shapely.box(118, 10, 140, 34)
"""The East China and Philippine Seas, roughly."""


@dataclass(frozen=True)
class Coasts:
    """Land as an array of polygons."""

    land: np.ndarray

    @classmethod
    def read(cls, path: Path | None) -> "Coasts":
        """The shipped coast, or the polygons of a WKB file."""
        if path is None:
            with as_file(files("rimland.data") / "layers" / "land-region.parquet") as shipped:
                land = geopandas.read_parquet(shipped).geometry.to_numpy()
        else:
            land = np.asarray([shapely.from_wkb(path.read_bytes())])
        polygons = shapely.get_parts(land)
        return cls(polygons[shapely.intersects(polygons, shapely.box(95, -12, 160, 52))])

    @cached_property
    def points(self) -> np.ndarray:
        """A position on each polygon."""
        return np.asarray(shapely.point_on_surface(self.land))

    @cached_property
    def mainland(self) -> Any:
        """Asia: the polygon with the most vertices."""
        return self.land[np.argmax(shapely.get_num_coordinates(self.land))]

    def holding(self, lon: float, lat: float) -> Any:
        """The polygon round a position."""
        return self.land[shapely.contains_xy(self.land, lon, lat)][0]

    def islands(self, outline: Any) -> Any:
        """Every polygon but the mainland that stands within an outline, as one shape."""
        chosen = shapely.contains(outline, self.points) & (self.land != self.mainland)
        return shapely.multipolygons(self.land[chosen])

    @cached_property
    def taiwan(self) -> Any:
        """The main island alone."""
        return self.holding(121.0, 23.8)

    @cached_property
    def yonaguni(self) -> Any:
        """The island alone."""
        return self.holding(122.98, 24.455)

    @cached_property
    def japan(self) -> Any:
        """Every island within the outline."""
        return self.islands(JAPAN)

    @cached_property
    def yaeyama(self) -> Any:
        """From Yonaguni to Ishigaki."""
        return self.islands(YAEYAMA)

    @cached_property
    def china(self) -> Any:
        """The coast of the mainland from Guangdong to the Yalu, and the islands off it north of 26.5°N."""
        return _together([shapely.intersection(self.mainland, CHINA), self.islands(CHINA_ISLANDS)])

    @cached_property
    def actors(self) -> dict[str, Any]:
        """Seven coasts that share the East China and the Philippine Seas."""
        return {
            "china": self.china,
            "taiwan": self.islands(TAIWAN),
            "japan": self.japan,
            "korea": _together([shapely.intersection(self.mainland, KOREA), self.islands(KOREA)]),
            "philippines": self.islands(PHILIPPINES),
            "palau": self.islands(PALAU),
            "marianas": self.islands(MARIANAS),
        }

    def largest_islands(self, count: int = 60) -> list[Any]:
        """The islands with the most vertices that no window cuts."""
        bounds = shapely.bounds(self.land)
        whole = (bounds[:, 0] > 95) & (bounds[:, 1] > -12) & (bounds[:, 2] < 160) & (bounds[:, 3] < 52)
        islands = self.land[whole]
        return list(islands[np.argsort(-shapely.get_num_coordinates(islands), kind="stable")[:count]])


def _together(shapes: Iterable[Any]) -> Any:
    return shapely.multipolygons([p for s in shapes for p in shapely.get_parts(s) if p.geom_type == "Polygon"])


def vertices(*shapes: Any) -> int:
    """How many positions shapes are made of."""
    return int(sum(shapely.get_num_coordinates(s) for s in shapes))
