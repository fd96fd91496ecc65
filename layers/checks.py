"""What must hold of a layer and of a theatre: the tests and `rimland check` ask the same questions."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, FormatError, LayersError
from rimland.layers.layer import GRADES, NAME_COLUMNS, Layer

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

STANDARD_COLUMNS = frozenset(
    {
        "id",
        *NAME_COLUMNS.values(),
        "source",
        "position_grade",
        "fact_grade",
        "valid_from",
        "valid_to",
        "status",
        "claimants",
        "note_en",
        "note_ja",
        "note_zh_hant",
        "precision_m",
        "geometry",
    }
)
"""Columns that mean the same in every layer; any other is described in the layer's file."""


_KINDS = {
    "polygon": {"Polygon", "MultiPolygon"},
    "line": {"LineString", "MultiLineString"},
    "point": {"Point", "MultiPoint"},
    "table": set(),
}


def check_file(path: str | Path) -> list[str]:
    """What is wrong with a theatre file, a layer file or a layer's geometry: a sentence each, none when all is well.

    Raises
    ------
    FormatError
        The suffix says neither TOML nor a geometry that is read.
    DataError
        The file cannot be read at all.
    """
    from rimland.layers.reading import READABLE
    from rimland.layers.schema import read_toml

    path = Path(path)
    if path.suffix == ".toml":
        tables = read_toml(path)
        return check_theatre(path) if {"version", "bounds", "layers"} & set(tables) else check_layer_file(path)
    if path.suffix.lower() not in READABLE:
        raise FormatError(f"{path}: not a theatre or layer: expected .toml or one of {', '.join(READABLE)}.")
    beside = path.with_suffix(".toml")
    return check_layer_file(beside) if beside.is_file() else check_geometry_file(path)


def check_theatre(path: Path) -> list[str]:
    """What is wrong with a theatre file and with the layers in its own folders."""
    from rimland.layers.catalog import Catalog, shipped_folder
    from rimland.layers.theatre import read_theatre

    try:
        theatre = read_theatre(path)
    except LayersError as error:
        return _lines(error, path)
    derived = theatre.catalog.declared if isinstance(theatre.catalog, Catalog) else frozenset()
    own = [layer for layer in theatre.layers if layer.path and layer.path.parent != shipped_folder()]
    files = [layer.path for layer in own if layer.path and layer.name not in derived]
    problems = [problem for file in files for problem in check_layer_file(file)]
    return [*problems, *(problem for name in sorted(derived) for problem in check_layer(theatre.catalog[name]))]


def check_layer_file(path: Path) -> list[str]:
    """What is wrong with a layer's TOML file and with its features."""
    from rimland.layers.catalog import read_layer

    try:
        layer = read_layer(path)
        return list(check_layer(layer))
    except LayersError as error:
        return _lines(error, path)


def check_geometry_file(path: Path) -> list[str]:
    """What is wrong with the geometry of a file that no TOML describes."""
    from rimland.layers.reading import read_geometry

    try:
        frame = read_geometry(path)
    except DataError as error:
        return _lines(error, path)
    return list(_geometry(frame, str(path)))


def check_layer(layer: Layer) -> Iterator[str]:
    """What is wrong with a layer, a sentence at a time."""
    yield from _hash(layer)
    frame, where = layer.features, str(layer.geometry_path or layer.path)
    if frame.empty:
        yield f"{where}: no features. A layer has at least one."
        return
    if layer.kind != "table":
        yield from _geometry(frame, where)
    yield from _kinds(frame, layer, where)
    if layer.named:
        yield from _names(frame, layer, where)
        yield from _provenance(frame, layer, where)
    yield from _columns(frame, layer)


def _lines(error: LayersError, path: Path) -> list[str]:
    lines = str(error).splitlines()
    return [line if str(path) in line else f"{path}: {line}" for line in lines]


def _hash(layer: Layer) -> Iterator[str]:
    if layer.sha256 is not None and layer.geometry_path is not None:
        found = sha256(layer.geometry_path.read_bytes()).hexdigest()
        if found != layer.sha256:
            yield f"{layer.path}: sha256: got {layer.sha256}, but {layer.geometry_path.name} has {found}."


