"""Exposure: what of an actor lies within a distance of another's coast, as a curve over the distance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rimland.layers.coasts import MIN_AREA
from rimland.layers.depths import credits_of, depth, opposing_coast, site_features
from rimland.layers.scenarios import Scenario
from rimland.layers.theatre import Theatre

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

RADII_KM = tuple(float(radius) for radius in range(0, 2501, 25))
"""Where a curve is sampled, unless said otherwise."""

CELL = 0.0625
"""Degrees: the side of the cells in which land is counted, about 7 km."""

LANE_STEP_KM = 2.0
"""The longest piece in which a sea lane is counted."""

COUNTED = ("residents", "islands", "towns", "sites", "land_km2", "lane_km")
"""What a curve has for each radius, before and after."""


@dataclass(frozen=True, kw_only=True)
class _Pieces:
    """Small pieces of land or of a lane: where, how much, and how far their edge is from there at most (km)."""

    lon: "NDArray[np.float64]"
    lat: "NDArray[np.float64]"
    amount: "NDArray[np.float64]"
    half_km: "NDArray[np.float64]"


def exposure(scenario: Scenario, radii_km: Sequence[float] = RADII_KM, *, min_area: float = MIN_AREA) -> "DataFrame":
    """What of the home actor lies within each radius of the coast that the opposing one holds.

    Parameters
    ----------
    scenario
        What is compared with the status quo of its theatre.
    radii_km
        Kilometres.
    min_area
        Square kilometres from which an island counts as coast.

    Returns
    -------
    DataFrame
        A row for each radius: `radius_km`, and with ``before_`` and ``after_`` before them: `residents` of the listed
        islands that have a figure, `islands` listed, `towns` listed, `sites` (those that are no islands and no towns),
        `land_km2`, `lane_km`. An island is within a radius when its nearest point is. Land is counted in cells of
        1/16 of a degree, and `before_land_uncertainty_km2` is the area of the cells that the radius may cut.
        ``attrs["without_figure"]`` counts the islands without a population, ``attrs["without_figure_ids"]`` names them.

    Raises
    ------
    DataError
        The theatre has no argument.
    """
    import pandas as pd

    theatre = scenario.theatre
    table = pd.DataFrame({"radius_km": [float(radius) for radius in radii_km]})
    sites = depth(scenario, min_area=min_area)
    for column, which in (("before", scenario.before), ("after", scenario)):
        found = _counts(theatre, which, sites, f"{column}_km", table["radius_km"].to_numpy(), min_area)
        for name, values in found.items():
            table[f"{column}_{name}"] = values
    islands = sites[sites["layer"] == theatre.about.residents]
    about = theatre.about
    named = [*about.sites, *about.towns, *([about.lanes] if about.lanes else [])]
    table.attrs |= {
        "sources": credits_of(theatre, named),
        "without_figure": int(islands["population"].isna().sum()),
        "without_figure_ids": islands["id"][islands["population"].isna()].tolist(),
        "islands": len(islands),
    }
    return table


def _counts(
    theatre: Theatre, which: Scenario, sites: "DataFrame", column: str, radii: "NDArray[np.float64]", min_area: float
) -> "Mapping[str, Sequence[float]]":
    """The curves of one scenario, by name."""
    from rimland.layers.cache import cached_values

    def compute() -> "dict[str, list[float]]":
        return {
            name: values.tolist() for name, values in _counted(theatre, which, sites, column, radii, min_area).items()
        }

    if theatre.digest is None:
        return compute()
    asked = {"scenario": which.id, "column": column, "radii_km": radii.tolist(), "min_area": min_area}
    return cached_values({"what": "exposure", "theatre": theatre.digest} | asked, compute)


def _counted(
    theatre: Theatre, which: Scenario, sites: "DataFrame", column: str, radii: "NDArray[np.float64]", min_area: float
) -> "dict[str, NDArray[np.float64]]":
    import numpy as np

    about, coast = theatre.about, opposing_coast(which, min_area)
    km = sites[column].to_numpy(float)
    island = (sites["layer"] == about.residents).to_numpy()
    other = ~island & ~sites["layer"].isin(about.towns).to_numpy()
    people = sites["population"].fillna(0.0).to_numpy(float)
    towns = town_points(theatre)
    land, lanes = home_land(theatre), lane_pieces(theatre)
    town_km = coast.nearest(towns[:, 0], towns[:, 1]).metres / 1000 if len(towns) else np.empty(0)
    land_km = coast.nearest(land.lon, land.lat).metres / 1000
    lane_km = coast.nearest(lanes.lon, lanes.lat).metres / 1000 if len(lanes.lon) else np.empty(0)
    low, high = land_km - land.half_km, land_km + land.half_km
    cut = _within(low, land.amount, radii) - _within(high, land.amount, radii)
    return {
        "residents": _within(km[island], people[island], radii),
        "islands": _within(km[island], np.ones(island.sum()), radii),
        "towns": _within(town_km, np.ones(len(town_km)), radii),
        "sites": _within(km[other], np.ones(other.sum()), radii),
        "land_km2": _within(land_km, land.amount, radii),
        "land_uncertainty_km2": cut,
        "lane_km": _within(lane_km, lanes.amount, radii),
    }


def _within(
    km: "NDArray[np.float64]", amount: "NDArray[np.float64]", radii: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """The sum of the amounts at most so far away, for each radius."""
    import numpy as np

    order = np.argsort(km)
    sums = np.concatenate([[0.0], np.cumsum(amount[order])])
    return sums[np.searchsorted(km[order], radii, side="right")]


def published_ranges(theatre: Theatre) -> Mapping[str, float]:
    """The published ranges of the theatre's weapons that have a number: kilometres by feature id."""
    if theatre.about.ranges is None:
        return {}
    frame = theatre.catalog[theatre.about.ranges].features
    return {name: float(km) for name, km in zip(frame["id"], frame["range_km"], strict=True) if km == km}


