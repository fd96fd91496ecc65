"""The command that draws a static figure."""

from pathlib import Path
from typing import Annotated

import typer

from rimland.scripts.arguing import ScenarioOption
from rimland.scripts.console import AsJson, InputError, TheatreOption, check_folder, emit
from rimland.scripts.mapping import Language


def figure(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A figure: see --list.", show_default=False)] = "",
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="A name that ends in .svg, .png or .pdf.")
    ] = None,
    lang: Annotated[Language | None, typer.Option("--lang", help="The language of the words.")] = None,
    single: Annotated[bool, typer.Option("--single", help="As wide as one column, 89 mm, instead of two.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="The names of the theatre's figures, and no more.")] = False,
    scenario: ScenarioOption = "",
    theatre: TheatreOption = "buffer",
    as_json: AsJson = False,
) -> None:
    """One static figure of a theatre, for print: a map or a chart with its legend, sources and method."""
    from rimland.maps.figures import figure as figures

    evidence = figures.evidence_of(theatre, scenario or None)
    if listed:
        emit(list(evidence.names)) if as_json else print("\n".join(evidence.names))
        return
    if not name or output is None:
        raise InputError("which figure, and where to? Write NAME -o FILE.svg, or --list for the names.")
    figures.check_suffix(output)
    check_folder(output)
    spoken = lang.value if lang else evidence.theatre.languages[0]
    drawn = figures.figure(name, evidence, lang=spoken, size="single" if single else "double")
    figures.save_figure(drawn, output)
    if as_json:
        emit({"file": str(output), "bytes": output.stat().st_size, "figure": name, "lang": spoken})
    else:
        print(output)
