"""Random shapes anywhere, the poles and the antimeridian oftener than chance would have it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from benchmarks.oracle import GEOD, Pieces

LONGITUDES = (-180.0, 180.0, 0.0, 179.99999, -179.9999)
LATITUDES = (-90.0, 90.0, 89.99, -89.9, 0.0, 1e-9)


@dataclass(frozen=True)
class Source:
    """A stream of shapes from a seed."""

    random: np.random.Generator

    def centre(self) -> tuple[float, float]:
        """A position, uniform on the sphere; one in four on a special meridian, one in four at a special latitude."""
        lon = self.random.choice(LONGITUDES) if self.random.random() < 0.25 else self.random.uniform(-180, 180)
        lat = np.degrees(np.arcsin(self.random.uniform(-1, 1)))
        return float(lon), float(self.random.choice(LATITUDES) if self.random.random() < 0.25 else lat)

    def size(self, least: float, most: float) -> float:
        """Metres, uniform in the logarithm."""
        return float(10 ** self.random.uniform(np.log10(least), np.log10(most)))

    def star(self, centre: tuple[float, float], radius: float) -> np.ndarray:
        """Positions round a centre, counter-clockwise, from half the radius to the radius away, shape (n, 2)."""
        count = int(self.random.integers(3, 30))
        azimuth = np.sort(self.random.uniform(0, 360, count))[::-1]
        if np.max(-np.diff(azimuth, append=azimuth[0] - 360)) > 170:
            azimuth = -np.arange(count) * 360 / count
        metres = radius * self.random.uniform(0.5, 1, count)
        lon, lat, _ = GEOD.fwd(np.full(count, centre[0]), np.full(count, centre[1]), azimuth, metres)
        return np.column_stack([lon, lat])

    def shape(self, centre: tuple[float, float], radius: float) -> Any:
        """A point, points, a line that crosses itself, or a polygon, all within a radius of a centre."""
        around = self.star(centre, radius)
        kind = self.random.integers(0, 4)
        if kind == 0:
            return shapely.Point(around[0])
        if kind == 1:
            return shapely.MultiPoint(around)
        return shapely.LineString(self.random.permutation(around)) if kind == 2 else shapely.Polygon(around)

    def away(self, centre: tuple[float, float], metres: Any) -> tuple[Any, Any]:
        """Positions at distances from a centre, in any direction."""
        metres = np.asarray(metres, float)
        lon, lat, _ = GEOD.fwd(
            np.full(metres.shape, centre[0]),
            np.full(metres.shape, centre[1]),
            self.random.uniform(0, 360, metres.shape),
            metres,
        )
        return lon, lat


def pieces_of(shape: Any, radius: float) -> Pieces:
    """Brute force for a shape of a size: pieces short beside it, and not too many."""
    return Pieces.of(shape, max(100.0, radius / 300))
