"""Numbers that a file asks for by name, computed: a distance, or a column of a layer or of a metric."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rimland.layers.conditions import rows_where
from rimland.layers.errors import DataError, UnknownLayerError, did_you_mean
from rimland.layers.layer import Layer
from rimland.layers.number_file import NumberFile
from rimland.layers.theatre import Theatre

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A computed number, in the unit of who asked for it.

    `uncertainty` is None where the input states none; `sources` are lines to print.
    """

    value: float
    unit: str
    uncertainty: float | None = None
    sources: tuple[str, ...] = ()


def difference(one: Quantity, other: Quantity) -> Quantity:
    """One number less another; its uncertainty, where both state one, is their sum."""
    known = one.uncertainty is not None and other.uncertainty is not None
    return Quantity(
        value=one.value - other.value,
        unit=one.unit,
        uncertainty=(one.uncertainty or 0.0) + (other.uncertainty or 0.0) if known else None,
        sources=tuple(dict.fromkeys(one.sources + other.sources)),
    )


class Numbers:
    """The numbers of one theatre, each table computed once."""

    def __init__(self, theatre: Theatre) -> None:
        self.theatre = theatre
        self._tables: dict[tuple[str, ...], tuple[DataFrame, tuple[str, ...]]] = {}
        self._gaps: dict[tuple[str, ...], tuple[float, float, tuple[str, ...]]] = {}

    def of(self, asked: NumberFile, unit: str, *, minus: NumberFile | None = None, less: float = 0.0) -> Quantity:
        """The number that a file asks for, in a unit, with another one and a constant taken off it.

        Raises
        ------
        DataError
            It names a layer, feature, column or metric that is not there, or does not pick one number.
        UnknownPlaceError
            A distance has an end that is no place.
        """
        found = self._one(asked, unit)
        if minus is not None:
            found = difference(found, self._one(minus, unit))
        return difference(found, Quantity(value=less, unit=unit, uncertainty=0.0)) if less else found

    def _one(self, asked: NumberFile, unit: str) -> Quantity:
        if asked.distance is not None:
            return self._distance(asked.distance, unit)
        table, sources = self._table(asked)
        return _taken(rows_where(table, asked.where), asked, unit, sources)

    def metric(self, name: str, scenario: str) -> "DataFrame":
        """The table of a metric under a scenario: a new one each time, so that no caller changes another's.

        Raises
        ------
        DataError
            There is no such metric.
        """
        return self._table(NumberFile(metric=name, scenario=scenario, take="count"))[0].copy()

    def _table(self, asked: NumberFile) -> "tuple[DataFrame, tuple[str, ...]]":
        key = (asked.layer or "", asked.metric or "", asked.scenario or "", repr(asked.arguments))
        if key not in self._tables:
            self._tables[key] = self._layer(asked.layer) if asked.layer is not None else self._metric(asked)
        return self._tables[key]

    def _layer(self, name: str) -> "tuple[DataFrame, tuple[str, ...]]":
        layer = self._catalogued(name)
        return _with_area_blur(layer), layer.credits

    def _metric(self, asked: NumberFile) -> "tuple[DataFrame, tuple[str, ...]]":
        from rimland.layers.metrics import METRICS
        from rimland.layers.scenarios import scenario

        name = asked.metric or ""
        if name not in METRICS:
            raise DataError(f"no metric {name!r}. {did_you_mean(name, METRICS)}")
        measure: Callable[..., Any] = METRICS[name]
        table = measure(scenario(asked.scenario or "status-quo", self.theatre), **asked.arguments)
        return table, tuple(table.attrs.get("sources", ()))

    def _catalogued(self, name: str) -> Layer:
        try:
            return self.theatre.catalog[name]
        except UnknownLayerError as error:
            raise DataError(str(error)) from error

    def _distance(self, ends: list[str], unit: str) -> Quantity:
        from rimland import geo

        scale = {"km": geo.KILOMETRE, "nmi": geo.NAUTICAL_MILE, "m": 1.0}.get(unit)
        if scale is None:
            raise DataError(f"unit {unit!r} of a distance: write km, nmi or m.")
        metres, blur, sources = self._gap(tuple(ends))
        return Quantity(value=metres / scale, unit=unit, uncertainty=blur / scale, sources=sources)

    def _gap(self, ends: tuple[str, ...]) -> tuple[float, float, tuple[str, ...]]:
        """Metres between two ends, by how much they may be off, and the sources: measured once."""
        from rimland import geo

        if ends not in self._gaps:
            shapes, blurs, credits_ = zip(*(self.end(name) for name in ends), strict=True)
            sources = tuple(dict.fromkeys(line for lines in credits_ for line in lines))
            self._gaps[ends] = (geo.distance(*shapes).metres, sum(blurs), sources)
        return self._gaps[ends]

    def end(self, name: str) -> "tuple[BaseGeometry, float, tuple[str, ...]]":
        """A shape, the metres by which it may be off, and its sources: a place, or `layer/feature`.

        Raises
        ------
        UnknownPlaceError, DataError
            There is no such place or feature.
        """
        from rimland.layers.places import place

        layer_name, slash, feature = name.partition("/")
        if not slash:
            found = place(name)
            return found.geometry, found.accuracy_m, tuple(source.credit for source in found.sources)
        layer = self._catalogued(layer_name)
        rows = layer.features.set_index("id")
        if feature not in rows.index:
            raise DataError(f"layer {layer_name!r} has no feature {feature!r}. {did_you_mean(feature, rows.index)}")
        row = rows.loc[feature]
        blur = row.get("precision_m")
        return row.geometry, float(blur if blur == blur and blur is not None else layer.accuracy_m or 0), layer.credits


