"""What the figure of a claim shows: its passage and verdict, the distances and areas that it was tested by."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import shapely

from rimland.maps.figures.lettering import Named, is_area, label_text, place_name
from rimland.maps.figures.map import Area, Measure, measure_text
from rimland.maps.figures.parts import Statement, Subject, fitted, statement
from rimland.maps.figures.words import word
from rimland.maps.style import Style

if TYPE_CHECKING:
    from rimland.layers.claim_file import ClaimFile
    from rimland.layers.number_file import NumberFile
    from rimland.maps.figures.subjects import Evidence

BUFFER = Style(colour="#007a59", fill="#009e73", fill_opacity=0.28, width=1.6, below_land=True)
PACIFIC = Style(colour="#b23a00", fill="#d55e00", fill_opacity=0.14, width=1.6, dash=(5.0, 3.0), below_land=True)

END = 480.0
"""The rank of the name of what a distance ends at: only the distance itself goes before it."""

FEW = 3
"""Sites whose depths are drawn as lines; more would be a tangle."""

MARKS = {"en": ("“", "”", "‘’"), "ja": ("「", "」", "『』"), "zh-Hant": ("「", "」", "『』")}
"""The quotation marks of a language, outside and inside."""


def claim_subject(evidence: "Evidence", claim: "ClaimFile", language: str) -> Subject:
    """What the figure of a claim shows, in a language."""
    finding = evidence.finding(claim.id)
    layers = evidence.drawable(claim.layers)
    measures = tuple(_measures(evidence, claim, language))
    notes = [("correction", finding.correction), ("caveat", finding.caveat)]
    return Subject(
        title=quoted(finding.quote[language], language),
        subtitle=word("claim", language).format(finding.line),
        shown=evidence.shown(layers),
        bounds=fitted(layers, evidence.theatre.bounds, [measure.line for measure in measures]),
        measures=measures,
        named=(*(one for measure in measures for one in measure.ends), *evidence.landmarks(language)),
        areas=tuple(_waters(evidence, claim, language)),
        statements=(
            Statement(text=word("verdict", language).format(word(finding.verdict, language)), number=""),
            *(statement(outcome, language) for outcome in finding.outcomes),
        ),
        notes=tuple(word(key, language).format(text[language]) for key, text in notes if text),
        sources=finding.sources,
    )


def quoted(text: str, language: str) -> str:
    """A passage between quotation marks; those inside it become the inner ones.

    Examples
    --------
    >>> quoted("a “quasi-alliance”", "en")
    '“a ‘quasi-alliance’”'
    >>> quoted("「準同盟」", "ja")
    '「準同盟」'
    """
    left, right, inner = MARKS[language]
    if text[0] == left and text.find(right) == len(text) - 1:
        return text
    return left + text.translate(str.maketrans(left + right, inner)) + right


def _waters(evidence: "Evidence", claim: "ClaimFile", language: str) -> Iterator[Area]:
    """The areas of sea that a claim asks for: held today, or after the scenario."""
    asked = {test.number.metric for test in claim.tests}
    if "buffer_water" in asked:
        shape = evidence.water("buffer_water").geometry.iloc[0]
        yield Area(shape=shape, style=BUFFER, title=word("buffer_water", language))
    if "pacific_gate" in asked:
        shape = evidence.water("pacific_gate").geometry.iloc[0]
        title = word("hypothetical", language).format(word("pacific_gate", language))
        yield Area(shape=shape, style=PACIFIC, title=title, hypothetical=True)


def _measures(evidence: "Evidence", claim: "ClaimFile", language: str) -> Iterator[Measure]:
    """The distances that a claim asks for, as ways to draw."""
    from rimland import geo

    finding = evidence.finding(claim.id)
    for asked, outcome in zip(claim.tests, finding.outcomes, strict=True):
        one = asked.number
        if one.distance is not None:
            gap = geo.distance(*(evidence.theatre.numbers.end(name)[0] for name in one.distance))
            off = outcome.quantity.uncertainty if outcome.quantity.unit == "km" else None
            yield Measure(
                line=shapely.LineString([gap.start, gap.end]),
                text=measure_text(gap.km, off, language),
                ends=(
                    _end(evidence, one.distance[0], gap.start, language),
                    _end(evidence, one.distance[1], gap.end, language),
                ),
            )
        elif one.metric == "depth" and "id" in one.where:
            yield from _depths(evidence, one, language)


def _end(evidence: "Evidence", name: str, foot: Sequence[float], language: str) -> Named:
    """The name of what a distance ends at, a place or `layer/feature`: an area as a whole, a coast at the foot."""
    shape = evidence.theatre.numbers.end(name)[0]
    layer, slash, feature = name.partition("/")
    if slash:
        text = label_text(evidence.theatre.catalog[layer].features.set_index("id").loc[feature], language)
    else:
        text = place_name(name, language)
    return Named(shape=shape if is_area(shape) else shapely.Point(foot), text=text, rank=END)


def _depths(evidence: "Evidence", asked: "NumberFile", language: str) -> Iterator[Measure]:
    """The depths of a few sites, before and after the scenario."""
    from rimland.layers.conditions import rows_where

    for _, row in rows_where(evidence.depth, asked.where).head(FEW).iterrows():
        site = Named(shape=row.geometry, text=label_text(row, language), rank=END)
        for when, hypothetical in (("before", False), ("after", True)):
            if hypothetical and row["before_km"] == row["after_km"]:
                continue
            end = shapely.Point(row[f"{when}_lon"], row[f"{when}_lat"])
            start = shapely.shortest_line(row.geometry, end).coords[0]
            text = measure_text(row[f"{when}_km"], row["uncertainty_m"] / 1000, language)
            text = word("hypothetical", language).format(text) if hypothetical else text
            line = shapely.LineString([start, end])
            yield Measure(line=line, text=text, hypothetical=hypothetical, ends=(site,))
