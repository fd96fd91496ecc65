"""The index of places: every feature with a name, and every named set, in one table and one file of packed shapes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rimland.layers.catalog import Catalog
from rimland.layers.coasts import inside
from rimland.layers.layer import LANGUAGES, NAME_COLUMNS, Layer
from rimland.layers.packing import pack
from rimland.layers.places import INDEX_VERSION, WAYS, joined
from rimland.layers.reading import read_geometry
from rimland.scripts.build_islands import Row, read_table
from rimland.scripts.build_land import LEAST_AREA

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

LAND = "land-region"
"""The layer of which sets take the polygons that have no name of their own."""

EVERY = "land-detail"
"""The layer for sets whose least area is below that of `LAND`."""


@dataclass(kw_only=True)
class _Entry:
    """A place on its way into the index."""

    id: str
    names: dict[str, str]
    aliases: list[str]
    layer: str
    sources: list[str]
    accuracy_m: float
    blocks: list[list[int]] = field(default_factory=list)
    group: str = ""


@dataclass(kw_only=True)
class _Shapes:
    """Packed shapes, one after another."""

    data: bytearray = field(default_factory=bytearray)

    def add(self, shape: "BaseGeometry") -> list[int]:
        """Where a shape begins and how many bytes it takes."""
        packed = pack(shape)
        self.data += packed
        return [len(self.data) - len(packed), len(packed)]


def build(folder: Path, facts: Path, places: Path) -> int:
    """Write ``index.json`` and ``shapes.bin`` from the layers of a folder; how many places there are.

    Raises
    ------
    ValueError
        Two features have one id, or a set has no members.
    """
    catalog = Catalog([folder])
    names = sorted(path.stem for path in folder.glob("*.toml"))
    layers = {name: catalog[name] for name in names}
    shapes, entries = _Shapes(), dict[str, _Entry]()
    land = {name: read_geometry(folder / f"{name}.parquet") for name in (LAND, EVERY) if name in layers}
    cuts = _cuts(land)
    for layer in layers.values():
        if layer.named and layer.geometry_path is not None and layer.kind != "table":
            for entry in _features(layer, shapes, cuts):
                if entry.id in entries:
                    raise ValueError(
                        f"{layer.path}: id {entry.id!r} is taken by {entries[entry.id].layer}: choose another."
                    )
                entries[entry.id] = entry
    for row in read_table(facts / "place_sets.csv"):
        entries[row["id"]] = _set(row, entries, land, shapes)
    for layer in layers.values():
        for entry in _ruled(layer, entries):
            entries.setdefault(entry.id, entry)
    places.mkdir(parents=True, exist_ok=True)
    sources = {f"{layer.name}/{one.id}": _plain(vars(one)) for layer in layers.values() for one in layer.sources}
    text = json.dumps(_index(entries, sources), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (places / "index.json").write_text(text + "\n", encoding="utf-8")
    (places / "shapes.bin").write_bytes(bytes(shapes.data))
    return len(entries)


def _cuts(land: dict[str, "GeoDataFrame"]) -> dict[str, "BaseGeometry"]:
    """Of the places that the edge of the data cuts, the lines along which it does: they are no coast."""
    import shapely

    if LAND not in land:
        return {}
    cut = land[LAND][land[LAND]["cut"].notna() & land[LAND]["place"].notna()]
    return {str(row.place): shapely.from_wkt(str(row.cut)) for row in cut.itertuples()}


def _features(layer: Layer, shapes: _Shapes, cuts: dict[str, "BaseGeometry"]) -> list[_Entry]:
    from shapely import line_merge

    assert layer.geometry_path is not None  # noqa: S101
    rows = read_geometry(layer.geometry_path).to_dict("records")
    found = []
    for row in rows:
        shape = row["geometry"]
        entry = _Entry(
            id=row["id"],
            names={tag: row[column] for tag, column in NAME_COLUMNS.items() if row.get(column)},
            aliases=_split(row.get("aliases")),
            layer=layer.name,
            sources=[f"{layer.name}/{one}" for one in _split(row.get("source")) or [layer.sources[0].id]],
            accuracy_m=_accuracy(row, layer),
            group=str(row.get("group") or ""),
        )
        if shape is not None and not shape.is_empty:  # otherwise computed when the layer is read
            whole = entry.id not in cuts or shape.geom_type not in ("Polygon", "MultiPolygon")
            entry.blocks.append(shapes.add(shape if whole else line_merge(shape.boundary - cuts[entry.id])))
        found.append(entry)
    return found


def _ruled(layer: Layer, entries: dict[str, _Entry]) -> Iterator[_Entry]:
    """What a layer computes when it is read, as names without shapes.

    A rule gives the names of its features, but for what the features of one layer share: which there are is known when
    they are computed. Parts that one layer cuts out of another are no places: they are read from their table.
    """
    if any(rule.kind == "closed-overlaps" or (rule.kind == "overlaps" and not rule.second) for rule in layer.derive):
        for row in layer.features.to_dict("records"):
            yield _computed(layer, row["id"], {tag: row[column] for tag, column in NAME_COLUMNS.items()})
        return
    for rule in layer.derive:
        if rule.kind in ("zones", "cells"):
            templates = rule.names.model_dump(by_alias=True)
            for coast in rule.of:
                known = entries[coast].names
                names = {tag: text.format(place=known.get(tag, known["en"])) for tag, text in templates.items()}
                yield _computed(layer, rule.id.format(place=coast), names)
        elif rule.kind in ("buffer", "minus"):
            given = rule.properties
            names = {tag: given[column] for tag, column in NAME_COLUMNS.items() if given.get(column)}
            yield _computed(layer, given["id"], names)


def _computed(layer: Layer, key: str, names: dict[str, str]) -> _Entry:
    sources = [f"{layer.name}/{source.id}" for source in layer.sources]
    accuracy = float(layer.accuracy_m or 0.0)
    return _Entry(id=key, names=names, aliases=[], layer=layer.name, sources=sources, accuracy_m=accuracy)


def _accuracy(row: dict[str, Any], layer: Layer) -> float:
    """Metres by which a feature may be wrong: its own, else its layer's."""
    own = row.get("precision_m")
    return float(layer.accuracy_m or 0.0 if own is None or np.isnan(own) else own)


