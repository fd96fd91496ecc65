"""Layers that a theatre file declares, `[[derive]]`: computed when they are read, with the sources of their places."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from rimland.layers.errors import DataError
from rimland.layers.layer import GRADES, LANGUAGES, NAME_COLUMNS, Column, Layer, Source
from rimland.layers.records import Key, Record, TextFile, Words

if TYPE_CHECKING:
    from rimland.layers.places import Place


class DerivedFile(Record):
    """One `[[derive]]` table of a theatre: everything within a distance of places."""

    name: Key
    kind: Literal["buffer"]
    of: list[Words] = Field(min_length=1)
    radius_nmi: float = Field(gt=0, le=10_000)
    title: TextFile


CAVEAT = {
    "en": "Illustrative: computed from the coast, not a claim.",
    "ja": "例示：海岸線からの計算であり、いかなる主張でもない。",
    "zh-Hant": "示意：依海岸線計算，並非任何主張。",
}
SUMMARY = {
    "en": "Everything within {radius:g} nautical miles of {places}.",
    "ja": "{places}から{radius:g}海里以内。",
    "zh-Hant": "距{places}{radius:g}海浬以內。",
}
AREA = Column(summary="Area on the ellipsoid, land included", unit="km²")


def derived_layer(record: DerivedFile, path: Path, number: int) -> Layer:
    """The layer that a table of a theatre file stands for; it is computed when its features are asked for.

    Raises
    ------
    DataError
        A place of it has no source to carry over.
    UnknownPlaceError, AmbiguousPlaceError
        It names a place that is none, or several.
    """
    from rimland.layers.catalog import Catalog
    from rimland.layers.places import place
    from rimland.layers.rule_file import BufferRule, MeasureRule

    places = [place(name) for name in record.of]
    sources = _sources(places)
    if not sources:
        raise DataError(f"{path}: derive.{number}.of: {record.of[0]!r} has no source. Name places, not positions.")
    layers = [Catalog()[one.layer] for one in places if one.layer != "sets"]  # a set of islands has sources only
    title: dict[str, str] = record.title.model_dump(by_alias=True)
    grade = max(["B", *(layer.position_grade for layer in layers)], key=GRADES.index)
    accuracy = max(one.accuracy_m for one in places) + 1  # a buffer's edge is within a metre
    rough = {"precision_m": accuracy} if grade == "C" else {}
    feature = {"id": record.name, **rough} | {NAME_COLUMNS[tag]: words for tag, words in title.items()}
    return Layer(
        name=record.name,
        title=title,
        summary={tag: _said(SUMMARY[tag], tag, places, record.radius_nmi) for tag in LANGUAGES},
        caveat=CAVEAT,
        group="waters",
        kind="polygon",
        as_of=max([*(source.date or "" for source in sources), *(layer.as_of for layer in layers)]),
        sources=sources,
        licence=_licence([*(source.licence or "" for source in sources), *(layer.licence for layer in layers)]),
        position_grade=grade,
        fact_grade="B",
        accuracy_m=accuracy,
        style={"dash": [6, 4], "fill_opacity": 0.1, "below_land": True, "label": "water"},
        columns={"area_km2": AREA},
        derive=(
            BufferRule(
                kind="buffer",
                of=record.of,
                radius_nmi=record.radius_nmi,
                properties=feature | {"source": "; ".join(source.id for source in sources)},
            ),
            MeasureRule(kind="measure", area_column="area_km2"),
        ),
        path=path,
    )


def _sources(places: "list[Place]") -> tuple[Source, ...]:
    return tuple({source.id: source for one in places for source in one.sources}.values())


def _licence(licences: list[str]) -> str:
    return " AND ".join(sorted({part for licence in licences for part in licence.split(" AND ") if part}))


def _said(words: str, tag: str, places: "list[Place]", radius: float) -> str:
    named: list[Any] = [one.names.get(tag, one.names["en"]) for one in places]
    return words.format(radius=radius, places=(", " if tag == "en" else "、").join(named))
