"""From a sheet of triangles to the boundaries between owners: where they cross edges, and where they meet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rimland.geo._mesh import Booleans, Floats, Integers
from rimland.geo._owners import NOISE, Owner, apart, difference, step, table
from rimland.geo._sheet import FINEST, Sheet, inside

_TIE = 1e-4
"""Metres by which an owner must be nearer before a boundary of two others is said not to be one."""

_SAME = 0.02
"""Metres within which meeting points of three are one meeting point of more."""


@dataclass(frozen=True, kw_only=True)
class Chain:
    """A boundary of two owners from one meeting point, or end, to the next.

    Attributes
    ----------
    owners
        Row numbers, the lower first.
    normals
        Its vertices, shape (n, 3), n ≥ 2; the first again at the end when it closes on itself.
    """

    owners: tuple[int, int]
    normals: Floats


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A position as far from three owners, or more, as from any."""

    owners: tuple[int, ...]
    normal: Floats


def trace(sheet: Sheet, crossings: "Crossings") -> tuple[list[Chain], list[Meeting]]:
    """The boundaries of all owners within the sheet's region, coarse but with every vertex on the boundary.

    Parameters
    ----------
    sheet
        Is refined as far as the answer needs.
    crossings
        The sheet's, with what has been found already.
    """
    while True:
        while (marked := sheet.coarse()).any():
            sheet.refine(marked)
        large = sheet.mesh.sizes > FINEST
        marked = sheet.hidden() & large
        if not marked.any():
            points, unsure = _meetings(sheet)
            marked = (unsure | crossings.disputed()) & large
        if not marked.any():
            return _assemble(*crossings.all(), points)
        sheet.checked = ~marked
        sheet.refine(marked)


