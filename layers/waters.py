"""Water that changes hands: the buffer, and the gate to the ocean beyond the chain.

Both come from one division of the theatre by the nearest coast, place by place: a scenario only changes who holds which
cell, so that before and after are compared on the same lines.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rimland.layers.cells import nearest_coasts
from rimland.layers.chain_sides import sides
from rimland.layers.coasts import MIN_AREA
from rimland.layers.depths import credits_of
from rimland.layers.errors import DataError
from rimland.layers.places import place
from rimland.layers.scenarios import Scenario
from rimland.layers.theatre import Theatre
from rimland.layers.zones import Bounds, polygons, reach, sea_km2, square_km, window_polygon, without_land

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

REACH_NMI = 200.0
"""How far from a coast water counts."""

SHIFT_M = 110.0
"""Metres that the edge of a zone may be off where both coasts that make it are off by 55 m the same way."""

CHAIN_MARGIN = 3.0
"""Degrees round the theatre in which islands of the chain are joined, so that it runs on to the edge."""


def buffer_water(scenario: Scenario, *, min_area: float = MIN_AREA) -> "GeoDataFrame":
    """The sea nearer to the buffer actor than to any other, within 200 nmi of its coast and in the theatre.

    Returns
    -------
    GeoDataFrame
        Two rows, with the disputed places as coasts of who administers them and without them (`disputed`, ``"in"`` or
        ``"out"``): `before_km2` held by the buffer actor in the status quo, `after_km2` of the same water under the
        scenario, `change_km2`, `uncertainty_km2` (the outline times 110 m, the larger of the two),
        `change_uncertainty_km2` (their sum), and the polygon of before.

    Raises
    ------
    DataError
        The theatre has no argument.
    """
    actor = scenario.theatre.about.buffer
    return _table(scenario, lambda which, disputed: _water(which, actor, disputed, min_area))


def pacific_gate(
    scenario: Scenario, *, min_area: float = MIN_AREA, chain_from_km2: float = 0.0, disputed_in_chain: bool = False
) -> "GeoDataFrame":
    """The sea beyond the chain that is nearest to the opposing actor's coast and within 200 nmi of it.

    The chain is its islands, each joined to the next by the shortest way between them, and runs on to the edge of the
    theatre. Returned as `buffer_water`, the polygon being that of after.

    Parameters
    ----------
    scenario
        What is compared with the status quo of its theatre.
    min_area
        Square kilometres from which an island counts as coast.
    chain_from_km2, disputed_in_chain
        The same for an island of the chain, and whether disputed islands belong to it.

    Raises
    ------
    DataError
        The theatre has no argument, no chain, or a place beyond it that is not in the theatre.
    """
    theatre = scenario.theatre
    outside = beyond_chain(theatre, least_km2=chain_from_km2, disputed=disputed_in_chain)
    actor = theatre.about.opposing

    def _gate(which: Scenario, disputed: bool) -> "BaseGeometry":
        return polygons(_water(which, actor, disputed, min_area) & outside)

    return _table(scenario, _gate, shown="after")


def _table(scenario: Scenario, water: Any, shown: str = "before") -> "GeoDataFrame":
    from geopandas import GeoDataFrame

    window = scenario.theatre.bounds
    rows = []
    for disputed in (True, False):
        shapes = {"before": water(scenario.before, disputed), "after": water(scenario, disputed)}
        km2 = {name: sea_km2(shape, window) for name, shape in shapes.items()}
        blurs = [_blur(shape, window) for shape in shapes.values()]
        rows.append(
            {
                "disputed": "in" if disputed else "out",
                "before_km2": km2["before"],
                "after_km2": km2["after"],
                "change_km2": km2["after"] - km2["before"],
                "uncertainty_km2": max(blurs),
                "change_uncertainty_km2": sum(blurs),
                "geometry": without_land(shapes[shown], window),
            }
        )
    frame = GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
    frame.attrs["sources"] = credits_of(scenario.theatre, scenario.theatre.about.chain)
    return frame


def _blur(shape: "BaseGeometry", window: Bounds) -> float:
    """The area that an outline sweeps when it moves, km²; the edge of the theatre does not move."""
    import shapely

    from rimland import geo

    if shape.is_empty:
        return 0.0
    edge = shapely.buffer(window_polygon(window).exterior, 0.001)
    return float(geo.length(shapely.boundary(shape) - edge)) / 1000 * SHIFT_M / 1000


def _water(which: Scenario, actor: str, disputed: bool, min_area: float) -> "BaseGeometry":
    """What is nearest to an actor's coast and within reach of it; land not cut out."""
    import shapely

    theatre = which.theatre
    held = which.places(actor, disputed=disputed)
    cells = cells_of(theatre, disputed=disputed, min_area=min_area)
    parts = [polygons(cells[name] & reach(name, REACH_NMI, min_area, theatre.bounds)) for name in held if name in cells]
    return polygons(shapely.union_all([part for part in parts if not part.is_empty])) if parts else shapely.Polygon()


def cells_of(theatre: Theatre, *, disputed: bool, min_area: float = MIN_AREA) -> "Mapping[str, BaseGeometry]":
    """The theatre divided by the nearest coast: a cell for each place that an actor holds."""
    names = [name for actor in theatre.actors.values() for name in actor.holds]
    more = [one.place for one in theatre.disputed if disputed]
    return nearest_coasts((*names, *more), min_area, theatre.bounds)


def beyond_chain(theatre: Theatre, *, least_km2: float = 0.0, disputed: bool = False) -> "BaseGeometry":
    """The part of a theatre beyond its chain: where the place is that it names there.

    Raises
    ------
    DataError
        The theatre names no chain, or a place beyond it that is not in the theatre.
    """
    import shapely

    about = theatre.about
    if not about.chain or about.outer is None:
        raise DataError(f"{theatre.path or theatre.name}: argument: no chain: name its layers, and a place beyond it.")
    islands = chain_islands(theatre, least_km2=least_km2, disputed=disputed)
    point = shapely.centroid(place(about.outer).geometry)
    for side in sides(theatre.bounds, islands):
        if shapely.contains(side, point):
            return side
    raise DataError(
        f"{theatre.path or theatre.name}: argument.outer: {about.outer!r} is not in the sea of the theatre."
    )


def chain_islands(theatre: Theatre, *, least_km2: float = 0.0, disputed: bool = False) -> "tuple[BaseGeometry, ...]":
    """The islands of the chain that are near the theatre, each a polygon, disputed ones left out unless asked for."""
    import shapely

    west, south, east, north = theatre.bounds
    margin = CHAIN_MARGIN
    near = shapely.box(west - margin, south - margin, east + margin, north + margin)
    found: list[BaseGeometry] = []
    for name in theatre.about.chain:
        frame = theatre.catalog[name].features
        if "status" in frame and not disputed:
            frame = frame[frame["status"].ne("disputed")]
        parts = shapely.get_parts(frame.geometry.to_numpy())
        found += [part for part in parts[shapely.intersects(near, parts)] if part.geom_type == "Polygon"]
    return tuple(one for one in dict.fromkeys(found) if not least_km2 or square_km(one) >= least_km2)
