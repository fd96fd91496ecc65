"""A triangle mesh of the Earth that can be refined where it matters and stays without hanging corners.

Corners are ellipsoid normals: unit vectors of geodetic latitude and longitude. That sphere stands for the ellipsoid in
topology only; every length that matters is measured elsewhere, on the ellipsoid.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rimland.geo.ellipsoid import LARGEST_RADIUS

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]

COVERING = 0.62
"""No point of a triangle is farther from its nearest corner than this share of the longest edge.

It is ``1/√3`` in the plane, reached by the equilateral triangle; the rest is for the curvature of edges up to 1,200 km.
"""


@dataclass(frozen=True, kw_only=True)
class Mesh:
    """Triangles on the sphere of normals.

    Attributes
    ----------
    normals
        Unit vectors, shape (n, 3).
    triangles
        Row numbers of `normals`, shape (m, 3), counter-clockwise from outside.
    sizes
        Metres, never too short: the longest edge of each triangle, shape (m,).
    """

    normals: Floats
    triangles: Integers
    sizes: Floats

    @classmethod
    def of(cls, normals: Floats, triangles: Integers) -> "Mesh":
        """The mesh of some triangles, measured."""
        return cls(normals=normals, triangles=triangles, sizes=_longest_edges(normals, triangles))

    def edges(self) -> tuple[Integers, Integers]:
        """The distinct edges, shape (e, 2), and the three of each triangle, that from corner k to k + 1 as its kth."""
        start, end = self.triangles, np.roll(self.triangles, -1, axis=1)
        numbers = np.minimum(start, end) * len(self.normals) + np.maximum(start, end)
        codes, which = np.unique(numbers, return_inverse=True)
        return np.stack(np.divmod(codes, len(self.normals)), axis=-1), which.reshape(-1, 3)

    def keep(self, kept: Booleans) -> "Mesh":
        """The mesh of some of the triangles; corners stay as they are."""
        return Mesh(normals=self.normals, triangles=self.triangles[kept], sizes=self.sizes[kept])

    def refine(self, marked: Booleans) -> tuple["Mesh", Integers, Booleans]:
        """Split the marked triangles in four, and others as little as leaves no hanging corner.

        A triangle of which any edge is split has its longest edge split too (Rivara), which keeps the angles from
        degenerating however often this is done.

        Returns
        -------
        mesh, parents, whole
            The new mesh, whose first corners are the old ones; the ends of the edge that each new corner halves,
            shape (new, 2); and which of the old triangles were not split: they come first, in their old order.
        """
        ends, of = self.edges()
        lengths = arc_length(self.normals[ends[:, 0]], self.normals[ends[:, 1]])
        longest = np.argmax(lengths[of], axis=1)
        split = np.zeros(len(ends), bool)
        split[of[marked]] = True
        rows = np.arange(len(of))
        while True:
            wanting = split[of].any(axis=1) & ~split[of[rows, longest]]
            if not wanting.any():
                break
            split[of[rows, longest][wanting]] = True
        parents = ends[split]
        middle = np.full(len(ends), -1)
        middle[split] = len(self.normals) + np.arange(len(parents))
        halves = midpoints(self.normals[parents[:, 0]], self.normals[parents[:, 1]])
        normals, triangles = np.vstack([self.normals, halves]), _split(self.triangles, middle[of], longest)
        whole = np.asarray(~split[of].any(axis=1))
        sizes = np.concatenate([self.sizes[whole], _longest_edges(normals, triangles[whole.sum() :])])
        return Mesh(normals=normals, triangles=triangles, sizes=sizes), parents, whole


def arc_length(a: Floats, b: Floats) -> Floats:
    """Metres, never too short: the length of the arcs between unit normals, shape (..., 3)."""
    length: Floats = 2 * LARGEST_RADIUS * np.arcsin(np.minimum(np.linalg.norm(a - b, axis=-1) / 2, 1))
    return length


def midpoints(a: Floats, b: Floats) -> Floats:
    """The unit normals half-way between pairs of unit normals."""
    total = a + b
    middle: Floats = total / np.linalg.norm(total, axis=-1, keepdims=True)
    return middle


def to_normals(lon: Floats, lat: Floats) -> Floats:
    """Unit vectors along the ellipsoid's normals, shape (..., 3)."""
    lam, phi = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)], axis=-1)


def from_normals(normals: Floats) -> tuple[Floats, Floats]:
    """Longitude and latitude, degrees, of vectors along the ellipsoid's normals."""
    x, y, z = np.moveaxis(normals, -1, 0)
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))


def icosphere(levels: int = 3) -> Mesh:
    """A mesh of the whole Earth: an icosahedron, each level of which halves the edges (7,000 km at level 0).

    It is turned by an arbitrary angle, so that no corner lies on the equator, a pole or a round meridian, where the
    answers to symmetrical questions lie.
    """
    golden = (1 + 5**0.5) / 2
    corners = np.array([p for a in (-1.0, 1.0) for b in (-golden, golden) for p in ((0, a, b), (a, b, 0), (b, 0, a))])
    near = np.linalg.norm(corners[:, None] - corners[None], axis=-1) < 2.1
    faces = [
        (i, j, k)
        for i in range(12)
        for j in range(i + 1, 12)
        for k in range(j + 1, 12)
        if near[i, j] and near[j, k] and near[i, k]
    ]
    triangles = np.array(faces)
    outward = np.linalg.det(corners[triangles]) > 0
    triangles[~outward] = triangles[~outward][:, ::-1]
    turn = np.linalg.qr(np.array([[0.83, -0.41, 0.29], [0.37, 0.71, -0.53], [-0.19, 0.61, 0.77]]))[0]
    turn *= np.sign(np.linalg.det(turn))
    mesh = Mesh.of(corners / np.linalg.norm(corners[0]) @ turn.T, triangles)
    for _ in range(levels):
        mesh, _, _ = mesh.refine(np.ones(len(mesh.triangles), bool))
    return mesh


def _longest_edges(normals: Floats, triangles: Integers) -> Floats:
    a, b, c = normals[triangles.T]
    return np.maximum(np.maximum(arc_length(a, b), arc_length(b, c)), arc_length(c, a))


def _split(triangles: Integers, middles: Integers, longest: Integers) -> Integers:
    """Triangles with some of their edges halved; `middles` are the new corners, -1 where an edge stays whole."""
    turn = (np.arange(3) + longest[:, None]) % 3
    corners = np.take_along_axis(triangles, turn, axis=1)
    a, b, c = corners.T
    m, n, p = np.take_along_axis(middles, turn, axis=1).T
    left, right = p >= 0, n >= 0
    whole, half, both = m < 0, (m >= 0) & ~(left & right), left & right
    return np.concatenate(
        [
            triangles[whole],
            _rows(half & ~left, a, m, c),
            _rows(half & left, a, m, p),
            _rows(half & left, m, c, p),
            _rows(half & ~right, m, b, c),
            _rows(half & right, m, b, n),
            _rows(half & right, m, n, c),
            _rows(both, a, m, p),
            _rows(both, m, b, n),
            _rows(both, p, n, c),
            _rows(both, m, n, p),
        ]
    )


def _rows(where: Booleans, *corners: Integers) -> Integers:
    return np.stack([corner[where] for corner in corners], axis=-1)
