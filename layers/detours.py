"""How much longer the way by sea becomes when straits are closed."""

from typing import TYPE_CHECKING, Any

from rimland.geo import NAUTICAL_MILE, NoRouteError
from rimland.layers.depths import credits_of
from rimland.layers.errors import DataError
from rimland.layers.sea_routes import KNOTS, LAND, sea_route

NUMBERS = ("length_km", "length_nmi", "extra_km", "extra_nmi", "extra_days")
"""The columns that have a number where there is a way."""

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

    from rimland.layers.scenarios import Scenario


def detours(
    scenario: "Scenario", *, knots: float = KNOTS, closures: "Sequence[Sequence[str]] | None" = None
) -> "GeoDataFrame":
    """The theatre's voyage with nothing closed, then with each set of straits closed that the theatre names.

    Parameters
    ----------
    scenario
        The argument of its theatre names the voyage and the closures; who holds a coast closes nothing by itself.
    knots
        Speed of the ship, nautical miles an hour.
    closures
        Sets of straits to close instead of the theatre's own, each as `rimland.layers.sea_route` takes them.

    Returns
    -------
    GeoDataFrame
        A row for each closure, the first with none: `closed` and `straits` (ids separated by semicolons), `length_km`,
        `length_nmi`, `extra_km`, `extra_nmi`, `extra_days` over the first row, and the line. Where no way is left, the
        numbers are missing.

    Raises
    ------
    DataError
        The theatre has no argument, or names no voyage; or the speed is not a positive number.
    """
    from geopandas import GeoDataFrame

    theatre = scenario.theatre
    if not theatre.about.voyage:
        raise DataError(f"{theatre.path or theatre.name}: argument.voyage: missing. Name the ports at its two ends.")
    start, end = theatre.about.voyage
    free = sea_route(start, end)
    rows: list[dict[str, Any]] = []
    for closed in ((), *(theatre.about.closures if closures is None else closures)):
        try:
            way = sea_route(start, end, avoid=closed) if closed else free
        except NoRouteError:
            rows.append({"closed": "; ".join(closed), **dict.fromkeys(NUMBERS), "straits": None, "geometry": None})
            continue
        extra = way.metres - free.metres
        rows.append(
            {
                "closed": "; ".join(closed) or None,
                "straits": "; ".join(way.straits) or None,
                "length_km": way.km,
                "length_nmi": way.nmi,
                "extra_km": extra / 1000,
                "extra_nmi": extra / NAUTICAL_MILE,
                "extra_days": way.days(knots) - free.days(knots),
                "geometry": way.route.line,
            }
        )
    frame = GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
    frame.attrs["sources"] = credits_of(theatre, [LAND])
    return frame
