"""Commands on the argument of a theatre: depth, exposure, straits."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rimland.scripts.computed import MaybeOutputFile, check_output
from rimland.scripts.console import AsJson, TheatreOption, emit, progress

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame

    from rimland.layers.scenarios import Scenario

ScenarioOption = Annotated[
    str, typer.Option("--scenario", metavar="NAME", help="A scenario of the theatre; the only other one by default.")
]
Sensitivity = Annotated[
    bool, typer.Option("--sensitivity", help="Also: how far it moves with what is counted as coast.")
]

DEFINITIONS_KM2 = (0.001, 0.05, 1.0)
"""Least areas of an island, for `--sensitivity`."""


def chosen(theatre: str, name: str) -> "Scenario":
    """The scenario of a name, or the theatre's first one if none is given."""
    from rimland.layers.scenarios import scenario
    from rimland.layers.theatre import load_theatre

    loaded = load_theatre(theatre)
    return scenario(name or next(iter(loaded.scenarios), "status-quo"), loaded)


def depth(
    *,
    scenario: ScenarioOption = "",
    theatre: TheatreOption = "buffer",
    sensitivity: Sensitivity = False,
    output: MaybeOutputFile = None,
    as_json: AsJson = False,
) -> None:
    """Strategic depth: how far each site is from the nearest opposing coast, before and after."""
    from rimland.layers import metrics

    check_output(output)
    which = chosen(theatre, scenario)
    with progress(1) as bar:
        bar.step("measuring")
        table = metrics.depth(which)
        moved = {least: metrics.depth(which, min_area=least) for least in DEFINITIONS_KM2} if sensitivity else {}
    if output is not None:
        _write(which, table.set_geometry(table.representative_point()), output)  # a coastline would swamp the numbers
    columns = ["layer", "id", "status", "before_km", "after_km", "change_km", "uncertainty_m", "change_uncertainty_m"]
    if as_json:
        rows = _plain(table, columns)
        for least, other in moved.items():
            for row, spread in zip(rows, _plain(other, ["before_km", "after_km"]), strict=True):
                row.setdefault("sensitivity", []).append({"min_area_km2": least} | spread)
        emit(_head(which) | {"sites": rows, "ellipsoid": "WGS84", "sources": list(table.attrs["sources"])})
        return
    _print_head(which)
    print(f"{'site':24}  {'before km':>10}  {'after km':>10}  {'change km':>10}  {'± km':>6}")
    for number, row in enumerate(table.to_dict("records")):
        mark = " (disputed)" if row["status"] else ""
        print(
            f"{row['id']:24}  {row['before_km']:10,.1f}  {row['after_km']:10,.1f}  {row['change_km']:10,.1f}  "
            f"{row['uncertainty_m'] / 1000:6.2f}{mark}"
        )
        for least, other in moved.items():
            spread = other.iloc[number]
            print(f"{f'  islands from {least:g} km²':24}  {spread['before_km']:10,.1f}  {spread['after_km']:10,.1f}")
    _print_sources(table)


def exposure(
    *,
    scenario: ScenarioOption = "",
    radius: Annotated[
        list[str] | None, typer.Option("--radius", metavar="R", help="Once or more: 300km, 200nmi.", show_default=False)
    ] = None,
    theatre: TheatreOption = "buffer",
    as_json: AsJson = False,
) -> None:
    """What lies within a distance of an opposing coast: people, land, sites, lane kilometres, before and after."""
    from rimland import geo
    from rimland.layers import metrics

    which = chosen(theatre, scenario)
    ranges = dict(metrics.published_ranges(which.theatre))
    radii = [geo.parse_length(text) / geo.KILOMETRE for text in radius or []]
    radii = radii or sorted({*range(100, 1001, 100), 1500, 2000, 2500, *(km for km in ranges.values() if km <= 2500)})
    with progress(1) as bar:
        bar.step("measuring")
        table = metrics.exposure(which, radii)
    if as_json:
        facts = {name: table.attrs[name] for name in ("islands", "without_figure")}
        rows = _plain(table, list(table.columns))
        emit(_head(which) | facts | {"curve": rows, "ranges_km": ranges, "sources": list(table.attrs["sources"])})
        return
    _print_head(which)
    islands, without = (table.attrs[name] for name in ("islands", "without_figure"))
    print(f"residents of {islands} listed islands, {without} of them without a figure")
    names = ["residents", "islands", "towns", "sites", "land_km2", "lane_km"]
    print(f"{'km':>7}  " + "  ".join(f"{name:>19}" for name in names))
    for row in table.to_dict("records"):
        cells = [f"{row[f'before_{name}']:,.0f} → {row[f'after_{name}']:,.0f}" for name in names]
        marks = ", ".join(name for name, km in ranges.items() if km == row["radius_km"])
        print(
            f"{row['radius_km']:7,.0f}  " + "  ".join(f"{cell:>19}" for cell in cells) + (f"  {marks}" if marks else "")
        )
    _print_sources(table)


