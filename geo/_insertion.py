"""Vertices put into boundaries until no point of an edge is farther from the truth than was asked."""

from collections.abc import Sequence

import numpy as np

from rimland.geo._mesh import Booleans, Floats, Integers, arc_length, midpoints
from rimland.geo._owners import NOISE, Owner, apart, difference, step, table
from rimland.geo._sheet import FINEST
from rimland.geo._tracing import Chain, roots
from rimland.geo.ellipsoid import SEMI_MAJOR_AXIS

_SHARE = 0.7
"""Of the error allowed, what is used here; the rest is for what lies between the places where edges are checked."""

_FOUND = 1e-4
"""Metres within which vertices are brought to the boundary."""

_BREADTH = 2 * FINEST
"""Metres: a tip of a cell is followed freely from a coarse edge across it that is at most so long."""

_LOOKED_AT = 64
"""Edges of a chain, at most, at whose middles it is seen which owner is on which side."""

_TINY = 0.002
"""Metres under which an edge is never split."""


class Insertion:
    """Adds vertices to chains so that no edge is off by more than an error, or longer than a length, metres.

    What has been done once is kept: of the chains of one round most edges come again in the next.
    """

    def __init__(self, owners: Sequence[Owner], max_error: float, longest: float) -> None:
        self.owners = owners
        self._tolerance, self._longest = _SHARE * max_error, longest
        self._done: dict[bytes, tuple[Floats, float]] = {}

    def refined(self, chains: Sequence[Chain], *, follow: bool = False) -> tuple[list[Chain], float, Floats]:
        """The chains with vertices added.

        Returns
        -------
        chains, error, astray
            The largest error seen at a quarter, half and three quarters of every edge; and normals, shape (n, 3), of
            places where the chains given may not hang together as the boundary does, such as along a thin tip of a cell
            that reaches on beyond them. There the edges are left as they are, unless the chains are to be followed.
        """
        lines = _oriented(self.owners, chains)
        a, b = (np.concatenate([line[part] for line in lines]) for part in (slice(-1), slice(1, None)))
        pair = np.repeat([chain.owners for chain in chains], [len(line) - 1 for line in lines], axis=0)
        keys = [row.tobytes() for row in np.column_stack([a, b, pair])]
        new = np.flatnonzero([key not in self._done for key in keys])
        inner, errors, astray, places = self._split(pair[new], a[new], b[new], follow=follow)
        fresh: dict[bytes, tuple[Floats, float]] = {}
        for k, points, error, lost in zip(new.tolist(), inner, errors.tolist(), astray.tolist(), strict=True):
            (fresh if lost else self._done)[keys[k]] = points, error
        edges = [fresh.get(key) or self._done[key] for key in keys]
        bounds = np.cumsum([len(line) - 1 for line in lines])[:-1]
        refined = [
            Chain(owners=chain.owners, normals=np.concatenate([*(points for points, _ in edges[part]), line[-1:]]))
            for chain, line, part in zip(chains, lines, map(slice, [0, *bounds], [*bounds, None]), strict=True)
        ]
        return refined, max(error for _, error in edges), places

    def _split(
        self, pair: Integers, a: Floats, b: Floats, *, follow: bool
    ) -> tuple[list[Floats], Floats, Booleans, Floats]:
        """For each edge its start and the vertices put into it, its error, and whether it is astray; and where."""
        errors, astray, places = np.zeros(len(a)), np.zeros(len(a), bool), [np.zeros((0, 3))]
        vertices, edge = np.stack([a, b], axis=1).reshape(-1, 3), np.repeat(np.arange(len(a)), 2)
        going, middles, broad = (
            edge == np.roll(edge, -1),
            midpoints(a, b),
            np.linalg.norm(apart(a, b), axis=1) > _BREADTH,
        )
        while going.any():
            at = np.flatnonzero(going)
            of, ends = edge[at], (vertices[at], vertices[at + 1])
            split, points, error, lost = _halved(self.owners, pair[of], *ends, self._tolerance, self._longest)
            far, ways = _far_off(ends[0][split], ends[1][split], points)
            far &= broad[of[split]]
            if not follow:
                astray[of[lost]] = astray[of[split][far]] = True
                places += [middles[of[lost]], middles[of[split][far]], ways[far].reshape(-1, 3)]
                split[np.flatnonzero(split)[far]], points = False, points[~far]
            np.maximum.at(errors, of[~split], error[~split])
            going[at[~split]] = False
            place = at[split] + 1
            vertices = np.insert(vertices, place, points, axis=0)
            edge, going = np.insert(edge, place, of[split]), np.insert(going, place, True)
        runs = np.split(vertices, np.flatnonzero(np.diff(edge)) + 1)
        return [run[:-1] for run in runs if len(run)], errors, astray, np.concatenate(places)


