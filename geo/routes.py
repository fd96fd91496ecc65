"""Ways by sea: the shortest path on the water between two positions, on a network of the capes that it can turn at.

A shortest path that keeps clear of land is straight from cape to cape. So the network holds the capes of some obstacles
(land with a margin round it, simplified) and every pair of them that sees the other along a geodesic and that a taut
thread could join; a search over it finds the shortest path there is, without a grid and without smoothing.

Lines of sight are tested in a plane where geodesics are all but straight, the central projection of the ellipsoid from
its centre; those that are long enough to bend in it are tested bent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from rimland.geo import ellipsoid
from rimland.geo.edges import densify
from rimland.geo.errors import GeometryError
from rimland.geo.gnomonic import Floats, Ints, Plane, lengths, metres_between
from rimland.geo.shapes import as_geometry
from rimland.geo.sights import INSET, Corners, capes, inset, meet, rays, sights, wall

HARBOUR = 30_000.0
"""Metres from a position to open water, at most: the way out of a harbour is not looked for."""

STEP = 10_000.0
"""Metres between the vertices of the line of a route."""

BERTH = 60.0
"""Metres in the plane from what is closed at which ways go round it, a third of it less where its outline is curved."""

STRAY = 1e-3
"""Of its length, the most that a geodesic is taken to stray from the straight line in the plane: three times what any
in the waters that ship does."""


class NoRouteError(GeometryError):
    """There is no way by sea: a position is not at sea, or what is closed lies between."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """A way by sea.

    Attributes
    ----------
    metres
        Its geodesic length, both ways out of harbour included.
    line
        In degrees, cut to legs of at most 10 km; its edges are geodesics.
    turns
        Where it turns: longitude and latitude, degrees, (k, 2), start and end among them.
    harbours
        Metres at the start and at the end that lead to open water in a straight line, which may cross land.
    """

    metres: float
    line: LineString
    turns: Floats
    harbours: tuple[float, float]

    @property
    def open_water(self) -> LineString:
        """The line without the legs out of harbour and into it."""
        first, last = (1 if metres else 0 for metres in self.harbours)
        turns = self.turns[first : len(self.turns) - last]
        if len(turns) == 1:
            turns = np.repeat(turns, 2, axis=0)  # out of harbour and back into it
        return densify(LineString(turns), STEP)


@dataclass(frozen=True, kw_only=True)
class SeaNetwork:
    """Capes and the lines of sight between them; it never changes, `without` makes another.

    Attributes
    ----------
    plane
        In which it is laid out.
    corners
        The capes: where a taut thread may turn.
    blocks
        What blocks a line of sight: land with a margin, and what is closed, in that plane; each prepared.
    edges
        Pairs of capes that see each other, (m, 2).
    metres
        How far they are from each other along the geodesic, (m,).
    closed
        What is closed, a part of what blocks.
    """

    plane: Plane
    corners: Corners
    blocks: tuple[BaseGeometry, ...] = field(repr=False)
    edges: Ints = field(repr=False)
    metres: Floats = field(repr=False)
    closed: BaseGeometry = field(repr=False, default_factory=shapely.MultiPolygon)
    _before: "SeaNetwork | None" = field(default=None, repr=False, compare=False)
    _harbours: dict[tuple[float, float], "Harbour"] = field(default_factory=dict, init=False, repr=False, compare=False)

    def crossed(self, parts: NDArray[Any]) -> Ints:
        """The edges that some shapes cross: those near them when drawn straight are tried as they bend."""
        ends = self.corners.at[self.edges]
        reach = STRAY * np.hypot(*(ends[:, 1] - ends[:, 0]).T)
        low, high = ends.min(axis=1) - reach[:, None], ends.max(axis=1) + reach[:, None]
        beside = [
            (low <= bounds[2:]).all(axis=1) & (high >= bounds[:2]).all(axis=1) for bounds in shapely.bounds(parts)
        ]
        near = np.flatnonzero(np.logical_or.reduce(beside))
        shapes = shapely.union_all(parts)
        shapely.prepare(shapes)
        near = near[shapely.dwithin(shapes, shapely.linestrings(ends[near]), float(reach.max(initial=0.0)))]
        return np.asarray(near[shapely.intersects(shapes, self.plane.geodesics(ends[near]))])

    def without(self, *regions: Any) -> "SeaNetwork":
        """The network with some regions closed, and with capes of their own to go round them.

        Parameters
        ----------
        regions
            Polygons, or lines such as a gate, which become walls of 1 km.

        Raises
        ------
        GeometryError
            A region has no extent, such as a point.
        """
        closed = [wall(region, self.plane) for region in regions]
        if not closed:
            return self
        return replace(self._round(closed), closed=shapely.union_all([self.closed, *closed]))

    def round_land(self, *land: Any) -> "SeaNetwork":
        """The network with more land in it, to go round: as `without`, but a harbour may lie behind it."""
        return self._round([wall(shape, self.plane) for shape in land]) if land else self

    def _round(self, shapes: Sequence[BaseGeometry]) -> "SeaNetwork":
        parts = shapely.get_parts(shapely.union_all(shapes))
        wide = shapely.simplify(shapely.buffer(parts, BERTH, quad_segs=2), BERTH / 3)
        own = capes(shapely.MultiPolygon([part for part in shapely.get_parts(wide) if part.geom_type == "Polygon"]))
        added = shapely.union_all(shapes)
        shapely.prepare(added)
        blocks = (*self.blocks, added)
        own = own.take(~meet(blocks, shapely.points(own.at)))
        crossed = self.crossed(parts)
        both = self.corners.join(own)
        more = sights(both, blocks, self.plane, np.arange(len(self.corners.at), len(both.at)))
        return replace(
            self,
            corners=both,
            blocks=blocks,
            edges=np.concatenate([np.delete(self.edges, crossed, axis=0), more]),
            metres=np.concatenate([np.delete(self.metres, crossed), lengths(self.plane, both.at, more)]),
            _before=self,
        )

    def route(self, start: tuple[float, float], end: tuple[float, float]) -> Route:
        """The shortest way by sea between two positions, (longitude, latitude) in degrees.

        Raises
        ------
        NoRouteError
            A position is farther than 30 km from open water, or nothing open joins the two.
        """
        out = [self._harbour(position) for position in (start, end)]
        path = self._search(*out)
        turns = self.plane.unproject(np.array([*self.corners.at[path], *(harbour.sea for harbour in out)]))
        turns = np.concatenate([turns[-2:-1], turns[:-2], turns[-1:]])
        ends = [np.array([position], float) for position in (start, end)]
        whole = np.concatenate([ends[0], turns, ends[1]])
        whole = whole[np.r_[True, (np.abs(np.diff(whole, axis=0)) > 1e-9).any(axis=1)]]
        if len(whole) == 1:
            whole = np.repeat(whole, 2, axis=0)  # a line has two ends, also from a place to itself
        line = LineString(whole)
        return Route(
            metres=float(ellipsoid.geod().geometry_length(line)),
            line=densify(line, STEP),
            turns=whole,
            harbours=(out[0].metres, out[1].metres),
        )

    def _harbour(self, position: tuple[float, float]) -> "Harbour":
        """The way out from a position, found once: many ways may begin at it."""
        if position not in self._harbours:
            sea, metres = self._to_sea(position)
            capes_ = self._seen(position, sea)
            far = metres_between(self.plane.unproject(rays(sea, self.corners.at[capes_]).reshape(-1, 2)).reshape(-1, 4))
            self._harbours[position] = Harbour(sea=sea, metres=metres, capes=capes_, far=far)
        return self._harbours[position]

    def _seen(self, position: tuple[float, float], sea: Floats) -> Ints:
        """The capes in sight from open water at a position: of those that were before, what is new hides some."""
        known, tried, blocks = np.empty(0, np.intp), np.arange(len(self.corners.at)), self.blocks
        if self._before is not None and (harbour := self._before._harbour(position)).sea.tolist() == sea.tolist():
            known, tried = harbour.capes, tried[len(self._before.corners.at) :]
            lines = self.plane.geodesics(rays(sea, self.corners.at[known]))
            known = known[~meet(blocks[len(self._before.blocks) :], lines)]
        tried = tried[self.corners.taut(tried, sea)]
        lines = self.plane.geodesics(rays(sea, self.corners.at[tried]))
        return np.concatenate([known, tried[~meet(blocks, lines)]])

    def _to_sea(self, position: tuple[float, float]) -> tuple[Floats, float]:
        """Open water nearby, in the plane, and how far it is in metres; 0 where a position is in open water.

        Water counts as open when one can leave the surroundings on it: a basin behind a breakwater does not.
        """
        here = self.plane.project(np.array([position], float))[0]
        around = shapely.Point(here).buffer(HARBOUR * float(self.plane.metres_at(here)))
        solid = shapely.union_all(shapely.clip_by_rect(np.array(self.blocks), *around.bounds))
        water = around.difference(solid)
        wide = shapely.get_parts(shapely.buffer(water, -BERTH - INSET))  # no cape fits into a narrower channel
        leaves = shapely.buffer(around, -2 * BERTH).exterior
        leg = shapely.shortest_line(shapely.Point(here), shapely.union_all(wide[shapely.intersects(wide, leaves)]))
        sea = here if leg is None else shapely.get_coordinates(leg)[1]
        metres = float(ellipsoid.geod().inv(*position, *self.plane.unproject(sea[None])[0])[2])
        if leg is None or metres > HARBOUR:
            raise NoRouteError(
                f"{position[1]:.4f} N {position[0]:.4f} E is more than {HARBOUR / 1000:g} km from open water: "
                "name a port, or leave the water before it open."
            )
        if shapely.intersects(self.closed, leg):
            raise NoRouteError(f"what is closed bars the way out from {position[1]:.4f} N {position[0]:.4f} E.")
        return sea, metres if leg.length > 0 else 0.0

    def _search(self, start: "Harbour", end: "Harbour") -> Ints:
        """The numbers of the corners at which the shortest path turns."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import dijkstra

        count = len(self.corners.at)
        pairs, metres = [self.edges], [self.metres]
        for number, harbour in enumerate((start, end), count):
            pairs.append(np.column_stack([np.full(len(harbour.capes), number), harbour.capes]))
            metres.append(harbour.far)
        direct = np.array([[start.sea, end.sea]])
        if not meet(self.blocks, self.plane.geodesics(direct))[0]:
            pairs.append(np.array([[count, count + 1]]))
            metres.append(metres_between(self.plane.unproject(direct[0]).reshape(1, 4)))
        rows, columns = np.concatenate(pairs).T
        far = np.maximum(np.concatenate(metres), 1e-6)  # nothing stored means no way
        graph = csr_array((far, (rows, columns)), shape=(count + 2, count + 2))
        found, before = dijkstra(graph, directed=False, indices=count, return_predecessors=True)
        if not np.isfinite(found[count + 1]):
            raise NoRouteError("no way by sea joins the two: what is closed, or land, lies between.")
        path = [int(before[count + 1])]
        while path[-1] != count:
            path.append(int(before[path[-1]]))
        return np.array(path[-2::-1], int)


