"""The command on ways by sea: route."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rimland.scripts.computed import (
    MaybeOutputFile,
    check_output,
    computed_layer,
    named_columns,
    sources_of,
    write_layer,
)
from rimland.scripts.console import PLACE_HELP, AsJson, emit, names_of, progress, spoken

if TYPE_CHECKING:
    from pathlib import Path

    from rimland.layers.layer import Source
    from rimland.layers.places import Place
    from rimland.layers.sea_routes import SeaRoute

From = Annotated[str, typer.Argument(metavar="FROM", help=PLACE_HELP, show_default=False)]
To = Annotated[str, typer.Argument(metavar="TO", help="Another place.", show_default=False)]

ACCURACY_M = 4000.0
"""How far the outline that a way keeps off may lie from the coast, at most, margin and simplification together."""


def route(
    start: From,
    end: To,
    *,
    avoid: Annotated[
        list[str] | None,
        typer.Option(
            "--avoid",
            metavar="A",
            help="Closed, once or more: a strait, a place, a layer, LAYER/ID, @file.geojson or '100nmi of A'.",
        ),
    ] = None,
    speed: Annotated[float, typer.Option("--speed", "--knots", metavar="KNOTS", help="For the days at sea.")] = 14.0,
    output: MaybeOutputFile = None,
    as_json: AsJson = False,
) -> None:
    """The shortest way by sea between two places, off land and out of what is closed. Not for navigation."""
    from rimland.layers.closures import straits
    from rimland.layers.sea_routes import sea_route

    check_output(output)
    with progress(2) as bar:
        bar.step("finding the way")
        way = sea_route(start, end, avoid=avoid or [])
        days = way.days(speed)
        if output is not None:
            bar.step("writing")
            _write(way, output)
    if as_json:
        emit(_record(way, speed, days))
        return
    print(f"{spoken(way.start)} – {spoken(way.end)}, by sea")
    print(f"  {way.km:,.1f} km   {way.nmi:,.1f} nmi   {days:.1f} days at {speed:g} knots")
    known = {strait.id: strait.names["en"] for strait in straits()}
    print(f"  straits: {'; '.join(known[one] for one in way.straits) or 'none'}")
    if way.closed:
        print(f"  closed: {'; '.join(known.get(one, one) for one in way.closed)}")
    for one, metres in zip((way.start, way.end), way.route.harbours, strict=True):
        if metres:
            away = f"{metres / 1000:,.1f} km from open water"
            print(f"  {one.names['en']} is {away}: that leg is straight and may cross land")
    print("  shortest way on the ellipsoid that keeps 1 km off land, 4 km west of 95°E")
    print("  draught and law are not looked at: not for navigation")
    for line in _credits(way):
        print(f"source: {line}")


def _record(way: "SeaRoute", speed: float, days: float) -> dict[str, Any]:
    return {
        "metres": way.metres,
        "kilometres": way.km,
        "nautical_miles": way.nmi,
        "days": days,
        "knots": speed,
        "from": _end(way.start),
        "to": _end(way.end),
        "straits": list(way.straits),
        "avoided": list(way.closed),
        "harbour_legs_m": list(way.route.harbours),
        "turns": [[round(float(lon), 6), round(float(lat), 6)] for lon, lat in way.route.turns],
        "ellipsoid": "WGS84",
        "not_for_navigation": True,
        "sources": _credits(way),
    }


def _end(one: "Place") -> dict[str, Any]:
    point = one.geometry.representative_point()
    return {"id": one.id, "name": names_of(one.names), "lon": point.x, "lat": point.y}


def _sources(way: "SeaRoute") -> list["Source"]:
    """Of the coast that the way keeps off, then of the places, then of what is closed."""
    from rimland.layers.catalog import Catalog
    from rimland.layers.sea_network import LAND

    coast = Catalog()[LAND].sources
    given = [one for one in (*sources_of([way.start, way.end]), *way.sources) if one.id != "input"]
    return list({source.credit: source for source in (*coast, *given)}.values())


def _credits(way: "SeaRoute") -> list[str]:
    return [source.credit for source in _sources(way)]


def _write(way: "SeaRoute", output: "Path") -> None:
    one, other = way.start, way.end
    label = {tag: f"{one.names.get(tag, one.id)} – {other.names.get(tag, other.id)}" for tag in ("en", "ja", "zh-Hant")}
    row = {
        "id": f"route-{one.id}-{other.id}",
        **named_columns(label),
        "length_km": way.km,
        "length_nmi": way.nmi,
        "straits": "; ".join(way.straits) or None,
        "avoided": "; ".join(way.closed) or None,
    }
    title = f"Way by sea from {one.id} to {other.id} (computed, not for navigation)"
    layer = computed_layer(
        "route", title, [row], [way.route.line], sources=_sources(way), accuracy_m=ACCURACY_M, kind="line"
    )
    write_layer(layer, output)
