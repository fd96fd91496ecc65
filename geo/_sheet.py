"""The mesh over the sea that is refined until every triangle's share of a partition is plain.

A distance changes by at most a metre a metre. A triangle of which all corners are nearer to one owner, by more than
twice the reach of the corners, holds nothing but that owner and is dropped; what is left is refined until it is small
beside its distance from every shape. No islet can then hide in a triangle, and since each point of a cell is joined to
its nearest point by a geodesic within the cell, no cell can.
"""

from collections.abc import Callable, Sequence

import numpy as np

from rimland.geo._mesh import COVERING, Booleans, Floats, Integers, arc_length, icosphere
from rimland.geo._owners import Owner, difference, step, table
from rimland.geo.errors import GeometryError

FINEST = 0.5
"""Metres: triangles are not refined below this, however near two shapes come to each other."""

_COARSEST = 250_000.0
"""Metres: triangles that may hold a boundary are refined to this at least."""

_SHARE = 0.5
"""Triangles that may hold a boundary of two owners have edges of at most this share of the distance to any shape."""

_SHARE_OF_MANY = 0.12
"""The same where more than two owners may meet."""

_MOST_TRIANGLES = 2_000_000


class Sheet:
    """Triangles that may hold a boundary between owners, with the distances at their corners.

    Parameters
    ----------
    owners
        Two or more.
    outside
        Metres that positions, given as normals, lie outside the region of interest; negative inside; never more than a
        metre a metre steep.
    reach
        Boundaries farther than this from their owners do not matter, metres.

    Attributes
    ----------
    checked
        The triangles that have passed every check and have not been split since; who checks sets it.
    """

    def __init__(self, owners: Sequence[Owner], outside: Callable[[Floats], Floats] | None, reach: float) -> None:
        self.owners = owners
        self.mesh = icosphere(3)
        self.checked = np.zeros(len(self.mesh.triangles), bool)
        self._outside, self._reach = outside, reach
        self._possible = np.zeros((0, len(owners)), bool)
        corners, count = len(self.mesh.normals), len(owners)
        self.metres = np.zeros((corners, count))
        self.slope = np.zeros((corners, count, 3))
        self.clearance = np.full((corners, count), np.inf)
        self.known = np.zeros((corners, count), bool)
        self._beyond = np.zeros(corners) if outside is None else outside(self.mesh.normals)
        self._settle()

    def refine(self, marked: Booleans) -> None:
        """Split the marked triangles and drop what cannot hold a boundary."""
        self.mesh, parents, whole = self.mesh.refine(marked)
        new = len(self.mesh.triangles) - whole.sum()
        self.checked = np.concatenate([self.checked[whole], np.zeros(new, bool)])
        if len(self.mesh.triangles) > _MOST_TRIANGLES:
            raise GeometryError(
                "the shapes run along each other without sharing their edges for so long that their boundary cannot be"
                " followed: give neighbours the same vertices along a common border, or set them apart."
            )
        old = len(self.known)
        half = arc_length(self.mesh.normals[parents[:, 0]], self.mesh.normals[old:]) * (1 + 1e-12)
        new = len(parents)
        # Not measured yet: the least that the distance can be, from what it is at the ends of the edge.
        self.metres = np.vstack([self.metres, self.metres[parents].max(axis=1) - half[:, None]])
        self.slope = np.concatenate([self.slope, np.zeros((new, *self.slope.shape[1:]))])
        self.clearance = np.vstack([self.clearance, np.full((new, self.known.shape[1]), np.inf)])
        self.known = np.vstack([self.known, np.zeros((new, self.known.shape[1]), bool)])
        beyond = self._beyond[parents].min(axis=1) + half
        doubtful = beyond > 0
        if self._outside is not None and doubtful.any():
            beyond[doubtful] = self._outside(self.mesh.normals[old:][doubtful])
        self._beyond = np.concatenate([self._beyond, beyond])
        self._settle()

    def coarse(self) -> Booleans:
        """The triangles that are too large for what is near them."""
        many = self.possible().sum(axis=1) > 2
        nearest = self.clearance.min(axis=1)[self.mesh.triangles].min(axis=1)
        limit = np.minimum(np.where(many, _SHARE_OF_MANY, _SHARE) * nearest, _COARSEST)
        return np.asarray(self.mesh.sizes > np.maximum(limit, FINEST))

    def labels(self) -> Integers:
        """The nearest owner at each corner of each triangle, shape (m, 3)."""
        return np.asarray(np.argmin(self.metres, axis=1)[self.mesh.triangles])

    def possible(self) -> Booleans:
        """Whether each owner may be the nearest somewhere in each triangle, shape (m, k)."""
        return self._possible

    def hidden(self) -> Booleans:
        """The unchecked triangles in which an owner is nearest somewhere that is nearest at none of the corners.

        Looked for where the slopes at a corner say that it should become nearest within the triangle.
        """
        triangles, labels = self.mesh.triangles, self.labels()
        shown = np.zeros((len(triangles), len(self.owners)), bool)
        np.put_along_axis(shown, labels, True, axis=1)
        which, other = np.nonzero(self.possible() & ~shown & ~self.checked[:, None])
        which, other, at = np.repeat(which, 3), np.repeat(other, 3), np.tile(np.arange(3), len(which))
        corner, label = triangles[which, at], labels[which, at]
        gap = self.metres[corner, other] - self.metres[corner, label]
        slope = self.slope[corner, other] - self.slope[corner, label]
        meeting = _newton(self.mesh.normals[corner], gap, slope)
        kept = self.known[corner, other] & inside(self.mesh.normals[triangles[which]], meeting, 0.2)
        which, other, label, meeting = which[kept], other[kept], label[kept], meeting[kept]
        for _ in range(2):
            meeting = _newton(meeting, *difference(self.owners, other, label, meeting))
        metres, _, _ = table(self.owners, self.possible()[which], meeting)
        gap = metres[np.arange(len(which)), other] - metres.min(axis=1, initial=np.inf)
        found = np.zeros(len(triangles), bool)
        found[which[(gap < 1e-3) & inside(self.mesh.normals[triangles[which]], meeting, 0.0)]] = True
        return found

    def holding(self, normals: Floats) -> Booleans:
        """The triangles that hold some of the positions."""
        from scipy.spatial import cKDTree

        holding = np.zeros(len(self.mesh.triangles), bool)
        if not len(normals):
            return holding
        corners = self.mesh.normals[self.mesh.triangles]
        middles = corners.mean(axis=1)
        reach = np.linalg.norm(corners - middles[:, None], axis=2).max(axis=1) * 1.01
        found = cKDTree(normals).query_ball_point(middles, reach)
        triangle = np.repeat(np.arange(len(found)), [len(points) for points in found])
        point = np.concatenate(found).astype(int)
        holding[triangle[inside(corners[triangle], normals[point], 1e-6)]] = True
        return holding

    def _settle(self) -> None:
        """Measure what must be known at the corners in use, and drop the triangles that hold no boundary."""
        sizes = self.mesh.sizes
        if self._outside is not None:
            self._drop(self._beyond[self.mesh.triangles].min(axis=1) <= COVERING * sizes)
        used = np.zeros(len(self.known), bool)
        used[self.mesh.triangles] = True
        likeliest = np.zeros_like(self.known)
        likeliest[np.arange(len(likeliest)), np.argmin(self.metres, axis=1)] = True
        self._measure(used[:, None] & ~self.known & likeliest)
        self._measure(used[:, None] & ~self.known & self._lowest())
        wanted = np.zeros_like(self.known)
        possible = self._may_be_nearest()
        for owner, somewhere in enumerate(possible.T):
            wanted[self.mesh.triangles[somewhere], owner] = True
        self._measure(wanted & ~self.known)
        possible = self._may_be_nearest()
        nearest = self.metres.min(axis=1)[self.mesh.triangles].min(axis=1)
        kept = (possible.sum(axis=1) > 1) & (nearest <= self._reach + COVERING * self.mesh.sizes)
        self._drop(kept)
        self._possible = possible[kept]

    def _may_be_nearest(self) -> Booleans:
        behind = self.metres - self.metres.min(axis=1, keepdims=True)
        a, b, c = self.mesh.triangles.T
        least = np.minimum(np.minimum(behind[a], behind[b]), behind[c])
        possible: Booleans = least <= 2 * COVERING * self.mesh.sizes[:, None]
        return possible

    def _lowest(self) -> Booleans:
        """Where the bound of what is not known is below everything known."""
        known = np.where(self.known, self.metres, np.inf).min(axis=1)
        return np.asarray(self.metres <= known[:, None])

    def _measure(self, wanted: Booleans) -> None:
        rows = np.flatnonzero(wanted.any(axis=1))
        if not len(rows):
            return
        metres, slope, clearance = table(self.owners, wanted[rows], self.mesh.normals[rows])
        row, owner = np.nonzero(wanted[rows])
        self.metres[rows[row], owner] = metres[row, owner]
        self.slope[rows[row], owner] = slope[row, owner]
        self.clearance[rows[row], owner] = clearance[row, owner]
        self.known[rows[row], owner] = True

    def _drop(self, kept: Booleans) -> None:
        self.mesh, self.checked = self.mesh.keep(kept), self.checked[kept]


def _newton(normals: Floats, gap: Floats, slope: Floats) -> Floats:
    """Where gaps close, going down their slopes."""
    square = np.maximum(np.sum(slope**2, axis=-1), 1e-24)
    stride = -gap[:, None] * slope / square[:, None]
    longest = np.linalg.norm(stride, axis=1, keepdims=True)
    return step(normals, stride * np.minimum(1, 2e6 / np.maximum(longest, 1)))


def inside(corners: Floats, normals: Floats, margin: float) -> Booleans:
    """Whether positions lie in triangles, shapes (n, 3) and (n, 3, 3), or out by less than a share of their size."""
    # Differences first: the volumes of small triangles are small differences of large numbers otherwise.
    spokes = corners - normals[:, None]
    a, b, c = np.moveaxis(spokes, 1, 0)
    volume = np.sum(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]) * normals, axis=1)
    shares = [np.sum(np.cross(u, v) * normals, axis=1) for u, v in ((b, c), (c, a), (a, b))]
    inside: Booleans = np.all(np.stack(shares, axis=1) >= -margin * volume[:, None], axis=1)
    return inside
