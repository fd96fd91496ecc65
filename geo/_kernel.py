"""The search of `rimland.geo.tree` and the shortlist of `rimland.geo.contact`, compiled: one pair of shapes at a time.

It only says which vertices and pieces can be nearest. The lengths of an answer are measured by the same code with it
and without it, so that both give the same. Imported by `rimland.geo.contact` alone, when the work is worth it.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from rimland.geo import ellipsoid
from rimland.geo.ellipsoid import Floats
from rimland.geo.pieces import INVERSE_SQUARES, SHORT, Ints
from rimland.geo.tree import Balls

F = TypeVar("F", bound=Callable[..., Any])

FARTHEST = 8e6
"""Metres: pairs whose distance may be more are left, since arcs over chords are in doubt by 200 m there."""

_TOUCH = 1e-3
"""Metres: pairs that may be nearer are left, to find where they meet."""

_NEAR = 2e5
"""Metres up to which the least curvature that there is tells chords well enough."""

_SHARE = 0.25
"""Of the radii of two balls for which the least curvature was told: for smaller ones inside it is told anew."""

_P, _Q = float(INVERSE_SQUARES[0]), float(INVERSE_SQUARES[2])
_LEAST_BEND, _MOST_BEND = 1 / float(ellipsoid.LARGEST_RADIUS), 1 / float(ellipsoid.SMALLEST_RADIUS)
_RADIUS = ellipsoid.SEMI_MAJOR_AXIS


def _compiled(function: F) -> F:
    """The function as machine code, kept between runs beside this file, in the user's cache, or else nowhere."""
    try:
        compiled = njit(cache=True, forceinline=True)(function)
    except RuntimeError:  # no folder that can be written
        compiled = njit(forceinline=True)(function)
    return cast("F", compiled)


@_compiled
def _bend(x: float, y: float, z: float, dx: float, dy: float, dz: float) -> float:
    """The curvature of the surface at a position along what of a step lies in the tangent plane."""
    nx, ny, nz = x * _P, y * _P, z * _Q
    size = nx * nx + ny * ny + nz * nz
    share = (dx * nx + dy * ny + dz * nz) / size
    fx, fy, fz = dx - share * nx, dy - share * ny, dz - share * nz
    curved = (fx * fx + fy * fy) * _P + fz * fz * _Q
    return float(curved / max((fx * fx + fy * fy + fz * fz) * np.sqrt(size), 1e-30))


@_compiled
def _arc(ax: float, ay: float, az: float, bx: float, by: float, bz: float) -> tuple[float, float, float]:
    """What `rimland.geo.pieces.chord_and_length` and `doubt` tell of two positions.

    Returns
    -------
    length, unsure, bend
        Of the geodesic, by how much that can be wrong, and the curvature of the arc over the chord.
    """
    dx, dy, dz = bx - ax, by - ay, bz - az
    squared = dx * dx + dy * dy + dz * dz
    chord = np.sqrt(squared)
    mx, my, mz = ax + bx, ay + by, az + bz
    nx, ny, nz = mx * _P, my * _P, mz * _Q
    height = (mx * nx + my * ny + mz * nz) / max(nx * nx + ny * ny + nz * nz, 1e-30)
    bend = ((dx * dx + dy * dy) * _P + dz * dz * _Q) * np.sqrt(height) / max(squared, 1e-30)
    if chord > SHORT:
        bend = 0.8 * bend + 0.1 * (_bend(ax, ay, az, dx, dy, dz) + _bend(bx, by, bz, dx, dy, dz))
    bend = min(max(bend, _LEAST_BEND), _MOST_BEND)
    length = 2 / bend * np.arcsin(min(chord * bend / 2, 1.0))
    if length >= 15e6:
        return length, np.inf, bend
    square = length * length
    return length, 2e-8 + square * square * length * (3e-34 + 1e-46 * square), bend


