"""Commands on what a scenario or a closure changes: waters, lanes, detours, compare."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rimland.scripts.arguing import (
    DEFINITIONS_KM2,
    ScenarioOption,
    Sensitivity,
    chosen,
    head_of,
    plain_rows,
    print_head,
    print_sources,
    radii_km,
    with_spreads,
    write_table,
)
from rimland.scripts.computed import MaybeOutputFile, check_output
from rimland.scripts.console import AsJson, InputError, Progress, TheatreOption, emit, progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geopandas import GeoDataFrame

    from rimland.layers.scenarios import Scenario

CHAINS: dict[str, dict[str, Any]] = {
    "chain of islands from 1 km²": {"chain_from_km2": 1.0},
    "chain of islands from 20 km²": {"chain_from_km2": 20.0},
    "chain with the disputed islands in it": {"disputed_in_chain": True},
}
"""Other definitions of the chain, for `--sensitivity`."""

WAYS = ["closed", "straits", "length_km", "length_nmi", "extra_km", "extra_nmi", "extra_days"]
AREAS = ["disputed", "before_km2", "after_km2", "change_km2", "uncertainty_km2", "change_uncertainty_km2"]


def waters(
    *,
    scenario: ScenarioOption = "",
    theatre: TheatreOption = "buffer",
    sensitivity: Sensitivity = False,
    output: MaybeOutputFile = None,
    as_json: AsJson = False,
) -> None:
    """Buffer water and the Pacific gate: km² before and after, with the disputed islands and without them."""
    check_output(output)
    which = chosen(theatre, scenario)
    with progress(1 + (len(DEFINITIONS_KM2) + len(CHAINS)) * sensitivity) as bar:
        bar.step("dividing the sea")
        counted = _waters(which)
        moved = _moved(which, bar) if sensitivity else {}
    if output is not None:
        write_table(which, _drawn(counted), output, name="waters")
    sources = [line for table in counted.values() for line in table.attrs["sources"]]
    if as_json:
        record: dict[str, Any] = {name: plain_rows(table, AREAS) for name, table in counted.items()}
        if sensitivity:
            record["sensitivity"] = [
                {"definition": said} | {name: plain_rows(table, AREAS) for name, table in tables.items()}
                for said, tables in moved.items()
            ]
        emit(head_of(which) | record | {"ellipsoid": "WGS84", "sources": list(dict.fromkeys(sources))})
        return
    print_head(which)
    _print_waters(counted, moved)
    for line in dict.fromkeys(sources):
        print(f"source: {line}")


def _print_waters(counted: "dict[str, GeoDataFrame]", moved: "dict[str, dict[str, GeoDataFrame]]") -> None:
    print(f"{'km²':34}  {'before':>10}  {'after':>10}  {'change':>10}  {'±':>6}")
    for said, tables in {"": counted, **moved}.items():
        if said:
            print(f"{said}:")
        for name, table in tables.items():
            for row in table.to_dict("records"):
                label = f"{name.replace('_', ' ')}, disputed islands {row['disputed']}"
                print(
                    f"{label:34}  {row['before_km2']:10,.0f}  {row['after_km2']:10,.0f}  {row['change_km2']:10,.0f}  "
                    f"{row['change_uncertainty_km2']:6,.0f}"
                )
    for line in _spreads([counted, *moved.values()]) if moved else ():
        print(line)


def _spreads(tables: "list[dict[str, GeoDataFrame]]") -> "Iterator[str]":
    """For each water, from what to what the change goes under all definitions."""
    for name in tables[0]:
        found = [table[name].set_index("disputed")["change_km2"] for table in tables if name in table]
        for disputed in found[0].index:
            changes = sorted((float(one[disputed]) for one in found), key=abs)
            label = f"{name.replace('_', ' ')}, disputed islands {disputed}"
            yield f"under all definitions, {label}: change of {changes[0]:,.0f} to {changes[-1]:,.0f} km²"


def _waters(which: "Scenario", **counted: Any) -> "dict[str, GeoDataFrame]":
    from rimland.layers import metrics

    found = {"buffer_water": metrics.buffer_water(which, **counted)}
    if which.theatre.about.chain:
        found["pacific_gate"] = metrics.pacific_gate(which, **counted)
    return found


def _moved(which: "Scenario", bar: Progress) -> "dict[str, dict[str, GeoDataFrame]]":
    """The waters under other definitions of the coast, and the gate under other definitions of the chain."""
    from rimland.layers import metrics

    found = {}
    for least in DEFINITIONS_KM2:
        bar.step("dividing the sea")
        found[f"islands from {least:g} km² counted as coast"] = _waters(which, min_area=least)
    for said, chain in CHAINS.items() if which.theatre.about.chain else ():
        bar.step("joining the chain")
        found[said] = {"pacific_gate": metrics.pacific_gate(which, **chain)}
    return found


def _drawn(tables: "dict[str, GeoDataFrame]") -> "GeoDataFrame":
    """The waters that are not empty, one below the other, with an id."""
    import pandas as pd

    rows = [table.assign(id=[f"{name}-{one}" for one in table["disputed"]]) for name, table in tables.items()]
    whole: GeoDataFrame = pd.concat(rows, ignore_index=True)
    return whole[~whole.geometry.is_empty]


def lanes(
    *,
    scenario: ScenarioOption = "",
    radius: Annotated[
        list[str] | None, typer.Option("--radius", metavar="R", help="Once or more: 200km, 12nmi.", show_default=False)
    ] = None,
    theatre: TheatreOption = "buffer",
    sensitivity: Sensitivity = False,
    output: MaybeOutputFile = None,
    as_json: AsJson = False,
) -> None:
    """Sea lanes: how much of each lies within a distance of an opposing coast, before and after."""
    from rimland.layers import metrics

    check_output(output)
    radii = radii_km(radius) or [100.0, 200.0, 300.0]
    which = chosen(theatre, scenario)
    with progress(1) as bar:
        bar.step("measuring")
        table = metrics.lanes(which, radii)
        least = DEFINITIONS_KM2 if sensitivity else ()
        moved = {one: metrics.lanes(which, radii, min_area=one) for one in least}
    if output is not None:
        write_table(which, table, output, name="lanes")
    shown = ["radius_km", "length_km", "before_km", "after_km", "change_km"]
    columns = ["id", *shown, "uncertainty_m", "change_uncertainty_m"]
    rows = plain_rows(table, columns)
    if as_json:
        emit(head_of(which) | {"lanes": with_spreads(rows, moved), "sources": list(table.attrs["sources"])})
        return
    print_head(which)
    _print_lanes(rows, shown, moved)
    print_sources(table)


def _print_lanes(rows: list[dict[str, Any]], shown: list[str], moved: "dict[float, GeoDataFrame]") -> None:
    heads = ("within km", "long km", "before km", "after km", "change km")
    print(f"{'lane':24}  {'  '.join(f'{head:>9}' for head in heads)}  {'± km':>5}")
    for number, row in enumerate(rows):
        numbers = "  ".join(f"{row[name]:9,.0f}" for name in shown)
        print(f"{row['id']:24}  {numbers}  {row['change_uncertainty_m'] / 1000:5,.0f}")
        for one, other in moved.items():
            spread = other.iloc[number]
            print(f"{f'  islands from {one:g} km²':48}{spread['before_km']:9,.0f}  {spread['after_km']:9,.0f}")
    print("a lane is counted in pieces of at most 2 km: ± 1 km for each time it crosses the distance, before or after")


def detours(
    *,
    closed: Annotated[
        list[str] | None,
        typer.Option("--close", metavar="A;B", help="Close these instead, once or more.", show_default=False),
    ] = None,
    speed: Annotated[float, typer.Option("--speed", "--knots", metavar="KNOTS", help="For the days.")] = 14.0,
    theatre: TheatreOption = "buffer",
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity", help="Also: how far keeping off the coast lengthens each way.")
    ] = False,
    output: MaybeOutputFile = None,
    as_json: AsJson = False,
) -> None:
    """How much longer the theatre's voyage becomes when straits are closed. Not for navigation."""
    from rimland.layers import metrics
    from rimland.layers.scenarios import scenario
    from rimland.layers.theatre import load_theatre

    check_output(output)
    which = scenario(theatre=load_theatre(theatre))
    closures = _closures(closed)
    with progress(1) as bar:
        bar.step("finding the ways")
        table = metrics.detours(which, knots=speed, closures=closures or None)
    if output is not None:
        ways = table[table.geometry.notna()]
        labelled = ways.assign(id=[f"detour-{number}" for number in range(len(ways))])
        write_table(which, labelled, output, name="detours", accuracy_m=4000.0)
    columns = list(WAYS)
    if sensitivity:
        from rimland.layers.detours import margin_km

        table["off_coast_km"] = [None if line is None else margin_km(line) for line in table.geometry]
        columns.append("off_coast_km")
    if as_json:
        start, end = which.theatre.about.voyage
        record = {"from": start, "to": end, "knots": speed, "ways": plain_rows(table, columns)}
        emit(record | {"not_for_navigation": True, "sources": list(table.attrs["sources"])})
        return
    print(" – ".join(which.theatre.about.voyage) + f", by sea, at {speed:g} knots")
    _print_ways(plain_rows(table, columns))
    print_sources(table)


