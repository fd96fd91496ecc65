"""The nearest points of pairs of prepared shapes: from the pieces that a tree found to metres and positions."""

from dataclasses import dataclass

import numpy as np

from rimland.geo.ellipsoid import Floats
from rimland.geo.index import settle
from rimland.geo.inside import Bools
from rimland.geo.pieces import INVERSE_SQUARES, Ints, Pieces, foot_slack
from rimland.geo.prepared import Prepared
from rimland.geo.tree import TOUCH, nearest_pieces, separation_of

_BATCH = 4096
"""Pairs of shapes that are searched together."""


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
    for first in range(0, len(left), _BATCH):
        rows = np.arange(first, min(first + _BATCH, len(left)))
        pair, piece_a, piece_b = nearest_pieces(a.tree, b.tree, left[rows], right[rows])
        _of_pieces(found, a.pieces, b.pieces, rows[pair], piece_a, piece_b)
    _inside(found, a, b, left, right)
    return found


def _of_pieces(found: Contacts, a: Pieces, b: Pieces, row: Ints, piece_a: Ints, piece_b: Ints) -> None:
    """Put the nearest points of boundaries into `found`, from pairs of pieces one of which has them.

    Where two geodesics do not cross, an end of one is among the nearest points: four ends are tried.
    """
    tries = [
        _Try(points, at, lines, on)
        for points, piece, lines, on in ((a, piece_a, b, piece_b), (b, piece_b, a, piece_a))
        for at in (points.first[piece], points.last[piece])
    ]
    estimates = [attempt.estimate() for attempt in tries]
    shortest = np.minimum.reduce([metres for metres, _, _ in estimates])
    _crossings(found, a, b, row, piece_a, piece_b, shortest)
    limit = np.full(len(found.metres), np.inf)
    for metres, unsure, _ in estimates:
        np.minimum.at(limit, row, metres + unsure)
    limit = np.where(found.metres == 0, -np.inf, limit + 1e-6)
    for number, (attempt, (metres, unsure, t)) in enumerate(zip(tries, estimates, strict=True)):
        rows = np.flatnonzero(metres - unsure - foot_slack(attempt.lines.length[attempt.piece], metres) <= limit[row])
        exact, point, foot = attempt.settled(rows, t[rows])
        order = np.argsort(-exact, kind="stable")
        order = order[exact[order] < found.metres[row[rows[order]]]]
        target = row[rows[order]]  # the least comes last, and stays
        found.metres[target] = exact[order]
        found.start[target] = (point if number < 2 else foot)[order]
        found.end[target] = (foot if number < 2 else point)[order]
    touching = found.metres <= TOUCH
    found.metres[touching] = 0
    found.end[touching] = found.start[touching]


@dataclass(frozen=True)
class _Try:
    """Vertices of one shape against pieces of another, row by row."""

    points: Pieces
    vertex: Ints
    lines: Pieces
    piece: Ints

    def estimate(self) -> tuple[Floats, Floats, Floats]:
        """Distances, their doubt, and the fractions of the pieces at which the feet are."""
        position = self.points.vertices[self.vertex]
        t = self.lines.foot(self.piece, position)
        return *separation_of(position, self.lines.at(self.piece, t)), t

    def settled(self, rows: Ints, t: Floats) -> tuple[Floats, Floats, Floats]:
        """Exact distances of some rows, the vertices, and the feet, degrees."""
        lonlat = self.points.lonlat[self.vertex[rows]]
        metres, lon, lat, _ = settle(self.lines, self.piece[rows], t, lonlat)
        return metres, lonlat, np.column_stack([lon, lat])


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
    lonlat, owner = inner.heads
    first = np.searchsorted(owner, np.arange(len(inner.geometries)))
    low, high = np.minimum.reduceat(lonlat, first), np.maximum.reduceat(lonlat, first)
    west, south, east, north = outer.bounds[j].T
    room = (high[i, 1] >= south) & (low[i, 1] <= north)
    # The stretch of longitudes from `low` to `high` and that from `west` to `east` meet, a whole turn apart or not.
    meet = ((low[i, 0] - west) % 360 <= east - west) | ((west - low[i, 0]) % 360 <= high[i, 0] - low[i, 0])
    return np.asarray(room & meet)
