"""The command that recomputes what an article claims."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rimland.scripts.computed import write_csv
from rimland.scripts.console import AsJson, TheatreOption, emit, progress

if TYPE_CHECKING:
    from rimland.layers.claims import Finding, Outcome

LanguageOption = Annotated[str, typer.Option("--lang", metavar="zh-Hant|ja|en", help="The language of the answer.")]

ClaimsFile = Annotated[Path | None, typer.Option("-o", "--output", help="Also a file: .csv .json.", show_default=False)]

MARKS = {True: "yes", False: "no", None: "open: nearer to the threshold than its uncertainty"}


def claims(
    *, theatre: TheatreOption = "buffer", lang: LanguageOption = "en", output: ClaimsFile = None, json: AsJson = False
) -> None:
    """The article's claims, each with its verdict, its numbers and its map layers, recomputed now."""
    from rimland.layers.claims import as_table, assess
    from rimland.layers.layer import LANGUAGES
    from rimland.layers.theatre import load_theatre
    from rimland.scripts.console import InputError, check_folder

    if output is not None:
        check_folder(output)
        if output.suffix.lower() not in (".csv", ".json"):
            raise InputError(f"{output}: claims go into a table: write a name that ends in .csv or .json after -o.")
    if lang not in LANGUAGES:
        raise InputError(f"no language {lang!r}: choose from {', '.join(LANGUAGES)}.")
    with progress(1) as bar:
        bar.step("assessing the claims")
        findings = assess(load_theatre(theatre))
    if output is not None:
        _write(findings, output)
    if json:
        emit([as_table(finding) for finding in findings])
        return
    print("\n\n".join(_lines(finding, lang) for finding in findings))
    print(f"\n{tally(findings)}")


def _write(findings: "tuple[Finding, ...]", output: Path) -> None:
    from json import dumps

    from rimland.layers.claims import as_table
    from rimland.layers.files import write_whole
    from rimland.scripts.tabling import claim_rows

    if output.suffix.lower() == ".csv":
        write_csv([row for finding in findings for row in claim_rows(finding)], output)
    else:
        text = dumps([as_table(finding) for finding in findings], ensure_ascii=False, indent=2) + "\n"
        write_whole(output, text.encode())


def tally(findings: "tuple[Finding, ...]") -> str:
    """How many claims have each verdict, on one line."""
    from rimland.layers.claims import VERDICTS

    counts = {verdict: sum(finding.verdict == verdict for finding in findings) for verdict in VERDICTS}
    return f"{len(findings)} passages: " + ", ".join(f"{count} {verdict}" for verdict, count in counts.items()) + "."


def _lines(finding: "Finding", lang: str) -> str:
    head = f"{finding.id} (line {finding.line}): {finding.verdict}\n  {finding.quote[lang]}"
    numbers = [f"  - {_number(outcome, lang)}" for outcome in finding.outcomes]
    remarks = [
        f"  {label}: {text[lang]}"
        for label, text in (("correction", finding.correction), ("caveat", finding.caveat))
        if text is not None
    ]
    shown = [f"  layers: {', '.join(finding.layers)}"] if finding.layers else []
    return "\n".join([head, *numbers, *remarks, *shown])


def _number(outcome: "Outcome", lang: str) -> str:
    quantity = outcome.quantity
    spread = "" if quantity.uncertainty is None else f" ± {quantity.uncertainty:,.2f}"
    value = f"{quantity.value:,.2f}".rstrip("0").rstrip(".")
    return f"{outcome.says[lang]}: {value}{spread} {quantity.unit} (asked: {outcome.condition}): {MARKS[outcome.met]}"