def _set(row: Row, entries: dict[str, _Entry], land: dict[str, "GeoDataFrame"], shapes: _Shapes) -> _Entry:
    """A named set: its members' shapes, then the nameless polygons within its ring, as one more shape."""
    members = _members(row, entries)
    blocks = [block for member in members for block in entries[member].blocks]
    if row["within"]:
        inside = _inside(row, land)
        known = [name for name in inside["place"].dropna().unique() if name in entries]
        blocks += [block for name in known for block in entries[name].blocks]
        rest = list(inside.geometry[~inside["place"].isin(known)])
        blocks += [shapes.add(joined(rest))] if rest else []
    unique = [list(block) for block in dict.fromkeys(map(tuple, blocks))]
    if not unique:
        raise ValueError(f"place_sets.csv: {row['id']}: no members. Check the ids in it and its ring.")
    sources = dict.fromkeys(source for member in members for source in entries[member].sources)
    return _Entry(
        id=row["id"],
        names={tag: row[column] for tag, column in NAME_COLUMNS.items() if row[column]},
        aliases=_split(row["aliases"]),
        layer="sets",
        sources=list(sources) or [f"{LAND}/osm"],
        accuracy_m=max([entries[member].accuracy_m for member in members], default=55.0),
        blocks=unique,
    )


def _members(row: Row, entries: dict[str, _Entry]) -> list[str]:
    found: list[str] = []
    for member in _split(row["members"]):
        group = member.removeprefix("group:")
        ids = [one.id for one in entries.values() if one.group == group] if group != member else [member]
        found += ids
    return found


def _inside(row: Row, land: dict[str, "GeoDataFrame"]) -> "GeoDataFrame":
    least = float(row["min_area_km2"])
    return inside(row["within"], land[EVERY] if least < LEAST_AREA else land[LAND], least)


def _index(entries: dict[str, _Entry], sources: dict[str, Any]) -> dict[str, Any]:
    places = {
        one.id: {
            "names": one.names,
            "layer": one.layer,
            "sources": one.sources,
            "accuracy_m": one.accuracy_m,
            "blocks": one.blocks,
        }
        for one in entries.values()
    }
    used = {source for one in entries.values() for source in one.sources}
    known = {name: source for name, source in sources.items() if name in used}
    whole, *others = WAYS
    keys = {whole: _keys(entries, whole)}
    for way in others:  # only what differs: most names read the same in every way
        keys[way] = {key: ids for key, ids in _keys(entries, way).items() if keys[whole].get(key) != ids}
    return {"version": INDEX_VERSION, "languages": LANGUAGES, "sources": known, "places": places, "keys": keys}


def _keys(entries: dict[str, _Entry], way: str) -> dict[str, list[str]]:
    keys: dict[str, set[str]] = {}
    for entry in entries.values():
        for name in [entry.id, *entry.names.values(), *entry.aliases]:
            keys.setdefault(WAYS[way](name), set()).add(entry.id)
    return {one: sorted(ids) for one, ids in keys.items() if one}


def _split(text: Any) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()] if isinstance(text, str) else []


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None and not isinstance(value, np.generic)}