def _far_off(a: Floats, b: Floats, points: Floats) -> tuple[Booleans, Floats]:
    """Whether points of the boundary are far from the edges that they are put into; positions on the ways to them."""
    middle = midpoints(a, b)
    far = np.linalg.norm(apart(middle, points), axis=1) > 0.7 * np.linalg.norm(apart(a, b), axis=1)
    return far, middle[:, None] + np.linspace(0, 1, 40)[:, None] * (points - middle)[:, None]


def _halved(
    owners: Sequence[Owner], pair: Integers, a: Floats, b: Floats, tolerance: float, longest: float
) -> tuple[Booleans, Floats, Floats, Booleans]:
    """Which edges to split, the boundary's points by their middles, the error of each, and which have no such point."""
    length = np.linalg.norm(apart(a, b), axis=1)
    middle = midpoints(a, b)
    gap, slope = difference(owners, pair[:, 0], pair[:, 1], middle)
    error = off_by(gap, slope)
    split = (length > np.minimum(longest, _legible(middle, tolerance))) | (error > tolerance)
    sure = np.flatnonzero(~split)
    for other in (a, b):
        quarter = midpoints(middle[sure], other[sure])
        error[sure] = np.maximum(error[sure], off_by(*difference(owners, pair[sure, 0], pair[sure, 1], quarter)))
    split |= error > tolerance
    split &= length > _TINY
    points, found = _middles(owners, pair[split], a[split], b[split], gap[split], slope[split])
    lost = np.zeros(len(split), bool)
    lost[np.flatnonzero(split)[~found]] = True
    split &= ~lost
    return split, points[found], error, lost


def off_by(gap: Floats, slope: Floats) -> Floats:
    """Metres that positions are off the boundary, or by which their two distances differ where that is more."""
    steep = np.linalg.norm(slope, axis=-1)
    off: Floats = np.abs(gap) * np.maximum(1, 1 / np.maximum(steep, 1e-9))
    return off


def _legible(normals: Floats, tolerance: float) -> Floats:
    """Metres of an edge that is the same, within a third of the tolerance, read as a geodesic and on a flat map."""
    tangent = np.abs(normals[:, 2]) / np.maximum(np.hypot(normals[:, 0], normals[:, 1]), 1e-12)
    longest: Floats = np.sqrt(8 * SEMI_MAJOR_AXIS * tolerance / 3 / np.maximum(tangent, 1e-12))
    return longest


def _middles(
    owners: Sequence[Owner], pair: Integers, a: Floats, b: Floats, gap: Floats, slope: Floats
) -> tuple[Floats, Booleans]:
    """Points of the boundary abreast of the middles of edges, and whether they have been found.

    Newton's method across the edge. A middle that is nearer to the first owner, who is on the left, is left of the
    boundary: where the method does not find it on that side, the first crossing there is looked for.
    """
    middle = midpoints(a, b)
    along = apart(a, b)
    length = np.linalg.norm(along, axis=1)
    across = np.cross(middle, along / np.maximum(length, 1e-12)[:, None])
    side = np.where(gap > 0, 1.0, -1.0)
    shift = np.zeros(len(a))
    found = np.zeros(len(a), bool)
    going = np.arange(len(a))
    for _ in range(8):
        rise = np.sum(slope * across[going], axis=1)
        stride = -np.divide(gap, rise, out=np.full(len(gap), np.inf), where=rise != 0)
        ahead = (shift[going] + stride) * side[going]
        good = (ahead >= -10 * _FOUND) & (ahead <= 0.6 * length[going])
        shift[going[good]] += stride[good]
        ended = good & ((np.abs(stride) < _FOUND) | (np.abs(gap) < NOISE))
        found[going[ended]] = True
        going = going[good & ~ended]
        if not len(going):
            break
        gap, slope = difference(
            owners, pair[going, 0], pair[going, 1], step(middle[going], shift[going, None] * across[going])
        )
    points = step(middle, shift[:, None] * across)
    lost = np.flatnonzero(~found)
    if len(lost):
        way = across[lost] * (side * length)[lost, None]
        points[lost], found[lost] = _first_crossings(owners, pair[lost], middle[lost], way)
    return points, found


