"""The numbers of the argument as layers of a map: lines and areas that carry their numbers, dates and sources."""

from collections.abc import Callable, Mapping
from typing import Any

from rimland.layers.depths import sources_of
from rimland.layers.errors import DataError, did_you_mean
from rimland.layers.layer import LANGUAGES, Layer, Text
from rimland.layers.metric_features import (
    Rows,
    buffer_water_features,
    depth_features,
    detours_features,
    exposure_features,
    gates_features,
    lanes_features,
    pacific_gate_features,
)
from rimland.layers.metric_words import CAVEAT, COLON, COLUMNS, SPACE, SUMMARIES, TITLES
from rimland.layers.scenarios import Scenario


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


_DASHED = {"by": "moment", "before.dash": [3, 4], "before.colour": "#5a5f66"}
_AREA = {"below_land": True, "label": "zone", "rank": 27, "by": "disputed", "out.hatch": True, "out.label": "none"}

_LAYERS: Mapping[str, tuple[str, Mapping[str, Any], Callable[[Scenario], Rows]]] = {
    "depth": (
        "line",
        {"colour": "#b23a00", "width": 1.2, "label": "none", "rank": 26, **_DASHED},
        depth_features,
    ),
    "exposure": (
        "line",
        {"colour": "#b23a00", "width": 1.4, "label": "lane", "rank": 25, **_DASHED},
        exposure_features,
    ),
    "buffer_water": (
        "polygon",
        {"colour": "#007a59", "fill": "#009e73", "fill_opacity": 0.14, "width": 1.4, **_AREA},
        buffer_water_features,
    ),
    "pacific_gate": (
        "polygon",
        {"colour": "#b23a00", "fill": "#d55e00", "fill_opacity": 0.14, "width": 1.4, **_AREA},
        pacific_gate_features,
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
        gates_features,
    ),
    "lanes": (
        "line",
        {"colour": "#b23a00", "width": 4.0, "label": "none", "rank": 19, **_DASHED},
        lanes_features,
    ),
    "detours": (
        "line",
        {"colour": "#8a4a72", "width": 1.6, "dash": [8, 4], "label": "none", "rank": 17},
        detours_features,
    ),
}
"""Each metric that a map shows: kind, style, and what makes its features."""
