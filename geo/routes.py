"""Ways by sea: the shortest path on the water between two positions, on a network of the capes that it can turn at.

A shortest path that keeps clear of land is straight from cape to cape. So the network holds the capes of some obstacles
(land with a margin round it, simplified) and every pair of them that sees the other along a geodesic and that a taut
thread could join; a search over it finds the shortest path there is, without a grid and without smoothing.

Lines of sight are tested in a plane where geodesics are all but straight, the central projection of the ellipsoid from
its centre; those that are long enough to bend in it are tested bent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from rimland.geo import ellipsoid
from rimland.geo.edges import densify
from rimland.geo.errors import GeometryError
from rimland.geo.shapes import as_geometry

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

INSET = 20.0
"""Metres by which obstacles are shrunk before a line is tested against them: capes themselves must not block."""

HARBOUR = 30_000.0
"""Metres from a position to open water, at most: the way out of a harbour is not looked for."""

STEP = 10_000.0
"""Metres between the vertices of the line of a route."""

BERTH = 60.0
"""Metres in the plane from what is closed at which ways go round it, a third of it less where its outline is curved."""

LONG = 300_000.0
"""Metres from which a geodesic is tested as it bends in the plane: a shorter one strays from the straight line by less
than 10 m."""

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
class Plane:
    """The central projection of the ellipsoid on a plane that touches it at a position; geodesics are almost straight.

    What is 85 degrees or more from there is not in it.
    """

    lon: float
    lat: float

    @cached_property
    def _axes(self) -> Floats:
        """East, north and up at the position, (3, 3)."""
        up = ellipsoid.to_ecef(np.array([self.lon]), np.array([self.lat]))[0]
        up = up / np.linalg.norm(up)
        east = np.cross([0.0, 0.0, 1.0], up)
        east /= np.linalg.norm(east)
        return np.array([east, np.cross(up, east), up])

    def project(self, lonlat: Floats) -> Floats:
        """Metres in the plane, (n, 2), of positions in degrees.

        Raises
        ------
        GeometryError
            A position is too far round the Earth.
        """
        east, north, up = self._axes @ ellipsoid.to_ecef(lonlat[:, 0], lonlat[:, 1]).T
        length = np.hypot(np.hypot(east, north), up)
        if (up < 0.087 * length).any():
            raise GeometryError(
                f"a position is 85 degrees or more from {self.lat:g} N {self.lon:g} E, beyond what this network spans."
            )
        return np.asarray(ellipsoid.SEMI_MAJOR_AXIS * np.column_stack([east / up, north / up]))

    def unproject(self, plane: Floats) -> Floats:
        """Degrees, (n, 2), of positions in the plane."""
        directions = np.column_stack([plane / ellipsoid.SEMI_MAJOR_AXIS, np.ones(len(plane))]) @ self._axes
        flat = np.hypot(directions[:, 0], directions[:, 1])
        lat = np.arctan2(directions[:, 2], flat * (1 - ellipsoid.ECCENTRICITY_SQUARED))
        return np.asarray(np.degrees(np.column_stack([np.arctan2(directions[:, 1], directions[:, 0]), lat])))

    def geodesics(self, ends: Floats) -> NDArray[Any]:
        """The geodesics between positions in the plane, (m, 2, 2), as lines in it.

        One of at least `LONG` metres has seven vertices on the way; between them it strays by less than 20 m from them.
        """
        lines = np.asarray(shapely.linestrings(ends))
        away = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
        bent = away >= LONG
        if bent.any():
            lonlat = self.unproject(ends[bent].reshape(-1, 2)).reshape(-1, 4)
            azimuth, _, metres = ellipsoid.geod().inv(*lonlat.T)
            parts = np.linspace(0, 1, 9)[1:-1]
            way = [ellipsoid.geod().fwd(lonlat[:, 0], lonlat[:, 1], azimuth, metres * part)[:2] for part in parts]
            flat = [self.project(np.column_stack(at)) for at in way]
            lines[bent] = shapely.linestrings(np.stack([ends[bent, 0], *flat, ends[bent, 1]], axis=1))
        return lines

    def metres_at(self, plane: Floats) -> Floats:
        """The most that a metre on the ground is in the plane, at positions in the plane, (n,)."""
        radius2 = (plane**2).sum(axis=-1) / ellipsoid.SEMI_MAJOR_AXIS**2
        return np.asarray(1 + radius2)


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
    corners: "Corners"
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
            far = _inverse(self.plane.unproject(_from(sea, self.corners.at[capes_]).reshape(-1, 2)).reshape(-1, 4))
            self._harbours[position] = Harbour(sea=sea, metres=metres, capes=capes_, far=far)
        return self._harbours[position]

    def _seen(self, position: tuple[float, float], sea: Floats) -> Ints:
        """The capes in sight from open water at a position: of those that were before, what is new hides some."""
        known, tried, blocks = np.empty(0, np.intp), np.arange(len(self.corners.at)), self.blocks
        if self._before is not None and (harbour := self._before._harbour(position)).sea.tolist() == sea.tolist():
            known, tried = harbour.capes, tried[len(self._before.corners.at) :]
            lines = self.plane.geodesics(_from(sea, self.corners.at[known]))
            known = known[~meet(blocks[len(self._before.blocks) :], lines)]
        tried = tried[self.corners.taut(tried, sea)]
        lines = self.plane.geodesics(_from(sea, self.corners.at[tried]))
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
                "name a port."
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
            metres.append(_inverse(self.plane.unproject(direct[0]).reshape(1, 4)))
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


@dataclass(frozen=True, kw_only=True)
class Corners:
    """Convex corners of obstacles in the plane: where they are, and the corners before and after, each (n, 2)."""

    at: Floats
    before: Floats
    after: Floats

    def take(self, which: NDArray[Any]) -> "Corners":
        """Some of them."""
        return Corners(at=self.at[which], before=self.before[which], after=self.after[which])

    def join(self, other: "Corners") -> "Corners":
        """These and others behind them."""
        return Corners(
            at=np.concatenate([self.at, other.at]),
            before=np.concatenate([self.before, other.before]),
            after=np.concatenate([self.after, other.after]),
        )

    def taut(self, which: NDArray[Any], to: Floats) -> NDArray[np.bool_]:
        """Whether a thread from some corners to positions would stay at the corner when it is pulled, (n,)."""
        way = to - self.at[which]
        one, other = (_cross(way, side[which] - self.at[which]) for side in (self.before, self.after))
        return (one * other) >= 0


def capes(obstacles: MultiPolygon) -> Corners:
    """The convex corners of polygons; their holes are left out: no way by sea leads into them."""
    found = []
    for ring in shapely.get_exterior_ring(shapely.get_parts(obstacles)):
        at = shapely.get_coordinates(ring if shapely.is_ccw(ring) else shapely.reverse(ring))[:-1]
        before, after = np.roll(at, 1, axis=0), np.roll(at, -1, axis=0)
        convex = _cross(at - before, after - at) > 0
        found.append(np.stack([at, before, after])[:, convex])
    at, before, after = np.concatenate(found, axis=1) if found else np.empty((3, 0, 2))
    return Corners(at=at, before=before, after=after)


def meet(blocks: Sequence[BaseGeometry], shapes: NDArray[Any]) -> NDArray[np.bool_]:
    """Which shapes meet any of some blocks, (n,)."""
    met = np.zeros(len(shapes), bool)
    for block in blocks:
        met[~met] = shapely.intersects(block, shapes[~met])
    return met


def sights(corners: Corners, blocks: Sequence[BaseGeometry], plane: Plane, of: Ints) -> Ints:
    """The pairs of corners that see each other and that a taut thread could join, at least one of each in `of`."""
    mark = np.zeros(len(corners.at), bool)
    mark[of] = True
    pairs = []
    for one in of.tolist():
        others = np.flatnonzero(~mark | (np.arange(len(mark)) > one))
        here = corners.at[one]
        others = others[corners.taut(np.full(len(others), one), corners.at[others])]
        others = others[corners.taut(others, here)]
        straight = shapely.linestrings(_from(here, corners.at[others]))
        others = others[~meet(blocks, straight)]
        seen = others[~meet(blocks, plane.geodesics(_from(here, corners.at[others])))]
        pairs.append(np.column_stack([np.full(len(seen), one), seen]))
    return np.concatenate(pairs) if pairs else np.empty((0, 2), np.int64)


def inset(obstacles: BaseGeometry, plane: Plane) -> tuple[BaseGeometry, ...]:
    """Obstacles shrunk by at least `INSET` metres on the ground: a part so small that it vanishes is no obstacle."""
    parts = shapely.get_parts(obstacles)
    middle = shapely.get_coordinates(shapely.point_on_surface(parts))
    blocks = shapely.union_all(shapely.buffer(parts, -INSET * plane.metres_at(middle), join_style="mitre"))
    shapely.prepare(blocks)
    return (blocks,)


def wall(region: Any, plane: Plane) -> BaseGeometry:
    """A region, or a line 1 km thick, in the plane.

    Raises
    ------
    GeometryError
        A point closes nothing.
    """
    flat = shapely.transform(as_geometry(region), plane.project)  # its edges are geodesics: straight lines there
    parts = shapely.get_parts(flat)
    if (shapely.get_dimensions(parts) == 0).any():
        raise GeometryError("a point closes nothing: give a polygon, a line across, or a buffer of the point.")
    lines = shapely.get_dimensions(parts) == 1
    parts[lines] = shapely.buffer(parts[lines], 500.0)
    return shapely.union_all(shapely.make_valid(parts))


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


def lengths(plane: Plane, at: Floats, pairs: Ints) -> Floats:
    """The geodesic lengths, (m,), between pairs of positions in the plane."""
    return _inverse(plane.unproject(at)[pairs].reshape(-1, 4))


def _inverse(ends: Floats) -> Floats:
    """Metres from one position to another, of rows of longitude, latitude, longitude, latitude."""
    return np.asarray(ellipsoid.geod().inv(*ends.T)[2], float)


def _from(here: Floats, to: Floats) -> Floats:
    """Pairs of one position and each of others, (n, 2, 2)."""
    return np.stack([np.broadcast_to(here, (len(to), 2)), to], axis=1)


def _cross(one: Floats, other: Floats) -> Floats:
    return np.asarray(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])
