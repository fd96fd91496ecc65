"""What stands behind the argument of a report: method, definitions, data, gaps, bibliography, the whole tables."""

import json
from collections.abc import Iterator
from typing import Any

from rimland.layers.coasts import MIN_AREA
from rimland.layers.errors import DataError
from rimland.layers.layer import Layer
from rimland.maps.reports.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    Reference,
    References,
    Table,
    safe_link,
)
from rimland.maps.reports.tables import Desk, depth, end_name


def annex(desk: Desk, layers: tuple[Layer, ...]) -> Iterator[Block]:
    """Method, data and licences, gaps, bibliography, and the tables that were cut short before."""
    yield from _method(desk)
    yield from _data(desk, layers)
    yield from _bibliography(desk, layers)
    if desk.theatre.argument and desk.theatre.actors:
        yield Heading(level=1, text=desk.words["annex"], anchor="annex")
        yield depth(desk, everything=True)


def _method(desk: Desk) -> Iterator[Block]:
    words = desk.words
    yield Heading(level=1, text=words["method"], anchor="method")
    for key in ("ellipsoid", "edges", "uncertainty", "coast"):
        text = words[f"m_{key}"].format(area=f"{MIN_AREA:g}") if key == "coast" else words[f"m_{key}"]
        yield Paragraph(text=text, role="label", label=words[key])
    found = _sensitivity(desk)
    if found.rows:
        yield found
    if desk.theatre.argument:
        yield Heading(level=2, text=words["definitions"], anchor="definitions")
        yield Bullets(items=tuple(words[f"d_{key}"] for key in ("depth", "exposure", "water", "gate")))
    for change in desk.theatre.scenarios.values():
        text = f"{change.title[desk.language]} {change.summary[desk.language]}"
        yield Paragraph(text=text, role="label", label=words["scenario"])


def _sensitivity(desk: Desk) -> Table:
    """The distances between named places under each definition of the coast."""
    from rimland.layers.places import UnknownPlaceError
    from rimland.layers.sensitivity import AREAS, spread

    words, rows = desk.words, []
    for (start, end), quantity in desk.distances.items():
        if "/" in start + end:
            continue
        try:
            found = spread(start, end)
        except (DataError, UnknownPlaceError):
            continue
        lengths = [None if one.metres is None else one.metres / 1000 for one in found]
        if len({None if km is None else round(km, 1) for km in lengths}) > 1:
            rows.append(
                (
                    f"{end_name(start, desk)} – {end_name(end, desk)}",
                    *(desk.said(km, "km", quantity.uncertainty) for km in lengths),
                )
            )
    titles = [words["every_rock"] if not area else f"{area:g} km²" for area in AREAS]
    columns = [Column(title=words["coast_from"]), *(Column(title=title, numeric=True) for title in titles)]
    columns.append(Column(title=words["alone"], numeric=True))
    return Table(caption=words["t_sensitivity"], columns=tuple(columns), rows=tuple(rows))


def _data(desk: Desk, layers: tuple[Layer, ...]) -> Iterator[Block]:
    words, lang = desk.words, desk.language
    yield Heading(level=1, text=words["data"], anchor="data")
    yield Paragraph(text=words["grading"])
    rows = [
        (
            layer.title[lang],
            layer.as_of,
            f"{layer.position_grade or '—'}, {layer.fact_grade}",
            words["per_feature"] if layer.accuracy_m is None else desk.said(layer.accuracy_m, "m"),
            layer.licence,
        )
        for layer in layers
    ]
    titles = (words["layer"], words["as_of"], words["grades"], words["accuracy"], words["licence"])
    yield Table(caption=words["t_layers"], columns=tuple(Column(title=title) for title in titles), rows=tuple(rows))
    colon = ": " if lang == "en" else "："
    gaps = [f"{layer.title[lang]}{colon}{gap[lang]}" for layer in layers for gap in layer.gaps]
    if gaps:
        yield Heading(level=2, text=words["gaps"], anchor="gaps")
        yield Paragraph(text=words["gaps_note"])
        yield Bullets(items=tuple(gaps))


def _bibliography(desk: Desk, layers: tuple[Layer, ...]) -> Iterator[Block]:
    from rimland.layers.citations import bibliography

    works: list[dict[str, Any]] = json.loads(bibliography(layers, "csl-json"))
    yield Heading(level=1, text=desk.words["bibliography"], anchor="bibliography")
    yield Paragraph(text=desk.words["bibliography_note"])
    yield References(items=tuple(Reference(text=_entry(work, desk), url=safe_link(work.get("URL"))) for work in works))


def _entry(work: dict[str, Any], desk: Desk) -> str:
    """A work on one line: who, what, when, and its licence; its own words stay in its own language."""
    parts = work.get("issued", {}).get("date-parts", [[]])[0]
    date = "-".join(f"{part:02d}" for part in parts)
    head = f"{work['publisher']}: {work['title']}" if work.get("publisher") else work["title"]
    dated = f"{head} ({date})." if date else f"{head}."
    licence = work.get("note", "").removeprefix("Licence: ")
    return f"{dated} {desk.words['work_licence'].format(licence)}" if licence else dated
