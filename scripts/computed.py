"""Layers that a command computes, to be written in any format."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rimland.scripts.console import time_stamp

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.layer import Layer, Source
    from rimland.layers.places import Place

OutputFile = Annotated[
    Path, typer.Option("-o", "--output", help="A file: .geojson .gpkg .parquet .fgb .kml .csv.", show_default=False)
]
MaybeOutputFile = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="Also a file: .geojson .gpkg .parquet .fgb .kml .csv.", show_default=False),
]
TableFile = Annotated[Path | None, typer.Option("-o", "--output", help="Also a file: .csv.", show_default=False)]


def sources_of(places: Iterable["Place"]) -> tuple["Source", ...]:
    """The sources of places, each once; one that says so where positions were given on the command line."""
    from rimland.layers.layer import Source

    found = {source.id: source for place in places for source in place.sources}
    return tuple(found.values()) or (Source(id="input", title="Given on the command line"),)


def computed_layer(
    name: str,
    title: str,
    rows: Sequence[Mapping[str, Any]],
    shapes: Sequence["BaseGeometry"],
    *,
    sources: Sequence["Source"],
    accuracy_m: float,
    kind: str = "polygon",
) -> "Layer":
    """A layer of what was computed just now, with the sources of what it was computed from."""
    from geopandas import GeoDataFrame

    from rimland.layers.layer import Layer

    layer = Layer(
        name=name,
        title=dict.fromkeys(("en", "ja", "zh-Hant"), title),
        summary=dict.fromkeys(("en", "ja", "zh-Hant"), title),
        group="computed",
        kind=kind,
        as_of=max((source.date for source in sources if source.date), default=""),
        sources=tuple(sources),
        licence=" AND ".join(dict.fromkeys(source.licence for source in sources if source.licence)) or "as the input",
        position_grade="B",
        fact_grade="B",
        accuracy_m=accuracy_m,
    )
    cited = "; ".join(source.id for source in sources)
    records = [{"source": cited} | dict(row) for row in rows]
    return layer.holding(GeoDataFrame(records, geometry=list(shapes), crs="EPSG:4326"))


def named_columns(names: Mapping[str, str]) -> dict[str, str | None]:
    """The columns that have a name in each language."""
    from rimland.layers.layer import NAME_COLUMNS

    return {column: names.get(tag) for tag, column in NAME_COLUMNS.items()}


def write_layer(layer: "Layer", output: Path) -> None:
    """Write a computed layer in the format that the suffix says."""
    from rimland.layers.export import export

    export(layer, output, moment=time_stamp(layer.as_of))


def check_output(output: Path | None) -> None:
    """Refuse a file that could not be written before the work is done."""
    from rimland.layers.export import format_of
    from rimland.scripts.console import check_folder

    if output is not None:
        format_of(output)
        check_folder(output)


def write_csv(rows: Sequence[Mapping[str, Any]], output: Path) -> None:
    """Write rows to a file that ends in .csv, whole or not at all.

    Raises
    ------
    InputError
        The file ends otherwise, or its folder is not there.
    """
    from rimland.layers.export import csv_bytes
    from rimland.layers.files import write_whole
    from rimland.scripts.console import InputError, check_folder

    if output.suffix.lower() != ".csv":
        raise InputError(f"{output}: a table without positions: write a name that ends in .csv after -o.")
    check_folder(output)
    write_whole(output, csv_bytes(rows))
