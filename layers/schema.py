"""The shape of layer and theatre files: pydantic models, and messages that name the file and the field."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from rimland.layers.errors import DataError, did_you_mean
from rimland.layers.number_file import QuantityFile
from rimland.layers.records import Key, Record, TextFile, Words
from rimland.layers.story_file import StepFile
from rimland.layers.theatre_layers import DerivedFile

Grade = Literal["A", "B", "C+", "C"]
Edges = Literal["geodesic", "rhumb"]
Language = Literal["en", "ja", "zh-Hant"]


def _iso(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _dated(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
        raise ValueError(f"{value!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD")
    if len(value) == len("2024-02-24"):
        date.fromisoformat(value)
    return value


Day = Annotated[str, BeforeValidator(_iso), AfterValidator(_dated)]
Metres = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class SourceFile(Record):
    """One `[[sources]]` table."""

    id: Key
    title: Words
    publisher: Words | None = None
    date: Day | None = None
    url: Words | None = None
    licence: Words | None = None


class ColumnFile(Record):
    """One `[columns.NAME]` table."""

    summary: Words
    unit: Words | None = None


class BufferRule(Record):
    """A feature that is everything within a distance of places."""

    kind: Literal["buffer"]
    of: list[Words] = Field(min_length=1)
    radius_nmi: float = Field(gt=0)
    properties: dict[str, Any]


class MinusRule(Record):
    """A feature that is one feature of the same layer without others of it."""

    kind: Literal["minus"]
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


class MeasureRule(Record):
    """Areas of the features, in a column; for some of them as if their sides were rhumb lines, in another."""

    kind: Literal["measure"]
    area_column: Words
    rhumb_column: Words | None = None
    rhumb_of: list[Words] = []


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
    lines: dict[str, list[Words]] = {}
    radius_nmi: float = Field(gt=0)
    beyond_nmi: float = Field(default=0, ge=0)
    min_area_km2: float = Field(default=0.05, ge=0)
    within: Bounds
    keep_land: bool = False
    narrow: list[NarrowRule] = []
    id: Words
    names: TextFile
    properties: dict[str, Any]
    but: dict[str, dict[str, Any]] = {}

    @model_validator(mode="after")
    def _lines_are_of_its_coasts(self) -> "ZonesRule":
        for name in self.lines:
            if name not in self.of:
                raise ValueError(f"lines: {name!r} is not among the coasts in of. {did_you_mean(name, self.of)}")
        return self


class OverlapsRule(Record):
    """Features that are what those of two layers share: `{first}` and `{second}` in id and names are the two."""

    kind: Literal["overlaps"]
    first: Words
    second: Words | None = None
    within: Bounds
    keep_land: bool = False
    least_km2: float = Field(default=1.0, gt=0)
    apart: list[tuple[Words, Words]] = []
    adds: dict[str, Words] = {}
    id: Words
    names: TextFile
    properties: dict[str, Any]


class CellsRule(Record):
    """Features that are the parts of a window nearest to each of several coasts."""

    kind: Literal["cells"]
    of: list[Words] = Field(min_length=2)
    min_area_km2: float = Field(default=0.05, ge=0)
    within: Bounds
    id: Words
    names: TextFile
    properties: dict[str, Any]
    but: dict[str, dict[str, Any]] = {}


class ClosedRule(Record):
    """An area made of the lines of a layer: closed by way of further points, and without what is near a coast."""

    names: TextFile
    of: list[Words] = Field(min_length=1)
    by: list[tuple[float, float]] = []
    outside: Words | None = None
    beyond_nmi: float = Field(default=12, gt=0)
    within: Bounds = (-180.0, -90.0, 180.0, 90.0)
    sources: list[Words] = []


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
    | GapsRule
    | VoyagesRule
    | MeasureRule
    | ZonesRule
    | OverlapsRule
    | CellsRule
    | ClosedOverlapsRule,
    Field(discriminator="kind"),
]


class LayerFile(Record):
    """`NAME.toml` of a layer."""

    name: Key | None = None
    title: TextFile
    summary: TextFile
    caveat: TextFile | None = None
    group: Words
    kind: Literal["polygon", "line", "point", "table"]
    edges: Edges = "geodesic"
    as_of: Day
    licence: Words
    position_grade: Grade | None = None
    fact_grade: Grade
    accuracy_m: Metres | None = None
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    file: Words | None = None
    style: dict[str, str | float | bool | list[float]] = {}
    visible: bool = True
    named: bool = True
    gaps: list[TextFile] = []
    columns: dict[str, ColumnFile] = {}
    sources: list[SourceFile] = Field(min_length=1)
    derive: list[Rule] = []

    @model_validator(mode="after")
    def _only_a_table_is_nowhere(self) -> "LayerFile":
        if (self.position_grade is None) != (self.kind == "table"):
            grades = "one of 'A', 'B', 'C+' or 'C', or kind = \"table\" for features without a position"
            raise ValueError(f"position_grade: got {self.position_grade!r} with kind {self.kind!r}: expected {grades}")
        return self

    @model_validator(mode="after")
    def _sources_are_told_apart(self) -> "LayerFile":
        ids = [source.id for source in self.sources]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"two sources have the id {twice[0]!r}: give each its own")
        return self


class ActorFile(Record):
    """One `[actors.ID]` table: a set of territories under one administration."""

    name: TextFile
    holds: list[Words] = Field(min_length=1)


class DisputedFile(Record):
    """One `[[disputed]]` table: a place that counts with whoever administers it, or not at all."""

    place: Words
    administered_by: Key
    claimed_by: list[Key] = Field(min_length=1)


class ScenarioFile(Record):
    """One `[scenarios.ID]` table: what changes hands, from an actor or a place to an actor."""

    title: TextFile
    summary: TextFile
    hypothetical: bool
    transfers: dict[str, Key] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _a_change_is_hypothetical(self) -> "ScenarioFile":
        if self.transfers and not self.hypothetical:
            raise ValueError("transfers change who holds what: write hypothetical = true")
        return self


class ArgumentFile(Record):
    """The `[argument]` table: which actors and layers the metrics are about."""

    home: Key
    opposing: Key
    buffer: Key
    sites: list[Words] = Field(min_length=1)
    residents: Words
    towns: list[Words] = Field(default_factory=list)
    lanes: Words | None = None
    ranges: Words | None = None
    gates: Words | None = None
    chain: list[Words] = Field(default_factory=list)
    outer: Words | None = None
    voyage: list[Words] = Field(default_factory=list, max_length=2)
    closures: list[list[Words]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _sides(self) -> "ArgumentFile":
        if len({self.home, self.opposing, self.buffer}) < 3:
            raise ValueError("home, opposing and buffer: three different actors are needed")
        if self.chain and self.outer is None:
            raise ValueError("chain without outer: name a place in the sea beyond the chain")
        if len(self.voyage) == 1 or (self.closures and not self.voyage):
            raise ValueError("voyage: name two ports, such as voyage = ['ras-tanura', 'yokohama']")
        return self


class TimelineFile(Record):
    """The `[timeline]` table: between which days events are shown, and tables of events beside the layers drawn."""

    start: Day
    end: Day
    tables: list[Words] = Field(default_factory=list)

    @model_validator(mode="after")
    def _time_runs_forwards(self) -> "TimelineFile":
        if self.start > self.end:
            raise ValueError(f"start {self.start} is after end {self.end}: write the earlier one first")
        return self


class TheatreFile(Record):
    """A theatre file, version 1."""

    version: Literal[1]
    title: TextFile
    bounds: tuple[float, float, float, float]
    layers: list[Words] = Field(min_length=1)
    derive: list[DerivedFile] = Field(default_factory=list)
    languages: list[Language] = Field(default=["en", "ja", "zh-Hant"], min_length=1)
    references: list[Words] = Field(default_factory=list)
    argument: ArgumentFile | None = None
    actors: dict[Key, ActorFile] = Field(default_factory=dict)
    disputed: list[DisputedFile] = Field(default_factory=list)
    scenarios: dict[Key, ScenarioFile] = Field(default_factory=dict)
    claims: Words | None = None
    story: list[StepFile] = Field(default_factory=list)
    timeline: TimelineFile | None = None

    @model_validator(mode="after")
    def _bounds_are_on_the_globe(self) -> "TheatreFile":
        west, south, east, north = self.bounds
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south < north <= 90 and west != east):
            raise ValueError(
                f"bounds = {list(self.bounds)}: expected [west, south, east, north] in degrees, "
                "south below north, such as [118, 20, 134, 36]"
            )
        return self

    @model_validator(mode="after")
    def _actors_are_known(self) -> "TheatreFile":
        about = self.argument
        asked = {} if about is None else {f"argument.{f}": getattr(about, f) for f in ("home", "opposing", "buffer")}
        for number, one in enumerate(self.disputed):
            asked |= {f"disputed.{number}.administered_by": one.administered_by}
            asked |= {f"disputed.{number}.claimed_by": actor for actor in one.claimed_by}
        for name, scenario in self.scenarios.items():
            asked |= {f"scenarios.{name}.transfers.{what}": actor for what, actor in scenario.transfers.items()}
        for field, actor in asked.items():
            if actor not in self.actors:
                raise ValueError(f"{field}: no actor {actor!r}. {did_you_mean(actor, self.actors)}")
        return self

    @model_validator(mode="after")
    def _what_changes_hands_is_held(self) -> "TheatreFile":
        held = [place for actor in self.actors.values() for place in actor.holds]
        twice = sorted({place for place in held if held.count(place) > 1})
        if twice:
            raise ValueError(f"actors: {twice[0]!r} is held twice, let one actor hold it")
        both = sorted({one.place for one in self.disputed} & set(held))
        if both:
            raise ValueError(f"disputed: {both[0]!r} is held by an actor too, leave it in [[disputed]] alone")
        known = {*self.actors, *held, *(one.place for one in self.disputed)}
        for name, scenario in self.scenarios.items():
            for what in scenario.transfers:
                if what not in known:
                    raise ValueError(f"scenarios.{name}.transfers: nobody holds {what!r}. {did_you_mean(what, known)}")
        return self

    @model_validator(mode="after")
    def _steps_are_of_this_theatre(self) -> "TheatreFile":
        for number, step in enumerate(self.story):
            if step.scenario != "status-quo" and step.scenario not in self.scenarios:
                hint = did_you_mean(step.scenario, self.scenarios)
                raise ValueError(f"story.{number}.scenario: no scenario {step.scenario!r}. {hint}")
            for name in step.layers:
                if name not in self.layers:
                    raise ValueError(f"story.{number}.layers: {name!r} is not among layers. Add it there")
        return self

    @model_validator(mode="after")
    def _nothing_is_named_twice(self) -> "TheatreFile":
        named = {
            "layers": [*self.layers],
            "languages": [str(one) for one in self.languages],
            "references": [*self.references],
            "story": [step.id for step in self.story],
            "derive": [one.name for one in self.derive],
        }
        for field, values in named.items():
            twice = sorted({value for value in values if values.count(value) > 1})
            if twice:
                raise ValueError(f"{field}: {twice[0]!r} is named twice, name it once")
        return self


Model = TypeVar("Model", bound=Record)

_NESTED: dict[Any, type[Record]] = {
    "title": TextFile,
    "summary": TextFile,
    "caveat": TextFile,
    "sources": SourceFile,
    "columns": ColumnFile,
    "buffer": BufferRule,
    "minus": MinusRule,
    "gaps": GapsRule,
    "voyages": VoyagesRule,
    "measure": MeasureRule,
    "zones": ZonesRule,
    "narrow": NarrowRule,
    "overlaps": OverlapsRule,
    "cells": CellsRule,
    "closed-overlaps": ClosedOverlapsRule,
    "argument": ArgumentFile,
    "timeline": TimelineFile,
    "actors": ActorFile,
    "disputed": DisputedFile,
    "scenarios": ScenarioFile,
    "story": StepFile,
    "derive": DerivedFile,
    "numbers": QuantityFile,
}
"""The model under each key that holds one, to tell the choices when a field is unknown."""

RULES = ("buffer", "minus", "gaps", "voyages", "measure", "zones", "overlaps", "cells", "closed-overlaps")
"""The kinds of rule: pydantic puts them into the address of a field, where a reader of the file would not look."""


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises
    ------
    DataError
        The file cannot be read, is not UTF-8 or is not TOML.
    """
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{path}: cannot be read ({error.strerror}). Check the path and its permissions.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: byte {error.start} is not UTF-8. Save the file as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: not TOML: {error}. See https://toml.io for the syntax.") from error


