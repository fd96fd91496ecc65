"""The nearest points of pairs of prepared shapes: from the pieces that a tree found to metres and positions."""

import sys
from dataclasses import dataclass
from typing import Any

import numpy as np

from rimland.geo.ellipsoid import Floats
from rimland.geo.feet import settle, settle_one
from rimland.geo.inside import Bools
from rimland.geo.pieces import INVERSE_SQUARES, Ints, Pieces, foot_slack
from rimland.geo.prepared import Prepared
from rimland.geo.tree import TOUCH, nearest_pieces, separation_of

_BATCH = 4096
"""Pairs of shapes that are searched together."""

_FEW = 16
"""Ends of pieces up to which one after the other is faster than all at once."""

_WORTH_LOADING = 500
"""Pairs of shapes from which on the compiled search saves more than the half second that it takes to load."""


@dataclass(frozen=True, kw_only=True)
class Contacts:
    """For each of n pairs of shapes the distance, metres, (n,), and its ends, degrees, (n, 2)."""

    metres: Floats
    start: Floats
    end: Floats


def contacts(a: Prepared, b: Prepared, left: Ints, right: Ints) -> Contacts:
    """The nearest points of pairs of shapes, by their numbers in `a` and in `b`.

    Where shapes touch, cross, or one holds the other, the distance is 0 and both ends are one position that they share.
    """
    found = Contacts(
        metres=np.full(len(left), np.inf), start=np.full((len(left), 2), np.nan), end=np.full((len(left), 2), np.nan)
    )
    rows = np.arange(len(left))
    if kernel := _kernel(a, b, len(left)):
        depth = len(a.tree.levels) + len(b.tree.levels)
        ends, t, left_out = kernel.search(a.tree.balls, b.tree.balls, left, right, depth)
        row, side, vertex, piece = ends.T
        _measure(found, a.pieces, b.pieces, row, side, vertex, piece, t)
        rows = np.flatnonzero(left_out)
    for first in range(0, len(rows), _BATCH):
        batch = rows[first : first + _BATCH]
        pair, piece_a, piece_b = nearest_pieces(a.tree, b.tree, left[batch], right[batch])
        _measure(found, a.pieces, b.pieces, *_ends(found, a.pieces, b.pieces, batch[pair], piece_a, piece_b))
    touching = found.metres <= TOUCH
    found.metres[touching] = 0
    found.end[touching] = found.start[touching]
    _inside(found, a, b, left, right)
    return found


def _kernel(a: Prepared, b: Prepared, pairs: int) -> Any:
    """The compiled search, where it is loaded already or worth loading for what is measured; None without Numba."""
    a.measured += pairs
    b.measured += pairs
    if max(a.measured, b.measured) < _WORTH_LOADING and "rimland.geo._kernel" not in sys.modules:
        return None
    try:
        from rimland.geo import _kernel
    except ImportError:
        return None
    return _kernel


def _measure(
    found: Contacts, a: Pieces, b: Pieces, row: Ints, side: Ints, vertex: Ints, piece: Ints, t: Floats
) -> None:
    """Put the nearest of some ends of pieces into `found`, each with its foot on a piece of the other shape.

    Of ends that are equally near the last by its number is taken, so that it does not matter in which order they come.
    """
    for number, points, lines, ends in ((0, a, b, (found.start, found.end)), (1, b, a, (found.end, found.start))):
        of = np.flatnonzero(side == number)
        if not len(of):
            continue
        position, on = points.lonlat[vertex[of]], piece[of]
        metres, foot = _settled(lines, on, t[of], position)
        order = np.lexsort((on, vertex[of], -metres))
        order = order[metres[order] < found.metres[row[of[order]]]]
        target = row[of[order]]  # the least comes last, and stays
        found.metres[target] = metres[order]
        ends[0][target], ends[1][target] = position[order], foot[order]


def _settled(lines: Pieces, piece: Ints, t: Floats, position: Floats) -> tuple[Floats, Floats]:
    """Distances to pieces, (n,), and the feet on them, degrees, (n, 2)."""
    if len(piece) <= _FEW:
        rows = zip(piece.tolist(), t.tolist(), position.tolist(), strict=True)
        seen = np.array([settle_one(lines, i, at, lon, lat) for i, at, (lon, lat) in rows])
        return seen[:, 0], seen[:, 1:]
    metres, lon, lat, _ = settle(lines, piece, t, position)
    return metres, np.column_stack([lon, lat])


def _ends(
    found: Contacts, a: Pieces, b: Pieces, row: Ints, piece_a: Ints, piece_b: Ints
) -> tuple[Ints, Ints, Ints, Ints, Floats]:
    """The ends of pieces that `_measure` is to look at, from pairs of pieces one of which is the nearest."""
    row, piece_a, piece_b = _shortlist(found, a, b, row, piece_a, piece_b)
    side = np.repeat([0, 0, 1, 1], len(row))
    of_a, of_b = np.r_[a.first[piece_a], a.last[piece_a]], np.r_[b.first[piece_b], b.last[piece_b]]
    on_b, on_a = np.tile(piece_b, 2), np.tile(piece_a, 2)
    t = np.r_[b.foot(on_b, a.vertices[of_a]), a.foot(on_a, b.vertices[of_b])]
    return np.tile(row, 4), side, np.r_[of_a, of_b], np.r_[on_b, on_a], t


