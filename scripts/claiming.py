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

ANSWERS = {True: "met", False: "unmet", None: "open"}
"""The word for each answer, as the report has it."""

AROUND = {
    "en": ("{id} (line {line}): {verdict}", " (asked: {asked}): ", ": ", "{count} passages: ", ", ", "."),
    "ja": ("{id}（{line}行目）：{verdict}", "（条件：{asked}）：", "：", "{count}の主張：", "、", "。"),
    "zh-Hant": ("{id}（第{line}行）：{verdict}", "（條件：{asked}）：", "：", "{count}段：", "、", "。"),
}
"""What stands round the words of each language: a head, what is asked, a colon, the sum, between its parts, its end."""

LAYERS = {"en": "layers", "ja": "レイヤー", "zh-Hant": "圖層"}


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
    print(f"\n{tally(findings, lang)}")
    for line in dict.fromkeys(line for finding in findings for line in finding.sources):
        print(f"source: {line}")


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


def tally(findings: "tuple[Finding, ...]", lang: str) -> str:
    """How many claims have each verdict, on one line."""
    from rimland.layers.claims import VERDICTS
    from rimland.maps.reports.words import report_words

    words, (*_, head, between, end) = report_words(lang), AROUND[lang]
    counts = [f"{words[verdict]} {sum(one.verdict == verdict for one in findings)}" for verdict in VERDICTS]
    return head.format(count=len(findings)) + between.join(counts) + end


def _lines(finding: "Finding", lang: str) -> str:
    from rimland.maps.reports.words import report_words

    words, (head, _, colon, *_) = report_words(lang), AROUND[lang]
    first = head.format(id=finding.id, line=finding.line, verdict=words[finding.verdict])
    numbers = [f"  - {_number(outcome, lang)}" for outcome in finding.outcomes]
    remarks = [
        f"  {words[label].lower()}{colon}{text[lang]}"
        for label, text in (("correction", finding.correction), ("caveat", finding.caveat))
        if text is not None
    ]
    shown = [f"  {LAYERS[lang]}{colon}{', '.join(finding.layers)}"] if finding.layers else []
    return "\n".join([first, f"  {finding.quote[lang]}", *numbers, *remarks, *shown])


def _one(counted: str) -> str:
    """The singular of what is counted.

    Examples
    --------
    >>> _one("gates"), _one("launches")
    ('gate', 'launch')
    """
    return counted.removesuffix("es") if counted.endswith("ches") else counted.removesuffix("s")


def _number(outcome: "Outcome", lang: str) -> str:
    """What was asked, the number, the condition it was asked for, and the answer."""
    from rimland.layers.written import UNITS
    from rimland.maps.reports.words import report_words

    quantity = outcome.quantity
    spread = "" if quantity.uncertainty is None else f" ± {quantity.uncertainty:,.2f}"
    value = f"{quantity.value:,.2f}".rstrip("0").rstrip(".")
    counted = _one(quantity.unit) if quantity.value == 1 else quantity.unit
    named = UNITS.get(quantity.unit, {}).get(lang, f" {counted}" if lang == "en" else "")
    _, asked, colon, *_ = AROUND[lang]
    answer = report_words(lang)[ANSWERS[outcome.met]]
    return f"{outcome.says[lang]}{colon}{value}{spread}{named}{asked.format(asked=outcome.condition)}{answer}"