class Crossings:
    """Where the boundaries cross the edges of a sheet's triangles; what has been found once is kept."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._codes = np.zeros(0, np.int64)
        self._normals = np.zeros((0, 3))

    def all(self) -> tuple[Integers, Integers, Floats]:
        """All crossings of the sheet as it is now.

        Returns
        -------
        of, owners, normals
            The number of the crossing on each edge of each triangle, -1 where there is none, shape (m, 3); the two
            owners that meet there, the lower first, shape (n, 2); and where, shape (n, 3).
        """
        ends, of = self.sheet.mesh.edges()
        nearest = np.argmin(self.sheet.metres, axis=1)[ends]
        crossed = np.flatnonzero(nearest[:, 0] != nearest[:, 1])
        number = np.full(len(ends), -1)
        number[crossed] = np.arange(len(crossed))
        return number[of], np.sort(nearest[crossed], axis=1), self._find(ends[crossed], nearest[crossed])

    def disputed(self) -> Booleans:
        """The unchecked triangles with a crossing at which a third owner is nearer than the two."""
        sheet = self.sheet
        possible = sheet.possible()
        triangle, side = np.nonzero((~sheet.checked & (possible.sum(axis=1) > 2))[:, None] & np.ones(3, bool))
        ends = np.sort(np.stack([sheet.mesh.triangles[triangle, (side + k) % 3] for k in (0, 1)], axis=1), axis=1)
        nearest = np.argmin(sheet.metres, axis=1)[ends]
        crossed = nearest[:, 0] != nearest[:, 1]
        triangle, ends, nearest = triangle[crossed], ends[crossed], nearest[crossed]
        metres, _, _ = table(sheet.owners, possible[triangle], self._find(ends, nearest))
        own = metres[np.arange(len(triangle)), nearest[:, 0]]
        disputed = np.zeros(len(possible), bool)
        disputed[triangle[metres.min(axis=1, initial=np.inf) < own - _TIE]] = True
        return disputed

    def _find(self, ends: Integers, nearest: Integers) -> Floats:
        codes = ends[:, 0] << 32 | ends[:, 1]
        _, new = np.unique(codes, return_index=True)
        new = new[~np.isin(codes[new], self._codes)]
        low, high = ends[new].T
        first, second = nearest[new].T
        metres, corners = self.sheet.metres, self.sheet.mesh.normals
        found = roots(
            self.sheet.owners,
            nearest[new],
            corners[low],
            corners[high],
            metres[low, first] - metres[low, second],
            metres[high, first] - metres[high, second],
        )
        self._codes = np.concatenate([self._codes, codes[new]])
        self._normals = np.vstack([self._normals, found])
        order = np.argsort(self._codes)
        self._codes, self._normals = self._codes[order], self._normals[order]
        return self._normals[np.searchsorted(self._codes, codes)]


def roots(owners: Sequence[Owner], pair: Integers, a: Floats, b: Floats, gap_a: Floats, gap_b: Floats) -> Floats:
    """Between normals `a` and `b`, where the first owner of each pair is as far as the second.

    Newton's method within the bracket, that of false position where it would leave it. The gaps are by how much the
    first owner is farther at the ends: not above 0 at one of them, not below 0 at the other.
    """
    low, high, gap_low, gap_high = np.zeros(len(a)), np.ones(len(a)), gap_a.copy(), gap_b.copy()
    length = np.linalg.norm(apart(a, b), axis=1)
    guess = np.divide(gap_a, gap_a - gap_b, out=np.full(len(a), 0.5), where=gap_a != gap_b)
    going = np.arange(len(a))
    for turn in range(60):
        at, far = guess[going], b[going] - a[going]
        point = a[going] + at[:, None] * far
        size = np.linalg.norm(point, axis=1, keepdims=True)
        gap, slope = difference(owners, pair[going, 0], pair[going, 1], point / size)
        left = (gap > 0) == (gap_low[going] > 0)
        low[going] = np.where(left, at, low[going])
        gap_low[going] = np.where(left, gap, gap_low[going])
        high[going] = np.where(left, high[going], at)
        gap_high[going] = np.where(left, gap_high[going], gap)
        rise = np.sum(slope * apart(np.zeros_like(far), far), axis=1)
        target = at - np.divide(gap, rise, out=np.full(len(at), np.inf), where=rise != 0)
        out = ~((target >= low[going]) & (target <= high[going]))
        width = gap_low[going] - gap_high[going]
        chord = np.divide(gap_low[going], width, out=np.full(len(at), 0.5), where=width != 0)
        share = np.full(len(at), 0.5) if turn % 3 == 2 else np.clip(chord, 0.02, 0.98)
        target = np.where(out, low[going] + share * (high[going] - low[going]), target)
        guess[going] = target
        going = going[(np.abs(target - at) * length[going] > 1e-4) & (np.abs(gap) > NOISE)]
        if not len(going):
            break
    point = a + guess[:, None] * (b - a)
    found: Floats = point / np.linalg.norm(point, axis=1, keepdims=True)
    return found


def _meetings(sheet: Sheet) -> tuple[dict[int, Meeting], Booleans]:
    """The meeting points by the number of their triangle, and the triangles that are too large to be sure of theirs."""
    labels = np.sort(sheet.labels(), axis=1)
    triangles = np.flatnonzero((labels[:, 0] < labels[:, 1]) & (labels[:, 1] < labels[:, 2]))
    corners = sheet.mesh.normals[sheet.mesh.triangles[triangles]]
    points, settled = equidistant_points(sheet.owners, labels[triangles], corners.mean(axis=1))
    metres, _, _ = table(sheet.owners, sheet.possible()[triangles], points)
    own = metres[np.arange(len(triangles)), labels[triangles, 0]]
    sure = settled & inside(corners, points, 0.01) & (metres.min(axis=1, initial=np.inf) >= own - _TIE)
    close = settled & inside(corners, points, 4.0)
    middle = corners.mean(axis=1)
    points = np.where(close[:, None], points, middle / np.linalg.norm(middle, axis=1, keepdims=True))
    unsure = np.zeros(len(labels), bool)
    unsure[triangles[~sure]] = True
    return {
        int(triangle): Meeting(owners=tuple(labels[triangle].tolist()), normal=point)
        for triangle, point in zip(triangles, points, strict=True)
    }, unsure


def equidistant_points(owners: Sequence[Owner], three: Integers, start: Floats) -> tuple[Floats, Booleans]:
    """The positions near a start that are as far from three owners, and whether they have been found to 0.1 mm."""
    points = start / np.linalg.norm(start, axis=1, keepdims=True)
    settled = np.zeros(len(points), bool)
    for _ in range(25):
        going = np.flatnonzero(~settled)
        if not len(going):
            break
        first, others = np.tile(three[going, 0], 2), three[going, 1:].T.ravel()
        gap, slope = difference(owners, first, others, np.tile(points[going], (2, 1)))
        matrix = np.stack([*np.split(slope, 2), points[going]], axis=1)
        singular = np.abs(np.linalg.det(matrix)) < 1e-14
        matrix[singular] = np.eye(3)
        gaps = np.stack([*np.split(gap, 2), np.zeros(len(going))], axis=1)
        stride = -np.linalg.solve(matrix, gaps[..., None])[..., 0]
        length = np.linalg.norm(stride, axis=1)
        stride *= np.minimum(1, 3e5 / np.maximum(length, 1))[:, None]
        points[going] = step(points[going], stride)
        settled[going] = (length < 1e-4) & ~singular
    return points, settled


def _assemble(
    of: Integers, owners: Integers, normals: Floats, points: dict[int, Meeting]
) -> tuple[list[Chain], list[Meeting]]:
    """The chains from the crossings and meeting points, in one order for one input."""
    meetings, place = _merged(points)
    count = len(normals)
    normals = np.vstack([normals, *(m.normal[None] for m in meetings)])
    links: dict[int, list[int]] = defaultdict(list)
    crossed = np.flatnonzero((of >= 0).any(axis=1))
    for triangle, row in zip(crossed.tolist(), of[crossed].tolist(), strict=True):
        nodes = [node for node in row if node >= 0]
        if triangle in place:
            for node in nodes:
                links[node].append(count + place[triangle])
        elif len(nodes) == 2:
            links[nodes[0]].append(nodes[1])
            links[nodes[1]].append(nodes[0])
    chains = []
    for nodes in _walks(links, count):
        pair = owners[next(node for node in nodes if node < count)]
        line = normals[nodes]
        if nodes[0] == nodes[-1] and _is_hair(line):
            continue
        chains.append(Chain(owners=(int(pair[0]), int(pair[1])), normals=line))
    return chains, meetings


def _is_hair(ring: Floats) -> bool:
    """Whether a closed line encloses nothing as wide as the finest triangle.

    Where four meet, two triangles each hold three of them, and what lies between is no boundary; and beyond the tip of
    a thin cell a few triangles may still find some of it.
    """
    edges = apart(ring[:-1], ring[1:])
    spokes = apart(ring[:1], ring[:-1])
    perimeter = np.linalg.norm(edges, axis=1).sum()
    area = np.linalg.norm(np.cross(spokes, edges).sum(axis=0)) / 2
    return bool(perimeter < 8 * FINEST or 2 * area < FINEST * perimeter)


def _walks(links: dict[int, list[int]], count: int) -> list[list[int]]:
    """Ways through the crossings, numbers below `count`: from end to end, then the rings."""
    seen: set[int] = set()
    walks = []

    def walk(start: int, first: int) -> list[int]:
        way, previous, node = [start], start, first
        while True:
            way.append(node)
            if node >= count or node in seen:
                return way
            seen.add(node)
            ahead = list(links[node])
            ahead.remove(previous)
            if not ahead:
                return way
            previous, node = node, ahead[0]

    for node in sorted(links):
        ends = [other for other in links[node] if other >= count]
        if node in seen:
            continue
        if ends:
            walks.append(walk(ends[0], node))
        elif len(links[node]) == 1:
            seen.add(node)
            walks.append(walk(node, links[node][0]))
    for node in sorted(links):
        if node not in seen:
            seen.add(node)
            walks.append(walk(node, links[node][0]))
    return walks


def _merged(points: dict[int, Meeting]) -> tuple[list[Meeting], dict[int, int]]:
    """Meeting points that are one made one; and for each triangle the number of its point."""
    meetings: list[Meeting] = []
    place = {}
    for triangle, meeting in sorted(points.items()):
        gaps = [np.linalg.norm(apart(other.normal, meeting.normal)) for other in meetings]
        if gaps and min(gaps) < _SAME:
            k = int(np.argmin(gaps))
            owners = tuple(sorted({*meetings[k].owners, *meeting.owners}))
            meetings[k] = Meeting(owners=owners, normal=meetings[k].normal)
        else:
            k = len(meetings)
            meetings.append(meeting)
        place[triangle] = k
    return meetings, place
