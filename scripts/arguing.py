"""Commands on the argument of a theatre: depth, exposure, straits."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rimland.scripts.computed import MaybeOutputFile, TableFile, check_output, write_csv
from rimland.scripts.console import AsJson, TheatreOption, emit, progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def radii_km(texts: list[str] | None) -> list[float]:
    """The distances that were asked for, kilometres; none where none was.

    Raises
    ------
    UnitError, InputError
        One is no length, or not more than nothing.
    """
    from rimland import geo
    from rimland.scripts.console import InputError

    found = [geo.parse_length(text) / geo.KILOMETRE for text in texts or []]
    for text, km in zip(texts or [], found, strict=True):
        if not km > 0:
            raise InputError(f"--radius is {text.strip()}: expected more than nothing, such as 300km.")
    return found


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
        points = table.set_geometry(table.representative_point())  # a coastline would swamp the numbers
        write_table(which, points, output, name="depth")
    columns = ["layer", "id", "status", "before_km", "after_km", "change_km", "uncertainty_m", "change_uncertainty_m"]
    if as_json:
        rows = with_spreads(plain_rows(table, columns), moved)
        emit(head_of(which) | {"sites": rows, "ellipsoid": "WGS84", "sources": list(table.attrs["sources"])})
        return
    print_head(which)
    _print_depth(table, moved)
    print_sources(table)


def _print_depth(table: "DataFrame", moved: "dict[float, GeoDataFrame]") -> None:
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


def exposure(
    *,
    scenario: ScenarioOption = "",
    radius: Annotated[
        list[str] | None, typer.Option("--radius", metavar="R", help="Once or more: 300km, 200nmi.", show_default=False)
    ] = None,
    theatre: TheatreOption = "buffer",
    sensitivity: Sensitivity = False,
    output: TableFile = None,
    as_json: AsJson = False,
) -> None:
    """What lies within a distance of an opposing coast: people, land, sites, lane kilometres, before and after."""
    from rimland.layers import metrics

    which = chosen(theatre, scenario)
    ranges = dict(metrics.published_ranges(which.theatre))
    radii = radii_km(radius)
    radii = radii or sorted({*range(100, 1001, 100), 1500, 2000, 2500, *(km for km in ranges.values() if km <= 2500)})
    with progress(1) as bar:
        bar.step("measuring")
        table = metrics.exposure(which, radii)
        least = DEFINITIONS_KM2 if sensitivity else ()
        moved = {one: metrics.exposure(which, radii, min_area=one) for one in least}
    rows = plain_rows(table, list(table.columns))
    if output is not None:
        write_csv([{"scenario": which.id, "hypothetical": which.hypothetical} | row for row in rows], output)
    if as_json:
        facts = {name: table.attrs[name] for name in ("islands", "without_figure", "without_figure_ids")}
        spread = [
            {"min_area_km2": one, "curve": plain_rows(other, list(other.columns))} for one, other in moved.items()
        ]
        facts |= {"sensitivity": spread} if sensitivity else {}
        emit(head_of(which) | facts | {"curve": rows, "ranges_km": ranges, "sources": list(table.attrs["sources"])})
        return
    print_head(which)
    _print_exposure(table, ranges)
    for one, other in moved.items():
        print(f"islands from {one:g} km² counted as coast: {_differences(table, other)}")
    print_sources(table)


def _print_exposure(table: "DataFrame", ranges: dict[str, float]) -> None:
    from rimland.layers.exposures import COUNTED

    islands, without = (table.attrs[name] for name in ("islands", "without_figure_ids"))
    print(f"residents of {islands} listed islands, {len(without)} of them without a figure: {', '.join(without)}")
    print(f"{'km':>7}  " + "  ".join(f"{name:>19}" for name in COUNTED))
    for row in table.to_dict("records"):
        cells = [f"{row[f'before_{name}']:,.0f} → {row[f'after_{name}']:,.0f}" for name in COUNTED]
        marks = ", ".join(name for name, km in ranges.items() if km == row["radius_km"])
        print(
            f"{row['radius_km']:7,.0f}  " + "  ".join(f"{cell:>19}" for cell in cells) + (f"  {marks}" if marks else "")
        )
    print("land: counted in cells of 1/16°; lanes: in pieces of 2 km; positions of sites are off by 1 km and more")


def _differences(table: "DataFrame", other: "DataFrame") -> str:
    """The most by which each count of two curves differs, at any radius."""
    from rimland.layers.exposures import COUNTED

    columns = {name: [f"before_{name}", f"after_{name}"] for name in COUNTED}
    far = {name: (other[pair] - table[pair]).abs().to_numpy().max() for name, pair in columns.items()}
    return ", ".join(f"{name} ± {most:,.0f}" for name, most in far.items() if most) or "nothing moves"


def straits(
    *,
    scenario: ScenarioOption = "",
    theatre: TheatreOption = "buffer",
    sensitivity: Sensitivity = False,
    output: MaybeOutputFile = None,
    as_json: AsJson = False,
) -> None:
    """The gates of the chain: width, nearest points, legal regime, and who holds each side before and after."""
    from rimland.layers import metrics
    from rimland.layers.holders import gate_sides
    from rimland.layers.sensitivity import coarser_widths

    check_output(output)
    which = chosen(theatre, scenario)
    with progress(1) as bar:
        bar.step("measuring")
        table = metrics.gates(which)
        coarser = coarser_widths(gate_sides(which)) if sensitivity else {}
    if output is not None:
        write_table(which, table, output, name="straits")
    held = ["before_a", "before_b", "after_a", "after_b", "changes"]
    columns = ["id", "name_en", "name_ja", "name_zh_hant", "width_km", "width_nmi", "uncertainty_m", "regime_en", *held]
    if as_json:
        rows = plain_rows(table, columns)
        for row, line in zip(rows, table.geometry, strict=True):
            row["from"], row["to"] = (list(line.coords[end][:2]) for end in (0, -1))
        for metres, widths in coarser.items():
            for row, width in zip(rows, widths, strict=True):
                row.setdefault("sensitivity", []).append({"coast_simplified_m": metres, "width_km": width / 1000})
        emit(head_of(which) | {"gates": rows, "ellipsoid": "WGS84", "sources": list(table.attrs["sources"])})
        return
    print_head(which)
    _print_straits(which, plain_rows(table, columns), coarser)
    print_sources(table)


def _print_straits(which: "Scenario", rows: list[dict[str, Any]], coarser: "Mapping[float, Sequence[float]]") -> None:
    holders = {actor: about.name["en"] for actor, about in which.theatre.actors.items()}
    for number, row in enumerate(rows):
        before, after = (
            " | ".join(holders.get(row[f"{when}_{side}"], "another") for side in "ab") for when in ("before", "after")
        )
        change = f"  →  {after}" if row["changes"] else ""
        print(
            f"{row['name_en']}: {row['width_km']:,.1f} km ({row['width_nmi']:,.1f} nmi) ± {row['uncertainty_m']:.0f} m"
        )
        print(f"  {before}{change}\n  {row['regime_en'] or 'regime not available'}")
        for metres, widths in coarser.items():
            print(f"  coasts simplified by {metres:g} m: {widths[number] / 1000:,.1f} km")


def write_table(
    which: "Scenario", table: "GeoDataFrame", output: Path, *, name: str, accuracy_m: float | None = None
) -> None:
    """A table with its geometry, in the format that the suffix says."""
    from rimland.layers.depths import sources_of
    from rimland.scripts.computed import computed_layer, write_layer

    about = which.theatre.about
    used = [*about.sites, *about.chain, *filter(None, (about.gates, about.lanes))]
    kinds = {"Point": "point", "LineString": "line", "MultiLineString": "line"}
    rows = table.drop(columns=[name for name in ("geometry", "source") if name in table])
    plain = rows.astype(object).where(rows.notna(), None).to_dict("records")
    blur = float(table["uncertainty_m"].max()) if "uncertainty_m" in table else 110.0
    layer = computed_layer(
        name,
        f"{name}: {which.title['en']}",
        [{"scenario": which.id, **row} for row in plain],
        list(table.geometry),
        sources=sources_of(which.theatre, used),
        accuracy_m=blur if accuracy_m is None else accuracy_m,
        kind=kinds.get(table.geometry.iloc[0].geom_type, "polygon"),
    )
    write_layer(layer, output)


def head_of(which: "Scenario") -> dict[str, Any]:
    """What begins the record of a scenario."""
    return {"scenario": which.id, "title": dict(which.title), "hypothetical": which.hypothetical}


def print_head(which: "Scenario") -> None:
    """Say what is before and after, and that it is hypothetical."""
    print(f"before: {which.before.title['en']}; after: {which.title['en']}")
    if which.hypothetical:
        print(which.summary["en"])


def plain_rows(table: "DataFrame", columns: list[str]) -> list[dict[str, Any]]:
    """Some columns of a table as plain JSON values."""
    kept = table[columns]
    rows: list[dict[str, Any]] = kept.astype(object).where(kept.notna(), None).to_dict("records")
    return rows


def with_spreads(rows: list[dict[str, Any]], moved: "Mapping[float, DataFrame]") -> list[dict[str, Any]]:
    """Rows of before and after, each with what they come to where other islands count as coast."""
    for least, other in moved.items():
        for row, spread in zip(rows, plain_rows(other, ["before_km", "after_km"]), strict=True):
            row.setdefault("sensitivity", []).append({"min_area_km2": least} | spread)
    return rows


def print_sources(table: "DataFrame") -> None:
    """A line for each source."""
    for line in table.attrs["sources"]:
        print(f"source: {line}")
