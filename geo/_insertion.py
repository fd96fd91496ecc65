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

_TINY = 0.002
"""Metres under which an edge is never split."""


def insert(
    owners: Sequence[Owner], chains: Sequence[Chain], max_error: float, longest: float, *, stop: bool = True
) -> tuple[list[Chain], float, Floats]:
    """The chains with vertices added, so that no edge is off by more than `max_error` or longer than `longest`, metres.

    Returns
    -------
    chains, error, astray
        The largest error seen at a quarter, half and three quarters of every edge; and normals, shape (n, 3), of
        places where the chains given may not hang together as the boundary does, such as along a thin tip of a cell
        that reaches on beyond them. With `stop` the work ends at the first such.
    """
    lines = [_oriented(owners, chain) for chain in chains]
    vertices = np.concatenate(lines)
    chain_of = np.repeat(np.arange(len(chains)), [len(line) for line in lines])
    pairs = np.array([chain.owners for chain in chains])
    open_edge = chain_of[1:] == chain_of[:-1]
    origin = np.r_[midpoints(vertices[:-1], vertices[1:]), vertices[-1:]]
    breadth = np.r_[np.linalg.norm(apart(vertices[:-1], vertices[1:]), axis=1), 0.0]
    worst = 0.0
    while open_edge.any():
        at = np.flatnonzero(open_edge)
        a, b, pair = vertices[at], vertices[at + 1], pairs[chain_of[at]]
        split, points, error, lost = _halved(owners, pair, a, b, _SHARE * max_error, longest)
        worst = max(worst, error)
        middle = midpoints(a, b)[split]
        far = np.linalg.norm(apart(middle, points), axis=1) > 0.7 * np.linalg.norm(apart(a, b)[split], axis=1)
        far &= breadth[at[split]] > _BREADTH
        if stop and (lost.any() or far.any()):
            shares = np.linspace(0, 1, 40)[:, None, None]
            reached = (middle[far] + shares * (points[far] - middle[far])).reshape(-1, 3)
            return list(chains), worst, np.concatenate([origin[at[lost]], origin[at[split][far]], reached])
        open_edge[at[~split]] = False
        place = at[split] + 1
        vertices = np.insert(vertices, place, points, axis=0)
        chain_of = np.insert(chain_of, place, chain_of[at[split]])
        open_edge = np.insert(open_edge, place, True)
        origin = np.insert(origin, place, origin[at[split]], axis=0)
        breadth = np.insert(breadth, place, breadth[at[split]])
    bounds = np.flatnonzero(np.diff(chain_of)) + 1
    lines = np.split(vertices, bounds)
    refined = [Chain(owners=chain.owners, normals=line) for chain, line in zip(chains, lines, strict=True)]
    return refined, worst, np.zeros((0, 3))


def _halved(
    owners: Sequence[Owner], pair: Integers, a: Floats, b: Floats, tolerance: float, longest: float
) -> tuple[Booleans, Floats, float, Booleans]:
    """Which edges to split, the boundary's points by their middles, the error of the others, and which have none."""
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
    return split, points[found], float(error[~split].max(initial=0.0)), lost


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


def _oriented(owners: Sequence[Owner], chain: Chain) -> Floats:
    """The vertices of a chain, those that repeat left out, so ordered that its first owner is on the left."""
    normals = _distinct(chain.normals)
    first, second = (np.full(len(normals), owner) for owner in chain.owners)
    _, slope = difference(owners, first, second, normals)
    ahead = np.cross(normals, slope)[:-1] + np.cross(normals, slope)[1:]
    edges = apart(normals[:-1], normals[1:])
    edges /= np.maximum(np.linalg.norm(edges, axis=1, keepdims=True), 1e-12)
    return normals if np.sum(ahead * edges) >= 0 else normals[::-1]


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
