"""Features computed from others: the rules that a layer file may state, each carrying its inputs' sources."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from rimland.layers.errors import DataError, did_you_mean

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from shapely.geometry.base import BaseGeometry

    from rimland.layers.layer import Layer
    from rimland.layers.places import Place
    from rimland.layers.rule_file import (
        BufferRule,
        CellsRule,
        ClosedOverlapsRule,
        DifferenceRule,
        GapsRule,
        MeasureRule,
        MinusRule,
        OverlapsRule,
        VoyageRule,
        VoyagesRule,
        ZonesRule,
    )


def derive(frame: "GeoDataFrame", layer: "Layer") -> "GeoDataFrame":
    """Features of a layer with those that its rules compute, in the order of the rules.

    Raises
    ------
    DataError
        A rule names a feature or place that is not there.
    """
    from rimland.layers.catalog import Catalog

    catalog = Catalog([] if layer.path is None else [layer.path.parent]) if layer.catalog is None else layer.catalog
    rules: dict[str, Callable[..., GeoDataFrame]] = {
        "buffer": partial(_buffer, catalog=catalog),
        "minus": _minus,
        "difference": partial(_difference, catalog=catalog),
        "gaps": _gaps,
        "voyages": _voyages,
        "voyage": _voyage,
        "measure": _measure,
        "zones": _zones,
        "cells": _cells,
        "closed-overlaps": _closed_overlaps,
        "overlaps": partial(_overlaps, catalog=catalog),
    }
    for number, rule in enumerate(layer.derive):
        try:
            frame = rules[rule.kind](frame, rule)
        except LookupError as error:
            where = f"derive.{number}" if layer.catalog is None else layer.name
            raise DataError(f"{layer.path}: {where}: {error}") from error
    return frame


def _buffer(frame: "GeoDataFrame", rule: "BufferRule", catalog: "Mapping[str, Layer]") -> "GeoDataFrame":
    from rimland import geo
    from rimland.layers.overlaps import features
    from rimland.layers.places import joined, place

    shapes = [place(name).geometry for name in rule.of]
    shapes += [row["geometry"] for name in rule.layers for row in features(name, catalog)]
    return _append(frame, geo.buffer(joined(shapes), geo.nmi(rule.radius_nmi)), rule.properties)


def _minus(frame: "GeoDataFrame", rule: "MinusRule") -> "GeoDataFrame":
    from rimland import geo

    rest = _feature(frame, rule.of)
    for name in rule.without:
        rest = geo.difference(rest, _feature(frame, name))
    return _append(frame, rest, rule.properties)


def _difference(frame: "GeoDataFrame", rule: "DifferenceRule", catalog: "Mapping[str, Layer]") -> "GeoDataFrame":
    from rimland.layers.overlaps import differences

    return _append_all(frame, differences(rule, catalog))


def _gaps(frame: "GeoDataFrame", rule: "GapsRule") -> "GeoDataFrame":
    waiting = frame.geometry.isna() & frame[rule.from_column].notna() & frame[rule.to_column].notna()
    measured = frame[waiting].apply(lambda row: _gap(row[rule.from_column], row[rule.to_column]), axis=1)
    columns = list(measured.iloc[0]) if len(measured) else []
    for column in columns:
        frame.loc[waiting, column] = [gap[column] for gap in measured]
    return frame[~frame.geometry.isna()].reset_index(drop=True)


def _voyages(frame: "GeoDataFrame", rule: "VoyagesRule") -> "GeoDataFrame":
    from rimland.layers.sea_routes import voyages

    return voyages(frame, rule.calls_column)


def _voyage(frame: "GeoDataFrame", rule: "VoyageRule") -> "GeoDataFrame":
    from geopandas import GeoDataFrame

    from rimland.layers.sea_routes import voyages

    row = rule.properties | {"calls": "; ".join(rule.calls), "avoid": "; ".join(rule.avoid) or None}
    return _append_all(frame, voyages(GeoDataFrame([row], geometry=[None], crs="EPSG:4326"), "calls"))


def _measure(frame: "GeoDataFrame", rule: "MeasureRule") -> "GeoDataFrame":
    from rimland import geo

    square_km = geo.KILOMETRE**2
    frame[rule.area_column] = [float(geo.area(shape)) / square_km for shape in frame.geometry]
    if rule.rhumb_column is not None:
        frame[rule.rhumb_column] = [
            float(geo.area(shape, edges="rhumb")) / square_km if name in rule.rhumb_of else None
            for name, shape in zip(frame["id"], frame.geometry, strict=True)
        ]
    return frame


def _zones(frame: "GeoDataFrame", rule: "ZonesRule") -> "GeoDataFrame":
    from rimland.layers.zones import zones

    return _append_all(frame, zones(rule))


def _cells(frame: "GeoDataFrame", rule: "CellsRule") -> "GeoDataFrame":
    from rimland.layers.cells import cells

    return _append_all(frame, cells(rule))


def _closed_overlaps(frame: "GeoDataFrame", rule: "ClosedOverlapsRule") -> "GeoDataFrame":
    from rimland.layers.airspace import closed_overlaps

    return _append_all(frame, closed_overlaps(rule))


def _overlaps(frame: "GeoDataFrame", rule: "OverlapsRule", catalog: "Mapping[str, Layer]") -> "GeoDataFrame":
    from rimland.layers.overlaps import overlaps

    return _append_all(frame, overlaps(rule, catalog))


def _gap(side_a: str, side_b: str) -> dict[str, Any]:
    """The shortest geodesic between two sides, each a place or several joined by "; "."""
    from shapely import LineString

    from rimland import geo
    from rimland.layers.places import joined

    one, other = _side(side_a), _side(side_b)
    gap = geo.distance(joined([p.geometry for p in one]), joined([p.geometry for p in other]))
    return {
        "geometry": LineString([gap.start, gap.end]),
        "width_km": gap.km,
        "width_nmi": gap.nmi,
        "uncertainty_m": sum(max(p.accuracy_m for p in side) for side in (one, other)),
    }


def _side(names: str) -> "list[Place]":
    from rimland.layers.places import place

    return [place(name) for name in names.split("; ")]


def _feature(frame: "GeoDataFrame", name: str) -> "BaseGeometry":
    found = frame[frame["id"] == name]
    if len(found) != 1:
        raise LookupError(f"no feature {name!r} above this rule. {did_you_mean(name, frame['id'])}")
    return found.geometry.iloc[0]


def _append(frame: "GeoDataFrame", geometry: "BaseGeometry", properties: dict[str, Any]) -> "GeoDataFrame":
    from geopandas import GeoDataFrame

    return _append_all(frame, GeoDataFrame([properties], geometry=[geometry], crs="EPSG:4326"))


def _append_all(frame: "GeoDataFrame", rows: "GeoDataFrame") -> "GeoDataFrame":
    import pandas as pd
    from geopandas import GeoDataFrame

    joined = pd.concat([frame.astype(object), rows.astype(object)], ignore_index=True) if len(frame) else rows
    texts = [name for name in joined.columns if name != "geometry"]
    joined[texts] = joined[texts].astype(object).where(joined[texts].notna(), None)
    return GeoDataFrame(joined.infer_objects(), geometry="geometry", crs="EPSG:4326")
