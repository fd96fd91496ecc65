"""What the page tells beside its layers: scenarios in numbers, dated events, reference places, how to cite it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from rimland.layers import LANGUAGES, Layer, Source, Theatre
from rimland.layers.cache import cached_values
from rimland.layers.errors import DataError, LayersError, did_you_mean
from rimland.layers.layer import NAME_COLUMNS
from rimland.layers.names import variants as every_variant
from rimland.layers.story_file import names_in
from rimland.maps import text
from rimland.maps.facts import stated

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.theatre import Step

DIGITS = {"_km2": 0, "_km": 1, "_m": 0}
"""Decimals that are shown of a number, by the end of its name."""

NEAR = 5.0
"""Degrees round the map within which distances to the reference places are told."""


def works(layers: Iterable[Layer]) -> list[Source]:
    """The sources of all layers, each once: several layers rest on the same work."""
    return list(dict.fromkeys(source for layer in layers for source in layer.sources))


def work(source: Source) -> dict[str, str]:
    """What the page tells of a source."""
    fields = ("id", "title", "publisher", "date", "url", "licence")
    return {name: value for name in fields if (value := getattr(source, name)) is not None}


def story(theatre: Theatre) -> list[dict[str, Any]]:
    """The steps of the guided tour, their texts filled with the numbers that are computed now."""
    question = {"what": "story", "theatre": theatre.digest}
    told = _story(theatre) if theatre.digest is None else cached_values(question, lambda: _story(theatre))
    return [one | {"about": subjects(step)} for one, step in zip(told["steps"], theatre.story, strict=True)]


def _story(theatre: Theatre) -> dict[str, list[dict[str, Any]]]:
    from rimland.layers.story import told

    return {
        "steps": [
            {
                "id": one.step.id,
                "title": dict(one.step.title),
                **{name: dict(getattr(one, name)) for name in ("claim", "number", "caveat", "source")},
                "layers": list(one.step.layers),
                "bounds": list(one.step.bounds),
                "scenario": one.step.scenario,
            }
            for one in told(theatre)
        ]
    }


def subjects(step: "Step") -> list[list[str]]:
    """The features that a step is about, by id: those of its own number, and those of the others that it tells."""
    main: list[str] = []
    other: list[str] = []
    for name, asked in step.numbers.items():
        found = main if any(name in names_in(words) for words in step.number.values()) else other
        ends = [*(asked.distance or ()), asked.where.get("id")]
        found += [one.rpartition("/")[2] for one in ends if isinstance(one, str)]
    return [list(dict.fromkeys(found)) for found in (main, other)]


def scenarios(theatre: Theatre, drawn: Mapping[str, Layer]) -> list[dict[str, Any]]:
    """The numbers of each scenario, as `rimland.layers.metrics.summary` has them, with the digits that are shown.

    Rows of features that are drawn leave their names to the layer that they name.
    """
    from rimland.layers import metrics
    from rimland.layers.scenarios import scenario

    about = theatre.argument
    if about is None:
        return []
    found = []
    for name in theatre.scenarios:
        numbers = _rounded(metrics.summary(scenario(name, theatre)))
        numbers.pop("lanes", None)  # their kilometres within reach are in the curve
        numbers["gates"] = [
            {"layer": about.gates, "id": row["id"], "changes": row["changes"], "names": row["names"]}
            for row in numbers.get("gates", [])
        ]
        numbers["depth"] = _key_places(numbers["depth"], theatre, drawn)
        for row in (*numbers["depth"], *numbers["gates"]):
            if row["layer"] in drawn:
                row.pop("names", None)
        moved = theatre.scenarios[name].transfers
        held = {name: actor.holds for name, actor in theatre.actors.items()}
        numbers["moved"] = [one for key in moved for one in (key, *held.get(key, ()))]
        if about.ranges is not None:
            rows = theatre.catalog[about.ranges].features.to_dict("records")
            numbers["ranges"] = {
                row["id"]: _names(row) for row in rows if row["id"] in numbers["exposure"]["ranges_km"]
            }
        found.append(numbers)
    return found


def _key_places(rows: list[dict[str, Any]], theatre: Theatre, drawn: Mapping[str, Layer]) -> list[dict[str, Any]]:
    """The sites that the theatre names; where it names none, of each kind the one that changes most and the first.

    Raises
    ------
    DataError
        The theatre names one that is no site of the home actor.
    """
    if theatre.about.key_places:
        known = {row["id"]: row for row in rows}
        for one in theatre.about.key_places:
            if one not in known:
                where = f"{theatre.path or theatre.name}: argument.key_places"
                raise DataError(f"{where}: {one!r} is none of the sites. {did_you_mean(one, known)}")
        return [known[one] for one in theatre.about.key_places]
    found = []
    for kind, same in groupby(rows, key=lambda row: row["layer"]):
        own = [row for row in same if row["before_km"] is not None]
        frame = drawn[kind].features if kind in drawn else {}
        people = dict(zip(frame["id"], frame["population"].fillna(0), strict=True)) if "population" in frame else {}
        if own:
            first = max(own, key=lambda row: people.get(row["id"], 0))
            most = max(own, key=lambda row: abs(row["change_km"] or 0))
            found += [first] if first is most else [most, first]
    return found


def _rounded(value: Any, digits: int | None = None) -> Any:
    if isinstance(value, Mapping):
        return {name: _rounded(one, _digits(name, digits)) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(one, digits) for one in value]
    if not isinstance(value, float):
        return value
    shown = round(value, digits if digits is not None else 6)
    return int(shown) if shown.is_integer() else shown


def _digits(name: str, above: int | None) -> int | None:
    return next((digits for end, digits in DIGITS.items() if name.endswith(end)), above)


def events(theatre: Theatre, layers: Sequence[Layer]) -> list[dict[str, Any]]:
    """What happened when, in the order of time: the features of layers that begin to hold on some day.

    Parameters
    ----------
    theatre
        Its time line says from when to when, and which tables count beside the layers.
    layers
        Those that are drawn.

    Returns
    -------
    list of dict
        ``date`` and, where it lasted, ``end``, both ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``text`` by language;
        ``layer``; ``feature``, its id, None where several of a layer share a date or it is not on the map.
    """
    line = theatre.timeline
    if line is None:
        return []
    tables = [theatre.catalog[name] for name in line.tables]
    found = [event for layer in tables for event in _events(layer, grouped=False)]
    found += [event for layer in layers for event in _events(layer, grouped=True)]
    within = [event for event in found if line.start[: len(event["date"])] <= event["date"] <= line.end]
    return sorted(within, key=lambda event: (event["date"], event["layer"], event["feature"] or ""))


def _events(layer: Layer, *, grouped: bool) -> Iterator[dict[str, Any]]:
    if "valid_from" not in layer.features:
        return
    dated = [row for row in layer.features.to_dict("records") if _day(row["valid_from"])]
    dated.sort(key=lambda row: (_day(row["valid_from"]), str(row.get("id", ""))))
    for date, same in groupby(dated, key=lambda row: _day(row["valid_from"])):
        rows = list(same)
        if grouped and len(rows) > 1:
            yield {"date": date, "text": dict(layer.title), "layer": layer.name, "feature": None}
            continue
        for row in rows:
            end = {"end": ended} if (ended := _day(row.get("valid_to"))) else {}
            yield {
                "date": date,
                **end,
                "text": _names(row),
                "layer": layer.name,
                "feature": row.get("id") if grouped else None,
            }


def _day(value: Any) -> str:
    """A date as far as it is known; empty for what is none, such as an author's own “soon”."""
    found = re.match(r"\d{4}(-\d{2}(-\d{2})?)?(?!\d)", stated(value) or "")
    return found[0] if found else ""


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    names = {tag: stated(row.get(column)) for tag, column in NAME_COLUMNS.items()}
    first = next((name for name in names.values() if name), str(row.get("id", "–")))
    return {tag: name or first for tag, name in names.items()}


