"""The command that writes the report of a theatre."""

from pathlib import Path
from typing import Annotated

import typer

from rimland.scripts.console import AsJson, InputError, TheatreOption, check_folder, emit, progress, time_stamp
from rimland.scripts.mapping import Language


def report(
    *,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="A name that ends in .html, .docx, .md or .pdf.")
    ] = Path("report.html"),
    lang: Annotated[Language | None, typer.Option("--lang", help="The language of the words.")] = None,
    theatre: TheatreOption = "buffer",
    as_json: AsJson = False,
) -> None:
    """The argument with its maps, figures, tables, caveats and sources, every number computed now."""
    from rimland.layers.theatre import load_theatre
    from rimland.maps import report as written
    from rimland.maps.figures.figure import evidence_of
    from rimland.maps.reports.files import check_report_suffix, drawn, save_report

    check_report_suffix(output)
    check_folder(output)
    chosen = load_theatre(theatre)
    spoken = lang.value if lang else chosen.languages[0]
    if spoken not in chosen.languages:
        raise InputError(f"the theatre is not in {spoken}: choose from {', '.join(chosen.languages)}.")
    evidence = evidence_of(chosen)
    with progress(3) as bar:
        bar.step("computing")
        document = written(chosen, lang=spoken)
        bar.step("drawing")
        live = None
        if output.suffix.lower() == ".html":
            from rimland.maps import StrategicMap

            live = StrategicMap(chosen, lang=spoken).html()
        gallery, moment = drawn(evidence, spoken), time_stamp(chosen.as_of)
        bar.step("writing")
        files = save_report(document, output, gallery=gallery, moment=moment, live=live)
    if as_json:
        emit(
            {
                "file": str(output),
                "bytes": output.stat().st_size,
                "lang": spoken,
                "files": [str(path) for path in files],
            }
        )
    else:
        print(output)