def _closures(closed: list[str] | None) -> list[tuple[str, ...]]:
    """The straits that are closed together, for each time that the option was given."""
    given = [tuple(filter(None, (word.strip() for word in text.split(";")))) for text in closed or []]
    if not all(given):
        raise InputError("--close names nothing: write straits, several joined by a semicolon: 'malacca; sunda'.")
    return given


def _print_ways(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        print(f"closed: {row['closed'] or 'nothing'}")
        if row["length_km"] is None:
            print("  no route")
            continue
        extra = f"  +{row['extra_km']:,.0f} km, +{row['extra_nmi']:,.0f} nmi, +{row['extra_days']:.1f} days"
        print(f"  {row['length_km']:,.0f} km ({row['length_nmi']:,.0f} nmi){extra if row['closed'] else ''}")
        print(f"  passes: {row['straits'] or 'none'}")
        if "off_coast_km" in row:
            print(f"  longer by at most {row['off_coast_km']:,.1f} km for keeping off the coast")
    print(
        "shortest ways on the ellipsoid that keep 1 km off land, 4 km west of 95°E; draught and law are not looked at"
    )


def compare(
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="depth, exposure, buffer_water, …")],
    *,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", metavar="NAME", help="Once or more; all by default.")
    ] = None,
    theatre: TheatreOption = "buffer",
    as_json: AsJson = False,
) -> None:
    """A metric before and after each of some scenarios, and the change."""
    from rimland.layers.compared import compare as compared
    from rimland.layers.theatre import load_theatre

    with progress(1) as bar:
        bar.step("measuring")
        table = compared(metric.replace("-", "_"), *(scenario or []), theatre=load_theatre(theatre))
    hidden = ("lon", "lat", "_ja", "_zh_hant")
    columns = [name for name in map(str, table.columns) if not name.endswith(hidden)]
    rows = plain_rows(table, columns)
    if as_json:
        emit({"metric": metric, "rows": rows, "sources": list(table.attrs["sources"])})
        return
    shown = [name for name in columns if name.startswith(("scenario", "id", "radius", "disputed", "closed"))]
    shown += [name for name in columns if name.startswith(("before_", "after_", "change_", "extra_", "length_"))]
    print("\t".join(shown))
    for row in rows:
        print("\t".join(_cell(row[name]) for name in shown))
    if any(row["hypothetical"] for row in rows):
        print("scenarios are hypothetical, not forecasts")
    print_sources(table)


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)