def _with_area_blur(layer: Layer) -> "GeoDataFrame":
    """The features of a layer, with what each area may be off: its outline times the accuracy."""
    from rimland import geo

    frame = layer.features
    if layer.kind == "polygon" and "area_km2" in frame and layer.accuracy_m is not None:
        swept = [geo.length(shape) * layer.accuracy_m / 1e6 for shape in frame.geometry]
        frame["area_uncertainty_km2"] = swept
    return frame


def _taken(rows: "DataFrame", asked: NumberFile, unit: str, sources: tuple[str, ...]) -> Quantity:
    """One number of the rows that were picked."""
    if asked.take == "count":
        return Quantity(value=float(len(rows)), unit=unit, uncertainty=None, sources=sources)
    column = asked.column or ""
    if column not in rows.columns:
        raise DataError(f"no column {column!r}. {did_you_mean(column, map(str, rows.columns))}")
    if asked.take == "only" and len(rows) != 1:
        raise DataError(f'{len(rows)} rows where {dict(asked.where)}: narrow it to one, or write take = "sum".')
    values = rows[column].astype(float).dropna()
    if not len(values) and asked.take != "sum":
        raise DataError(f"{column} is not available where {dict(asked.where)}.")
    value = values.iloc[0] if asked.take == "only" else getattr(values, asked.take)()
    return Quantity(value=float(value), unit=unit, uncertainty=_spread(rows, asked, unit), sources=sources)


_PER_UNIT: Mapping[str, tuple[str, float]] = {
    "km": ("uncertainty_m", 1000.0),
    "m": ("uncertainty_m", 1.0),
    "km2": ("uncertainty_km2", 1.0),
}


def _spread(rows: "DataFrame", asked: NumberFile, unit: str) -> float | None:
    """By how much a number may be off, where the rows say so: for the column that was asked, or for all."""
    name, scale = _PER_UNIT.get(unit, ("", 1.0))
    own = f"{(asked.column or '').partition('_')[0]}_{name}"
    columns = [column for column in (own, name) if column in rows.columns]
    if not columns or not len(rows):
        return None
    blurs = rows[columns[0]].astype(float)
    return float(blurs.sum() if asked.take == "sum" else blurs.max()) / scale
