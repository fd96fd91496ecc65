"""What each number of the argument draws on a map: its features as rows, with their names, moments and numbers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rimland.layers.coasts import MIN_AREA
from rimland.layers.depths import depth
from rimland.layers.detours import detours
from rimland.layers.exposures import LANE_STEP_KM, exposure
from rimland.layers.holders import gates, lanes, within
from rimland.layers.layer import LANGUAGES, NAME_COLUMNS, Text
from rimland.layers.metric_words import (
    CLOSED,
    COLON,
    COMMA,
    DISPUTED,
    FROM_COAST,
    LANE_KM,
    OPEN,
    TITLES,
)
from rimland.layers.scenarios import Scenario
from rimland.layers.waters import buffer_water, pacific_gate
from rimland.layers.zones import polygons, reach, window_polygon

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CONTOURS_KM = (300.0, 600.0, 1000.0)
"""Distances from an opposing coast at which exposure is drawn."""

ENDS = ("from_", "")
"""Of a line from a site to a coast, what begins the columns of its ends."""

Rows = list[dict[str, Any]]


def _moments(scenario: Scenario) -> list[tuple[str, Scenario]]:
    return [("before", scenario.before), *([("after", scenario)] if scenario.id != scenario.before.id else [])]


def _named(row: Any, text: Callable[[str, str], str]) -> dict[str, str]:
    """The columns of names, made of a row's own in each language."""
    return {column: text(tag, row[column] or row["name_en"]) for tag, column in NAME_COLUMNS.items()}


def depth_features(scenario: Scenario) -> Rows:
    """A line from each site to the nearest opposing coast; of after only where it moves."""
    from shapely import LineString

    rows: Rows = []
    for site in depth(scenario).to_dict("records"):
        for moment, which in _moments(scenario):
            if moment == "after" and not site["change_km"]:
                continue
            km, ends = site[f"{moment}_km"], [(site[f"{moment}_{end}lon"], site[f"{moment}_{end}lat"]) for end in ENDS]
            told = {tag: f"{km:,.0f} km{COMMA[tag]}{which.title[tag]}" for tag in LANGUAGES}
            rows.append(
                {
                    "id": f"depth-{site['layer']}-{site['id']}-{moment}",
                    **_named(site, lambda tag, name, told=told: f"{name}{COLON[tag]}{told[tag]}"),  # type: ignore[misc]
                    "moment": moment,
                    "site": site["id"],
                    "status": site["status"],
                    "claimants": site["claimants"],
                    "distance_km": km,
                    "change_km": site["change_km"],
                    "uncertainty_m": site["uncertainty_m"],
                    "geometry": LineString(ends),
                }
            )
    return rows


def exposure_features(scenario: Scenario) -> Rows:
    """Lines at `CONTOURS_KM` from the opposing coast, with what lies within."""
    import shapely

    bounds = scenario.theatre.bounds
    frame = shapely.buffer(window_polygon(bounds).exterior, 0.001)
    curve = exposure(scenario, CONTOURS_KM).set_index("radius_km")
    rows: Rows = []
    for moment, which in _moments(scenario):
        places = which.places(scenario.theatre.about.opposing)
        for km in CONTOURS_KM:
            near = polygons(shapely.union_all([reach(one, km / 1.852, MIN_AREA, bounds) for one in places]))
            names = {
                NAME_COLUMNS[tag]: f"{km:,.0f} km{FROM_COAST[tag]}{COMMA[tag]}{which.title[tag]}" for tag in LANGUAGES
            }
            counted = {
                name.removeprefix(f"{moment}_"): float(value)
                for name, value in curve.loc[km].items()
                if str(name).startswith(moment)
            }
            line = shapely.line_merge(shapely.boundary(near) - frame)
            rows.append({"id": f"exposure-{km:.0f}-{moment}", **names, "moment": moment, "distance_km": km, **counted})
            rows[-1]["geometry"] = line
    return rows


