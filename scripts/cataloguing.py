"""Commands about the catalogue: layers, check."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rimland.scripts.console import (
    AsJson,
    InputError,
    TheatreOption,
    check_folder,
    complain,
    emit,
    layer_named,
    progress,
    time_stamp,
)

if TYPE_CHECKING:
    from rimland.layers.layer import Layer

layers = typer.Typer(
    help="The catalogue, with sources and licences.",
    epilog="Example: rimland layers show nansei",
    rich_markup_mode=None,
    invoke_without_command=True,
)

LayerName = Annotated[str, typer.Argument(metavar="NAME", help="A layer, or a vector file.", show_default=False)]


TheatreOfLayer = Annotated[
    str | None, typer.Option("--theatre", metavar="FILE", help="A theatre file, for the layers of its own.")
]


class CitationFormat(StrEnum):
    """The forms in which sources are cited."""

    bibtex = "bibtex"
    csl = "csl-json"


@layers.callback()
def _layers(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List the layers, unless a command follows."""
    if context.invoked_subcommand is None:
        list_layers(as_json=as_json)


@layers.command("list", epilog="Example: rimland layers list --json")
def list_layers(*, as_json: AsJson = False) -> None:
    """The name, kind, date, licence and title of every layer."""
    from rimland.layers.catalog import Catalog

    catalog = Catalog()
    records = [catalog[name] for name in catalog]
    if as_json:
        emit([_summary(layer) for layer in records])
        return
    width = max((len(layer.name) for layer in records), default=0)
    for layer in records:
        print(f"{layer.name:{width}}  {layer.kind:7}  {layer.as_of:10}  {layer.title['en']}")
        print(f"{'':{width}}  {layer.title['ja']} / {layer.title['zh-Hant']}; {layer.licence}")


@layers.command("show", epilog="Example: rimland layers show fisheries-2013")
def show(name: LayerName, *, theatre: TheatreOfLayer = None, as_json: AsJson = False) -> None:
    """Everything that is known of a layer and of its named features, but for the coordinates."""
    from rimland.layers.catalog import as_tables
    from rimland.layers.export import plain
    from rimland.scripts.showing import lines

    layer = layer_named(name, _catalog(theatre))
    rows = layer.features.drop(columns="geometry").to_dict("records")
    features = [{column: plain(value) for column, value in row.items()} for row in rows]
    tables = as_tables(layer)
    if as_json:
        emit(tables | {"feature_count": len(features), "features": features if layer.named else []})
        return
    for line in lines(tables, features, named=layer.named):
        print(line)


def _catalog(theatre: str | None) -> "Mapping[str, Layer]":
    """The layers that ship, or those that a theatre sees: its folders' and the ones it derives as well."""
    from rimland.layers.catalog import Catalog
    from rimland.layers.theatre import load_theatre

    return Catalog() if theatre is None else load_theatre(theatre).catalog


@layers.command("export", epilog="Example: rimland layers export nansei -o nansei.gpkg")
def export_layer(
    name: LayerName,
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A file: .geojson .gpkg .parquet .fgb .kml .csv.", show_default=False)
    ],
    theatre: TheatreOfLayer = None,
    as_json: AsJson = False,
) -> None:
    """Write a layer to a file, with names, sources and licence in it."""
    from rimland.layers.export import carried, export, format_of

    layer = layer_named(name, _catalog(theatre))
    format_of(output)
    check_folder(output)
    with progress(2) as bar:
        bar.step("reading")
        frame = carried(layer)
        bar.step("writing")
        export(layer, output, frame=frame, moment=time_stamp(layer.as_of))
    if as_json:
        emit({"layer": name, "file": str(output), "bytes": output.stat().st_size, "licence": layer.licence})
    else:
        print(f"{output}: {layer.title['en']}, licence {layer.licence}")


@layers.command("cite", epilog="Example: rimland layers cite nansei gates --format csl-json -o sources.json")
def cite(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Layers; else all of the theatre.", show_default=False),
    ] = None,
    *,
    form: Annotated[CitationFormat, typer.Option("--format", help="How to write it.")] = CitationFormat.bibtex,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="A file, else the terminal.", show_default=False),
    ] = None,
    theatre: TheatreOption = "buffer",
    as_json: AsJson = False,
) -> None:
    """The sources of layers as a bibliography, for Zotero, Pandoc or LaTeX; as JSON, a list of CSL items."""
    from rimland.layers.citations import bibliography
    from rimland.layers.files import write_whole
    from rimland.layers.theatre import load_theatre

    chosen = load_theatre(theatre)
    cited = [chosen.catalog[name] for name in names or chosen.layer_names]
    if output is None:
        print(bibliography(cited, "csl-json" if as_json else form.value), end="")
        return
    check_folder(output)
    write_whole(output, bibliography(cited, form.value).encode())
    if as_json:
        emit({"file": str(output), "format": form.value, "layers": [layer.name for layer in cited]})
    else:
        print(output)


def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A theatre or layer file.", show_default=False)],
    *,
    as_json: AsJson = False,
) -> None:
    """Say what is wrong, and where, in a theatre file (.toml) or a layer file (.toml, .geojson, …)."""
    from rimland.layers.checks import check_file

    if not file.is_file():
        raise InputError(f"{file} is no file. Check the path.")
    problems = check_file(file)
    if as_json:
        emit({"file": str(file), "ok": not problems, "problems": problems})
    elif not problems:
        print(f"{file}: in order")
    if problems:
        for problem in [] if as_json else problems:
            complain(problem)
        raise typer.Exit(2)


def _summary(layer: Any) -> dict[str, Any]:
    wanted = ("name", "group", "kind", "edges", "as_of", "licence", "position_grade", "fact_grade", "accuracy_m")
    return {key: getattr(layer, key) for key in wanted} | {
        "title": dict(layer.title),
        "summary": dict(layer.summary),
        "credits": list(layer.credits),
    }
