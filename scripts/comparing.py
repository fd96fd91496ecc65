"""Commands on several places at once: matrix, median, partition."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rimland.scripts.computed import (
    OutputFile,
    check_output,
    computed_layer,
    named_columns,
    sources_of,
    write_layer,
)
from rimland.scripts.console import (
    PLACE_HELP,
    AsJson,
    InputError,
    PlaceA,
    PlaceB,
    credits_of,
    emit,
    names_of,
    progress,
    spoken,
)

if TYPE_CHECKING:
    from rimland.layers.places import Place

Several = Annotated[list[str], typer.Argument(metavar="A B C…", help=PLACE_HELP, show_default=False)]
Any_number = Annotated[list[str] | None, typer.Argument(metavar="A B C…", help=PLACE_HELP, show_default=False)]

WINDOW_MARGIN = 2.0
"""Degrees round the places in which the sea is divided, unless bounds are given."""


def matrix(
    places: Any_number = None,
    *,
    layer: Annotated[str, typer.Option("--layer", metavar="NAME", help="All features of a layer instead.")] = "",
    as_json: AsJson = False,
) -> None:
    """Shortest distances of all pairs of places, kilometres over the ellipsoid."""
    from rimland import geo

    names, shapes, credited = _of_layer(layer) if layer else _of_names(places or [])
    if len(shapes) < 2:
        raise InputError("a matrix needs two places at least: write their names, or --layer NAME.")
    metres = geo.distance_matrix(shapes)
    if as_json:
        table = [[round(float(cell), 3) for cell in row] for row in metres]
        emit({"places": names, "metres": table, "ellipsoid": "WGS84", "sources": credited})
        return
    _print_table([name["id"] for name in names], metres / geo.KILOMETRE)
    for line in credited:
        print(f"source: {line}")


def _of_names(words: list[str]) -> tuple[list[dict[str, Any]], list[Any], list[str]]:
    from rimland.layers.places import place

    found = [place(word) for word in words]
    return [_named(one) for one in found], [one.geometry for one in found], credits_of(*found)


def _of_layer(name: str) -> tuple[list[dict[str, Any]], list[Any], list[str]]:
    from rimland.layers.catalog import Catalog
    from rimland.layers.layer import NAME_COLUMNS

    layer = Catalog()[name]
    frame = layer.features
    drawn = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    names = [
        {"id": row["id"], "name": {tag: row[column] for tag, column in NAME_COLUMNS.items()}}
        for _, row in drawn.iterrows()
    ]
    return names, list(drawn.geometry), list(layer.credits)


def _print_table(ids: list[str], km: Any) -> None:
    head = max(len(name) for name in ids)
    wide = [max(len(name), 9) for name in ids]
    print(f"{'km':{head}}  " + "  ".join(f"{name:>{size}}" for name, size in zip(ids, wide, strict=True)))
    for name, row in zip(ids, km, strict=True):
        print(f"{name:{head}}  " + "  ".join(f"{cell:>{size},.3f}" for cell, size in zip(row, wide, strict=True)))


def median(
    a: PlaceA,
    b: PlaceB,
    *,
    output: OutputFile,
    radius: Annotated[str, typer.Option("--radius", help="Only what is so near to both: 200nmi, 400km.")] = "200nmi",
    as_json: AsJson = False,
) -> None:
    """The line as far from one place as from another, right to a metre. Illustrative: not a claim of anybody."""
    from rimland import geo
    from rimland.layers.places import place

    check_output(output)
    reach = geo.parse_length(radius)
    one, other = place(a), place(b)
    with progress(2) as bar:
        bar.step("computing")
        line = geo.equidistance(one, other, radius=reach).line
        if line.is_empty:
            raise InputError(f"nothing within {radius} is as far from {one.id} as from {other.id}: widen --radius.")
        bar.step("writing")
        label = {
            tag: f"{one.names.get(tag, one.id)} – {other.names.get(tag, other.id)}" for tag in ("en", "ja", "zh-Hant")
        }
        row = {"id": f"median-{one.id}-{other.id}", **named_columns(label), "length_km": geo.length(line) / 1000}
        blur = one.accuracy_m + other.accuracy_m + 1.0
        title = f"Equidistance line of {one.id} and {other.id} (illustrative, not a claim)"
        sources = sources_of([one, other])
        layer = computed_layer("median", title, [row], [line], sources=sources, accuracy_m=blur, kind="line")
        write_layer(layer, output)
    if as_json:
        ends = {"between": [_named(one), _named(other)], "kilometres": row["length_km"], "file": str(output)}
        emit(ends | {"illustrative": True, "ellipsoid": "WGS84", "sources": credits_of(one, other)})
        return
    print(f"{output}: {row['length_km']:,.1f} km between {spoken(one)} and {spoken(other)}; illustrative, not a claim")


def partition(
    places: Several,
    *,
    output: OutputFile,
    bounds: Annotated[
        str, typer.Option("--bounds", metavar="W,S,E,N", help="Degrees; two degrees round the places otherwise.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Which place is nearest to each point of a window, right to a metre. Illustrative: not a claim of anybody."""
    from rimland import geo
    from rimland.layers.places import place

    check_output(output)
    found = {one.id: one for one in (place(word) for word in places)}
    if len(found) < 2:
        raise InputError("a partition needs two different places at least.")
    window = _bounds(bounds) if bounds else _round(list(found.values()))
    with progress(2) as bar:
        bar.step("computing")
        cells = geo.partition({name: one.geometry for name, one in found.items()}, within=window).cells
        bar.step("writing")
        kept = {name: cell for name, cell in cells.items() if not cell.is_empty}
        rows = [
            {"id": f"nearest-{name}", **named_columns(found[name].names), "area_km2": geo.area(cell) / 1e6}
            for name, cell in kept.items()
        ]
        sources = sources_of(found.values())
        blur = sum(sorted(one.accuracy_m for one in found.values())[-2:]) + 1.0
        title = "Nearest of several places (illustrative, not a claim)"
        layer = computed_layer("partition", title, rows, list(kept.values()), sources=sources, accuracy_m=blur)
        write_layer(layer, output)
    areas = [{"id": name, "square_kilometres": row["area_km2"]} for name, row in zip(kept, rows, strict=True)]
    if as_json:
        emit(
            {"bounds": list(window), "cells": areas, "file": str(output), "illustrative": True}
            | {"ellipsoid": "WGS84", "sources": credits_of(*found.values())}
        )
        return
    print(f"{output}: nearest place within {window}, land included; illustrative, not a claim")
    for area in areas:
        print(f"  {area['id']}: {area['square_kilometres']:,.1f} km²")


def _bounds(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(word) for word in text.split(","))
    except ValueError as error:
        raise InputError(f"--bounds is {text!r}: write west,south,east,north in degrees: 118,20,134,36.") from error
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
        raise InputError(f"--bounds is {text!r}: west must be less than east, south less than north, in degrees.")
    return west, south, east, north


def _round(places: list["Place"]) -> tuple[float, float, float, float]:
    import numpy as np

    boxes = np.array([one.geometry.bounds for one in places])
    low, high = boxes[:, :2].min(axis=0) - WINDOW_MARGIN, boxes[:, 2:].max(axis=0) + WINDOW_MARGIN
    return max(float(low[0]), -180.0), max(float(low[1]), -89.0), min(float(high[0]), 180.0), min(float(high[1]), 89.0)


def _named(place: "Place") -> dict[str, Any]:
    return {"id": place.id, "name": names_of(place.names)}