@_compiled
def _foot(pieces: Floats, i: int, x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """The foot of a position on a piece, as `Pieces.foot` and `Pieces.at` tell it."""
    ax, ay, az = pieces[i, 0], pieces[i, 1], pieces[i, 2]
    dx, dy, dz = pieces[i, 3], pieces[i, 4], pieces[i, 5]
    hx, hy, hz = pieces[i, 6], pieces[i, 7], pieces[i, 8]
    rx, ry, rz = x - ax, y - ay, z - az
    squared = dx * dx + dy * dy + dz * dz
    t = 0.0
    if squared > 0:
        slope = rx * dx + ry * dy + rz * dz - squared / 2
        bend = squared + 2 * (rx * hx + ry * hy + rz * hz) - (hx * hx + hy * hy + hz * hz) / 2
        if bend > 0:
            t = min(max(0.5 + slope / bend, 0.0), 1.0)
        elif slope > 0:
            t = 1.0
    u = 1 - t
    return t, ax + t * (dx + u * hx), ay + t * (dy + u * hy), az + t * (dz + u * hz)


@_compiled
def _slack(length: float, metres: float) -> float:
    """What `rimland.geo.pieces.foot_slack` tells, up to `FARTHEST`."""
    turn = metres / _RADIUS
    slope = 1e-3 * turn * turn
    return float(min(slope * slope / 2 * _RADIUS * np.tan(min(turn, 1.4)), slope * length))


@_compiled
def _parted(pieces: Floats, i: int, others: Floats, j: int) -> bool:
    """Whether both ends of piece j of `others` are on one side of the plane of piece i of `pieces`."""
    sx, sy, sz = pieces[i, 0], pieces[i, 1], pieces[i, 2]
    dx, dy, dz = pieces[i, 3], pieces[i, 4], pieces[i, 5]
    nx, ny, nz = (2 * sx + dx) * _P, (2 * sy + dy) * _P, (2 * sz + dz) * _Q
    lx, ly, lz = ny * dz - nz * dy, nz * dx - nx * dz, nx * dy - ny * dx
    rx, ry, rz = others[j, 0] - sx, others[j, 1] - sy, others[j, 2] - sz
    one = rx * lx + ry * ly + rz * lz
    two = one + others[j, 3] * lx + others[j, 4] * ly + others[j, 5] * lz
    return bool(one * two >= 0)


@_compiled
def _between(a: Floats, i: int, b: Floats, j: int) -> tuple[float, float, float]:
    """What `_arc` tells of the centres of two balls."""
    return _arc(a[i, 0], a[i, 1], a[i, 2], b[j, 0], b[j, 1], b[j, 2])


@_compiled
def _least_bend(a: Floats, i: int, b: Floats, j: int) -> tuple[float, float]:
    """The least curvature of arcs between points of two balls, and by how much lengths over chords can be wrong.

    How much such arcs differ in curvature from the one between the centres was looked at on four million random pairs:
    by 0.0065 of `room` at most.
    """
    length, unsure, bend = _between(a, i, b, j)
    room = (a[i, 3] + b[j, 3]) * (1 / _RADIUS + 1 / max(length, 1.0))
    return max(bend * (1 - 0.015 * room), _LEAST_BEND), unsure


@_compiled
def _longest_chord(most: float, bend: float, unsure: float) -> float:
    """The greatest chord of a geodesic no longer than `most`: the less an arc is curved the longer its chord."""
    return float(2 / bend * np.sin(min(most * bend / 2, np.pi / 2)) * (1 + 1e-12) + unsure + 1e-6)


@_compiled
def _try_pieces(
    a: Balls, b: Balls, i: int, j: int, most: float, limit: float, found: Ints, least: Floats, count: int
) -> tuple[float, int, bool]:
    """Note the ends of two pieces that can be nearest to the other piece, from row `count` of `found` and `least` on.

    Returns
    -------
    most, count, meet
        The greatest that the distance of the shapes can be, how many rows there are, and whether the pieces may meet.
    """
    longest = max(a.pieces[i, 9], b.pieces[j, 9])
    limit += _slack(longest, most)
    for side in range(4):
        points, p, lines, q = (a, i, b, j) if side < 2 else (b, j, a, i)
        vertex = points.ends[p, side % 2]
        if vertex < 0:
            continue
        x, y, z = points.pieces[p, 0], points.pieces[p, 1], points.pieces[p, 2]
        if side % 2:
            x, y, z = x + points.pieces[p, 3], y + points.pieces[p, 4], z + points.pieces[p, 5]
        t, fx, fy, fz = _foot(lines.pieces, q, x, y, z)
        if np.sqrt((fx - x) * (fx - x) + (fy - y) * (fy - y) + (fz - z) * (fz - z)) > limit:
            continue
        length, unsure, _ = _arc(x, y, z, fx, fy, fz)
        most = min(most, length + unsure)
        low = length - unsure - _slack(longest, length)
        if low <= most:
            found[count, 0], found[count, 1], found[count, 2] = side // 2, vertex, q
            least[count, 0], least[count, 1] = low, t
            count += 1
    meet = not _parted(a.pieces, i, b.pieces, j) and not _parted(b.pieces, j, a.pieces, i)
    return most, count, meet


@_compiled
def _split(
    a: Balls, b: Balls, i: int, j: int, most: float, best: float, limit: float, stack: Ints, low: Floats, height: int
) -> tuple[float, float, int]:
    """Put the balls inside the larger of two balls on the stack, each with the other ball, the nearest on top.

    What row `height` of `low` tells of the curvature goes with each of them: it holds for all that is inside.
    """
    split_a = b.held[j, 0] < 0 or (a.held[i, 0] >= 0 and a.balls[i, 3] >= b.balls[j, 3])
    first, last = (a.held[i, 0], a.held[i, 1]) if split_a else (b.held[j, 0], b.held[j, 1])
    bottom, one, two = height, a.balls, b.balls
    bend, unsure, told_at = low[height, 1], low[height, 2], low[height, 3]
    for inner in range(first, last):
        p, q = (inner, j) if split_a else (i, inner)
        dx, dy, dz = one[p, 0] - two[q, 0], one[p, 1] - two[q, 1], one[p, 2] - two[q, 2]
        chord = np.sqrt(dx * dx + dy * dy + dz * dz)
        lower = chord - one[p, 3] - two[q, 3]
        if lower > limit:
            continue
        if chord < best:
            best = chord
            length, wrong, _ = _between(one, p, two, q)
            most = min(most, length + wrong)
        at = height
        while at > bottom and low[at - 1, 0] < lower:
            stack[at, 0], stack[at, 1], low[at, 0] = stack[at - 1, 0], stack[at - 1, 1], low[at - 1, 0]
            at -= 1
        stack[at, 0], stack[at, 1], low[at, 0] = p, q, lower
        low[height, 1], low[height, 2], low[height, 3] = bend, unsure, told_at
        height += 1
    return most, best, height


@_compiled
def _of_one_pair(
    a: Balls, b: Balls, root_a: int, root_b: int, stack: Ints, low: Floats, found: Ints, least: Floats
) -> tuple[float, int, Ints, Floats]:
    """Search one pair of shapes.

    Returns
    -------
    most, count, found, least
        The greatest that the distance can be, or -1 when the pair is left; and the rows of `_try_pieces`, how many.
    """
    length, unsure, _ = _between(a.balls, root_a, b.balls, root_b)
    if length - unsure - a.balls[root_a, 3] - b.balls[root_b, 3] > FARTHEST:
        return -1.0, 0, found, least
    stack[0, 0], stack[0, 1] = root_a, root_b
    low[0, 0], low[0, 1], low[0, 2], low[0, 3] = 0.0, _LEAST_BEND, 0.0, np.inf
    height, count, most, best = 1, 0, length + unsure, np.inf
    while height:
        height -= 1
        i, j = stack[height, 0], stack[height, 1]
        if low[height, 0] > most:  # the chord is shorter than the geodesic
            continue
        radii = a.balls[i, 3] + b.balls[j, 3]
        if most > _NEAR and radii < _SHARE * low[height, 3]:
            low[height, 1], low[height, 2] = _least_bend(a.balls, i, b.balls, j)
            low[height, 3] = radii
        limit = _longest_chord(most, low[height, 1], low[height, 2])
        if low[height, 0] > limit:
            continue
        p, q = -1 - a.held[i, 0], -1 - b.held[j, 0]
        if p < 0 or q < 0:
            most, best, height = _split(a, b, i, j, most, best, limit, stack, low, height)
            continue
        if count + 4 > len(least):
            count = _keep(found, least, count, most)
            if count + 4 > len(least) // 2:
                found, least = np.concatenate((found, found)), np.concatenate((least, least))
        most, count, meet = _try_pieces(a, b, p, q, most, limit, found, least, count)
        if meet:
            return -1.0, 0, found, least
    if most <= _TOUCH or most > FARTHEST:
        return -1.0, 0, found, least
    return most, _keep(found, least, count, most), found, least


@_compiled
def _keep(found: Ints, least: Floats, count: int, most: float) -> int:
    """Move the rows that can still be the nearest to the front; how many those are."""
    kept = 0
    for row in range(count):
        if least[row, 0] <= most + 1e-6:
            found[kept, 0], found[kept, 1], found[kept, 2] = found[row, 0], found[row, 1], found[row, 2]
            least[kept, 0], least[kept, 1] = least[row, 0], least[row, 1]
            kept += 1
    return kept


@_compiled
def search(a: Balls, b: Balls, left: Ints, right: Ints, depth: int) -> tuple[Ints, Floats, NDArray[np.bool_]]:
    """The ends of pieces that can be nearest to a piece of the other shape, for pairs of shapes.

    Parameters
    ----------
    a, b
        Trees as `rimland.geo.tree.Balls`.
    left, right
        Numbers of shapes in `a` and in `b`, (n,).
    depth
        The most balls that are inside one another in `a` and in `b` together.

    Returns
    -------
    rows
        (k, 4): the pair; 0 for a vertex of `a` and 1 for one of `b`; the vertex; the piece of the other.
    feet
        Where on the piece, as a fraction of it, the foot of the vertex is, (k,).
    left_out
        Whether a pair must be searched otherwise, (n,): its shapes may meet, or be more than `FARTHEST` apart.
    """
    stack, low = np.empty((4 * depth + 4, 2), np.intp), np.empty((4 * depth + 4, 4))
    found, least = np.empty((256, 3), np.intp), np.empty((256, 2))
    rows, feet, total = np.empty((8 * len(left) + 256, 4), np.intp), np.empty(8 * len(left) + 256), 0
    left_out = np.zeros(len(left), np.bool_)
    for pair in range(len(left)):
        most, count, found, least = _of_one_pair(a, b, left[pair], right[pair], stack, low, found, least)
        if most < 0:
            left_out[pair] = True
            continue
        while total + count > len(rows):
            rows, feet = np.concatenate((rows, rows)), np.concatenate((feet, feet))
        for row in range(count):
            rows[total, 0] = pair
            rows[total, 1], rows[total, 2], rows[total, 3] = found[row, 0], found[row, 1], found[row, 2]
            feet[total] = least[row, 1]
            total += 1
    return rows[:total], feet[:total], left_out
