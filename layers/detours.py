"""How much longer the way by sea becomes when straits are closed."""

from typing import TYPE_CHECKING, Any

from rimland.geo import KILOMETRE, NAUTICAL_MILE, length
from rimland.layers.depths import credits_of
from rimland.layers.errors import DataError
from rimland.layers.sea_network import LAND, NEAR_WEST
from rimland.layers.sea_routes import KNOTS, crossed, days_at, sailed

NUMBERS = ("length_km", "length_nmi", "extra_km", "extra_nmi", "extra_days")
"""The columns that have a number where there is a way."""

MARGIN_KM, MARGIN_WEST_KM = 1.0, 4.0
"""Kilometres that ways keep off land, and west of `NEAR_WEST`, where the coast is coarse."""

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

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
    free = float(length(sailed(start, end)))
    sets = theatre.about.closures if closures is None else closures
    rows = [_row(closed, sailed(start, end, closed), free, knots) for closed in ((), *sets)]
    frame = GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
    frame.attrs["sources"] = credits_of(theatre, [LAND])
    return frame


def margin_km(line: "BaseGeometry") -> float:
    """By how much a way is longer for keeping off the coast, at most, kilometres: each turn is by an arc that is wider.

    A way that turns by an angle round a cape is longer by the margin times that angle than one along the shore.
    """
    import numpy as np
    import shapely

    from rimland.geo.ellipsoid import inverse

    lon, lat = shapely.get_coordinates(line).T
    out, into, _ = inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])
    turned = np.abs((out[1:] - into[:-1] + 180) % 360 - 180)
    margin = np.where(lon[1:-1] < NEAR_WEST, MARGIN_WEST_KM, MARGIN_KM)
    return float((np.radians(turned) * margin).sum())


def _row(closed: "Sequence[str]", line: "BaseGeometry", free: float, knots: float) -> dict[str, Any]:
    """A way round what is closed, and what it is longer than the free one, metres."""
    named: dict[str, Any] = {"closed": "; ".join(closed) or None}
    if line.is_empty:
        return named | dict.fromkeys(NUMBERS) | {"straits": None, "geometry": None}
    metres = float(length(line))
    return named | {
        "straits": "; ".join(crossed(line)) or None,
        "length_km": metres / KILOMETRE,
        "length_nmi": metres / NAUTICAL_MILE,
        "extra_km": (metres - free) / KILOMETRE,
        "extra_nmi": (metres - free) / NAUTICAL_MILE,
        "extra_days": days_at(metres, knots) - days_at(free, knots),
        "geometry": line,
    }
