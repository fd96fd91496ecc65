"""Ways by sea between places, round land and round what is closed, and the straits that they use.

The network that ships holds all land of 30 km² or more with a margin of a kilometre, and the small islands that ways
between the ports of the catalogue would meet. A way that meets another island is looked for again with that island
closed, until it meets none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rimland.geo import KILOMETRE, NAUTICAL_MILE, Route, as_geometry, length
from rimland.geo.routes import NoRouteError, SeaNetwork
from rimland.layers.cache import cached_shapes
from rimland.layers.closures import Closure, closures, straits
from rimland.layers.errors import DataError
from rimland.layers.places import Place, place
from rimland.layers.sea_network import berths, sea_network, tested_land

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.layer import Source

ATTEMPTS = 60
"""How often a way is looked for again before it counts as not found."""

KNOTS = 14.0
"""Speed of a ship where none is given, nautical miles an hour: ours, to turn a length into days."""


STRAIT_COLUMNS = {"en": "straits_en", "ja": "straits_ja", "zh-Hant": "straits_zh_hant"}
"""Where the names of the straits of a lane stand, by language."""


@dataclass(frozen=True, kw_only=True)
class SeaRoute:
    """A way by sea between two places.

    Attributes
    ----------
    start, end
        The places.
    route
        Its line and length; the line's edges are geodesics.
    straits
        Ids of the straits whose narrowest line it crosses, in order.
    closed
        What was closed, as it was named.
    sources
        Of what was closed.
    """

    start: Place
    end: Place
    route: Route
    straits: tuple[str, ...]
    closed: tuple[str, ...]
    sources: tuple["Source", ...] = ()

    @property
    def metres(self) -> float:
        """Geodesic length, both ways out of harbour included."""
        return self.route.metres

    @property
    def km(self) -> float:
        """The same in kilometres."""
        return self.metres / KILOMETRE

    @property
    def nmi(self) -> float:
        """The same in nautical miles."""
        return self.metres / NAUTICAL_MILE

    def days(self, knots: float = KNOTS) -> float:
        """How long it takes at a constant speed, with no stop.

        Raises
        ------
        DataError
            The speed is not a positive number.
        """
        return days_at(self.metres, knots)


def days_at(metres: float, knots: float) -> float:
    """How long a way takes at a constant speed, with no stop.

    Raises
    ------
    DataError
        The speed is not a positive number.
    """
    if not 0 < knots < np.inf:
        raise DataError(f"speed {knots} knots: expected a positive number.")
    return metres / NAUTICAL_MILE / knots / 24


def sea_route(start: str | Place, end: str | Place, *, avoid: Sequence[Any] = ()) -> SeaRoute:
    """The shortest way by sea from one place to another.

    It keeps a kilometre off land of 30 km² or more, less where the outline is simplified, and 300 m off smaller
    islands, within longitudes 95 to 160 and latitudes -12 to 52; west of that, to the Persian Gulf, the coast is coarse
    and it keeps 4 km off. Depth, traffic separation, ice and law are not looked at: not for navigation.

    Parameters
    ----------
    start, end
        As `place` takes them, or places. Of a shape its representative point is meant; a position that is not on the
        water is joined to the nearest open water, at most 30 km away, by a straight leg.
    avoid
        What is closed: names of straits, of places, of layers or ``"LAYER/ID"``, ``"200nmi of NAME"``, or shapes.

    Raises
    ------
    NoRouteError
        There is none; the message names what was closed.
    UnknownPlaceError, AmbiguousPlaceError
        As `place`; of what is avoided too.
    DataError
        What is avoided is a point, or has no position.

    References
    ----------
    As `rimland.geo.route`.

    Examples
    --------
    >>> way = sea_route("kaohsiung", "naha")
    >>> round(way.km, -1), way.straits
    (950.0, ('luzon-strait',))
    """
    ends = [one if isinstance(one, Place) else place(one) for one in (start, end)]
    closed = closures(avoid)
    try:
        found, _ = clear_way(sea_network(), [one.shape for one in closed], *(_position(one) for one in ends))
    except NoRouteError as error:
        if not closed:
            raise
        shut = ", ".join(repr(one.name) for one in closed)
        raise NoRouteError(f"no route from {ends[0].id} to {ends[1].id} with {shut} closed: {error}") from error
    return SeaRoute(
        start=ends[0],
        end=ends[1],
        route=found,
        straits=crossed(found.line),
        closed=tuple(one.name for one in closed),
        sources=tuple(source for one in closed for source in one.sources),
    )


def through(calls: Sequence[str | Place], *, avoid: Sequence[Any] = ()) -> list[SeaRoute]:
    """The legs of a voyage that calls at several places in turn; a strait is passed in the middle of its line.

    Raises
    ------
    DataError
        Fewer than two calls.
    NoRouteError, UnknownPlaceError, AmbiguousPlaceError
        As `sea_route`.
    """
    if len(calls) < 2:
        raise DataError("a voyage needs two calls at least.")
    known = {strait.id: strait for strait in straits()}
    stops = [call if isinstance(call, Place) or call not in known else _middle(known[call]) for call in calls]
    return [sea_route(one, other, avoid=avoid) for one, other in pairwise(stops)]


def voyages(frame: "GeoDataFrame", column: str) -> "GeoDataFrame":
    """Features with the way along the calls that each names, its length, and the names of the straits it crosses.

    Parameters
    ----------
    frame
        Features; those with a geometry stay as they are.
    column
        Has the calls of each, separated by semicolons; what it keeps out of stands so in `avoid`.

    Raises
    ------
    DataError, NoRouteError, UnknownPlaceError, AmbiguousPlaceError
        As `through`.
    """
    known = {strait.id: strait for strait in straits()}
    for row in frame.index[frame.geometry.isna() & frame[column].notna()]:
        shut = frame.at[row, "avoid"] if "avoid" in frame else None
        line = _voyage(frame.at[row, column].split("; "), shut.split("; ") if shut else [])
        passed = crossed(line)
        frame.loc[row, "geometry"] = line
        frame.loc[row, "length_km"] = length(line) / KILOMETRE
        frame.loc[row, "length_nmi"] = length(line) / NAUTICAL_MILE
        frame.loc[row, "straits"] = "; ".join(passed) or None
        for tag, name in STRAIT_COLUMNS.items():
            frame.loc[row, name] = " → ".join(known[one].names[tag] for one in passed) or None
    return frame


def _voyage(calls: Sequence[str], avoid: Sequence[str]) -> "BaseGeometry":
    """The line of a voyage, kept in the user's cache."""

    def sail() -> dict[str, "BaseGeometry"]:
        legs = [shapely.get_coordinates(leg.route.line) for leg in through(calls, avoid=avoid)]
        return {"way": shapely.LineString(np.concatenate([legs[0], *(leg[1:] for leg in legs[1:])]))}

    return cached_shapes({"what": "voyage", "calls": list(calls), "avoid": list(avoid)}, sail)["way"]


