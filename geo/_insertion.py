"""Vertices put into boundaries until no point of an edge is farther from the truth than was asked."""

from collections.abc import Sequence

import numpy as np

from rimland.geo._mesh import Booleans, Floats, Integers, midpoints
from rimland.geo._owners import Owner, apart, difference, step
from rimland.geo._tracing import Chain, roots
from rimland.geo.ellipsoid import SEMI_MAJOR_AXIS

_SHARE = 0.7
"""Of the error allowed, what is used here; the rest is for what lies between the places where edges are checked."""

_FOUND = 1e-4
"""Metres within which vertices are brought to the boundary."""

_TINY = 0.02
"""Metres under which an edge is never split."""


def insert(
    owners: Sequence[Owner], chains: Sequence[Chain], max_error: float, longest: float
) -> tuple[list[Chain], float]:
    """The chains with vertices added, and the largest error seen at a quarter, half and three quarters of every edge.

    No point of an edge lies more than `max_error` metres off the boundary, nor do its two distances differ by more; no
    edge is longer than `longest` metres.
    """
    vertices = np.concatenate([_distinct(chain.normals) for chain in chains])
    sizes = [len(_distinct(chain.normals)) for chain in chains]
    chain_of = np.repeat(np.arange(len(chains)), sizes)
    pairs = np.array([chain.owners for chain in chains])
    open_edge = chain_of[1:] == chain_of[:-1]
    worst = 0.0
    while open_edge.any():
        at = np.flatnonzero(open_edge)
        a, b, pair = vertices[at], vertices[at + 1], pairs[chain_of[at]]
        split, points, error = _halved(owners, pair, a, b, _SHARE * max_error, longest)
        worst = max(worst, error)
        open_edge[at[~split]] = False
        place = at[split] + 1
        vertices = np.insert(vertices, place, points, axis=0)
        chain_of = np.insert(chain_of, place, chain_of[at[split]])
        open_edge = np.insert(open_edge, place, True)
    bounds = np.flatnonzero(np.diff(chain_of)) + 1
    lines = np.split(vertices, bounds)
    return [Chain(owners=c.owners, normals=line) for c, line in zip(chains, lines, strict=True)], worst


def _halved(
    owners: Sequence[Owner], pair: Integers, a: Floats, b: Floats, tolerance: float, longest: float
) -> tuple[Booleans, Floats, float]:
    """Which edges are to be split, the boundary's points near their middles, and the largest error of the others."""
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
    split[np.flatnonzero(split)[~found]] = False
    return split, points[found], float(error[~split].max(initial=0.0))


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
    """Points of the boundary abreast of the middles of edges, and whether there is one.

    Newton's method across the edge; where that does not settle, a bracket is looked for on both sides.
    """
    middle = midpoints(a, b)
    along = apart(a, b)
    length = np.linalg.norm(along, axis=1)
    across = np.cross(middle, along / np.maximum(length, 1e-12)[:, None])
    shift = np.zeros(len(a))
    found = np.zeros(len(a), bool)
    going = np.arange(len(a))
    for _ in range(8):
        rise = np.sum(slope * across[going], axis=1)
        stride = -np.divide(gap, rise, out=np.full(len(gap), np.inf), where=rise != 0)
        good = np.abs(shift[going] + stride) <= 0.6 * length[going]
        shift[going[good]] += stride[good]
        ended = good & (np.abs(stride) < _FOUND)
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
        points[lost], found[lost] = _bracketed(owners, pair[lost], middle[lost], across[lost] * length[lost, None])
    return points, found


def _bracketed(owners: Sequence[Owner], pair: Integers, middle: Floats, across: Floats) -> tuple[Floats, Booleans]:
    """The points of the boundary nearest to middles among those up to an edge's length to the left and right."""
    shares = np.linspace(-1.0, 1.0, 33)
    places = step(middle[:, None], shares[:, None] * across[:, None])
    rows = np.repeat(np.arange(len(middle)), len(shares))
    gap, _ = difference(owners, pair[rows, 0], pair[rows, 1], places.reshape(-1, 3))
    gap = gap.reshape(len(middle), -1)
    change = (gap[:, 1:] > 0) != (gap[:, :-1] > 0)
    centre = np.abs(shares[1:] + shares[:-1])
    k = np.argmin(np.where(change, centre, np.inf), axis=1)
    row = np.arange(len(middle))
    points = roots(owners, pair, places[row, k], places[row, k + 1], gap[row, k], gap[row, k + 1])
    return points, change.any(axis=1)


def _distinct(normals: Floats) -> Floats:
    """A line without vertices that repeat the one before; its ends stay."""
    far = np.linalg.norm(apart(normals[:-1], normals[1:]), axis=1) > _TINY
    kept = np.r_[True, far]
    if not kept[-1]:
        kept[np.flatnonzero(kept)[-1] if kept[1:].any() else 0] = not kept[1:].any()
        kept[-1] = True
    kept[0] = True
    return normals[kept]
