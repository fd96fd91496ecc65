"""What an article claims, recomputed: each passage, the numbers it stands or falls by, and the verdict they give.

A claim asks one thing or several of numbers that are computed when it is assessed. All hold: the claim holds. Some:
in part. None: it does not hold. A number nearer to its threshold than its own uncertainty decides nothing, which makes
the verdict "in part" at best. A passage that asks nothing of the map is not a spatial claim, and says why.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rimland.layers.claim_file import AskedFile, ClaimFile, NumberFile, read_claims_file
from rimland.layers.conditions import Condition, read_condition, rows_where
from rimland.layers.errors import DataError, UnknownLayerError, did_you_mean
from rimland.layers.layer import Layer, Text
from rimland.layers.theatre import Theatre, load_theatre

if TYPE_CHECKING:
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

VERDICTS = ("holds", "holds in part", "does not hold", "not a spatial claim")


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A computed number, in the unit of who asked for it.

    `uncertainty` is None where the input states none; `sources` are lines to print.
    """

    value: float
    unit: str
    uncertainty: float | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One thing asked of a number, and the answer: `met` is None where the uncertainty leaves it open."""

    says: Text
    quantity: Quantity
    condition: Condition
    met: bool | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A passage with what was found.

    Attributes
    ----------
    line
        Of the article, counted from 1.
    quote, caveat, correction
        In three languages; the Chinese quote is the original, the others are our translation.
    verdict
        One of `VERDICTS`.
    layers
        Those that show it.
    """

    id: str
    line: int
    quote: Text
    verdict: str
    outcomes: tuple[Outcome, ...]
    caveat: Text | None
    correction: Text | None
    layers: tuple[str, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of its numbers, each once."""
        return tuple(dict.fromkeys(line for outcome in self.outcomes for line in outcome.quantity.sources))


def assess(theatre: Theatre | None = None, *, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """The findings of a theatre's claims, in the order of its file; all numbers are computed now.

    Parameters
    ----------
    theatre
        The one that ships, if None.
    only
        Ids of the claims that are asked for; all if None.

    Raises
    ------
    DataError
        The theatre has no claims file, or one that is malformed or names a column, feature or metric that is not there.

    Examples
    --------
    >>> assess(load_theatre("buffer"))[0].verdict in VERDICTS  # doctest: +SKIP
    True
    """
    theatre = load_theatre() if theatre is None else theatre
    path = claims_path(theatre)
    numbers = _Numbers(theatre, path)
    asked = [claim for claim in read_claims_file(path).claims if only is None or claim.id in only]
    return tuple(_finding(claim, numbers) for claim in asked)


def claims_path(theatre: Theatre) -> Path:
    """The file that has the claims of a theatre.

    Raises
    ------
    DataError
        It names none.
    """
    if theatre.claims is None or theatre.path is None:
        raise DataError(f'{theatre.path or theatre.name}: no claims: name a file beside it, claims = "claims.toml".')
    return theatre.path.parent / theatre.claims


def verdict(met: tuple[bool | None, ...]) -> str:
    """The verdict that answers give.

    Examples
    --------
    >>> verdict((True, True)), verdict((True, False)), verdict((False, False)), verdict(())
    ('holds', 'holds in part', 'does not hold', 'not a spatial claim')
    >>> verdict((None, False))
    'holds in part'
    """
    if not met:
        return "not a spatial claim"
    if all(met):
        return "holds"
    return "does not hold" if all(answer is False for answer in met) else "holds in part"


def _finding(claim: ClaimFile, numbers: "_Numbers") -> Finding:
    try:
        outcomes = tuple(_outcome(asked, numbers) for asked in claim.tests)
    except (DataError, LookupError) as error:
        raise DataError(f"{numbers.path}: claim {claim.id!r}: {error}") from error
    return Finding(
        id=claim.id,
        line=claim.line,
        quote=claim.quote.model_dump(by_alias=True),
        verdict=verdict(tuple(outcome.met for outcome in outcomes)),
        outcomes=outcomes,
        caveat=None if claim.caveat is None else claim.caveat.model_dump(by_alias=True),
        correction=None if claim.correction is None else claim.correction.model_dump(by_alias=True),
        layers=tuple(claim.layers),
    )


def _outcome(asked: AskedFile, numbers: "_Numbers") -> Outcome:
    quantity = numbers.of(asked.number, asked.unit)
    if asked.minus is not None:
        quantity = _difference(quantity, numbers.of(asked.minus, asked.unit))
    if asked.less:
        quantity = _difference(quantity, Quantity(value=asked.less, unit=asked.unit, uncertainty=0.0))
    condition = read_condition(asked.must_be)
    return Outcome(
        says=asked.says.model_dump(by_alias=True),
        quantity=quantity,
        condition=condition,
        met=answer(quantity, condition),
    )


def answer(quantity: Quantity, condition: Condition) -> bool | None:
    """Whether a condition holds of a number; None where another value within its uncertainty would answer otherwise.

    Examples
    --------
    >>> near = Quantity(value=100.05, unit="km", uncertainty=0.11)
    >>> answer(near, read_condition(">= 100")) is None, answer(near, read_condition(">= 90"))
    (True, True)
    """
    spread = quantity.uncertainty or 0.0
    answers = {condition.holds(quantity.value + shift) for shift in (-spread, 0.0, spread)}
    return answers.pop() if len(answers) == 1 else None


def _difference(one: Quantity, other: Quantity) -> Quantity:
    known = one.uncertainty is not None and other.uncertainty is not None
    return Quantity(
        value=one.value - other.value,
        unit=one.unit,
        uncertainty=(one.uncertainty or 0.0) + (other.uncertainty or 0.0) if known else None,
        sources=tuple(dict.fromkeys(one.sources + other.sources)),
    )


class _Numbers:
    """The numbers of one theatre, each table computed once for all claims."""

    def __init__(self, theatre: Theatre, path: Path) -> None:
        self.theatre, self.path = theatre, path
        self._tables: dict[tuple[str, ...], tuple[DataFrame, tuple[str, ...]]] = {}

    def of(self, asked: NumberFile, unit: str) -> Quantity:
        """The number that a file asks for."""
        if asked.distance is not None:
            return self._distance(asked.distance, unit)
        table, sources = self._table(asked)
        return _taken(rows_where(table, asked.where), asked, unit, sources)

    def _table(self, asked: NumberFile) -> "tuple[DataFrame, tuple[str, ...]]":
        key = (asked.layer or "", asked.metric or "", asked.scenario or "", repr(asked.arguments))
        if key not in self._tables:
            self._tables[key] = self._layer(asked.layer) if asked.layer is not None else self._metric(asked)
        return self._tables[key]

    def _layer(self, name: str) -> "tuple[DataFrame, tuple[str, ...]]":
        layer = self._catalogued(name)
        return layer.features, layer.credits

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

        shapes, blurs, credits_ = zip(*(self._end(name) for name in ends), strict=True)
        scale = {"km": geo.KILOMETRE, "nmi": geo.NAUTICAL_MILE, "m": 1.0}.get(unit)
        if scale is None:
            raise DataError(f"unit {unit!r} of a distance: write km, nmi or m.")
        metres = geo.distance(*shapes).metres
        sources = tuple(dict.fromkeys(line for lines in credits_ for line in lines))
        return Quantity(value=metres / scale, unit=unit, uncertainty=sum(blurs) / scale, sources=sources)

    def _end(self, name: str) -> "tuple[BaseGeometry, float, tuple[str, ...]]":
        """A shape, the metres by which it may be off, and its sources: a place, or `layer/feature`."""
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


def as_table(finding: Finding) -> dict[str, Any]:
    """A finding as plain JSON values."""
    return {
        "id": finding.id,
        "line": finding.line,
        "quote": dict(finding.quote),
        "verdict": finding.verdict,
        "numbers": [
            {
                "says": dict(outcome.says),
                "value": outcome.quantity.value,
                "unit": outcome.quantity.unit,
                "uncertainty": outcome.quantity.uncertainty,
                "condition": str(outcome.condition),
                "met": outcome.met,
            }
            for outcome in finding.outcomes
        ],
        "caveat": finding.caveat and dict(finding.caveat),
        "correction": finding.correction and dict(finding.correction),
        "layers": list(finding.layers),
        "sources": list(finding.sources),
    }
