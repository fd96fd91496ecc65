"""A plane in which the whole Earth but one point lies: where shapes are joined, never where they are measured."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from rimland.geo.ellipsoid import LARGEST_RADIUS, SMALLEST_RADIUS, Floats

MEAN_RADIUS = 6_371_008.8
"""Metres; used where a sphere is near enough: to choose how dense vertices are, never where they are."""


@dataclass(frozen=True, kw_only=True)
class Plane:
    """The stereographic image of the sphere of the ellipsoid's normals, seen from the point opposite a centre.

    It keeps what is joined joined and what is apart apart; a short straight edge in it is within centimetres of the
    geodesic. A metre on the Earth is `scale` metres in it, within one per cent and never less.

    Attributes
    ----------
    lon, lat
        The centre, degrees. The opposite point has no image.
    steepness
        How bent straight edges are where it matters: at most as much as this many great circles. Infinite when
        something lies near the opposite point.
    """

    lon: float
    lat: float
    steepness: float = 1.0

    @property
    def roomy(self) -> bool:
        """Whether all that matters stays far enough from the opposite point for a short edge to be nearly straight."""
        return bool(np.isfinite(self.steepness))

    @cached_property
    def axes(self) -> Floats:
        """Unit vectors towards the centre, east and north of it, shape (3, 3)."""
        lam, phi = np.radians(self.lon), np.radians(self.lat)
        up = normals(self.lon, self.lat)
        east = np.array([-np.sin(lam), np.cos(lam), 0.0])
        north = np.array([-np.sin(phi) * np.cos(lam), -np.sin(phi) * np.sin(lam), np.cos(phi)])
        return np.stack([up, east, north])

    def project(self, lon: ArrayLike, lat: ArrayLike) -> Floats:
        """Planar metres, shape (..., 2), of positions in degrees."""
        vectors = normals(lon, lat) @ self.axes.T
        up, across = vectors[..., 0], vectors[..., 1:]
        # 1 + up loses its digits towards the opposite point; there it is written with what does not cancel.
        squared = np.einsum("...i,...i", across, across)
        nearness = np.where(up < 0, squared / np.maximum(1 - up, 1), 1 + up)
        with np.errstate(divide="ignore", invalid="ignore"):
            planar: Floats = across * (2 * SMALLEST_RADIUS / nearness)[..., None]
        planar[nearness == 0] = np.inf
        return planar

    def apart(self, a: Floats, b: Floats) -> Floats:
        """About how far, metres, planar positions are from each other on the Earth; within one per cent when near."""
        here, there = normals(*self.unproject(a)), normals(*self.unproject(b))
        metres: Floats = MEAN_RADIUS * np.linalg.norm(here - there, axis=-1)
        return metres

    def unproject(self, xy: Floats) -> tuple[Floats, Floats]:
        """Longitude and latitude, degrees, of planar positions, shape (..., 2)."""
        tangent = xy / (2 * SMALLEST_RADIUS)
        squared = np.einsum("...i,...i", tangent, tangent)[..., None]
        x, y, z = np.moveaxis(np.concatenate([1 - squared, 2 * tangent], axis=-1) @ self.axes, -1, 0)
        return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))

    def scale(self, xy: Floats) -> Floats:
        """Planar metres to a metre on the Earth, at planar positions; the largest of all directions."""
        scale: Floats = 1 + np.einsum("...i,...i", xy, xy) / (2 * SMALLEST_RADIUS) ** 2
        return scale


SQUEEZE = SMALLEST_RADIUS / LARGEST_RADIUS
"""The least planar length is this share of `Plane.scale`, the greatest is all of it."""


def normals(lon: ArrayLike, lat: ArrayLike) -> Floats:
    """Unit vectors along the ellipsoid's normals, shape (..., 3); at a pole and at ±180 the same for every spelling."""
    lam, phi = np.radians(np.asarray(lon, float)), np.radians(np.asarray(lat, float))
    lam = np.where(lam == -np.pi, np.pi, lam)
    across = np.where(np.abs(phi) == np.pi / 2, 0.0, np.cos(phi))
    return np.stack([across * np.cos(lam), across * np.sin(lam), np.sin(phi)], axis=-1)
