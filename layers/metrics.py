"""The numbers of the argument: each a table, before and after a scenario.

What a distance to a coast does not say is left out on purpose: nothing here is about accuracy, salvoes, warning times
or targets.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rimland.layers.cache import cached_values
from rimland.layers.coasts import MIN_AREA
from rimland.layers.depths import depth
from rimland.layers.detours import detours
from rimland.layers.exposures import COUNTED, RADII_KM, exposure, published_ranges
from rimland.layers.holders import gates, lanes
from rimland.layers.layer import NAME_COLUMNS
from rimland.layers.metric_layers import as_layer
from rimland.layers.scenarios import Scenario
from rimland.layers.waters import buffer_water, pacific_gate

if TYPE_CHECKING:
    from pandas import DataFrame

METRICS: Mapping[str, Callable[..., "DataFrame"]] = {
    "depth": depth,
    "exposure": exposure,
    "buffer_water": buffer_water,
    "pacific_gate": pacific_gate,
    "gates": gates,
    "lanes": lanes,
    "detours": detours,
}
"""Each metric by name: a function of a scenario that returns a table, whose ``attrs["sources"]`` are lines to print."""


def summary(scenario: Scenario, *, min_area: float = MIN_AREA) -> dict[str, Any]:
    """The headline numbers of a scenario as plain JSON values, for pictures and pages to show.

    Parameters
    ----------
    scenario
        What is compared with the status quo of its theatre.
    min_area
        Square kilometres from which an island counts as coast.

    Returns
    -------
    dict
        ``scenario`` (its id), ``title``, ``summary`` and ``hypothetical``; ``depth``: a row for each site with ``id``,
        ``layer``, ``names`` by language, ``status``, ``before_km``, ``after_km``, ``change_km``, ``uncertainty_m``;
        ``exposure``: ``radius_km`` and for each of `COUNTED` ``before_…`` and ``after_…``, all lists of one length,
        with ``islands``, ``without_figure`` and ``ranges_km`` by id; ``buffer_water`` and ``pacific_gate``: a row for
        ``disputed`` ``"in"`` and ``"out"`` with ``before_km2``, ``after_km2``, ``change_km2``, ``uncertainty_km2``;
        ``gates``: a row for each with ``id``, ``names``, ``width_km``, ``uncertainty_m``, its holders and ``changes``;
        ``lanes``: a row for each lane and radius. What the theatre has no layer for is absent.

    Raises
    ------
    DataError
        The theatre has no argument.
    """
    digest = scenario.theatre.digest
    if digest is None:
        return _summary(scenario, min_area)
    question = {"what": "summary", "theatre": digest, "scenario": scenario.id, "min_area": min_area}
    return cached_values(question, lambda: _summary(scenario, min_area))


def _summary(scenario: Scenario, min_area: float) -> dict[str, Any]:
    about = scenario.theatre.about
    curve = exposure(scenario, min_area=min_area)
    counted = [f"{when}_{name}" for when in ("before", "after") for name in COUNTED]
    water = ["disputed", "before_km2", "after_km2", "change_km2", "uncertainty_km2"]
    sites = ["id", "layer", "status", "before_km", "after_km", "change_km", "uncertainty_m"]
    held = ["id", "width_km", "uncertainty_m", "before_a", "before_b", "after_a", "after_b", "changes"]
    found: dict[str, Any] = {
        "scenario": scenario.id,
        "title": dict(scenario.title),
        "summary": dict(scenario.summary),
        "hypothetical": scenario.hypothetical,
        "depth": _rows(depth(scenario, min_area=min_area), sites),
        "exposure": {name: curve[name].tolist() for name in ("radius_km", *counted)}
        | {name: curve.attrs[name] for name in ("islands", "without_figure")}
        | {"ranges_km": dict(published_ranges(scenario.theatre))},
        "buffer_water": _rows(buffer_water(scenario, min_area=min_area), water),
    }
    if about.chain:
        found["pacific_gate"] = _rows(pacific_gate(scenario, min_area=min_area), water)
    if about.gates:
        found["gates"] = _rows(gates(scenario, min_area=min_area), held)
    if about.lanes:
        found["lanes"] = _rows(lanes(scenario), ["id", "radius_km", "length_km", "before_km", "after_km", "change_km"])
    return found


def _rows(table: "DataFrame", columns: list[str]) -> list[dict[str, Any]]:
    """Rows as plain values, with the names by language where there are some."""
    plain = table[columns].astype(object).where(table[columns].notna(), None)
    rows: list[dict[str, Any]] = plain.to_dict("records")
    named = "name_en" in table.columns
    for row, (_, whole) in zip(rows, table.iterrows(), strict=True):
        if named:
            row["names"] = {tag: whole[column] or whole["name_en"] for tag, column in NAME_COLUMNS.items()}
    return rows


__all__ = [
    "METRICS",
    "RADII_KM",
    "as_layer",
    "buffer_water",
    "depth",
    "detours",
    "exposure",
    "gates",
    "lanes",
    "pacific_gate",
    "published_ranges",
    "summary",
]
