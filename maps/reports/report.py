"""The report of a theatre: its argument step by step, with figures, tables, verdicts, method and sources, in words."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rimland.layers.errors import LayersError
from rimland.layers.layer import LANGUAGES, Layer
from rimland.layers.quantities import Numbers, Quantity
from rimland.layers.story import Told, told
from rimland.layers.theatre import STATUS_QUO, Theatre, load_theatre
from rimland.layers.written import written
from rimland.maps.reports.annex import annex
from rimland.maps.reports.document import (
    Block,
    Bullets,
    Column,
    Document,
    Heading,
    Paragraph,
    Picture,
    Table,
)
from rimland.maps.reports.tables import Desk, table
from rimland.maps.reports.words import report_words

if TYPE_CHECKING:
    from rimland.layers.claims import Finding, Outcome
    from rimland.layers.number_file import NumberFile


class ReportError(LayersError, ValueError):
    """A language or a kind of file that reports do not come in."""


def report(theatre: str | Path | Theatre = "buffer", *, lang: str | None = None) -> Document:
    """The report of a theatre, every number in it computed now.

    Parameters
    ----------
    theatre
        The name of a shipped theatre, the path of a theatre file, or a theatre.
    lang
        One of the theatre's languages; its first one if None.

    Returns
    -------
    Document
        The same blocks whichever format they are then written in: see `rimland.maps.save_report`.

    Raises
    ------
    ReportError
        A language that the theatre has not.
    DataError
        The story or a claim asks for a number, a table or a claim that is not there.
    """
    theatre = theatre if isinstance(theatre, Theatre) else load_theatre(theatre)
    lang = lang or theatre.languages[0]
    if lang not in LANGUAGES or lang not in theatre.languages:
        raise ReportError(f"lang = {lang!r}: expected one of {', '.join(theatre.languages)}.")
    numbers = theatre.numbers
    words = dict(report_words(lang))
    desk = Desk(theatre=theatre, numbers=numbers, language=lang, words=words, distances=_distances(theatre, numbers))
    steps, findings = told(theatre), _findings(theatre)
    blocks = [*_opening(desk, steps, findings)]
    for number, step in enumerate(steps, 1):
        blocks += _step(desk, number, step, findings)
    blocks += _others(desk, steps, findings)
    blocks += annex(desk, used_layers(theatre, findings.values()))
    return Document(
        name=theatre.name,
        title=theatre.title[lang],
        subtitle=words["subtitle"],
        language=lang,
        date=theatre.as_of,
        words=words,
        blocks=tuple(blocks),
    )


def used_layers(theatre: Theatre, findings: "Iterable[Finding]") -> tuple[Layer, ...]:
    """The layers that a report rests on: those on the map, and those that a number or a claim names."""
    names = [*theatre.layer_names]
    for step in theatre.story:
        names += [asked.layer for asked in step.numbers.values() if asked.layer]
        names += [name for name in step.tables if name in theatre.catalog]
    names += [name for finding in findings for name in finding.layers]
    return tuple({(layer := theatre.catalog[name]).name: layer for name in names}.values())


def _findings(theatre: Theatre) -> "dict[str, Finding]":
    from rimland.layers.claims import assess

    return {finding.id: finding for finding in assess(theatre)} if theatre.claims else {}


def _distances(theatre: Theatre, numbers: Numbers) -> dict[tuple[str, str], Quantity]:
    """Each distance that the story and the claims ask for, in kilometres."""
    from rimland.layers.claim_file import read_claims_file
    from rimland.layers.claims import claims_path

    asked: list[NumberFile] = [number for step in theatre.story for number in step.numbers.values()]
    if theatre.claims:
        asked += [test.number for claim in read_claims_file(claims_path(theatre)).claims for test in claim.tests]
    pairs = {frozenset(one.distance): one for one in asked if one.distance is not None}
    return {(one.distance[0], one.distance[1]): numbers.of(one, "km") for one in pairs.values() if one.distance}


# --- the argument


def _opening(desk: Desk, steps: tuple[Told, ...], findings: "dict[str, Finding]") -> Iterator[Block]:
    from importlib.metadata import version

    words, lang = desk.words, desk.language
    made = words["made"].format(date=desk.theatre.as_of, version=version("rimland"))
    yield Paragraph(text=made)
    yield Paragraph(text=words["separation"])
    yield Heading(level=1, text=words["glance"], anchor="glance")
    if findings:
        yield Paragraph(text=words["tally"].format(**_tally(findings)), role="lead")
    if steps:
        yield Table(
            caption=words["glance_table"],
            columns=(Column(title=words["step"]), Column(title=words["number"])),
            rows=tuple((f"{n}. {step.step.title[lang]}", step.number[lang]) for n, step in enumerate(steps, 1)),
        )
    title = desk.theatre.title[lang]
    yield Picture(name="overview", caption=title, alt=f"{title}{_FULL_STOP[lang]} {made}", live=True)


def _tally(findings: "dict[str, Finding]") -> dict[str, int]:
    from rimland.layers.claims import VERDICTS

    counts = {verdict: sum(found.verdict == verdict for found in findings.values()) for verdict in VERDICTS}
    return {"total": len(findings)} | dict(zip(("holds", "part", "not", "none"), counts.values(), strict=True))


def _step(desk: Desk, number: int, step: Told, findings: "dict[str, Finding]") -> Iterator[Block]:
    words, lang = desk.words, desk.language
    yield Heading(level=1, text=f"{number}. {step.step.title[lang]}", anchor=step.step.id)
    if step.step.scenario != STATUS_QUO:
        change = desk.theatre.scenarios[step.step.scenario]
        yield Paragraph(text=change.summary[lang], role="warning", label=words["hypothetical"])
    yield Paragraph(text=step.claim[lang], role="lead")
    yield Paragraph(text=step.number[lang], role="figure-of-merit")
    yield Paragraph(text=step.caveat[lang], role="label", label=words["caveat"])
    for name in step.step.figures:
        yield _picture(desk, name, step, findings)
    for name in step.step.tables:
        yield table(name, desk)
    yield Paragraph(text=step.source[lang], role="label", label=words["source"])
    known = [_known(desk, name, findings) for name in step.step.claims]
    if known:
        yield Heading(level=2, text=words["passages"], anchor=f"{step.step.id}-passages")
    for finding in known:
        yield from _passage(desk, finding)


def _known(desk: Desk, name: str, findings: "dict[str, Finding]") -> "Finding":
    from rimland.layers.errors import DataError, did_you_mean

    if name not in findings:
        where = desk.theatre.path or desk.theatre.name
        raise DataError(f"{where}: story: no claim {name!r}. {did_you_mean(name, findings)}")
    return findings[name]


def _picture(desk: Desk, name: str, step: Told, findings: "dict[str, Finding]") -> Picture:
    """A figure under the passage that it is about, or the words for its theme."""
    lang = desk.language
    title = findings[name].quote[lang] if name in findings else desk.words.get(f"f_{name}", name)
    return Picture(name=name, caption=title, alt=f"{title}{_FULL_STOP[lang]} {step.number[lang]}")


_FULL_STOP = {"en": ".", "ja": "。", "zh-Hant": "。"}


def _passage(desk: Desk, finding: "Finding") -> Iterator[Block]:
    """A passage of the article, its verdict, the numbers that gave it, and what to mind."""
    words, lang = desk.words, desk.language
    yield Paragraph(text=finding.quote[lang], role="quote", label=words["line"].format(line=finding.line))
    if lang != "zh-Hant" and finding.quote["zh-Hant"] != finding.quote[lang]:
        yield Paragraph(text=finding.quote["zh-Hant"], role="quote", label=words["original"])
    yield Paragraph(text=words[finding.verdict], role="verdict", label=words["verdict"])
    if finding.outcomes:
        yield Bullets(items=tuple(_outcome(desk, outcome) for outcome in finding.outcomes))
    if finding.correction:
        yield Paragraph(text=finding.correction[lang], role="label", label=words["correction"])
    if finding.caveat:
        yield Paragraph(text=finding.caveat[lang], role="label", label=words["caveat"])


def _outcome(desk: Desk, outcome: "Outcome") -> str:
    """What was asked, what was found, and the answer."""
    words, lang = desk.words, desk.language
    answer = words[{True: "met", False: "unmet", None: "open"}[outcome.met]]
    colon, joint = (": ", "; ") if lang == "en" else ("：", "；")
    return f"{outcome.says[lang]}{colon}{written(outcome.quantity, lang, spread=True)}{joint}{answer}"


def _others(desk: Desk, steps: tuple[Told, ...], findings: "dict[str, Finding]") -> Iterator[Block]:
    """The passages that no step takes up."""
    told_of = {name for step in steps for name in step.step.claims}
    left = [finding for finding in findings.values() if finding.id not in told_of]
    if left:
        yield Heading(level=1, text=desk.words["other_passages"], anchor="other-passages")
    for finding in left:
        yield from _passage(desk, finding)