def _water(scenario: Scenario, table: "GeoDataFrame", name: str, moment: str, titles: Text) -> Rows:
    inside, outside = (table[table["disputed"] == which].iloc[0] for which in ("in", "out"))
    which = dict(_moments(scenario)).get(moment, scenario)
    moved = polygons(inside.geometry.symmetric_difference(outside.geometry))
    numbers = [name for name in table.columns if name.endswith("km2")]
    rows: Rows = []
    for part, row, shape in (("", inside, inside.geometry), ("-disputed", outside, moved)):
        texts = {
            tag: f"{titles[tag]}{DISPUTED[tag] if part else ''}{COLON[tag]}{which.title[tag]}" for tag in LANGUAGES
        }
        rows.append(
            {
                "id": f"{name}{part}",
                **{NAME_COLUMNS[tag]: text for tag, text in texts.items()},
                "moment": moment,
                "disputed": "out" if part else "in",
                **{column: float(row[column]) for column in numbers},
                "geometry": shape,
            }
        )
    return rows


def buffer_water_features(scenario: Scenario) -> Rows:
    """The buffer, and apart from it what the disputed places move."""
    return _water(scenario, buffer_water(scenario), "buffer-water", "before", TITLES["buffer_water"])


def pacific_gate_features(scenario: Scenario) -> Rows:
    """The gate to the ocean, and apart from it what the disputed places move."""
    return _water(scenario, pacific_gate(scenario), "pacific-gate", "after", TITLES["pacific_gate"])


def gates_features(scenario: Scenario) -> Rows:
    """The shortest line across each strait, with who holds its sides."""
    actors = scenario.theatre.actors
    rows: Rows = []
    for gate in gates(scenario).to_dict("records"):
        told = {}
        for tag in LANGUAGES:
            sides = [
                " | ".join(actors[one].name[tag] if one in actors else "?" for one in (gate[f"{m}_a"], gate[f"{m}_b"]))
                for m in ("before", "after")
            ]
            told[tag] = " → ".join(sides if gate["changes"] else sides[:1])
        held = ["before_a", "before_b", "after_a", "after_b", "width_km", "uncertainty_m", "geometry"]
        rows.append(
            {
                "id": f"held-{gate['id']}",
                **_named(gate, lambda tag, name, told=told: f"{name}{COLON[tag]}{told[tag]}"),  # type: ignore[misc]
                "changes": "yes" if gate["changes"] else "no",
                **{column: gate[column] for column in held},
            }
        )
    return rows


def lanes_features(scenario: Scenario) -> Rows:
    """The stretches of lanes within `LANE_KM` of an opposing coast."""
    table = lanes(scenario, [LANE_KM])
    rows: Rows = []
    for lane in table.to_dict("records"):
        for moment, which in _moments(scenario):
            told = {tag: f"{lane[f'{moment}_km']:,.0f} km{COMMA[tag]}{which.title[tag]}" for tag in LANGUAGES}
            rows.append(
                {
                    "id": f"near-{lane['id']}-{moment}",
                    **_named(lane, lambda tag, name, told=told: f"{name}{COLON[tag]}{told[tag]}"),  # type: ignore[misc]
                    "moment": moment,
                    "radius_km": LANE_KM,
                    "distance_km": lane[f"{moment}_km"],
                    "change_km": lane["change_km"],
                    "uncertainty_m": LANE_STEP_KM * 500,
                    "geometry": within(which, lane["geometry"], LANE_KM),
                }
            )
    return rows


def detours_features(scenario: Scenario) -> Rows:
    """The ways round what is closed."""
    rows: Rows = []
    for way in detours(scenario).to_dict("records"):
        if way["geometry"] is None:
            continue
        closed = way["closed"] if isinstance(way["closed"], str) else ""
        names = {tag: f"{CLOSED[tag]}{closed}" if closed else OPEN[tag] for tag in LANGUAGES}
        numbers = {name: way[name] for name in ("straits", "length_km", "extra_km", "extra_nmi", "extra_days")}
        rows.append(
            {
                "id": f"detour-{closed.replace('; ', '-') or 'none'}",
                **{NAME_COLUMNS[tag]: f"{text}{COLON[tag]}+{way['extra_km']:,.0f} km" for tag, text in names.items()},
                "closed": closed or None,
                **numbers,
                "geometry": way["geometry"],
            }
        )
    return rows
