"""What sees what across the water: the capes of obstacles, and what blocks a line between two of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import MultiPolygon
from shapely.geometry.base import BaseGeometry

from rimland.geo.errors import GeometryError
from rimland.geo.gnomonic import Floats, Ints, Plane
from rimland.geo.shapes import as_geometry

INSET = 20.0
"""Metres by which obstacles are shrunk before a line is tested against them: capes themselves must not block."""

PROBES = (0.5, 0.25, 0.75, 0.125, 0.875)
"""Where on a line of sight land is looked for first, as parts of its length."""


@dataclass(frozen=True, kw_only=True)
class Corners:
    """Convex corners of obstacles in the plane: where they are, and the corners before and after, each (n, 2)."""

    at: Floats
    before: Floats
    after: Floats

    def take(self, which: NDArray[Any]) -> "Corners":
        """Some of them."""
        return Corners(at=self.at[which], before=self.before[which], after=self.after[which])

    def join(self, other: "Corners") -> "Corners":
        """These and others behind them."""
        return Corners(
            at=np.concatenate([self.at, other.at]),
            before=np.concatenate([self.before, other.before]),
            after=np.concatenate([self.after, other.after]),
        )

    def taut(self, which: NDArray[Any], to: Floats) -> NDArray[np.bool_]:
        """Whether a thread from some corners to positions would stay at the corner when it is pulled, (n,)."""
        way = to - self.at[which]
        one, other = (_cross(way, side[which] - self.at[which]) for side in (self.before, self.after))
        return (one * other) >= 0


def capes(obstacles: MultiPolygon) -> Corners:
    """The convex corners of polygons; their holes are left out: no way by sea leads into them."""
    found = []
    for ring in shapely.get_exterior_ring(shapely.get_parts(obstacles)):
        at = shapely.get_coordinates(ring if shapely.is_ccw(ring) else shapely.reverse(ring))[:-1]
        before, after = np.roll(at, 1, axis=0), np.roll(at, -1, axis=0)
        convex = _cross(at - before, after - at) > 0
        found.append(np.stack([at, before, after])[:, convex])
    at, before, after = np.concatenate(found, axis=1) if found else np.empty((3, 0, 2))
    return Corners(at=at, before=before, after=after)


def meet(blocks: Sequence[BaseGeometry], shapes: NDArray[Any]) -> NDArray[np.bool_]:
    """Which shapes meet any of some blocks, (n,)."""
    met = np.zeros(len(shapes), bool)
    for block in blocks:
        met[~met] = shapely.intersects(block, shapes[~met])
    return met


def stopped(blocks: Sequence[BaseGeometry], here: Floats, to: Floats) -> NDArray[np.bool_]:
    """Which straight lines have one of a few points in a block, (n,): most that meet one do, and points are fast."""
    found = np.zeros(len(to), bool)
    for block in blocks:
        for part in PROBES:
            at = here + (to[~found] - here) * part
            found[~found] = shapely.intersects_xy(block, at)
    return found


def sights(corners: Corners, blocks: Sequence[BaseGeometry], plane: Plane, of: Ints) -> Ints:
    """The pairs of corners that see each other and that a taut thread could join, at least one of each in `of`."""
    mark = np.zeros(len(corners.at), bool)
    mark[of] = True
    pairs = []
    for one in of.tolist():
        others = np.flatnonzero(~mark | (np.arange(len(mark)) > one))
        here = corners.at[one]
        others = others[corners.taut(np.full(len(others), one), corners.at[others])]
        others = others[corners.taut(others, here)]
        others = others[~stopped(blocks, here, corners.at[others])]
        straight = shapely.linestrings(rays(here, corners.at[others]))
        others = others[~meet(blocks, straight)]
        seen = others[~meet(blocks, plane.geodesics(rays(here, corners.at[others])))]
        pairs.append(np.column_stack([np.full(len(seen), one), seen]))
    return np.concatenate(pairs) if pairs else np.empty((0, 2), np.int64)


def inset(obstacles: BaseGeometry, plane: Plane) -> tuple[BaseGeometry, ...]:
    """Obstacles shrunk by at least `INSET` metres on the ground: a part so small that it vanishes is no obstacle."""
    parts = shapely.get_parts(obstacles)
    middle = shapely.get_coordinates(shapely.point_on_surface(parts))
    blocks = shapely.union_all(shapely.buffer(parts, -INSET * plane.metres_at(middle), join_style="mitre"))
    shapely.prepare(blocks)
    return (blocks,)


def wall(region: Any, plane: Plane) -> BaseGeometry:
    """A region, or a line 1 km thick, in the plane.

    Raises
    ------
    GeometryError
        A point closes nothing.
    """
    flat = shapely.transform(as_geometry(region), plane.project)  # its edges are geodesics: straight lines there
    parts = shapely.get_parts(flat)
    if (shapely.get_dimensions(parts) == 0).any():
        raise GeometryError("a point closes nothing: give a polygon, a line across, or a buffer of the point.")
    lines = shapely.get_dimensions(parts) == 1
    parts[lines] = shapely.buffer(parts[lines], 500.0)
    return shapely.union_all(shapely.make_valid(parts))


def rays(here: Floats, to: Floats) -> Floats:
    """Pairs of one position and each of others, (n, 2, 2)."""
    return np.stack([np.broadcast_to(here, (len(to), 2)), to], axis=1)


def _cross(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