def _geometry(frame: "GeoDataFrame", where: str) -> Iterator[str]:
    from shapely import is_valid_reason

    from rimland.layers.place_files import check_degrees, cut_to_degrees

    for label, shape in _labelled(frame):
        if shape is None or shape.is_empty:
            yield f"{where}: {label}: no geometry. Give it one or leave it out."
            continue
        try:
            check_degrees(shape, f"{where}: {label}")
        except DataError as error:
            yield str(error)
            continue
        if not shape.is_valid:
            flat = cut_to_degrees(shape) is None
            do = (
                "Repair it (shapely.make_valid) and look at the result."
                if flat
                else "Cut it at the antimeridian (geo.cut)."
            )
            yield f"{where}: {label}: {is_valid_reason(shape)}. {do}"


def _kinds(frame: "GeoDataFrame", layer: Layer, where: str) -> Iterator[str]:
    for label, shape in _labelled(frame):
        if shape is not None and shape.geom_type not in _KINDS[layer.kind]:
            yield f"{where}: {label}: a {shape.geom_type} in a layer of kind {layer.kind!r}. Change either."


def _names(frame: "GeoDataFrame", layer: Layer, where: str) -> Iterator[str]:
    missing = [name for name in ("id", *NAME_COLUMNS.values(), "source") if name not in frame.columns]
    if missing:
        yield f"{where}: no column {', '.join(missing)}. Every feature has an id, a name in each language and a source."
        return
    for name in sorted({str(one) for one in frame["id"] if (frame["id"] == one).sum() > 1}):
        yield f"{where}: two features have the id {name!r}. Give each its own."
    unnamed = False
    for row in frame.to_dict("records"):
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", str(row["id"])):
            yield f"{where}: id {row['id']!r}: expected lower-case letters, digits and hyphens."
        names = [row[column] for column in NAME_COLUMNS.values()]
        unnamed |= not all(names)
        if not any(names):
            yield f"{where}: feature {row['id']!r} has no name in any language."
    if unnamed and not any("name" in gap["en"] for gap in layer.gaps):
        yield f"{layer.path}: some features lack a name in some language: say so under gaps."


def _provenance(frame: "GeoDataFrame", layer: Layer, where: str) -> Iterator[str]:
    known = {source.id for source in layer.sources}
    for row in frame.to_dict("records"):
        label = f"{where}: feature {row['id']!r}"
        for source in str(row.get("source") or "").split("; "):
            if source not in known:
                yield f"{label}: source {source!r} is none of the layer's: {', '.join(sorted(known))}."
        for grade in ("fact_grade",) if layer.kind == "table" else ("position_grade", "fact_grade"):
            if row.get(grade) not in GRADES:
                yield f"{label}: {grade} is {row.get(grade)!r}: expected one of {', '.join(GRADES)}."
        yield from _states(row, label)


def _states(row: dict[str, Any], label: str) -> Iterator[str]:
    if str(row.get("status") or "").startswith("disputed") and not row.get("claimants"):
        yield f"{label}: disputed, but claimants is empty. Name them all."
    if row.get("claimants") and not row.get("status"):
        yield f"{label}: has claimants and no status. Write what is so: disputed, say."
    dates = [row.get("valid_from"), row.get("valid_to")]
    for value in dates:
        if value and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", str(value)):
            yield f"{label}: {value!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD."
    if all(dates) and str(dates[0]) > str(dates[1]):
        yield f"{label}: valid_to {dates[1]} is before valid_from {dates[0]}."
    precision = row.get("precision_m")
    if row.get("position_grade") == "C" and not (isinstance(precision, int | float) and precision > 0):
        yield f"{label}: its position is of grade C: say in precision_m by how many metres it may be wrong."


def _columns(frame: "GeoDataFrame", layer: Layer) -> Iterator[str]:
    own = set(frame.columns) - STANDARD_COLUMNS
    for name in sorted(own - set(layer.columns)):
        yield f"{layer.path}: columns: {name!r} is not described. Add [columns.{name}] with a summary and its unit."
    for name in sorted(set(layer.columns) - set(frame.columns)):
        yield f"{layer.path}: columns.{name}: no feature has it. Remove the table or name an existing column."


def _labelled(frame: "GeoDataFrame") -> Iterator[tuple[str, Any]]:
    ids = frame["id"] if "id" in frame.columns else range(len(frame))
    return ((f"feature {name!r}", shape) for name, shape in zip(ids, frame.geometry, strict=True))