def _shortlist(
    found: Contacts, a: Pieces, b: Pieces, row: Ints, piece_a: Ints, piece_b: Ints
) -> tuple[Ints, Ints, Ints]:
    """The pairs of pieces that may be the nearest, by a rough and then a fine estimate; crossings go into `found`."""
    most = np.full(len(found.metres), np.inf)
    rough = (a.length[piece_a] + b.length[piece_b]) / 16 + 0.1
    keep, metres = _hopeful(a, b, row, piece_a, piece_b, rough, most)
    row, piece_a, piece_b = row[keep], piece_a[keep], piece_b[keep]
    _crossings(found, a, b, row, piece_a, piece_b, metres[keep])
    apart = found.metres[row] > 0
    row, piece_a, piece_b = row[apart], piece_a[apart], piece_b[apart]
    keep, _ = _hopeful(a, b, row, piece_a, piece_b, np.full(len(row), 0.01), most)
    return row[keep], piece_a[keep], piece_b[keep]


def _hopeful(
    a: Pieces, b: Pieces, row: Ints, piece_a: Ints, piece_b: Ints, allowed: Floats, most: Floats
) -> tuple[Bools, Floats]:
    """Which pairs of pieces may be the nearest of their row, and how far apart they are; `most` is kept up to date."""
    metres, unsure = _apart(a, b, piece_a, piece_b, allowed)
    np.minimum.at(most, row, metres + unsure)
    slack = foot_slack(np.maximum(a.length[piece_a], b.length[piece_b]), metres)
    return metres - unsure - slack <= most[row] + 1e-6, metres


def _apart(a: Pieces, b: Pieces, piece_a: Ints, piece_b: Ints, allowed: Floats) -> tuple[Floats, Floats]:
    """How far pieces are apart that do not cross, and how wrong that can be, metres, each (n,).

    Where two geodesics do not cross, an end of one is among their nearest points: the four ends are tried.
    """
    best = np.full(len(piece_a), np.inf)
    doubtful = np.zeros(len(piece_a))
    for points, piece, lines, on in ((a, piece_a, b, piece_b), (b, piece_b, a, piece_a)):
        for vertex in (points.first[piece], points.last[piece]):
            position = points.vertices[vertex]
            metres, unsure = separation_of(position, lines.at(on, lines.foot(on, position)), allowed)
            doubtful = np.maximum(doubtful, unsure)
            best = np.minimum(best, metres)
    return best, doubtful


def _crossings(found: Contacts, a: Pieces, b: Pieces, row: Ints, piece_a: Ints, piece_b: Ints, metres: Floats) -> None:
    """Put a position where two pieces cross into `found`, for rows that have one."""
    close = np.flatnonzero(metres <= np.minimum(a.length[piece_a], b.length[piece_b]))
    row, piece_a, piece_b = row[close], piece_a[close], piece_b[close]
    b_from, b_to = _sides(a, piece_a, b, piece_b)
    a_from, a_to = _sides(b, piece_b, a, piece_a)
    across = np.flatnonzero((b_from * b_to < 0) & (a_from * a_to < 0))
    share = b_from[across] / (b_from[across] - b_to[across])
    position = np.column_stack(b.lonlat_at(piece_b[across], share))
    found.metres[row[across]] = 0
    found.start[row[across]] = position
    found.end[row[across]] = found.start[row[across]]


def _sides(of: Pieces, piece: Ints, other: Pieces, other_piece: Ints) -> tuple[Floats, Floats]:
    """How far left of a piece, in no unit, both ends of another are: by the plane of the geodesic."""
    start = of.vertices[of.first[piece]]
    normal = (start + of.vertices[of.last[piece]]) * INVERSE_SQUARES
    left = np.cross(normal, of.along[piece])
    ends = (other.vertices[end[other_piece]] - start for end in (other.first, other.last))
    first, last = (np.einsum("ij,ij->i", end, left) for end in ends)
    return first, last


def _inside(found: Contacts, a: Prepared, b: Prepared, left: Ints, right: Ints) -> None:
    """Put 0 into `found` where a part of one shape lies inside the other; their boundaries are known not to meet."""
    apart = np.flatnonzero(found.metres > 0)
    for inner, outer, i, j in ((a, b, left, right), (b, a, right, left)):
        rows = apart[may_hold(inner, outer, i[apart], j[apart])]
        for row in rows[found.metres[rows] > 0]:
            heads = inner.heads_of(int(i[row]))
            held = outer.interiors[j[row]].holds(heads)
            if held.any():
                found.metres[row] = 0
                found.start[row] = found.end[row] = heads[np.argmax(held)]


def may_hold(inner: Prepared, outer: Prepared, i: Ints, j: Ints) -> Bools:
    """Whether the bounds of a shape's polygons leave room for a part of another shape."""
    low, high = inner.head_bounds
    west, south, east, north = outer.bounds[j].T
    room = (high[i, 1] >= south) & (low[i, 1] <= north)
    # The stretch of longitudes from `low` to `high` and that from `west` to `east` meet, a whole turn apart or not.
    meet = ((low[i, 0] - west) % 360 <= east - west) | ((west - low[i, 0]) % 360 <= high[i, 0] - low[i, 0])
    return np.asarray(room & meet)