def references(theatre: Theatre) -> list[dict[str, Any]]:
    """The places to which a reader is told distances: id, names, metres they may be wrong by, where to name land."""
    from rimland.layers.places import place

    places = [place(name) for name in theatre.references]
    return [
        {"id": one.id, "names": {tag: one.names.get(tag, "") for tag in LANGUAGES}, "accuracy": one.accuracy_m}
        | _named_at(one.geometry)
        for one in places
    ]


def variants(layers: Sequence[Layer]) -> str:
    """The forms of characters that are read as one, of those that the layers' names are written with."""
    frames = [layer.features for layer in layers]
    written = [frame[name] for frame in frames for name in frame if str(name).startswith(("name", "aliases", "group"))]
    signs = {sign for column in written for told in column for sign in str(told)}
    return " ".join(group for group in every_variant().split() if not signs.isdisjoint(group))


def sides(layers: Sequence[Layer]) -> dict[str, dict[str, str]]:
    """The names of the places on either side of a gap that are no features of the layers, in each language."""
    from rimland.layers.places import place

    drawn = {str(one) for layer in layers if "id" in layer.features for one in layer.features["id"]}
    columns = [layer.features[name] for layer in layers for name in ("side_a", "side_b") if name in layer.features]
    asked = {one.strip() for column in columns for told in column.dropna() for one in str(told).split(";")}
    found = {}
    for one in sorted(asked - drawn):
        try:
            known = place(one)
        except LayersError:
            continue  # a name as its source has it
        if one in (known.id, known.names.get("en")):
            found[one] = {tag: known.names.get(tag, "") for tag in LANGUAGES}
    return found


