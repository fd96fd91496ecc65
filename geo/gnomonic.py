"""The plane in which ways by sea are laid out: geodesics are all but straight in it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rimland.geo import ellipsoid
from rimland.geo.errors import GeometryError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LONG = 300_000.0
"""Metres from which a geodesic is tested as it bends in the plane: a shorter one strays from the straight line by less
than 10 m."""


@dataclass(frozen=True, kw_only=True)
class Plane:
    """The central projection of the ellipsoid on a plane that touches it at a position; geodesics are almost straight.

    What is 85 degrees or more from there is not in it.
    """

    lon: float
    lat: float

    @cached_property
    def _axes(self) -> Floats:
        """East, north and up at the position, (3, 3)."""
        up = ellipsoid.to_ecef(np.array([self.lon]), np.array([self.lat]))[0]
        up = up / np.linalg.norm(up)
        east = np.cross([0.0, 0.0, 1.0], up)
        east /= np.linalg.norm(east)
        return np.array([east, np.cross(up, east), up])

    def project(self, lonlat: Floats) -> Floats:
        """Metres in the plane, (n, 2), of positions in degrees.

        Raises
        ------
        GeometryError
            A position is too far round the Earth.
        """
        east, north, up = self._axes @ ellipsoid.to_ecef(lonlat[:, 0], lonlat[:, 1]).T
        length = np.hypot(np.hypot(east, north), up)
        if (up < 0.087 * length).any():
            raise GeometryError(
                f"a position is 85 degrees or more from {self.lat:g} N {self.lon:g} E, beyond what this network spans."
            )
        return np.asarray(ellipsoid.SEMI_MAJOR_AXIS * np.column_stack([east / up, north / up]))

    def unproject(self, plane: Floats) -> Floats:
        """Degrees, (n, 2), of positions in the plane."""
        directions = np.column_stack([plane / ellipsoid.SEMI_MAJOR_AXIS, np.ones(len(plane))]) @ self._axes
        flat = np.hypot(directions[:, 0], directions[:, 1])
        lat = np.arctan2(directions[:, 2], flat * (1 - ellipsoid.ECCENTRICITY_SQUARED))
        return np.asarray(np.degrees(np.column_stack([np.arctan2(directions[:, 1], directions[:, 0]), lat])))

    def geodesics(self, ends: Floats) -> NDArray[Any]:
        """The geodesics between positions in the plane, (m, 2, 2), as lines in it.

        One of at least `LONG` metres has nine vertices on the way; between them it strays by less than 20 m from them.
        """
        lines = np.asarray(shapely.linestrings(ends))
        away = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
        bent = away >= LONG
        if bent.any():
            lonlat = self.unproject(ends[bent].reshape(-1, 2)).reshape(-1, 4)
            azimuth, _, metres = ellipsoid.geod().inv(*lonlat.T)
            parts = np.linspace(0, 1, 11)[1:-1]
            way = [ellipsoid.geod().fwd(lonlat[:, 0], lonlat[:, 1], azimuth, metres * part)[:2] for part in parts]
            flat = [self.project(np.column_stack(at)) for at in way]
            lines[bent] = shapely.linestrings(np.stack([ends[bent, 0], *flat, ends[bent, 1]], axis=1))
        return lines

    def metres_at(self, plane: Floats) -> Floats:
        """The most that a metre on the ground is in the plane, at positions in the plane, (n,)."""
        radius2 = (plane**2).sum(axis=-1) / ellipsoid.SEMI_MAJOR_AXIS**2
        return np.asarray(1 + radius2)


def lengths(plane: Plane, at: Floats, pairs: Ints) -> Floats:
    """The geodesic lengths, (m,), between pairs of positions in the plane."""
    return metres_between(plane.unproject(at)[pairs].reshape(-1, 4))


def metres_between(ends: Floats) -> Floats:
    """Metres from one position to another, of rows of longitude, latitude, longitude, latitude."""
    return np.asarray(ellipsoid.geod().inv(*ends.T)[2], float)
