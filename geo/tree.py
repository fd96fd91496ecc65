"""Which pieces of two boundaries may be the nearest: a tree of balls over the pieces, searched level by level.

A ball is a point of the boundary and a geodesic radius that holds every piece below. The point makes each pair of
balls tell two things at once: the distance of the shapes is at most that of the points, and least less both radii.
All pairs of shapes of a matrix go down together, so that the work is done on long arrays.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from rimland.geo import ellipsoid
from rimland.geo.ellipsoid import Floats
from rimland.geo.pieces import Ints, Pieces, chord_and_length, chord_bracket, doubt

_FAN = 4
"""Balls in a ball. Six, eight and sixteen were slower for a matrix of 60 coasts."""

_FEW = 100
"""Pairs of balls that are not worth pruning before they are taken apart further."""

_BLOCK = 8192
"""Lengths that are computed together: what that takes stays in the processor's cache."""

_SPREAD = (
    (32, 0x001F00000000FFFF),
    (16, 0x001F0000FF0000FF),
    (8, 0x100F00F00F00F00F),
    (4, 0x10C30C30C30C30C3),
    (2, 0x1249249249249249),
)
"""Shifts and masks that put two zeros between the bits of a number of 21 bits."""

TOUCH = 1e-6
"""Metres: nearer than this is touching. A degree's last bit is 3e-9 m."""


class _Level(NamedTuple):
    centre: Floats
    """Earth-centred position of a point of the boundary in each ball."""
    radius: Floats
    """Geodesic, metres."""
    child: Ints
    """The first ball of each ball on the level below; one entry more, to end the last."""


@dataclass(frozen=True, kw_only=True)
class Tree:
    """Balls over the pieces of one or many shapes; level 0 has a ball for each piece, the last one for each shape."""

    pieces: Pieces
    order: Ints
    levels: tuple[_Level, ...]

    @cached_property
    def balls(self) -> "Balls":
        """The same as plain arrays."""
        sizes = [len(level.radius) for level in reversed(self.levels)]
        offset = np.cumsum([0, *sizes])[::-1]
        lower = list(zip(offset[1:], self.levels[1:], strict=False))
        first = [*(below + level.child[:-1] for below, level in reversed(lower)), -1 - self.order]
        last = [*(below + level.child[1:] for below, level in reversed(lower)), -1 - self.order]
        levels, pieces = self.levels[::-1], self.pieces
        started = np.zeros(len(pieces.vertices), bool)
        started[pieces.first] = True
        return Balls(
            balls=np.concatenate([np.column_stack([level.centre, level.radius]) for level in levels]),
            held=np.column_stack([np.concatenate(first), np.concatenate(last)]),
            pieces=np.column_stack([pieces.vertices[pieces.first], pieces.along, pieces.rise, pieces.length]),
            ends=np.column_stack([pieces.first, np.where(started[pieces.last], -1, pieces.last)]),
        )


class Balls(NamedTuple):
    """A `Tree` and its `Pieces` as four arrays, each row together in memory.

    Attributes
    ----------
    balls
        Centre and radius, (m, 4); the ball round shape j is number j.
    held
        Ball i holds the balls from ``held[i, 0]`` up to, not including, ``held[i, 1]``; where the former is negative it
        is round the piece ``-1 - held[i, 0]``.
    pieces
        Start, `Pieces.along`, `Pieces.rise` and length, (n, 10).
    ends
        The numbers of the first and the last vertex of each piece, (n, 2); -1 for a last one that starts another.
    """

    balls: Floats
    held: Ints
    pieces: Floats
    ends: Ints


def tree_of(pieces: Pieces) -> Tree:
    """The tree over pieces in the order of their paths, paths that lie near each other brought together."""
    order = _order(pieces)
    owner = pieces.shape[pieces.path[order]]
    count = np.bincount(owner, minlength=int(pieces.shape[-1]) + 1)
    # Halfway along a piece nothing is further than half its length, but for the 0.2 mm that fractions are off.
    centre, radius = pieces.at(order, np.full(len(order), 0.5)), pieces.length[order] * (0.5 + 1e-7)
    levels = [_Level(centre, radius, np.arange(len(order) + 1))]
    begin = np.arange(len(order) + 1)
    while (count > 1).any():
        child, count = _blocks(count)
        middle = (child[:-1] + child[1:]) // 2
        centre, begin = centre[middle], begin[child]
        gap = levels[0].centre - np.repeat(centre, np.diff(begin), axis=0)
        reach = ellipsoid.chord_to_longest(np.sqrt(np.einsum("ij,ij->i", gap, gap))) + levels[0].radius
        radius = np.maximum.reduceat(reach, begin[:-1])
        levels.append(_Level(centre, radius, child))
    return Tree(pieces=pieces, order=order, levels=tuple(levels))