@dataclass(frozen=True, kw_only=True)
class Harbour:
    """The way out from a position: open water in the plane, metres to it, the capes seen from there and how far."""

    sea: Floats
    metres: float
    capes: Ints
    far: Floats


def route(network: SeaNetwork, start: Any, end: Any, *, closed: Sequence[Any] = ()) -> Route:
    """The shortest way by sea between two positions.

    Parameters
    ----------
    network
        Of the waters between.
    start, end
        Points, or shapes whose point nearest to open water is meant: their representative point.
    closed
        Polygons that may not be entered and lines that may not be crossed.

    Raises
    ------
    NoRouteError
        A position is farther than 30 km from open water, or nothing open joins the two.

    References
    ----------
    Lozano-Pérez, T. and Wesley, M. A. (1979). An algorithm for planning collision-free paths among polyhedral
    obstacles. Communications of the ACM 22(10), 560-570. doi:10.1145/359156.359164

    Examples
    --------
    >>> from shapely import Point, box
    >>> island = network_of([box(-1, -1, 1, 1)], Plane(lon=0.0, lat=0.0))
    >>> way = route(island, Point(-3, 0), Point(3, 0))
    >>> len(way.turns), round(way.metres / 1000)
    (4, 720)
    """
    first, last = (shapely.get_coordinates(as_geometry(end_).representative_point())[0] for end_ in (start, end))
    return network.without(*closed).route((float(first[0]), float(first[1])), (float(last[0]), float(last[1])))


def network_of(obstacles: Sequence[Polygon], plane: Plane) -> SeaNetwork:
    """The network round some polygons in degrees, whose edges are taken to be geodesics."""
    flat = shapely.get_parts(shapely.union_all([wall(shape, plane) for shape in obstacles]))
    solid = MultiPolygon([Polygon(part.exterior) for part in flat])
    corners = capes(solid)
    blocks = inset(solid, plane)
    edges = sights(corners, blocks, plane, np.arange(len(corners.at)))
    metres = lengths(plane, corners.at, edges)
    return SeaNetwork(plane=plane, corners=corners, blocks=blocks, edges=edges, metres=metres)