def straits(
    *,
    scenario: ScenarioOption = "",
    theatre: TheatreOption = "buffer",
    output: MaybeOutputFile = None,
    as_json: AsJson = False,
) -> None:
    """The gates of the chain: width, nearest points, legal regime, and who holds each side before and after."""
    from rimland.layers import metrics

    check_output(output)
    which = chosen(theatre, scenario)
    with progress(1) as bar:
        bar.step("measuring")
        table = metrics.gates(which)
    if output is not None:
        _write(which, table, output)
    held = ["before_a", "before_b", "after_a", "after_b", "changes"]
    columns = ["id", "name_en", "name_ja", "name_zh_hant", "width_km", "width_nmi", "uncertainty_m", "regime_en", *held]
    if as_json:
        rows = _plain(table, columns)
        for row, line in zip(rows, table.geometry, strict=True):
            row["from"], row["to"] = (list(line.coords[end][:2]) for end in (0, -1))
        emit(_head(which) | {"gates": rows, "ellipsoid": "WGS84", "sources": list(table.attrs["sources"])})
        return
    _print_head(which)
    for row in _plain(table, columns):
        before, after = (f"{row[f'{when}_a'] or '?'} | {row[f'{when}_b'] or '?'}" for when in ("before", "after"))
        change = f"  →  {after}" if row["changes"] else ""
        print(
            f"{row['name_en']}: {row['width_km']:,.1f} km ({row['width_nmi']:,.1f} nmi) ± {row['uncertainty_m']:.0f} m"
        )
        print(f"  {before}{change}\n  {row['regime_en'] or 'regime not available'}")
    _print_sources(table)


def _write(which: "Scenario", table: "GeoDataFrame", output: Path) -> None:
    """A table with its geometry, in the format that the suffix says."""
    from rimland.layers.layer import Source
    from rimland.scripts.computed import computed_layer, write_layer

    about = which.theatre.about
    named = {*about.sites, *([about.gates] if about.gates else [])}
    sources = {source.id: source for name in sorted(named) for source in which.theatre.catalog[name].sources}
    kinds = {"Point": "point", "LineString": "line"}
    rows = table.drop(columns=[name for name in ("geometry", "source") if name in table])
    plain = rows.astype(object).where(rows.notna(), None).to_dict("records")
    layer = computed_layer(
        output.stem,
        f"{which.title['en']}",
        [{"scenario": which.id, **row} for row in plain],
        list(table.geometry),
        sources=list(sources.values()) or [Source(id="input", title="Given in the theatre")],
        accuracy_m=float(table["uncertainty_m"].max()),
        kind=kinds.get(table.geometry.iloc[0].geom_type, "polygon"),
    )
    write_layer(layer, output)


def _head(which: "Scenario") -> dict[str, Any]:
    return {"scenario": which.id, "title": dict(which.title), "hypothetical": which.hypothetical}


def _print_head(which: "Scenario") -> None:
    print(f"before: {which.before.title['en']}; after: {which.title['en']}")
    if which.hypothetical:
        print(which.summary["en"])


def _plain(table: "DataFrame", columns: list[str]) -> list[dict[str, Any]]:
    kept = table[columns]
    rows: list[dict[str, Any]] = kept.astype(object).where(kept.notna(), None).to_dict("records")
    return rows


def _print_sources(table: "DataFrame") -> None:
    for line in table.attrs["sources"]:
        print(f"source: {line}")
