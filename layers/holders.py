"""Who holds each side of a gate, and how much of each lane lies near an opposing coast, before and after."""

from typing import TYPE_CHECKING

from rimland.layers.coasts import MIN_AREA
from rimland.layers.depths import coast_index, credits_of, opposing_coast
from rimland.layers.errors import DataError
from rimland.layers.exposures import LANE_STEP_KM, lane_pieces
from rimland.layers.layer import NAME_COLUMNS
from rimland.layers.scenarios import Scenario

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from geopandas import GeoDataFrame
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

TOUCH_M = 60.0
"""Metres within which a gate's end is on a coast: what one coastline may be off."""


def gates(scenario: Scenario, *, min_area: float = MIN_AREA) -> "GeoDataFrame":
    """The straits of the theatre, with who holds each side.

    Returns
    -------
    GeoDataFrame
        The layer of gates with `before_a`, `before_b`, `after_a`, `after_b`: the actor that holds each end of the
        shortest way across, None where it is none of the theatre's; `home_before`,
        `home_after`, and so for ``opposing`` and ``buffer``: whether that actor holds a side; and `changes`.

    Raises
    ------
    DataError
        The theatre has no argument, or names no gates.
    """
    import numpy as np
    import shapely

    theatre = scenario.theatre
    if theatre.about.gates is None:
        raise DataError(f"{theatre.path or theatre.name}: argument.gates: missing. Name the layer of straits.")
    frame = theatre.catalog[theatre.about.gates].features
    for number, side in enumerate("ab"):
        ends = shapely.get_coordinates(shapely.get_point(frame.geometry.to_numpy(), -number))
        for column, which in (("before", scenario.before), ("after", scenario)):
            frame[f"{column}_{side}"] = _holders(which, ends, min_area)
    held = frame[["before_a", "before_b", "after_a", "after_b"]].astype(object)
    moved = (held["before_a"] != held["after_a"]) & held["after_a"].notna()
    for role in ("home", "opposing", "buffer"):
        actor = getattr(theatre.about, role)
        for when in ("before", "after"):
            frame[f"{role}_{when}"] = np.asarray((held[[f"{when}_a", f"{when}_b"]] == actor).any(axis=1))
    frame["changes"] = np.asarray(moved | ((held["before_b"] != held["after_b"]) & held["after_b"].notna()))
    frame.attrs["sources"] = credits_of(theatre, [theatre.about.gates])
    return frame


def _holders(which: Scenario, ends: "NDArray[np.float64]", min_area: float) -> "list[str | None]":
    """The actor on whose coast each position lies."""
    import numpy as np

    holders = np.full(len(ends), None, dtype=object)
    for actor in which.holds:
        places = which.places(actor)
        if places:
            near = coast_index(places, min_area).nearest(ends[:, 0], ends[:, 1]).metres <= TOUCH_M
            holders[near & (holders == None)] = actor  # noqa: E711  elementwise
    return holders.tolist()


def gate_sides(scenario: Scenario) -> "list[tuple[BaseGeometry, BaseGeometry]]":
    """The two coasts of each gate, in the order of `gates`."""
    from rimland.layers.places import joined, place

    frame = gates(scenario)
    sides = [
        [joined([place(one).geometry for one in names.split("; ")]) for names in frame[f"side_{end}"]] for end in "ab"
    ]
    return list(zip(*sides, strict=True))


def lanes(
    scenario: Scenario, radii_km: "Sequence[float]" = (100.0, 200.0, 300.0), *, min_area: float = MIN_AREA
) -> "GeoDataFrame":
    """The theatre's sea lanes, with the kilometres of each that lie within some radii of the opposing coast.

    Returns
    -------
    GeoDataFrame
        A row for each lane and radius: `id`, the names, `radius_km`, `length_km`, `before_km`, `after_km`, `change_km`.
        A lane is counted in pieces of at most 2 km, so that each crossing of the radius may be off by 1 km:
        `uncertainty_m` is that of before or after, whichever is more, `change_uncertainty_m` of both.

    Raises
    ------
    DataError
        The theatre has no argument, or names no lanes.
    """
    import numpy as np
    from geopandas import GeoDataFrame

    theatre = scenario.theatre
    if theatre.about.lanes is None:
        raise DataError(f"{theatre.path or theatre.name}: argument.lanes: missing. Name the layer of sea lanes.")
    layer = theatre.catalog[theatre.about.lanes]
    rows = []
    for row in layer.features.itertuples():
        pieces = lane_pieces(theatre, row.id)
        km = {
            column: opposing_coast(which, min_area).nearest(pieces.lon, pieces.lat).metres / 1000
            for column, which in (("before", scenario.before), ("after", scenario))
        }
        for radius in radii_km:
            near = [km[column] <= radius for column in ("before", "after")]
            before, after = (float(pieces.amount[one].sum()) for one in near)
            off = [int(np.count_nonzero(one[1:] != one[:-1])) * LANE_STEP_KM * 500 for one in near]
            rows.append(
                {
                    "id": row.id,
                    **{name: getattr(row, name) for name in NAME_COLUMNS.values()},
                    "radius_km": float(radius),
                    "length_km": float(pieces.amount.sum()),
                    "before_km": before,
                    "after_km": after,
                    "change_km": after - before,
                    "uncertainty_m": max(off),
                    "change_uncertainty_m": sum(off),
                    "geometry": row.geometry,
                }
            )
    frame = GeoDataFrame(rows, geometry="geometry", crs="EPSG:4326")
    frame.attrs["sources"] = credits_of(theatre, [theatre.about.lanes])
    return frame


def within(which: Scenario, line: "BaseGeometry", radius_km: float) -> "BaseGeometry":
    """The stretches of a line within a radius of the opposing coast, found in pieces of at most 2 km."""
    import numpy as np
    import shapely

    from rimland import geo

    path = shapely.get_coordinates(geo.densify(line, LANE_STEP_KM * 1000))
    middle = (path[:-1] + path[1:]) / 2
    near = opposing_coast(which).nearest(middle[:, 0], middle[:, 1]).metres <= radius_km * 1000
    edges = np.flatnonzero(np.diff(np.concatenate([[False], near, [False]]).astype(int)))
    return shapely.MultiLineString([path[first : last + 1] for first, last in edges.reshape(-1, 2)])
