"""The numbers of the argument as layers of a map: lines and areas that carry their numbers, dates and sources."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from rimland.layers.coasts import MIN_AREA
from rimland.layers.depths import depth, sources_of
from rimland.layers.detours import detours
from rimland.layers.errors import DataError, did_you_mean
from rimland.layers.exposures import LANE_STEP_KM, exposure
from rimland.layers.holders import gates, lanes, within
from rimland.layers.layer import LANGUAGES, NAME_COLUMNS, Layer, Text
from rimland.layers.metric_words import (
    CAVEAT,
    CLOSED,
    COLON,
    COLUMNS,
    COMMA,
    DISPUTED,
    FROM_COAST,
    LANE_KM,
    OPEN,
    SPACE,
    SUMMARIES,
    TITLES,
)
from rimland.layers.scenarios import Scenario
from rimland.layers.waters import buffer_water, pacific_gate
from rimland.layers.zones import polygons, reach, window_polygon

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

CONTOURS_KM = (300.0, 600.0, 1000.0)
"""Distances from an opposing coast at which exposure is drawn."""

Rows = list[dict[str, Any]]


def as_layer(name: str, scenario: Scenario) -> Layer:
    """A metric as a layer of a map, before and after a scenario.

    Parameters
    ----------
    name
        ``"depth"``: a line from each site to the nearest opposing coast. ``"exposure"``: lines at `CONTOURS_KM` from
        that coast, with what lies within. ``"buffer_water"`` and ``"pacific_gate"``: the water, and apart from it what
        the disputed places move. ``"gates"``: the shortest line across each, with who holds its sides. ``"lanes"``: the
        stretches within `LANE_KM` of an opposing coast. ``"detours"``: the ways round what is closed.
    scenario
        What is compared with the status quo of its theatre.

    Returns
    -------
    Layer
        Its features say in ``moment`` whether they are of ``"before"`` or ``"after"``; titles, names and caveat are in
        each language and say so where the scenario is hypothetical; its sources are those of all that it rests on.

    Raises
    ------
    DataError
        No such metric, or the theatre has no argument or lacks what the metric needs.
    """
    if name not in _LAYERS:
        raise DataError(f"no metric {name!r} that a map can show. {did_you_mean(name, _LAYERS)}")
    kind, style, features = _LAYERS[name]
    rows = [row for row in features(scenario) if not row["geometry"].is_empty]
    return _layer(f"{name}-{scenario.id}".replace("_", "-"), kind, TITLES[name], SUMMARIES[name], style, rows, scenario)


def _layer(
    name: str, kind: str, titles: Text, what: Text, style: Mapping[str, Any], rows: Rows, scenario: Scenario
) -> Layer:
    from geopandas import GeoDataFrame

    theatre, about = scenario.theatre, scenario.theatre.about
    used = [*about.sites, *about.chain, *filter(None, (about.lanes, about.gates))]
    sources = sources_of(theatre, used)
    cited = "; ".join(dict.fromkeys(source.id for source in sources))
    grades = {"source": cited, "position_grade": "B", "fact_grade": "C"}
    frame = GeoDataFrame(
        [grades | row for row in rows] or {"id": []},
        geometry="geometry" if rows else [],
        crs="EPSG:4326",
    )
    return Layer(
        name=name,
        title={tag: f"{titles[tag]}{COLON[tag]}{scenario.title[tag]}" for tag in LANGUAGES},
        summary=what,
        caveat={tag: f"{scenario.summary[tag]}{SPACE[tag]}{CAVEAT[tag]}" for tag in LANGUAGES},
        group="argument",
        kind=kind,
        as_of=max((theatre.catalog[one].as_of for one in used), default=""),
        sources=sources,
        licence=" AND ".join(dict.fromkeys(theatre.catalog[one].licence for one in used)),
        position_grade="B",
        fact_grade="C",
        accuracy_m=max((float(row["uncertainty_m"]) for row in rows if row.get("uncertainty_m")), default=110.0),
        style=style,
        visible=False,
        columns={name: column for name, column in COLUMNS.items() if any(name in row for row in rows)},
    ).holding(frame)


def _moments(scenario: Scenario) -> list[tuple[str, Scenario]]:
    return [("before", scenario.before), *([("after", scenario)] if scenario.id != scenario.before.id else [])]


def _named(row: Any, text: Callable[[str, str], str]) -> dict[str, str]:
    """The columns of names, made of a row's own in each language."""
    return {column: text(tag, row[column] or row["name_en"]) for tag, column in NAME_COLUMNS.items()}


def _depth(scenario: Scenario) -> Rows:
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


def _exposure(scenario: Scenario) -> Rows:
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


def _buffer_water(scenario: Scenario) -> Rows:
    return _water(scenario, buffer_water(scenario), "buffer-water", "before", TITLES["buffer_water"])


def _pacific_gate(scenario: Scenario) -> Rows:
    return _water(scenario, pacific_gate(scenario), "pacific-gate", "after", TITLES["pacific_gate"])


def _gates(scenario: Scenario) -> Rows:
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


def _lanes(scenario: Scenario) -> Rows:
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


def _detours(scenario: Scenario) -> Rows:
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


ENDS = ("from_", "")
"""Of a line from a site to a coast, what begins the columns of its ends."""

_DASHED = {"by": "moment", "before.dash": [3, 4], "before.colour": "#5a5f66"}
_AREA = {"below_land": True, "label": "zone", "rank": 27, "by": "disputed", "out.hatch": True, "out.label": "none"}

_LAYERS: Mapping[str, tuple[str, Mapping[str, Any], Callable[[Scenario], Rows]]] = {
    "depth": (
        "line",
        {"colour": "#b23a00", "width": 1.2, "label": "none", "rank": 26, **_DASHED},
        _depth,
    ),
    "exposure": (
        "line",
        {"colour": "#b23a00", "width": 1.4, "label": "lane", "rank": 25, **_DASHED},
        _exposure,
    ),
    "buffer_water": (
        "polygon",
        {"colour": "#007a59", "fill": "#009e73", "fill_opacity": 0.14, "width": 1.4, **_AREA},
        _buffer_water,
    ),
    "pacific_gate": (
        "polygon",
        {"colour": "#b23a00", "fill": "#d55e00", "fill_opacity": 0.14, "width": 1.4, **_AREA},
        _pacific_gate,
    ),
    "gates": (
        "line",
        {
            "colour": "#5a5f66",
            "width": 2.2,
            "label": "water",
            "rank": 28,
            "by": "changes",
            "yes.colour": "#b23a00",
            "yes.dash": [6, 3],
        },
        _gates,
    ),
    "lanes": (
        "line",
        {"colour": "#b23a00", "width": 4.0, "label": "none", "rank": 19, **_DASHED},
        _lanes,
    ),
    "detours": (
        "line",
        {"colour": "#8a4a72", "width": 1.6, "dash": [8, 4], "label": "none", "rank": 17},
        _detours,
    ),
}
"""Each metric that a map shows: kind, style, and what makes its features."""
