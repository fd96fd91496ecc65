"""What a `[[derive]]` table of a layer may say: one model for each kind of rule."""

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from rimland.layers.errors import did_you_mean
from rimland.layers.records import Record, TextFile, Words


class BufferRule(Record):
    """A feature that is everything within a distance of places, and of all features of layers."""

    kind: Literal["buffer"]
    of: list[Words] = Field(default_factory=list)
    layers: list[Words] = Field(default_factory=list)
    radius_nmi: float = Field(gt=0)
    properties: dict[str, Any]

    @model_validator(mode="after")
    def _is_of_something(self) -> "BufferRule":
        if not self.of and not self.layers:
            raise ValueError("of: missing: write a list of places, or layers, a list of layers")
        return self


class MinusRule(Record):
    """A feature that is one feature of the same layer without others of it."""

    kind: Literal["minus"]
    of: Words
    without: list[Words] = Field(min_length=1)
    properties: dict[str, Any]


class DifferenceRule(Record):
    """The features of a layer without what those of others cover; `title` names the only one that is left."""

    kind: Literal["difference"]
    title: TextFile
    of: Words
    without: list[Words] = Field(min_length=1)
    properties: dict[str, Any]


class GapsRule(Record):
    """The shortest geodesic between the two sides that each feature without a geometry names."""

    kind: Literal["gaps"]
    from_column: Words = "side_a"
    to_column: Words = "side_b"


class VoyagesRule(Record):
    """The way by sea along the calls that each feature without a geometry names."""

    kind: Literal["voyages"]
    calls_column: Words = "calls"


class VoyageRule(Record):
    """A feature that is the way by sea along calls."""

    kind: Literal["voyage"]
    calls: list[Words] = Field(min_length=2)
    avoid: list[Words] = Field(default_factory=list)
    properties: dict[str, Any]


class MeasureRule(Record):
    """Areas of the features, in a column; for some of them as if their sides were rhumb lines, in another."""

    kind: Literal["measure"]
    area_column: Words
    rhumb_column: Words | None = None
    rhumb_of: list[Words] = Field(default_factory=list)


Bounds = tuple[float, float, float, float]


class NarrowRule(Record):
    """Where both sides of a strait are nearer than the full radius, a smaller one holds."""

    of: Words
    between: tuple[list[Words], list[Words]]
    radius_nmi: float = Field(gt=0)


class ZonesRule(Record):
    """Features that are the sea within a distance of coasts: `{place}` in id and names is each coast's.

    `lines` gives a coast places to be measured from as well, such as its declared baselines.
    """

    kind: Literal["zones"]
    of: list[Words] = Field(min_length=1)
    lines: dict[str, list[Words]] = Field(default_factory=dict)
    radius_nmi: float = Field(gt=0)
    beyond_nmi: float = Field(default=0, ge=0)
    min_area_km2: float = Field(default=0.05, ge=0)
    within: Bounds
    keep_land: bool = False
    narrow: list[NarrowRule] = Field(default_factory=list)
    id: Words
    names: TextFile
    properties: dict[str, Any]
    but: dict[str, dict[str, Any]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _lines_are_of_its_coasts(self) -> "ZonesRule":
        for name in self.lines:
            if name not in self.of:
                raise ValueError(f"lines: {name!r} is not among the coasts in of. {did_you_mean(name, self.of)}")
        return self


class OverlapsRule(Record):
    """Features that are what those of two layers share: `{first}` and `{second}` in id and names are the two.

    Land is left out of shapes and areas, or with `keep_land` of areas alone; without a window it counts in both.
    """

    kind: Literal["overlaps"]
    first: Words
    second: Words | None = None
    within: Bounds | None = None
    keep_land: bool = False
    least_km2: float = Field(default=1.0, gt=0)
    apart: list[tuple[Words, Words]] = Field(default_factory=list)
    adds: dict[str, Words] = Field(default_factory=dict)
    id: Words
    names: TextFile
    properties: dict[str, Any]

    @model_validator(mode="after")
    def _land_is_of_a_window(self) -> "OverlapsRule":
        if self.within is None and (self.keep_land or self.adds):
            raise ValueError("within: missing: keep_land and adds ask for the land of a window")
        return self


class CellsRule(Record):
    """Features that are the parts of a window nearest to each of several coasts."""

    kind: Literal["cells"]
    of: list[Words] = Field(min_length=2)
    min_area_km2: float = Field(default=0.05, ge=0)
    within: Bounds
    id: Words
    names: TextFile
    properties: dict[str, Any]
    but: dict[str, dict[str, Any]] = Field(default_factory=dict)


class ClosedRule(Record):
    """An area made of the lines of a layer: closed by way of further points, and without what is near a coast."""

    names: TextFile
    of: list[Words] = Field(min_length=1)
    by: list[tuple[float, float]] = Field(default_factory=list)
    outside: Words | None = None
    beyond_nmi: float = Field(default=12, gt=0)
    within: Bounds = (-180.0, -90.0, 180.0, 90.0)
    sources: list[Words] = Field(default_factory=list)


class ClosedOverlapsRule(Record):
    """Features that are what each two of several areas share that a layer knows as lines only."""

    kind: Literal["closed-overlaps"]
    layer: Words
    areas: dict[str, ClosedRule]
    id: Words
    names: TextFile
    properties: dict[str, Any]


Rule = Annotated[
    BufferRule
    | MinusRule
    | DifferenceRule
    | GapsRule
    | VoyagesRule
    | VoyageRule
    | MeasureRule
    | ZonesRule
    | OverlapsRule
    | CellsRule
    | ClosedOverlapsRule,
    Field(discriminator="kind"),
]

RULES = (
    "buffer",
    "minus",
    "difference",
    "gaps",
    "voyages",
    "voyage",
    "measure",
    "zones",
    "overlaps",
    "cells",
    "closed-overlaps",
)
"""The kinds of rule: pydantic puts them into the address of a field, where a reader of the file would not look."""
