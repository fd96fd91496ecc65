"""The tables of a theatre's argument, as rows of plain values for a spreadsheet."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from rimland.layers.export import plain

if TYPE_CHECKING:
    from pandas import DataFrame

    from rimland.layers.theatre import Theatre

Rows = list[dict[str, Any]]

METRICS: Mapping[str, str] = {
    "depth": "depth",
    "exposure": "exposure",
    "straits": "gates",
    "waters": "buffer_water",
    "pacific-gate": "pacific_gate",
    "lanes": "lanes",
    "detours": "detours",
}
"""Each table and the metric that fills it."""

DECIMALS = {"_km": 3, "_km2": 3, "_nmi": 3, "_days": 3, "_m": 1, "lon": 5, "lat": 5}
"""Digits behind the point, by how a column's name ends: no more than the data can bear."""


def tables(theatre: "Theatre") -> Iterator[tuple[str, Callable[[], Rows]]]:
    """Each table of the argument by its name, and what makes it; none where the theatre argues nothing."""
    if theatre.argument is None or not theatre.scenarios:
        return
    about = theatre.argument
    lacking = {
        "straits": about.gates is None,
        "pacific-gate": not about.chain,
        "lanes": about.lanes is None,
        "detours": not about.voyage,
    }
    yield "distances", lambda: distances(theatre)
    for name, metric in METRICS.items():
        if not lacking.get(name):
            yield name, lambda metric=metric: compared(theatre, metric)  # type: ignore[misc]
    if theatre.claims is not None:
        yield "claims", lambda: claims(theatre)


def compared(theatre: "Theatre", metric: str) -> Rows:
    """A metric before and after every scenario of a theatre."""
    from rimland.layers.compared import compare

    table = compare(metric, theatre=theatre)
    credited = "; ".join(table.attrs["sources"])
    return [row | {"attribution": credited} for row in rows_of(table)]


def rows_of(table: "DataFrame") -> Rows:
    """The rows of a table as plain values, rounded by the names of their columns."""
    return [{name: _rounded(name, plain(value)) for name, value in row.items()} for row in table.to_dict("records")]


def _rounded(name: str, value: Any) -> Any:
    digits = next((digits for end, digits in DECIMALS.items() if name.endswith(end)), None)
    return round(value, digits) if isinstance(value, float) and digits is not None else value


def distances(theatre: "Theatre") -> Rows:
    """From each site of the argument to each of the theatre's references: the shortest geodesic and its ends."""
    from rimland.geo import ShapeIndex, distance
    from rimland.layers.depths import site_features
    from rimland.layers.places import place

    ends = [(place(name), ShapeIndex(place(name).geometry)) for name in theatre.references]
    rows: Rows = []
    for layer in theatre.about.sites:
        credited = theatre.catalog[layer].credits
        for site in site_features(theatre.catalog[layer]).to_dict("records"):
            shape = ShapeIndex(site.pop("geometry"))
            for to, index in ends:
                gap = distance(shape, index)
                row = {"layer": layer, "id": site["id"], "name_en": site["name_en"], "name_ja": site["name_ja"]}
                row |= {"name_zh_hant": site["name_zh_hant"], "status": site["status"], "to": to.id}
                row |= {"distance_km": gap.km, "distance_nmi": gap.nmi, "azimuth_deg": round(gap.azimuth, 3)}
                row |= {"uncertainty_m": site["precision_m"] + to.accuracy_m}
                row |= dict(zip(("from_lon", "from_lat", "to_lon", "to_lat"), (*gap.start, *gap.end), strict=True))
                lines = dict.fromkeys([*credited, *(source.credit for source in to.sources)])
                rows.append({name: _rounded(name, plain(value)) for name, value in row.items()})
                rows[-1]["attribution"] = "; ".join(lines)
    return rows


def claims(theatre: "Theatre") -> Rows:
    """A row for each number that a passage was asked, with the passage's verdict; one for a passage without any."""
    from rimland.layers.claims import assess

    return [row for finding in assess(theatre) for row in claim_rows(finding)]


def claim_rows(finding: Any) -> Rows:
    """The rows of one finding."""
    passage = {"id": finding.id, "line": finding.line, "verdict": finding.verdict}
    passage |= _spread("quote", finding.quote)
    remarks = _spread("caveat", finding.caveat) | _spread("correction", finding.correction)
    remarks |= {"layers": "; ".join(finding.layers)}
    answers = {True: "yes", False: "no", None: "open"}
    rows = [
        passage
        | _spread("asked", outcome.says)
        | {
            "value": outcome.quantity.value,
            "unit": outcome.quantity.unit,
            "uncertainty": outcome.quantity.uncertainty,
            "condition": str(outcome.condition),
            "met": answers[outcome.met],
        }
        | remarks
        | {"attribution": "; ".join(outcome.quantity.sources)}
        for outcome in finding.outcomes
    ]
    return rows or [passage | remarks]


def _spread(name: str, text: Mapping[str, str] | None) -> dict[str, str | None]:
    columns = {"en": "en", "ja": "ja", "zh-Hant": "zh_hant"}
    return {f"{name}_{column}": None if text is None else text[tag] for tag, column in columns.items()}
