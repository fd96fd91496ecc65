"""WGS84, once: inverse and direct geodesics, Earth-centred coordinates, and what a chord says of a geodesic."""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from pyproj import Geod

Floats = NDArray[np.float64]

SEMI_MAJOR_AXIS = 6_378_137.0
"""Metres (NGA.STND.0036, table 3.1)."""

FLATTENING = 1 / 298.257223563
"""NGA.STND.0036, table 3.1."""

ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)

SMALLEST_RADIUS = SEMI_MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED)
"""Metres: the least radius of curvature of the surface, that of the meridian at the equator."""

LARGEST_RADIUS = SEMI_MAJOR_AXIS / np.sqrt(1 - ECCENTRICITY_SQUARED)
"""Metres: the greatest radius of curvature of the surface, at the poles."""


@cache
def geod() -> "Geod":
    """The WGS84 geodesic solver of PROJ (Karney 2013, doi:10.1007/s00190-012-0578-z), accurate to 15 nanometres."""
    from pyproj import Geod

    return Geod(a=SEMI_MAJOR_AXIS, f=FLATTENING)


def inverse(lon1: ArrayLike, lat1: ArrayLike, lon2: ArrayLike, lat2: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Geodesics between positions: azimuth at the start, azimuth at the end (both forward), and length.

    Parameters
    ----------
    lon1, lat1, lon2, lat2
        Degrees; any shapes that broadcast together.

    Returns
    -------
    azimuth1, azimuth2, metres
        Arrays of the broadcast shape; azimuths in degrees clockwise from north, -180 to 180.
    """
    lon1, lat1, lon2, lat2 = (np.array(a, float) for a in np.broadcast_arrays(lon1, lat1, lon2, lat2))
    azimuth1, back, metres = geod().inv(lon1, lat1, lon2, lat2)
    azimuth2 = np.where(np.asarray(back) > 0, np.asarray(back) - 180, np.asarray(back) + 180)
    return np.asarray(azimuth1, float), azimuth2, np.asarray(metres, float)


def direct(lon: ArrayLike, lat: ArrayLike, azimuth: ArrayLike, metres: ArrayLike) -> tuple[Floats, Floats]:
    """Where geodesics end that leave a position on an azimuth and run for a length.

    Parameters
    ----------
    lon, lat, azimuth
        Degrees; any shapes that broadcast together with `metres`.
    metres
        Length of the geodesic.

    Returns
    -------
    lon, lat
        Degrees, longitude from -180 to 180.
    """
    lon, lat, azimuth, metres = (np.array(a, float) for a in np.broadcast_arrays(lon, lat, azimuth, metres))
    end_lon, end_lat, _ = geod().fwd(lon, lat, azimuth, metres)
    return np.asarray(end_lon, float), np.asarray(end_lat, float)


def to_ecef(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Earth-centred, Earth-fixed coordinates of positions on the ellipsoid, metres, shape (..., 3)."""
    lam, phi = np.radians(lon), np.radians(lat)
    sine, cosine = np.sin(phi), np.cos(phi)
    normal = SEMI_MAJOR_AXIS / np.sqrt(1 - ECCENTRICITY_SQUARED * sine**2)
    across = normal * cosine
    return np.stack([across * np.cos(lam), across * np.sin(lam), normal * (1 - ECCENTRICITY_SQUARED) * sine], axis=-1)


def from_ecef(xyz: ArrayLike) -> tuple[Floats, Floats]:
    """Longitude and latitude, degrees, of the point of the ellipsoid that lies towards an Earth-centred position.

    The position is moved along the line from the centre until it meets the ellipsoid; for the midpoint of a chord that
    is the point under it to first order, and for a point of the ellipsoid it is the point itself.
    """
    x, y, z = np.moveaxis(np.asarray(xyz, float), -1, 0)
    lon = np.degrees(np.arctan2(y, x))
    lat = np.degrees(np.arctan2(z, (1 - ECCENTRICITY_SQUARED) * np.hypot(x, y)))
    return lon, lat


def chord_to_shortest(chord: ArrayLike) -> Floats:
    """The least length, metres, that a geodesic between two points can have whose chord is given.

    ``2 R asin(c / 2R)`` grows as R falls, so that the greatest radius of curvature gives the lower bound.
    """
    return np.asarray(2 * LARGEST_RADIUS * np.arcsin(np.minimum(np.asarray(chord, float) / (2 * LARGEST_RADIUS), 1)))


def chord_to_longest(chord: ArrayLike) -> Floats:
    """The greatest length, metres, that a shortest geodesic between two points can have whose chord is given."""
    return 2 * SMALLEST_RADIUS * np.arcsin(np.minimum(np.asarray(chord, float) / (2 * SMALLEST_RADIUS), 1))