def _first_crossings(owners: Sequence[Owner], pair: Integers, middle: Floats, way: Floats) -> tuple[Floats, Booleans]:
    """Where the boundary is first crossed from middles along ways as long as the edge is, or up to 200 times as long.

    So far may the tip of a cell reach that is nearly as thin as the edge is long.
    """
    shares = np.r_[0.0, np.linspace(0.02, 1, 40), np.geomspace(1.1, 200, 50)]
    strides = shares[:, None] * way[:, None]
    strides *= np.minimum(1, 1e6 / np.maximum(np.linalg.norm(strides, axis=2, keepdims=True), 1e-12))
    places = step(middle[:, None], strides)
    rows = np.repeat(np.arange(len(middle)), len(shares))
    gap, _ = difference(owners, pair[rows, 0], pair[rows, 1], places.reshape(-1, 3))
    gap = gap.reshape(len(middle), -1)
    change = (gap[:, 1:] > 0) != (gap[:, :-1] > 0)
    k = np.argmax(change, axis=1)
    row = np.arange(len(middle))
    points = roots(owners, pair, places[row, k], places[row, k + 1], gap[row, k], gap[row, k + 1])
    return points, change.any(axis=1)


def _oriented(owners: Sequence[Owner], chains: Sequence[Chain]) -> list[Floats]:
    """The vertices of chains, those that repeat left out, so ordered that the first owner is on the left."""
    lines = [_distinct(chain.normals) for chain in chains]
    at = [np.unique(np.linspace(0, len(line) - 2, _LOOKED_AT).astype(int)) for line in lines]
    a, b = (np.concatenate([line[k + end] for line, k in zip(lines, at, strict=True)]) for end in (0, 1))
    edges = apart(a, b)
    edges /= np.maximum(np.linalg.norm(edges, axis=1, keepdims=True), 1e-12)
    middle = midpoints(a, b)
    counts = [len(k) for k in at]
    pair = np.repeat([chain.owners for chain in chains], counts, axis=0)
    _, slope = difference(owners, pair[:, 0], pair[:, 1], middle)
    lefts = np.split(np.sum(np.cross(middle, slope) * edges, axis=1), np.cumsum(counts)[:-1])
    return [line if left.sum() >= 0 else line[::-1] for line, left in zip(lines, lefts, strict=True)]


def intrusions(owners: Sequence[Owner], chains: Sequence[Chain], tolerance: float) -> Floats:
    """The vertices, (n, 3), at which an owner that is not of the chain is nearer than those that are.

    All distances are measured at few vertices; they tell, a metre a metre, at which others they need not be.
    """
    vertices = np.concatenate([chain.normals for chain in chains])
    own = np.repeat([chain.owners[0] for chain in chains], [len(chain.normals) for chain in chains])
    at = np.arange(len(vertices))
    sample = at[::16]
    known, _, _ = table(owners, np.ones((len(sample), len(owners)), bool), vertices[sample])
    away = arc_length(vertices, vertices[sample[at // 16]])
    lead = known[at // 16] - known[at // 16, own][:, None]
    wanted = lead <= 2 * away[:, None]
    wanted[at, own] = True
    rows = np.flatnonzero(wanted.sum(axis=1) > 1)
    metres, _, _ = table(owners, wanted[rows], vertices[rows])
    beaten = metres.min(axis=1) < metres[np.arange(len(rows)), own[rows]] - tolerance
    return np.asarray(vertices[rows[beaten]])


def _distinct(normals: Floats) -> Floats:
    """A line without vertices that repeat the one before; its ends stay."""
    far = np.linalg.norm(apart(normals[:-1], normals[1:]), axis=1) > _TINY
    kept = np.r_[True, far]
    if not kept[-1]:
        kept[np.flatnonzero(kept)[-1] if kept[1:].any() else 0] = not kept[1:].any()
        kept[-1] = True
    kept[0] = True
    return normals[kept]
