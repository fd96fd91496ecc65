"""Commands that measure places: distance, area, length, buffer."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rimland.scripts.console import (
    AsJson,
    InputError,
    PlaceA,
    PlaceB,
    check_folder,
    credits_of,
    emit,
    names_of,
    position,
    progress,
    spoken,
    time_stamp,
)

if TYPE_CHECKING:
    from rimland.layers.layer import Layer
    from rimland.layers.places import Place

ELLIPSOID = "WGS84"


def distance(
    a: PlaceA,
    b: PlaceB,
    *,
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity", help="Also: how far it moves with what is counted as coast.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Shortest distance between two places over the ellipsoid, with the nearest points."""
    from rimland import geo
    from rimland.layers.places import place

    start, end = place(a), place(b)
    gap = geo.distance(start, end)
    moved = _spread(a, b) if sensitivity else None
    if as_json:
        emit(distance_record(start, end, gap) | ({} if moved is None else {"sensitivity": moved}))
        return
    uncertainty = start.accuracy_m + end.accuracy_m
    bearing = "" if math.isnan(gap.azimuth) else f"   azimuth {gap.azimuth % 360:.1f}°"
    print(f"{spoken(start)} – {spoken(end)}")
    print(f"  {gap.km:,.3f} km   {gap.nmi:,.3f} nmi   ±{uncertainty / geo.KILOMETRE:.2f} km{bearing}")
    print(f"  from {position(*gap.start)}")
    print(f"  to   {position(*gap.end)}")
    print(f"  geodesic on {ELLIPSOID} between the nearest points" + (", which touch" if gap.metres == 0 else ""))
    _print_definitions(start, end, moved)
    _print_sources(start, end)


def _spread(a: str, b: str) -> list[dict[str, float | None]]:
    from dataclasses import asdict

    from rimland.layers.sensitivity import spread

    return [asdict(definition) for definition in spread(a, b)]


def _print_definitions(start: "Place", end: "Place", moved: list[dict[str, float | None]] | None) -> None:
    """Which islands of a named set were counted, and what other choices would give."""
    from rimland.layers.coasts import MIN_AREA, is_set

    if is_set(start.id) or is_set(end.id):
        print(f"  coast: of a set of islands, those of at least {MIN_AREA} km²")
    for definition in moved or ():
        least, metres = definition["min_area_km2"], definition["metres"]
        which = "the largest island or the mainland alone" if least is None else f"islands of at least {least:g} km²"
        which = "every rock" if least == 0 else which
        print(f"  {'not available' if metres is None else f'{metres / 1000:,.3f} km':>14}   {which}")


def distance_record(start: "Place", end: "Place", gap: Any) -> dict[str, Any]:
    """What `rimland distance --json` answers."""
    return {
        "metres": gap.metres,
        "kilometres": gap.km,
        "nautical_miles": gap.nmi,
        "uncertainty_m": start.accuracy_m + end.accuracy_m,
        "azimuth_deg": None if math.isnan(gap.azimuth) else gap.azimuth % 360,
        "from": _end(start, gap.start),
        "to": _end(end, gap.end),
        "ellipsoid": ELLIPSOID,
        "sources": credits_of(start, end),
    }


def area(a: PlaceA, *, as_json: AsJson = False) -> None:
    """Area of a place over the ellipsoid, its sides geodesics."""
    from rimland import geo
    from rimland.layers.places import place

    what = place(a)
    if what.geometry.geom_type not in ("Polygon", "MultiPolygon", "GeometryCollection"):
        raise InputError(f"{what.id!r} is a {what.geometry.geom_type}, which has no area: name an island or a zone.")
    _print_measure(what, "area", geo.area(what) / geo.KILOMETRE**2, "square_kilometres", "km²", as_json=as_json)


def length(a: PlaceA, *, as_json: AsJson = False) -> None:
    """Length of a line, or of the outline of an area, along geodesics."""
    from rimland import geo
    from rimland.layers.places import place

    what = place(a)
    if what.geometry.geom_type in ("Point", "MultiPoint"):
        raise InputError(f"{what.id!r} is a {what.geometry.geom_type}, which has no length: name a line or an area.")
    _print_measure(what, "length", geo.length(what) / geo.KILOMETRE, "kilometres", "km", as_json=as_json)


def buffer(
    a: PlaceA,
    *,
    radius: Annotated[str, typer.Option("--radius", help="A length with its unit: 200nmi, 12 海里, 50km, 800m.")],
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A file: .geojson .gpkg .parquet .fgb .kml .csv.", show_default=False)
    ],
    as_json: AsJson = False,
) -> None:
    """Everything within a distance of a place, over the ellipsoid, its boundary right to a metre."""
    from rimland import geo
    from rimland.layers.export import export, format_of
    from rimland.layers.places import place

    metres = geo.parse_length(radius)
    if metres <= 0:
        raise InputError(f"--radius is {radius.strip()}: expected more than nothing, such as 200nmi.")
    format_of(output)
    check_folder(output)
    what = place(a)
    with progress(2) as bar:
        bar.step("computing")
        layer = _buffer_layer(what, radius, metres)
        bar.step("writing")
        export(layer, output, moment=time_stamp(layer.as_of))
    square_km = float(layer.features["area_km2"].iloc[0])
    if as_json:
        emit(
            {"of": _named(what), "radius_m": metres, "square_kilometres": square_km, "file": str(output)}
            | {"ellipsoid": ELLIPSOID, "sources": credits_of(what)}
        )
        return
    print(f"{output}: within {radius} of {spoken(what)}, {square_km:,.1f} km²")
    _print_sources(what)


def _buffer_layer(what: "Place", radius: str, metres: float) -> "Layer":
    from rimland import geo
    from rimland.scripts.computed import computed_layer, named_columns, sources_of

    zone = geo.buffer(what, metres)
    row = {
        "id": f"{what.id}-{radius}",
        **named_columns({tag: f"{radius} – {name}" for tag, name in what.names.items()}),
        "radius_m": metres,
        "area_km2": geo.area(zone) / geo.KILOMETRE**2,
        "uncertainty_m": what.accuracy_m + 1.0,
    }
    title = f"{radius}: {what.names.get('en', what.id)}"
    sources = sources_of([what])
    return computed_layer("buffer", title, [row], [zone], sources=sources, accuracy_m=what.accuracy_m + 1.0)


def _end(place: "Place", foot: tuple[float, float]) -> dict[str, Any]:
    return _named(place) | {"lon": float(foot[0]), "lat": float(foot[1])}


def _named(place: "Place") -> dict[str, Any]:
    return {"id": place.id, "name": names_of(place.names)}


def _print_measure(what: "Place", noun: str, value: float, key: str, unit: str, *, as_json: bool) -> None:
    if as_json:
        emit({"of": _named(what), key: value, "ellipsoid": ELLIPSOID, "sources": credits_of(what)})
        return
    print(f"{spoken(what)}: {noun} {value:,.3f} {unit} on {ELLIPSOID}, along geodesics")
    _print_sources(what)


def _print_sources(*places: "Place") -> None:
    for line in credits_of(*places):
        print(f"  source: {line}")