def nearest_pieces(a: Tree, b: Tree, left: Ints, right: Ints) -> tuple[Ints, Ints, Ints]:
    """Pairs of pieces one of which is the nearest, for each pair of a shape of `a` and one of `b`.

    Returns
    -------
    pair, piece_a, piece_b
        Where in `left` and `right` the pair stands, and the two pieces; sorted by the first.
    """
    pair, ball_a, ball_b = np.arange(len(left)), left, right
    most = np.full(len(left), np.inf)
    at_a, at_b = len(a.levels) - 1, len(b.levels) - 1
    while True:
        if len(pair) > _FEW or at_a == at_b == 0:
            pair, ball_a, ball_b = _prune(a.levels[at_a], b.levels[at_b], most, pair, ball_a, ball_b)
        if at_a == at_b == 0:
            return pair, a.order[ball_a], b.order[ball_b]
        if at_a >= at_b:
            pair, ball_b, ball_a = _descend(a.levels[at_a], ball_a, pair, ball_b)
            at_a -= 1
        else:
            pair, ball_a, ball_b = _descend(b.levels[at_b], ball_b, pair, ball_a)
            at_b -= 1


def _prune(a: _Level, b: _Level, most: Floats, pair: Ints, ball_a: Ints, ball_b: Ints) -> tuple[Ints, Ints, Ints]:
    """The pairs of balls that may hold the nearest pieces; `most` is brought up to date with what is known."""
    radii = a.radius[ball_a] + b.radius[ball_b]
    metres, unsure = separation_of(a.centre[ball_a], b.centre[ball_b], radii / 12 + 0.1)
    np.minimum.at(most, pair, metres + unsure)
    limit = most[pair]
    keep = metres - unsure - radii <= limit
    keep &= (limit > TOUCH) | (metres + unsure <= limit)
    return pair[keep], ball_a[keep], ball_b[keep]


def bounds_of_shapes(a: Tree, b: Tree, left: Ints, right: Ints) -> tuple[Floats, Floats]:
    """For pairs of a shape of `a` and one of `b`, the least and the greatest that their distance can be, metres."""
    top_a, top_b = a.levels[-1], b.levels[-1]
    metres, unsure = separation_of(top_a.centre[left], top_b.centre[right], np.full(len(left), 0.1))
    return metres - unsure - top_a.radius[left] - top_b.radius[right], metres + unsure


def separation_of(start: Floats, end: Floats, allowed: Floats) -> tuple[Floats, Floats]:
    """Geodesic lengths between Earth-centred positions, and by how much they can be wrong, metres, each (n,).

    Of the ways to tell, each dearer than the one before, as many are taken as it needs until the doubt left is no
    greater than what is `allowed`: the bracket of the chord, the arc over it, a finer arc, the geodesic itself.
    """
    metres, unsure = np.empty(len(start)), np.empty(len(start))
    for first in range(0, len(start), _BLOCK):
        rows = slice(first, first + _BLOCK)
        metres[rows], unsure[rows] = _separation_of(start[rows], end[rows], allowed[rows])
    return metres, unsure


def _separation_of(start: Floats, end: Floats, allowed: Floats) -> tuple[Floats, Floats]:
    metres, unsure = chord_bracket(start, end)
    for fine in (False, True):
        if not len(wrong := np.flatnonzero(unsure > allowed)):
            return metres, unsure
        _, metres[wrong] = chord_and_length(start[wrong], end[wrong], fine=fine)
        unsure[wrong] = doubt(metres[wrong], fine=fine)
    if len(wrong := np.flatnonzero(unsure > allowed)):
        _, _, metres[wrong] = ellipsoid.inverse(*ellipsoid.from_ecef(start[wrong]), *ellipsoid.from_ecef(end[wrong]))
        unsure[wrong] = 1e-7
    return metres, unsure


def _descend(level: _Level, ball: Ints, *others: Ints) -> tuple[Ints, ...]:
    """Each row once for every ball inside its ball: the other columns repeated, and the inner balls."""
    count = level.child[ball + 1] - level.child[ball]
    before = np.cumsum(count) - count
    inner = np.arange(int(count.sum())) + np.repeat(level.child[ball] - before, count)
    return (*(np.repeat(column, count) for column in others), inner)


def _blocks(count: Ints) -> tuple[Ints, Ints]:
    """Where blocks of `_FAN` begin among the balls of each shape, with the end; and the number of blocks of each."""
    blocks = -(-count // _FAN)
    first = np.cumsum(count) - count
    number = np.arange(int(blocks.sum())) - np.repeat(np.cumsum(blocks) - blocks, blocks)
    return np.r_[np.repeat(first, blocks) + number * _FAN, count.sum()], blocks


def _order(pieces: Pieces) -> Ints:
    """The pieces in their own order, but the paths of each shape along a curve that fills space (Morton's)."""
    paths = len(pieces.part)
    if paths < _FAN or len(pieces.shape) == len(np.unique(pieces.shape)):
        return np.arange(len(pieces))
    head = np.searchsorted(pieces.path, np.arange(paths))
    cell = ((pieces.vertices[pieces.first[head]] / ellipsoid.SEMI_MAJOR_AXIS + 1) * 2**19).astype(np.int64)
    key = _spread(cell[:, 0]) | _spread(cell[:, 1]) << 1 | _spread(cell[:, 2]) << 2
    rank = np.empty(paths, np.intp)
    rank[np.lexsort((key, pieces.shape))] = np.arange(paths)
    return np.argsort(rank[pieces.path], kind="stable")


def _spread(number: Ints) -> Ints:
    """The bits of 21-bit numbers, two zeros put between each and the next."""
    for shift, mask in _SPREAD:
        number = (number | (number << shift)) & mask
    return number