def parse(model: type[Model], tables: dict[str, Any], path: Path) -> Model:
    """The record that tables of a file hold.

    Raises
    ------
    DataError
        A field is missing, unknown or of the wrong kind: the message names the file, each field and what to write.
    """
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        raise DataError("\n".join(_sentence(model, path, item) for item in error.errors())) from error


def _sentence(model: type[Record], path: Path, item: Any) -> str:
    first, *rest = item["loc"] or ("the file",)
    where = ".".join(map(str, [first, *(part for part in rest if part not in RULES)]))
    kind, message = item["type"], item["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        known = _fields_at(model, item["loc"][:-1])
        return f"{path}: {where}: no such field. {did_you_mean(str(item['loc'][-1]), known)}"
    if kind == "missing":
        return f"{path}: {where}: missing. Add {_example(str(item['loc'][-1]))}."
    if kind in ("literal_error", "union_tag_invalid"):
        choices = item["ctx"].get("expected") or item["ctx"].get("expected_tags")
        return f"{path}: {where}: got {item['input']!r}, expected one of {choices}."
    got = "" if kind == "value_error" else f"got {item['input']!r}: "
    return f"{path}: {where}: {got}{message[:1].lower()}{message[1:]}."


def _fields_at(model: type[Record], loc: tuple[Any, ...]) -> list[str]:
    known = next((_NESTED[part] for part in reversed(loc) if part in _NESTED), model)
    known = TextFile if loc[:1] == ("gaps",) else known  # a field of a layer, not the rule of that name
    return [field.alias or name for name, field in known.model_fields.items()]


def _example(field: str) -> str:
    examples = {
        "version": "version = 1",
        "title": 'title = { en = "…", ja = "…", zh-Hant = "…" }',
        "summary": 'summary = { en = "…", ja = "…", zh-Hant = "…" }',
        "bounds": "bounds = [118.0, 20.0, 134.0, 36.0]",
        "layers": 'layers = ["land", "nansei"]',
        "as_of": 'as_of = "2024-01-31"',
        "licence": 'licence = "CC-BY-4.0"',
        "kind": 'kind = "polygon"',
        "position_grade": 'position_grade = "B"',
        "fact_grade": 'fact_grade = "B"',
        "sources": "a [[sources]] table with id and title",
    }
    return examples.get(field, f'{field} = "…"')