def town_points(theatre: Theatre) -> "NDArray[np.float64]":
    """Longitude and latitude of the home actor's listed towns, each once."""
    import numpy as np
    import shapely

    from rimland.layers.depths import NEAR_HOME

    home = _home(theatre)
    found = {}
    for name in theatre.about.towns:
        for row in site_features(theatre.catalog[name]).itertuples():
            if shapely.dwithin(home, row.geometry, NEAR_HOME):
                found[row.id] = (row.geometry.x, row.geometry.y)
    return np.array(list(found.values())).reshape(-1, 2)


def _home(theatre: Theatre) -> "BaseGeometry":
    import shapely

    from rimland.layers.coasts import coast
    from rimland.layers.places import joined

    home = joined([coast(name) for name in theatre.actors[theatre.about.home].holds])
    shapely.prepare(home)
    return home


def home_land(theatre: Theatre) -> _Pieces:
    """The land of the home actor in cells, disputed places left out."""
    actor = theatre.actors[theatre.about.home]
    return _cells(actor.holds)


@lru_cache(maxsize=4)
def _cells(names: tuple[str, ...]) -> _Pieces:
    import numpy as np
    import shapely

    from rimland.geo.ellipsoid import geod
    from rimland.layers.coasts import coast

    parts = shapely.get_parts([coast(name) for name in names])
    parts = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    small = [piece for part in parts for piece in _quartered(part, *_grid(part))]
    centre = shapely.get_coordinates(shapely.centroid(small))
    area = np.array([abs(geod().geometry_area_perimeter(piece)[0]) for piece in small]) / 1e6
    far = [geod().inv(*box[:2], *box[2:])[2] / 1000 for box in shapely.bounds(small)]
    return _Pieces(lon=centre[:, 0], lat=centre[:, 1], amount=area, half_km=np.array(far))


def _grid(shape: "BaseGeometry") -> tuple[float, float, float]:
    """The square of whole cells that holds a shape: west, south and its side, a power of two of cells."""
    import math

    west, south, east, north = shape.bounds
    side = max(east - west, north - south) + CELL
    return (
        math.floor(west / CELL) * CELL,
        math.floor(south / CELL) * CELL,
        CELL * 2 ** math.ceil(math.log2(side / CELL)),
    )


def _quartered(shape: "BaseGeometry", west: float, south: float, side: float) -> "list[BaseGeometry]":
    """A shape cut into cells, by quarters: what is cut shrinks at each step."""
    import shapely

    if shape.is_empty or shapely.get_dimensions(shape) < 2:
        return []
    if side <= CELL:
        return [shape]
    half = side / 2
    corners = [(west, south), (west + half, south), (west, south + half), (west + half, south + half)]
    return [
        piece
        for left, low in corners
        for piece in _quartered(shapely.clip_by_rect(shape, left, low, left + half, low + half), left, low, half)
    ]


def lane_pieces(theatre: Theatre, lane: str | None = None) -> _Pieces:
    """The theatre's sea lanes, or one of them, in short pieces; what two lanes share counts for each."""
    import numpy as np

    from rimland import geo
    from rimland.geo.ellipsoid import geod

    none = np.empty(0)
    if theatre.about.lanes is None:
        return _Pieces(lon=none, lat=none, amount=none, half_km=none)
    layer = theatre.catalog[theatre.about.lanes]
    frame = layer.features
    chosen = frame.geometry if lane is None else frame.geometry[frame["id"] == lane]
    lines = [geo.densify(line, LANE_STEP_KM * 1000, edges=layer.edges) for line in chosen]
    paths = [np.array(part.coords)[:, :2] for line in lines for part in getattr(line, "geoms", [line])]
    start = np.concatenate([path[:-1] for path in paths])
    end = np.concatenate([path[1:] for path in paths])
    metres = np.asarray(geod().inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2])
    middle = (start + end) / 2
    return _Pieces(lon=middle[:, 0], lat=middle[:, 1], amount=metres / 1000, half_km=metres / 2000)