def _named_at(shape: "BaseGeometry") -> dict[str, list[float]]:
    """Longitude and latitude where the name of land has most room; nothing of a coast or a position."""
    import shapely

    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return {}
    largest = max(shapely.get_parts(shape), key=shapely.area)
    middle = shapely.maximum_inscribed_circle(shapely.simplify(largest, 0.01)).coords[0]
    return {"at": [round(middle[0], 2), round(middle[1], 2)]}


def distances(theatre: Theatre, layer: Layer, window: tuple[float, float, float, float]) -> dict[str, list[float]]:
    """Kilometres from each feature of a layer in a window to each reference place, by the feature's id.

    From the shapes of the data, not those that are drawn; only of places, not of zones, and of no feature without id.
    """
    frame = layer.features
    if not theatre.references or "id" not in frame:
        return {}
    west, south, east, north = window
    frame = frame.cx[west - NEAR : east + NEAR, south - NEAR : north + NEAR]
    if theatre.digest is None or layer.path is None:
        return _distances(theatre, frame)
    question = {"what": "references", "theatre": theatre.digest, "layer": layer.name, "window": list(window)}
    return cached_values(question, lambda: _distances(theatre, frame))


def _distances(theatre: Theatre, frame: "GeoDataFrame") -> dict[str, list[float]]:
    import rimland.geo.accessor  # noqa: F401  registers `.geodesic`
    from rimland.layers.places import place

    columns = [frame.geodesic.distance(place(name)).to_numpy() / 1000 for name in theatre.references]
    return {
        str(feature): [round(float(column[row]), 1) for column in columns] for row, feature in enumerate(frame["id"])
    }


def citation(title: Mapping[str, str], version: str, as_of: str) -> dict[str, Any]:
    """How to cite the map, in each language."""
    lines = {tag: text.words(tag)["cite_line"].split("{}") for tag in LANGUAGES}
    told = {tag: (title[tag], version, as_of) for tag in LANGUAGES}
    return {
        "text": {
            tag: "".join(part + value for part, value in zip(lines[tag], (*told[tag], ""), strict=True))
            for tag in LANGUAGES
        }
    }