def sailed(start: str, end: str, avoid: Sequence[str] = ()) -> "BaseGeometry":
    """The line of a way by sea, kept in the user's cache; an empty one where what is closed leaves none.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError
        As `sea_route`.
    """

    def sail() -> dict[str, "BaseGeometry"]:
        try:
            return {"way": sea_route(start, end, avoid=avoid).route.line}
        except NoRouteError:
            if not avoid:
                raise
            return {"way": shapely.LineString()}

    return cached_shapes({"what": "way", "from": start, "to": end, "avoid": list(avoid)}, sail)["way"]


def crossed(line: "BaseGeometry") -> tuple[str, ...]:
    """Ids of the straits that a line passes, where it crosses the line that closes them, in that order."""
    met = [one for one in straits() if one.shape.crosses(line)]
    points = [shapely.get_parts(line.intersection(one.shape))[0] for one in met]
    return tuple(
        name for _, name in sorted((float(line.project(at)), one.id) for one, at in zip(met, points, strict=True))
    )


def clear_way(
    network: SeaNetwork, closed: Sequence["BaseGeometry"], start: tuple[float, float], end: tuple[float, float]
) -> tuple[Route, set[int]]:
    """The shortest way that meets no land, and the rows of land that had to be closed for it.

    Raises
    ------
    NoRouteError
        There is none, or each way round an island meets another one.
    """
    _, tree = tested_land()
    clear = network.without(*closed)
    met: set[int] = set()
    for _ in range(ATTEMPTS):
        found = clear.route(start, end)
        new = {int(row) for row in tree.query(found.open_water, predicate="intersects")} - met
        if not new:
            return found, met
        met |= new
        clear = clear.round_land(*berths(new))
    raise NoRouteError("each way round an island meets another one: name a port nearer to open water.")


def _position(one: Place) -> tuple[float, float]:
    point = as_geometry(one).representative_point()
    return float(point.x), float(point.y)


def _middle(strait: Closure) -> Place:
    """The place in the middle of a strait's narrowest line."""
    from rimland.geo import interpolate

    line = strait.shape if strait.narrowest is None else strait.narrowest
    return Place(
        id=strait.id,
        names=strait.names,
        geometry=interpolate(line, length(line) / 2),
        sources=(),
        accuracy_m=0.0,
        layer=strait.layer,
    )
